// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace scrm::sentiment {

/// A letter of the alphabet in which the rules are written: Latin and Cyrillic without case, ё as е, digits,
/// the apostrophe. 0 is no letter.
using Letter = std::uint8_t;

inline constexpr Letter kNoLetter = 0;
inline constexpr Letter kLatin = 1;      ///< a … z
inline constexpr Letter kCyrillic = 27;  ///< а … я
inline constexpr Letter kExtra = 59;     ///< і ї є ґ ў
inline constexpr Letter kDigit = 64;     ///< 0 … 9
inline constexpr Letter kApostrophe = 74;
inline constexpr Letter kForeign = 75;  ///< a letter that no rule contains
inline constexpr std::size_t kLetters = 76;

constexpr bool is_digit(Letter letter) noexcept {
    return letter >= kDigit && letter < kDigit + 10;
}

/// A Letter, with kCapital for a capital one.
using CasedLetter = std::uint8_t;
inline constexpr CasedLetter kCapital = 0x80;

constexpr Letter without_case(CasedLetter letter) noexcept {
    return letter & static_cast<CasedLetter>(~kCapital);
}

/// The letters of code points below this one stand in a table.
inline constexpr char32_t kLetterTableEnd = 0x500;
extern const std::array<CasedLetter, kLetterTableEnd> kLetterTable;

/// A letter of another alphabet, or none.
CasedLetter other_letter(char32_t c) noexcept;

inline CasedLetter letter_of(char32_t c) noexcept {
    return c < kLetterTableEnd ? kLetterTable[c] : other_letter(c);
}

/// The letters of a word; signs that are no letters are skipped.
std::vector<Letter> letters_of(std::string_view word);

/// Words and word beginnings, each a number, as a double array (Aoe 1989): a step is one addition and one
/// comparison.
class LetterTrie {
  public:
    using Node = std::uint32_t;
    static constexpr Node kRoot = 0;
    static constexpr Node kNone = 0xFFFFFFFF;

    /// The node behind `letter`, made when it is not there; only before freeze().
    Node insert(Node from, Letter letter);

    /// Packs the nodes. Returns the new number of each old node.
    std::vector<Node> freeze();

    /// A word on its way from letter to letter.
    struct Walk {
        const CasedLetter* letters = nullptr;
        const CasedLetter* end = nullptr;  ///< may be read
        Node node = kRoot;
    };
    /// As many words as walk side by side: each letter waits for the memory that the one before it named, so
    /// that words wait together.
    static constexpr std::size_t kTogether = 4;

    /// Takes each word to its longest known beginning: `node`, and `letters` are those behind it. Only after
    /// freeze().
    void walk(std::array<Walk, kTogether>& words) const noexcept;

    std::size_t size() const noexcept { return cells_.size(); }

  private:
    struct Cell {
        std::uint32_t base = 0;
        std::uint32_t parent = kNone;
    };
    struct Open {
        Node first_child = kNone;
        Node next_sibling = kNone;
        Letter letter = kNoLetter;
    };
    std::vector<Open> building_{1};
    std::vector<Cell> cells_;
};

}  // namespace scrm::sentiment
