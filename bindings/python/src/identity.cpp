// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cmath>

#include "bindings.hpp"
#include "docstrings.hpp"
#include "interruptible.hpp"
#include "linkage_types.hpp"
#include "repr.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/evaluate.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/sample.hpp"
#include "scrm/table/input_file.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

py::object parsed(const std::string& json) {
    return py::module_::import("json").attr("loads")(json);
}

/// The model's JSON with the weight of every level in bits.
py::dict described(const identity::MatchModel& model) {
    py::dict description = parsed(model.to_json()).cast<py::dict>();
    std::size_t index = 0;
    for (const py::handle comparison : description["comparisons"]) {
        std::size_t level = 0;
        for (const py::handle entry : comparison["levels"]) {
            const auto& counted = model.comparisons[index].levels[level++];
            entry.cast<py::dict>()["weight"] =
                counted.null_level ? 0 : std::log2(counted.m / counted.u) * model.comparisons[index].share;
        }
        ++index;
    }
    return description;
}

/// Settings as a dict, as JSON text, or as the path of a file.
identity::MatchModel model_from_splink(const py::object& settings) {
    if (py::isinstance<py::dict>(settings)) {
        const auto json = py::module_::import("json").attr("dumps")(settings).cast<std::string>();
        return identity::MatchModel::from_splink(json);
    }
    if (py::isinstance<py::str>(settings) || py::isinstance<py::bytes>(settings)) {
        const auto text = settings.cast<std::string>();
        const auto first = text.find_first_not_of(" \t\r\n");
        constexpr std::string_view kJsonStarts = "{[\"";
        if (first != std::string::npos && kJsonStarts.find(text[first]) != std::string_view::npos)
            return identity::MatchModel::from_splink(text);
        std::error_code none;
        if (text.find('\0') != std::string::npos || !std::filesystem::exists(text, none)) {
            // What was meant as settings may hold values of persons: not in a message.
            throw Error{ErrorCode::not_found,
                        "Splink settings: the text is neither JSON nor the path of a file"};
        }
    }
    py::detail::make_caster<std::filesystem::path> path_of;
    if (!path_of.load(settings, true)) throw py::type_error("settings are a path, JSON text or a dict");
    const auto path = py::detail::cast_op<std::filesystem::path>(path_of);
    const std::string json = table::read_file(path);
    try {
        return identity::MatchModel::from_splink(json);
    } catch (const Error& error) {
        throw Error(error.code(), path.filename().string() + ": " + error.what());
    }
}

/// `MatchModel::validate` asks for the same when the model is used, of all of them at once.
double from_0_to_1(const char* name, double value) {
    if (value >= 0 && value <= 1) return value;
    throw Error{ErrorCode::invalid_argument, std::string{name} + " is not in [0, 1]"};
}

void bind_model(py::module_& module) {
    py::class_<identity::MatchModel>(module, "MatchModel",
                                     "A Fellegi-Sunter model: comparisons, blocking rules, m, u and prior.")
        .def_static("person", &identity::MatchModel::person, "Return the built-in recipe for people.")
        .def_static(
            "plain",
            [](const std::vector<std::string>& attributes) {
                return identity::MatchModel::plain(attributes);
            },
            "attributes"_a, "Return a model that compares attributes as plain text.")
        .def_static(
            "load", [](const std::filesystem::path& path) { return identity::MatchModel::load(path); },
            "path"_a, "Read a model file.")
        .def_static(
            "from_json", [](const std::string& text) { return identity::MatchModel::from_json(text); },
            "text"_a, "Read a model from JSON text.")
        .def_static("from_splink", &model_from_splink, "settings"_a, doc::kFromSplink)
        .def(
            "to_splink", [](const identity::MatchModel& self) { return parsed(self.to_splink()); },
            doc::kToSplink)
        .def_property_readonly("columns", &identity::MatchModel::columns,
                               "The columns of tables that the model's expressions read, sorted.")
        .def(
            "save",
            [](const identity::MatchModel& self, const std::filesystem::path& path) { self.save(path); },
            "path"_a, "Write the model file, whole or not at all.")
        .def(
            "plot",
            [](const py::object& self) {
                return py::module_::import("scrm.charts").attr("match_weights")(self);
            },
            "Return a chart of the weight of every level.")
        .def("__repr__",
             [](const identity::MatchModel& self) {
                 return repr_of("MatchModel", {{"comparisons", std::to_string(self.comparisons.size())},
                                               {"trained", self.trained ? "yes" : "no"}});
             })
        .def("to_json", &identity::MatchModel::to_json, "Return canonical JSON.")
        .def("to_dict", &described, "Return the model as a dict, with the weight of every level in bits.")
        .def_readwrite("name", &identity::MatchModel::name, "Name of the model.")
        .def_property(
            "prior", [](const identity::MatchModel& self) { return self.prior; },
            [](identity::MatchModel& self, double value) {
                if (!(value > 0 && value < 1))
                    throw Error{ErrorCode::invalid_argument, "prior is not in (0, 1)"};
                self.prior = value;
                self.fixed_prior = self.tables.has_value();
            },
            "P(two random records are one person). Set on a model of columns, training leaves it as it is.")
        .def_readonly("trained", &identity::MatchModel::trained,
                      "True once m, u and the prior were learnt from records, as far as they could be.")
        .def_readonly(
            "warnings", &identity::MatchModel::warnings,
            "What is doubtful of the last training, a line each: what a model of columns could not learn, "
            "and where pairs that passed for one person may be households.")
        .def_property(
            "match_probability",
            [](const identity::MatchModel& self) { return self.thresholds.match_probability; },
            [](identity::MatchModel& self, double value) {
                self.thresholds.match_probability = from_0_to_1("match_probability", value);
            },
            "Least probability of a match.")
        .def_property(
            "match_precision",
            [](const identity::MatchModel& self) { return self.thresholds.match_precision; },
            [](identity::MatchModel& self, double value) {
                self.thresholds.match_precision = from_0_to_1("match_precision", value);
            },
            "Share of right links that the match tier aims at.")
        .def_property(
            "match_margin", [](const identity::MatchModel& self) { return self.thresholds.match_margin; },
            [](identity::MatchModel& self, double value) {
                self.thresholds.match_margin = from_0_to_1("match_margin", value);
            },
            "By how much the best candidate must lead the next one.")
        .def_property(
            "review_probability",
            [](const identity::MatchModel& self) { return self.thresholds.review_probability; },
            [](identity::MatchModel& self, double value) {
                self.thresholds.review_probability = from_0_to_1("review_probability", value);
            },
            "Least probability of the review tier.")
        .def_property_readonly(
            "digest", [](const identity::MatchModel& self) { return self.digest().hex(); },
            "Digest of the model, hex: what a run records.")
        .def(py::pickle([](const identity::MatchModel& self) { return self.to_json(); },
                        [](const std::string& text) { return identity::MatchModel::from_json(text); }));
}

