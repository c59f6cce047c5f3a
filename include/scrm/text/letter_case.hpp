// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scrm::text {

/// Each code point by its simple case mapping (UnicodeData.txt), as SQL databases do: ß stays ß, İ becomes i.
/// Malformed bytes become U+FFFD. No locale. Pure, thread-safe.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

}  // namespace scrm::text
