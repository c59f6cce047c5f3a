// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace scrm::text {

/// The one-byte code page of Russian text that these bytes seem to be, which are no UTF-8: "cp1251", "koi8-r"
/// or "cp866", as iconv calls them. The one whose letters are as frequent as they are in Russian; nullopt
/// where there are too few bytes to tell or many of them are no letters in any of the three. A hint for
/// people: nothing is decoded by it. Pure, thread-safe.
std::optional<std::string_view> guess_cyrillic_code_page(std::string_view bytes);

}  // namespace scrm::text
