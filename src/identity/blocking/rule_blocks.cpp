// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/rule_blocks_internal.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "scrm/core/digest.hpp"

namespace scrm::identity {
namespace {

constexpr std::uint32_t kDefaultCap = 300;
/// A rule may propose this many pairs a row; its cap shrinks until it does.
constexpr double kPairsPerRow = 8;
constexpr double kFreePairs = 300'000;

}  // namespace

RuleKeys make_rule_keys(const Features& features, const BlockingRule& rule) {
    const Rows& rows = features.rows();
    std::vector<const KeyColumn*> columns;
    bool several = false;
    for (const std::string& key : rule.keys) {
        columns.push_back(&features.column(key));
        several |= columns.back()->is_multi_valued();
    }
    RuleKeys out;
    if (!several) {
        out.keys.resize(rows.size(), 0);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            std::uint64_t hash = 0;
            bool complete = true;
            for (const KeyColumn* column : columns) {
                const std::uint32_t id = column->first(static_cast<Row>(row));
                complete &= id != 0;
                hash = mix64(hash ^ column->content_hash(id));
            }
            if (complete) out.keys[row] = rule_key(hash);
        }
        return out;
    }
    out.starts.push_back(0);
    std::vector<std::uint64_t> hashes;
    std::vector<std::uint64_t> longer;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        hashes.assign(1, 0);
        for (const KeyColumn* column : columns) {
            longer.clear();
            for (const std::uint64_t hash : hashes) {
                for (const std::uint32_t id : column->ids(static_cast<Row>(row))) {
                    if (longer.size() < kMostKeysOfRow)
                        longer.push_back(mix64(hash ^ column->content_hash(id)));
                }
            }
            hashes.swap(longer);
        }
        const std::size_t from = out.keys.size();
        for (const std::uint64_t hash : hashes) out.keys.push_back(rule_key(hash));
        std::sort(out.keys.begin() + static_cast<std::ptrdiff_t>(from), out.keys.end());
        out.keys.erase(std::unique(out.keys.begin() + static_cast<std::ptrdiff_t>(from), out.keys.end()),
                       out.keys.end());
        out.starts.push_back(static_cast<std::uint32_t>(out.keys.size()));
    }
    return out;
}

void sort_by_key(KeyEntries& entries) {
    constexpr std::size_t kBuckets = 2048;
    constexpr unsigned kBits = 11;
    std::array<std::array<std::size_t, kBuckets>, 3> counts{};
    for (const std::uint64_t entry : entries) {
        for (unsigned pass = 0; pass < 3; ++pass)
            ++counts[pass][entry >> (32 + pass * kBits) & (kBuckets - 1)];
    }
    KeyEntries other(entries.size());
    for (unsigned pass = 0; pass < 3; ++pass) {
        auto& starts = counts[pass];
        std::size_t start = 0;
        for (std::size_t& count : starts) start += std::exchange(count, start);
        const unsigned shift = 32 + pass * kBits;
        for (const std::uint64_t entry : entries) other[starts[entry >> shift & (kBuckets - 1)]++] = entry;
        entries.swap(other);
    }
}

RuleBlocks::RuleBlocks(const Rows& rows, const BlockingRule& rule, const RuleKeys& keys,
                       std::optional<std::uint32_t> largest)
    : entries_(sorted_entries(rows.size(), [&keys](Row row) { return keys.of(row); })) {
    std::map<std::uint64_t, std::uint64_t> pairs_by_size;
    for (std::size_t begin = 0; begin < entries_.size();) {
        std::size_t end = begin;
        std::uint64_t left = 0;
        while (end < entries_.size() && entries_[end] >> 32 == entries_[begin] >> 32) {
            left += static_cast<Row>(entries_[end]) < rows.split() ? 1 : 0;
            ++end;
        }
        const std::uint64_t right = end - begin - left;
        const std::uint64_t pairs = pairs_in(left, right, rows.is_link());
        const std::uint64_t size = block_size(left, right, rows.is_link());
        if (pairs > 0) {
            blocks_.push_back({begin, end, left, pairs, size});
            pairs_by_size[size] += pairs;
        }
        begin = end;
    }
    largest_ = largest ? *largest : rule.cap != 0 ? rule.cap : kDefaultCap;
    if (largest) return;
    const double budget = kPairsPerRow * static_cast<double>(rows.size()) + kFreePairs;
    double total = 0;
    std::uint32_t before = 0;
    for (const auto& [size, pairs] : pairs_by_size) {
        if (size > largest_) break;
        total += static_cast<double>(pairs);
        if (total > budget) {
            largest_ = before;
            break;
        }
        before = static_cast<std::uint32_t>(size);
    }
}

}  // namespace scrm::identity
