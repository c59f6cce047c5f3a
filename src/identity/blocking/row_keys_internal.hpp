// SPDX-License-Identifier: Apache-2.0
#pragma once

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
};

/// The blocking keys of all rows under all rules, those of a row side by side: two rows are compared in a few
/// cache lines, where a table a rule would cost two for each rule.
class RowKeys {
  public:
    RowKeys() = default;
    /// Rules by their number; the keys of each are let go as soon as they are taken over.
    RowKeys(std::size_t rows, std::vector<RuleKeys> rules, const Execution& execution);

    /// The keys of a row under a rule, sorted, without 0.
    std::span<const std::uint32_t> of(std::size_t rule, Row row) const noexcept {
        const std::uint32_t* only = line(row) + rule;
        if (*only != 0 || !has_several(row)) return {only, std::size_t{*only != 0}};
        return several_of(rule, row);
    }
    /// Whether the rows share a key of a rule before `rule`.
    bool meet_before(std::size_t rule, Row a, Row b) const noexcept {
        if (rule == 0) return false;
        const std::uint32_t* x = line(a);
        const std::uint32_t* y = line(b);
        const std::size_t whole = rule / kStep * kStep;
        for (std::size_t at = 0; at < whole; at += kStep) {
            if (share_a_key(x + at, y + at)) return true;
        }
        for (std::size_t at = whole; at < rule; ++at) {
            if (x[at] == y[at] && x[at] != 0) return true;
        }
        return (has_several(a) || has_several(b)) && several_meet_before(rule, a, b);
    }

    /// Fetches the keys of a row into the cache.
    void prefetch(Row row) const noexcept {
        constexpr std::size_t kLine = 16;
        for (std::size_t at = 0; at < width_; at += kLine) __builtin_prefetch(line(row) + at);
        __builtin_prefetch(starts_.data() + row);
    }

  private:
    static constexpr std::size_t kStep = 8;

    /// Without branches, so that it compiles to a handful of vector instructions.
    static bool share_a_key(const std::uint32_t* x, const std::uint32_t* y) noexcept {
        std::uint32_t equal = 0;
        for (std::size_t i = 0; i < kStep; ++i)
            equal |= static_cast<std::uint32_t>((x[i] == y[i]) & (x[i] != 0));
        return equal != 0;
    }
    const std::uint32_t* line(Row row) const noexcept { return keys_.data() + std::size_t{row} * width_; }
    bool has_several(Row row) const noexcept { return starts_[row] != starts_[row + 1]; }
    std::span<const std::uint32_t> several_of(std::size_t rule, Row row) const noexcept;
    bool several_meet_before(std::size_t rule, Row a, Row b) const noexcept;

    std::size_t width_ = 0;            // rules
    std::vector<std::uint32_t> keys_;  // by row, then rule: the only key; 0 for none or several
    // By row: rule, count and keys of each rule that gives it several.
    std::vector<std::uint32_t> several_;
    std::vector<std::uint32_t> starts_;
};

}  // namespace scrm::identity
