// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scrm/text/code_points.hpp"
#include "sentiment/bit_rows_internal.hpp"

namespace scrm::sentiment {

enum class SymbolKind : std::uint8_t { other, letter, digit, space, line_end, mark, emoji };

/// The visible characters of one post, folded. The room is used again by the next one.
class Symbols {
  public:
    /// Decodes entities; combining marks and what is invisible are merged into the symbol before them.
    void read(const text::CodePoints& post);

    std::size_t size() const noexcept { return size_; }
    /// Also of the place behind the last one: no letter, of no kind that begins anything.
    char32_t letter(std::size_t at) const noexcept { return letters_[at]; }
    SymbolKind kind(std::size_t at) const noexcept { return static_cast<SymbolKind>(kinds_[at] & ~kCapital); }
    const char32_t* letters(std::size_t at) const noexcept { return letters_.data() + at; }
    /// Bytes of the text.
    std::uint32_t begin(std::size_t at) const noexcept { return begins_[at]; }
    std::uint32_t end(std::size_t at) const noexcept { return ends_[at]; }

    /// Up to 64 letters from `at` on, in a row.
    std::size_t letters_in_row(std::size_t at) const noexcept { return letter_bits_.run(at); }
    std::size_t capitals(std::size_t at, std::size_t count) const noexcept {
        return count_bits(capital_bits_.from(at) & lowest_bits(count));
    }
    bool is_capital(std::size_t at) const noexcept { return (kinds_[at] & kCapital) != 0; }
    /// False when none of `count` letters stands four times in a row.
    bool may_be_stretched(std::size_t at, std::size_t count) const noexcept {
        return (stretched_bits_.from(at) & lowest_bits(count)) != 0;
    }
    /// Gives the room of a post longer than `kept` back.
    void release_above(std::size_t kept);

    /// Letters that may be read, though not used, behind any place.
    static constexpr std::size_t kReadable = 16;

  private:
    static constexpr std::uint8_t kCapital = 0x80;

    void make_room(std::size_t size);
    void find_bits();

    std::size_t size_ = 0;
    std::vector<char32_t> letters_;
    std::vector<std::uint32_t> begins_;
    std::vector<std::uint32_t> ends_;
    std::vector<std::uint8_t> kinds_;  ///< with kCapital
    BitRow letter_bits_;
    BitRow capital_bits_;
    BitRow stretched_bits_;  ///< the same letter stands three times behind it, or may
};

}  // namespace scrm::sentiment
