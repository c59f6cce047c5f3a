// SPDX-License-Identifier: Apache-2.0

// One Crm in many threads: imports, decisions on the same people, runs and readers at once. Afterwards the
// state is what its events say, and what its own export gives elsewhere.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "property/random_decisions.hpp"
#include "scrm/storage/audit_log.hpp"
#include "scrm/storage/decision_log.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

class CrmConcurrency : public test::OnBothDatabases {
  protected:
    const identity::SampleBank bank_ = test::small_bank(51, 60, 40);
};
SCRM_ON_BOTH_DATABASES(CrmConcurrency);

/// A thread that does not let an exception end the process, but fails the test.
template <class Body>
std::jthread thread_of(Body body) {
    return std::jthread{[body = std::move(body)] {
        try {
            body();
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
    }};
}

TEST_P(CrmConcurrency, writers_and_readers_on_the_same_people_leave_one_state) {
    Crm crm = Crm::open(database_.url());
    test::import_customers(crm, bank_.customers);
    test::import_identities(crm, bank_.identities);
    const test::Cast cast = test::cast_of(bank_, 6, 4);
    std::atomic<bool> done{false};
    std::vector<std::jthread> writers;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        writers.push_back(thread_of([&, seed] {
            Random random{seed};
            const auto steps = test::random_steps(cast, static_cast<std::size_t>(test::scaled(25)), random);
            test::Player player{crm, steps.size()};
            for (std::size_t i = 0; i < steps.size(); ++i) player.play(i, steps[i]);
        }));
    }
    writers.push_back(thread_of([&] {
        Random random{9};
        for (int i = 0; i < test::scaled(6); ++i) {
            auto customers = bank_.customers;
            test::shuffle(customers, random);
            customers.resize(20);
            test::import_customers(crm, customers);
            test::import_identities(crm, bank_.identities);
            test::import_interactions(crm, test::posts(bank_, i * 20, 30));
        }
    }));
    writers.push_back(thread_of([&] {
        for (int i = 0; i < test::scaled(3); ++i) {
            try {
                crm.resolution().run({.threads = 2});
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::conflict) << error.what();
            }
        }
    }));
    std::vector<std::jthread> readers;
    for (int reader = 0; reader < 2; ++reader) {
        readers.push_back(thread_of([&] {
            while (!done) {
                std::ostringstream out;
                crm.resolution().write_links(out);
                crm.customers().export_csv(out);
                crm.resolution().export_decisions(out);
                for (const CustomerId& id : cast.customers) {
                    EXPECT_FALSE(crm.customers().golden(id).id.empty());
                    EXPECT_FALSE(crm.resolution().how(id).survivor.empty());
                }
                crm.resolution().review_queue();
                EXPECT_EQ(test::broken_invariants(crm), "");
            }
        }));
    }
    writers.clear();
    done = true;
    readers.clear();
    EXPECT_EQ(test::broken_invariants(crm), "");
    EXPECT_TRUE(crm.audit().verify().ok);

    std::ostringstream customers;
    std::ostringstream identities;
    std::ostringstream interactions;
    std::ostringstream decisions;
    crm.customers().export_csv(customers);
    crm.identities().export_jsonl(identities);
    crm.interactions().export_jsonl(interactions);
    crm.resolution().export_decisions(decisions);
    const test::TestDatabase fresh{GetParam()};
    Crm copy = Crm::open(fresh.url());
    std::istringstream in_customers{customers.str()};
    std::istringstream in_identities{identities.str()};
    std::istringstream in_interactions{interactions.str()};
    std::istringstream in_decisions{decisions.str()};
    copy.customers().import_csv(in_customers);
    copy.identities().import_jsonl(in_identities);
    copy.interactions().import_jsonl(in_interactions);
    copy.resolution().import_decisions(in_decisions);
    EXPECT_EQ(test::resolved(copy), test::resolved(crm));
}

TEST_P(CrmConcurrency, opposite_merges_at_once_leave_one_survivor) {
    Crm crm = Crm::open(database_.url());
    test::import_customers(crm, bank_.customers);
    const CustomerId a = bank_.customers[0].id;
    const CustomerId b = bank_.customers[1].id;
    for (int round = 0; round < test::scaled(8); ++round) {
        MergeId merges[2];
        {
            const std::jthread left = thread_of([&] { merges[0] = crm.resolution().merge(a, {b}).merge_id; });
            const std::jthread right =
                thread_of([&] { merges[1] = crm.resolution().merge(b, {a}).merge_id; });
        }
        EXPECT_EQ(crm.customers().owner(a), crm.customers().owner(b));
        EXPECT_EQ(test::broken_invariants(crm), "");
        {
            const std::jthread left = thread_of([&] { crm.resolution().unmerge(merges[0]); });
            const std::jthread right = thread_of([&] { crm.resolution().unmerge(merges[1]); });
        }
        EXPECT_EQ(crm.customers().owner(a), a);
        EXPECT_EQ(crm.customers().owner(b), b);
    }
}

// A writer who is faster makes the database refuse the whole import for now, and no decision of it for ever.
TEST(PostgresqlConcurrency, postgresql_a_file_of_decisions_that_waited_for_another_writer_loses_none) {
    const test::TestDatabase server{storage::Backend::postgresql};
    const identity::SampleBank bank = test::small_bank(51, 10, 5);
    Crm crm = Crm::open(server.url());
    test::import_customers(crm, bank.customers);
    const auto apart = [&](std::size_t a, std::size_t b) {
        Decision decision;
        decision.kind = DecisionKind::keep_apart;
        decision.customer = bank.customers[a].id;
        decision.other = bank.customers[b].id;
        return decision;
    };
    const storage::Database other = server.open();
    storage::UnitOfWork faster{other};
    storage::DecisionLog{faster}.append(apart(0, 1));
    storage::AuditLog{faster}.append({"keep_apart", "tester", {}});
    ImportReport report;
    auto import = thread_of([&] {
        std::istringstream in{connect::to_json_line(apart(2, 3)) + "\n" + connect::to_json_line(apart(4, 5)) +
                              "\n"};
        report = crm.resolution().import_decisions(in);
    });
    while (server.raw("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == "0")
        std::this_thread::yield();
    faster.commit();
    import.join();
    EXPECT_EQ(report.quarantined, 0);
    EXPECT_EQ(report.inserted, 2);
    EXPECT_EQ(test::broken_invariants(crm), "");
}

}  // namespace
}  // namespace scrm
