// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace scrm::text {

using Byte = unsigned char;

#if defined(__SSE2__)
inline constexpr std::size_t kBlock = 64;

/// Sixty-four bytes, asked one question at a time: the answer has a bit for each. Words of one and of two
/// bytes a letter take turns in posts, which a loop over bytes guesses wrongly at every border.
class Block {
  public:
    explicit Block(const Byte* at) noexcept {
        for (std::size_t i = 0; i < 4; ++i)
            part_[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i);
    }
    std::uint64_t high() const noexcept {
        return joined([](__m128i part) { return part; });
    }
    std::uint64_t equal(Byte byte) const noexcept {
        const __m128i all = _mm_set1_epi8(static_cast<char>(byte));
        return joined([&](__m128i part) { return _mm_cmpeq_epi8(part, all); });
    }
    /// Of the high bytes only.
    std::uint64_t at_least(Byte byte) const noexcept {
        const __m128i all = _mm_set1_epi8(static_cast<char>(byte - 1));
        return joined([&](__m128i part) { return _mm_cmpgt_epi8(part, all); }) & high();
    }

    /// Letters of ASCII.
    std::uint64_t latin() const noexcept {
        const __m128i small = _mm_set1_epi8(0x20);
        const __m128i before_a = _mm_set1_epi8('a' - 1);
        const __m128i behind_z = _mm_set1_epi8('z' + 1);
        return joined([&](__m128i part) {
            const __m128i letter = _mm_or_si128(part, small);
            return _mm_and_si128(_mm_cmpgt_epi8(letter, before_a), _mm_cmplt_epi8(letter, behind_z));
        });
    }

  private:
    template <typename Ask>
    std::uint64_t joined(Ask ask) const noexcept {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < 4; ++i)
            bits |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(ask(part_[i])))} << 16 * i;
        return bits;
    }
    __m128i part_[4];
};

/// False when the block is malformed, or may be. `pending`: bits of the first three bytes, which must go on
/// with the last character of the block before; overwritten with those of the next one.
inline bool continues(const Block& block, std::uint64_t& pending) noexcept {
    const std::uint64_t high = block.high();
    const std::uint64_t lead = block.at_least(0xC2);
    const std::uint64_t no_continuation = block.at_least(0xC0);
    const std::uint64_t of_three = block.at_least(0xE0);
    std::uint64_t expected = pending | lead << 1U;
    pending = lead >> 63U;
    if (of_three != 0) {
        const std::uint64_t of_four = block.at_least(0xF0);
        expected |= of_three << 2U | of_four << 3U;
        pending |= of_three >> 62U | of_four >> 61U;
        // Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte; where that one lies
        // in the next block, the slow way looks.
        constexpr std::uint64_t kLast = std::uint64_t{1} << 63U;
        const std::uint64_t from_90 = block.at_least(0x90);
        const std::uint64_t from_a0 = block.at_least(0xA0);
        const std::uint64_t e0 = block.equal(0xE0);
        const std::uint64_t ed = block.equal(0xED);
        const std::uint64_t f0 = block.equal(0xF0);
        const std::uint64_t f4 = block.equal(0xF4);
        if (((e0 << 1U) & ~from_a0) != 0 || ((ed << 1U) & from_a0) != 0 || ((f0 << 1U) & ~from_90) != 0 ||
            ((f4 << 1U) & from_90) != 0 || block.at_least(0xF5) != 0 || ((e0 | ed | f0 | f4) & kLast) != 0)
            return false;
    }
    return (high & ~no_continuation) == expected && lead == no_continuation;
}
#endif

}  // namespace scrm::text
