// SPDX-License-Identifier: Apache-2.0

// Long calls end soon after they were asked to stop, and leave nothing half-done.
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <thread>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/backup.hpp"
#include "scrm/storage/state_hash.hpp"
#include "scrm/storage/stop_scope.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm::storage {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// Hours of work in one statement.
constexpr const char* kEndless =
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) "
    "select max(i) from n";

class StopTest : public test::OnBothDatabases {
  protected:
    std::filesystem::path file() const { return database_.folder() / "bank.backup"; }
    std::size_t files() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator{database_.folder()}) {
            const std::string name = entry.path().filename().string();
            count += name.find("backup") != std::string::npos ? 1 : 0;
        }
        return count;
    }
    template <class Body>
    static ErrorCode code_of(const Body& body) {
        try {
            body();
        } catch (const Error& error) {
            return error.code();
        }
        ADD_FAILURE() << "nothing was thrown";
        return ErrorCode::internal;
    }
};
SCRM_ON_BOTH_DATABASES(StopTest);

TEST_P(StopTest, a_statement_that_runs_ends_and_the_next_unit_is_not_touched) {
    const Database database = database_.open();
    test::fill(database, 3);
    for (int round = 0; round < 5; ++round) {
        std::stop_source stop;
        std::promise<Clock::time_point> asked;
        std::jthread stopper{[&] {
            std::this_thread::sleep_for(100ms);
            asked.set_value(Clock::now());
            stop.request_stop();
        }};
        EXPECT_EQ(code_of([&] {
                      run_read(
                          database, [](UnitOfWork& unit) { unit.session().integer(kEndless); },
                          stop.get_token());
                  }),
                  ErrorCode::cancelled);
        EXPECT_LT(Clock::now() - asked.get_future().get(), 500ms);
        run_read(database, [](UnitOfWork& unit) { EXPECT_EQ(CustomerStore{unit}.count(), 3); });
    }
    EXPECT_EQ(database.counters().connections_lost, 0);
}

TEST_P(StopTest, a_scope_stops_calls_that_take_no_token) {
    const Database database = database_.open();
    test::fill(database, 3);
    std::stop_source stop;
    std::jthread stopper{[&] {
        std::this_thread::sleep_for(100ms);
        stop.request_stop();
    }};
    const auto count = [&](UnitOfWork& unit) { EXPECT_EQ(CustomerStore{unit}.count(), 3); };
    const auto began = Clock::now();
    {
        const StopScope scope{stop.get_token()};
        EXPECT_EQ(code_of([&] {
                      run_transaction(database, [](UnitOfWork& unit) { unit.session().integer(kEndless); });
                  }),
                  ErrorCode::cancelled);
        EXPECT_LT(Clock::now() - began, 2s);
        EXPECT_EQ(code_of([&] { run_read(database, count); }), ErrorCode::cancelled);
        // A token of its own and an inner scope come first; another thread has none.
        const std::stop_source other;
        run_read(database, count, other.get_token());
        {
            const StopScope deaf;
            run_read(database, count);
        }
        std::jthread{[&] { run_read(database, count); }}.join();
        EXPECT_EQ(code_of([&] { run_read(database, count); }), ErrorCode::cancelled);
    }
    run_read(database, count);
}

TEST_P(StopTest, rows_that_come_one_by_one_are_not_waited_for) {
    const Database database = database_.open();
    test::fill(database, 50);
    std::stop_source stop;
    int seen = 0;
    EXPECT_EQ(code_of([&] {
                  run_read(
                      database,
                      [&](UnitOfWork& unit) {
                          CustomerStore{unit}.for_each([&](const Customer&) {
                              if (++seen == 10) stop.request_stop();
                          });
                          CustomerStore{unit}.count();
                      },
                      stop.get_token());
              }),
              ErrorCode::cancelled);
}

TEST_P(StopTest, nothing_is_stored_when_the_request_comes_before_the_commit) {
    const Database database = database_.open();
    std::stop_source stop;
    UnitOfWork unit{database, Access::write, stop.get_token()};
    CustomerStore{unit}.upsert(std::vector{make_write(test::customer("c1"))});
    stop.request_stop();
    EXPECT_EQ(code_of([&] { unit.commit(); }), ErrorCode::cancelled);
    run_read(database, [](UnitOfWork& later) { EXPECT_EQ(CustomerStore{later}.count(), 0); });
}

