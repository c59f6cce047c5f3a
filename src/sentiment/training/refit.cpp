// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/refit.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"
#include "sentiment/text_model_internal.hpp"
#include "sentiment/training/calibration_internal.hpp"
#include "sentiment/training/linear_fit_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kTextChunk = 256;
constexpr float kTopByte = 127.0F;

void check(const TextModel& base, const TrainingSet& set, const RefitOptions& options) {
    check_texts(set);
    check_hold_out(options.hold_out);
    std::vector<bool> met(base.heads().size(), false);
    for (const HeadTruth& truth : set.heads) {
        const std::size_t h = base.find_head(truth.head.name);
        if (h == base.heads().size() || base.heads()[h].labels != truth.head.labels)
            refuse("a refit needs heads of the base with its labels");
        if (met[h]) refuse("a head is there twice");
        met[h] = true;
    }
    constexpr double kMostPrior = 1e6;
    if (!(options.prior > 0) || !(options.prior <= kMostPrior)) refuse("a prior is above 0, at most 10^6");
    if (options.compare_from < 1 || options.calibrate_from < 1)
        refuse("a comparison and a calibration need at least one label");
}

/// What the base makes of the texts: features as it weighs them, and its scores by [text][column].
struct BaseView {
    SparseMatrix matrix;
    std::vector<float> scores;
};

BaseView view_of(const TextModel& base, const TrainingSet& set, const RefitOptions& options,
                 const Execution& execution) {
    struct Row {
        std::vector<std::uint32_t> indices;
        std::vector<float> values;
    };
    const TextModel::Parts& parts = base.parts();
    const std::size_t columns = parts.columns();
    const std::size_t buckets = parts.table.buckets;
    BaseView view;
    view.scores.resize(set.texts.size() * columns);
    std::vector<Row> rows(set.texts.size());
    ProgressMeter progress{execution, "features", static_cast<std::int64_t>(set.texts.size())};
    for_each_chunk(
        set.texts.size(), kTextChunk, execution.threads, execution.stop,
        [&](std::size_t begin, std::size_t end, std::size_t) {
            ScoringRoom room;
            std::vector<float> p(base.label_count());
            for (std::size_t i = begin; i < end; ++i) {
                base.score(set.texts[i], options.signals, room, p);
                const ScoringRoom::Work& work = room.work();
                std::ranges::transform(work.scores,
                                       view.scores.begin() + static_cast<std::ptrdiff_t>(i * columns),
                                       [](double score) { return static_cast<float>(score); });
                for (std::size_t k = 0; k < work.text.values.size(); ++k) {
                    if (work.text.values[k] == 0) continue;
                    rows[i].indices.push_back(work.text.features.buckets[k]);
                    rows[i].values.push_back(static_cast<float>(work.text.values[k] / work.norm));
                }
                for (std::size_t s = 0; options.fair_sample && s < work.signal_values.size(); ++s) {
                    const float value = std::clamp(work.signal_values[s], -kSignalLimit, kSignalLimit);
                    if (value == 0) continue;
                    rows[i].indices.push_back(static_cast<std::uint32_t>(buckets + s));
                    rows[i].values.push_back(value);
                }
            }
            progress.advance(static_cast<std::int64_t>(end - begin));
        });
    progress.finish();
    for (const Row& row : rows) view.matrix.add_row(row.indices, row.values);
    view.matrix.finish();
    return view;
}

/// One head while it is fitted. Scores are calibrated log-odds: those of the base over its temperature.
struct HeadFit {
    const Head& head;
    std::size_t columns;
    std::vector<float> offsets;
};

std::vector<float> changed_scores(const BaseView& view, const HeadFit& own, const LinearFit& change,
                                  const Execution& execution) {
    std::vector<float> scores = linear_scores(view.matrix, change, own.columns, execution);
    std::ranges::transform(scores, own.offsets, scores.begin(), std::plus<>{});
    return scores;
}

