// SPDX-License-Identifier: Apache-2.0
#include "identity/claims_internal.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "identity/linkage_support.hpp"

namespace scrm::identity {
namespace {

using test::record_set;

/// `pairs` of one kind, of which `own` are one owner's. Half of them show names; those of one owner agree,
/// and one in sixteen of the others.
std::vector<LoginEvidence> pairs_of(std::uint8_t kind, int pairs, int own) {
    std::vector<LoginEvidence> out;
    for (int i = 0; i < pairs; ++i) {
        const bool agree = i < own || i % 32 == 1;
        out.push_back({kind, i % 2 == 0 ? 0.0 : agree ? 4.0 : -8.0});
    }
    return out;
}

TEST(SharedLogins, TrustFollowsWhatThePairsShow) {
    std::vector<LoginEvidence> pairs = pairs_of(0, 4000, 400);
    const auto more = pairs_of(4, 4000, 3600);
    pairs.insert(pairs.end(), more.begin(), more.end());
    const SharedLoginTrust trust = estimate_shared_logins(pairs);
    EXPECT_NEAR(trust[0], 0.1, 0.03);
    EXPECT_NEAR(trust[4], 0.9, 0.03);
}

TEST(SharedLogins, WithoutPairsTheUsualTrustHolds) {
    const SharedLoginTrust usual = estimate_shared_logins({});
    for (std::size_t sharing = 0; sharing < 3; ++sharing) {
        for (std::size_t length = 0; length < 3; ++length) {
            const double trust = usual[sharing * 3 + length];
            EXPECT_GT(trust, 0);
            EXPECT_LT(trust, 1);
            if (sharing > 0) {
                EXPECT_LT(trust, usual[(sharing - 1) * 3 + length]) << "the more share it, the less it says";
            }
            if (length > 0) {
                EXPECT_GT(trust, usual[sharing * 3 + length - 1]) << "the longer, the rarer by chance";
            }
        }
    }
    // Pairs that show nothing teach nothing.
    const SharedLoginTrust after =
        estimate_shared_logins(std::vector<LoginEvidence>(50, LoginEvidence{2, 0}));
    EXPECT_NEAR(after[2], usual[2], 1e-9);
}

TEST(SharedLogins, PairsOfDifferentNetworksByHowManyShareIt) {
    const RecordSet profiles =
        record_set({{"a", {{"network", "vk"}, {"handle", "shark85"}}},
                    {"b", {{"network", "telegram"}, {"handle", "Shark85"}}},
                    {"c", {{"network", "vk"}, {"handle", "night_pilot_of_omsk"}}},
                    {"d", {{"network", "ok"}, {"handle", "night_pilot_of_omsk"}}},
                    {"e", {{"network", "telegram"}, {"handle", "night_pilot_of_omsk"}}},
                    {"f", {{"network", "telegram"}, {"handle", "shark86"}}}});
    std::vector<int> kinds(9, 0);
    for (const SharedLogin& pair : find_shared_logins(profiles)) ++kinds[pair.kind];
    EXPECT_EQ(kinds, (std::vector<int>{2, 0, 0, 0, 0, 6, 0, 0, 0}));
}

}  // namespace
}  // namespace scrm::identity