void bind_file_evaluation(py::module_& module) {
    py::class_<identity::Evaluation>(module, "Evaluation", "How a result compares with the truth.")
        .def(
            "to_json", [](const identity::Evaluation& self) { return identity::to_json(self); },
            "Return one JSON object.")
        .def(
            "to_dict", [](const identity::Evaluation& self) { return parsed(identity::to_json(self)); },
            "Return the figures as a dict.")
        .def(
            "to_text", [](const identity::Evaluation& self) { return identity::to_text(self); },
            "Return a table for people.")
        .def("__str__", [](const identity::Evaluation& self) { return identity::to_text(self); });
    module.def(
        "evaluate_clusters",
        [](const std::filesystem::path& truth, const std::filesystem::path& clusters) {
            return identity::evaluate_cluster_file(truth, clusters);
        },
        "truth"_a, "clusters"_a, py::call_guard<py::gil_scoped_release>(),
        "Compare a clusters file with a truth file.");
    module.def(
        "evaluate_links",
        [](const std::filesystem::path& truth, const std::filesystem::path& links) {
            return identity::evaluate_link_file(truth, links);
        },
        "truth"_a, "links"_a, py::call_guard<py::gil_scoped_release>(),
        "Compare a links or pairs file with a truth file.");
}

void bind_sample(py::module_& module) {
    py::class_<identity::SampleSummary>(module, "SampleSummary", "What a synthetic bank holds.")
        .def_readonly("customers", &identity::SampleSummary::customers, "CRM records written.")
        .def_readonly("persons", &identity::SampleSummary::persons, "People behind them.")
        .def_readonly("duplicates", &identity::SampleSummary::duplicates,
                      "Records of a person who has another one.")
        .def_readonly("identities", &identity::SampleSummary::identities, "Social profiles written.")
        .def_readonly("strangers", &identity::SampleSummary::strangers, "Profiles of nobody in the bank.")
        .def_readonly("interactions", &identity::SampleSummary::interactions, "Interactions written.");
    module.def(
        "write_sample",
        [](const std::filesystem::path& folder, std::uint64_t customers, std::uint64_t identities,
           std::uint64_t interactions, std::uint64_t seed, const py::object& progress) {
            identity::SampleOptions options;
            options.customers = customers;
            options.identities = identities;
            options.interactions = interactions;
            options.seed = seed;
            return interruptible(
                progress, 0, [&](const Execution& e) { return identity::write_sample(options, folder, e); });
        },
        "folder"_a, py::kw_only(), "customers"_a = 20'000, "identities"_a = 10'000, "interactions"_a = 0,
        "seed"_a = 1, "progress"_a = py::none(),
        "Write a synthetic bank: customers.csv, identities.jsonl, interactions.jsonl and truth.csv.");
}

}  // namespace

py::dict explanation_dict(const identity::Explanation& explanation) {
    py::list comparisons;
    for (const auto& part : explanation.evidence) {
        comparisons.append(py::dict("comparison"_a = part.comparison, "attributes"_a = part.attributes,
                                    "level"_a = part.level, "m"_a = part.m, "u"_a = part.u,
                                    "weight"_a = part.weight, "term_frequency_weight"_a = part.term_frequency,
                                    "left"_a = part.left, "right"_a = part.right));
    }
    return py::dict("left_id"_a = explanation.left_id, "right_id"_a = explanation.right_id,
                    "prior_weight"_a = explanation.prior_weight, "comparisons"_a = comparisons,
                    "match_weight"_a = explanation.total_weight, "probability"_a = explanation.probability);
}

void bind_identity(py::module_& module) {
    bind_model(module);
    bind_file_evaluation(module);
    bind_sample(module);
}

}  // namespace scrm::python
