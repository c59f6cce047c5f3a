// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

inline constexpr std::size_t kBands = 24;
inline constexpr std::size_t kBandValues = 4;
inline constexpr std::size_t kMinShingles = 12;

/// A post as near-duplicates are looked for.
struct PostFingerprint {
    std::vector<std::uint32_t> shingles;  ///< hashes of the runs of letters: sorted, each once
    std::array<std::uint32_t, kBands> bands{};
    std::uint64_t form = 0;  ///< hash of all letters in order

    bool comparable() const noexcept { return shingles.size() >= kMinShingles; }
};

/// Room for one thread.
struct FingerprintRoom {
    TokenizedText tokens;
    std::u32string letters;
};

void fingerprint_of(std::string_view post, FingerprintRoom& room, PostFingerprint& out);

/// Jaccard similarity of two sorted sets, or 0 when it is below `least`.
double jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, double least) noexcept;

}  // namespace scrm::sentiment
