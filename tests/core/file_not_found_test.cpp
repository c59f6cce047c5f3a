// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/file_not_found.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scrm {
namespace {

TEST(FileNotFound, IsAnErrorThatWasNotFound) {
    try {
        throw FileNotFound{"no such file"};
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
        EXPECT_EQ(std::string{error.what()}, "no such file");
    }
}

}  // namespace
}  // namespace scrm
