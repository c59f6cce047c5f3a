// SPDX-License-Identifier: Apache-2.0

// A full disk is "try again later": a typed error, nothing half-done, and work goes on when there is room.
#include <signal.h>
#include <sys/resource.h>

#include "fault/child_process.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/backup.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

std::vector<CustomerWrite> batch_of(int first, int count) {
    std::vector<CustomerWrite> batch;
    for (int i = first; i < first + count; ++i) {
        batch.push_back(make_write(test::customer(std::to_string(i), std::string(500, 'x'))));
    }
    return batch;
}

std::int64_t count(const Database& database) {
    UnitOfWork unit{database, Access::read};
    return CustomerStore{unit}.count();
}

TEST(DiskFullTest, sqlite_a_full_database_stores_whole_batches_or_nothing) {
    const test::TestDatabase file{Backend::sqlite};
    const Database database = file.open();
    run_transaction(database, [](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch_of(0, 100)); });
    {
        UnitOfWork unit{database};
        unit.session().query("pragma max_page_count = 40", "i", {}, [](const detail::Row&) {});
    }
    for (int i = 0; i < 3; ++i) {
        try {
            run_transaction(database,
                            [](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch_of(100, 5000)); });
            FAIL() << "it fitted";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unavailable) << error.what();
        }
        EXPECT_EQ(count(database), 100);
    }
    {
        UnitOfWork unit{database};
        unit.session().query("pragma max_page_count = 1000000", "i", {}, [](const detail::Row&) {});
    }
    run_transaction(database, [](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch_of(100, 5000)); });
    EXPECT_EQ(count(database), 5100);
    for (const InvariantCheck& check : verify(database)) EXPECT_TRUE(check.ok) << check.code << check.detail;
}

TEST(DiskFullTest, sqlite_a_write_that_the_system_refuses_is_an_error_and_no_crash) {
    const test::TestDatabase file{Backend::sqlite};
    { file.open(); }
    test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
        ::signal(SIGXFSZ, SIG_IGN);
        const Database database = file.open();
        const rlimit limit{2'000'000, 2'000'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        for (int batch = 0; batch < 1000; ++batch) {
            try {
                run_transaction(database, [&](UnitOfWork& unit) {
                    CustomerStore{unit}.upsert(batch_of(batch * 100, 100));
                });
                say("stored");
            } catch (const Error& error) {
                say(std::string{to_string(error.code())});
                return;
            }
        }
    }};
    int stored = 0;
    std::string line = child.line();
    for (; line == "stored"; line = child.line()) ++stored;
    EXPECT_EQ(line, "unavailable");
    EXPECT_EQ(child.wait(), 0);
    const Database database = file.open();
    EXPECT_EQ(count(database), stored * 100);
    for (const InvariantCheck& check : verify(database)) EXPECT_TRUE(check.ok) << check.code << check.detail;
}

TEST(DiskFullTest, sqlite_a_backup_without_room_leaves_no_file) {
    const test::TestDatabase file{Backend::sqlite};
    {
        const Database database = file.open();
        run_transaction(database, [](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch_of(0, 5000)); });
    }
    const std::filesystem::path target = file.folder() / "bank.backup";
    test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
        ::signal(SIGXFSZ, SIG_IGN);
        const Database database = file.open();
        const rlimit limit{1'000'000, 1'000'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            backup(database, target);
            say("stored");
        } catch (const Error& error) {
            say(std::string{to_string(error.code())});
        }
    }};
    EXPECT_EQ(child.line(), "unavailable");
    child.wait();
    int files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{file.folder()}) ++files;
    EXPECT_EQ(files, 1);
}

}  // namespace
}  // namespace scrm::storage
