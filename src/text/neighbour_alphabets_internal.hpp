// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scrm::text {

/// Whether the letter is one of the Greek, Armenian or Georgian alphabet, which are read letter by letter.
bool is_of_neighbour_alphabet(char32_t letter) noexcept;

/// Adds the Latin letters by which passports write such a letter (ELOT 743, ISO 9985 without marks, the
/// Georgian system of 2002). `rest` is what follows in the text: the second letter of a pair that is one
/// sound is taken from it. `out` holds the letters before it in the word.
void read_neighbour_letter(char32_t letter, std::string_view& rest, bool is_first, std::string& out);

}  // namespace scrm::text
