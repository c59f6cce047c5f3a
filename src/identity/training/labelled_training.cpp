// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/labelled_training.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <vector>

#include "identity/expression/expression_model_internal.hpp"
#include "identity/expression/expression_pairs_internal.hpp"
#include "identity/model/gap_rules_internal.hpp"
#include "identity/model/limits_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/identity/blocking_analysis.hpp"
#include "scrm/identity/clerical_review.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kPairChunk = 4096;
/// What the model's own m is worth, in pairs a level.
constexpr double kPriorPairs = 1;

/// How many pairs show each level, by comparison; null levels and pairs without evidence left out.
using LevelCounts = std::vector<std::vector<double>>;

[[noreturn]] void refuse(const char* what) {
    throw Error(ErrorCode::invalid_argument, what);
}

/// The pairs as rows.
std::vector<RowPair> rows_of(const Rows& rows, std::span<const MatchedPair> matches) {
    std::vector<Row> row_of(rows.size());
    const auto order = rows.order(0);
    for (std::size_t row = 0; row < order.size(); ++row) row_of[order[row]] = static_cast<Row>(row);
    std::vector<RowPair> out;
    out.reserve(matches.size());
    for (const auto& [left, right] : matches) {
        if (left == right) refuse("a labelled pair is one record twice");
        if (left >= row_of.size() || right >= row_of.size()) refuse("a labelled pair names no record");
        const auto [a, b] = std::minmax(row_of[left], row_of[right]);
        out.push_back({a, b});
    }
    return out;
}

LevelCounts no_counts(const MatchModel& model) {
    LevelCounts out;
    for (const Comparison& comparison : model.comparisons) out.emplace_back(comparison.levels.size(), 0.0);
    return out;
}

/// Sums what `count_chunk(begin, end, counts)` finds.
template <class CountChunk>
LevelCounts count_in_chunks(const MatchModel& model, std::size_t pairs, const Execution& execution,
                            const CountChunk& count_chunk) {
    std::vector<LevelCounts> chunks((pairs + kPairChunk - 1) / kPairChunk, no_counts(model));
    for_each_chunk(pairs, kPairChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                       count_chunk(begin, end, chunks[chunk]);
                   });
    LevelCounts out = no_counts(model);
    for (const LevelCounts& some : chunks) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            for (std::size_t g = 0; g < out[i].size(); ++g) out[i][g] += some[i][g];
        }
    }
    return out;
}

LevelCounts count_expressions(const MatchModel& model, const Rows& rows, const std::vector<RowPair>& pairs,
                              const Execution& execution) {
    const ExpressionEngine engine(rows, model, execution.threads);
    ExpressionContexts contexts(engine.scorer);
    return count_in_chunks(model, pairs.size(), execution,
                           [&](std::size_t begin, std::size_t end, LevelCounts& counts) {
                               auto context = contexts.take();
                               for (std::size_t k = begin; k < end; ++k) {
                                   std::array<std::uint8_t, kMostComparisons> levels{};
                                   engine.scorer.find_levels(pairs[k].a, pairs[k].b, context, levels);
                                   for (std::size_t i = 0; i < counts.size(); ++i) {
                                       const auto& known = model.comparisons[i].levels;
                                       if (levels[i] < known.size() && !known[levels[i]].null_level)
                                           ++counts[i][levels[i]];
                                   }
                               }
                               contexts.give(std::move(context));
                           });
}

LevelCounts count_attributes(const MatchModel& model, const Rows& rows, const std::vector<RowPair>& pairs,
                             const Execution& execution) {
    Features features(rows, execution.threads);
    features.prepare(model);
    const Scorer scorer(model, features);
    const PatternLayout layout(model);
    ContextPool contexts(scorer);
    return count_in_chunks(model, pairs.size(), execution,
                           [&](std::size_t begin, std::size_t end, LevelCounts& counts) {
                               PairContext context = contexts.take();
                               for (std::size_t k = begin; k < end; ++k) {
                                   const Pattern pattern = scorer.pattern(pairs[k].a, pairs[k].b, context);
                                   for (std::size_t i = 0; i < counts.size(); ++i) {
                                       const unsigned level = layout.level(pattern, i);
                                       if (level != 0) ++counts[i][level - 1];
                                   }
                               }
                               contexts.give(std::move(context));
                           });
}

