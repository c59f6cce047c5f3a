// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "identity/expression/expression_model_internal.hpp"
#include "identity/expression/pair_conditions_internal.hpp"
#include "identity/scorer_internal.hpp"

namespace scrm::identity {

/// Scores pairs by a model of expressions: log2 odds of the prior plus, for each comparison, log2(m / u) of
/// the first level whose condition is true and its frequency adjustment. Immutable, thread-safe.
class ExpressionScorer {
  public:
    using Context = std::vector<PairConditions::Context>;

    ExpressionScorer(const MatchModel& model, const ParsedModel& parsed, const SqlColumns& columns,
                     unsigned threads);

    Context context() const;
    std::size_t size() const noexcept { return comparisons_.size(); }
    /// Which level holds for each comparison, its number from 0; the number of levels when none does.
    void find_levels(Row a, Row b, Context& context, std::span<std::uint8_t> levels) const;
    /// Packed levels: 1 + level, 0 for a null level and where none holds.
    Pattern pattern(std::span<const std::uint8_t> levels) const noexcept;
    /// NaN where a comparison has no level that holds: such a pair has no weight.
    double weight(Row a, Row b, std::span<const std::uint8_t> levels) const noexcept;
    double weight(Row a, Row b, Context& context) const;
    double prior_weight() const noexcept { return prior_; }
    /// log2(m / u) of the level; its frequency adjustment for the rows' values.
    double level_weight(std::size_t comparison, std::uint8_t level) const noexcept {
        return comparisons_[comparison].weights[level];
    }
    double frequency_weight(std::size_t comparison, std::uint8_t level, Row a, Row b) const noexcept;

  private:
    struct Frequency {
        const std::vector<std::uint32_t>* ids = nullptr;  // of the column, by row
        const std::vector<double>* log_shares = nullptr;  // by id; [0] unused
        double weight = 0;
        double log_u = 0;
        double log_least = 0;
    };
    struct Compared {
        std::unique_ptr<PairConditions> conditions;
        std::vector<double> weights;         // by level, then NaN for none
        std::vector<Frequency> frequencies;  // by level
        std::vector<std::uint8_t> packed;    // by level
        bool has_frequencies = false;
    };

    const std::vector<double>& shares_of(const std::string& column, const SqlColumns& columns);

    PatternLayout layout_;
    std::vector<Compared> comparisons_;
    std::map<std::string, std::vector<double>> shares_;
    double prior_ = 0;
};

/// Contexts that threads take and give back: what they remember never changes a result.
class ExpressionContexts {
  public:
    explicit ExpressionContexts(const ExpressionScorer& scorer) : scorer_(scorer) {}
    ExpressionScorer::Context take();
    void give(ExpressionScorer::Context context);

  private:
    const ExpressionScorer& scorer_;
    std::mutex mutex_;
    std::vector<ExpressionScorer::Context> free_;
};

}  // namespace scrm::identity
