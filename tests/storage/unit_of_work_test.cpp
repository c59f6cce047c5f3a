// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/unit_of_work.hpp"

#include <thread>

#include "scrm/core/error.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

class UnitOfWorkTest : public test::OnBothDatabases {
  protected:
    static void put(UnitOfWork& unit, const std::string& id, const std::string& name = "Анна") {
        const std::vector<CustomerWrite> batch{make_write(test::customer(id, name))};
        CustomerStore{unit}.upsert(batch);
    }
    static std::int64_t count(const Database& database) {
        UnitOfWork unit{database, Access::read};
        return CustomerStore{unit}.count();
    }
};
SCRM_ON_BOTH_DATABASES(UnitOfWorkTest);

TEST_P(UnitOfWorkTest, rolls_back_unless_committed) {
    const Database database = database_.open();
    {
        UnitOfWork unit{database};
        put(unit, "c1");
    }
    EXPECT_EQ(count(database), 0);
    {
        UnitOfWork unit{database};
        put(unit, "c1");
        unit.commit();
        EXPECT_THROW(unit.session(), Error);
    }
    EXPECT_EQ(count(database), 1);
    EXPECT_EQ(database.counters().commits, 1);
}

// T1: PostgreSQL answers the COMMIT of a failed transaction with success and stores nothing.
TEST_P(UnitOfWorkTest, commit_after_a_swallowed_error_throws_and_stores_nothing) {
    const Database database = database_.open();
    UnitOfWork unit{database};
    put(unit, "c1");
    try {
        unit.session().execute("insert into scrm_customer (customer_id) values (:a)", {std::string{"c2"}});
        FAIL() << "a row without its document was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::constraint);
    }
    try {
        unit.commit();
        FAIL() << "commit pretended";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::constraint);
    }
    EXPECT_EQ(count(database), 0);
}

TEST_P(UnitOfWorkTest, the_next_unit_of_a_session_that_failed_works) {
    OpenOptions options;
    options.sessions = 1;
    const Database database = database_.open(options);
    for (int i = 0; i < 3; ++i) {
        UnitOfWork unit{database};
        EXPECT_THROW(
            unit.session().execute("insert into scrm_no_such_table (a) values (:a)", {std::int64_t{1}}),
            Error);
    }
    {
        UnitOfWork unit{database};
        put(unit, "c1");
        unit.commit();
    }
    EXPECT_EQ(count(database), 1);
}

TEST_P(UnitOfWorkTest, a_reading_unit_refuses_to_write_and_sees_one_snapshot) {
    const Database database = database_.open();
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(CustomerStore{unit}.count(), 0);
    if (GetParam() == Backend::postgresql) {
        UnitOfWork other{database};
        put(other, "c1");
        other.commit();
    }
    EXPECT_EQ(CustomerStore{unit}.count(), 0);
    EXPECT_THROW(put(unit, "c2"), Error);
}

TEST_P(UnitOfWorkTest, a_conflict_is_run_again_as_a_whole) {
    const Database database = database_.open();
    int runs = 0;
    run_transaction(database, [&](UnitOfWork& unit) {
        put(unit, "c" + std::to_string(++runs));
        if (runs < 4) {
            throw detail::DatabaseFault{{ErrorCode::conflict, true, false, false}, "first"};
        }
    });
    EXPECT_EQ(runs, 4);
    EXPECT_EQ(count(database), 1);
    EXPECT_EQ(database.counters().retries, 3);
}

