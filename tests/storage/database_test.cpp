// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "fault/child_process.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/backup.hpp"
#include "scrm/storage/schema.hpp"
#include "scrm/table/input_file.hpp"
#include "scrm/table/output_file.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

using test::TestDatabase;

ErrorCode code_of(const std::function<void()>& call, std::string* message = nullptr) {
    try {
        call();
    } catch (const Error& error) {
        if (message != nullptr) *message = error.what();
        return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::internal;
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

OpenOptions existing() {
    OpenOptions options;
    options.create = false;
    return options;
}

class DatabaseTest : public test::OnBothDatabases {};
SCRM_ON_BOTH_DATABASES(DatabaseTest);

TEST_P(DatabaseTest, makes_a_fresh_schema_and_opens_it_again) {
    {
        const Database made = database_.open();
        EXPECT_EQ(made.backend(), GetParam());
    }
    const Database again = database_.open(existing());
    run_read(again, [](UnitOfWork& unit) { EXPECT_EQ(CustomerStore{unit}.count(), 0); });
}

TEST_P(DatabaseTest, an_absent_one_is_not_made_when_it_must_exist) {
    EXPECT_EQ(code_of([&] { database_.open(existing()); }), ErrorCode::not_found);
    if (GetParam() == Backend::sqlite) {
        EXPECT_TRUE(std::filesystem::is_empty(database_.folder()));
    }
}

TEST_P(DatabaseTest, a_newer_schema_is_refused_with_both_versions_named) {
    { database_.open(); }
    const std::string newer = std::to_string(current_schema_version() + 1);
    database_.raw("insert into scrm_migration values (" + newer + ", 'x', 0)");
    if (GetParam() == Backend::sqlite) database_.raw("pragma user_version = " + newer);
    for (const bool create : {true, false}) {
        OpenOptions options;
        options.create = create;
        std::string message;
        const std::string before = bytes_of(database_.url());
        const ErrorCode code = code_of([&] { database_.open(options); }, &message);
        EXPECT_EQ(code, ErrorCode::schema_mismatch);
        EXPECT_NE(message.find(newer), std::string::npos) << message;
        EXPECT_NE(message.find(std::to_string(current_schema_version())), std::string::npos) << message;
        if (GetParam() == Backend::sqlite) {
            EXPECT_EQ(bytes_of(database_.url()), before);
            EXPECT_FALSE(std::filesystem::exists(database_.url() + "-wal"));
            EXPECT_FALSE(std::filesystem::exists(database_.url() + ".lock"));
        }
    }
}

TEST_P(DatabaseTest, a_changed_migration_is_refused) {
    { database_.open(); }
    database_.raw("update scrm_migration set checksum = 'other' where version = 1");
    EXPECT_EQ(code_of([&] { database_.open(); }), ErrorCode::corrupt_data);
}

TEST(PostgresqlDatabaseTest, postgresql_a_schema_with_tables_of_others_is_refused_and_stays) {
    for (const char* table : {"scrm_customer (a text)", "scrm_migration (step text)", "customer (a text)"}) {
        const test::TestDatabase server{Backend::postgresql};
        server.raw("create table " + std::string{table});
        for (const bool create : {true, false}) {
            OpenOptions options;
            options.create = create;
            try {
                server.open(options);
                FAIL() << table;
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::schema_mismatch);
                EXPECT_NE(std::string{error.what()}.find("not scrm's"), std::string::npos) << error.what();
            }
        }
        EXPECT_EQ(server.raw("select count(*) from pg_tables where schemaname = current_schema()"), "1");
    }
    // What comes beside it later is no reason, and nor is a sequence.
    const test::TestDatabase server{Backend::postgresql};
    server.raw("create sequence s");
    EXPECT_NO_THROW(server.open());
    server.raw("create table customer (a text)");
    EXPECT_NO_THROW(server.open());
}

TEST(DatabaseUrlTest, malformed_urls_are_refused) {
    for (const char* url : {"", "sqlite://x.db", "sqlite:x.db", "mysql://h/x", "postgresql://[::1",
                            ":memory:", "sqlite:///", "postgresql:///x?no_such_parameter=1"}) {
        EXPECT_EQ(code_of([&] { Database::open(url); }), ErrorCode::invalid_argument) << url;
    }
}

TEST(DatabaseUrlTest, a_server_that_is_not_there_is_no_malformed_url_whatever_its_name) {
    for (const char* url :
         {"postgresql:///x?host=/invalid/missing", "postgresql://invalid@127.0.0.1:1/missing"}) {
        EXPECT_EQ(code_of([&] { Database::open(url); }), ErrorCode::unavailable) << url;
    }
}

TEST(DatabaseUrlTest, a_password_never_appears) {
    const std::string url =
        "postgresql://user:s3cret%40x@127.0.0.1:1/bank?sslpassword=t0psecret&connect_timeout=2";
    std::string message;
    EXPECT_EQ(code_of([&] { Database::open(url); }, &message), ErrorCode::unavailable);
    EXPECT_EQ(message.find("s3cret"), std::string::npos) << message;
    EXPECT_EQ(message.find("t0psecret"), std::string::npos) << message;
    for (const char* bad : {"postgresql://u:s3cret@h:notaport/x", "postgresql://u:s3cret@[/x"}) {
        code_of([&] { Database::open(bad); }, &message);
        EXPECT_EQ(message.find("s3cret"), std::string::npos) << message;
    }
}

class SqliteDatabaseTest : public ::testing::Test {
  protected:
    TestDatabase database_{Backend::sqlite};
};

TEST_F(SqliteDatabaseTest, sqlite_urls_are_relative_or_absolute) {
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(database_.folder());
    { Database::open("sqlite:///relative.db"); }
    { Database::open("sqlite:///" + (database_.folder() / "absolute.db").string()); }
    { Database::open("with space, = and ; юникод.db"); }
    std::filesystem::current_path(before);
    EXPECT_TRUE(std::filesystem::exists(database_.folder() / "relative.db"));
    EXPECT_TRUE(std::filesystem::exists(database_.folder() / "absolute.db"));
    EXPECT_TRUE(std::filesystem::exists(database_.folder() / "with space, = and ; юникод.db"));
}

TEST_F(SqliteDatabaseTest, sqlite_header_carries_version_and_application) {
    { database_.open(); }
    EXPECT_EQ(database_.raw("pragma user_version"), std::to_string(current_schema_version()));
    EXPECT_EQ(database_.raw("pragma application_id"), std::to_string(kApplicationId));
    EXPECT_EQ(database_.raw("pragma journal_mode"), "wal");
}

TEST_F(SqliteDatabaseTest, sqlite_leaves_no_files_beside_a_closed_database) {
    {
        const Database database = database_.open();
        test::fill(database, 3);
    }
    int files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{database_.folder()})
        ++files;
    EXPECT_EQ(files, 1);
}

