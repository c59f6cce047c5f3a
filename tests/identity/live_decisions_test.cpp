// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "live_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using test::frozen_on;
using test::LiveBank;

LiveDecision on_pair(DecisionKind kind, std::string profile, std::string customer) {
    return {kind, std::move(profile), std::move(customer), {}};
}

LiveDecision on_customers(DecisionKind kind, std::string customer, std::string other) {
    return {kind, {}, std::move(customer), std::move(other)};
}

class LiveDecisions : public ::testing::Test {
  protected:
    static const LiveBank& bank() {
        static const LiveBank kBank(7);
        return kBank;
    }
    static const FrozenModel& model() {
        static const FrozenModel kModel = frozen_on(bank());
        return kModel;
    }
    static void fill(LiveResolver& live) {
        std::vector<LiveWrite> writes;
        for (const LiveRecord& record : bank().customers)
            writes.push_back({LiveSide::customer, false, record});
        for (const LiveRecord& record : bank().profiles) writes.push_back({LiveSide::profile, false, record});
        live.apply(writes);
        live.process_redo();
    }
    /// A profile that the machine matches, with whom it does.
    static LiveResolution matched(const LiveResolver& live) {
        for (const LiveResolution& one : live.resolutions()) {
            if (one.tier == Tier::match) return one;
        }
        ADD_FAILURE() << "the bank has no match";
        return {};
    }
    static std::string other_than(const std::string& customer) {
        for (const LiveRecord& record : bank().customers) {
            if (record.id != customer) return record.id;
        }
        return {};
    }
    static Tier tier_of(const LiveResolution& resolution, const std::string& customer) {
        for (const LiveCandidate& candidate : resolution.candidates) {
            if (candidate.customer == customer) return candidate.tier;
        }
        return Tier::none;
    }
};

TEST_F(LiveDecisions, AConfirmationGivesWayToALaterOneAndComesBackWhenThatCustomerIsRemoved) {
    LiveResolver live(model());
    fill(live);
    const LiveResolution before = matched(live);
    const std::string first = before.candidates.front().customer;
    const std::string second = other_than(first);
    EXPECT_TRUE(live.decide(on_pair(DecisionKind::confirm, before.profile, first)));
    EXPECT_FALSE(live.decide(on_pair(DecisionKind::confirm, before.profile, first)));
    const auto confirmed = *live.resolve(before.profile);
    ASSERT_EQ(confirmed.candidates.size(), 1U);
    EXPECT_TRUE(confirmed.candidates.front().confirmed);
    EXPECT_EQ(confirmed.candidates.front().probability, 1);
    EXPECT_EQ(confirmed.margin, 1);

    EXPECT_TRUE(live.decide(on_pair(DecisionKind::confirm, before.profile, second)));
    EXPECT_EQ(tier_of(*live.resolve(before.profile), second), Tier::match);
    EXPECT_EQ(tier_of(*live.resolve(before.profile), first), Tier::none);
    EXPECT_EQ(live.decisions(),
              (std::vector<LiveDecision>{{DecisionKind::unlink, before.profile, first, second},
                                         {DecisionKind::confirm, before.profile, second, {}}}));

    EXPECT_TRUE(live.remove_customer(second));
    EXPECT_EQ(live.decisions(),
              (std::vector<LiveDecision>{{DecisionKind::confirm, before.profile, first, {}}}));
    EXPECT_EQ(tier_of(*live.resolve(before.profile), first), Tier::match);
    EXPECT_TRUE(live.remove_profile(before.profile));
    EXPECT_EQ(live.counts().decisions, 0U);
}

TEST_F(LiveDecisions, ARejectionBarsAllThatTheRecordIsMergedWith) {
    LiveResolver live(model());
    fill(live);
    const LiveResolution before = matched(live);
    const std::string customer = before.candidates.front().customer;
    const std::string other = other_than(customer);
    EXPECT_TRUE(live.decide(on_customers(DecisionKind::merge, other, customer)));
    EXPECT_TRUE(live.decide(on_pair(DecisionKind::reject, before.profile, other)));
    EXPECT_EQ(tier_of(*live.resolve(before.profile), customer), Tier::none);
    EXPECT_EQ(live.how(customer).person, live.how(other).person);
    EXPECT_TRUE(live.decide(on_customers(DecisionKind::unmerge, other, customer)));
    EXPECT_EQ(tier_of(*live.resolve(before.profile), customer), Tier::match);
}

