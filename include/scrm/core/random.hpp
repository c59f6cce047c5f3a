// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "scrm/core/digest.hpp"

namespace scrm {

/// Seeded 64-bit generator (splitmix64): the same sequence on every platform, which std:: distributions do
/// not promise. Thread-compatible; give each unit of work its own, seeded from its number, never from its
/// thread.
class Random {
  public:
    explicit constexpr Random(std::uint64_t seed) noexcept : state_(mix64(seed)) {}

    constexpr std::uint64_t next() noexcept {
        state_ += 0x9E3779B97F4A7C15ULL;
        return mix64(state_);
    }
    /// Uniform in [0, bound); 0 when bound is 0. The bias of the multiply-shift method is below bound / 2^64.
    constexpr std::uint64_t below(std::uint64_t bound) noexcept {
        return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64);
    }
    /// Uniform in [0, 1).
    constexpr double uniform() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    constexpr bool chance(double probability) noexcept { return uniform() < probability; }

  private:
    __extension__ using Wide = unsigned __int128;

    std::uint64_t state_;
};

}  // namespace scrm
