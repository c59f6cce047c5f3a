// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/self_comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "identity/expression/expression_model_internal.hpp"
#include "identity/expression/expression_pairs_internal.hpp"
#include "identity/model/limits_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kChunk = 4096;
/// Of a record that no level of a comparison fits, which has no weight.
constexpr double kNever = -60;

std::size_t number_of(const MatchModel& model, std::string_view comparison) {
    const auto at = std::find_if(model.comparisons.begin(), model.comparisons.end(),
                                 [&](const Comparison& one) { return one.name == comparison; });
    if (at == model.comparisons.end()) throw Error{ErrorCode::not_found, "the model has no such comparison"};
    return static_cast<std::size_t>(at - model.comparisons.begin());
}

[[noreturn]] void refuse_uncounted() {
    throw Error{ErrorCode::invalid_argument, "this comparison counts no term frequencies"};
}

void finish(std::vector<ValueFrequency>& values) {
    double filled = 0;
    for (const ValueFrequency& value : values) filled += static_cast<double>(value.records);
    for (ValueFrequency& value : values) value.share = static_cast<double>(value.records) / filled;
    std::sort(values.begin(), values.end(), [](const ValueFrequency& a, const ValueFrequency& b) {
        return a.records != b.records ? a.records > b.records : a.value < b.value;
    });
}

std::vector<ValueFrequency> frequencies_by_expressions(const RecordSet& records, const MatchModel& model,
                                                       std::size_t number, const Execution& execution) {
    const Comparison& comparison = model.comparisons[number];
    const auto counted =
        std::find_if(comparison.levels.begin(), comparison.levels.end(),
                     [](const Level& level) { return level.frequency_adjustment.has_value(); });
    if (counted == comparison.levels.end()) refuse_uncounted();
    const std::string& column = counted->frequency_adjustment->column;
    const Rows rows(records);
    const ExpressionEngine engine(rows, model, execution.threads);
    const auto& ids = engine.columns.column(column).ids;
    std::vector<ValueFrequency> by_id(engine.columns.column(column).values.size());
    auto context = engine.scorer.context();
    std::array<std::uint8_t, kMostComparisons> levels{};
    for (Row row = 0; row < rows.size(); ++row) {
        if (ids[row] == 0) continue;
        ValueFrequency& value = by_id[ids[row]];
        if (value.records++ != 0) continue;
        value.value = std::string{records.values(rows.record(row), column).front()};
        engine.scorer.find_levels(row, row, context, levels);
        const std::uint8_t level = levels[number];
        if (level == comparison.levels.size()) continue;
        value.term_frequency = engine.scorer.frequency_weight(number, level, row, row);
        value.weight = engine.scorer.level_weight(number, level) + value.term_frequency;
    }
    std::erase_if(by_id, [](const ValueFrequency& value) { return value.records == 0; });
    finish(by_id);
    return by_id;
}

}  // namespace

std::vector<double> self_weights(const RecordSet& records, const MatchModel& model,
                                 const Execution& execution) {
    const Rows rows(records);
    std::vector<double> out(records.size(), 0);
    if (records.empty()) return out;
    ProgressMeter progress(execution, "compare", static_cast<std::int64_t>(rows.size()));
    const auto each = [&](const auto& weigh) {
        for_each_chunk(rows.size(), kChunk, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t) {
                           weigh(static_cast<Row>(begin), static_cast<Row>(end));
                           progress.advance(static_cast<std::int64_t>(end - begin));
                       });
        progress.finish();
    };
    if (has_expressions(model)) {
        model.validate();
        const ExpressionEngine engine(rows, model, execution.threads);
        each([&](Row begin, Row end) {
            auto context = engine.scorer.context();
            for (Row row = begin; row < end; ++row) {
                const double weight = engine.scorer.weight(row, row, context);
                out[rows.record(row)] = std::isnan(weight) ? kNever : weight;
            }
        });
        return out;
    }
    const MatchModel fitted = fitted_to(model, rows);
    Features features(rows, execution.threads);
    features.prepare(fitted);
    const Scorer scorer(fitted, features);
    each([&](Row begin, Row end) {
        PairContext context = scorer.context();
        for (Row row = begin; row < end; ++row)
            out[rows.record(row)] = scorer.weight(row, row, scorer.pattern(row, row, context), context);
    });
    return out;
}

std::vector<UnlinkablePoint> unlinkables(std::span<const double> self_weights, std::size_t most_points) {
    std::vector<double> sorted(self_weights.begin(), self_weights.end());
    if (std::any_of(sorted.begin(), sorted.end(), [](double weight) { return std::isnan(weight); }))
        throw Error{ErrorCode::invalid_argument, "a record has no weight"};
    if (most_points < 2) throw Error{ErrorCode::invalid_argument, "a curve has at least 2 points"};
    std::sort(sorted.begin(), sorted.end());
    std::vector<UnlinkablePoint> out;
    if (sorted.empty()) return out;
    const auto total = static_cast<double>(sorted.size());
    const auto add = [&](double weight, std::size_t below) {
        out.push_back({weight, probability_of(weight), below, static_cast<double>(below) / total});
    };
    // The points of one step over the records are one, so that many equal records do not crowd out the rest.
    const double step = total / static_cast<double>(most_points - 1);
    double next = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0 && sorted[i] == sorted[i - 1]) continue;
        if (static_cast<double>(i) < next) continue;
        add(sorted[i], i);
        next = static_cast<double>(i) + step;
    }
    add(std::nextafter(sorted.back(), HUGE_VAL), sorted.size());
    return out;
}

std::vector<ValueFrequency> value_frequencies(const RecordSet& records, const MatchModel& model,
                                              std::string_view comparison, const Execution& execution) {
    if (has_expressions(model))
        return frequencies_by_expressions(records, model, number_of(model, comparison), execution);
    const Rows rows(records);
    const MatchModel fitted = fitted_to(model, rows);
    const std::size_t number = number_of(fitted, comparison);
    Features features(rows, execution.threads);
    features.prepare(fitted);
    const Scorer scorer(fitted, features);
    const KeyColumn* keys = scorer.values_of(number);
    const auto& levels = fitted.comparisons[number].levels;
    if (keys == nullptr ||
        std::none_of(levels.begin(), levels.end(), [](const Level& level) { return level.term_frequency; }))
        refuse_uncounted();
    // A row that has the value alone shows what it is worth; one with several would show the rarest.
    std::vector<ValueFrequency> by_id(keys->id_count());
    std::vector<Row> shown(keys->id_count());
    std::vector<std::size_t> beside(keys->id_count(), 0);
    for (Row row = 0; row < rows.size(); ++row) {
        const auto ids = keys->ids(row);
        for (const std::uint32_t id : ids) {
            if (by_id[id].records++ == 0 || ids.size() < beside[id]) {
                shown[id] = row;
                beside[id] = ids.size();
            }
        }
    }
    PairContext context = scorer.context();
    for (std::uint32_t id = 1; id < by_id.size(); ++id) {
        if (by_id[id].records == 0) continue;
        const Row row = shown[id];
        const EvidencePart part = scorer.part(number, row, row, scorer.pattern(row, row, context), context);
        by_id[id].value = std::string{keys->text(id)};
        by_id[id].weight = part.against_stranger;
        by_id[id].term_frequency = part.term_frequency;
    }
    std::erase_if(by_id, [](const ValueFrequency& value) { return value.records == 0; });
    finish(by_id);
    return by_id;
}

}  // namespace scrm::identity
