// SPDX-License-Identifier: Apache-2.0
#include "identity/row_keys_internal.hpp"

#include <algorithm>

namespace scrm::identity {

RowKeys::RowKeys(std::size_t rows, std::vector<RuleKeys> rules) : width_(rules.size()) {
    const auto filled = [](std::span<const std::uint32_t> keys) {
        return static_cast<std::uint32_t>(keys.size()) -
               static_cast<std::uint32_t>(std::count(keys.begin(), keys.end(), 0U));
    };
    starts_.assign(rows + 1, 0);
    for (const RuleKeys& rule : rules) {
        if (rule.starts.empty()) continue;
        for (std::size_t row = 0; row < rows; ++row) {
            const std::uint32_t count = filled(rule.of(static_cast<Row>(row)));
            if (count > 1) starts_[row + 1] += 2 + count;
        }
    }
    for (std::size_t row = 0; row < rows; ++row) starts_[row + 1] += starts_[row];
    several_.resize(starts_.back());
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    keys_.assign(rows * width_, 0);
    for (std::size_t number = 0; number < width_; ++number) {
        RuleKeys rule = std::move(rules[number]);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto keys = rule.of(static_cast<Row>(row));
            const std::uint32_t count = filled(keys);
            if (count == 1) {
                keys_[row * width_ + number] =
                    *std::find_if(keys.begin(), keys.end(), [](std::uint32_t key) { return key != 0; });
            } else if (count > 1) {
                std::uint32_t& at = next[row];
                several_[at++] = static_cast<std::uint32_t>(number);
                several_[at++] = count;
                for (const std::uint32_t key : keys) {
                    if (key != 0) several_[at++] = key;
                }
            }
        }
    }
}

std::span<const std::uint32_t> RowKeys::several_of(std::size_t rule, Row row) const noexcept {
    for (std::uint32_t at = starts_[row]; at < starts_[row + 1]; at += 2 + several_[at + 1]) {
        if (several_[at] == rule) return {several_.data() + at + 2, several_[at + 1]};
    }
    return {};
}

bool RowKeys::several_meet_before(std::size_t rule, Row a, Row b) const noexcept {
    const auto any_of = [&](Row one, Row other) {
        for (std::uint32_t at = starts_[one]; at < starts_[one + 1]; at += 2 + several_[at + 1]) {
            if (several_[at] >= rule) return false;
            const auto theirs = of(several_[at], other);
            if (theirs.empty()) continue;
            for (std::uint32_t k = 0; k < several_[at + 1]; ++k) {
                if (std::find(theirs.begin(), theirs.end(), several_[at + 2 + k]) != theirs.end())
                    return true;
            }
        }
        return false;
    };
    return any_of(a, b) || any_of(b, a);
}

}  // namespace scrm::identity
