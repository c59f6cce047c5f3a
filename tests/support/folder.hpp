// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace scrm::test {

/// A test with a folder of its own, which is gone afterwards.
class InFolder : public testing::Test {
  protected:
    std::filesystem::path write(const std::string& name, std::string_view content) const {
        const auto file = folder_ / name;
        std::ofstream{file, std::ios::binary} << content;
        return file;
    }
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() /
                  ("scrm_test_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + "_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
};

}  // namespace scrm::test
