// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "identity/blocking/row_keys_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Rows by key: key << 32 | row, sorted.
using KeyEntries = std::vector<std::uint64_t>;

/// A row has no more keys under a rule.
inline constexpr std::size_t kMostKeysOfRow = 64;
/// The key of a row under a rule, from the hash over its values; never 0.
inline std::uint32_t rule_key(std::uint64_t hash) noexcept {
    const auto key = static_cast<std::uint32_t>(hash >> 32);
    return key == 0 ? 1U : key;
}

/// The keys of all rows under a rule.
RuleKeys make_rule_keys(const Features& features, const BlockingRule& rule);

/// `keys_of` gives the keys of a row.
template <class KeysOf>
KeyEntries sorted_entries(std::size_t rows, const KeysOf& keys_of);
void sort_by_key(KeyEntries& entries);

/// Pairs among so many rows of each side; in a dedupe all are left ones.
inline std::uint64_t pairs_in(std::uint64_t left, std::uint64_t right, bool is_link) noexcept {
    return is_link ? left * right : left * (left - 1) / 2;
}

/// How many rows decide whether a key is generic: of one set, or of the two of a link.
inline std::uint64_t block_size(std::uint64_t left, std::uint64_t right, bool is_link) noexcept {
    return is_link ? std::max(right, std::min(left, std::uint64_t{8} * right)) : left;
}

/// Rows that share a key, where they make a pair.
struct RuleBlock {
    std::size_t first = 0;  // of the entries
    std::size_t last = 0;
    std::uint64_t left = 0;
    std::uint64_t pairs = 0;
    std::uint64_t size = 0;  ///< rows that decide whether the key is generic
};

/// The blocks of a rule, from how many rows have each key: no pair is looked at.
class RuleBlocks {
  public:
    /// `largest` is the number of rows above which a key is generic; without it these rows decide.
    RuleBlocks(const Rows& rows, const BlockingRule& rule, const RuleKeys& keys,
               std::optional<std::uint32_t> largest = std::nullopt);

    const KeyEntries& entries() const noexcept { return entries_; }
    const std::vector<RuleBlock>& blocks() const noexcept { return blocks_; }
    /// Too many rows share the key, by the rule's cap or by what the rule may propose as a whole.
    bool is_generic(const RuleBlock& block) const noexcept { return block.size > largest_; }
    std::uint32_t largest() const noexcept { return largest_; }

  private:
    KeyEntries entries_;
    std::vector<RuleBlock> blocks_;
    std::uint32_t largest_ = 0;  // rows of a block that is used
};

template <class KeysOf>
KeyEntries sorted_entries(std::size_t rows, const KeysOf& keys_of) {
    KeyEntries entries;
    entries.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        for (const std::uint32_t key : keys_of(static_cast<Row>(row))) {
            if (key != 0) entries.push_back(static_cast<std::uint64_t>(key) << 32 | row);
        }
    }
    sort_by_key(entries);
    return entries;
}

}  // namespace scrm::identity
