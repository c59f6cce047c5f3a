// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/expression_scorer_internal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "identity/model/limits_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

/// Splink's least m and u.
constexpr double kLeast = 1e-300;
constexpr double kNoWeight = std::numeric_limits<double>::quiet_NaN();

double log_odds(double probability) {
    return std::log2(probability / (1 - probability));
}

}  // namespace

ExpressionScorer::ExpressionScorer(const MatchModel& model, const ParsedModel& parsed,
                                   const SqlColumns& columns, unsigned threads)
    : layout_(model), prior_(log_odds(model.prior)) {
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const Comparison& comparison = model.comparisons[i];
        const auto& conditions = parsed.conditions[i];
        Compared& out = comparisons_.emplace_back();
        std::vector<const SqlExpression*> pointers;
        for (const SqlExpression& condition : conditions) pointers.push_back(&condition);
        out.conditions = std::make_unique<PairConditions>(pointers, columns, threads);
        for (std::size_t g = 0; g < comparison.levels.size(); ++g) {
            const Level& level = comparison.levels[g];
            out.weights.push_back(
                level.null_level ? 0 : std::log2(std::max(level.m, kLeast) / std::max(level.u, kLeast)));
            out.packed.push_back(static_cast<std::uint8_t>(level.null_level ? 0 : g + 1));
            Frequency& frequency = out.frequencies.emplace_back();
            const bool is_else = conditions[g].function == SqlFunction::literal;
            if (!level.frequency_adjustment || level.null_level || is_else ||
                level.frequency_adjustment->weight == 0)
                continue;
            const FrequencyAdjustment& adjustment = *level.frequency_adjustment;
            const Level* exact =
                adjustment.own_u ? &level : exact_level_of(comparison, conditions, adjustment.column);
            if (exact == nullptr)
                throw Error(ErrorCode::invalid_argument,
                            "comparison " + comparison.name +
                                " has no level for the equality of the column '" + adjustment.column +
                                "' to measure its frequencies against");
            frequency.ids = &columns.column(adjustment.column).ids;
            frequency.log_shares = &shares_of(adjustment.column, columns);
            frequency.weight = adjustment.weight;
            frequency.log_u = std::log2(std::max(exact->u, kLeast));
            frequency.log_least = std::log2(adjustment.minimum_u);
            out.has_frequencies = true;
        }
        out.weights.push_back(kNoWeight);
        out.packed.push_back(0);
        out.frequencies.emplace_back();
    }
}

const std::vector<double>& ExpressionScorer::shares_of(const std::string& column, const SqlColumns& columns) {
    if (const auto at = shares_.find(column); at != shares_.end()) return at->second;
    const SqlColumn& counted = columns.column(column);
    std::vector<double> shares(counted.values.size(), 0);
    double filled = 0;
    for (const std::uint32_t id : counted.ids) {
        shares[id] += 1;
        filled += id != 0 ? 1 : 0;
    }
    for (double& share : shares) share = std::log2(share / filled);
    return shares_[column] = std::move(shares);
}

ExpressionScorer::Context ExpressionScorer::context() const {
    Context out;
    for (const Compared& compared : comparisons_) out.push_back(compared.conditions->context());
    return out;
}

void ExpressionScorer::find_levels(Row a, Row b, Context& context, std::span<std::uint8_t> levels) const {
    for (std::size_t i = 0; i < comparisons_.size(); ++i)
        levels[i] = static_cast<std::uint8_t>(comparisons_[i].conditions->first_true(a, b, context[i]));
}

Pattern ExpressionScorer::pattern(std::span<const std::uint8_t> levels) const noexcept {
    Pattern out = 0;
    for (std::size_t i = 0; i < comparisons_.size(); ++i)
        out |= layout_.packed(i, comparisons_[i].packed[levels[i]]);
    return out;
}

double ExpressionScorer::frequency_weight(std::size_t comparison, std::uint8_t level, Row a,
                                          Row b) const noexcept {
    const Frequency& frequency = comparisons_[comparison].frequencies[level];
    if (frequency.ids == nullptr) return 0;
    const std::uint32_t x = (*frequency.ids)[a];
    const std::uint32_t y = (*frequency.ids)[b];
    if (x == 0 && y == 0) return 0;
    double share = frequency.log_least;
    if (x != 0) share = std::max(share, (*frequency.log_shares)[x]);
    if (y != 0) share = std::max(share, (*frequency.log_shares)[y]);
    return frequency.weight * (frequency.log_u - share);
}

double ExpressionScorer::weight(Row a, Row b, std::span<const std::uint8_t> levels) const noexcept {
    double sum = prior_;
    for (std::size_t i = 0; i < comparisons_.size(); ++i) {
        const Compared& compared = comparisons_[i];
        sum += compared.weights[levels[i]];
        if (compared.has_frequencies) sum += frequency_weight(i, levels[i], a, b);
    }
    return sum;
}

double ExpressionScorer::weight(Row a, Row b, Context& context) const {
    std::array<std::uint8_t, kMostComparisons> levels{};
    find_levels(a, b, context, levels);
    return weight(a, b, levels);
}

ExpressionScorer::Context ExpressionContexts::take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return scorer_.context();
    ExpressionScorer::Context out = std::move(free_.back());
    free_.pop_back();
    return out;
}

void ExpressionContexts::give(ExpressionScorer::Context context) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(context));
}

}  // namespace scrm::identity
