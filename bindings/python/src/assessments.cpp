// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/assessments.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "assessment_docstrings.hpp"
#include "bindings.hpp"
#include "interruptible.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/crm.hpp"
#include "streams.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using Text = std::optional<std::string>;

/// The service with what finds an interaction by its text.
class AssessmentFace {
  public:
    explicit AssessmentFace(const Crm& crm)
        : assessments(crm.assessments()), interactions_(crm.interactions()) {}

    InteractionId find(const std::string& interaction, const Text& scope) const {
        return interactions_.find(interaction,
                                  scope ? std::optional<std::string_view>{*scope} : std::nullopt);
    }

    Assessments assessments;

  private:
    Interactions interactions_;
};

py::dict to_dict(const Assessment& a) {
    py::list corrected;
    for (std::size_t i = 0; i < kAssessmentFields; ++i) {
        if (a.corrected[i]) corrected.append(to_string(static_cast<AssessmentField>(i)));
    }
    py::dict said("network"_a = a.interaction.network, "scope"_a = a.interaction.scope,
                  "external_id"_a = a.interaction.external_id, "posted_at"_a = time_text(a.posted_at),
                  "language"_a = a.language, "sentiment"_a = to_string(a.sentiment),
                  "p_negative"_a = a.p_sentiment[0], "p_neutral"_a = a.p_sentiment[1],
                  "p_positive"_a = a.p_sentiment[2], "intent"_a = to_string(a.intent),
                  "p_intent"_a = a.p_intent, "product"_a = to_string(a.product), "p_product"_a = a.p_product);
    said["urgent"] = a.urgent;
    said["p_urgent"] = a.p_urgent;
    said["lead"] = a.lead;
    said["p_lead"] = a.p_lead;
    said["churn"] = a.churn;
    said["p_churn"] = a.p_churn;
    said["brands"] = a.brands;
    said["corrected"] = corrected;
    said["model"] = a.model;
    said["assessed_at"] = time_text(a.assessed_at);
    return said;
}

template <class Label>
std::optional<Label> label_from(const char* name, const Text& text,
                                std::optional<Label> (*parse)(std::string_view) noexcept) {
    if (!text) return std::nullopt;
    const auto label = parse(*text);
    if (!label) throw Error{ErrorCode::invalid_argument, std::string{"unknown "} + name};
    return label;
}

std::optional<UtcTime> time_from(const char* name, const Text& text) {
    if (!text) return std::nullopt;
    const auto time = parse_time(*text);
    if (!time) throw Error{ErrorCode::invalid_argument, std::string{name} + " must be a date or a time"};
    return time;
}

AssessmentQuery query_from(const Text& network, const Text& sentiment, const Text& intent,
                           const Text& product, const Text& since, const Text& until, std::size_t limit) {
    AssessmentQuery query;
    query.network = network;
    query.sentiment = label_from<Polarity>("sentiment", sentiment, &parse_polarity);
    query.intent = label_from<Intent>("intent", intent, &parse_intent);
    query.product = label_from<Product>("product", product, &parse_product);
    query.since = time_from("since", since);
    query.until = time_from("until", until);
    query.limit = limit;
    return query;
}

}  // namespace

void bind_assessments(py::module_& module) {
    py::class_<AssessmentFace>(module, "Assessments", doc::kAssessments)
        .def(
            "reassess",
            [](AssessmentFace& self, const std::optional<sentiment::TextClassifier>& model, unsigned threads,
               const py::object& progress) {
                const auto report = interruptible(progress, threads, [&](const Execution& e) {
                    return self.assessments.reassess({model, threads, 5'000, e.progress, e.stop});
                });
                return py::dict("model"_a = report.model, "assessed"_a = report.assessed,
                                "current"_a = report.current, "seconds"_a = report.seconds);
            },
            py::kw_only(), "model"_a = py::none(), "threads"_a = 0, "progress"_a = py::none(), doc::kReassess)
        .def_property_readonly("model",
                               [](const AssessmentFace& self) {
                                   const py::gil_scoped_release released;
                                   return self.assessments.model();
                               })
        .def(
            "count",
            [](const AssessmentFace& self) {
                const py::gil_scoped_release released;
                return self.assessments.count();
            },
            "Return the number of assessed interactions.")
        .def(
            "count_by_model",
            [](const AssessmentFace& self) {
                std::map<std::string, std::int64_t> counts;
                {
                    const py::gil_scoped_release released;
                    for (const auto& [model, posts] : self.assessments.count_by_model())
                        counts.emplace(model, posts);
                }
                return counts;
            },
            "Return the number of assessed interactions by digest of the model.")
        .def(
            "get",
            [](const AssessmentFace& self, const std::string& interaction, const Text& scope) -> py::object {
                std::optional<Assessment> found;
                {
                    const py::gil_scoped_release released;
                    found = self.assessments.get(self.find(interaction, scope));
                }
                return found ? py::object{to_dict(*found)} : py::none();
            },
            "interaction"_a, py::kw_only(), "scope"_a = py::none(), doc::kGetAssessment)
        .def(
            "list",
            [](const AssessmentFace& self, const Text& network, const Text& sentiment, const Text& intent,
               const Text& product, const Text& since, const Text& until, std::size_t limit) {
                const auto query = query_from(network, sentiment, intent, product, since, until, limit);
                std::vector<Assessment> found;
                {
                    const py::gil_scoped_release released;
                    found = self.assessments.list(query);
                }
                py::list result;
                for (const Assessment& assessment : found) result.append(to_dict(assessment));
                return result;
            },
            py::kw_only(), "network"_a = py::none(), "sentiment"_a = py::none(), "intent"_a = py::none(),
            "product"_a = py::none(), "since"_a = py::none(), "until"_a = py::none(), "limit"_a = 100,
            doc::kListAssessments)
        .def(
            "write_csv",
            [](const AssessmentFace& self, const py::object& target, const Text& network,
               const Text& sentiment, const Text& intent, const Text& product, const Text& since,
               const Text& until, std::size_t limit) {
                const auto query = query_from(network, sentiment, intent, product, since, until, limit);
                write_to(target, [&](std::ostream& out) { self.assessments.write_csv(out, query); });
            },
            "target"_a, py::kw_only(), "network"_a = py::none(), "sentiment"_a = py::none(),
            "intent"_a = py::none(), "product"_a = py::none(), "since"_a = py::none(), "until"_a = py::none(),
            "limit"_a = 0, "Write what list returns as CSV to a path or file descriptor; limit 0 writes all.")
        .def(
            "correct",
            [](AssessmentFace& self, const std::string& interaction, const std::string& field,
               const std::string& value, const Text& scope, const std::string& actor,
               const std::string& reason) {
                const py::gil_scoped_release released;
                self.assessments.correct(self.find(interaction, scope), field, value, author(actor, reason));
            },
            "interaction"_a, "field"_a, "value"_a, py::kw_only(), "scope"_a = py::none(),
            "actor"_a = "operator", "reason"_a = "", doc::kCorrect)
        .def(
            "write_corrections",
            [](const AssessmentFace& self, const py::object& target, double weight) {
                std::int64_t rows = 0;
                write_to(target,
                         [&](std::ostream& out) { rows = self.assessments.write_corrections(out, weight); });
                return rows;
            },
            "target"_a, py::kw_only(), "weight"_a = 1.0, doc::kWriteCorrections);
}

py::object assessments_face(const Crm& crm) {
    return py::cast(AssessmentFace{crm});
}

}  // namespace scrm::python