TEST_P(UnitOfWorkTest, a_swallowed_conflict_is_run_again_too) {
    const Database database = database_.open();
    int runs = 0;
    run_transaction(database, [&](UnitOfWork& unit) {
        put(unit, "c1");
        if (++runs == 1) {
            unit.session().poison(std::make_exception_ptr(
                detail::DatabaseFault{{ErrorCode::conflict, true, false, false}, "first"}));
        }
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(count(database), 1);
}

TEST_P(UnitOfWorkTest, a_write_that_others_outrun_again_and_again_takes_its_turn) {
    const Database database = database_.open();
    int runs = 0;
    run_transaction(database, [&](UnitOfWork& unit) {
        put(unit, "c" + std::to_string(++runs));
        if (unit.access() == Access::write) {
            throw detail::DatabaseFault{{ErrorCode::conflict, true, false, false}, "outrun"};
        }
        EXPECT_EQ(unit.access(), Access::exclusive);
    });
    EXPECT_EQ(runs, 7);
    EXPECT_EQ(count(database), 1);
}

TEST_P(UnitOfWorkTest, retries_end_and_other_errors_are_passed_on_at_once) {
    const Database database = database_.open();
    RetryPolicy policy;
    policy.attempts = 3;
    int runs = 0;
    EXPECT_THROW(run_transaction(
                     database,
                     [&](UnitOfWork&) {
                         ++runs;
                         throw detail::DatabaseFault{{ErrorCode::conflict, true, false, false}, "always"};
                     },
                     policy),
                 Error);
    EXPECT_EQ(runs, 3);
    runs = 0;
    EXPECT_THROW(run_transaction(database,
                                 [&](UnitOfWork& unit) {
                                     ++runs;
                                     put(unit, "c1");
                                     throw std::runtime_error{"of the caller"};
                                 }),
                 std::runtime_error);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(count(database), 0);
}

TEST_P(UnitOfWorkTest, an_idempotency_key_applies_once) {
    const Database database = database_.open();
    RetryPolicy policy;
    policy.idempotency_key = "delivery-7";
    int runs = 0;
    const auto body = [&](UnitOfWork& unit) {
        ++runs;
        put(unit, "c" + std::to_string(runs));
    };
    EXPECT_EQ(run_transaction(database, body, policy), TransactionOutcome::committed);
    EXPECT_EQ(run_transaction(database, body, policy), TransactionOutcome::already_applied);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(count(database), 1);
}

TEST_P(UnitOfWorkTest, settled_keys_go_with_a_later_transaction) {
    const Database database = database_.open();
    RetryPolicy policy;
    for (int i = 0; i < 3; ++i) {
        policy.idempotency_key = "delivery-" + std::to_string(i);
        run_transaction(
            database, [&](UnitOfWork& unit) { put(unit, "c" + std::to_string(i)); }, policy);
        policy.settled_keys = {policy.idempotency_key};
    }
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(unit.session().text("select max(idempotency_key) from scrm_applied_key"), "delivery-2");
    EXPECT_EQ(unit.session().integer("select count(*) from scrm_applied_key"), 1);
}

TEST_P(UnitOfWorkTest, a_stop_token_ends_the_retries) {
    const Database database = database_.open();
    std::stop_source stop;
    RetryPolicy policy;
    policy.stop = stop.get_token();
    try {
        run_transaction(
            database,
            [&](UnitOfWork&) {
                stop.request_stop();
                throw detail::DatabaseFault{{ErrorCode::conflict, true, false, false}, "always"};
            },
            policy);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
}

TEST_P(UnitOfWorkTest, many_threads_lose_no_update) {
    const Database database = database_.open();
    test::fill(database, 1);
    constexpr int kThreads = 4;
    constexpr int kRounds = 15;
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < kRounds; ++i) {
                RetryPolicy policy;
                policy.attempts = 1000;
                run_transaction(
                    database,
                    [](UnitOfWork& unit) {
                        // Read, then write what depends on it: lost at READ COMMITTED.
                        Customer customer = *CustomerStore{unit}.find(CustomerId{"c1"});
                        customer.attributes["n"] =
                            std::to_string(std::atoi(customer.attributes["n"].c_str()) + 1);
                        const std::vector<CustomerWrite> batch{make_write(customer)};
                        CustomerStore{unit}.upsert(batch);
                    },
                    policy);
            }
        });
    }
    threads.clear();
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(CustomerStore{unit}.find(CustomerId{"c1"})->attributes["n"],
              std::to_string(kThreads * kRounds));
}

TEST_P(UnitOfWorkTest, an_exclusive_unit_is_not_starved_by_small_ones) {
    const Database database = database_.open();
    test::fill(database, 40);
    std::atomic<bool> stop{false};
    std::jthread small{[&] {
        for (int i = 2; !stop && i <= 40; ++i) {
            test::append(database,
                         test::on_customers(DecisionKind::keep_apart, "c1", "c" + std::to_string(i)));
        }
    }};
    RetryPolicy policy;
    policy.attempts = 2;
    run_transaction(
        database,
        [](UnitOfWork& unit) {
            const auto before = DecisionLog{unit}.kept_apart().size();
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
            EXPECT_EQ(DecisionLog{unit}.kept_apart().size(), before);
            AuditLog{unit}.append({"long", "tester", {}});
        },
        policy, Access::exclusive);
    stop = true;
}

TEST_P(UnitOfWorkTest, statements_are_cached_and_can_be_used_again) {
    const Database database = database_.open();
    UnitOfWork unit{database};
    for (int i = 0; i < 50; ++i) {
        put(unit, "c" + std::to_string(i));
        EXPECT_TRUE(CustomerStore{unit}.contains(CustomerId{"c" + std::to_string(i)}));
        EXPECT_FALSE(CustomerStore{unit}.contains(CustomerId{"d" + std::to_string(i)}));
    }
    // A callback that throws in the middle of its rows leaves the statement usable.
    const std::string sql = "select customer_id from scrm_customer order by customer_id";
    for (int i = 0; i < 2; ++i) {
        EXPECT_THROW(
            unit.session().query(sql, "t", {}, [](const detail::Row&) { throw std::runtime_error{"stop"}; }),
            std::runtime_error);
    }
    int rows = 0;
    unit.session().query(sql, "t", {}, [&](const detail::Row&) { ++rows; });
    EXPECT_EQ(rows, 50);
    unit.commit();
}

TEST(SqliteUnitOfWorkTest, sqlite_a_second_unit_on_the_same_thread_is_an_error_and_no_deadlock) {
    const test::TestDatabase file{Backend::sqlite};
    const Database database = file.open();
    UnitOfWork unit{database};
    EXPECT_THROW(UnitOfWork(database, Access::read), Error);
}

// LOCK TABLE is the second statement of such a unit: what the first began must end, too.
TEST(PostgresqlUnitOfWorkTest, postgresql_a_unit_that_gets_no_lock_leaves_its_session_clean) {
    const test::TestDatabase server{Backend::postgresql};
    const Database holder = server.open();
    OpenOptions options;
    options.sessions = 1;
    const Database refused = Database::open(server.url() + "%20-clock_timeout%3D20", options);
    {
        const UnitOfWork held{holder, Access::exclusive};
        for (int i = 0; i < 2; ++i) {
            try {
                const UnitOfWork unit{refused, Access::exclusive};
                FAIL() << "two units at once";
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::unavailable) << error.what();
            }
        }
    }
    run_read(refused, [](UnitOfWork& unit) { EXPECT_EQ(CustomerStore{unit}.count(), 0); });
    EXPECT_NO_THROW((UnitOfWork{refused, Access::exclusive}));
    EXPECT_EQ(refused.counters().connections_lost, 0);
}

}  // namespace
}  // namespace scrm::storage
