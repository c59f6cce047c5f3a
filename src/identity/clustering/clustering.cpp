// SPDX-License-Identifier: Apache-2.0
#include "identity/clustering/clustering_internal.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

/// Larger components are cut at their weakest edges before the quadratic part starts.
constexpr std::uint32_t kMostRowsTogether = 256;
constexpr double kVeto = -1e9;

/// Union–find whose representative is the smallest row.
class Components {
  public:
    explicit Components(std::size_t count) : parent_(count), size_(count, 1) {
        std::iota(parent_.begin(), parent_.end(), Row{0});
    }
    Row find(Row row) {
        while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
        return row;
    }
    std::uint32_t size(Row row) { return size_[find(row)]; }
    void join(Row a, Row b) {
        a = find(a);
        b = find(b);
        if (a == b) return;
        if (b < a) std::swap(a, b);
        parent_[b] = a;
        size_[a] += size_[b];
    }

  private:
    std::vector<Row> parent_;
    std::vector<std::uint32_t> size_;
};

/// Average linkage over the rows of one component. Sums between groups are updated by addition (Lance and
/// Williams).
class Agglomeration {
  public:
    explicit Agglomeration(std::vector<Row> rows)
        : rows_(std::move(rows)), sums_(rows_.size() * rows_.size(), 0.0), size_(rows_.size(), 1) {
        group_.resize(rows_.size());
        std::iota(group_.begin(), group_.end(), std::size_t{0});
    }
    double& sum(std::size_t i, std::size_t k) { return sums_[i * rows_.size() + k]; }
    const std::vector<Row>& rows() const { return rows_; }

    void merge(std::size_t i, std::size_t k) {
        for (std::size_t x = 0; x < rows_.size(); ++x) {
            if (size_[x] == 0 || x == i || x == k) continue;
            sum(i, x) += sum(k, x);
            sum(x, i) = sum(i, x);
        }
        size_[i] += size_[k];
        size_[k] = 0;
        for (std::size_t& g : group_) g = g == k ? i : g;
    }
    std::size_t group(std::size_t i) const { return group_[i]; }

    /// Merges the pair of groups with the highest mean until none reaches `least`, or `least_alone` where
    /// both are single rows.
    void run(double least, double least_alone) {
        while (true) {
            double best = least;
            std::size_t best_i = rows_.size();
            std::size_t best_k = 0;
            for (std::size_t i = 0; i < rows_.size(); ++i) {
                if (size_[i] == 0) continue;
                for (std::size_t k = i + 1; k < rows_.size(); ++k) {
                    if (size_[k] == 0) continue;
                    const double mean =
                        sum(i, k) / (static_cast<double>(size_[i]) * static_cast<double>(size_[k]));
                    if (size_[i] == 1 && size_[k] == 1 && mean < least_alone) continue;
                    if (mean > best || (best_i == rows_.size() && mean >= least)) {
                        best = mean;
                        best_i = i;
                        best_k = k;
                    }
                }
            }
            if (best_i == rows_.size()) return;
            merge(best_i, best_k);
        }
    }

  private:
    std::vector<Row> rows_;
    std::vector<double> sums_;
    std::vector<std::size_t> size_;
    std::vector<std::size_t> group_;
};

bool by_strength(const Edge& x, const Edge& y) {
    if (x.weight != y.weight) return x.weight > y.weight;
    return x.a != y.a ? x.a < y.a : x.b < y.b;
}

}  // namespace