void learn_levels(Comparison& comparison, const std::vector<double>& counts) {
    const double seen = std::accumulate(counts.begin(), counts.end(), 0.0);
    if (seen == 0 || comparison.m_from_u) return;
    double own = 0;
    double levels = 0;
    for (const Level& level : comparison.levels) {
        if (level.null_level) continue;
        own += level.m;
        levels += 1;
    }
    const double worth = kPriorPairs * levels;
    for (std::size_t g = 0; g < comparison.levels.size(); ++g) {
        Level& level = comparison.levels[g];
        if (level.null_level || level.fixed || level.fixed_m) continue;
        const double share = own > 0 ? level.m / own : 1 / levels;
        level.m = (counts[g] + worth * share) / (seen + worth);
        level.assumed_m = false;
    }
}

/// The model with these rules alone, whatever the records lack and however often a key stands.
MatchModel with_rules(const MatchModel& model, std::span<const BlockingRule> rules, double recall) {
    if (rules.empty()) refuse("a prior from rules needs a rule");
    if (!(recall > 0 && recall <= 1)) refuse("recall is not in (0, 1]");
    MatchModel out = model;
    out.trained = true;  // so that nothing is fitted to the records
    out.blocking_rules.assign(rules.begin(), rules.end());
    for (BlockingRule& rule : out.blocking_rules) {
        if (rule.expression.empty()) rule.cap = std::numeric_limits<std::uint32_t>::max();
    }
    out.validate();
    return out;
}

constexpr BlockingAnalysisOptions kCounts{.largest_blocks = 0, .count_new_pairs = true};

PriorEstimate prior_of(const BlockingAnalysis& analysis, double recall) {
    PriorEstimate out;
    out.found = analysis.rules.empty() ? 0 : analysis.rules.back().cumulative_new.value_or(0);
    if (out.found == 0) refuse("no pair of the records fulfils a rule: the prior is not known");
    out.all_pairs = analysis.all_pairs;
    out.recall = recall;
    const double share = static_cast<double>(out.found) / out.all_pairs;
    out.prior = share / recall;
    if (!(out.prior < 1)) refuse("the rules find more pairs than such a recall allows");
    const Interval shares = share_interval(share, out.all_pairs);
    out.interval = {shares.lower / recall, std::min(1.0, shares.upper / recall)};
    return out;
}

}  // namespace

MatchModel estimate_m(const MatchModel& model, const RecordSet& records, std::span<const MatchedPair> matches,
                      const Execution& execution) {
    if (matches.empty()) refuse("m from labels needs pairs that are one person");
    const bool reads_columns = has_expressions(model);
    const Rows rows = reads_columns ? Rows::by_number(records) : Rows(records);
    const std::vector<RowPair> pairs = rows_of(rows, matches);
    if (reads_columns) model.validate();
    MatchModel out = reads_columns ? model : fitted_to(with_gap_rules(model, rows), rows);
    const LevelCounts counts = reads_columns ? count_expressions(out, rows, pairs, execution)
                                             : count_attributes(out, rows, pairs, execution);
    for (std::size_t i = 0; i < counts.size(); ++i) learn_levels(out.comparisons[i], counts[i]);
    return out;
}

PriorEstimate estimate_prior(const RecordSet& records, const MatchModel& model,
                             std::span<const BlockingRule> rules, double recall, const Execution& execution) {
    return prior_of(analyze_blocking(records, with_rules(model, rules, recall), kCounts, execution), recall);
}

PriorEstimate estimate_prior(const RecordSet& left, const RecordSet& right, const MatchModel& model,
                             std::span<const BlockingRule> rules, double recall, const Execution& execution) {
    return prior_of(analyze_blocking(left, right, with_rules(model, rules, recall), kCounts, execution),
                    recall);
}

}  // namespace scrm::identity