LinearFit fit_change(const BaseView& view, const HeadFit& own, std::span<const std::int32_t> labels,
                     const std::vector<float>& weights, const RefitOptions& options,
                     const Execution& execution) {
    FitProblem problem;
    problem.features = &view.matrix;
    problem.truth = labels;
    problem.weights = weights;
    problem.offsets = own.offsets;
    problem.biases = options.fair_sample;
    problem.labels = own.head.labels.size();
    problem.label_weights.assign(problem.labels, 1.0F);
    problem.cost = 1.0 / options.prior;
    return fit_linear(problem, execution);
}

/// Rounds up or down by lot, so that changes too small for a byte are right on the whole.
std::int8_t rounded(double weight, std::uint32_t bucket, std::size_t column, std::uint64_t seed) {
    const std::uint64_t lot = mix64(mix64(mix64(seed) + bucket) + column);
    constexpr double kLots = 18'446'744'073'709'551'616.0;
    const double down = std::floor(weight);
    const double up = weight - down > static_cast<double>(lot) / kLots ? 1.0 : 0.0;
    return static_cast<std::int8_t>(std::clamp(down + up, -double{kTopByte}, double{kTopByte}));
}

/// Adds the change to the weights of one head. A column whose weights still fit keeps its scale, and with it
/// every byte that did not change.
void add_change(const BaseView& view, const LinearFit& change, const TextModel::Parts& base, std::size_t head,
                std::uint64_t seed, TextModel::Parts& model) {
    const std::size_t first = base.first_column[head];
    const std::size_t columns = base.first_column[head + 1] - first;
    const std::uint32_t buckets = base.table.buckets;
    const float temperature = base.temperature[head];
    for (std::size_t c = 0; c < columns; ++c) {
        const std::size_t column = first + c;
        std::vector<float> added(buckets, 0.0F);
        for (std::size_t f = 0; f < view.matrix.columns(); ++f) {
            const float weight = temperature * change.weights[f * columns + c];
            const std::uint32_t name = view.matrix.names[f];
            if (name < buckets) {
                added[name] = weight;
            } else {
                model.signal_weights[(name - buckets) * base.columns() + column] += weight;
            }
        }
        model.bias[column] += temperature * change.biases[c];
        const auto weight_of = [&](std::uint32_t bucket) {
            return base.scale[column] * static_cast<float>(base.row(bucket)[column]) + added[bucket];
        };
        float top = 0;
        for (std::uint32_t bucket = 0; bucket < buckets; ++bucket)
            top = std::max(top, std::abs(weight_of(bucket)));
        const bool fits = top <= kTopByte * base.scale[column];
        const float scale = fits ? base.scale[column] : top / kTopByte;
        model.scale[column] = scale;
        for (std::uint32_t bucket = 0; bucket < buckets; ++bucket) {
            if (fits && added[bucket] == 0) continue;
            model.row(bucket)[column] =
                rounded(double{weight_of(bucket)} / double{scale}, bucket, column, seed);
        }
    }
}

/// Compares base and refit on the held-out texts.
void compare(const BaseView& view, const HeadFit& own, const LinearFit& change,
             std::span<const std::int32_t> late, std::int64_t compare_from, HeadRefit& report,
             const Execution& execution) {
    const std::vector<float> scores = changed_scores(view, own, change, execution);
    report.base = evaluate_answers(own.head.labels, late, answers_of(own.head, own.offsets, 1));
    report.refitted = evaluate_answers(own.head.labels, late, answers_of(own.head, scores, 1));
    if (report.base.n == 0) return;
    const auto n = static_cast<double>(report.base.n);
    report.base_loss = log_loss(own.head, own.offsets, late, 1) / n;
    report.refitted_loss = log_loss(own.head, scores, late, 1) / n;
    if (report.base.n < compare_from) return;
    const bool better =
        report.refitted_loss < report.base_loss && report.refitted.macro_f1 >= report.base.macro_f1;
    report.verdict = better ? RefitVerdict::better : RefitVerdict::refused;
}

}  // namespace

