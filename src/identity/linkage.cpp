// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/linkage.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "identity/blocking/pairs_internal.hpp"
#include "identity/expression/expression_linkage_internal.hpp"
#include "identity/expression/expression_model_internal.hpp"
#include "identity/linkage_internal.hpp"
#include "identity/linkage_tiers_internal.hpp"
#include "identity/model/gap_rules_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

/// Two records that are each other's only answer may be this much weaker.
constexpr double kOnlyOneWeaker = 2;
/// Of a pair that contradicts itself as one person (Level::conflict).
constexpr double kApart = -20;
constexpr int kConflict = 2;
/// Bits of a pair in a cluster that has nothing in common, and what evidence against it takes off that.
constexpr double kNothingInCommon = -5;
constexpr double kBelowMerging = 2;
constexpr double kMostAgainst = 5;
constexpr std::size_t kEdgeChunk = 1024;

ScoredPair scored(const Rows& rows, const Scorer& scorer, Row a, Row b, PairContext& context) {
    ScoredPair pair;
    pair.left = rows.record(a);
    pair.right = rows.record(b);
    pair.pattern = scorer.pattern(a, b, context);
    pair.weight = scorer.weight(a, b, pair.pattern, context);
    pair.probability = probability_of(pair.weight);
    return pair;
}

/// The weights of the two best pairs of a record.
struct TwoBest {
    float first = kNone;
    float second = kNone;

    void see(float weight) {
        if (weight > first)
            second = std::exchange(first, weight);
        else
            second = std::max(second, weight);
    }
    static constexpr float kNone = -60;
};

/// An answer at least as probable stands whoever else gives it.
constexpr double kSure = 0.9;
constexpr float kBetter = 1;  // bits
constexpr float kFarBetter = 2;

/// Who else answers with the right records of candidates.
class Rivals {
  public:
    Rivals(const Rows& rows, std::span<const Edge> edges)
        : split_(rows.split()), best_(rows.size() - rows.split()) {
        for (const Edge& edge : edges) best_[edge.b - split_].see(edge.weight);
    }
    const TwoBest& of(const Edge& edge) const noexcept { return best_[edge.b - split_]; }
    /// Another left record answers so much better that this unsure answer is no answer.
    bool take(const Edge& edge, const ScoredPair& pair) const noexcept {
        return pair.probability < kSure && of(edge).first > edge.weight + kFarBetter;
    }

  private:
    std::size_t split_;
    std::vector<TwoBest> best_;
};

/// Whether the best pair of a left record is a match, and what it is otherwise. Two records that fit each
/// other far better than anybody else does are likelier one than their weight by itself says; an unsure
/// answer that another left record answers better is none.
Tier tier_among_rivals(const ScoredPair& pair, const TwoBest& of_left, const TwoBest& of_right,
                       const Thresholds& thresholds) {
    // Of one precision: the pair itself is among those of its right record.
    const float weight = of_left.first;
    const bool is_only = weight >= of_left.second + kFarBetter && of_right.first <= weight &&
                         weight >= of_right.second + kFarBetter;
    const Tier otherwise = pair.probability >= thresholds.review_probability ? Tier::review : Tier::none;
    if (is_only) return pair.weight >= thresholds.cluster_weight - kOnlyOneWeaker ? Tier::match : otherwise;
    const bool has_rival = of_right.first > weight + kBetter;
    return pair.tier == Tier::match && has_rival && pair.probability < kSure ? otherwise : pair.tier;
}

/// What contradicts itself as one person (Level::conflict) is no match, however well the rest fits: a twin,
/// or a son of his father's name, is often the only one of a family whom the other file has.
bool contradicts(const Scorer& scorer, const ScoredPair& pair) {
    return scorer.conflict(pair.pattern) >= kConflict;
}

void demote_contradictions(std::span<ScoredPair> candidates, const Scorer& scorer,
                           const Thresholds& thresholds) {
    for (ScoredPair& pair : candidates) {
        if (pair.tier == Tier::match && contradicts(scorer, pair))
            pair.tier = pair.probability >= thresholds.review_probability ? Tier::review : Tier::none;
    }
}

