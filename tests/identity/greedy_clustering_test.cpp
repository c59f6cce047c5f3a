// SPDX-License-Identifier: Apache-2.0
#include "identity/clustering/greedy_clustering_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "identity/linkage_support.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

using Rows2 = std::vector<std::pair<Row, Row>>;

std::vector<Row> clusters(std::size_t count, const std::vector<Edge>& edges, GreedyJoin join,
                          const std::vector<std::uint32_t>& sources = {}, const Rows2& apart = {},
                          const Rows2& same = {}) {
    return cluster_greedily(count, edges, apart, same, {.edge_weight = 0, .join = join, .sources = sources});
}

TEST(GreedyClustering, ARecordJoinsByItsBestPairAndClustersStayApart) {
    // Two pairs of strong records with a weak pair between them; a fifth record that leans on the first pair.
    const std::vector<Edge> edges = {{0, 1, 9}, {2, 3, 8}, {1, 2, 5}, {1, 4, 3}, {3, 4, 2}, {0, 5, -1}};
    EXPECT_EQ(clusters(6, edges, GreedyJoin::record_to_cluster), (std::vector<Row>{0, 0, 2, 2, 0, 5}));
    EXPECT_EQ(clusters(6, edges, GreedyJoin::record_to_record), (std::vector<Row>{0, 0, 2, 2, 4, 5}));
}

TEST(GreedyClustering, SourcesAreFreeOfDuplicates) {
    // Rows 0 and 1 of one file, 2 and 3 of another, 4 of a third.
    const std::vector<std::uint32_t> sources = {0, 0, 1, 1, 2};
    const std::vector<Edge> edges = {{0, 1, 12}, {0, 2, 9}, {1, 2, 8}, {1, 3, 7}, {0, 4, 6}, {1, 4, 5}};
    EXPECT_EQ(clusters(5, edges, GreedyJoin::record_to_cluster, sources), (std::vector<Row>{0, 1, 0, 1, 0}));
    EXPECT_EQ(clusters(5, edges, GreedyJoin::record_to_record, sources), (std::vector<Row>{0, 1, 0, 1, 4}));
}

TEST(GreedyClustering, DecisionsGoFirst) {
    const std::vector<Edge> edges = {{0, 1, 9}, {1, 2, 8}, {2, 3, 7}};
    EXPECT_EQ(clusters(4, edges, GreedyJoin::record_to_cluster, {}, {{0, 2}}),
              (std::vector<Row>{0, 0, 2, 2}));
    EXPECT_EQ(clusters(4, edges, GreedyJoin::record_to_record, {}, {{0, 1}}, {{0, 3}}),
              (std::vector<Row>{0, 1, 1, 0}));
    EXPECT_EQ(clusters(2, {}, GreedyJoin::record_to_record, {}, {{0, 1}}, {{0, 1}}),
              (std::vector<Row>{0, 1}));
}

TEST(GreedyClustering, RandomGraphsKeepTheirPromises) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Random random(seed);
        constexpr Row kRows = 40;
        std::vector<Edge> edges;
        std::vector<std::uint32_t> sources;
        for (Row a = 0; a < kRows; ++a) {
            sources.push_back(static_cast<std::uint32_t>(random.below(4)));
            for (Row b = a + 1; b < kRows; ++b)
                if (random.chance(0.2)) edges.push_back({a, b, static_cast<float>(random.below(12)) - 2});
        }
        for (const GreedyJoin join : {GreedyJoin::record_to_cluster, GreedyJoin::record_to_record}) {
            const auto found = clusters(kRows, edges, join, sources);
            auto shuffled = edges;
            std::reverse(shuffled.begin(), shuffled.end());
            EXPECT_EQ(clusters(kRows, shuffled, join, sources), found);
            std::map<Row, std::set<std::uint32_t>> seen;
            std::map<Row, std::size_t> size;
            for (Row row = 0; row < kRows; ++row) {
                EXPECT_LE(found[row], row);
                EXPECT_TRUE(seen[found[row]].insert(sources[row]).second);
                ++size[found[row]];
            }
            if (join != GreedyJoin::record_to_record) continue;
            for (const auto& [leader, records] : size) EXPECT_LE(records, 2U);
            // No pair is left that both could still take.
            for (const Edge& edge : edges) {
                const bool is_free = size[found[edge.a]] == 1 && size[found[edge.b]] == 1;
                EXPECT_FALSE(is_free && edge.weight >= 0 && sources[edge.a] != sources[edge.b]);
            }
        }
    }
}

