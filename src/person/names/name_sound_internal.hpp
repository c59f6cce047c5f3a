// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace scrm::person {

/// Letters of text::latin_key() of a Latin word and of a Cyrillic one that stand for each other; at most two
/// on a side, none for a letter that the other script leaves out. `cost` is -log2 of the probability, in
/// eighths of a bit.
struct SoundUnit {
    char latin[3];
    char cyrillic[3];
    std::uint8_t cost;
};

/// Every unit that is likelier than kRareUnit; single letters cost that much otherwise.
std::span<const SoundUnit> sound_units();
constexpr int kRareUnit = 125;

/// What each letter costs by itself, by script, from a on.
extern const std::array<std::uint8_t, 26> kLatinLetterCost;
extern const std::array<std::uint8_t, 26> kCyrillicLetterCost;

}  // namespace scrm::person
