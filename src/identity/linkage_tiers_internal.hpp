// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

#include "identity/blocking/pairs_internal.hpp"
#include "identity/clustering/clustering_internal.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// Tiers of the candidates [begin, end) of one left record, best first: the pair's own probability, bounded
/// by those of the others.
void set_tiers(std::vector<ScoredPair>& pairs, std::size_t begin, std::size_t end,
               const Thresholds& thresholds, bool many);

/// Sorts compared pairs by left row, best first, scores each with `scored(pair)` and gives the candidates of
/// each left record their tiers; then calls `ranked(begin, end, candidates)`. Positions are those of `pairs`
/// and of what is returned alike.
template <class Pair, class Scored, class Ranked>
std::vector<ScoredPair> rank_candidates(std::vector<Pair>& pairs, const Thresholds& thresholds, bool many,
                                        const Scored& scored, const Ranked& ranked) {
    std::sort(pairs.begin(), pairs.end(), [](const Pair& x, const Pair& y) {
        if (x.a != y.a) return x.a < y.a;
        return x.weight != y.weight ? x.weight > y.weight : x.b < y.b;
    });
    std::vector<ScoredPair> out;
    out.reserve(pairs.size());
    std::size_t begin = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        out.push_back(scored(pairs[i]));
        if (i + 1 < pairs.size() && pairs[i + 1].a == pairs[i].a) continue;
        set_tiers(out, begin, i + 1, thresholds, many);
        ranked(begin, i + 1, out);
        begin = i + 1;
    }
    return out;
}

/// Throws Error{invalid_argument} where the method and the sources contradict each other.
void check_cluster_options(const LinkOptions& options, std::size_t records);
/// From which weights on pairs and groups are one cluster.
ClusteringOptions clustering_of(const LinkOptions& options, const Thresholds& thresholds);

/// The smallest row of each row's cluster, by the method and decisions of the options. `weight(a, b)` scores
/// a pair that is no edge.
std::vector<Row> cluster_records(const Rows& rows, std::span<const Edge> edges, const LinkOptions& options,
                                 const Thresholds& thresholds, const std::function<double(Row, Row)>& weight,
                                 const Execution& execution);

}  // namespace scrm::identity