TEST_F(SqliteDatabaseTest, sqlite_files_of_others_stay_byte_identical) {
    const auto write = [&](const std::string& bytes) {
        std::ofstream{database_.url(), std::ios::binary} << bytes;
    };
    std::vector<std::string> contents{"hello, this is a text", "x", std::string(5000, 'z'),
                                      std::string("SQLite format 3\0", 16),
                                      std::string("SQLite format 3\0", 16) + std::string(84, '\0')};
    {
        TestDatabase other{Backend::sqlite};
        other.raw("create table customer (a)");
        contents.push_back(bytes_of(other.url()));
        other.raw("pragma application_id = 77; pragma user_version = 1");
        contents.push_back(bytes_of(other.url()));
    }
    for (const std::string& content : contents) {
        for (const bool create : {true, false}) {
            write(content);
            OpenOptions options;
            options.create = create;
            EXPECT_EQ(code_of([&] { database_.open(options); }), ErrorCode::schema_mismatch)
                << content.size();
            EXPECT_EQ(code_of([&] { migrate(database_.url(), false); }), ErrorCode::schema_mismatch);
            EXPECT_EQ(bytes_of(database_.url()), content);
            std::filesystem::remove(database_.url());
            EXPECT_TRUE(std::filesystem::is_empty(database_.folder()));
        }
    }
}

