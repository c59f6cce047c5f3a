// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "scrm/core/digest.hpp"

namespace scrm::identity {

/// Remembers a small number for a pair of ids; a direct-mapped cache, so it forgets rather than grows. Exact:
/// a slot holds every bit of the key that its position does not imply. Thread-compatible.
class PairMemo {
  public:
    static constexpr unsigned kUnknown = 0;
    static constexpr unsigned kFewestBits = 8;

    /// Of 2^bits slots, at least 2^kFewestBits; made when first used.
    explicit PairMemo(unsigned bits = 15) : bits_(bits) {}

    /// 0 when unknown. Symmetric in a and b.
    unsigned find(std::uint32_t a, std::uint32_t b) const noexcept {
        if (slots_.empty()) return kUnknown;
        const std::uint64_t h = key(a, b);
        const std::uint64_t slot = slots_[h & (slots_.size() - 1)];
        return slot >> 8 == h >> bits_ ? static_cast<unsigned>(slot & 0xFF) : kUnknown;
    }
    void forget() noexcept { std::fill(slots_.begin(), slots_.end(), ~std::uint64_t{0}); }
    /// `value` in 1..255.
    void put(std::uint32_t a, std::uint32_t b, unsigned value) {
        if (slots_.empty()) slots_.resize(std::size_t{1} << bits_, ~std::uint64_t{0});
        const std::uint64_t h = key(a, b);
        slots_[h & (slots_.size() - 1)] = (h >> bits_) << 8 | value;
    }

  private:
    static std::uint64_t key(std::uint32_t a, std::uint32_t b) noexcept {
        if (a > b) std::swap(a, b);
        return mix64(static_cast<std::uint64_t>(a) << 32 | b);
    }
    unsigned bits_;
    std::vector<std::uint64_t> slots_;
};

/// The same for few ids, one byte a pair, which all threads fill together: whoever comes first computes, and
/// all compute the same. Thread-safe.
class PairTable {
  public:
    static constexpr std::uint32_t kMostIds = 2048;  ///< 2 MiB

    PairTable() = default;
    /// Of ids below `ids`; of none where these are too many.
    explicit PairTable(std::size_t ids) {
        if (ids == 0 || ids > kMostIds) return;
        ids_ = static_cast<std::uint32_t>(ids);
        cells_ = std::make_unique<std::atomic<std::uint8_t>[]>(ids * (ids + 1) / 2);
    }

    bool empty() const noexcept { return ids_ == 0; }
    /// 0 when unknown. Symmetric in a and b, both below the number of ids.
    unsigned find(std::uint32_t a, std::uint32_t b) const noexcept {
        return cells_[cell(a, b)].load(std::memory_order_relaxed);
    }
    /// `value` in 1..255.
    void put(std::uint32_t a, std::uint32_t b, unsigned value) const noexcept {
        cells_[cell(a, b)].store(static_cast<std::uint8_t>(value), std::memory_order_relaxed);
    }
    std::size_t bytes() const noexcept { return std::size_t{ids_} * (ids_ + 1) / 2; }

  private:
    static std::size_t cell(std::uint32_t a, std::uint32_t b) noexcept {
        const std::size_t high = std::max(a, b);
        return high * (high + 1) / 2 + std::min(a, b);
    }

    std::uint32_t ids_ = 0;
    std::unique_ptr<std::atomic<std::uint8_t>[]> cells_;
};

}  // namespace scrm::identity
