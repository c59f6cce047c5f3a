// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace scrm::identity {

/// Whether the processor counts bits in one instruction, as Letters would like to.
inline bool counts_bits() noexcept {
    static const bool kCounts = __builtin_cpu_supports("popcnt") != 0;
    return kCounts;
}

/// The letters of a short ASCII text without their order, in 64 bits: what two texts have in common is then
/// bounded in a few instructions, which spares nearly all pairs of strangers a comparison letter by letter.
struct Letters {
    static constexpr std::size_t kLongest = 31;

    std::uint64_t set =
        0;  ///< which letters are there once, which twice or more; digits; two bits for others
    std::uint32_t start = 0;  ///< the first four
    std::uint8_t size = 0;    ///< 0: not known (empty, not ASCII, too long)

    static Letters of(std::string_view text) noexcept {
        Letters out;
        if (text.size() > kLongest) return out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            if (c >= 0x80) return {};
            std::uint64_t bit = std::uint64_t{1} << (62 + (c & 1U));
            if (c >= 'a' && c <= 'z') {
                bit = std::uint64_t{1} << (c - 'a');
                bit <<= (out.set & bit) != 0 ? 26 : 0;
            } else if (c >= '0' && c <= '9') {
                bit = std::uint64_t{1} << (52 + c - '0');
            }
            out.set |= bit;
            if (i < 4) out.start |= static_cast<std::uint32_t>(c) << (8 * i);
        }
        out.size = static_cast<std::uint8_t>(text.size());
        return out;
    }

    /// No more letters of one text than this can be matched with letters of the other. Both are known.
    [[gnu::always_inline]] static unsigned most_shared(const Letters& a, const Letters& b) noexcept {
        const int left = a.size - std::popcount(a.set & ~b.set);
        const int right = b.size - std::popcount(b.set & ~a.set);
        return static_cast<unsigned>(std::min(left, right));
    }

    /// How many first letters agree, at most four; more where both texts have ended.
    [[gnu::always_inline]] static unsigned shared_start(const Letters& a, const Letters& b) noexcept {
        const std::uint32_t differ = a.start ^ b.start;
        return differ == 0 ? 4 : static_cast<unsigned>(std::countr_zero(differ)) / 8;
    }
};

/// Rules out that two texts are alike: that they are equal but for their order, some edits (insertions,
/// deletions, substitutions, swaps) apart, or of a Jaro–Winkler similarity.
///
/// Of texts of a and b letters with at most m in common, max(a, b) − m edits at least are needed, and Jaro is
/// at most (m/a + m/b + 1) / 3.
class LikenessBound {
  public:
    /// `edits(shorter)`: edits allowed where the shorter text has so many letters; −1: only equal letters
    /// will do.
    template <class Edits>
    LikenessBound(double winkler, const Edits& edits) {
        constexpr double kRounding = 1e-9;
        for (std::size_t a = 1; a < kSizes; ++a) {
            for (std::size_t b = 1; b < kSizes; ++b) {
                const auto shorter = static_cast<unsigned>(std::min(a, b));
                const auto longer = static_cast<unsigned>(std::max(a, b));
                for (std::size_t start = 0; start <= 4; ++start) {
                    unsigned needed = shorter + 1;
                    while (needed > 0) {
                        const unsigned m = needed - 1;
                        const double jaro = (m / static_cast<double>(a) + m / static_cast<double>(b) + 1) / 3;
                        const double bound = jaro + 0.1 * static_cast<double>(start) * (1 - jaro);
                        const bool is_alike = bound >= winkler - kRounding || m == longer ||
                                              static_cast<int>(longer - m) <= edits(shorter);
                        if (!is_alike) break;
                        needed = m;
                    }
                    needed_[(a * kSizes + b) * kStarts + start] = static_cast<std::uint8_t>(needed);
                }
            }
        }
    }

    /// False: they are not alike. Of texts that are not known nothing is ruled out.
    [[gnu::always_inline]] bool may_be_alike(const Letters& a, const Letters& b) const noexcept {
        const std::size_t at =
            (std::size_t{a.size} * kSizes + b.size) * kStarts + Letters::shared_start(a, b);
        return Letters::most_shared(a, b) >= needed_[at];
    }

  private:
    static constexpr std::size_t kSizes = Letters::kLongest + 1;
    static constexpr std::size_t kStarts = 8;  // a power of two; five are used

    std::array<std::uint8_t, kSizes * kSizes * kStarts> needed_{};  // shared letters, by sizes and start
};

}  // namespace scrm::identity