TEST_F(SqliteDatabaseTest, sqlite_an_empty_file_is_filled_only_when_making_is_allowed) {
    std::ofstream{database_.url()}.flush();
    EXPECT_EQ(code_of([&] { database_.open(existing()); }), ErrorCode::schema_mismatch);
    EXPECT_EQ(std::filesystem::file_size(database_.url()), 0U);
    database_.open();
}

TEST_F(SqliteDatabaseTest, sqlite_a_file_that_may_not_be_written_is_refused_with_that_reason) {
    (void)database_.open();
    namespace fs = std::filesystem;
    fs::permissions(database_.folder(), fs::perms::all);
    fs::permissions(database_.url(), fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
    // Permissions bind nobody who is root.
    constexpr uid_t kSomebody = 65534;
    const bool root = ::geteuid() == 0;
    ASSERT_TRUE(!root || ::seteuid(kSomebody) == 0);
    std::string message;
    const ErrorCode code = code_of([&] { database_.open(existing()); }, &message);
    ASSERT_TRUE(!root || ::seteuid(0) == 0);
    EXPECT_EQ(code, ErrorCode::unavailable);
    EXPECT_EQ(message, "the database file may not be written");
}

TEST_F(SqliteDatabaseTest, sqlite_a_name_that_is_too_long_is_refused_with_that_reason) {
    const std::string file = (database_.folder() / std::string(300, 'x')).string();
    std::string message;
    EXPECT_EQ(code_of([&] { Database::open(file); }, &message), ErrorCode::unavailable);
    EXPECT_NE(message.find("File name too long"), std::string::npos) << message;
}

TEST_F(SqliteDatabaseTest, sqlite_never_makes_a_folder) {
    EXPECT_EQ(code_of([&] { Database::open((database_.folder() / "no" / "x.db").string()); }),
              ErrorCode::not_found);
    EXPECT_TRUE(std::filesystem::is_empty(database_.folder()));
    EXPECT_EQ(code_of([&] { Database::open(database_.folder().string()); }), ErrorCode::schema_mismatch);
}

TEST_F(SqliteDatabaseTest, sqlite_a_draft_of_a_killed_process_does_no_harm) {
    std::ofstream{database_.url() + ".creating"} << "half";
    database_.open();
    EXPECT_FALSE(std::filesystem::exists(database_.url() + ".creating"));
}

TEST_F(SqliteDatabaseTest, sqlite_opened_twice_by_one_process_says_so_at_once) {
    const Database first = database_.open();
    std::string message;
    EXPECT_EQ(code_of([&] { database_.open(); }, &message), ErrorCode::unavailable);
    EXPECT_NE(message.find("this process"), std::string::npos);
}

TEST_F(SqliteDatabaseTest, sqlite_a_damaged_file_is_an_error_and_no_crash) {
    {
        const Database database = database_.open();
        test::fill(database, 400);
    }
    const std::string good = bytes_of(database_.url());
    for (std::size_t at = 100; at < good.size(); at += good.size() / 24) {
        std::string bad = good;
        for (std::size_t i = at; i < std::min(at + 64, bad.size()); ++i) bad[i] = static_cast<char>(~bad[i]);
        std::ofstream{database_.url(), std::ios::binary} << bad;
        try {
            const Database database = database_.open();
            run_read(database, [](UnitOfWork& unit) {
                CustomerStore{unit}.for_each([](const Customer&) {});
                IdentityStore{unit}.for_each([](const SocialIdentity&) {});
            });
        } catch (const Error& error) {
            EXPECT_NE(error.code(), ErrorCode::not_found) << error.what();
        }
    }
}

/// Whether a lock of another process would be refused, asked by one.
bool is_locked_for_others(const std::string& file) {
    test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
        struct flock lock {};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
        say(::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? "locked" : "free");
    }};
    return child.line() == "locked";
}

