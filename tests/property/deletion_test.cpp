// SPDX-License-Identifier: Apache-2.0

// P5: deleting a record gives the state in which it had never come, whatever people decided on it meanwhile.
// P16: what is left cannot bring it back.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "property/random_decisions.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

class Deletion : public test::OnBothDatabases {
  protected:
    const identity::SampleBank bank_ = test::small_bank(21, 90, 60);
};

struct Extra {
    std::set<CustomerId> customers;
    std::set<AccountId> accounts;

    bool names(const test::Step& step) const {
        if (customers.contains(step.customer) || accounts.contains(step.account)) return true;
        return std::any_of(step.others.begin(), step.others.end(),
                           [&](const CustomerId& other) { return customers.contains(other); });
    }
};

/// A step on customers alone must not hang on the account that it does not use.
test::Step without_unused(test::Step step) {
    using Kind = test::Step::Kind;
    if (step.kind == Kind::keep_apart || step.kind == Kind::merge || step.kind == Kind::unmerge)
        step.account = {};
    if (step.kind == Kind::unmerge) step.customer = {};
    return step;
}

TEST_P(Deletion, LeavesTheStateInWhichTheRecordNeverCame) {
    for (int seed = 1; seed <= test::scaled(5); ++seed) {
        Random random{static_cast<std::uint64_t>(seed)};
        auto more = test::small_bank(static_cast<std::uint64_t>(100 + seed), 12, 8);
        Extra extra;
        for (Customer& customer : more.customers) {
            customer.id = CustomerId{"extra" + customer.id.str()};
            extra.customers.insert(customer.id);
        }
        for (SocialIdentity& identity : more.identities) {
            identity.account.network_user_id += "extra";
            extra.accounts.insert(identity.account);
        }
        const test::TestDatabase plain_file{GetParam()};
        const test::TestDatabase rich_file{GetParam()};
        Crm plain = Crm::open(plain_file.url());
        Crm rich = Crm::open(rich_file.url());
        for (Crm* crm : {&plain, &rich}) {
            test::import_customers(*crm, bank_.customers);
            test::import_identities(*crm, bank_.identities);
        }
        test::import_customers(rich, more.customers);
        test::import_identities(rich, more.identities);
        if (random.chance(.5)) test::resolved(rich);

        test::Cast cast = test::cast_of(bank_, 8, 4);
        const test::Cast others = test::cast_of(more, 6, 3);
        cast.customers.insert(cast.customers.end(), others.customers.begin(), others.customers.end());
        cast.accounts.insert(cast.accounts.end(), others.accounts.begin(), others.accounts.end());
        const auto steps = test::random_steps(cast, 50, random);
        test::Player on_plain{plain, steps.size()};
        test::Player on_rich{rich, steps.size()};
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const test::Step step = without_unused(steps[i]);
            if (on_rich.play(i, step) && !extra.names(step)) on_plain.play(i, step);
        }
        if (random.chance(.5)) test::resolved(rich);
        std::vector<CustomerId> customers{extra.customers.begin(), extra.customers.end()};
        std::vector<AccountId> accounts{extra.accounts.begin(), extra.accounts.end()};
        test::shuffle(customers, random);
        if (random.chance(.5)) {
            for (const CustomerId& id : customers) rich.customers().erase({id});
        } else {
            rich.customers().erase(customers);
        }
        rich.identities().erase(accounts);

        EXPECT_EQ(test::resolved(rich), test::resolved(plain)) << "seed " << seed;
        EXPECT_EQ(test::broken_invariants(rich), "") << "seed " << seed;
        EXPECT_TRUE(rich.audit().verify().ok);
    }
}

TEST_P(Deletion, AConfirmationThatGaveWayComesBack) {
    Crm crm = Crm::open(database_.url());
    test::import_customers(crm, bank_.customers);
    test::import_identities(crm, bank_.identities);
    const AccountId account = bank_.identities[0].account;
    const auto& [first, second, third] =
        std::tie(bank_.customers[0].id, bank_.customers[1].id, bank_.customers[2].id);
    const auto status = [&](const CustomerId& customer) {
        return crm.resolution().link(account, customer)->status;
    };
    crm.resolution().confirm(account, first);
    crm.resolution().confirm(account, second);
    crm.resolution().confirm(account, third);
    EXPECT_EQ(status(first), LinkStatus::revoked);
    crm.customers().erase({second});
    EXPECT_EQ(status(first), LinkStatus::revoked) << "the third came after the first";
    EXPECT_EQ(status(third), LinkStatus::confirmed);
    crm.customers().erase({third});
    EXPECT_EQ(status(first), LinkStatus::confirmed);
    EXPECT_EQ(crm.resolution().link(account, first)->assurance, Assurance::asserted);
    EXPECT_EQ(test::broken_invariants(crm), "");
}

TEST_P(Deletion, NothingOfTheRecordStaysInTheBytes) {
    const std::string canary = "Зверобоев-Канарейкин";
    // Bytes of refused rows lie in the database as digits.
    std::string hidden;
    for (const unsigned char byte : canary) {
        hidden += "0123456789abcdef"[byte / 16];
        hidden += "0123456789abcdef"[byte % 16];
    }
    {
        Crm crm = Crm::open(database_.url());
        std::istringstream customers{"customer_id,full_name,comment\nc1,Анна," + canary +
                                     "\nc2,Анна,x\nc1,Анна," + canary + " again\n"};
        crm.customers().import_csv(customers);
        std::istringstream identities{R"({"network":"vk","network_user_id":"7","bio":")" + canary + "\"}\n"};
        crm.identities().import_jsonl(identities);
        crm.resolution().confirm({"vk", "", "7"}, CustomerId{"c1"}, {"anna", "это " + canary});
        crm.resolution().merge(CustomerId{"c2"}, {CustomerId{"c1"}}, {"anna", "и это " + canary});
        crm.resolution().run({.threads = 1});
        crm.customers().erase({CustomerId{"c1"}});
        crm.identities().erase({{"vk", "", "7"}});
        EXPECT_EQ(crm.quarantine().erase({.containing = "c1,"}), 1);
        EXPECT_EQ(crm.quarantine().count(), 0);
        EXPECT_TRUE(crm.audit().verify().ok);
        EXPECT_EQ(test::broken_invariants(crm), "");
    }
    if (GetParam() == storage::Backend::sqlite) {
        for (const auto& entry : std::filesystem::directory_iterator{database_.folder()}) {
            std::ifstream in{entry.path(), std::ios::binary};
            const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
            EXPECT_EQ(bytes.find(canary), std::string::npos) << entry.path();
            EXPECT_EQ(bytes.find(hidden), std::string::npos) << entry.path();
        }
    } else {
        for (const char* table :
             {"customer", "identity", "decision_reason", "audit", "decision", "run", "link", "quarantine"}) {
            for (const std::string& text : {canary, hidden}) {
                EXPECT_EQ(database_.raw("select count(*) from scrm_" + std::string{table} +
                                        " t where t::text like '%" + text + "%'"),
                          "0")
                    << table;
            }
        }
    }
}

SCRM_ON_BOTH_DATABASES(Deletion);

}  // namespace
}  // namespace scrm