TEST(ClusterMethods, OfATown) {
    const RecordSet records = test::record_set(test::town(400, 3));
    const MatchModel model = MatchModel::person();
    std::size_t average = 0;
    for (const ClusterMethod method : {ClusterMethod::average_linkage, ClusterMethod::connected_components,
                                       ClusterMethod::single_best_link, ClusterMethod::unique_mapping}) {
        LinkOptions options;
        options.cluster_method = method;
        const DedupeResult result = dedupe(records, model, options);
        std::map<RecordIndex, std::size_t> size;
        for (const RecordIndex cluster : result.cluster) ++size[cluster];
        if (method == ClusterMethod::average_linkage) average = size.size();
        // Every fifth person has two records: all ways find about these.
        EXPECT_NEAR(static_cast<double>(size.size()), static_cast<double>(average), 4);
        for (const auto& [leader, count] : size)
            EXPECT_LE(count, method == ClusterMethod::unique_mapping ? 2U : 4U);
    }
}

// One pair that is likelier two people would glue all that both are connected with.
TEST(ClusterMethods, ComponentsAskForEvenOdds) {
    const RecordSet records = test::record_set(test::town(3000, 5));
    LinkOptions options;
    options.cluster_method = ClusterMethod::connected_components;
    options.min_probability = 0.01;
    // Clusters of two whose pair is likelier two people.
    const auto joined_in_spite = [&] {
        const DedupeResult result = dedupe(records, MatchModel::person(), options);
        std::map<RecordIndex, std::size_t> size;
        for (const RecordIndex cluster : result.cluster) ++size[cluster];
        std::size_t joined = 0;
        for (const ScoredPair& pair : result.pairs) {
            const bool is_joined = result.cluster[pair.left] == result.cluster[pair.right];
            joined += pair.weight < 0 && is_joined && size[result.cluster[pair.left]] == 2 ? 1 : 0;
        }
        return joined;
    };
    EXPECT_EQ(joined_in_spite(), 0U);
    options.cluster_probability = 0.011;
    EXPECT_GT(joined_in_spite(), 0U);
}

TEST(ClusterMethods, SourcesNeedAMethodAndAFit) {
    const RecordSet records = test::record_set(test::town(20, 3));
    LinkOptions options;
    options.duplicate_free_sources.assign(records.size(), 0);
    EXPECT_THROW(dedupe(records, MatchModel::person(), options), Error);
    options.cluster_method = ClusterMethod::single_best_link;
    const DedupeResult alone = dedupe(records, MatchModel::person(), options);
    for (RecordIndex i = 0; i < records.size(); ++i) EXPECT_EQ(alone.cluster[i], i);
    options.duplicate_free_sources.pop_back();
    EXPECT_THROW(dedupe(records, MatchModel::person(), options), Error);
}

TEST(ClusterMethods, TextRoundTrip) {
    for (const ClusterMethod method : {ClusterMethod::average_linkage, ClusterMethod::connected_components,
                                       ClusterMethod::single_best_link, ClusterMethod::unique_mapping})
        EXPECT_EQ(parse_cluster_method(to_string(method)), method);
    EXPECT_EQ(parse_cluster_method("centroid"), std::nullopt);
}

}  // namespace
}  // namespace scrm::identity
