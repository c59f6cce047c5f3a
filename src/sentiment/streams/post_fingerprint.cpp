// SPDX-License-Identifier: Apache-2.0
#include "sentiment/streams/post_fingerprint_internal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scrm/core/digest.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kShingleLetters = 5;
constexpr std::size_t kReadLetters = 4'000;
constexpr std::size_t kValues = kBands * kBandValues;

/// x ↦ factor · x + offset over 16 bits: with an odd factor a permutation. Words of 16 bits are what every
/// x86-64 multiplies and compares eight at a time.
struct Permutations {
    alignas(16) std::array<std::int16_t, kValues> factor{};
    alignas(16) std::array<std::int16_t, kValues> offset{};

    constexpr Permutations() noexcept {
        for (std::size_t i = 0; i < kValues; ++i) {
            const std::uint64_t bits = mix64(i + 1);
            factor[i] = static_cast<std::int16_t>(static_cast<std::uint16_t>(bits | 1U));
            offset[i] = static_cast<std::int16_t>(static_cast<std::uint16_t>(bits >> 16U));
        }
    }
};
constexpr Permutations kPermutations;

std::int16_t low_half(std::uint64_t bits) noexcept {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(bits));
}

/// The values of a band come from different quarters of the hash, since permutations of one quarter with a
/// similar factor agree too often.
void fill_bands(PostFingerprint& out) {
    alignas(16) std::array<std::int16_t, kValues> least;
    least.fill(std::numeric_limits<std::int16_t>::max());
    for (const std::uint32_t shingle : out.shingles) {
        const std::uint64_t hash = mix64(shingle);
        for (std::size_t quarter = 0; quarter < kBandValues; ++quarter) {
            const std::int16_t x = low_half(hash >> (16 * quarter));
            const std::size_t first = quarter * kBands;
            for (std::size_t i = first; i < first + kBands; ++i) {
                // In unsigned words the overflow is defined.
                const auto value = static_cast<std::int16_t>(static_cast<std::uint16_t>(
                    std::uint32_t{static_cast<std::uint16_t>(kPermutations.factor[i])} *
                        static_cast<std::uint16_t>(x) +
                    static_cast<std::uint16_t>(kPermutations.offset[i])));
                least[i] = std::min(least[i], value);
            }
        }
    }
    for (std::size_t band = 0; band < kBands; ++band) {
        std::uint64_t joined = 0;
        for (std::size_t quarter = 0; quarter < kBandValues; ++quarter)
            joined = joined << 16U | static_cast<std::uint16_t>(least[quarter * kBands + band]);
        out.bands[band] = static_cast<std::uint32_t>(mix64(joined ^ mix64(band)) >> 32U);
    }
}

bool is_repost_mark(std::u32string_view word) {
    return word == U"rt";
}

void append_letters(FingerprintRoom& room) {
    room.letters.assign(1, U' ');
    bool first = true;
    for (const Token& token : room.tokens.tokens) {
        if (room.letters.size() >= kReadLetters) break;
        if (token.kind != TokenKind::word && token.kind != TokenKind::number &&
            token.kind != TokenKind::hashtag)
            continue;
        const std::u32string_view word = room.tokens.letters_of(token);
        if (first && is_repost_mark(word)) continue;
        first = false;
        room.letters.append(word.substr(0, kReadLetters)).push_back(U' ');
    }
    if (room.letters.size() > kReadLetters) room.letters.resize(kReadLetters);
}

}  // namespace

void fingerprint_of(std::string_view post, FingerprintRoom& room, PostFingerprint& out) {
    // Four bytes a letter and as much again for what is left out: the rest of a huge post is never read.
    constexpr std::size_t kReadBytes = 16 * kReadLetters;
    tokenize(post.substr(0, kReadBytes), room.tokens);
    append_letters(room);
    const std::u32string& letters = room.letters;
    out.shingles.clear();
    out.form = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        out.form = mix64(out.form ^ letters[i]);
        if (i + 1 < kShingleLetters) continue;
        std::uint64_t hash = 0;
        for (std::size_t k = i + 1 - kShingleLetters; k <= i; ++k)
            hash = hash * 0x9E3779B97F4A7C15ULL + letters[k];
        out.shingles.push_back(static_cast<std::uint32_t>(mix64(hash) >> 32U));
    }
    std::sort(out.shingles.begin(), out.shingles.end());
    out.shingles.erase(std::unique(out.shingles.begin(), out.shingles.end()), out.shingles.end());
    if (out.comparable()) fill_bands(out);
}

double jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, double least) noexcept {
    if (a.empty() || b.empty()) return 0;
    const std::size_t both = a.size() + b.size();
    // |A ∩ B| that a similarity of `least` needs: J / (1 + J) of |A| + |B|.
    const auto needed =
        static_cast<std::size_t>(std::ceil(least / (1 + least) * static_cast<double>(both) - 1e-9));
    std::size_t common = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (common + std::min(a.size() - i, b.size() - j) < needed) return 0;
        const std::uint32_t x = a[i];
        const std::uint32_t y = b[j];
        common += x == y ? 1 : 0;
        i += x <= y ? 1 : 0;
        j += y <= x ? 1 : 0;
    }
    const double similarity = static_cast<double>(common) / static_cast<double>(both - common);
    return similarity >= least ? similarity : 0;
}

}  // namespace scrm::sentiment
