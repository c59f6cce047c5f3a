// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/decision_internal.hpp"
#include "identity/profile_groups_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "scrm/identity/resolution.hpp"

namespace scrm::identity {

/// Bits with the prior below which a customer is no candidate.
inline constexpr double kWeakestCandidate = -10;
/// Claims less probable than this are too weak for a copy to matter.
inline constexpr double kWorthCaution = 0.05;

/// One claim for each profile and person, sorted by both: the record that agrees best speaks for the person.
/// The ranks are the order of ids.
void settle_claims(std::vector<Claim>& claims, std::span<const std::uint32_t> profile_rank,
                   std::span<const std::uint32_t> customer_rank);

/// Bits, without the prior, of a profile and of one that belongs to the same owner, each kind of evidence
/// counted once.
double joint_evidence(const MatchModel& model, const Scorer& scorer, Row profile, Row partner, Row customer,
                      PairContext& context);

/// Bits for one owner of two profiles, by what both show of him.
double owner_bits(const MatchModel& model, const Scorer& scorer, Row profile, Row partner,
                  PairContext& context);
/// How sure it is that two profiles are one owner's: `trust` beforehand, weighed by these bits.
double weighed_trust(double trust, double owner_bits) noexcept;

/// What a login says that two profiles share.
struct LoginEvidence {
    std::uint8_t kind = 0;  ///< index into SharedLoginTrust
    double owner_bits = 0;
};
/// How often such pairs are one owner's, by expectation maximisation; where few are seen, as in networks of
/// some thousand profiles.
SharedLoginTrust estimate_shared_logins(std::span<const LoginEvidence> pairs);

/// Bits of a profile whose partner is its owner's with probability `trust`; `alone` is what it says itself,
/// empty where it does not claim the customer.
double shared_evidence(std::optional<double> alone, double joint, double trust);

/// One profile takes part of its evidence from another.
struct EvidenceShare {
    RecordIndex profile = 0;
    RecordIndex partner = 0;
    double trust = 0;  ///< beforehand
};
std::vector<EvidenceShare> shares_of(std::span<const ProfilePointer> pointers,
                                     std::span<const SharedLogin> shared_logins,
                                     const SharedLoginTrust& trust);

/// What phone numbers and documents say for a pair; a mailbox may stand in the copied biography.
double contact_evidence(const MatchModel& model, const Scorer& scorer, Row profile, Row customer,
                        PairContext& context);

/// Whether every phone of a profile stands in what a copy repeats, so that phones tell no copy from its
/// original.
bool has_only_public_phones(const RecordSet& profiles, RecordIndex profile);

/// How many follow a profile; nullopt where its network does not say.
std::optional<double> followers_of(const RecordSet& profiles, RecordIndex profile);

/// Of a network's profiles with a known number of followers: how many there are, and how many have few.
struct FollowerCounts {
    double few = 1;
    double all = 1;

    void add(double followers) noexcept;
};
/// By the id of the network's name in the column "network" (0: none).
std::vector<FollowerCounts> count_followers(const RecordSet& profiles);

/// How many times likelier a copy is than its owner to be as this profile is. Nobody follows a copy; how
/// telling that is depends on how many of the network's accounts have few followers. And nobody but who
/// copies one writes a letter of a login in another script.
double copy_likeness(const RecordSet& profiles, RecordIndex profile, const FollowerCounts& network);
/// Of two accounts that claim one person in a network, the copy is the one with fewer followers.
double follower_credit(std::optional<double> followers);

/// The candidates of one profile, best first. `claims` are its own; `customer_rank` is the order of ids.
std::vector<ResolutionCandidate> ranked_candidates(std::span<const Claim> claims,
                                                   std::span<const std::uint32_t> customer_rank,
                                                   const Thresholds& limits, double prior_weight,
                                                   const ResolutionOptions& options);

}  // namespace scrm::identity
