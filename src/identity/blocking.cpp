// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking_internal.hpp"

#include <algorithm>
#include <map>

#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

/// Up to this many pairs nothing is left out.
constexpr double kCompareAllPairs = 1'200'000;
constexpr std::uint32_t kDefaultCap = 300;
/// A rule may propose this many pairs a row; its cap shrinks until it does.
constexpr double kPairsPerRow = 8;
constexpr double kFreePairs = 300'000;
constexpr std::uint64_t kTaskPairs = 60'000;
constexpr std::size_t kMostKeysOfRow = 64;

std::uint64_t pairs_in(std::uint64_t left, std::uint64_t right, bool is_link) {
    return is_link ? left * right : left * (left - 1) / 2;
}

void radix_sort(std::vector<std::uint64_t>& entries) {
    std::vector<std::uint64_t> other(entries.size());
    for (unsigned shift = 32; shift < 64; shift += 11) {
        std::vector<std::size_t> starts(2049, 0);
        for (const std::uint64_t entry : entries) ++starts[(entry >> shift & 2047) + 1];
        for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
        for (const std::uint64_t entry : entries) other[starts[entry >> shift & 2047]++] = entry;
        entries.swap(other);
    }
}

}  // namespace

Blocking::Blocking(const Features& features, std::span<const BlockingRule> rules, const Execution& execution,
                   std::span<const std::uint32_t> caps)
    : rows_(features.rows()) {
    if (caps.empty() && rows_.pair_count() <= kCompareAllPairs) {
        compares_all_ = true;
        BlockingCount count{.rule = "all pairs"};
        count.blocks = 1;
        count.largest = rows_.size();
        count.pairs = static_cast<std::uint64_t>(rows_.pair_count());
        counts_.push_back(count);
        return;
    }
    std::vector<RuleKeys> keys(rules.size());
    for_each_chunk(
        rules.size(), 1, execution.threads, execution.stop,
        [&](std::size_t rule, std::size_t, std::size_t) { keys[rule] = make_keys(features, rules[rule]); });
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        throw_if_stopped(execution.stop);
        const auto cap = caps.empty() ? std::nullopt : std::optional{caps[rule]};
        if (!add_rule(rules[rule], keys[rule], cap)) keys[rule] = {};
    }
    std::erase_if(keys, [](const RuleKeys& rule) { return rule.keys.empty() && rule.starts.empty(); });
    keys_ = RowKeys{rows_.size(), std::move(keys)};
}

std::uint64_t Blocking::pair_bound() const noexcept {
    std::uint64_t total = 0;
    for (const BlockingCount& count : counts_) total += count.pairs;
    return total;
}

Blocking::Walk Blocking::walk_all() const {
    Walk walk;
    walk.blocking_ = this;
    const std::size_t last = rows_.is_link() ? rows_.split() : rows_.size();
    Walk::Task task;
    for (std::size_t row = 0; row < last; ++row) {
        task.pairs += rows_.is_link() ? rows_.size() - rows_.split() : rows_.size() - row - 1;
        task.last = row + 1;
        if (task.pairs < kTaskPairs && row + 1 < last) continue;
        walk.tasks_.push_back(task);
        task = {.pairs = 0, .first = row + 1, .last = row + 1};
    }
    return walk;
}

Blocking::Walk Blocking::walk(std::size_t rule) const {
    if (compares_all_) return walk_all();
    Walk walk;
    walk.blocking_ = this;
    walk.rule_ = rule;
    walk.entries_ = sorted_entries(rows_.size(), [this, rule](Row row) { return keys_.of(rule, row); });
    Entries& entries = walk.entries_;
    Walk::Task task;
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < entries.size();) {
        std::size_t end = begin;
        std::uint64_t left = 0;
        while (end < entries.size() && entries[end] >> 32 == entries[begin] >> 32) {
            left += static_cast<Row>(entries[end]) < rows_.split() ? 1 : 0;
            ++end;
        }
        const std::uint64_t pairs = pairs_in(left, end - begin - left, rows_.is_link());
        if (pairs > 0) {
            for (std::size_t i = begin; i < end; ++i) entries[kept++] = entries[i];
            task.pairs += pairs;
            task.last = kept;
            if (task.pairs >= kTaskPairs) {
                walk.tasks_.push_back(task);
                task = {.pairs = 0, .first = kept, .last = kept};
            }
        }
        begin = end;
    }
    if (task.pairs > 0) walk.tasks_.push_back(task);
    entries.resize(kept);
    return walk;
}

template <class KeysOf>
Blocking::Entries Blocking::sorted_entries(std::size_t rows, const KeysOf& keys_of) {
    Entries entries;
    entries.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        for (const std::uint32_t key : keys_of(static_cast<Row>(row))) {
            if (key != 0) entries.push_back(static_cast<std::uint64_t>(key) << 32 | row);
        }
    }
    radix_sort(entries);
    return entries;
}

