// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/expression_linkage_internal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "identity/clustering/clustering_internal.hpp"
#include "identity/expression/expression_pairs_internal.hpp"
#include "identity/linkage_tiers_internal.hpp"
#include "identity/model/limits_internal.hpp"

namespace scrm::identity {
namespace {

/// Pairs below it can still hold a cluster together, never start one.
constexpr double kWeakestEdge = -4;

ScoredPair scored(const Rows& rows, const WeighedPair& pair, const ExpressionScorer& scorer,
                  ExpressionScorer::Context& context) {
    std::array<std::uint8_t, kMostComparisons> levels{};
    scorer.find_levels(pair.a, pair.b, context, levels);
    return {.left = rows.record(pair.a),
            .right = rows.record(pair.b),
            .weight = pair.weight,
            .probability = probability_of(pair.weight),
            .pattern = scorer.pattern(levels)};
}

double least_weight(const LinkOptions& options) {
    if (options.min_probability <= 0) return -std::numeric_limits<double>::infinity();
    return std::min(0.0, weight_of(options.min_probability));
}

MatchModel fitted(const Rows& rows, const MatchModel& model, const LinkOptions& options,
                  const Execution& execution) {
    model.validate();
    require_columns(parse_model(model), rows);
    if (model.trained || !options.train) return model;
    return train_by_expressions(rows, model, options.training, execution);
}

/// Rows by number say which record is the left one; results go by the ids as texts all the same.
void order_by_id(const RecordSet& records, DedupeResult& result) {
    std::vector<std::size_t> place(records.size());
    for (std::size_t i = 0; i < place.size(); ++i) place[records.by_id()[i]] = i;
    for (ScoredPair& pair : result.pairs) {
        if (place[pair.left] > place[pair.right]) std::swap(pair.left, pair.right);
    }
    std::sort(result.pairs.begin(), result.pairs.end(), [&place](const ScoredPair& x, const ScoredPair& y) {
        return std::pair{place[x.left], place[x.right]} < std::pair{place[y.left], place[y.right]};
    });
    std::vector<RecordIndex> first(records.size(), RecordIndex(records.size()));
    for (const RecordIndex record : records.by_id()) {
        RecordIndex& leader = first[result.cluster[record]];
        if (leader == records.size()) leader = record;
    }
    for (RecordIndex& cluster : result.cluster) cluster = first[cluster];
}

}  // namespace

std::vector<WeighedPair> weigh_pairs(const ExpressionBlocking& blocking, const ExpressionScorer& scorer,
                                     double least, const Execution& execution) {
    std::vector<WeighedPair> out;
    ExpressionContexts contexts(scorer);
    ProgressMeter progress(execution, "compare", static_cast<std::int64_t>(blocking.pair_bound()));
    for (std::size_t rule = 0; rule < blocking.rule_count(); ++rule) {
        const auto& tasks = blocking.tasks(rule);
        std::vector<std::vector<WeighedPair>> found(tasks.size());
        for_each_chunk(tasks.size(), 1, execution.threads, execution.stop,
                       [&](std::size_t task, std::size_t, std::size_t) {
                           auto context = contexts.take();
                           auto filters = blocking.context();
                           blocking.for_each_pair(rule, task, filters, [&](Row a, Row b) {
                               const double weight = scorer.weight(a, b, context);
                               if (weight >= least) found[task].push_back({a, b, weight});
                           });
                           contexts.give(std::move(context));
                           progress.advance(static_cast<std::int64_t>(tasks[task].pairs));
                       });
        for (const auto& some : found) out.insert(out.end(), some.begin(), some.end());
    }
    progress.finish();
    std::sort(out.begin(), out.end(),
              [](const WeighedPair& x, const WeighedPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
    return out;
}

LinkResult link_by_expressions(const Rows& rows, const MatchModel& model, const LinkOptions& options,
                               const Execution& execution) {
    LinkResult result;
    result.model = fitted(rows, model, options, execution);
    if (rows.split() == 0 || rows.split() == rows.size()) return result;
    const ExpressionEngine engine(rows, result.model, execution.threads);
    const ExpressionBlocking blocking(engine.parsed, rows, engine.columns, execution);
    result.blocking = blocking.counts();
    auto pairs = weigh_pairs(blocking, engine.scorer, least_weight(options), execution);
    auto context = engine.scorer.context();
    result.pairs = rank_candidates(
        pairs, result.model.thresholds, options.many,
        [&](const WeighedPair& pair) { return scored(rows, pair, engine.scorer, context); },
        [](std::size_t, std::size_t, const std::vector<ScoredPair>&) {});
    return result;
}

DedupeResult dedupe_by_expressions(const Rows& rows, const MatchModel& model, const LinkOptions& options,
                                   const Execution& execution) {
    DedupeResult result;
    result.model = fitted(rows, model, options, execution);
    result.cluster.resize(rows.size());
    for (RecordIndex i = 0; i < rows.size(); ++i) result.cluster[i] = i;
    if (rows.size() < 2) return result;
    const ExpressionEngine engine(rows, result.model, execution.threads);
    const ExpressionBlocking blocking(engine.parsed, rows, engine.columns, execution);
    result.blocking = blocking.counts();
    const double kept = least_weight(options);
    const auto pairs = weigh_pairs(blocking, engine.scorer, std::min(kWeakestEdge, kept), execution);

    std::vector<Edge> edges;
    edges.reserve(pairs.size());
    for (const WeighedPair& pair : pairs) edges.push_back({pair.a, pair.b, static_cast<float>(pair.weight)});
    ExpressionContexts contexts(engine.scorer);
    const auto weight = [&](Row a, Row b) {
        auto context = contexts.take();
        const double bits = engine.scorer.weight(std::min(a, b), std::max(a, b), context);
        contexts.give(std::move(context));
        return std::isnan(bits) ? -60.0 : bits;
    };
    const auto cluster = cluster_records(rows, edges, options, result.model.thresholds, weight, execution);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        result.cluster[rows.record(static_cast<Row>(row))] = rows.record(cluster[row]);
    }
    auto context = engine.scorer.context();
    for (const WeighedPair& pair : pairs) {
        const bool together = cluster[pair.a] == cluster[pair.b];
        if (pair.weight < kept && !together) continue;
        ScoredPair& out = result.pairs.emplace_back(scored(rows, pair, engine.scorer, context));
        if (together)
            out.tier = Tier::match;
        else if (out.probability >= result.model.thresholds.review_probability)
            out.tier = Tier::review;
    }
    if (rows.is_by_number()) order_by_id(rows.set(0), result);
    return result;
}

Explanation explain_by_expressions(const Rows& rows, Row a, Row b, const MatchModel& model,
                                   unsigned threads) {
    model.validate();
    const ExpressionEngine engine(rows, model, threads);
    auto context = engine.scorer.context();
    std::array<std::uint8_t, kMostComparisons> levels{};
    engine.scorer.find_levels(a, b, context, levels);
    Explanation out;
    out.prior_weight = engine.scorer.prior_weight();
    out.total_weight = engine.scorer.weight(a, b, levels);
    out.probability = probability_of(out.total_weight);
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const Comparison& comparison = model.comparisons[i];
        Evidence& evidence = out.evidence.emplace_back();
        evidence.comparison = comparison.name;
        evidence.attributes = comparison.attributes;
        const std::uint8_t found = levels[i];
        if (found == comparison.levels.size() || comparison.levels[found].null_level) {
            evidence.level = "no evidence";
            continue;
        }
        const Level& level = comparison.levels[found];
        evidence.level = level.name;
        evidence.m = level.m;
        evidence.u = level.u;
        evidence.term_frequency = engine.scorer.frequency_weight(i, found, a, b);
        evidence.weight = engine.scorer.level_weight(i, found) + evidence.term_frequency;
    }
    return out;
}

}  // namespace scrm::identity
