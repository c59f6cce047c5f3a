// SPDX-License-Identifier: Apache-2.0
#include "identity/linkage_tiers_internal.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include "identity/clustering/greedy_clustering_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

/// In the order of ClusterMethod.
constexpr std::array<std::string_view, 4> kMethodNames = {"average_linkage", "connected_components",
                                                          "single_best_link", "unique_mapping"};

/// Bits from which on two single records join where groups join for less: F1 is highest where every pair
/// joins that is as probable as half of it (Lipton, Elkan and Naryanaswamy 2014), .41 here.
constexpr double kPairAlone = -0.5;

bool is_greedy(ClusterMethod method) noexcept {
    return method == ClusterMethod::single_best_link || method == ClusterMethod::unique_mapping;
}

/// Components over edges of at least `least` bits and the pairs that are one person; the smallest row leads.
std::vector<Row> components(std::size_t count, std::span<const Edge> edges, double least,
                            const std::vector<std::pair<Row, Row>>& apart,
                            const std::vector<std::pair<Row, Row>>& same) {
    std::vector<Row> parent(count);
    std::iota(parent.begin(), parent.end(), Row{0});
    const auto root = [&parent](Row row) {
        while (parent[row] != row) row = parent[row] = parent[parent[row]];
        return row;
    };
    const auto join = [&](Row a, Row b) {
        const Row x = root(a);
        const Row y = root(b);
        parent[std::max(x, y)] = std::min(x, y);
    };
    for (const auto& [a, b] : same) join(a, b);
    const std::set<std::pair<Row, Row>> cut(apart.begin(), apart.end());
    for (const Edge& edge : edges) {
        if (static_cast<double>(edge.weight) >= least && !cut.contains({edge.a, edge.b}))
            join(edge.a, edge.b);
    }
    for (std::size_t row = 0; row < count; ++row) parent[row] = root(static_cast<Row>(row));
    return parent;
}

}  // namespace

void set_tiers(std::vector<ScoredPair>& pairs, std::size_t begin, std::size_t end,
               const Thresholds& thresholds, bool many) {
    // One best answer may be thin where nobody else fits; of many answers each stands by itself.
    const double least = many ? std::max(thresholds.cluster_weight, 0.0) : thresholds.cluster_weight;
    for (std::size_t i = begin; i < end; ++i) {
        ScoredPair& pair = pairs[i];
        if (pair.probability >= thresholds.review_probability) pair.tier = Tier::review;
        const bool is_best = i == begin;
        const double next = i + 1 < end ? pairs[i + 1].probability : 0;
        const bool is_alone =
            many || (is_best && (pair.weight - (i + 1 < end ? pairs[i + 1].weight : -60) >= 1 ||
                                 pair.probability - next >= thresholds.match_margin));
        if (pair.weight >= least && is_alone) pair.tier = Tier::match;
    }
}

void check_cluster_options(const LinkOptions& options, std::size_t records) {
    if (options.duplicate_free_sources.empty()) return;
    if (!is_greedy(options.cluster_method))
        throw Error{ErrorCode::invalid_argument,
                    "sources without duplicates need the method single_best_link or unique_mapping"};
    if (options.duplicate_free_sources.size() != records)
        throw Error{ErrorCode::invalid_argument, "there is not one source for every record"};
}

std::string_view to_string(ClusterMethod value) noexcept {
    return kMethodNames[static_cast<std::size_t>(value)];
}

std::optional<ClusterMethod> parse_cluster_method(std::string_view text) noexcept {
    const auto at = std::find(kMethodNames.begin(), kMethodNames.end(), text);
    if (at == kMethodNames.end()) return std::nullopt;
    return static_cast<ClusterMethod>(at - kMethodNames.begin());
}

ClusteringOptions clustering_of(const LinkOptions& options, const Thresholds& thresholds) {
    if (options.cluster_probability) {
        const double least = weight_of(*options.cluster_probability);
        return {.merge_weight = least, .pair_weight = least, .edge_weight = least};
    }
    // One pair joins all that both are connected with, and nothing else is asked.
    const bool by_one_pair = options.cluster_method == ClusterMethod::connected_components;
    const double least = by_one_pair ? std::max(thresholds.cluster_weight, 0.0) : thresholds.cluster_weight;
    // Only what a cluster has in common outweighs that a pair by itself is much likelier two persons.
    const double alone = std::max(least, kPairAlone);
    return {.merge_weight = least, .pair_weight = alone, .edge_weight = alone};
}

std::vector<Row> cluster_records(const Rows& rows, std::span<const Edge> edges, const LinkOptions& options,
                                 const Thresholds& thresholds, const std::function<double(Row, Row)>& weight,
                                 const Execution& execution) {
    std::vector<Row> row_of(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
        row_of[rows.record(static_cast<Row>(row))] = static_cast<Row>(row);
    const auto to_rows = [&](const std::vector<std::pair<RecordIndex, RecordIndex>>& pairs) {
        std::vector<std::pair<Row, Row>> out;
        for (const auto& [a, b] : pairs) out.emplace_back(std::minmax(row_of.at(a), row_of.at(b)));
        std::sort(out.begin(), out.end());
        return out;
    };
    const ClusteringOptions clustering = clustering_of(options, thresholds);
    const auto apart = to_rows(options.keep_apart);
    const auto same = to_rows(options.same);
    if (options.cluster_method == ClusterMethod::connected_components)
        return components(rows.size(), edges, clustering.merge_weight, apart, same);
    if (is_greedy(options.cluster_method)) {
        std::vector<std::uint32_t> sources;
        for (std::size_t row = 0; row < rows.size() && !options.duplicate_free_sources.empty(); ++row)
            sources.push_back(options.duplicate_free_sources[rows.record(static_cast<Row>(row))]);
        const auto join = options.cluster_method == ClusterMethod::unique_mapping
                              ? GreedyJoin::record_to_record
                              : GreedyJoin::record_to_cluster;
        return cluster_greedily(rows.size(), edges, apart, same,
                                {.edge_weight = clustering.edge_weight, .join = join, .sources = sources});
    }
    return cluster_rows(rows.size(), edges, apart, same, weight, clustering, execution);
}

}  // namespace scrm::identity