RuleKeys Blocking::make_keys(const Features& features, const BlockingRule& rule) {
    const std::size_t rows = features.rows().size();
    std::vector<const KeyColumn*> columns;
    bool several = false;
    for (const std::string& key : rule.keys) {
        columns.push_back(&features.column(key));
        several |= columns.back()->is_multi_valued();
    }
    RuleKeys out;
    const auto fold = [](std::uint64_t hash) {
        const auto key = static_cast<std::uint32_t>(hash >> 32);
        return key == 0 ? 1U : key;
    };
    if (!several) {
        out.keys.resize(rows, 0);
        for (std::size_t row = 0; row < rows; ++row) {
            std::uint64_t hash = 0;
            bool complete = true;
            for (const KeyColumn* column : columns) {
                const std::uint32_t id = column->first(static_cast<Row>(row));
                complete &= id != 0;
                hash = mix64(hash ^ column->content_hash(id));
            }
            if (complete) out.keys[row] = fold(hash);
        }
        return out;
    }
    out.starts.push_back(0);
    std::vector<std::uint64_t> hashes;
    std::vector<std::uint64_t> longer;
    for (std::size_t row = 0; row < rows; ++row) {
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
        for (const std::uint64_t hash : hashes) out.keys.push_back(fold(hash));
        std::sort(out.keys.begin() + static_cast<std::ptrdiff_t>(from), out.keys.end());
        out.keys.erase(std::unique(out.keys.begin() + static_cast<std::ptrdiff_t>(from), out.keys.end()),
                       out.keys.end());
        out.starts.push_back(static_cast<std::uint32_t>(out.keys.size()));
    }
    return out;
}

std::vector<Blocking::Block> Blocking::blocks_in(const Entries& entries, const Rows& rows) {
    std::vector<Block> blocks;
    for (std::size_t begin = 0; begin < entries.size();) {
        std::size_t end = begin;
        std::uint64_t left = 0;
        while (end < entries.size() && entries[end] >> 32 == entries[begin] >> 32) {
            left += static_cast<Row>(entries[end]) < rows.split() ? 1 : 0;
            ++end;
        }
        const std::uint64_t right = end - begin - left;
        const std::uint64_t pairs = pairs_in(left, right, rows.is_link());
        if (pairs > 0) blocks.push_back({begin, end, pairs, block_size(left, right, rows.is_link())});
        begin = end;
    }
    return blocks;
}

std::uint32_t Blocking::cap_for(const std::vector<Block>& blocks, const BlockingRule& rule,
                                std::size_t rows) {
    std::map<std::uint64_t, std::uint64_t> pairs_by_size;
    for (const Block& block : blocks) pairs_by_size[block.rows] += block.pairs;
    const std::uint32_t cap = rule.cap != 0 ? rule.cap : kDefaultCap;
    const double budget = kPairsPerRow * static_cast<double>(rows) + kFreePairs;
    std::uint32_t largest = 0;
    double total = 0;
    for (const auto& [size, pairs] : pairs_by_size) {
        if (size > cap) break;
        total += static_cast<double>(pairs);
        if (total > budget) return largest;
        largest = static_cast<std::uint32_t>(size);
    }
    return cap;
}

std::vector<std::uint32_t> Blocking::caps_for(const Features& features, std::span<const BlockingRule> rules,
                                              const Execution& execution) {
    const std::size_t rows = features.rows().size();
    std::vector<std::uint32_t> caps(rules.size());
    for_each_chunk(
        rules.size(), 1, execution.threads, execution.stop, [&](std::size_t rule, std::size_t, std::size_t) {
            const RuleKeys keys = make_keys(features, rules[rule]);
            const Entries entries = sorted_entries(rows, [&keys](Row row) { return keys.of(row); });
            caps[rule] = cap_for(blocks_in(entries, features.rows()), rules[rule], rows);
        });
    return caps;
}

bool Blocking::add_rule(const BlockingRule& rule, RuleKeys& keys, std::optional<std::uint32_t> fixed_cap) {
    BlockingCount count;
    for (const std::string& key : rule.keys) count.rule += (count.rule.empty() ? "" : " + ") + key;
    const Entries entries = sorted_entries(rows_.size(), [&keys](Row row) { return keys.of(row); });
    const std::vector<Block> blocks = blocks_in(entries, rows_);
    const std::uint64_t cap = fixed_cap ? *fixed_cap : cap_for(blocks, rule, rows_.size());
    for (const Block& block : blocks) {
        if (block.rows > cap) {
            ++count.generic;
            for (std::size_t i = block.first; i < block.last; ++i) {
                const auto row = static_cast<Row>(entries[i]);
                const auto key = static_cast<std::uint32_t>(entries[i] >> 32);
                if (keys.starts.empty()) {
                    keys.keys[row] = 0;
                } else {
                    for (std::size_t k = keys.starts[row]; k < keys.starts[row + 1]; ++k) {
                        if (keys.keys[k] == key) keys.keys[k] = 0;
                    }
                }
            }
            continue;
        }
        ++count.blocks;
        count.largest = std::max(count.largest, block.rows);
        count.pairs += block.pairs;
    }
    if (count.pairs == 0 && count.generic == 0) return false;
    counts_.push_back(std::move(count));
    return true;
}

bool Blocking::meet_by_smaller_key(std::size_t rule, Row a, Row b, std::uint32_t key) const noexcept {
    const auto own = keys_.of(rule, a);
    if (own.size() < 2) return false;
    const auto theirs = keys_.of(rule, b);
    if (theirs.size() < 2) return false;
    for (const std::uint32_t x : own) {
        if (x >= key) return false;  // they are sorted
        if (std::find(theirs.begin(), theirs.end(), x) != theirs.end()) return true;
    }
    return false;
}

}  // namespace scrm::identity
