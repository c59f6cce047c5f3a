// P3, P4: merge and unmerge, nested, in any order, with interactions in between, end in the identical state.
#include <gtest/gtest.h>

#include "property/small_bank.hpp"
#include "scrm/core/error.hpp"
#include "support/databases.hpp"

namespace scrm {
namespace {

class MergeUnmerge : public test::OnBothDatabases {
  protected:
    void SetUp() override {
        const auto bank = test::small_bank(11);
        test::import_customers(crm_, bank.customers);
        test::import_identities(crm_, bank.identities);
        crm_.resolution().run({.threads = 1});
        for (const Customer& customer : bank.customers) ids_.push_back(customer.id);
        for (const SocialIdentity& identity : bank.identities) accounts_.push_back(identity.account);
    }

    const CustomerId& any(Random& random) const { return ids_[random.below(ids_.size())]; }

    Interaction post(std::int64_t number, const AccountId& account) const {
        Interaction interaction;
        interaction.id = {account.network, account.scope, "post" + std::to_string(number)};
        interaction.kind = "comment";
        interaction.text = "ещё вопрос";
        interaction.created_at = from_unix_micros(1'700'000'000'000'000 + number);
        return interaction;
    }

    Crm crm_{Crm::open(database_.url())};
    std::vector<CustomerId> ids_;
    std::vector<AccountId> accounts_;
};

TEST_P(MergeUnmerge, RandomSequencesEndInTheIdenticalState) {
    const Digest start = crm_.state_hash();
    const std::string start_links = test::links_text(crm_);
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Random random{seed};
        std::vector<MergeId> live;
        for (int step = 0; step < 8; ++step) {
            const CustomerId survivor = any(random);
            std::vector<CustomerId> others;
            for (std::uint64_t i = 0; i <= random.below(2); ++i) others.push_back(any(random));
            std::erase(others, survivor);
            if (others.empty()) continue;
            const MergeId merged = crm_.resolution().merge(survivor, others).merge_id;
            if (std::find(live.begin(), live.end(), merged) == live.end()) live.push_back(merged);
            if (random.chance(.3) && !live.empty()) {
                const std::size_t undone = random.below(live.size());
                crm_.resolution().unmerge(live[undone]);
                live.erase(live.begin() + static_cast<std::ptrdiff_t>(undone));
            }
        }
        test::shuffle(live, random);
        for (const MergeId& merge : live) crm_.resolution().unmerge(merge);
        ASSERT_EQ(crm_.state_hash(), start) << "seed " << seed;
        ASSERT_EQ(test::links_text(crm_), start_links) << "seed " << seed;
    }
    EXPECT_TRUE(crm_.audit().verify().ok);
    for (const auto& check : crm_.verify()) EXPECT_TRUE(check.ok) << check.code << " " << check.detail;
}

TEST_P(MergeUnmerge, InteractionsInBetweenGoBackToTheRightSide) {
    const std::vector<Interaction> posts{post(1, accounts_[0]), post(2, accounts_[1]), post(3, accounts_[2])};
    test::TestDatabase other{GetParam()};
    Crm untouched = Crm::open(other.url());
    const auto bank = test::small_bank(11);
    test::import_customers(untouched, bank.customers);
    test::import_identities(untouched, bank.identities);
    untouched.resolution().run({.threads = 1});

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
