// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/row_keys_internal.hpp"

#include <algorithm>

#include "scrm/core/parallel.hpp"

namespace scrm::identity {

namespace {

constexpr std::size_t kRowChunk = 16'384;
/// Rules whose keys are taken over together: half a cache line of a row's keys is written at once, and not
/// all rules' keys are held twice.
constexpr std::size_t kRulesAtOnce = 16;

std::uint32_t filled(std::span<const std::uint32_t> keys) noexcept {
    return static_cast<std::uint32_t>(keys.size()) -
           static_cast<std::uint32_t>(std::count(keys.begin(), keys.end(), 0U));
}

}  // namespace

RowKeys::RowKeys(std::size_t rows, std::vector<RuleKeys> rules, std::size_t key_count,
                 const Execution& execution)
    : width_(rules.size()) {
    const std::uint32_t largest = key_count == 0 ? 0 : nth_key(key_count - 1);
    while (std::uint64_t{largest} >> (kLowBits + 8 * high_bytes_) != 0) ++high_bytes_;
    const auto for_rows = [&](const auto& body) {
        for_each_chunk(rows, kRowChunk, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t) {
                           for (std::size_t row = begin; row < end; ++row) body(row);
                       });
    };
    starts_.assign(rows + 1, 0);
    for_rows([&](std::size_t row) {
        for (const RuleKeys& rule : rules) {
            if (rule.starts.empty()) continue;
            const std::uint32_t count = filled(rule.of(static_cast<Row>(row)));
            if (count > 1) starts_[row + 1] += 1 + count;
        }
    });
    for (std::size_t row = 0; row < rows; ++row) starts_[row + 1] += starts_[row];
    several_.resize(starts_.back());
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    low_.resize(rows * width_ + kStep);  // a step is read whole, behind the last row too
    high_.resize(rows * width_ * high_bytes_);
    for (std::size_t first = 0; first < rules.size(); first += kRulesAtOnce) {
        const std::size_t last = std::min(rules.size(), first + kRulesAtOnce);
        for_rows([&](std::size_t row) {
            for (std::size_t number = first; number < last; ++number) {
                const auto keys = rules[number].of(static_cast<Row>(row));
                const std::uint32_t count = filled(keys);
                if (count == 1) {
                    set_key(row * width_ + number, *std::find_if(keys.begin(), keys.end(),
                                                                 [](std::uint32_t key) { return key != 0; }));
                } else if (count > 1) {
                    std::uint32_t& at = next[row];
                    several_[at++] = head(number, count);
                    for (const std::uint32_t key : keys) {
                        if (key != 0) several_[at++] = key;
                    }
                }
            }
        });
        for (std::size_t number = first; number < last; ++number) rules[number] = {};
    }
}

void RowKeys::set_key(std::size_t at, std::uint32_t key) noexcept {
    low_[at] = static_cast<std::uint16_t>(key);
    for (unsigned i = 0; i < high_bytes_; ++i)
        high_[at * high_bytes_ + i] = static_cast<std::uint8_t>(key >> (kLowBits + 8 * i));
}

std::span<const std::uint32_t> RowKeys::several_of(std::size_t rule, Row row) const noexcept {
    for (std::uint32_t at = starts_[row]; at < starts_[row + 1]; at += 1 + count_at(at)) {
        if (rule_at(at) == rule) return {several_.data() + at + 1, count_at(at)};
    }
    return {};
}

bool RowKeys::several_meet_before(std::size_t rule, Row a, Row b) const noexcept {
    const auto any_of = [&](Row one, Row other) {
        for (std::uint32_t at = starts_[one]; at < starts_[one + 1]; at += 1 + count_at(at)) {
            if (rule_at(at) >= rule) return false;
            const auto own = several_.begin() + at + 1;
            for (const std::uint32_t key : of(rule_at(at), other)) {
                if (std::find(own, own + count_at(at), key) != own + count_at(at)) return true;
            }
        }
        return false;
    };
    return any_of(a, b) || any_of(b, a);
}

}  // namespace scrm::identity
