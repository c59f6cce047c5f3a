// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scrm::table {

/// Appends an item to a list that is written as Table::add_lists has it; "[" stands before the first item.
/// Empty: null. Numbers and booleans are `plain`, all else is quoted.
void append_list_item(std::string& list, std::optional<std::string_view> item, bool plain);

}  // namespace scrm::table
