// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "identity/clustering_internal.hpp"
#include "identity/pairs_internal.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// Tiers of the candidates [begin, end) of one left record, best first: the pair's own probability, bounded
/// by those of the others.
void set_tiers(std::vector<ScoredPair>& pairs, std::size_t begin, std::size_t end,
               const Thresholds& thresholds, bool many);

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
