// SPDX-License-Identifier: Apache-2.0
#include "identity/decision_internal.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace scrm::identity {
namespace {

/// Profiles 2i and 2i + 1 are of networks 1 and 2.
std::vector<std::uint32_t> two_networks(std::size_t profiles) {
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < profiles; ++i) out.push_back(1 + i % 2);
    return out;
}

Claim claim(RecordIndex profile, RecordIndex person, double probability) {
    return {profile, person, person, 0, probability};
}

TEST(Decision, OnlyAnotherNetworksSureProfileMakesAPersonActive) {
    const std::vector<Claim> claims = {
        claim(0, 1, 0.99), claim(1, 1, 0.4),  // established by the other network
        claim(2, 2, 0.99), claim(4, 2, 0.4),  // by the same network only
        claim(6, 3, 0.8),  claim(7, 3, 0.8),  // two doubtful ones
        claim(9, 4, 0.3),                     // by people
    };
    const std::vector<OwnedProfile> confirmed = {{8, 4}};
    const auto active = activity_elsewhere(claims, two_networks(10), confirmed);
    EXPECT_EQ(active[0], 0);
    EXPECT_EQ(active[1], 1);
    EXPECT_EQ(active[3], 0);
    EXPECT_EQ(active[4], 0);
    EXPECT_EQ(active[5], 0);
    EXPECT_EQ(active[6], 1);
}

/// `others` of a thousand persons with a sure profile have a likely second one.
ActivityFactors estimated(std::size_t others) {
    std::vector<Claim> claims;
    for (RecordIndex person = 0; person < 1000; ++person) {
        claims.push_back(claim(2 * person, person, 0.99));
        claims.push_back(claim(2 * person + 1, person, person < others ? 0.6 : 0.02));
    }
    const auto active = activity_elsewhere(claims, two_networks(2000), {});
    return estimate_activity(claims, active, std::vector<bool>(claims.size(), true), 20'000);
}

TEST(Decision, ActivityIsEstimatedFromHowManyOwnSeveralProfiles) {
    const double few = estimated(50).active;
    const double some = estimated(200).active;
    const double many = estimated(500).active;
    EXPECT_LT(few, some);
    EXPECT_LT(some, many);
    EXPECT_GT(many, 3);
    EXPECT_EQ(estimate_activity({}, {}, {}, 1000).active, 1);
    EXPECT_EQ(estimate_activity({}, {}, {}, 1000).inactive, 1);
}

TEST(Decision, ActivityIsOfPersonsHoweverManyProfilesTheyHave) {
    // Each of a hundred persons has three sure profiles, and one in two a fourth that is likely his.
    std::vector<Claim> claims;
    std::vector<std::uint32_t> networks;
    for (RecordIndex person = 0; person < 100; ++person) {
        for (RecordIndex i = 0; i < 4; ++i) {
            claims.push_back(claim(4 * person + i, person, i < 3 ? 0.99 : person % 2 == 0 ? 0.6 : 0.02));
            networks.push_back(i);
        }
    }
    const auto active = activity_elsewhere(claims, networks, {});
    // The sure ones share evidence with each other: they say who is active, not how often.
    std::vector<bool> is_counted(claims.size());
    for (std::size_t i = 3; i < claims.size(); i += 4) is_counted[i] = true;
    // A tenth of the thousand persons owns all that is counted.
    EXPECT_NEAR(estimate_activity(claims, active, is_counted, 1000).active, 8, 2);
}

TEST(Decision, WhatTheActiveOwnTheOthersDoNot) {
    std::vector<Claim> claims;
    for (RecordIndex person = 0; person < 400; ++person) {
        claims.push_back(claim(2 * person, person, person < 200 ? 0.99 : 0.5));
        claims.push_back(claim(2 * person + 1, person, 0.6));
    }
    const auto sum = [&] {
        return std::accumulate(claims.begin(), claims.end(), 0.0,
                               [](double all, const Claim& one) { return all + one.probability; });
    };
    const double before = sum();
    const auto active = activity_elsewhere(claims, two_networks(800), {});
    const std::vector<bool> all(claims.size(), true);
    expect_more_of_the_active(claims, active, estimate_activity(claims, active, all, 2000));
    EXPECT_NEAR(sum(), before, 0.1 * before);
    EXPECT_GT(claims[1].probability, 0.65);
    EXPECT_LT(claims[401].probability, 0.6);
    for (const Claim& one : claims) EXPECT_LE(one.probability, 1);
}

/// `count` profiles whose best claims are spread evenly from .9 to 1.
std::vector<Claim> evenly_spread(std::size_t count) {
    std::vector<Claim> claims;
    for (RecordIndex i = 0; i < count; ++i) {
        const double best = 0.9 + 0.1 * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
        claims.push_back(claim(i, 2 * i, best));
        claims.push_back(claim(i, 2 * i + 1, 1 - best));
    }
    return claims;
}

TEST(Decision, FewLinksMustBeSurerThanManyForTheSamePrecision) {
    Thresholds limits;
    limits.match_probability = 0.9;
    EXPECT_EQ(beginning_of_matches(evenly_spread(100), limits), 0.9) << "no precision is asked for";
    limits.match_precision = 0.96;
    // From p on the mean is (p + 1) / 2: ever more links need ever less room below .96, and .92 is its limit.
    const double hundred = beginning_of_matches(evenly_spread(100), limits);
    const double thousands = beginning_of_matches(evenly_spread(10'000), limits);
    const double many = beginning_of_matches(evenly_spread(1'000'000), limits);
    EXPECT_EQ(hundred, 0.945);
    EXPECT_LT(thousands, hundred);
    EXPECT_LT(many, thousands);
    EXPECT_NEAR(many, 0.92, 0.002);
}

TEST(Decision, MatchesBeginWhereAskedWhenThatIsPreciseEnough) {
    Thresholds limits;
    limits.match_probability = 0.9;
    limits.match_precision = 0.94;
    EXPECT_EQ(beginning_of_matches(evenly_spread(100'000), limits), 0.9);
    limits.match_probability = 0.97;
    limits.match_precision = 0.999;
    EXPECT_EQ(beginning_of_matches(evenly_spread(100), limits), 0.97)
        << "above the sure link nothing is raised";
    EXPECT_EQ(beginning_of_matches({}, limits), 0.97);
}

TEST(Decision, ClaimsTooNearToEachOtherPromiseNoMatch) {
    Thresholds limits;
    limits.match_probability = 0.5;
    limits.match_margin = 0.4;
    limits.match_precision = 0.9;
    std::vector<Claim> claims;
    for (RecordIndex i = 0; i < 10'000; ++i) claims.push_back(claim(i, 2 * i, 0.99));
    for (RecordIndex i = 10'000; i < 20'000; ++i) {
        claims.push_back(claim(i, 2 * i, 0.51));
        claims.push_back(claim(i, 2 * i + 1, 0.49));
    }
    EXPECT_EQ(beginning_of_matches(claims, limits), 0.5);
}

}  // namespace
}  // namespace scrm::identity
