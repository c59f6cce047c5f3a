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

/// π_0: the share of profiles whose owner is no customer, by expectation maximisation over the profiles;
/// claims sorted by profile. `profiles` are those that show enough to be found: the others would be found
/// nowhere, whoever owns them. `persons` is their number in the bank.
double estimate_stranger_share(std::span<const Claim> claims, std::size_t profiles, double persons,
                               double start);

/// Sets each claim's probability over all claims of its profile and "no customer".
void decide(std::span<Claim> claims, double stranger_share, double persons);

/// A profile that people have confirmed, and its person.
using OwnedProfile = std::pair<RecordIndex, RecordIndex>;

/// Of each claim, 0…1: whether a profile of another network is established as its person's, by people or by
/// a probability near 1. Doubtful claims establish nothing: two profiles of one stranger would otherwise
/// vouch for each other.
std::vector<double> activity_elsewhere(std::span<const Claim> claims,
                                       std::span<const std::uint32_t> network_of,
                                       std::span<const OwnedProfile> confirmed);

/// Up to this probability a claim establishes nothing.
inline constexpr double kDoubtful = 0.92;
/// The same from the highest probability of the person's claims in other networks.
double activity_of(double elsewhere) noexcept;

/// How many times likelier a person who has a profile is to own another one, and one of whom none is known,
/// by the claims: profiles of active persons for each of them, against the profiles that `persons` own on
/// average. `active` as above; claims that are not counted, because what the person's other profiles show is
/// in them already, establish a person but say nothing of the factors.
ActivityFactors estimate_activity(std::span<const Claim> claims, std::span<const double> active,
                                  const std::vector<bool>& is_counted, double persons);

/// Multiplies the odds of each claim by its person's factor.
void expect_more_of_the_active(std::span<Claim> claims, std::span<const double> active,
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
