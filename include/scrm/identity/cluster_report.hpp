// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// How well a cluster of several records hangs together: its records are the nodes of a graph, its pairs of
/// at least the asked weight the edges.
struct ClusterShape {
    RecordIndex cluster = 0;    ///< its smallest record by id, as in DedupeResult::cluster
    std::uint64_t records = 0;  ///< at least 2
    std::uint64_t pairs = 0;    ///< edges
    double density = 0;         ///< edges / (records · (records − 1) / 2)
    std::uint64_t parts = 1;    ///< pieces that no edge joins: 1, more where the edges alone would not do
    std::uint64_t bridges =
        0;  ///< edges without which a piece falls in two; of a pair 0, which holds by its only edge
    double weakest_weight = 0;  ///< bits; of its edges, 0 without any
    double mean_weight = 0;
};

/// An edge that alone holds two groups of records of a cluster of three or more together: the first to look
/// at when a cluster seems wrong.
struct ClusterBridge {
    RecordIndex cluster = 0;
    RecordIndex left = 0;
    RecordIndex right = 0;
    double weight = 0;            ///< bits
    std::uint64_t split_off = 0;  ///< records of the smaller side
};

struct ClusterReport {
    std::vector<ClusterShape> clusters;  ///< of at least 2 records, by record id of the cluster
    std::vector<ClusterBridge> bridges;  ///< by cluster, left and right
};

/// The shapes of the clusters of a dedupe over its pairs of at least `least_weight` bits; pairs between
/// clusters are left out. Bridges by R. Tarjan, A note on finding the bridges of a graph, Information
/// Processing Letters 1974, in time linear in the pairs. Independent of the order of `pairs`.
ClusterReport cluster_report(const RecordSet& records, std::span<const RecordIndex> cluster,
                             std::span<const ScoredPair> pairs, double least_weight = 0);

}  // namespace scrm::identity
