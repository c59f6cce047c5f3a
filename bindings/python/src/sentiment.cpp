// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>

#include "bindings.hpp"
#include "docstrings.hpp"
#include "interruptible.hpp"
#include "scrm/core/error.hpp"
#include "scrm/sentiment/rules.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "streams.hpp"
#include "tables.hpp"
#include "texts.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {

py::dict evaluation_dict(const sentiment::HeadEvaluation& e) {
    py::dict f1;
    for (std::size_t k = 0; k < e.labels.size(); ++k) f1[py::str(e.labels[k])] = e.f1[k];
    return py::dict("macro_f1"_a = e.macro_f1, "accuracy"_a = e.accuracy, "f1"_a = f1, "n"_a = e.n,
                    "ece"_a = e.ece);
}

namespace {

using sentiment::Fit;
using TextClassifier = RuledClassifier;

py::dict measured(const sentiment::TextEvaluation& e) {
    py::dict said = evaluation_dict(e);
    said["head"] = e.head;
    return said;
}

const char* name_of(Fit fit) {
    switch (fit) {
        case Fit::logistic:
            return "logistic";
        case Fit::svm:
            return "svm";
        case Fit::blend:
            return "blend";
        case Fit::margin:
            return "margin";
        case Fit::automatic:
            break;
    }
    return "auto";
}

py::list reports_of(const sentiment::Trained& trained) {
    py::list reports;
    for (const auto& head : trained.heads) {
        py::dict report("head"_a = head.head, "fit"_a = name_of(head.fit), "cost"_a = head.cost,
                        "signals"_a = head.with_signals, "base"_a = head.with_base,
                        "temperature"_a = head.temperature, "steps"_a = head.steps);
        if (head.held_out.n > 0) report["held_out"] = evaluation_dict(head.held_out);
        reports.append(report);
    }
    return reports;
}

Fit fit_from(const std::string& name) {
    if (name == "logistic") return Fit::logistic;
    if (name == "svm") return Fit::svm;
    if (name == "blend") return Fit::blend;
    if (name == "margin") return Fit::margin;
    if (name == "auto") return Fit::automatic;
    throw Error{ErrorCode::invalid_argument, "fit is auto, logistic, margin, svm or blend"};
}

table::StringColumn column_of(const Texts& texts) {
    table::ColumnBuilder column;
    for (const std::string& text : texts) column.append(text);
    return column.finish();
}

sentiment::TrainingSet labelled(const py::object& texts, const py::object& labels,
                                const std::optional<std::vector<float>>& weights,
                                const std::optional<std::vector<double>>& times) {
    sentiment::TrainingSet set;
    set.texts = texts_of(texts);
    const Texts names = texts_of(labels, "labels");
    if (names.size() != set.texts.size())
        throw Error{ErrorCode::invalid_argument, "every text needs a label"};
    Texts sorted = names;
    std::ranges::sort(sorted);
    sorted.erase(std::ranges::unique(sorted).begin(), sorted.end());
    set.heads.push_back({{"label", sorted}, {}});
    for (const std::string& name : names)
        set.heads[0].labels.push_back(
            static_cast<std::int32_t>(std::ranges::lower_bound(sorted, name) - sorted.begin()));
    set.weights = weights.value_or(std::vector<float>{});
    set.times = order_of(times);
    return set;
}

py::tuple fitted(const sentiment::TrainingSet& set, const std::optional<TextClassifier>& base,
                 const std::string& fit, std::optional<double> cost, double balance,
                 std::optional<unsigned> bits, std::uint32_t buckets, bool try_built_in, std::uint64_t seed,
                 unsigned threads, const py::object& progress) {
    sentiment::TrainingOptions options;
    options.fit = fit_from(fit);
    if (cost) {
        double& own = options.fit == Fit::svm      ? options.svm_cost
                      : options.fit == Fit::margin ? options.margin_cost
                                                   : options.cost;
        own = *cost;
    }
    options.balance = balance;
    options.bits = bits.value_or(options.bits);
    options.buckets = buckets;
    options.seed = seed;
    // A model reads with the rules that it was trained with: those of its base, where they are a bank's own.
    const auto rules = base ? base->rules : nullptr;
    options.signals = rules ? rules.get() : &sentiment::default_signals();
    const sentiment::Classifier built_in = sentiment::Classifier::built_in();
    if (base) {
        options.base = &base->model();
    } else if (try_built_in && options.fit == Fit::automatic && !bits && buckets == 0) {
        // What the library knows is tried, as its rules are; its table has to be taken with it.
        options.base = &built_in.model();
        options.base_on_trial = true;
    }
    const auto trained = interruptible(progress, threads,
                                       [&](const Execution& e) { return sentiment::train(set, options, e); });
    return py::make_tuple(TextClassifier{trained.model, rules}, reports_of(trained));
}

void bind_classifier(py::module_& module) {
    py::class_<TextClassifier>(module, "Classifier",
                               "A text model: what it says of a text, with probabilities and reasons.")
        .def(py::init([] { return TextClassifier{sentiment::TextClassifier::built_in().model()}; }),
             "The model that is compiled in.")
        .def_static(
            "load",
            [](const std::filesystem::path& path) {
                return TextClassifier{sentiment::TextModel::load(path)};
            },
            "path"_a, "Read a model file.")
        .def(
            "save",
            [](const TextClassifier& self, const std::filesystem::path& path) { self.model().save(path); },
            "path"_a, "Write the model file, whole or not at all.")
        .def(
            "with_rules",
            [](const TextClassifier& self, std::shared_ptr<sentiment::RuleBook> rules) {
                return TextClassifier{self.model(), std::move(rules)};
            },
            "rules"_a.none(false),
            "Return the same model reading with other rules: a bank's brands and products.")
        .def(
            "classify",
            [](const TextClassifier& self, const py::object& texts, bool explain, unsigned threads) {
                const auto column = column_of(texts_of(texts));
                return interruptible(py::none(), threads, [&](const Execution& e) {
                    return self.classify_column(column, explain, e);
                });
            },
            "texts"_a, py::kw_only(), "explain"_a = false, "threads"_a = 0, doc::kClassify)
        .def(
            "classify_file",
            [](const TextClassifier& self, const std::filesystem::path& file, const py::object& target,
               const std::string& text, const std::optional<std::string>& id, bool explain, unsigned threads,
               const py::object& progress) {
                const sentiment::ClassifyFileOptions options{text, id, explain};
                sentiment::ClassifyTiming timing;
                write_to(target, progress, threads, [&](std::ostream& out, const Execution& e) {
                    timing = sentiment::classify_file(file, options, self, out, e);
                });
                py::dict said("texts"_a = timing.texts, "seconds"_a = timing.seconds,
                              "threads"_a = timing.threads);
                add_unreadable(said, timing.unreadable);
                return said;
            },
            "file"_a, "target"_a, py::kw_only(), "text"_a, "id"_a = py::none(), "explain"_a = false,
            "threads"_a = 0, "progress"_a = py::none(),
            "Classify a column of a CSV into a path or file descriptor; return texts, seconds, threads, and "
            "how many rows are unreadable and count as empty texts, with first_unreadable and its reason.")
        .def(
            "evaluate",
            [](const TextClassifier& self, const py::object& texts, const py::object& labels,
               const std::optional<std::string>& head, unsigned threads) {
                const Texts given = texts_of(texts);
                const Texts truth = texts_of(labels, "labels");
                return measured(interruptible(py::none(), threads, [&](const Execution& e) {
                    return sentiment::evaluate_texts(self, given, truth, head, e);
                }));
            },
            "texts"_a, "labels"_a, py::kw_only(), "head"_a = py::none(), "threads"_a = 0, doc::kCompare)
        .def(
            "evaluate_file",
            [](const TextClassifier& self, const std::filesystem::path& file, const std::string& text,
               const std::string& label, const std::optional<std::string>& head, unsigned threads) {
                const auto found = interruptible(py::none(), threads, [&](const Execution& e) {
                    return sentiment::evaluate_file(self, file, {text, label, {}, {}}, head, e);
                });
                py::dict said = measured(found);
                said["unlabelled"] = found.unlabelled;
                return said;
            },
            "file"_a, py::kw_only(), "text"_a, "label"_a, "head"_a = py::none(), "threads"_a = 0,
            "The same for two columns of a CSV, and unlabelled: rows left out. Without head it is the one "
            "named as the label column, where there is one.")
        .def_property_readonly(
            "heads",
            [](const TextClassifier& self) {
                py::dict heads;
                for (const auto& head : self.model().heads()) heads[py::str(head.name)] = head.labels;
                return heads;
            },
            "Label names by head.")
        .def_property_readonly(
            "digest", [](const TextClassifier& self) { return self.model().digest().hex(); },
            "Digest of the model, hex.")
        .def(py::pickle(
            [](const TextClassifier& self) {
                const py::object brands =
                    self.rules ? py::object{py::str(self.rules->configuration().to_json())} : py::none();
                return py::make_tuple(py::bytes(self.model().to_bytes()), brands);
            },
            [](const py::tuple& state) {
                std::shared_ptr<sentiment::RuleBook> rules;
                if (!state[1].is_none())
                    rules = std::make_shared<sentiment::RuleBook>(
                        sentiment::BrandConfiguration::from_json(state[1].cast<std::string>()));
                return TextClassifier{
                    sentiment::TextModel::from_bytes(std::string_view{state[0].cast<py::bytes>()}),
                    std::move(rules)};
            }));
}

}  // namespace