TEST_P(StopTest, the_wait_for_a_session_ends) {
    OpenOptions options;
    options.sessions = 1;
    const Database database = database_.open(options);
    std::stop_source stop;
    std::promise<void> held;
    std::promise<void> done;
    std::jthread holder{[&] {
        const UnitOfWork unit{database, Access::read};
        held.set_value();
        done.get_future().wait();
    }};
    held.get_future().wait();
    std::jthread stopper{[&] {
        std::this_thread::sleep_for(50ms);
        stop.request_stop();
    }};
    const auto began = Clock::now();
    EXPECT_EQ(code_of([&] { verify(database, {.stop = stop.get_token()}); }), ErrorCode::cancelled);
    EXPECT_LT(Clock::now() - began, 2s);
    done.set_value();
}

TEST_P(StopTest, every_long_call_obeys_and_a_backup_leaves_no_file) {
    const Database database = database_.open();
    test::fill(database, 1500);
    const Digest whole = backup(database, file()).state_hash;
    std::filesystem::remove(file());
    const auto hash = [&](const Execution& execution) {
        run_read(
            database, [&](UnitOfWork& unit) { EXPECT_EQ(state_hash(unit, execution), whole); },
            execution.stop);
    };
    const std::vector<std::function<void(const Execution&)>> calls{
        [&](const Execution& execution) { verify(database, execution); },
        [&](const Execution& execution) { backup(database, file(), execution); }, hash};
    Random random{7};
    int cancelled = 0;
    for (const auto& call : calls) {
        auto began = Clock::now();
        call({});
        const auto calm = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
        std::filesystem::remove(file());
        for (int round = 0; round < test::scaled(6); ++round) {
            std::stop_source stop;
            std::jthread stopper{[&, wait = random.below(static_cast<std::uint64_t>(calm.count()))] {
                std::this_thread::sleep_for(std::chrono::microseconds{wait});
                stop.request_stop();
            }};
            bool finished = false;
            try {
                call({.stop = stop.get_token()});
                finished = true;
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::cancelled) << error.what();
                ++cancelled;
            }
            EXPECT_TRUE(finished || files() == 0);
            EXPECT_LE(files(), 1U);
            std::filesystem::remove(file());
        }
    }
    EXPECT_GT(cancelled, 3);
    hash({});
}

TEST_P(StopTest, a_stopped_backup_keeps_the_former_file) {
    const Database database = database_.open();
    test::fill(database, 20);
    std::ofstream{file()} << "former";
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(code_of([&] { backup(database, file(), {.stop = stop.get_token()}); }), ErrorCode::cancelled);
    EXPECT_EQ(std::filesystem::file_size(file()), 6U);
    EXPECT_EQ(files(), 1U);
}

TEST_P(StopTest, a_stopped_restore_leaves_the_database_empty) {
    const test::TestDatabase source{Backend::sqlite};
    {
        const Database database = source.open();
        test::fill(database, 300);
        backup(database, file());
    }
    std::stop_source stop;
    stop.request_stop();
    OpenOptions options;
    options.stop = stop.get_token();
    EXPECT_EQ(code_of([&] { restore(file(), database_.url(), options); }), ErrorCode::cancelled);
    const Database database = database_.open();
    run_read(database, [](UnitOfWork& unit) { EXPECT_EQ(CustomerStore{unit}.count(), 0); });
}

TEST_P(StopTest, long_calls_report_how_far_they_are) {
    const Database database = database_.open();
    test::fill(database, 10);
    std::vector<std::string> stages;
    std::int64_t done = 0;
    const Execution execution{.progress = [&](const Progress& progress) {
        done = progress.done;
        stages.emplace_back(progress.stage);
    }};
    const auto checks = verify(database, execution);
    EXPECT_EQ(done, static_cast<std::int64_t>(checks.size()));
    backup(database, file(), execution);
    EXPECT_EQ(done, 20);  // 10 customers and 10 identities were hashed
    EXPECT_EQ(stages, (std::vector<std::string>{"verify", "copy", "hash"}));
}

}  // namespace
}  // namespace scrm::storage
