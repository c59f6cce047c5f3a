// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace scrm::text {

/// A text decoded once for all that read it: tokens, rules and the language need not look at bytes again.
///
/// What is read are the letters that a reader sees: soft hyphens, joiners and marks of direction are left
/// out, letters and combining marks composed, full-width forms plain, and in a word of Cyrillic letters with
/// Latin ones that look like them (or the reverse) all are of one script; so is a preposition of one such
/// letter between Cyrillic words. What is left out belongs to what stands before it.
/// Malformed bytes are one kReplacement for each maximal subpart, as next() takes them. The room is used
/// again by the next text; `bytes` must outlive what is read here. Thread-compatible.
class CodePoints {
  public:
    /// NULs behind the last code point, so that a reader may look ahead without asking for the end.
    static constexpr std::size_t kAhead = 8;

    /// Linear in the input, which may be anything; a text of 4 GiB and more is cut there.
    void decode(std::string_view bytes);

    std::string_view bytes() const noexcept { return bytes_; }
    std::size_t size() const noexcept { return size_; }
    /// In order; kAhead NULs follow.
    std::span<const char32_t> values() const noexcept { return {values_.data(), size_}; }
    char32_t operator[](std::size_t at) const noexcept { return values_[at]; }
    /// Where code point `at` begins in bytes(); for size(), where they end.
    std::uint32_t begin(std::size_t at) const noexcept { return begins_[at]; }
    /// As is_clean(): well-formed, without NULs.
    bool clean() const noexcept { return clean_; }
    /// Puts blanks in the place of the code points from `first` to before `last`, until show() or decode().
    void hide(std::size_t first, std::size_t last);
    /// Spells Russian in Latin letters in Cyrillic ones ("karta ne rabotaet"), until show() or decode().
    /// Places of code points change.
    void spell_in_cyrillic();
    /// What is hidden stands where it did, as it was spelt.
    void show();
    /// Gives the room of a text longer than `kept` bytes back.
    void release_above(std::size_t kept);

  private:
    struct Hidden {
        std::size_t first = 0;
        std::vector<char32_t> values;
    };
    void put(std::span<const char32_t> values, std::span<const std::uint32_t> begins);

    std::string_view bytes_;
    std::vector<char32_t> values_ = std::vector<char32_t>(kAhead);
    std::vector<std::uint32_t> begins_ = std::vector<std::uint32_t>(kAhead);
    std::vector<Hidden> hidden_;
    std::vector<char32_t> latin_values_;  ///< those before spell_in_cyrillic(); none without
    std::vector<std::uint32_t> latin_begins_;
    std::size_t size_ = 0;
    bool clean_ = true;
};

}  // namespace scrm::text
