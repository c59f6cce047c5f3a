// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "identity/blocking/pairs_internal.hpp"
#include "scrm/core/progress.hpp"

namespace scrm::identity {

struct ClusteringOptions {
    double merge_weight = 0;  ///< clusters join while the mean weight between them is at least this
    double pair_weight = 0;   ///< and two single records from this on
    double edge_weight = 0;   ///< edges below it do not connect components
    double clip = 20;         ///< a single pair counts for at most ± this many bits
};

/// Clusters by average linkage on match weights. `weight(a, b)` scores a pair that is no edge; called from
/// several threads. `apart` are pairs that never share a cluster, `same` are joined first (and win where they
/// contradict evidence, not `apart`). Returns for each of `count` rows the smallest row of its cluster.
/// Independent of the order of `edges`.
std::vector<Row> cluster_rows(std::size_t count, std::span<const Edge> edges,
                              std::span<const std::pair<Row, Row>> apart,
                              std::span<const std::pair<Row, Row>> same,
                              const std::function<double(Row, Row)>& weight, const ClusteringOptions& options,
                              const Execution& execution);

}  // namespace scrm::identity
