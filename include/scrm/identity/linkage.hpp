// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"
#include "scrm/model/identity_link.hpp"

namespace scrm::identity {

/// Two records that were compared and found alike enough to keep.
struct ScoredPair {
    RecordIndex left = 0;
    RecordIndex right = 0;
    double weight = 0;          ///< bits: log2 odds with the prior
    double probability = 0;     ///< of this pair alone: 2^w / (1 + 2^w)
    std::uint64_t pattern = 0;  ///< packed levels, for counting
    Tier tier = Tier::none;

    friend bool operator==(const ScoredPair&, const ScoredPair&) = default;
};

/// What a blocking rule brought.
struct BlockingCount {
    std::string rule;           ///< keys joined by " + "
    std::uint64_t pairs = 0;    ///< that no earlier rule had found
    std::uint64_t blocks = 0;   ///< keys with at least two records
    std::uint64_t largest = 0;  ///< records in the largest block used
    std::uint64_t generic = 0;  ///< keys above the cap, skipped
};

/// How pairs become people.
enum class ClusterMethod : std::uint8_t {
    average_linkage,       ///< mean weight between clusters, with vetoes
    connected_components,  ///< whoever is connected by pairs above the threshold, as Splink does
    /// Strongest pair first, a record joins a cluster by the best pair that is allowed; clusters never merge
    /// with each other, so that no chain of weak pairs glues two families.
    single_best_link,
    /// Strongest pair first, each record has at most one partner (unique mapping clustering, Papadakis et
    /// al., Bipartite Graph Matching Algorithms for Clean-Clean Entity Resolution, EDBT 2022).
    unique_mapping,
};

std::string_view to_string(ClusterMethod value) noexcept;
std::optional<ClusterMethod> parse_cluster_method(std::string_view text) noexcept;

struct LinkOptions {
    bool train = true;  ///< a model that says `trained` is used as it is all the same
    bool many = false;  ///< link: every right record from 0 bits (and the model's cluster_weight) on matches
    double min_probability =
        0.5;  ///< pairs below it are not returned unless they match; 0: every blocked pair is
    ClusterMethod cluster_method = ClusterMethod::average_linkage;  ///< dedupe only
    /// Of a pair that joins records; empty: the model's cluster_weight, even odds at least for
    /// connected_components. Dedupe only.
    std::optional<double> cluster_probability = std::nullopt;
    /// By record: which source it comes from; of each source a cluster holds one record at most. Empty: no
    /// source is free of duplicates. Only for single_best_link and unique_mapping; dedupe only.
    std::vector<std::uint32_t> duplicate_free_sources = {};
    TrainingOptions training;
    /// Pairs of records that are two people, whatever the evidence; dedupe only. connected_components leaves
    /// out the pair alone, so that a third record may still connect the two.
    std::vector<std::pair<RecordIndex, RecordIndex>> keep_apart;
    /// Pairs of records that are one person by decision; dedupe only.
    std::vector<std::pair<RecordIndex, RecordIndex>> same;
};

struct LinkResult {
    std::vector<ScoredPair> pairs;  ///< by left id, best first, then right id
    MatchModel model;               ///< as trained
    std::vector<BlockingCount> blocking;
};

struct DedupeResult {
    std::vector<ScoredPair>
        pairs;  ///< left id < right id; by left id, then right id; tier match = same cluster
    std::vector<RecordIndex> cluster;  ///< of each record: the member with the smallest id
    MatchModel model;
    std::vector<BlockingCount> blocking;
};

/// The pairs of a left and a right record that may be one person. Without `many` at most one pair of each
/// left record is tier match: the best one from the model's cluster_weight on, two bits less where the two
/// are each other's only answer, and none where it is doubtful and another left record fits the right one
/// better; where far better (2 bits), the next candidate stands in its place. A pair that contradicts itself
/// as one person (Level::conflict) is never one. Deterministic: equal records give equal results for any
/// thread count and row order. Throws Error{invalid_argument} for a model that
/// does not fit the records, Error{cancelled}.
LinkResult link(const RecordSet& left, const RecordSet& right, const MatchModel& model,
                const LinkOptions& options = {}, const Execution& execution = {});

/// The people behind the records of one population: by default average linkage on match weights within
/// connected components, with vetoes for what one person cannot have twice. Every record has a cluster.
/// Throws Error{invalid_argument} also when duplicate-free sources do not fit the records or the method.
DedupeResult dedupe(const RecordSet& records, const MatchModel& model, const LinkOptions& options = {},
                    const Execution& execution = {});

}  // namespace scrm::identity
