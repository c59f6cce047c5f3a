// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "identity/records/rows_internal.hpp"
#include "scrm/core/progress.hpp"

namespace scrm::identity {

/// Keys of all rows under one rule: 32 bits each, 0 for none.
struct RuleKeys {
    std::vector<std::uint32_t> keys;    // one a row, or
    std::vector<std::uint32_t> starts;  // several a row
    std::span<const std::uint32_t> of(Row row) const noexcept {
        if (!starts.empty()) return {keys.data() + starts[row], keys.data() + starts[row + 1]};
        return {keys.data() + row, std::size_t{keys[row] != 0}};
    }
    /// Fetches what `place_of` reads first into the cache.
    void prefetch(Row row) const noexcept {
        if (!starts.empty()) __builtin_prefetch(starts.data() + row);
    }
    /// Where a key of the row stands.
    std::size_t place_of(std::uint32_t key, Row row) const noexcept {
        if (starts.empty()) return row;
        std::size_t at = starts[row];
        while (keys[at] != key) ++at;
        return at;
    }
};

/// The blocking keys of all rows under all rules, those of a row side by side: two rows are compared in a
/// cache line or two, where a table a rule would cost two for each rule. Keys are small numbers, so that half
/// of their bits tell nearly always that two rows share none.
class RowKeys {
  public:
    RowKeys() = default;
    /// Rules by their number; the keys of each are let go as soon as they are taken over. All are nth_key(n)
    /// of an n below `key_count`, or 0.
    RowKeys(std::size_t rows, std::vector<RuleKeys> rules, std::size_t key_count, const Execution& execution);

    /// Numbers in their order, of which no lower half is 0.
    static std::uint32_t nth_key(std::size_t n) noexcept {
        constexpr std::size_t kLows = 0xFFFF;
        return static_cast<std::uint32_t>(n / kLows << kLowBits | (n % kLows + 1));
    }

    /// The keys of a row under a rule, sorted, without 0.
    class Keys {
      public:
        Keys() = default;
        explicit Keys(std::uint32_t only) noexcept : only_(only) {}
        explicit Keys(std::span<const std::uint32_t> several) noexcept : several_(several) {}
        const std::uint32_t* begin() const noexcept { return several_.empty() ? &only_ : several_.data(); }
        const std::uint32_t* end() const noexcept {
            return several_.empty() ? &only_ + (only_ == 0 ? 0 : 1) : several_.data() + several_.size();
        }

      private:
        std::uint32_t only_ = 0;
        std::span<const std::uint32_t> several_;
    };
    Keys of(std::size_t rule, Row row) const noexcept {
        const std::size_t at = std::size_t{row} * width_ + rule;
        if (low_[at] != 0 || !has_several(row)) return Keys{key(at)};
        return Keys{several_of(rule, row)};
    }
    /// The same, where they are several; none otherwise.
    std::span<const std::uint32_t> several_of(std::size_t rule, Row row) const noexcept;
    /// Whether the rows share a key of a rule before `rule`.
    bool meet_before(std::size_t rule, Row a, Row b) const noexcept {
        const std::uint16_t* x = low_.data() + std::size_t{a} * width_;
        const std::uint16_t* y = low_.data() + std::size_t{b} * width_;
        for (std::size_t at = 0; at < rule; at += kStep) {
            if (may_share_a_key(x + at, y + at, rule - at) && meet_in(at, std::min(at + kStep, rule), a, b))
                return true;
        }
        return (has_several(a) || has_several(b)) && several_meet_before(rule, a, b);
    }

    /// Fetches the keys of a row into the cache.
    void prefetch(Row row) const noexcept {
        constexpr std::size_t kLine = 32;
        const std::uint16_t* const keys = low_.data() + std::size_t{row} * width_;
        for (std::size_t at = 0; at < width_; at += kLine) __builtin_prefetch(keys + at);
        __builtin_prefetch(keys + width_);
        if (high_bytes_ != 0) __builtin_prefetch(high_.data() + std::size_t{row} * width_ * high_bytes_);
        __builtin_prefetch(starts_.data() + row);
    }

  private:
    static constexpr std::size_t kStep = 8;
    static constexpr unsigned kLowBits = 16;
    static constexpr unsigned kCountBits = 20;

    /// Of the first `count` rules, at most kStep. Without branches, so that it compiles to a handful of
    /// vector instructions.
    static bool may_share_a_key(const std::uint16_t* x, const std::uint16_t* y, std::size_t count) noexcept {
        const auto wanted = static_cast<std::uint16_t>(std::min(count, kStep));
        std::uint16_t equal = 0;
        for (std::uint16_t i = 0; i < kStep; ++i)
            equal = static_cast<std::uint16_t>(equal | ((x[i] == y[i]) & (x[i] != 0) & (i < wanted)));
        return equal != 0;
    }
    /// Whether the rows have the same only key under one of these rules.
    bool meet_in(std::size_t first, std::size_t last, Row a, Row b) const noexcept {
        const std::size_t x = std::size_t{a} * width_;
        const std::size_t y = std::size_t{b} * width_;
        for (std::size_t rule = first; rule < last; ++rule) {
            if (low_[x + rule] != 0 && low_[x + rule] == low_[y + rule] && key(x + rule) == key(y + rule))
                return true;
        }
        return false;
    }
    std::uint32_t key(std::size_t at) const noexcept {
        std::uint32_t key = low_[at];
        for (unsigned i = 0; i < high_bytes_; ++i)
            key |= std::uint32_t{high_[at * high_bytes_ + i]} << (kLowBits + 8 * i);
        return key;
    }
    void set_key(std::size_t at, std::uint32_t key) noexcept;
    /// What stands before several keys of a rule: its number below 2^12, their count below 2^20.
    static std::uint32_t head(std::size_t rule, std::uint32_t count) noexcept {
        return static_cast<std::uint32_t>(rule) << kCountBits | count;
    }
    std::size_t rule_at(std::uint32_t at) const noexcept { return several_[at] >> kCountBits; }
    std::uint32_t count_at(std::uint32_t at) const noexcept {
        return several_[at] & ((std::uint32_t{1} << kCountBits) - 1);
    }
    bool has_several(Row row) const noexcept { return starts_[row] != starts_[row + 1]; }
    bool several_meet_before(std::size_t rule, Row a, Row b) const noexcept;

    std::size_t width_ = 0;  // rules
    // By row, then rule: the only key; 0 for none or several. Its lower half, and of the upper one as many
    // bytes as the keys need.
    std::vector<std::uint16_t> low_;
    std::vector<std::uint8_t> high_;
    unsigned high_bytes_ = 0;
    // By row, for each rule that gives it several: rule and count in one word, then the keys.
    std::vector<std::uint32_t> several_;
    std::vector<std::uint32_t> starts_;
};

}  // namespace scrm::identity
