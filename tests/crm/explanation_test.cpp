// SPDX-License-Identifier: Apache-2.0

// `why` reads two records and what the last run has counted; the answer is the one that reading all gives.
#include <gtest/gtest.h>

#include "property/small_bank.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/crm.hpp"
#include "support/databases.hpp"

namespace scrm {
namespace {

class CrmExplanation : public test::OnBothDatabases {
  protected:
    Crm resolved() const {
        Crm crm = Crm::open(database_.url());
        test::import_customers(crm, bank_.customers);
        test::import_identities(crm, bank_.identities);
        crm.resolution().run({.threads = 2});
        return crm;
    }
    static std::vector<identity::Explanation> explained(const Crm& crm,
                                                        const std::vector<IdentityLink>& links) {
        std::vector<identity::Explanation> all;
        for (const IdentityLink& link : links)
            all.push_back(crm.resolution().why(link.account, link.customer, {.show_values = true}));
        return all;
    }
    std::vector<IdentityLink> some_pairs(const Crm& crm) const {
        std::vector<IdentityLink> links = crm.resolution().links();
        links.resize(4);
        IdentityLink strangers;
        strangers.account = bank_.identities.front().account;
        strangers.customer = bank_.customers.back().id;
        links.push_back(strangers);
        return links;
    }
    std::string stored_statistics() const { return database_.raw("select count(*) from scrm_run_values"); }
    const identity::SampleBank bank_ = test::small_bank(19, 700, 300);
};
SCRM_ON_BOTH_DATABASES(CrmExplanation);

TEST_P(CrmExplanation, is_the_same_from_the_counts_of_the_run_as_from_all_records) {
    const Crm crm = resolved();
    const auto pairs = some_pairs(crm);
    const auto quick = explained(crm, pairs);
    crm.close();
    ASSERT_EQ(stored_statistics(), "1");
    database_.raw("delete from scrm_run_values");
    EXPECT_EQ(explained(Crm::open(database_.url()), pairs), quick);
}

TEST_P(CrmExplanation, stays_that_of_the_run_when_records_come_later) {
    Crm crm = resolved();
    const auto pairs = some_pairs(crm);
    const auto before = explained(crm, pairs);
    auto newcomers = test::small_bank(20, 200, 10).customers;
    for (Customer& customer : newcomers) customer.id = CustomerId{"new-" + customer.id.str()};
    test::import_customers(crm, newcomers);
    EXPECT_EQ(explained(crm, pairs), before);
    EXPECT_NO_THROW(crm.resolution().why(pairs.front().account, newcomers.front().id));
}

TEST_P(CrmExplanation, of_what_is_not_there_is_an_error) {
    const Crm crm = resolved();
    const auto code = [&](const AccountId& account, const CustomerId& customer) {
        try {
            crm.resolution().why(account, customer);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_EQ(code({"vk", "", "nobody"}, bank_.customers.front().id), ErrorCode::not_found);
    EXPECT_EQ(code(bank_.identities.front().account, CustomerId{"nobody"}), ErrorCode::not_found);
}

TEST_P(CrmExplanation, an_erased_record_leaves_no_counts_behind) {
    for (const bool is_customer : {true, false}) {
        Crm crm = resolved();
        const auto pairs = some_pairs(crm);
        if (is_customer) {
            crm.customers().erase({bank_.customers[5].id});
        } else {
            crm.identities().erase({bank_.identities[5].account});
        }
        // Until the next run all records are read.
        EXPECT_FALSE(explained(crm, {pairs.front()}).empty());
        crm.close();
        EXPECT_EQ(stored_statistics(), "0");
    }
}

}  // namespace
}  // namespace scrm
