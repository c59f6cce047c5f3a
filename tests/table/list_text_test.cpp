// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/list_text.hpp"

#include <gtest/gtest.h>

namespace scrm::table {
namespace {

TEST(ListText, WritesMissingPlainAndQuotedItems) {
    std::string list = "[";
    append_list_item(list, "12.5", true);
    append_list_item(list, std::nullopt, true);
    append_list_item(list, "", false);
    append_list_item(list, "a \"b\" \\ ж", false);
    EXPECT_EQ(list + "]", R"([12.5, null, "", "a \"b\" \\ ж"])");
}

}  // namespace
}  // namespace scrm::table
