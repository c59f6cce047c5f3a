// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "identity/blocking/pairs_internal.hpp"

namespace scrm::identity {

/// What a pair may join.
enum class GreedyJoin {
    record_to_cluster,  ///< at least one side has no partner yet: clusters never merge with each other
    record_to_record,   ///< neither side has a partner: clusters of at most two
};

struct GreedyOptions {
    double edge_weight = 0;  ///< pairs below it are left alone
    GreedyJoin join = GreedyJoin::record_to_cluster;
    std::span<const std::uint32_t> sources;  ///< by row; empty: none. A cluster holds one row of each at most
};

/// Walks the pairs from the strongest to the weakest (ties by rows) and joins what the options allow. `same`
/// are joined first, whatever the options say, unless `apart` forbids it; no cluster holds a pair of `apart`.
/// Returns for each of `count` rows the smallest row of its cluster. Independent of the order of `edges`.
std::vector<Row> cluster_greedily(std::size_t count, std::span<const Edge> edges,
                                  std::span<const std::pair<Row, Row>> apart,
                                  std::span<const std::pair<Row, Row>> same, const GreedyOptions& options);

}  // namespace scrm::identity
