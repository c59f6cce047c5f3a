// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"
#include "scrm/identity/value_statistics.hpp"
#include "scrm/model/identity_link.hpp"

namespace scrm::identity {

using RecordPairIndex = std::pair<RecordIndex, RecordIndex>;

/// What people decided, as positions in the sets. Profiles first, customers second.
struct ResolutionConstraints {
    std::vector<RecordPairIndex> confirmed;   ///< profile belongs to customer
    std::vector<RecordPairIndex> rejected;    ///< it does not (rejected or revoked)
    std::vector<RecordPairIndex> keep_apart;  ///< two customers are two people
    /// Surviving record of each customer over live merges; empty: every record stands for itself.
    std::vector<RecordIndex> root;
};

/// A customer that a profile may belong to.
struct ResolutionCandidate {
    RecordIndex profile = 0;
    RecordIndex customer = 0;  ///< the record that was compared
    double weight = 0;         ///< bits: log2 odds of this pair alone, with the prior
    double probability = 0;    ///< over all candidates and "no customer"
    Tier tier = Tier::none;
    bool confirmed = false;
    bool rejected = false;

    friend bool operator==(const ResolutionCandidate&, const ResolutionCandidate&) = default;
};

struct ResolutionOptions {
    TrainingOptions training;
    std::size_t max_candidates = 5;  ///< rows kept a profile
    double min_probability = 0.01;   ///< rows below it are not kept, unless decided
};

struct ResolutionResult {
    std::vector<ResolutionCandidate> candidates;  ///< by profile id, best first, then customer id
    std::vector<RecordIndex> cluster;             ///< of each customer: the member with the smallest id
    std::vector<Tier> tiers;                      ///< of each profile: its best
    double stranger_share = 0;                    ///< estimated share of profiles that belong to no customer
    MatchModel model;                             ///< as used; `customers` holds the model of the duplicates
    std::vector<BlockingCount> blocking;          ///< of profile against customer
    ValueStatistics statistics;                   ///< to explain profile and customer by later
};

/// Decides for every profile over all its candidates and "no customer":
/// P_j = π_j 2^W_j / (π_0 + Σ π_i 2^W_i), records of one customer cluster counting as one person.
///
/// A model that is `trained` is used frozen; otherwise it is trained on the records first. Confirmed pairs
/// are tier match with probability 1; rejected ones tier none. Profiles that point at each other share their
/// evidence. Several profiles of one network that claim one customer: at most one is tier match.
/// Deterministic for any thread count and row order.
ResolutionResult resolve(const RecordSet& profiles, const RecordSet& customers, const MatchModel& model,
                         const ResolutionConstraints& constraints = {}, const ResolutionOptions& options = {},
                         const Execution& execution = {});

}  // namespace scrm::identity
