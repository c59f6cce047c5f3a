// SPDX-License-Identifier: Apache-2.0

// T11: a lost PostgreSQL connection loses nothing, doubles nothing, and is not shown to the caller when it
// need not be.
#include <atomic>
#include <thread>

#include "fault/postgres_proxy.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

void put(UnitOfWork& unit, const std::string& id) {
    CustomerStore{unit}.upsert(std::vector{make_write(test::customer(id))});
}

std::int64_t count(const Database& database) {
    std::int64_t result = 0;
    run_read(database, [&](UnitOfWork& unit) { result = CustomerStore{unit}.count(); });
    return result;
}

std::string backend_of(UnitOfWork& unit) {
    return std::to_string(unit.session().integer("select pg_backend_pid()"));
}

class ConnectionTest : public ::testing::Test {
  protected:
    void cut(const std::string& backend) { server_.raw("select pg_terminate_backend(" + backend + ")"); }

    test::TestDatabase server_{Backend::postgresql};
    Database database_ = server_.open();
};

TEST_F(ConnectionTest, postgresql_a_connection_cut_between_statements_is_run_again) {
    int runs = 0;
    run_transaction(database_, [&](UnitOfWork& unit) {
        put(unit, "c1");
        if (++runs == 1) {
            cut(backend_of(unit));
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        put(unit, "c2");
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(count(database_), 2);
    EXPECT_EQ(database_.counters().connections_lost, 1);
}

TEST_F(ConnectionTest, postgresql_a_swallowed_loss_is_run_again_too) {
    int runs = 0;
    run_transaction(database_, [&](UnitOfWork& unit) {
        put(unit, "c1");
        if (++runs > 1) return;
        cut(backend_of(unit));
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        EXPECT_THROW(put(unit, "c2"), Error);
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(count(database_), 1);
}

TEST_F(ConnectionTest, postgresql_a_connection_that_died_while_idle_is_replaced) {
    for (int i = 0; i < 3; ++i) {
        std::string backend;
        run_transaction(database_, [&](UnitOfWork& unit) {
            backend = backend_of(unit);
            put(unit, "c" + std::to_string(i));
        });
        cut(backend);
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        // Also without a retry around it.
        UnitOfWork unit{database_};
        put(unit, "d" + std::to_string(i));
        unit.commit();
    }
    EXPECT_EQ(count(database_), 6);
}

TEST_F(ConnectionTest, postgresql_a_unit_whose_connection_is_cut_reports_it_as_unavailable) {
    UnitOfWork unit{database_};
    put(unit, "c1");
    cut(backend_of(unit));
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    try {
        put(unit, "c2");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unavailable) << error.what();
    }
    EXPECT_THROW(unit.commit(), Error);
    EXPECT_EQ(count(database_), 0);
}

// What was read may have been passed on, for example into a file: running it again would write it twice.
TEST_F(ConnectionTest, postgresql_a_read_that_has_begun_is_not_run_again) {
    run_transaction(database_, [&](UnitOfWork& unit) {
        for (int i = 0; i < 3; ++i) put(unit, "c" + std::to_string(i));
    });
    std::vector<std::string> passed_on;
    try {
        run_read(database_, [&](UnitOfWork& unit) {
            CustomerStore{unit}.for_each(
                [&](const Customer& customer) { passed_on.push_back(customer.id.str()); });
            cut(backend_of(unit));
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
            CustomerStore{unit}.count();
        });
        FAIL() << "the connection was cut";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unavailable);
    }
    EXPECT_EQ(passed_on.size(), 3U);
    EXPECT_EQ(count(database_), 3);
}

TEST_F(ConnectionTest, postgresql_connections_cut_at_random_lose_and_double_nothing) {
    // Other tests may use the same server: only this one's connections are cut.
    const std::string name = "cut_" + server_.raw("select current_schema()");
    const Database database = Database::open(server_.url() + "&application_name=" + name);
    std::atomic<bool> done{false};
    std::jthread killer{[&] {
        while (!done) {
            std::this_thread::sleep_for(std::chrono::milliseconds{15});
            server_.raw(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and "
                "backend_type = 'client backend' and state = 'idle in transaction' and application_name = '" +
                name + "' limit 1");
        }
    }};
    for (int i = 0; i < 60; ++i) {
        RetryPolicy policy;
        policy.attempts = 500;
        policy.longest_delay = std::chrono::milliseconds{10};
        policy.idempotency_key = "batch " + std::to_string(i);
        run_transaction(
            database,
            [&](UnitOfWork& unit) {
                put(unit, "c" + std::to_string(i));
                AuditLog{unit}.append({"import_customers", "tester", {}});
            },
            policy);
    }
    done = true;
    killer.join();
    EXPECT_EQ(count(database), 60);
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(AuditLog{unit}.head_sequence(), 60) << "a transaction was applied twice or not at all";
}

class UnknownCommitTest : public ::testing::Test {
  protected:
    std::string proxied_url() const { return proxied_url(server_.url()); }
    std::string proxied_url(const std::string& url) const {
        const std::size_t begin = url.find("host=") + 5;
        const std::size_t end = url.find('&', begin);
        return url.substr(0, begin) + server_.folder().string() + url.substr(end);
    }
    std::filesystem::path server_folder() const {
        const std::string url = server_.url();
        const std::size_t begin = url.find("host=") + 5;
        return url.substr(begin, url.find('&', begin) - begin);
    }

    test::TestDatabase server_{Backend::postgresql};
    test::PostgresProxy proxy_{server_folder(), server_.folder()};
};

TEST_F(UnknownCommitTest, postgresql_an_unanswered_commit_is_settled_by_the_idempotency_key) {
    const Database database = Database::open(proxied_url());
    int applied = 0;
    for (const auto how : {test::PostgresProxy::Cut::after_commit, test::PostgresProxy::Cut::before_commit}) {
        proxy_.cut_next(how);
        RetryPolicy policy;
        policy.idempotency_key = "delivery " + std::to_string(++applied);
        int runs = 0;
        const auto outcome = run_transaction(
            database,
            [&](UnitOfWork& unit) {
                ++runs;
                put(unit, "c" + std::to_string(applied));
                AuditLog{unit}.append({"import_customers", "tester", {}});
            },
            policy);
        EXPECT_EQ(outcome, TransactionOutcome::committed);
        EXPECT_EQ(runs, how == test::PostgresProxy::Cut::after_commit ? 1 : 2);
        EXPECT_EQ(count(database), applied);
        UnitOfWork unit{database, Access::read};
        EXPECT_EQ(AuditLog{unit}.head_sequence(), applied);
    }
    EXPECT_EQ(proxy_.cuts(), 2);
    EXPECT_EQ(database.counters().unknown_outcomes, 2);
}

TEST_F(UnknownCommitTest, postgresql_a_connection_cut_while_it_is_opened_is_made_again) {
    for (int message = 0; message < 40; ++message) {
        const test::TestDatabase fresh{Backend::postgresql};
        for (const bool is_new : {true, false}) {
            proxy_.cut_at_message(message);
            const Database database = Database::open(proxied_url(fresh.url()));
            proxy_.cut_at_message(-1);
            EXPECT_EQ(count(database), 0) << message << is_new;
        }
    }
    EXPECT_GT(proxy_.cuts(), 30);
}

TEST_F(UnknownCommitTest, postgresql_without_a_key_the_unknown_outcome_is_told) {
    const Database database = Database::open(proxied_url());
    for (const auto how : {test::PostgresProxy::Cut::after_commit, test::PostgresProxy::Cut::before_commit}) {
        const std::int64_t before = count(database);
        proxy_.cut_next(how);
        UnitOfWork unit{database};
        put(unit, "c" + std::to_string(before));
        try {
            unit.commit();
            FAIL() << "an unanswered commit was taken for done";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unavailable);
            EXPECT_TRUE(unit.outcome_unknown());
        }
        EXPECT_EQ(count(database), how == test::PostgresProxy::Cut::after_commit ? before + 1 : before);
    }
}

}  // namespace
}  // namespace scrm::storage