std::string_view to_string(RefitVerdict verdict) noexcept {
    switch (verdict) {
        case RefitVerdict::untouched:
            return "untouched";
        case RefitVerdict::untested:
            return "untested";
        case RefitVerdict::better:
            return "better";
        case RefitVerdict::refused:
            return "refused";
    }
    return "";
}

Refitted refit(const TextModel& base, const TrainingSet& set, const RefitOptions& options,
               const Execution& execution) {
    check(base, set, options);
    const TextModel::Parts& parts = base.parts();
    auto model = std::make_shared<TextModel::Parts>(parts);
    const BaseView view = view_of(base, set, options, execution);
    std::vector<float> weights = set.weights;
    if (weights.empty()) weights.assign(set.texts.size(), 1.0F);
    const std::vector<bool> held = held_out_texts(set, options.hold_out, options.seed);
    const bool fair = options.fair_sample || !set.sidecar.empty();

    std::vector<HeadRefit> reports;
    ProgressMeter progress{execution, "refit", static_cast<std::int64_t>(base.heads().size())};
    for (std::size_t h = 0; h < base.heads().size(); ++h, progress.advance()) {
        const Head& head = base.heads()[h];
        HeadRefit& report = reports.emplace_back();
        report.head = head.name;
        report.temperature = parts.temperature[h];
        const auto truth = std::ranges::find(
            set.heads, head.name, [](const HeadTruth& t) -> const auto& { return t.head.name; });
        if (truth == set.heads.end()) {
            report.silent = static_cast<std::int64_t>(set.texts.size());
            continue;
        }
        report.silent = std::ranges::count(truth->labels, -1);
        report.labels = static_cast<std::int64_t>(truth->labels.size()) - report.silent;
        std::vector<std::int32_t> early = truth->labels;
        std::vector<std::int32_t> late = truth->labels;
        for (std::size_t i = 0; i < held.size(); ++i) (held[i] ? early : late)[i] = -1;
        std::vector<std::int32_t> all = set.sidecar.empty() ? truth->labels : early;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (weights[i] == 0) all[i] = -1;
        }
        if (std::ranges::all_of(all, [](std::int32_t label) { return label < 0; })) continue;

        HeadFit own{head, columns_of(head.labels.size()), {}};
        for (std::size_t i = 0; i < set.texts.size(); ++i) {
            for (std::size_t c = 0; c < own.columns; ++c)
                own.offsets.push_back(view.scores[i * parts.columns() + parts.first_column[h] + c] /
                                      parts.temperature[h]);
        }
        report.verdict = RefitVerdict::untested;
        const LinearFit tried = fit_change(view, own, early, weights, options, execution);
        compare(view, own, tried, late, options.compare_from, report, execution);
        if (report.verdict == RefitVerdict::refused) continue;
        const LinearFit change =
            set.sidecar.empty() ? fit_change(view, own, all, weights, options, execution) : tried;
        if (fair && report.base.n >= options.calibrate_from) {
            const double factor = best_temperature(head, changed_scores(view, own, tried, execution), late);
            report.temperature *= factor;
            report.calibrated = true;
            model->temperature[h] = static_cast<float>(report.temperature);
        }
        add_change(view, change, parts, h, options.seed, *model);
        const auto before = answers_of(head, own.offsets, 1);
        const auto after = answers_of(head, changed_scores(view, own, change, execution), 1);
        for (std::size_t i = 0; i < before.size(); ++i)
            report.changed += truth->labels[i] < 0 && before[i].label != after[i].label ? 1 : 0;
    }
    progress.finish();
    const TextModel finished{std::shared_ptr<const TextModel::Parts>{model}};
    // Through the bytes, so that a model in memory and one from a file are the same, digest included.
    return {TextModel::from_bytes(finished.to_bytes()), std::move(reports)};
}

}  // namespace scrm::sentiment