// Closing any descriptor of the file gives up the locks that SQLite holds on it.
TEST_F(SqliteDatabaseTest, sqlite_what_looks_at_an_open_file_does_not_unlock_it) {
    if (sqlite3_libversion_number() >= 3'051'003) GTEST_SKIP() << "this SQLite serves several processes";
    const Database database = database_.open();
    test::fill(database, 3);
    const std::string& file = database_.url();
    const std::string link = file + ".link";
    std::filesystem::create_symlink(file, link);
    ASSERT_TRUE(is_locked_for_others(file));
    EXPECT_EQ(code_of([&] { database_.open(); }), ErrorCode::unavailable);
    EXPECT_TRUE(is_locked_for_others(file)) << "opened again";
    EXPECT_EQ(code_of([&] { Database::open(link); }), ErrorCode::unavailable);
    EXPECT_TRUE(is_locked_for_others(file)) << "opened again by another name";
    for (const std::string& target : {file, file + "-wal", file + ".lock", link}) {
        EXPECT_EQ(code_of([&] { table::write_file(target, "x"); }), ErrorCode::invalid_argument) << target;
        EXPECT_TRUE(is_locked_for_others(file)) << "written to " << target;
    }
    EXPECT_EQ(code_of([&] { table::read_file(file); }), ErrorCode::unreadable_input);
    EXPECT_TRUE(is_locked_for_others(file)) << "read";
    EXPECT_EQ(code_of([&] { restore(file, file + ".new"); }), ErrorCode::corrupt_data);
    EXPECT_TRUE(is_locked_for_others(file)) << "taken for a backup";
    database.close();
    EXPECT_FALSE(is_locked_for_others(file));
    EXPECT_FALSE(table::read_file(file).empty());
}

// As multiprocessing does, and a with-block around it.
TEST_P(DatabaseTest, a_forked_process_that_closes_its_copy_leaves_the_parents_alone) {
    for (const bool closes : {true, false}) {
        std::optional<Database> database = database_.open();
        test::fill(*database, 5);
        std::optional<UnitOfWork> unit{*database};
        AuditLog{*unit}.append({"in between", "tester", {}});
        test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
            EXPECT_EQ(code_of([&] { unit->commit(); }), ErrorCode::invalid_argument);
            EXPECT_EQ(code_of([&] { AuditLog{*unit}.head_sequence(); }), ErrorCode::invalid_argument);
            unit.reset();
            if (closes) database->close();
            database.reset();
            say("done");
        }};
        ASSERT_EQ(child.line(), "done");
        ASSERT_EQ(child.wait(), 0);
        EXPECT_NO_THROW(unit->commit());
        unit.reset();
        EXPECT_EQ(database->counters().connections_lost, 0);
        if (GetParam() == Backend::sqlite && sqlite3_libversion_number() < 3'051'003) {
            EXPECT_TRUE(std::filesystem::exists(database_.url() + ".lock"));
            EXPECT_TRUE(is_locked_for_others(database_.url()));
        }
    }
}

TEST_F(SqliteDatabaseTest,
       sqlite_what_is_stored_after_a_forked_process_has_closed_its_copy_outlives_a_crash) {
    test::ChildProcess owner{[&](const test::ChildProcess::Say& say) {
        std::optional<Database> database = database_.open();
        test::fill(*database, 5);
        test::ChildProcess worker{[&](const test::ChildProcess::Say&) {
            database->close();
            database.reset();
        }};
        worker.wait();
        run_transaction(*database, [](UnitOfWork& unit) {
            CustomerStore{unit}.upsert(std::vector{make_write(test::customer("acknowledged"))});
        });
        say("stored");
        ::pause();
    }};
    ASSERT_EQ(owner.line(), "stored");
    owner.kill();
    const Database database = database_.open();
    run_read(database,
             [](UnitOfWork& unit) { EXPECT_TRUE(CustomerStore{unit}.contains(CustomerId{"acknowledged"})); });
}

}  // namespace
}  // namespace scrm::storage
