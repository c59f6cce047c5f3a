// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scrm::person {

/// The comparable form of a place's name: lower case, ё as е, Latin accents and apostrophes gone, every run
/// of other punctuation one space; `, ; / | ( )` and a dash between spaces become a single comma, which
/// separates segments. No space or comma stands at either end. Bytes that are no UTF-8 stay as they are.
std::string place_key(std::string_view raw);

/// The same with the commas as spaces: the key of one name.
std::string name_key(std::string_view raw);

}  // namespace scrm::person
