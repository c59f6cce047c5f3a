// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace scrm::sentiment {

/// A bit for each character of a post. Where a word ends is then one question and not one for every letter,
/// whose last answer the processor would guess wrongly.
class BitRow {
  public:
    static constexpr std::size_t kBits = 64;

    /// Room for `size` bits and a row of zeros behind them; what they are is up to set_word().
    void make_room(std::size_t size) {
        const std::size_t words = size / kBits + 2;
        if (words_.size() < words) words_.resize(words);
        words_[words - 1] = 0;
    }
    void set_word(std::size_t word, std::uint64_t bits) noexcept { words_[word] = bits; }

    /// Bits [at, at + 64), the first one lowest.
    std::uint64_t from(std::size_t at) const noexcept {
        const std::uint64_t* const word = words_.data() + at / kBits;
        const unsigned shift = at % kBits;
        return word[0] >> shift | word[1] << 1U << (kBits - 1 - shift);
    }
    /// How many bits in a row are set from `at` on, up to 64.
    std::size_t run(std::size_t at) const noexcept {
        return static_cast<std::size_t>(std::countr_one(from(at)));
    }

  private:
    std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(2);
};

/// The lowest `count` bits, of which there are fewer than 64.
constexpr std::uint64_t lowest_bits(std::size_t count) noexcept {
    return (std::uint64_t{1} << count) - 1;
}

/// As std::popcount, which calls a function where the processor need not have the instruction.
constexpr std::size_t count_bits(std::uint64_t bits) noexcept {
    bits -= bits >> 1U & 0x5555'5555'5555'5555U;
    bits = (bits & 0x3333'3333'3333'3333U) + (bits >> 2U & 0x3333'3333'3333'3333U);
    bits = (bits + (bits >> 4U)) & 0x0F0F'0F0F'0F0F'0F0FU;
    return static_cast<std::size_t>(bits * 0x0101'0101'0101'0101U >> 56U);
}

/// Bytes `from` to `from + 64` for which `byte & mask` lies in [low, low + count), a bit each.
inline std::uint64_t bits_in_range(const std::uint8_t* from, std::uint8_t mask, std::uint8_t low,
                                   std::uint8_t count) noexcept {
    std::uint64_t bits = 0;
#if defined(__SSE2__)
    const __m128i all_mask = _mm_set1_epi8(static_cast<char>(mask));
    const __m128i all_low = _mm_set1_epi8(static_cast<char>(low));
    const __m128i all_last = _mm_set1_epi8(static_cast<char>(count - 1));
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from) + part);
        const __m128i above = _mm_sub_epi8(_mm_and_si128(bytes, all_mask), all_low);
        const __m128i within = _mm_cmpeq_epi8(_mm_min_epu8(above, all_last), above);
        bits |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(within))} << 16 * part;
    }
#else
    for (unsigned i = 0; i < BitRow::kBits; ++i) {
        const auto above = static_cast<std::uint8_t>((from[i] & mask) - low);
        bits |= std::uint64_t{above < count ? 1U : 0U} << i;
    }
#endif
    return bits;
}

}  // namespace scrm::sentiment
