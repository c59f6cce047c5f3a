// SPDX-License-Identifier: Apache-2.0

// In every test program: temporary files of tests that run at once, of this checkout or of another, never
// meet.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

class TemporaryFolder : public testing::Environment {
  public:
    void SetUp() override {
        folder_ = (std::filesystem::temp_directory_path() / "scrm-test-XXXXXX").string();
        if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error{"no folder for temporary files"};
        // Some tests go on as another user.
        std::filesystem::permissions(folder_, std::filesystem::perms{0755});
        for (const char* name : {"TMPDIR", "TEST_TMPDIR"}) ::setenv(name, folder_.c_str(), 1);
    }
    void TearDown() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

  private:
    std::string folder_;
};

[[maybe_unused]] const auto* const kFolder = testing::AddGlobalTestEnvironment(new TemporaryFolder);

}  // namespace
