// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/merge_forest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace scrm {
namespace {

std::vector<const MergeEdge*> in_time(std::span<const MergeEdge> live) {
    std::vector<std::pair<UtcTime, const MergeEdge*>> edges;
    edges.reserve(live.size());
    for (const MergeEdge& edge : live) edges.emplace_back(edge.at, &edge);
    std::stable_sort(edges.begin(), edges.end(),
                     [](const auto& a, const auto& b) { return a.second->sequence < b.second->sequence; });
    // One without a time was made when it came.
    UtcTime latest{};
    for (auto& [at, edge] : edges) {
        if (at == UtcTime{}) at = latest;
        latest = std::max(latest, at);
    }
    std::stable_sort(edges.begin(), edges.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const MergeEdge*> out;
    out.reserve(edges.size());
    for (const auto& [at, edge] : edges) out.push_back(edge);
    return out;
}

}  // namespace

MergeForest::MergeForest(std::span<const MergeEdge> live) {
    const std::vector<const MergeEdge*> edges = in_time(live);

    std::map<CustomerId, std::size_t> index;
    std::vector<const CustomerId*> ids;
    const auto number = [&](const CustomerId& id) {
        const auto [entry, fresh] = index.emplace(id, ids.size());
        if (fresh) ids.push_back(&entry->first);
        return entry->second;
    };
    std::vector<std::size_t> parent;
    std::vector<std::size_t> root;  // of the set that this node represents
    const auto find = [&](std::size_t node) {
        while (parent[node] != node) node = parent[node] = parent[parent[node]];
        return node;
    };
    for (const MergeEdge* edge : edges) {
        const std::size_t survivor = number(edge->survivor);
        const std::size_t other = number(edge->other);
        while (parent.size() < ids.size()) {
            root.push_back(parent.size());
            parent.push_back(parent.size());
        }
        const std::size_t a = find(survivor);
        const std::size_t b = find(other);
        if (a != b) {
            parent[b] = a;
        } else if (root[a] == other) {
            root[a] = survivor;
        }
    }
    for (const auto& [id, node] : index) {
        const CustomerId& owner = *ids[root[find(node)]];
        root_.emplace(id, owner);
        std::vector<CustomerId>& group = members_[owner];
        if (group.empty()) group.push_back(owner);
        if (id != owner) group.push_back(id);
    }
}

const CustomerId& MergeForest::root(const CustomerId& id) const {
    const auto found = root_.find(id);
    return found == root_.end() ? id : found->second;
}

std::vector<CustomerId> MergeForest::members(const CustomerId& id) const {
    const auto found = members_.find(root(id));
    return found == members_.end() ? std::vector{id} : found->second;
}

}  // namespace scrm
