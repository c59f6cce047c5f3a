// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/cluster_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "identity/linkage_support.hpp"
#include "scrm/core/random.hpp"

namespace scrm::identity {
namespace {

RecordSet records_of(std::size_t count) {
    RecordSetBuilder builder("records");
    for (std::size_t i = 0; i < count; ++i) builder.begin("r" + std::to_string(100 + i));
    return builder.finish();
}

ScoredPair pair(RecordIndex left, RecordIndex right, double weight) {
    ScoredPair out;
    out.left = left;
    out.right = right;
    out.weight = weight;
    return out;
}

TEST(ClusterReport, TwoTrianglesOnABridge) {
    const RecordSet records = records_of(8);
    const std::vector<RecordIndex> cluster = {0, 0, 0, 0, 0, 0, 6, 7};
    const std::vector<ScoredPair> pairs = {pair(0, 1, 9), pair(1, 2, 8), pair(0, 2, 7), pair(3, 4, 6),
                                           pair(4, 5, 9), pair(3, 5, 9), pair(2, 3, 1), pair(5, 6, 4)};
    const ClusterReport report = cluster_report(records, cluster, pairs);
    ASSERT_EQ(report.clusters.size(), 1U);
    const ClusterShape& shape = report.clusters[0];
    EXPECT_EQ(shape.records, 6U);
    EXPECT_EQ(shape.pairs, 7U);
    EXPECT_DOUBLE_EQ(shape.density, 7.0 / 15);
    EXPECT_EQ(shape.parts, 1U);
    EXPECT_EQ(shape.bridges, 1U);
    EXPECT_DOUBLE_EQ(shape.weakest_weight, 1);
    EXPECT_DOUBLE_EQ(shape.mean_weight, 7);
    ASSERT_EQ(report.bridges.size(), 1U);
    EXPECT_EQ(report.bridges[0].left, 2U);
    EXPECT_EQ(report.bridges[0].right, 3U);
    EXPECT_EQ(report.bridges[0].split_off, 3U);
}

TEST(ClusterReport, AHigherThresholdLeavesParts) {
    const RecordSet records = records_of(4);
    const std::vector<RecordIndex> cluster = {0, 0, 0, 0};
    const std::vector<ScoredPair> pairs = {pair(0, 1, 9), pair(2, 3, 8), pair(1, 2, 1)};
    const ClusterReport low = cluster_report(records, cluster, pairs);
    EXPECT_EQ(low.clusters[0].bridges, 3U);
    EXPECT_EQ(low.bridges[1].split_off, 2U);
    const ClusterReport high = cluster_report(records, cluster, pairs, 5);
    EXPECT_EQ(high.clusters[0].parts, 2U);
    EXPECT_EQ(high.clusters[0].pairs, 2U);
    const ClusterReport none = cluster_report(records, cluster, pairs, 50);
    EXPECT_EQ(none.clusters[0].parts, 4U);
    EXPECT_EQ(none.clusters[0].weakest_weight, 0);
    EXPECT_TRUE(none.bridges.empty());
    EXPECT_TRUE(cluster_report(records_of(0), {}, {}).clusters.empty());
}

TEST(ClusterReport, APairIsNoFinding) {
    const std::vector<RecordIndex> cluster = {0, 0};
    const std::vector<ScoredPair> pairs = {pair(0, 1, 9)};
    const ClusterReport report = cluster_report(records_of(2), cluster, pairs);
    EXPECT_EQ(report.clusters[0].density, 1);
    EXPECT_EQ(report.clusters[0].bridges, 0U);
    EXPECT_TRUE(report.bridges.empty());
}

TEST(ClusterReport, ALongChainIsAllBridges) {
    constexpr std::size_t kLength = 200'000;
    const RecordSet records = records_of(kLength);
    const std::vector<RecordIndex> cluster(kLength, records.by_id()[0]);
    std::vector<ScoredPair> pairs;
    for (RecordIndex i = 0; i + 1 < kLength; ++i) pairs.push_back(pair(i, i + 1, 1));
    EXPECT_EQ(cluster_report(records, cluster, pairs).clusters[0].bridges, kLength - 1);
}

/// Pieces by flooding.
std::size_t pieces(std::size_t count, const std::vector<ScoredPair>& pairs, std::size_t without) {
    std::vector<RecordIndex> piece(count);
    std::iota(piece.begin(), piece.end(), RecordIndex{0});
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            if (i == without) continue;
            RecordIndex& a = piece[pairs[i].left];
            RecordIndex& b = piece[pairs[i].right];
            changed = changed || a != b;
            a = b = std::min(a, b);
        }
    }
    std::sort(piece.begin(), piece.end());
    return static_cast<std::size_t>(std::unique(piece.begin(), piece.end()) - piece.begin());
}

TEST(ClusterReport, RandomGraphsAsByTakingEachEdgeAway) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Random random(seed);
        const std::size_t count = 3 + random.below(12);
        const RecordSet records = records_of(count);
        const std::vector<RecordIndex> cluster(count, 0);
        std::vector<ScoredPair> pairs;
        for (RecordIndex a = 0; a < count; ++a)
            for (RecordIndex b = a + 1; b < count; ++b)
                if (random.chance(1.6 / static_cast<double>(count)))
                    pairs.push_back(pair(a, b, 1 + static_cast<double>(random.below(9))));
        const ClusterReport report = cluster_report(records, cluster, pairs);
        const std::size_t whole = pieces(count, pairs, pairs.size());
        EXPECT_EQ(report.clusters[0].parts, whole);
        std::vector<std::pair<RecordIndex, RecordIndex>> expected;
        for (std::size_t i = 0; i < pairs.size(); ++i)
            if (pieces(count, pairs, i) > whole) expected.emplace_back(pairs[i].left, pairs[i].right);
        std::vector<std::pair<RecordIndex, RecordIndex>> found;
        for (const ClusterBridge& bridge : report.bridges) found.emplace_back(bridge.left, bridge.right);
        EXPECT_EQ(found, expected) << seed;
        std::reverse(pairs.begin(), pairs.end());
        EXPECT_EQ(cluster_report(records, cluster, pairs).bridges.size(), report.bridges.size());
    }
}

}  // namespace
}  // namespace scrm::identity
