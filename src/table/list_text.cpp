// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/list_text.hpp"

namespace scrm::table {

void append_list_item(std::string& list, std::optional<std::string_view> item, bool plain) {
    if (list.size() > 1) list += ", ";
    if (!item) {
        list += "null";
    } else if (plain) {
        list += *item;
    } else {
        list += '"';
        for (const char c : *item) {
            if (c == '"' || c == '\\') list += '\\';
            list += c;
        }
        list += '"';
    }
}

}  // namespace scrm::table
