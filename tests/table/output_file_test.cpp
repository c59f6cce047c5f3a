// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/output_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "scrm/core/error.hpp"

namespace scrm::table {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            fs::path{testing::TempDir()} /
            ("scrm_output_" + std::string{testing::UnitTest::GetInstance()->current_test_info()->name()});
        fs::remove_all(folder_);
        fs::create_directory(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    static std::string content(const fs::path& path) {
        std::ifstream in{path};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    long files() const { return std::distance(fs::directory_iterator{folder_}, fs::directory_iterator{}); }

    fs::path folder_;
};

TEST_F(OutputFileTest, AppearsOnlyAtTheCommit) {
    const fs::path target = folder_ / "out.csv";
    {
        OutputFile file{target};
        file.write("half");
        EXPECT_FALSE(fs::exists(target));
#if defined(O_TMPFILE)
        EXPECT_EQ(files(), 0) << "what is killed here leaves nothing";
#endif
        file.write(" whole");
        file.commit();
    }
    EXPECT_EQ(content(target), "half whole");
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, LeavesTheOldFileWithoutACommit) {
    const fs::path target = folder_ / "out.csv";
    write_file(target, "old");
    { OutputFile{target}.write(std::string(1 << 20, 'x')); }
    EXPECT_EQ(content(target), "old");
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, KeepsPermissionsAndLinks) {
    const fs::path target = folder_ / "real.csv";
    write_file(target, "old");
    ::chmod(target.c_str(), 0600);
    fs::create_symlink("real.csv", folder_ / "link.csv");
    write_file(folder_ / "link.csv", "new");
    EXPECT_TRUE(fs::is_symlink(folder_ / "link.csv"));
    EXPECT_EQ(content(target), "new");
    EXPECT_EQ(fs::status(target).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    // Links to what is not there yet, and one that leads nowhere.
    fs::create_symlink("second.csv", folder_ / "first.csv");
    fs::create_symlink(folder_ / "made.csv", folder_ / "second.csv");
    write_file(folder_ / "first.csv", "made");
    EXPECT_TRUE(fs::is_symlink(folder_ / "first.csv"));
    EXPECT_TRUE(fs::is_symlink(folder_ / "second.csv"));
    EXPECT_EQ(content(folder_ / "made.csv"), "made");
    fs::create_symlink("loop.csv", folder_ / "loop.csv");
    write_file(folder_ / "loop.csv", "a file");
    EXPECT_EQ(content(folder_ / "loop.csv"), "a file");
}

TEST_F(OutputFileTest, ForGoodAlsoThroughALinkAndToADevice) {
    write_file_for_good(folder_ / "out.csv", "first");
    fs::create_symlink("out.csv", folder_ / "link.csv");
    write_file_for_good(folder_ / "link.csv", "second");
    EXPECT_EQ(content(folder_ / "out.csv"), "second");
    EXPECT_EQ(files(), 2);
    EXPECT_NO_THROW(write_file_for_good("/dev/null", "x"));
}

TEST_F(OutputFileTest, NeverReplacesADatabase) {
    const std::string database = std::string{"SQLite format 3\0", 16} + std::string(84, 'x');
    std::ofstream{folder_ / "bank.db", std::ios::binary} << database;
    fs::create_symlink("bank.db", folder_ / "link.csv");
    for (const char* name : {"bank.db", "link.csv", "bank.db-wal", "bank.db-journal", "bank.db.lock"}) {
        try {
            write_file(folder_ / name, "x");
            ADD_FAILURE() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << name;
        }
    }
    EXPECT_EQ(content(folder_ / "bank.db"), database);
    EXPECT_EQ(files(), 2);
    // What only begins alike is no database.
    std::ofstream{folder_ / "notes.txt"} << "SQLite format 3";
    for (const char* name : {"notes.txt", "notes.txt-wal"}) {
        write_file(folder_ / name, "new");
        EXPECT_EQ(content(folder_ / name), "new");
    }
}

TEST_F(OutputFileTest, FailsWithOneError) {
    const auto code = [](const fs::path& path, const std::string& bytes) {
        try {
            write_file(path, bytes);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_EQ(code(folder_ / "no" / "out.csv", "x"), ErrorCode::unavailable);
    EXPECT_EQ(code(folder_, "x"), ErrorCode::unavailable);
    EXPECT_EQ(code("/dev/full", std::string(1 << 20, 'x')), ErrorCode::unavailable);
    EXPECT_EQ(code("/dev/full", "x"), ErrorCode::unavailable);
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
    EXPECT_EQ(code("/dev/null", "x"), ErrorCode::internal) << "a device is written directly";
}

}  // namespace
}  // namespace scrm::table