TEST_F(LiveDecisions, WhatContradictsIsRefusedAndChangesNothing) {
    LiveResolver live(model());
    const auto refused = [&](const LiveDecision& decision) {
        try {
            live.decide(decision);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_TRUE(live.decide(on_customers(DecisionKind::merge, "A", "B")));
    EXPECT_TRUE(live.decide(on_customers(DecisionKind::keep_apart, "C", "B")));
    EXPECT_FALSE(live.decide(on_customers(DecisionKind::keep_apart, "B", "C")));
    const auto held = live.decisions();
    EXPECT_EQ(refused(on_customers(DecisionKind::keep_apart, "B", "A")), ErrorCode::conflict);
    EXPECT_EQ(refused(on_customers(DecisionKind::merge, "C", "A")), ErrorCode::conflict);
    EXPECT_EQ(refused(on_customers(DecisionKind::merge, "A", "A")), ErrorCode::invalid_argument);
    EXPECT_EQ(refused(on_customers(DecisionKind::unmerge, "B", "A")), ErrorCode::not_found);
    EXPECT_EQ(refused(on_customers(DecisionKind::lift_keep_apart, "C", "A")), ErrorCode::not_found);
    EXPECT_EQ(refused(on_customers(DecisionKind::erase, "B", "A")), ErrorCode::invalid_argument);
    EXPECT_EQ(refused(on_pair(DecisionKind::confirm, "", "A")), ErrorCode::invalid_argument);
    EXPECT_EQ(refused({DecisionKind::reject, "p", "A", "B"}), ErrorCode::invalid_argument);
    EXPECT_EQ(live.decisions(), held);
    EXPECT_TRUE(live.decide(on_customers(DecisionKind::lift_keep_apart, "B", "C")));
    EXPECT_TRUE(live.decide(on_customers(DecisionKind::merge, "C", "A")));
    EXPECT_EQ(live.counts().decisions, 2U);
}

TEST_F(LiveDecisions, AreInTheLogAndTheSnapshot) {
    // Of its own: the tests of another tree may run beside this one.
    const auto folder =
        std::filesystem::path(::testing::TempDir()) / ("live-decisions-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    Digest digest;
    std::vector<LiveDecision> decisions;
    {
        LiveResolver live = LiveResolver::open(folder, model());
        fill(live);
        const LiveResolution found = matched(live);
        const std::string customer = found.candidates.front().customer;
        live.decide(on_pair(DecisionKind::reject, found.profile, customer));
        live.decide(on_customers(DecisionKind::merge, customer, other_than(customer)));
        live.snapshot();
        live.decide(on_pair(DecisionKind::confirm, found.profile, customer));
        live.decide(on_customers(DecisionKind::keep_apart, "nobody", customer));
        live.decide(on_pair(DecisionKind::confirm, found.profile, other_than(customer)));
        digest = live.digest();
        decisions = live.decisions();
    }
    for (int i = 0; i < 2; ++i) {
        LiveResolver again = LiveResolver::open(folder);
        EXPECT_EQ(again.decisions(), decisions);
        EXPECT_EQ(again.digest(), digest);
        again.snapshot();
    }
    std::filesystem::remove_all(folder);
}

TEST_F(LiveDecisions, ObserversHearWhatADecisionChanged) {
    LiveResolver live(model());
    fill(live);
    const LiveResolution before = matched(live);
    std::vector<LiveChange> heard;
    live.observe([&](const LiveChange& change) { heard.push_back(change); });
    live.decide(on_pair(DecisionKind::reject, before.profile, before.candidates.front().customer));
    ASSERT_FALSE(heard.empty());
    const auto& decisions = heard.front().decisions;
    EXPECT_TRUE(std::any_of(decisions.begin(), decisions.end(), [&](const LiveChange::Decision& one) {
        return one.after.profile == before.profile && one.before == before && one.after != before;
    }));
}

TEST_F(LiveDecisions, ReadersAndDecidersMeetNowhere) {
    LiveResolver live(model());
    fill(live);
    const auto all = live.resolutions();
    std::thread reader([&] {
        for (int i = 0; i < 3; ++i) {
            for (const LiveResolution& one : all) live.resolve(one.profile);
        }
    });
    for (std::size_t i = 0; i + 1 < 40; ++i) {
        live.decide(on_pair(i % 2 == 0 ? DecisionKind::confirm : DecisionKind::reject, all[i].profile,
                            bank().customers[i].id));
        live.decide(on_customers(DecisionKind::merge, bank().customers[i].id, bank().customers[i + 1].id));
    }
    reader.join();
    EXPECT_GE(live.counts().decisions, 60U);
}

}  // namespace
}  // namespace scrm::identity
