// P1, P2, P5, P14: order, pieces, repetition, threads, deletion and the kind of database leave no trace.
#include <gtest/gtest.h>

#include "property/random_decisions.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

using test::Outcome;
using test::resolved;

class Order : public test::OnBothDatabases {
  protected:
    const identity::SampleBank bank_ = test::small_bank(3, 300, 200);

    /// The outcome on SQLite of one plain import.
    Outcome plain() const {
        const test::TestDatabase sqlite{storage::Backend::sqlite};
        Crm crm = Crm::open(sqlite.url());
        test::import_customers(crm, bank_.customers);
        test::import_identities(crm, bank_.identities);
        test::import_interactions(crm, test::posts(bank_, 0, 150));
        return resolved(crm, 1);
    }

    template <class Record, class Take>
    static void in_pieces(const std::vector<Record>& records, Random& random, const Take& take) {
        for (std::size_t at = 0; at < records.size();) {
            const std::size_t size = std::min<std::size_t>(records.size() - at, 1 + random.below(150));
            take(std::vector<Record>{records.begin() + static_cast<std::ptrdiff_t>(at),
                                     records.begin() + static_cast<std::ptrdiff_t>(at + size)});
            at += size;
        }
    }
};

TEST_P(Order, ShuffledInPiecesAndTwiceGivesTheSameBytes) {
    const Outcome expected = plain();
    for (int seed = 1; seed <= test::scaled(4); ++seed) {
        Random random{static_cast<std::uint64_t>(seed)};
        const test::TestDatabase fresh{GetParam()};
        Crm crm = Crm::open(fresh.url());
        auto customers = bank_.customers;
        auto identities = bank_.identities;
        test::shuffle(customers, random);
        test::shuffle(identities, random);
        auto posts = test::posts(bank_, 0, 150);
        test::shuffle(posts, random);
        in_pieces(identities, random, [&](const auto& piece) { test::import_identities(crm, piece); });
        if (random.chance(.5)) resolved(crm, 1);
        in_pieces(customers, random, [&](const auto& piece) { test::import_customers(crm, piece); });
        in_pieces(posts, random, [&](const auto& piece) { test::import_interactions(crm, piece); });
        test::import_identities(crm, identities);
        const auto again = test::import_customers(crm, bank_.customers);
        EXPECT_EQ(again.unchanged, static_cast<std::int64_t>(customers.size()));
        const auto entries = crm.audit().verify().entries;
        test::import_identities(crm, bank_.identities);
        test::import_interactions(crm, posts);
        EXPECT_EQ(crm.audit().verify().entries, entries) << "nothing changed, so nothing is to be audited";
        EXPECT_EQ(resolved(crm, seed % 2 == 0 ? 1 : 2), expected) << "seed " << seed;
    }
}

TEST_P(Order, DeletedRecordsLeaveNoTrace) {
    Crm crm = Crm::open(database_.url());
    test::import_customers(crm, bank_.customers);
    test::import_identities(crm, bank_.identities);

    const test::TestDatabase bigger{GetParam()};
    Crm with_more = Crm::open(bigger.url());
    auto more = test::small_bank(4, 40, 20);
    for (auto& customer : more.customers) customer.id = CustomerId{"extra" + customer.id.str()};
    for (auto& identity : more.identities) identity.account.network_user_id += "extra";
    test::import_customers(with_more, bank_.customers);
    test::import_customers(with_more, more.customers);
    test::import_identities(with_more, bank_.identities);
    test::import_identities(with_more, more.identities);
    with_more.resolution().run({.threads = 1});
    with_more.resolution().confirm(more.identities[0].account, more.customers[0].id);
    with_more.resolution().merge(bank_.customers[0].id, {more.customers[1].id});

    std::vector<CustomerId> customers;
    std::vector<AccountId> accounts;
    for (const auto& customer : more.customers) customers.push_back(customer.id);
    for (const auto& identity : more.identities) accounts.push_back(identity.account);
    std::sort(customers.begin(), customers.end());
    customers.erase(std::unique(customers.begin(), customers.end()), customers.end());
    std::sort(accounts.begin(), accounts.end());
    accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
    with_more.customers().erase(customers);
    with_more.identities().erase(accounts);

    EXPECT_EQ(resolved(with_more, 1), resolved(crm, 1));
    EXPECT_TRUE(with_more.audit().verify().ok) << "erasure never breaks the chain";
    for (const auto& check : with_more.verify()) EXPECT_TRUE(check.ok) << check.code << " " << check.detail;
}

TEST_P(Order, ARunOnUnchangedRecordsChangesNothing) {
    Crm crm = Crm::open(database_.url());
    test::import_customers(crm, bank_.customers);
    test::import_identities(crm, bank_.identities);
    const Outcome first = resolved(crm, 2);
    EXPECT_EQ(crm.resolution().run({.threads = 1}).changed, 0);
    EXPECT_EQ(resolved(crm, 1), first);
}

SCRM_ON_BOTH_DATABASES(Order);

}  // namespace
}  // namespace scrm
