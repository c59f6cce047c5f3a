// SPDX-License-Identifier: Apache-2.0
#include "identity/decision_internal.hpp"

#include <gtest/gtest.h>

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

TEST(Decision, StrangersAreEstimatedByHowManyOwnersWouldBeFound) {
    // A thousand profiles of 4,000 persons; the first ones have a sure claim, some more a weak one.
    const auto estimate = [](RecordIndex sure, double chance) {
        std::vector<Claim> claims;
        for (RecordIndex i = 0; i < 900; ++i) claims.push_back({i, i, i, i < sure ? 20.0 : 3.0, 0});
        return estimate_stranger_share(claims, std::vector<double>(1000, chance), 4000, 0.6);
    };
    EXPECT_NEAR(estimate(400, kClaimed), 1 - 400 / 1000.0 / kClaimed, 0.03);
    EXPECT_NEAR(estimate(80, 0.2), 1 - 80 / 1000.0 / 0.2, 0.03);
    EXPECT_LT(estimate(400, 0.2), 0.1) << "more than would be found if all were customers";
    // Nothing is to be seen.
    EXPECT_EQ(estimate(400, 0), 0.6);
}

TEST(Decision, WhatIsKnownElsewhereIsOfAnotherNetwork) {
    const std::vector<Claim> claims = {
        claim(0, 1, 0.99), claim(1, 1, 0.4),   // established by the other network
        claim(2, 2, 0.99), claim(4, 2, 0.4),   // by the same network only
        claim(6, 3, 0.8),  claim(7, 3, 0.15),  // likely there, unlikely here
        claim(9, 4, 0.3),                      // by people
    };
    const std::vector<OwnedProfile> confirmed = {{8, 4}};
    const KnownElsewhere known = known_elsewhere(claims, two_networks(10), confirmed);
    EXPECT_EQ(known.probability, (std::vector<double>{0.4, 0.99, 0, 0, 0, 0.8, 1}));
    // Persons 1, 2 and 4 are established in network 1, which half the profiles cannot see from there.
    EXPECT_DOUBLE_EQ(known.established, 1.5);
}

TEST(Decision, WhoIsEstablishedTwiceIsKnownFromEverywhere) {
    const std::vector<Claim> claims = {claim(0, 1, 0.99), claim(1, 1, 0.98)};
    EXPECT_DOUBLE_EQ(known_elsewhere(claims, two_networks(2), {}).established, 1);
}

/// `others` of a thousand persons with a sure profile have a likely second one; 20,000 persons own all.
ActivityFactors estimated(std::size_t others) {
    std::vector<Claim> claims;
    for (RecordIndex person = 0; person < 1000; ++person) {
        claims.push_back(claim(2 * person, person, 0.99));
        claims.push_back(claim(2 * person + 1, person, person < others ? 0.6 : 0.02));
    }
    return estimate_activity(claims, known_elsewhere(claims, two_networks(2000), {}), 20'000);
}

TEST(Decision, ActivityIsEstimatedFromHowManyOwnSeveralProfiles) {
    const double few = estimated(50).active;
    const double some = estimated(200).active;
    const double many = estimated(500).active;
    EXPECT_LT(few, some);
    EXPECT_LT(some, many);
    EXPECT_GT(many, 3);
    EXPECT_EQ(estimate_activity({}, {}, 1000).active, 1);
    EXPECT_EQ(estimate_activity({}, {}, 1000).inactive, 1);
}

TEST(Decision, LikelySecondProfilesCountAsSureAsTheFactorMakesThem) {
    // Half of the 1,000 own a second profile: likely by itself, all but sure since the first one is known.
    // Half of all profiles are of the other network and see the 1,000 as established: 500 on average.
    const double expected = (1000 * 0.99 + 500 * 0.6 + 500 * 0.02) / 20'000;
    const double most = 500 / (500 * expected);
    const double least = 500 * 0.6 / (500 * expected);
    EXPECT_GT(estimated(500).active, least + 0.75 * (most - least));
    EXPECT_LT(estimated(500).active, most);
}

TEST(Decision, WhatTheActiveOwnTheOthersDoNot) {
    const ActivityFactors factors = estimated(500);
    EXPECT_NEAR((500 * factors.active + 19'500 * factors.inactive) / 20'000, 1, 1e-9);
}

TEST(Decision, AClaimIsRaisedByASureProfileElsewhere) {
    std::vector<Claim> claims = {claim(0, 1, 0.99), claim(1, 1, 0.4), claim(2, 2, 0.4)};
    const KnownElsewhere known = known_elsewhere(claims, {{1, 2, 1}}, {});
    expect_more_of_the_active(claims, known.probability, {6, 0.8});
    EXPECT_NEAR(claims[1].probability, 0.99 * 0.8, 1e-9);  // odds of 4 in place of 2/3
    EXPECT_NEAR(claims[2].probability, 0.4 * 0.8 / (1 - 0.4 * 0.2), 1e-9);
}

TEST(Decision, TwoDoubtfulProfilesDoNotVouchForEachOther) {
    for (const double doubtful : {0.3, 0.6, 0.9}) {
        std::vector<Claim> claims = {claim(0, 1, doubtful), claim(1, 1, doubtful)};
        const KnownElsewhere known = known_elsewhere(claims, two_networks(2), {});
        expect_more_of_the_active(claims, known.probability, {30, 0.5});
        EXPECT_LE(claims[0].probability, doubtful);
        EXPECT_EQ(claims[0].probability, claims[1].probability);
    }
}

TEST(Decision, ClaimsOfOneProfileNeverExceedOne) {
    std::vector<Claim> claims = {claim(0, 1, 0.5), claim(0, 2, 0.45), claim(1, 1, 0.99), claim(3, 2, 0.99)};
    const KnownElsewhere known = known_elsewhere(claims, two_networks(4), {});
    expect_more_of_the_active(claims, known.probability, {20, 0.8});
    EXPECT_LE(claims[0].probability + claims[1].probability, 1);
    EXPECT_GT(claims[0].probability, claims[1].probability);
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
    EXPECT_EQ(hundred, 0.955);
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
