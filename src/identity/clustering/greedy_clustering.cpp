// SPDX-License-Identifier: Apache-2.0
#include "identity/clustering/greedy_clustering_internal.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace scrm::identity {
namespace {

/// Clusters that grow by joins; each knows its rows.
class GrowingClusters {
  public:
    GrowingClusters(std::size_t count, std::span<const std::pair<Row, Row>> apart,
                    std::span<const std::uint32_t> sources)
        : leader_(count), sources_(sources) {
        std::iota(leader_.begin(), leader_.end(), Row{0});
        for (const auto& [a, b] : apart) {
            apart_[a].push_back(b);
            apart_[b].push_back(a);
        }
    }

    Row leader(Row row) const { return leader_[row]; }
    std::size_t size(Row row) const {
        const auto at = members_.find(leader_[row]);
        return at == members_.end() ? 1 : at->second.size();
    }
    bool may_join(Row a, Row b) const {
        const auto left = rows_of(leader_[a]);
        const auto right = rows_of(leader_[b]);
        for (const Row row : left) {
            if (const auto at = apart_.find(row); at != apart_.end()) {
                for (const Row other : at->second)
                    if (leader_[other] == leader_[b]) return false;
            }
            if (sources_.empty()) continue;
            for (const Row other : right)
                if (sources_[row] == sources_[other]) return false;
        }
        return true;
    }
    bool are_apart(Row a, Row b) const {
        const auto at = apart_.find(a);
        return at != apart_.end() && std::find(at->second.begin(), at->second.end(), b) != at->second.end();
    }
    void join(Row a, Row b) {
        Row into = leader_[a];
        Row from = leader_[b];
        if (into == from) return;
        if (from < into) std::swap(into, from);
        std::vector<Row> moved = rows_of(from);
        std::vector<Row>& kept = members_.try_emplace(into, std::vector<Row>{into}).first->second;
        for (const Row row : moved) leader_[row] = into;
        kept.insert(kept.end(), moved.begin(), moved.end());
        members_.erase(from);
    }
    std::vector<Row> leaders() && { return std::move(leader_); }

  private:
    std::vector<Row> rows_of(Row leader) const {
        const auto at = members_.find(leader);
        return at == members_.end() ? std::vector<Row>{leader} : at->second;
    }

    std::vector<Row> leader_;                            // the smallest row of the cluster
    std::unordered_map<Row, std::vector<Row>> members_;  // of clusters of several, by leader
    std::unordered_map<Row, std::vector<Row>> apart_;
    std::span<const std::uint32_t> sources_;
};

}  // namespace

std::vector<Row> cluster_greedily(std::size_t count, std::span<const Edge> edges,
                                  std::span<const std::pair<Row, Row>> apart,
                                  std::span<const std::pair<Row, Row>> same, const GreedyOptions& options) {
    GrowingClusters clusters(count, apart, options.sources);
    for (const auto& [a, b] : same)
        if (!clusters.are_apart(a, b)) clusters.join(a, b);
    std::vector<Edge> strong;
    for (const Edge& edge : edges)
        if (static_cast<double>(edge.weight) >= options.edge_weight) strong.push_back(edge);
    std::sort(strong.begin(), strong.end(), [](const Edge& x, const Edge& y) {
        if (x.weight != y.weight) return x.weight > y.weight;
        return x.a != y.a ? x.a < y.a : x.b < y.b;
    });
    for (const Edge& edge : strong) {
        if (clusters.leader(edge.a) == clusters.leader(edge.b)) continue;
        const std::size_t left = clusters.size(edge.a);
        const std::size_t right = clusters.size(edge.b);
        const bool fits =
            options.join == GreedyJoin::record_to_record ? left == 1 && right == 1 : left == 1 || right == 1;
        if (fits && clusters.may_join(edge.a, edge.b)) clusters.join(edge.a, edge.b);
    }
    return std::move(clusters).leaders();
}

}  // namespace scrm::identity
