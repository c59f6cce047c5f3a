// Decisions of files end in one state in whatever order and however often they come, and of those on merged
// records the latest decides, until an unmerge.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "property/random_decisions.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

class DecisionOrder : public test::OnBothDatabases {
  protected:
    const identity::SampleBank bank_ = test::small_bank(31, 90, 60);

    void fill(Crm& crm) const {
        test::import_customers(crm, bank_.customers);
        test::import_identities(crm, bank_.identities);
    }
};

TEST_P(DecisionOrder, ShuffledInPiecesAndTwiceGivesTheSameState) {
    const test::Cast cast = test::cast_of(bank_, 5, 3);
    const auto line = [](const Decision& decision) { return connect::to_json_line(decision) + "\n"; };
    const auto take = [](Crm& crm, const std::string& lines) {
        std::istringstream in{lines};
        EXPECT_EQ(crm.resolution().import_decisions(in).quarantined, 0);
    };
    for (int seed = 1; seed <= test::scaled(6); ++seed) {
        Random random{static_cast<std::uint64_t>(seed)};
        std::vector<Decision> decisions;
        for (int i = 0; i < 24; ++i) {
            Decision decision;
            decision.kind = random.chance(.6)   ? DecisionKind::confirm
                            : random.chance(.5) ? DecisionKind::reject
                                                : DecisionKind::unlink;
            decision.account = cast.accounts[random.below(cast.accounts.size())];
            decision.customer = cast.customers[random.below(cast.customers.size())];
            decision.actor = "anna";
            decision.at = from_unix_micros(1'700'000'000'000'000 + i);
            decisions.push_back(std::move(decision));
        }
        const test::TestDatabase plain_file{GetParam()};
        const test::TestDatabase shuffled_file{GetParam()};
        Crm plain = Crm::open(plain_file.url());
        Crm shuffled = Crm::open(shuffled_file.url());
        for (Crm* crm : {&plain, &shuffled}) {
            fill(*crm);
            crm->resolution().merge(cast.customers[0], {cast.customers[1]});
        }
        std::string all;
        for (const Decision& decision : decisions) all += line(decision);
        take(plain, all);
        test::shuffle(decisions, random);
        for (std::size_t i = 0; i < decisions.size(); ++i) {
            take(shuffled, line(decisions[i]));
            if (random.chance(.3)) take(shuffled, line(decisions[random.below(i + 1)]));
        }
        take(shuffled, all);
        EXPECT_EQ(shuffled.state_hash(), plain.state_hash()) << "seed " << seed;
        EXPECT_EQ(test::resolved(shuffled), test::resolved(plain)) << "seed " << seed;
        EXPECT_EQ(test::broken_invariants(shuffled), "") << "seed " << seed;
        for (Crm* crm : {&plain, &shuffled}) {
            crm->customers().erase({cast.customers[2]});
            crm->customers().erase({cast.customers[0]});
        }
        EXPECT_EQ(test::resolved(shuffled), test::resolved(plain)) << "erased, seed " << seed;
        EXPECT_EQ(test::broken_invariants(shuffled), "") << "erased, seed " << seed;
    }
}

/// Merges of a few records at moments of their own; of every third one its unmerge later, and some records
/// kept apart.
std::vector<Decision> decisions_on_records(const std::vector<Customer>& customers, bool with_others,
                                           Random& random) {
    std::vector<Decision> decisions;
    std::int64_t moment = 1'700'000'000'000'000;
    const auto add = [&](DecisionKind kind, const CustomerId& customer, const CustomerId& other,
                         const std::string& merge) {
        Decision decision;
        decision.kind = kind;
        decision.customer = customer;
        decision.other = other;
        decision.merge_id = MergeId{merge};
        decision.actor = "anna";
        decision.at = from_unix_micros(moment += 1 + static_cast<std::int64_t>(random.below(1000)));
        decisions.push_back(std::move(decision));
    };
    for (int i = 0; i < 12; ++i) {
        const CustomerId& survivor = customers[random.below(8)].id;
        const CustomerId& other = customers[random.below(8)].id;
        if (survivor == other) continue;
        const std::string merge = "m-" + std::to_string(i);
        add(DecisionKind::merge, survivor, other, merge);
        if (!with_others) continue;
        if (i % 3 == 0) add(DecisionKind::unmerge, {}, {}, merge);
        const CustomerId& apart = customers[random.below(8)].id;
        if (i % 4 == 0 && apart != survivor) add(DecisionKind::keep_apart, survivor, apart, {});
    }
    return decisions;
}

TEST_P(DecisionOrder, MergesCountByTheirTimesInWhateverOrderTheyCome) {
    const auto line = [](const Decision& decision) { return connect::to_json_line(decision) + "\n"; };
    for (int seed = 1; seed <= test::scaled(6); ++seed) {
        for (const bool with_others : {false, true}) {
            Random random{static_cast<std::uint64_t>(seed)};
            auto decisions = decisions_on_records(bank_.customers, with_others, random);
            const test::TestDatabase plain_file{GetParam()};
            const test::TestDatabase shuffled_file{GetParam()};
            Crm plain = Crm::open(plain_file.url());
            Crm shuffled = Crm::open(shuffled_file.url());
            for (Crm* crm : {&plain, &shuffled}) fill(*crm);
            const auto take = [](Crm& crm, const std::string& lines) {
                std::istringstream in{lines};
                return crm.resolution().import_decisions(in).quarantined;
            };
            std::string all;
            for (const Decision& decision : decisions) all += line(decision);
            const auto refused = take(plain, all);
            test::shuffle(decisions, random);
            std::string mixed;
            for (const Decision& decision : decisions) mixed += line(decision);
            if (with_others) {
                EXPECT_EQ(take(shuffled, mixed), refused);
            } else {
                // In pieces: an unmerge needs its merge, so that only merges can come one by one.
                for (const Decision& decision : decisions) EXPECT_EQ(take(shuffled, line(decision)), 0);
            }
            EXPECT_EQ(shuffled.state_hash(), plain.state_hash()) << seed << with_others;
            EXPECT_EQ(test::resolved(shuffled), test::resolved(plain)) << seed << with_others;
            EXPECT_EQ(test::broken_invariants(shuffled), "") << seed << with_others;
        }
    }
}

TEST_P(DecisionOrder, ARejectionAfterAConfirmationOfAMergedRecordDecidesUntilTheUnmerge) {
    Crm crm = Crm::open(database_.url());
    fill(crm);
    auto resolution = crm.resolution();
    resolution.run({.threads = 1});
    const auto links = resolution.links();
    const auto owned = std::find_if(links.begin(), links.end(), [](const IdentityLink& link) {
        return link.status == LinkStatus::linked;
    });
    ASSERT_NE(owned, links.end());
    const AccountId account = owned->account;
    const CustomerId owner = owned->customer;
    std::vector<CustomerId> strangers;
    for (const Customer& customer : bank_.customers) {
        if (strangers.size() < 2 && !resolution.link(account, customer.id) && customer.id != owner)
            strangers.push_back(customer.id);
    }
    const auto counted = [&](const ResolveReport& report) {
        std::map<AccountId, Tier> best;
        for (const IdentityLink& link : resolution.links()) {
            Tier& tier = best.try_emplace(link.account, Tier::none).first->second;
            tier = std::min(tier, link.tier);
        }
        return std::count_if(best.begin(), best.end(),
                             [](const auto& entry) { return entry.second == Tier::match; }) == report.match;
    };
    resolution.confirm(account, strangers[0]);
    resolution.reject(account, strangers[1]);
    const test::Outcome confirmed = test::resolved(crm);
    EXPECT_FALSE(resolution.link(account, owner));

    const MergeId merge = resolution.merge(strangers[0], {strangers[1]}).merge_id;
    EXPECT_TRUE(counted(resolution.run({.threads = 1})));
    EXPECT_EQ(resolution.link(account, strangers[0])->status, LinkStatus::rejected);
    ASSERT_TRUE(resolution.link(account, owner));
    EXPECT_EQ(resolution.link(account, owner)->status, LinkStatus::linked);
    EXPECT_EQ(test::broken_invariants(crm), "");

    const test::Outcome merged = test::outcome(crm);
    resolution.confirm(account, strangers[0]);
    EXPECT_EQ(resolution.link(account, strangers[0])->status, LinkStatus::confirmed) << "said again";
    resolution.reject(account, strangers[1]);
    EXPECT_EQ(test::resolved(crm), merged);

    resolution.unmerge(merge);
    EXPECT_EQ(test::resolved(crm), confirmed);
}

// What is read for one record or pair alone says what is read for all.
TEST_P(DecisionOrder, AskedForOneRecordTheAnswerIsAsForAll) {
    const test::Cast cast = test::cast_of(bank_, 7, 5);
    for (int seed = 1; seed <= test::scaled(4); ++seed) {
        const test::TestDatabase file{GetParam()};
        Crm crm = Crm::open(file.url());
        fill(crm);
        crm.resolution().run({.threads = 1});
        Random random{static_cast<std::uint64_t>(seed)};
        std::string lines;
        for (int i = 0; i < 40; ++i) {
            Decision decision;
            decision.customer = cast.customers[random.below(cast.customers.size())];
            if (random.chance(.3)) {
                decision.kind = DecisionKind::merge;
                decision.other = cast.customers[random.below(cast.customers.size())];
                decision.merge_id = MergeId{"m-" + std::to_string(i)};
            } else {
                decision.kind = random.chance(.6)   ? DecisionKind::confirm
                                : random.chance(.5) ? DecisionKind::reject
                                                    : DecisionKind::unlink;
                decision.account = cast.accounts[random.below(cast.accounts.size())];
            }
            // In some rounds all have a time, in others some have none.
            if (seed % 2 == 0 || random.chance(.7))
                decision.at = from_unix_micros(1'700'000'000'000'000 + static_cast<int>(random.below(30)));
            lines = connect::to_json_line(decision) + "\n";
            std::istringstream in{lines};
            crm.resolution().import_decisions(in);
        }
        const std::vector<IdentityLink> links = crm.resolution().links();
        for (const IdentityLink& link : links)
            EXPECT_EQ(crm.resolution().link(link.account, link.customer), link) << "seed " << seed;
        for (const CustomerId& id : cast.customers) {
            const CustomerHistory history = crm.resolution().how(id);
            std::vector<IdentityLink> own;
            std::copy_if(links.begin(), links.end(), std::back_inserter(own),
                         [&](const IdentityLink& link) { return link.customer == history.survivor; });
            EXPECT_EQ(history.links, own) << "seed " << seed;
            EXPECT_EQ(history.survivor, crm.customers().owner(id));
            EXPECT_EQ(crm.customers().golden(id).id, history.survivor);
        }
    }
}

SCRM_ON_BOTH_DATABASES(DecisionOrder);

}  // namespace
}  // namespace scrm
