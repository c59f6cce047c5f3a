// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/cluster_report.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace scrm::identity {
namespace {

/// Place of a record in the order of ids: what the graph is made of, so that the order of rows never matters.
using Node = std::uint32_t;
constexpr Node kNone = std::numeric_limits<Node>::max();

struct GraphEdge {
    Node a = 0;
    Node b = 0;
    double weight = 0;
};

/// The edges at each node.
class Adjacency {
  public:
    struct Step {
        Node to = 0;
        std::uint32_t edge = 0;
    };

    Adjacency(std::size_t nodes, const std::vector<GraphEdge>& edges) : starts_(nodes + 1, 0) {
        for (const GraphEdge& edge : edges) {
            ++starts_[edge.a + 1];
            ++starts_[edge.b + 1];
        }
        for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
        steps_.resize(edges.size() * 2);
        auto next = starts_;
        for (std::uint32_t e = 0; e < edges.size(); ++e) {
            steps_[next[edges[e].a]++] = {edges[e].b, e};
            steps_[next[edges[e].b]++] = {edges[e].a, e};
        }
    }
    std::span<const Step> of(Node node) const {
        return {steps_.data() + starts_[node], steps_.data() + starts_[node + 1]};
    }

  private:
    std::vector<std::uint32_t> starts_;
    std::vector<Step> steps_;
};

/// A depth-first walk that tells bridges by the earliest node that a subtree reaches. Without recursion: a
/// chain of records can be long.
class BridgeWalk {
  public:
    struct Bridge {
        std::uint32_t edge = 0;
        std::uint64_t split_off = 0;
    };

    BridgeWalk(std::size_t nodes, const Adjacency& graph)
        : graph_(graph), found_(nodes, kNone), earliest_(nodes, kNone), below_(nodes, 0) {}

    bool has_seen(Node node) const { return found_[node] != kNone; }
    /// The bridges of the piece that the node lies in.
    std::vector<Bridge> walk(Node root) {
        std::vector<Bridge> out;
        std::vector<Frame> stack;
        enter(root, kNone, stack);
        while (!stack.empty()) {
            Frame& top = stack.back();
            const auto steps = graph_.of(top.node);
            if (top.next < steps.size()) {
                const Adjacency::Step step = steps[top.next++];
                if (step.edge == top.edge) continue;
                if (has_seen(step.to))
                    earliest_[top.node] = std::min(earliest_[top.node], found_[step.to]);
                else
                    enter(step.to, step.edge, stack);
                continue;
            }
            const Frame done = top;
            stack.pop_back();
            if (stack.empty()) break;
            const Node parent = stack.back().node;
            below_[parent] += below_[done.node];
            earliest_[parent] = std::min(earliest_[parent], earliest_[done.node]);
            if (earliest_[done.node] > found_[parent]) out.push_back({done.edge, below_[done.node]});
        }
        for (Bridge& bridge : out)
            bridge.split_off = std::min(bridge.split_off, below_[root] - bridge.split_off);
        return out;
    }

  private:
    struct Frame {
        Node node = 0;
        std::uint32_t edge = kNone;  // by which it was reached
        std::size_t next = 0;
    };

    void enter(Node node, std::uint32_t edge, std::vector<Frame>& stack) {
        found_[node] = earliest_[node] = clock_++;
        below_[node] = 1;
        stack.push_back({node, edge, 0});
    }

    const Adjacency& graph_;
    std::vector<Node> found_;
    std::vector<Node> earliest_;
    std::vector<std::uint64_t> below_;  // nodes of the subtree
    Node clock_ = 0;
};

std::vector<GraphEdge> edges_of(const std::vector<Node>& place, std::span<const RecordIndex> cluster,
                                std::span<const ScoredPair> pairs, double least_weight) {
    std::vector<GraphEdge> out;
    for (const ScoredPair& pair : pairs) {
        if (!(pair.weight >= least_weight) || cluster[pair.left] != cluster[pair.right]) continue;
        if (pair.left == pair.right) continue;
        const auto [a, b] = std::minmax(place[pair.left], place[pair.right]);
        out.push_back({a, b, pair.weight});
    }
    std::sort(out.begin(), out.end(), [](const GraphEdge& x, const GraphEdge& y) {
        if (x.a != y.a) return x.a < y.a;
        return x.b != y.b ? x.b < y.b : x.weight > y.weight;
    });
    out.erase(std::unique(out.begin(), out.end(),
                          [](const GraphEdge& x, const GraphEdge& y) { return x.a == y.a && x.b == y.b; }),
              out.end());
    return out;
}

}  // namespace

ClusterReport cluster_report(const RecordSet& records, std::span<const RecordIndex> cluster,
                             std::span<const ScoredPair> pairs, double least_weight) {
    const auto order = records.by_id();
    std::vector<Node> place(records.size());
    for (Node node = 0; node < order.size(); ++node) place[order[node]] = node;
    const auto edges = edges_of(place, cluster, pairs, least_weight);
    const Adjacency graph(records.size(), edges);

    std::vector<ClusterShape> shapes(records.size());  // by the leader's place
    for (Node node = 0; node < order.size(); ++node) {
        ClusterShape& shape = shapes[place[cluster[order[node]]]];
        shape.cluster = cluster[order[node]];
        ++shape.records;
        shape.parts = 0;
    }
    for (const GraphEdge& edge : edges) {
        ClusterShape& shape = shapes[place[cluster[order[edge.a]]]];
        shape.weakest_weight = shape.pairs == 0 ? edge.weight : std::min(shape.weakest_weight, edge.weight);
        shape.mean_weight += edge.weight;
        ++shape.pairs;
    }
    ClusterReport out;
    BridgeWalk walk(records.size(), graph);
    for (Node node = 0; node < order.size(); ++node) {
        ClusterShape& shape = shapes[place[cluster[order[node]]]];
        if (shape.records < 2 || walk.has_seen(node)) continue;
        ++shape.parts;
        for (const BridgeWalk::Bridge& bridge : walk.walk(node)) {
            if (shape.records == 2) continue;
            const GraphEdge& edge = edges[bridge.edge];
            out.bridges.push_back(
                {shape.cluster, order[edge.a], order[edge.b], edge.weight, bridge.split_off});
            ++shape.bridges;
        }
    }
    std::sort(out.bridges.begin(), out.bridges.end(), [&](const ClusterBridge& x, const ClusterBridge& y) {
        const auto key = [&](const ClusterBridge& bridge) {
            return std::array{place[bridge.cluster], place[bridge.left], place[bridge.right]};
        };
        return key(x) < key(y);
    });
    for (ClusterShape& shape : shapes) {
        if (shape.records < 2) continue;
        const double size = static_cast<double>(shape.records);
        shape.density = static_cast<double>(shape.pairs) / (size * (size - 1) / 2);
        if (shape.pairs > 0) shape.mean_weight /= static_cast<double>(shape.pairs);
        out.clusters.push_back(shape);
    }
    return out;
}

}  // namespace scrm::identity
