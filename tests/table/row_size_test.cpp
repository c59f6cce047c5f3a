// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/row_size.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scrm::table {
namespace {

TEST(RowSize, CountsReplacedBytesAsOne) {
    EXPECT_EQ(counted_bytes(""), 0U);
    EXPECT_EQ(counted_bytes("Ж"), 2U);
    EXPECT_EQ(counted_bytes("a\uFFFD\uFFFDb"), 4U);
    EXPECT_EQ(counted_bytes("\xEF\xBF"), 2U);
    EXPECT_EQ(counted_bytes("cvv [CVV], [CVV"), 4U + 3U + 2U + 4U);
}

}  // namespace
}  // namespace scrm::table
