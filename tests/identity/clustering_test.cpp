// SPDX-License-Identifier: Apache-2.0
#include "identity/clustering/clustering_internal.hpp"

#include <gtest/gtest.h>

#include <map>
#include <utility>
#include <vector>

namespace scrm::identity {
namespace {

/// Clusters of `count` rows whose pairs weigh as given; any other pair weighs -20.
std::vector<Row> clusters(std::size_t count, const std::vector<Edge>& edges,
                          const ClusteringOptions& options) {
    std::map<std::pair<Row, Row>, double> weights;
    for (const Edge& edge : edges) weights[{edge.a, edge.b}] = static_cast<double>(edge.weight);
    const auto weight = [&weights](Row a, Row b) {
        const auto at = weights.find(std::minmax(a, b));
        return at == weights.end() ? -20.0 : at->second;
    };
    return cluster_rows(count, edges, {}, {}, weight, options, {});
}

TEST(Clustering, TwoSingleRecordsNeedMoreThanAGroup) {
    // 0 and 1 are one; 2 fits them worse than not on the whole, but one of its pairs is good.
    const std::vector<Edge> edges = {{0, 1, 8}, {0, 2, 1}, {1, 2, -4}, {3, 4, -1}};
    const ClusteringOptions tables{.merge_weight = -3, .pair_weight = 0, .edge_weight = 0};
    EXPECT_EQ(clusters(5, edges, tables), (std::vector<Row>{0, 0, 0, 3, 4}));
    const ClusteringOptions even{.merge_weight = 0, .pair_weight = 0, .edge_weight = 0};
    EXPECT_EQ(clusters(5, edges, even), (std::vector<Row>{0, 0, 2, 3, 4}));
    const ClusteringOptions thin{.merge_weight = -3, .pair_weight = -3, .edge_weight = -3};
    EXPECT_EQ(clusters(5, edges, thin), (std::vector<Row>{0, 0, 0, 3, 3}));
}

TEST(Clustering, SingleRecordsThatOnlyAThirdOneConnectsStayTwo) {
    // 2 and 3 each have a good pair with 1, which is 0's; their own pair is thin.
    const std::vector<Edge> edges = {{0, 1, 8}, {1, 2, 1}, {1, 3, 1}, {2, 3, -1}};
    const ClusteringOptions tables{.merge_weight = -3, .pair_weight = 0, .edge_weight = 0};
    EXPECT_EQ(clusters(4, edges, tables), (std::vector<Row>{0, 0, 2, 3}));
}

TEST(Clustering, AGroupNeedsOnePairThatConnects) {
    const std::vector<Edge> edges = {{0, 1, 8}, {0, 2, -1}, {1, 2, -1}};
    const ClusteringOptions tables{.merge_weight = -3, .pair_weight = 0, .edge_weight = 0};
    EXPECT_EQ(clusters(3, edges, tables), (std::vector<Row>{0, 0, 2}));
}

}  // namespace
}  // namespace scrm::identity
