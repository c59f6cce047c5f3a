// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/row_keys_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "scrm/core/random.hpp"

namespace scrm::identity {
namespace {

/// Keys by rule and row, sorted, without 0.
using Lists = std::vector<std::vector<std::vector<std::uint32_t>>>;

/// Few numbers, so that rows meet, spread over all below `key_count`, of large ones all with the same lower
/// half; every third rule has rows with several.
Lists some_keys(std::size_t rules, std::size_t rows, std::size_t key_count) {
    Random random(rules * 31 + key_count);
    constexpr std::size_t kLows = 0xFFFF;
    const std::size_t step = key_count / 40 > kLows ? key_count / 40 / kLows * kLows : key_count / 40;
    Lists out(rules, std::vector<std::vector<std::uint32_t>>(rows));
    for (std::size_t rule = 0; rule < rules; ++rule) {
        for (auto& keys : out[rule]) {
            const std::size_t most = rule % 3 == 2 ? 3 : 1;
            for (std::size_t count = random.below(most + 1); count > 0; --count)
                keys.push_back(RowKeys::nth_key(random.below(40) * step));
            std::sort(keys.begin(), keys.end());
            keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        }
    }
    return out;
}

RowKeys packed(const Lists& lists, std::size_t rows, std::size_t key_count) {
    std::vector<RuleKeys> rules;
    for (std::size_t rule = 0; rule < lists.size(); ++rule) {
        RuleKeys& out = rules.emplace_back();
        if (rule % 3 == 2) out.starts.push_back(0);
        for (const auto& keys : lists[rule]) {
            if (rule % 3 != 2) {
                out.keys.push_back(keys.empty() ? 0 : keys.front());
                continue;
            }
            out.keys.push_back(0);  // a key that was taken away
            out.keys.insert(out.keys.end(), keys.begin(), keys.end());
            out.starts.push_back(static_cast<std::uint32_t>(out.keys.size()));
        }
    }
    return {rows, std::move(rules), key_count, {}};
}

bool meet_before(const Lists& lists, std::size_t rule, Row a, Row b) {
    for (std::size_t before = 0; before < rule; ++before) {
        for (const std::uint32_t key : lists[before][a]) {
            if (std::binary_search(lists[before][b].begin(), lists[before][b].end(), key)) return true;
        }
    }
    return false;
}

// Keys of 16, 24 and 32 bits; of one rule, of some, and of more than are compared at a time.
TEST(RowKeys, GivesTheKeysBackAndTellsWhoMeets) {
    constexpr std::size_t kRows = 120;
    for (const std::size_t key_count : {400UL, 65'535UL, 65'536UL, 3'000'000UL, 40'000'000UL}) {
        for (const std::size_t rules : {1UL, 7UL, 8UL, 21UL}) {
            const Lists lists = some_keys(rules, kRows, key_count);
            const RowKeys keys = packed(lists, kRows, key_count);
            for (std::size_t rule = 0; rule < rules; ++rule) {
                for (Row a = 0; a < kRows; ++a) {
                    const RowKeys::Keys found = keys.of(rule, a);
                    ASSERT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), lists[rule][a]);
                    ASSERT_EQ(keys.several_of(rule, a).size(),
                              lists[rule][a].size() > 1 ? lists[rule][a].size() : 0);
                    for (Row b = 0; b < kRows; ++b)
                        ASSERT_EQ(keys.meet_before(rule, a, b), meet_before(lists, rule, a, b));
                }
            }
        }
    }
}

TEST(RowKeys, NumbersAreInOrderAndHaveALowerHalf) {
    std::uint32_t last = 0;
    for (std::size_t n = 0; n < 200'000; ++n) {
        const std::uint32_t key = RowKeys::nth_key(n);
        ASSERT_GT(key, last);
        ASSERT_NE(key & 0xFFFFU, 0U);
        last = key;
    }
}

}  // namespace
}  // namespace scrm::identity
