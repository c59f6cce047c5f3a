// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/state_hash.hpp"

#include <algorithm>

#include "scrm/core/random.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/quarantine.hpp"
#include "scrm/storage/run_log.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

class StateHashTest : public test::OnBothDatabases {
  protected:
    static std::string hash(const Database& database) {
        UnitOfWork unit{database, Access::read};
        return state_hash(unit).hex();
    }
};
SCRM_ON_BOTH_DATABASES(StateHashTest);

TEST_P(StateHashTest, is_the_same_on_both_databases_in_any_order_and_batching) {
    std::vector<Customer> customers;
    for (int i = 0; i < 300; ++i)
        customers.push_back(test::customer("К-" + std::to_string(i), "Имя " + std::to_string(i % 7)));
    Random random{3};
    std::string first;
    for (const Backend kind : {GetParam(), Backend::sqlite}) {
        const test::TestDatabase target{kind};
        const Database database = target.open();
        for (std::size_t i = customers.size(); i > 1; --i)
            std::swap(customers[i - 1], customers[random.below(i)]);
        for (std::size_t begin = 0; begin < customers.size(); begin += 77) {
            std::vector<CustomerWrite> batch;
            for (std::size_t i = begin; i < std::min(begin + 77, customers.size()); ++i) {
                batch.push_back(make_write(customers[i]));
            }
            run_transaction(database, [&](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch); });
        }
        if (first.empty()) first = hash(database);
        EXPECT_EQ(hash(database), first);
        EXPECT_EQ(first.size(), 64U);
    }
}

TEST_P(StateHashTest, every_source_value_link_and_decision_counts) {
    const Database database = database_.open();
    std::vector<std::string> seen{hash(database)};
    const auto expect_new = [&](const char* what) {
        const std::string now = hash(database);
        EXPECT_EQ(std::count(seen.begin(), seen.end(), now), 0) << what;
        seen.push_back(now);
    };
    const auto run = [&](const std::function<void(UnitOfWork&)>& body) { run_transaction(database, body); };
    test::fill(database, 4);
    expect_new("records");
    run([](UnitOfWork& unit) {
        CustomerStore{unit}.upsert(std::vector{make_write(test::customer("c1", "Ы"))});
    });
    expect_new("a customer's name");
    run([](UnitOfWork& unit) {
        IdentityStore{unit}.upsert(std::vector{make_write(test::identity("a1", from_unix_micros(1)))});
    });
    expect_new("an identity's time");
    run([](UnitOfWork& unit) {
        InteractionStore{unit}.upsert(std::vector{make_write(test::interaction("1"))});
    });
    expect_new("an interaction");
    IdentityLink link{test::account("a3"), CustomerId{"c3"}, 0.5, 1, Tier::review};
    const auto put_link = [&] {
        run([&](UnitOfWork& unit) { LinkStore{unit}.replace_all(std::vector{link}); });
    };
    put_link();
    expect_new("a link");
    link.tier = Tier::match;
    put_link();
    expect_new("its tier");
    link.status = LinkStatus::linked;
    put_link();
    expect_new("its status");
    test::append(database, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
    expect_new("a confirmation");
    test::append(database, test::on_customers(DecisionKind::keep_apart, "c1", "c2"));
    expect_new("a ban");
    test::append(database, test::on_customers(DecisionKind::merge, "c3", "c4"));
    expect_new("a merge");
}

TEST_P(StateHashTest, what_is_derived_or_about_operations_does_not_count) {
    const Database database = database_.open();
    test::fill(database, 4);
    IdentityLink link{test::account("a3"), CustomerId{"c3"}, 0.5, 1, Tier::review};
    run_transaction(database, [&](UnitOfWork& unit) { LinkStore{unit}.replace_all(std::vector{link}); });
    const std::string before = hash(database);
    run_transaction(database, [&](UnitOfWork& unit) {
        link.probability = 0.25;
        link.match_weight = -3;
        LinkStore{unit}.replace_all(std::vector{link});
        LinkStore{unit}.replace_clusters(std::vector{std::pair{CustomerId{"c1"}, CustomerId{"c1"}},
                                                     std::pair{CustomerId{"c2"}, CustomerId{"c1"}}});
        Quarantine{unit}.put(std::vector{QuarantinedRow{"customers", 1, "no_id", "x"}});
        RunLog{unit}.append({});
        AuditLog{unit}.append({"resolve", "tester", {}});
    });
    EXPECT_EQ(hash(database), before);
    // The id of a merge and its actor are not part of the state either.
    std::string merged;
    for (const char* merge_id : {"one", "two"}) {
        Decision merge = test::on_customers(DecisionKind::merge, "c1", "c2", merge_id);
        merge.actor = merge_id;
        test::append(database, merge);
        if (merged.empty()) merged = hash(database);
        EXPECT_EQ(hash(database), merged);
        test::append(database, test::unmerge(merge_id));
        EXPECT_EQ(hash(database), before);
    }
}

}  // namespace
}  // namespace scrm::storage
