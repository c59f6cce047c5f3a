// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace scrm::text {

/// One digit of a text with the combining marks that sit on it (keycaps, variation selectors).
struct DigitAt {
    std::size_t begin;
    std::size_t end;
    std::uint8_t value;
};

/// Digits of a run that touch each other.
struct DigitGroup {
    std::size_t first;  ///< index into DigitRun::digits
    std::size_t size;
    std::string_view gap;  ///< what stands before it, "" for the first group
    bool strong = false;   ///< the gap has a line end, tab, comma or bar, or a spaced dash or slash
};

/// A longest sequence of digits with at most 3 separators (and any number of format characters) between two
/// of them.
struct DigitRun {
    std::vector<DigitAt> digits;
    std::vector<DigitGroup> groups;

    std::size_t begin() const { return digits.front().begin; }
    std::size_t end() const { return digits.back().end; }
    std::size_t group_begin(std::size_t group) const { return digits[groups[group].first].begin; }
    std::size_t group_end(std::size_t group) const {
        return digits[groups[group].first + groups[group].size - 1].end;
    }
};

/// How a card number is read character by character.
enum class MaskClass : std::uint8_t {
    digit,
    ignored,    ///< format characters, combining marks and other characters without a width
    separator,  ///< white space, dashes, `. , / _ | ·`, control characters and malformed bytes
    letter,
    other,
};

struct MaskCharacter {
    char32_t code_point;
    MaskClass kind;
    std::uint8_t value;  ///< of a digit
};

/// Takes the first character off `rest`, which must not be empty.
MaskCharacter next_mask_character(std::string_view& rest);

/// Reads the run whose first digit stands at `at` into `run` (its room is used again).
void read_digit_run(std::string_view text, std::size_t at, DigitRun& run);

}  // namespace scrm::text