std::vector<Row> cluster_rows(std::size_t count, std::span<const Edge> edges,
                              std::span<const std::pair<Row, Row>> apart,
                              std::span<const std::pair<Row, Row>> same,
                              const std::function<double(Row, Row)>& weight, const ClusteringOptions& options,
                              const Execution& execution) {
    std::vector<Edge> strong;
    for (const Edge& edge : edges) {
        if (edge.weight >= options.edge_weight) strong.push_back(edge);
    }
    std::sort(strong.begin(), strong.end(), by_strength);
    Components components(count);
    for (const auto& [a, b] : same) components.join(a, b);
    for (const Edge& edge : strong) {
        if (components.size(edge.a) + components.size(edge.b) <= kMostRowsTogether)
            components.join(edge.a, edge.b);
    }
    std::vector<std::uint32_t> start(count + 1, 0);
    for (Row row = 0; row < count; ++row) ++start[components.find(row) + 1];
    for (std::size_t i = 1; i <= count; ++i) start[i] += start[i - 1];
    std::vector<Row> members(count);
    {
        std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
        for (Row row = 0; row < count; ++row) members[next[components.find(row)]++] = row;
    }
    std::vector<Row> roots;
    for (Row row = 0; row < count; ++row) {
        if (start[row + 1] - start[row] > 1) roots.push_back(row);
    }
    // Edges, bans and decisions by the component that they lie in.
    const auto by_root = [&](auto& items, const auto& row_of) {
        std::erase_if(items, [&](const auto& item) {
            const auto [a, b] = row_of(item);
            return components.find(a) != components.find(b);
        });
        std::stable_sort(items.begin(), items.end(), [&](const auto& x, const auto& y) {
            return components.find(row_of(x).first) < components.find(row_of(y).first);
        });
    };
    std::vector<Edge> inner(edges.begin(), edges.end());
    std::vector<std::pair<Row, Row>> bans(apart.begin(), apart.end());
    std::vector<std::pair<Row, Row>> decided(same.begin(), same.end());
    const auto ends_of_edge = [](const Edge& edge) { return std::pair{edge.a, edge.b}; };
    const auto ends_of_pair = [](const std::pair<Row, Row>& pair) { return pair; };
    by_root(inner, ends_of_edge);
    by_root(bans, ends_of_pair);
    by_root(decided, ends_of_pair);
    std::vector<Row> root_of(count);
    for (Row row = 0; row < count; ++row) root_of[row] = components.find(row);
    const auto slice = [&](const auto& items, Row root, const auto& row_of) {
        const auto first = std::partition_point(
            items.begin(), items.end(), [&](const auto& item) { return root_of[row_of(item).first] < root; });
        const auto last = std::partition_point(
            first, items.end(), [&](const auto& item) { return root_of[row_of(item).first] == root; });
        return std::pair{first, last};
    };

    std::vector<Row> cluster(count);
    std::iota(cluster.begin(), cluster.end(), Row{0});
    ProgressMeter progress(execution, "cluster", static_cast<std::int64_t>(roots.size()));
    constexpr std::size_t kChunk = 512;
    for_each_chunk(
        roots.size(), kChunk, execution.threads, execution.stop,
        [&](std::size_t begin, std::size_t end, std::size_t) {
            for (std::size_t r = begin; r < end; ++r) {
                const Row root = roots[r];
                const std::vector<Row> rows(members.begin() + start[root], members.begin() + start[root + 1]);
                const std::size_t n = rows.size();
                Agglomeration work(rows);
                const auto place = [&](Row row) {
                    return static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) -
                                                    rows.begin());
                };
                constexpr double kUnknown = std::numeric_limits<double>::infinity();
                for (std::size_t i = 0; i < n; ++i) {
                    for (std::size_t k = 0; k < n; ++k) work.sum(i, k) = i == k ? 0 : kUnknown;
                }
                const auto [first_edge, last_edge] = slice(inner, root, ends_of_edge);
                for (auto edge = first_edge; edge != last_edge; ++edge) {
                    work.sum(place(edge->a), place(edge->b)) = static_cast<double>(edge->weight);
                }
                for (std::size_t i = 0; i < n; ++i) {
                    for (std::size_t k = i + 1; k < n; ++k) {
                        double& cell = work.sum(i, k);
                        if (cell == kUnknown) cell = weight(rows[i], rows[k]);
                        cell = std::clamp(cell, -options.clip, options.clip);
                        work.sum(k, i) = cell;
                    }
                }
                const auto [first_ban, last_ban] = slice(bans, root, ends_of_pair);
                for (auto ban = first_ban; ban != last_ban; ++ban) {
                    work.sum(place(ban->first), place(ban->second)) = kVeto;
                    work.sum(place(ban->second), place(ban->first)) = kVeto;
                }
                const auto [first_same, last_same] = slice(decided, root, ends_of_pair);
                for (auto pair = first_same; pair != last_same; ++pair) {
                    const std::size_t i = work.group(place(pair->first));
                    const std::size_t k = work.group(place(pair->second));
                    if (i != k) work.merge(std::min(i, k), std::max(i, k));
                }
                work.run(options.merge_weight, options.pair_weight);
                for (std::size_t i = 0; i < n; ++i) cluster[rows[i]] = rows[work.group(i)];
            }
            progress.advance(static_cast<std::int64_t>(end - begin));
        });
    progress.finish();
    return cluster;
}

}  // namespace scrm::identity
