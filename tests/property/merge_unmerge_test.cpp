// P3, P4: merge and unmerge, nested, in any order, with interactions in between, end in the identical state.
#include <gtest/gtest.h>

#include "property/random_decisions.hpp"
#include "scrm/core/error.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

class MergeUnmerge : public test::OnBothDatabases {
  protected:
    void SetUp() override {
        fill(crm_);
        for (const Customer& customer : bank_.customers) ids_.push_back(customer.id);
        for (const SocialIdentity& identity : bank_.identities) accounts_.push_back(identity.account);
    }

    void fill(Crm& crm) const {
        test::import_customers(crm, bank_.customers);
        test::import_identities(crm, bank_.identities);
        crm.resolution().run({.threads = 1});
    }

    const CustomerId& any(Random& random) const { return ids_[random.below(ids_.size())]; }

    const identity::SampleBank bank_ = test::small_bank(11);
    Crm crm_{Crm::open(database_.url())};
    std::vector<CustomerId> ids_;
    std::vector<AccountId> accounts_;
};

TEST_P(MergeUnmerge, RandomSequencesEndInTheIdenticalState) {
    const test::TestDatabase other{GetParam()};
    Crm untouched = Crm::open(other.url());
    fill(untouched);
    std::int64_t written = 0;
    for (int seed = 1; seed <= test::scaled(12); ++seed) {
        Random random{static_cast<std::uint64_t>(seed)};
        std::vector<MergeId> live;
        bool ran = false;
        for (int step = 0; step < 8; ++step) {
            const CustomerId survivor = any(random);
            std::vector<CustomerId> others;
            for (std::uint64_t i = 0; i <= random.below(2); ++i) others.push_back(any(random));
            std::erase(others, survivor);
            if (others.empty()) continue;
            const MergeId merged = crm_.resolution().merge(survivor, others).merge_id;
            if (std::find(live.begin(), live.end(), merged) == live.end()) live.push_back(merged);
            if (random.chance(.3)) {
                test::import_interactions(crm_, test::posts(bank_, written, 5));
                written += 5;
            }
            if (random.chance(.1)) {
                crm_.resolution().run({.threads = 2});
                ran = true;
            }
            if (random.chance(.3) && !live.empty()) {
                const std::size_t undone = random.below(live.size());
                crm_.resolution().unmerge(live[undone]);
                live.erase(live.begin() + static_cast<std::ptrdiff_t>(undone));
            }
            ASSERT_EQ(test::broken_invariants(crm_), "") << "seed " << seed;
        }
        test::shuffle(live, random);
        for (const MergeId& merge : live) crm_.resolution().unmerge(merge);
        // A run in between links merged records as one; the next one takes that back.
        if (ran) crm_.resolution().run({.threads = 1});
        test::import_interactions(untouched, test::posts(bank_, 0, written));
        ASSERT_EQ(test::outcome(crm_), test::outcome(untouched)) << "seed " << seed;
    }
    EXPECT_TRUE(crm_.audit().verify().ok);
}

TEST_P(MergeUnmerge, WithoutARunInBetweenNothingIsToBeResolvedAgain) {
    const test::Outcome start = test::outcome(crm_);
    for (int seed = 1; seed <= test::scaled(12); ++seed) {
        Random random{static_cast<std::uint64_t>(1000 + seed)};
        std::vector<MergeId> live;
        for (int step = 0; step < 10; ++step) {
            const CustomerId survivor = any(random);
            const CustomerId other = any(random);
            if (survivor == other) continue;
            const MergeId merged = crm_.resolution().merge(survivor, {other}).merge_id;
            if (std::find(live.begin(), live.end(), merged) == live.end()) live.push_back(merged);
        }
        test::shuffle(live, random);
        for (const MergeId& merge : live) crm_.resolution().unmerge(merge);
        ASSERT_EQ(test::outcome(crm_), start) << "seed " << seed;
    }
}

TEST_P(MergeUnmerge, InteractionsInBetweenGoBackToTheRightSide) {
    const std::vector<Interaction> posts = test::posts(bank_, 0, 3);
    const test::TestDatabase other{GetParam()};
    Crm untouched = Crm::open(other.url());
    fill(untouched);

    const auto first = crm_.resolution().merge(ids_[0], {ids_[1]});
    test::import_interactions(crm_, {posts[0]});
    const auto second = crm_.resolution().merge(ids_[2], {ids_[0]});
    test::import_interactions(crm_, {posts[1], posts[2]});
    crm_.resolution().unmerge(first.merge_id);
    crm_.resolution().unmerge(second.merge_id);

    test::import_interactions(untouched, posts);
    EXPECT_EQ(crm_.state_hash(), untouched.state_hash());
    EXPECT_EQ(crm_.interactions().count(), 3);
}

TEST_P(MergeUnmerge, OldIdsAreForwardedToTheSurvivor) {
    auto resolution = crm_.resolution();
    resolution.merge(ids_[0], {ids_[1]});
    resolution.merge(ids_[2], {ids_[0]});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(crm_.customers().owner(ids_[static_cast<std::size_t>(i)]), ids_[2]);
    EXPECT_EQ(resolution.how(ids_[1]).survivor, ids_[2]);
    EXPECT_EQ(resolution.how(ids_[1]).records.size(), 3u);
    EXPECT_EQ(crm_.customers().golden(ids_[1]).id, ids_[2]);
}

TEST_P(MergeUnmerge, ImpossibleDecisionsChangeNothing) {
    auto resolution = crm_.resolution();
    resolution.keep_apart(ids_[3], ids_[4]);
    const auto undone = resolution.merge(ids_[0], {ids_[1]});
    resolution.unmerge(undone.merge_id);
    const Digest before = crm_.state_hash();
    const auto code = [&](const auto& action) {
        try {
            action();
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_EQ(code([&] { resolution.merge(ids_[0], {ids_[0]}); }), ErrorCode::invalid_argument);
    EXPECT_EQ(code([&] {
                  resolution.merge(ids_[0], {ids_[1], CustomerId{"nobody"}});
              }),
              ErrorCode::not_found);
    EXPECT_EQ(code([&] { resolution.merge(ids_[3], {ids_[4]}); }), ErrorCode::conflict);
    EXPECT_EQ(code([&] { resolution.unmerge(undone.merge_id); }), ErrorCode::conflict);
    EXPECT_EQ(code([&] { resolution.unmerge(MergeId{"never"}); }), ErrorCode::not_found);
    EXPECT_EQ(code([&] { resolution.confirm({"vk", "", "nobody"}, ids_[0]); }), ErrorCode::not_found);
    EXPECT_EQ(crm_.state_hash(), before);
}

TEST_P(MergeUnmerge, AConfirmationMovesToTheLatestCustomer) {
    auto resolution = crm_.resolution();
    resolution.confirm(accounts_[0], ids_[0]);
    resolution.confirm(accounts_[0], ids_[1]);
    EXPECT_EQ(resolution.link(accounts_[0], ids_[0])->status, LinkStatus::revoked);
    EXPECT_EQ(resolution.link(accounts_[0], ids_[1])->status, LinkStatus::confirmed);
    EXPECT_EQ(resolution.link(accounts_[0], ids_[1])->assurance, Assurance::asserted);
}

SCRM_ON_BOTH_DATABASES(MergeUnmerge);

}  // namespace
}  // namespace scrm
