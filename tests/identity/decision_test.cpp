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
    return estimate_activity(claims, active, 0.1);
}

TEST(Decision, ActivityIsEstimatedFromHowManyOwnSeveralProfiles) {
    const double few = estimated(50).active;
    const double some = estimated(200).active;
    const double many = estimated(500).active;
    EXPECT_LT(few, some);
    EXPECT_LT(some, many);
    EXPECT_GT(many, 3);
    EXPECT_EQ(estimate_activity({}, {}, 0.1).active, 1);
    EXPECT_EQ(estimate_activity({}, {}, 0.1).inactive, 1);
}

TEST(Decision, WhatTheActiveOwnTheOthersDoNot) {
    std::vector<Claim> claims;
    for (RecordIndex person = 0; person < 400; ++person) {
        claims.push_back(claim(2 * person, person, person < 200 ? 0.99 : 0.5));
        claims.push_back(claim(2 * person + 1, person, 0.4));
    }
    const auto sum = [&] {
        return std::accumulate(claims.begin(), claims.end(), 0.0,
                               [](double all, const Claim& one) { return all + one.probability; });
    };
    const double before = sum();
    const auto active = activity_elsewhere(claims, two_networks(800), {});
    expect_more_of_the_active(claims, active, estimate_activity(claims, active, 0.2));
    EXPECT_NEAR(sum(), before, 0.01 * before);
    EXPECT_GT(claims[1].probability, 0.45);
    EXPECT_LT(claims[401].probability, 0.4);
    for (const Claim& one : claims) EXPECT_LE(one.probability, 1);
}

}  // namespace
}  // namespace scrm::identity
