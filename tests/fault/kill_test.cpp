// SPDX-License-Identifier: Apache-2.0

// A process that is killed at any instant loses nothing that it was told is stored, and leaves nothing
// half-done.
#include <chrono>
#include <thread>

#include "fault/child_process.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/schema.hpp"
#include "scrm/storage/state_hash.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/database_impl_internal.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm::storage {
namespace {

constexpr int kBatches = 25;
constexpr int kBatchRows = 300;

void import_batch(const Database& database, int number) {
    std::vector<CustomerWrite> batch;
    for (int i = 0; i < kBatchRows; ++i) {
        batch.push_back(make_write(test::customer(std::to_string(number * kBatchRows + i))));
    }
    run_transaction(database, [&](UnitOfWork& unit) {
        CustomerStore{unit}.upsert(batch);
        AuditLog{unit}.append({"import_customers", "tester", {{"batch", std::to_string(number)}}});
    });
}

Digest hash_of(const Database& database) {
    UnitOfWork unit{database, Access::read};
    return state_hash(unit);
}

class KillTest : public test::OnBothDatabases {};
SCRM_ON_BOTH_DATABASES(KillTest);

TEST_P(KillTest, an_import_killed_at_any_instant_is_resumed_by_running_it_again) {
    Digest undisturbed;
    {
        const test::TestDatabase reference{GetParam()};
        const Database database = reference.open();
        for (int batch = 0; batch < kBatches; ++batch) import_batch(database, batch);
        undisturbed = hash_of(database);
    }
    Random random{GetParam() == Backend::sqlite ? 1U : 2U};
    for (int round = 0; round < test::scaled(5); ++round) {
        const test::TestDatabase target{GetParam()};
        test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
            const Database database = target.open();
            for (int batch = 0; batch < kBatches; ++batch) {
                import_batch(database, batch);
                say(std::to_string(batch));
            }
        }};
        // Somewhere in the work: while it opens, in a batch, at a commit.
        std::string last = "-1";
        const auto after = static_cast<int>(random.below(12));
        for (int i = 0; i < after; ++i) {
            const std::string line = child.line();
            if (!line.empty()) last = line;
        }
        std::this_thread::sleep_for(std::chrono::microseconds{random.below(9000)});
        child.kill();
        for (std::string line = child.line(); !line.empty(); line = child.line()) last = line;

        const Database database = target.open();
        const int acknowledged = std::stoi(last) + 1;
        {
            UnitOfWork unit{database, Access::read};
            const std::int64_t stored = CustomerStore{unit}.count();
            EXPECT_GE(stored, acknowledged * kBatchRows);
            EXPECT_EQ(stored % kBatchRows, 0) << "half a batch";
            EXPECT_EQ(AuditLog{unit}.head_sequence(), stored / kBatchRows)
                << "a batch without its audit entry";
        }
        for (const InvariantCheck& check : verify(database))
            EXPECT_TRUE(check.ok) << check.code << check.detail;
        for (int batch = 0; batch < kBatches; ++batch) import_batch(database, batch);
        EXPECT_EQ(hash_of(database), undisturbed);
    }
}

TEST_P(KillTest, a_migration_killed_at_any_instant_is_resumed_by_running_it_again) {
    Digest undisturbed;
    {
        const test::TestDatabase reference{GetParam()};
        const Database database = reference.open();
        test::fill(database, 50);
        undisturbed = hash_of(database);
    }
    Random random{GetParam() == Backend::sqlite ? 6U : 7U};
    for (int round = 0; round < test::scaled(6); ++round) {
        const test::TestDatabase target{GetParam()};
        {
            const Database old{
                detail::open_database(target.url(), {}, detail::SchemaPolicy::require_current, 1)};
            test::fill(old, 50);
        }
        test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
            say("start");
            migrate(target.url(), false);
        }};
        child.line();
        std::this_thread::sleep_for(std::chrono::microseconds{random.below(25'000)});
        child.kill();
        migrate(target.url(), false);
        const Database database = target.open();
        EXPECT_EQ(hash_of(database), undisturbed);
        for (const InvariantCheck& check : verify(database))
            EXPECT_TRUE(check.ok) << check.code << check.detail;
    }
}

TEST(SqliteKillTest, sqlite_a_database_killed_while_it_is_made_is_made_again) {
    Random random{5};
    for (int round = 0; round < test::scaled(12); ++round) {
        const test::TestDatabase target{Backend::sqlite};
        test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
            say("start");
            target.open();
        }};
        child.line();
        std::this_thread::sleep_for(std::chrono::microseconds{random.below(30'000)});
        child.kill();
        const Database database = target.open();
        test::fill(database, 2);
        EXPECT_TRUE(test::append(database, test::on_customers(DecisionKind::merge, "c1", "c2")).changed);
    }
}

TEST(SqliteKillTest, sqlite_a_second_process_waits_then_is_refused_and_the_lock_dies_with_its_holder) {
    if (sqlite3_libversion_number() >= 3'051'003) GTEST_SKIP() << "this SQLite serves several processes";
    const test::TestDatabase target{Backend::sqlite};
    test::ChildProcess holder{[&](const test::ChildProcess::Say& say) {
        const Database database = target.open();
        say("open");
        ::pause();
    }};
    ASSERT_EQ(holder.line(), "open");
    OpenOptions options;
    options.lock_wait = std::chrono::milliseconds{300};
    const auto start = std::chrono::steady_clock::now();
    try {
        target.open(options);
        FAIL() << "two processes opened one database";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unavailable);
    }
    EXPECT_GE(std::chrono::steady_clock::now() - start, options.lock_wait);
    holder.kill();
    target.open(options);
}

TEST(SqliteKillTest, sqlite_a_waiting_process_comes_in_when_the_other_is_done) {
    const test::TestDatabase target{Backend::sqlite};
    test::ChildProcess holder{[&](const test::ChildProcess::Say& say) {
        const Database database = target.open();
        say("open");
        test::fill(database, 5);
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }};
    ASSERT_EQ(holder.line(), "open");
    const Database database = target.open();
    EXPECT_EQ(holder.wait(), 0);
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(CustomerStore{unit}.count(), 5);
}

}  // namespace
}  // namespace scrm::storage
