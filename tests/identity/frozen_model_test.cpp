// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/frozen_model.hpp"

#include <algorithm>
#include <string_view>

#include "live_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using test::frozen_on;
using test::LiveBank;
using test::set_of;

TEST(FrozenModel, OnItsOwnPopulationNothingChanges) {
    // Large enough for blocking on both sides: a small population is compared whole.
    const LiveBank bank(4, 1600, 900);
    const RecordSet profiles = set_of(bank.profiles, "profiles");
    const RecordSet customers = set_of(bank.customers, "customers");
    const FrozenModel frozen = FrozenModel::freeze(profiles, customers, MatchModel::person());
    const ResolutionResult plain = resolve(profiles, customers, frozen.model());
    const ResolutionResult again = resolve(profiles, customers, frozen);
    EXPECT_EQ(again.cluster, plain.cluster);
    EXPECT_EQ(again.tiers, plain.tiers);
    ASSERT_EQ(again.candidates.size(), plain.candidates.size());
    for (std::size_t i = 0; i < plain.candidates.size(); ++i) {
        EXPECT_TRUE(again.candidates[i] == plain.candidates[i]) << i;
    }
    EXPECT_GT(plain.candidates.size(), 100U);
}

TEST(FrozenModel, AWeightDoesNotDependOnWhoElseIsThere) {
    const LiveBank bank(5);
    const FrozenModel frozen = frozen_on(bank);
    const RecordSet profiles = set_of(bank.profiles, "profiles");
    const RecordSet customers = set_of(bank.customers, "customers");
    const ResolutionResult all = resolve(profiles, customers, frozen);
    ASSERT_FALSE(all.candidates.empty());
    const ResolutionCandidate& best = all.candidates.front();
    const auto named = [](const std::vector<LiveRecord>& records, std::string_view id) {
        for (const LiveRecord& record : records) {
            if (record.id == id) return set_of({record}, "one");
        }
        return RecordSet{};
    };
    const RecordSet profile = named(bank.profiles, profiles.id(best.profile));
    const RecordSet customer = named(bank.customers, customers.id(best.customer));
    const ResolutionResult alone = resolve(profile, customer, frozen);
    ASSERT_EQ(alone.candidates.size(), 1U);
    EXPECT_EQ(alone.candidates.front().weight, best.weight);
}

TEST(FrozenModel, WhatItsPopulationLackedIsEvidenceAllTheSame) {
    LiveBank bank(6);
    for (auto* records : {&bank.customers, &bank.profiles}) {
        for (LiveRecord& record : *records)
            std::erase_if(record.values, [](const auto& value) { return value.first == "phone"; });
    }
    LiveResolver live(frozen_on(bank));
    live.add_customer({"c", {{"full_name", "Вершинина Ольга"}, {"phone", "+79160001122"}}});
    live.add_profile({"vk:1", {{"network", "vk"}, {"phone", "8 916 000-11-22"}}});
    const Explanation why = live.why("vk:1", "c");
    const bool counts = std::any_of(why.evidence.begin(), why.evidence.end(), [](const Evidence& part) {
        return part.comparison == "phone" && part.weight > 5;
    });
    EXPECT_TRUE(counts);
}

TEST(FrozenModel, ThereAndBack) {
    const LiveBank bank(5);
    const FrozenModel frozen = frozen_on(bank);
    const std::string bytes = frozen.to_bytes();
    const FrozenModel again = FrozenModel::from_bytes(bytes);
    EXPECT_EQ(again.digest(), frozen.digest());
    EXPECT_EQ(again.to_bytes(), bytes);
    const RecordSet profiles = set_of(bank.profiles, "profiles");
    const RecordSet customers = set_of(bank.customers, "customers");
    EXPECT_TRUE(resolve(profiles, customers, frozen).candidates ==
                resolve(profiles, customers, again).candidates);

    const auto code_of = [](std::string_view damaged) {
        try {
            FrozenModel::from_bytes(damaged);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_EQ(code_of("{}"), ErrorCode::unreadable_input);
    for (std::size_t at = 30; at < bytes.size(); at += bytes.size() / 20) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 4);
        EXPECT_EQ(code_of(damaged), ErrorCode::corrupt_data) << at;
        EXPECT_EQ(code_of(std::string_view{bytes}.substr(0, at)), ErrorCode::corrupt_data) << at;
    }
    EXPECT_THROW(FrozenModel::load("/nowhere/model"), Error);
    EXPECT_THROW(FrozenModel::freeze(RecordSet{}, customers, MatchModel::person()), Error);
}

}  // namespace
}  // namespace scrm::identity