/// The tiers of one left record's candidates, best first, when their rivals are looked at too: of those that
/// nobody else takes, the best may be the answer and the second speaks against it.
void set_tiers_among_rivals(std::span<ScoredPair> candidates, std::span<const Edge> edges,
                            const Rivals& rivals, const Scorer& scorer, const Thresholds& thresholds) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < edges.size() && open.size() < 2; ++i) {
        if (!rivals.take(edges[i], candidates[i]) && !contradicts(scorer, candidates[i])) open.push_back(i);
    }
    if (open.empty()) open.push_back(0);
    TwoBest of_left;
    std::vector<ScoredPair> left;
    for (const std::size_t i : open) {
        of_left.see(edges[i].weight);
        left.push_back(candidates[i]);
    }
    set_tiers(left, 0, left.size(), thresholds, false);
    if (open.front() != 0 && candidates[0].tier == Tier::match)
        candidates[0].tier =
            candidates[0].probability >= thresholds.review_probability ? Tier::review : Tier::none;
    const std::size_t best = open.front();
    candidates[best].tier = tier_among_rivals(left.front(), of_left, rivals.of(edges[best]), thresholds);
}

}  // namespace

double clustering_weight(const Scorer& scorer, Row a, Row b, PairContext& context) {
    const Pattern pattern = scorer.pattern(a, b, context);
    return scorer.conflict(pattern) >= kConflict ? kApart : scorer.weight(a, b, pattern, context);
}

namespace {

/// What a pair that was not proposed counts for in a cluster. That the two have little in common says next to
/// nothing where both fit a third record, and it is there that such pairs are weighed: where groups join
/// below even odds they hold a cluster apart only by what speaks against one person.
double weight_within(const Scorer& scorer, Row a, Row b, PairContext& context, double merge_weight) {
    if (merge_weight >= 0) return clustering_weight(scorer, a, b, context);
    const Pattern pattern = scorer.pattern(a, b, context);
    if (scorer.conflict(pattern) >= kConflict) return kApart;
    const double weight = scorer.weight(a, b, pattern, context);
    const double against = std::clamp(weight - scorer.prior_weight(), -kMostAgainst, 0.0);
    return std::max(weight, std::min(kNothingInCommon, merge_weight - kBelowMerging) + against);
}

}  // namespace

LinkResult link(const RecordSet& left, const RecordSet& right, const MatchModel& model,
                const LinkOptions& options, const Execution& execution) {
    LinkResult result;
    const Rows rows(left, right);
    if (has_expressions(model)) return link_by_expressions(rows, model, options, execution);
    Features features(rows, execution.threads);
    result.model = fitted_to(with_gap_rules(model, rows), rows);
    if (left.empty() || right.empty()) return result;
    const MatchModel blocked = without_needless_rules(result.model, rows);
    features.prepare(blocked);
    const Blocking blocking(features, blocked.blocking_rules, execution);
    features.forget_keys(result.model);
    ComparedPairs compared;
    if (options.train)
        result.model = learn(result.model, features, blocking, options.training, execution, &compared);
    result.blocking = blocking.counts();
    const Scorer scorer(result.model, features, compared.measures());
    const double least = std::min(0.0, weight_of(options.min_probability));
    const double weakest = result.model.thresholds.cluster_weight - 2 * kOnlyOneWeaker;
    auto edges = score_pairs(blocking, scorer, std::min(least, weakest), execution, compared);
    const Rivals rivals(rows, edges);
    PairContext context = scorer.context();
    result.pairs = rank_candidates(
        edges, result.model.thresholds, options.many,
        [&](const Edge& edge) { return scored(rows, scorer, edge.a, edge.b, context); },
        [&](std::size_t begin, std::size_t end, std::vector<ScoredPair>& candidates) {
            const std::span of_left = std::span{candidates}.subspan(begin, end - begin);
            if (!options.many) {
                set_tiers_among_rivals(of_left, std::span{edges}.subspan(begin, end - begin), rivals, scorer,
                                       result.model.thresholds);
            }
            demote_contradictions(of_left, scorer, result.model.thresholds);
        });
    std::erase_if(result.pairs, [least](const ScoredPair& pair) {
        return pair.weight < least && pair.tier != Tier::match;
    });
    return result;
}