void bind_sentiment(py::module_& module) {
    py::module_ posts =
        module.def_submodule("posts", "What is said of posts and of streams of them: scrm.posts.");
    bind_text_rules(posts);
    bind_classifier(module);
    bind_text_aspects(posts);
    bind_text_refit(posts);
    bind_text_streams(posts);
    module.def(
        "train_classifier",
        [](const py::object& texts, const py::object& labels,
           const std::optional<std::vector<float>>& weights, const std::optional<std::vector<double>>& times,
           const std::optional<TextClassifier>& base, const std::string& fit, std::optional<double> cost,
           double balance, std::optional<unsigned> bits, std::uint32_t buckets, bool try_built_in,
           std::uint64_t seed, unsigned threads, const py::object& progress) {
            return fitted(labelled(texts, labels, weights, times), base, fit, cost, balance, bits, buckets,
                          try_built_in, seed, threads, progress);
        },
        "texts"_a, "labels"_a, py::kw_only(), "weights"_a = py::none(), "times"_a = py::none(),
        "base"_a = py::none(), "fit"_a = "auto", "cost"_a = py::none(), "balance"_a = 1.0,
        "bits"_a = py::none(), "buckets"_a = 0, "try_built_in"_a = true, "seed"_a = 1, "threads"_a = 0,
        "progress"_a = py::none(), "Fit a classifier; return it and a report of its heads.");
    module.def(
        "train_classifier_file",
        [](const std::filesystem::path& file, const std::string& text, const std::string& label,
           const std::optional<std::string>& weight, const std::optional<std::string>& time,
           const std::optional<std::filesystem::path>& sidecar, const std::optional<TextClassifier>& base,
           const std::string& fit, std::optional<double> cost, double balance, std::optional<unsigned> bits,
           std::uint32_t buckets, bool try_built_in, std::uint64_t seed, unsigned threads,
           const py::object& progress) {
            const auto read = sentiment::read_labelled_file(file, {text, label, weight, time}, sidecar);
            py::tuple result =
                fitted(read, base, fit, cost, balance, bits, buckets, try_built_in, seed, threads, progress);
            const py::dict report = result[1].cast<py::list>()[0];
            report["unlabelled"] = read.unlabelled;
            report["foreign"] = read.foreign;
            return result;
        },
        "file"_a, py::kw_only(), "text"_a, "label"_a, "weight"_a = py::none(), "time"_a = py::none(),
        "sidecar"_a = py::none(), "base"_a = py::none(), "fit"_a = "auto", "cost"_a = py::none(),
        "balance"_a = 1.0, "bits"_a = py::none(), "buckets"_a = 0, "try_built_in"_a = true, "seed"_a = 1,
        "threads"_a = 0, "progress"_a = py::none(), "The same for columns of a CSV.");
}

}  // namespace scrm::python
