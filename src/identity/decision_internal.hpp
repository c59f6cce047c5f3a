// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

/// A person (a cluster of customer records) that a profile may be.
struct Claim {
    RecordIndex profile = 0;
    RecordIndex person = 0;    ///< representative record of the person
    RecordIndex customer = 0;  ///< the record of the person that agrees best
    double evidence = 0;       ///< bits against "somebody else", without any prior
    double probability = 0;
};

/// Of profiles that show a family name or a contact and whose owner is a customer, how many have him among
/// their claims: blocking and the weakest candidate leave the others out. Measured on generated banks.
inline constexpr double kClaimed = 0.88;
/// From so many bits on a claim of a profile that shows less counts.
inline constexpr double kInformative = 6;

/// π_0: the share of profiles whose owner is no customer, by expectation maximisation over the profiles;
/// claims sorted by profile. `chance_to_be_claimed`: by profile, how often such a one has its owner among its
/// claims if he is a customer; 0: it would be found nowhere, whoever owns it. `persons` is their number in
/// the bank.
double estimate_stranger_share(std::span<const Claim> claims, std::span<const double> chance_to_be_claimed,
                               double persons, double start);

/// Sets each claim's probability over all claims of its profile and "no customer".
void decide(std::span<Claim> claims, double stranger_share, double persons);

/// A profile that people have confirmed, and its person.
using OwnedProfile = std::pair<RecordIndex, RecordIndex>;

/// What is known of a person who has a profile in another network.
struct KnownElsewhere {
    /// Of each claim, how sure the surest claim of its person is in another network; 1 where people confirmed
    /// one. Where it is no more than kDoubtful, 0.
    std::vector<double> probability;
    /// Number of persons who are established elsewhere, seen from a network drawn by its share of the
    /// profiles.
    double established = 0;
};
KnownElsewhere known_elsewhere(std::span<const Claim> claims, std::span<const std::uint32_t> network_of,
                               std::span<const OwnedProfile> confirmed);

/// Up to this probability a claim says nothing of its person's other profiles.
inline constexpr double kDoubtful = 0.2;

/// How many times likelier a person who is established elsewhere is to own a profile than one of `persons` on
/// average, by expectation maximisation over the claims; and one who is not: what the established own the
/// others do not.
ActivityFactors estimate_activity(std::span<const Claim> claims, const KnownElsewhere& known, double persons);

/// Counts what is known elsewhere. A claim comes to the probability that the other profile is its person's
/// times what it is worth then; to no less than what it is worth of somebody who is not known. So two
/// doubtful profiles of one stranger do not vouch for each other. `elsewhere`: KnownElsewhere::probability.
void expect_more_of_the_active(std::span<Claim> claims, std::span<const double> elsewhere,
                               const ActivityFactors& factors);

/// Of several profiles in one network that claim one person at most one is right: shares the probability
/// among them. `network_of` gives each profile's network, `credit` bits of extra trust (older, more
/// followers).
void share_among_rivals(std::span<Claim> claims, std::span<const std::uint32_t> network_of,
                        std::span<const double> credit);

/// Whoever copies a profile repeats what it shows, so names, city and birthday are as true of the copy; a
/// contact that the network keeps to itself is not. Takes the copies' share off each claim's probability.
/// `contact_bits` is each claim's evidence from contacts, `likeness` how many times likelier a copy is than
/// its owner to be connected as this profile is.
void beware_of_copies(std::span<Claim> claims, std::span<const double> contact_bits,
                      std::span<const double> likeness);

/// Where tier match begins: Thresholds::match_probability, or higher where match_precision asks for it.
/// Each profile's best claim is as right as its probability says, so the number of right ones among those
/// from p on has mean Σp and variance Σp(1 − p). `claims` by profile, as `decide` leaves them.
double beginning_of_matches(std::span<const Claim> claims, const Thresholds& limits);

}  // namespace scrm::identity
