// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>

#include "interruptible.hpp"
#include "scrm/core/error.hpp"
#include "scrm/sentiment/refit.hpp"
#include "sentiment_docstrings.hpp"
#include "texts.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using sentiment::RefitOptions;
using Base = std::optional<RuledClassifier>;

RuledClassifier base_of(const Base& given) {
    return given ? *given : RuledClassifier{sentiment::TextClassifier::built_in().model()};
}

/// Labels by name of the head; None says nothing.
sentiment::TrainingSet labelled(const py::object& texts, const py::dict& labels,
                                const sentiment::TextModel& base,
                                const std::optional<std::vector<float>>& weights,
                                const std::optional<std::vector<double>>& times) {
    sentiment::TrainingSet set;
    set.texts = texts_of(texts);
    set.weights = weights.value_or(std::vector<float>{});
    set.times = order_of(times);
    for (const auto& [name, column] : labels) {
        const std::size_t h = base.find_head(text_of(name));
        if (h == base.heads().size()) throw Error{ErrorCode::invalid_argument, "the base has no such head"};
        sentiment::HeadTruth truth{base.heads()[h], {}};
        for (const py::handle& label : py::iter(column)) {
            const auto found = label.is_none()
                                   ? truth.head.labels.end()
                                   : std::ranges::find(truth.head.labels, std::string{py::str(label)});
            if (!label.is_none() && found == truth.head.labels.end())
                throw Error{ErrorCode::invalid_argument, "a label is none of its head"};
            truth.labels.push_back(
                label.is_none() ? -1 : static_cast<std::int32_t>(found - truth.head.labels.begin()));
        }
        set.heads.push_back(std::move(truth));
    }
    return set;
}

py::list reports_of(const sentiment::Refitted& refitted) {
    py::list reports;
    for (const auto& head : refitted.heads) {
        py::dict report("head"_a = head.head, "verdict"_a = to_string(head.verdict), "labels"_a = head.labels,
                        "silent"_a = head.silent, "changed"_a = head.changed,
                        "calibrated"_a = head.calibrated, "temperature"_a = head.temperature);
        if (head.base.n > 0) {
            report["base"] = evaluation_dict(head.base);
            report["refitted"] = evaluation_dict(head.refitted);
            report["base_loss"] = head.base_loss;
            report["refitted_loss"] = head.refitted_loss;
        }
        reports.append(report);
    }
    return reports;
}

py::tuple refitted(const RuledClassifier& base, const sentiment::TrainingSet& set, RefitOptions options,
                   unsigned threads, const py::object& progress) {
    options.signals = base.signals();
    const auto result = interruptible(progress, threads, [&](const Execution& e) {
        return sentiment::refit(base.model(), set, options, e);
    });
    return py::make_tuple(RuledClassifier{result.model, base.rules}, reports_of(result));
}

RefitOptions options_of(double prior, bool fair_sample, double hold_out, std::uint64_t seed) {
    RefitOptions options;
    options.prior = prior;
    options.fair_sample = fair_sample;
    options.hold_out = hold_out;
    options.seed = seed;
    return options;
}

}  // namespace

void bind_text_refit(py::module_& module) {
    const RefitOptions usual;
    module.def(
        "refit",
        [](const py::object& texts, const py::dict& labels, const std::optional<std::vector<float>>& weights,
           const std::optional<std::vector<double>>& times, const Base& given, double prior, bool fair_sample,
           double hold_out, std::uint64_t seed, unsigned threads, const py::object& progress) {
            const RuledClassifier base = base_of(given);
            return refitted(base, labelled(texts, labels, base.model(), weights, times),
                            options_of(prior, fair_sample, hold_out, seed), threads, progress);
        },
        "texts"_a, "labels"_a, py::kw_only(), "weights"_a = py::none(), "times"_a = py::none(),
        "base"_a = py::none(), "prior"_a = usual.prior, "fair_sample"_a = usual.fair_sample,
        "hold_out"_a = usual.hold_out, "seed"_a = usual.seed, "threads"_a = 0, "progress"_a = py::none(),
        doc::kRefit);
    module.def(
        "refit_file",
        [](const std::filesystem::path& file, const std::string& text,
           const std::optional<std::string>& weight, const std::optional<std::string>& time,
           const std::optional<std::filesystem::path>& sidecar, const Base& given, double prior,
           bool fair_sample, double hold_out, std::uint64_t seed, unsigned threads,
           const py::object& progress) {
            const RuledClassifier base = base_of(given);
            return refitted(base,
                            sentiment::read_corrections(file, base.model(), {text, weight, time}, sidecar),
                            options_of(prior, fair_sample, hold_out, seed), threads, progress);
        },
        "file"_a, py::kw_only(), "text"_a = "text", "weight"_a = py::none(), "time"_a = py::none(),
        "sidecar"_a = py::none(), "base"_a = py::none(), "prior"_a = usual.prior,
        "fair_sample"_a = usual.fair_sample, "hold_out"_a = usual.hold_out, "seed"_a = usual.seed,
        "threads"_a = 0, "progress"_a = py::none(), doc::kRefitFile);
}

}  // namespace scrm::python
