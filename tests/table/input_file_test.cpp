// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/input_file.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"
#include "scrm/table/output_file.hpp"

namespace scrm::table {
namespace {

class InputFile : public ::testing::Test {
  protected:
    void TearDown() override { std::filesystem::remove_all(folder_); }

    ErrorCode refusal(const std::filesystem::path& file) const {
        try {
            read_file(file);
        } catch (const Error& error) {
            EXPECT_EQ(std::string{error.what()}.rfind(file.filename().string() + ": ", 0), 0U);
            return error.code();
        }
        return ErrorCode::internal;
    }

    std::filesystem::path folder_ = [] {
        std::string pattern = (std::filesystem::temp_directory_path() / "scrm-input-XXXXXX").string();
        return std::filesystem::path{::mkdtemp(pattern.data())};
    }();
};

TEST_F(InputFile, IsReadToTheLastByte) {
    std::string bytes;
    for (int i = 0; i < 200'000; ++i) bytes += static_cast<char>(i * 7);
    write_file(folder_ / "bytes", bytes);
    EXPECT_EQ(read_file(folder_ / "bytes"), bytes);
    write_file(folder_ / "empty", "");
    EXPECT_EQ(read_file(folder_ / "empty"), "");
}

TEST_F(InputFile, ThatIsNoneOrAFolderIsRefused) {
    EXPECT_EQ(refusal(folder_ / "none"), ErrorCode::not_found);
    EXPECT_EQ(refusal(folder_), ErrorCode::unreadable_input);
}

}  // namespace
}  // namespace scrm::table
