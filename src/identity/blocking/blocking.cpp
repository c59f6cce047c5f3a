// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/blocking_internal.hpp"

#include <algorithm>

#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

constexpr std::uint64_t kTaskPairs = 16'384;
/// 8 bytes each, and as much again while they are sorted.
constexpr std::size_t kEntriesAtOnce = 3'000'000;

/// Takes away the rows whose keys make no pair.
void keep_pairs(KeyEntries& entries, const Rows& rows) {
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < entries.size();) {
        std::size_t end = begin;
        std::uint64_t left = 0;
        while (end < entries.size() && entries[end] >> 32 == entries[begin] >> 32) {
            left += static_cast<Row>(entries[end]) < rows.split() ? 1 : 0;
            ++end;
        }
        if (pairs_in(left, end - begin - left, rows.is_link()) > 0) {
            for (std::size_t i = begin; i < end; ++i) entries[kept++] = entries[i];
        }
        begin = end;
    }
    entries.resize(kept);
}

}  // namespace

std::string Blocking::name_of(const BlockingRule& rule) {
    std::string name;
    for (const std::string& key : rule.keys) name += (name.empty() ? "" : " + ") + key;
    return name;
}

Blocking::Blocking(const Features& features, std::span<const BlockingRule> rules, const Execution& execution,
                   double compare_all_below, std::span<const std::uint32_t> caps)
    : rows_(features.rows()) {
    if (caps.empty() && rows_.pair_count() <= compare_all_below) {
        compares_all_ = true;
        BlockingCount count{.rule = "all pairs"};
        count.blocks = 1;
        count.largest = rows_.size();
        count.pairs = static_cast<std::uint64_t>(rows_.pair_count());
        counts_.push_back(count);
        return;
    }
    std::vector<RuleKeys> keys(rules.size());
    std::vector<BlockingCount> counts(rules.size());
    std::vector<char> proposes(rules.size(), 0);
    std::vector<KeyEntries> kept(rules.size() * rows_.size() <= kEntriesAtOnce ? rules.size() : 0);
    for_each_chunk(
        rules.size(), 1, execution.threads, execution.stop, [&](std::size_t rule, std::size_t, std::size_t) {
            keys[rule] = make_rule_keys(features, rules[rule]);
            const auto largest = caps.empty() ? std::nullopt : std::optional{caps[rule]};
            proposes[rule] =
                add_rule(rules[rule], largest, keys[rule], counts[rule], kept.empty() ? nullptr : &kept[rule])
                    ? 1
                    : 0;
            if (proposes[rule] == 0) keys[rule] = {};
        });
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        if (proposes[rule] == 0) continue;
        counts_.push_back(std::move(counts[rule]));
        numbers_.push_back(rule);
        if (!kept.empty()) kept_.push_back(std::move(kept[rule]));
    }
    std::erase_if(keys, [](const RuleKeys& rule) { return rule.keys.empty() && rule.starts.empty(); });
    std::uint64_t most = 0;
    for (const BlockingCount& count : counts_) most = std::max(most, count.blocks);
    keys_ = RowKeys{rows_.size(), std::move(keys), most, execution};
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

void Blocking::Walk::cut(const Rows& rows) {
    Task task;
    for (std::size_t begin = 0; begin < entries_.size();) {
        std::size_t end = begin;
        std::uint64_t left = 0;
        while (end < entries_.size() && entries_[end] >> 32 == entries_[begin] >> 32) {
            left += static_cast<Row>(entries_[end]) < rows.split() ? 1 : 0;
            ++end;
        }
        task.pairs += pairs_in(left, end - begin - left, rows.is_link());
        task.last = end;
        if (task.pairs >= kTaskPairs) {
            tasks_.push_back(task);
            task = {.pairs = 0, .first = end, .last = end};
        }
        begin = end;
    }
    if (task.pairs > 0) tasks_.push_back(task);
}

Blocking::Walk Blocking::walk(std::size_t rule) const {
    if (compares_all_) return walk_all();
    Walk walk;
    walk.blocking_ = this;
    walk.rule_ = rule;
    if (!kept_.empty()) {
        walk.entries_ = kept_[rule];
    } else {
        walk.made_ = sorted_entries(rows_.size(), [this, rule](Row row) { return keys_.of(rule, row); });
        keep_pairs(walk.made_, rows_);
        walk.entries_ = walk.made_;
    }
    walk.cut(rows_);
    return walk;
}

std::size_t Blocking::walks_at_once(unsigned threads) const noexcept {
    return std::max<std::size_t>(effective_threads(threads),
                                 kEntriesAtOnce / std::max<std::size_t>(1, rows_.size()));
}

std::vector<Blocking::Walk> Blocking::walks(std::span<const std::size_t> rules,
                                            const Execution& execution) const {
    std::vector<Walk> out(rules.size());
    for_each_chunk(rules.size(), 1, execution.threads, execution.stop,
                   [&](std::size_t i, std::size_t, std::size_t) { out[i] = walk(rules[i]); });
    return out;
}

std::vector<std::uint32_t> Blocking::caps_for(const Features& features, std::span<const BlockingRule> rules,
                                              const Execution& execution) {
    std::vector<std::uint32_t> caps(rules.size());
    for_each_chunk(rules.size(), 1, execution.threads, execution.stop,
                   [&](std::size_t rule, std::size_t, std::size_t) {
                       const RuleKeys keys = make_rule_keys(features, rules[rule]);
                       caps[rule] = RuleBlocks(features.rows(), rules[rule], keys).largest();
                   });
    return caps;
}

bool Blocking::add_rule(const BlockingRule& rule, std::optional<std::uint32_t> largest, RuleKeys& keys,
                        BlockingCount& count, KeyEntries* kept) const {
    const RuleBlocks found(rows_, rule, keys, largest);
    count.rule = name_of(rule);
    // Rows come in no order.
    constexpr std::size_t kAhead = 16;
    std::vector<std::uint32_t> numbers(keys.keys.size(), 0);
    for (const RuleBlock& block : found.blocks()) {
        if (found.is_generic(block)) {
            ++count.generic;
            continue;
        }
        const std::uint32_t number = RowKeys::nth_key(count.blocks++);
        count.largest = std::max(count.largest, block.size);
        count.pairs += block.pairs;
        for (std::size_t i = block.first; i < block.last; ++i) {
            const std::uint64_t entry = found.entries()[i];
            if (i + kAhead < found.entries().size()) {
                const auto row = static_cast<Row>(found.entries()[i + kAhead]);
                keys.prefetch(row);
                if (keys.starts.empty()) __builtin_prefetch(numbers.data() + row, 1);
            }
            numbers[keys.place_of(static_cast<std::uint32_t>(entry >> 32), static_cast<Row>(entry))] = number;
            if (kept != nullptr) kept->push_back(std::uint64_t{number} << 32 | static_cast<Row>(entry));
        }
    }
    keys.keys = std::move(numbers);
    return count.pairs != 0 || count.generic != 0;
}

bool Blocking::meet_by_smaller_key(std::size_t rule, Row a, Row b, std::uint32_t key) const noexcept {
    const auto own = keys_.several_of(rule, a);
    if (own.empty()) return false;
    const auto theirs = keys_.several_of(rule, b);
    if (theirs.empty()) return false;
    for (const std::uint32_t x : own) {
        if (x >= key) return false;  // they are sorted
        if (std::find(theirs.begin(), theirs.end(), x) != theirs.end()) return true;
    }
    return false;
}

}  // namespace scrm::identity