DedupeResult dedupe(const RecordSet& records, const MatchModel& model, const LinkOptions& options,
                    const Execution& execution) {
    return dedupe(records, with_gap_rules(model, Rows(records)), options, execution, nullptr);
}

DedupeResult dedupe(const RecordSet& records, const MatchModel& model, const LinkOptions& options,
                    const Execution& execution, const PopulationStatistics* population) {
    DedupeResult result;
    check_cluster_options(options, records.size());
    if (has_expressions(model))
        return dedupe_by_expressions(Rows::by_number(records), model, options, execution);
    const Rows rows(records);
    Features features(rows, execution.threads, population);
    result.model = fitted_to(model, rows);
    result.cluster.resize(records.size());
    for (RecordIndex i = 0; i < records.size(); ++i) result.cluster[i] = i;
    if (records.size() < 2) return result;
    // The caps of a population are those of all rules.
    const MatchModel blocked =
        population != nullptr ? result.model : without_needless_rules(result.model, rows);
    features.prepare(blocked);
    const Blocking blocking(
        features, blocked.blocking_rules, execution,
        population != nullptr ? std::span{population->caps} : std::span<const std::uint32_t>{});
    features.forget_keys(result.model);
    ComparedPairs compared;
    if (options.train)
        result.model = learn(result.model, features, blocking, options.training, execution, &compared);
    result.blocking = blocking.counts();
    const Scorer scorer(result.model, features, compared.measures());
    const double least = std::min(kWeakestEdge, weight_of(options.min_probability));
    const auto edges = score_pairs(blocking, scorer, least, execution, compared);

    ContextPool contexts(scorer);
    const double merge_weight = clustering_of(options, result.model.thresholds).merge_weight;
    const auto weight = [&](Row a, Row b) {
        PairContext context = contexts.take();
        const double bits = weight_within(scorer, a, b, context, merge_weight);
        contexts.give(std::move(context));
        return bits;
    };
    auto linked = edges;
    for_each_chunk(linked.size(), kEdgeChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       PairContext context = contexts.take();
                       for (std::size_t i = begin; i < end; ++i) {
                           Edge& edge = linked[i];
                           edge.weight =
                               static_cast<float>(clustering_weight(scorer, edge.a, edge.b, context));
                       }
                       contexts.give(std::move(context));
                   });
    const auto cluster = cluster_records(rows, linked, options, result.model.thresholds, weight, execution);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        result.cluster[rows.record(static_cast<Row>(row))] = rows.record(cluster[row]);
    }
    const double kept = std::min(0.0, weight_of(options.min_probability));
    std::vector<Edge> returned;
    std::copy_if(edges.begin(), edges.end(), std::back_inserter(returned), [&](const Edge& edge) {
        return static_cast<double>(edge.weight) >= kept || cluster[edge.a] == cluster[edge.b];
    });
    result.pairs.resize(returned.size());
    for_each_chunk(returned.size(), kEdgeChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       PairContext context = contexts.take();
                       for (std::size_t i = begin; i < end; ++i) {
                           const Edge& edge = returned[i];
                           ScoredPair& pair = result.pairs[i];
                           pair = scored(rows, scorer, edge.a, edge.b, context);
                           if (cluster[edge.a] == cluster[edge.b])
                               pair.tier = Tier::match;
                           else if (pair.probability >= result.model.thresholds.review_probability)
                               pair.tier = Tier::review;
                       }
                       contexts.give(std::move(context));
                   });
    return result;
}

}  // namespace scrm::identity
