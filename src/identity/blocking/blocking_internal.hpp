// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "identity/blocking/row_keys_internal.hpp"
#include "identity/blocking/rule_blocks_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// The pairs that a model's blocking rules propose, each exactly once, without ever holding them all.
///
/// Rules are walked in order; a pair belongs to the first rule that finds it. A key that too many rows share
/// is generic: it proposes nothing. Small populations are compared whole, then the rules only order the work.
class Blocking {
  public:
    /// Up to so many pairs nothing is left out.
    static constexpr double kCompareAllPairs = 1'200'000;

    /// With `caps`, one a rule, keys are generic above these, whatever the number of records, and small
    /// populations are not compared whole.
    Blocking(const Features& features, std::span<const BlockingRule> rules, const Execution& execution,
             double compare_all_below = kCompareAllPairs, std::span<const std::uint32_t> caps = {});
    Blocking(const Features& features, std::span<const BlockingRule> rules, const Execution& execution,
             std::span<const std::uint32_t> caps)
        : Blocking(features, rules, execution, kCompareAllPairs, caps) {}

    /// The caps that these rows get, to be used later on others.
    static std::vector<std::uint32_t> caps_for(const Features& features, std::span<const BlockingRule> rules,
                                               const Execution& execution);
    /// The keys of a rule, joined by " + ".
    static std::string name_of(const BlockingRule& rule);
    /// Which rule of those given it is: rules without a block are left out.
    std::size_t number_of(std::size_t rule) const noexcept { return numbers_[rule]; }

    std::size_t rule_count() const noexcept { return counts_.size(); }
    /// Block statistics; `pairs` still counts what earlier rules find too.
    const std::vector<BlockingCount>& counts() const noexcept { return counts_; }
    std::uint64_t pair_bound() const noexcept;

    /// The blocks of one rule, cut into tasks with a bounded number of pairs. In a large population they are
    /// sorted anew for each walk, so that the blocks of a few rules only are in memory. Must not outlive the
    /// blocking.
    class Walk {
      public:
        Walk() = default;
        // Entries may lie in the walk itself: a move leaves them where they are.
        Walk(Walk&&) = default;
        Walk& operator=(Walk&&) = default;
        Walk(const Walk&) = delete;
        Walk& operator=(const Walk&) = delete;
        ~Walk() = default;

        std::size_t task_count() const noexcept { return tasks_.size(); }
        /// Pairs of the task before those of earlier rules are left out.
        std::uint64_t pair_bound(std::size_t task) const noexcept { return tasks_[task].pairs; }
        /// Calls `visit(a, b)` with a < b for each pair of the task, in a fixed order; in a link a is a left
        /// row and b a right one. Thread-safe.
        /// `approach(row)` is called for each row a little before its first pair.
        template <class Visit, class Approach>
        void for_each_pair(std::size_t task, const Visit& visit, const Approach& approach) const;

      private:
        friend class Blocking;
        struct Task {
            std::uint64_t pairs = 0;
            std::size_t first = 0;  // entries, or rows when all pairs are compared
            std::size_t last = 0;
        };
        const Blocking* blocking_ = nullptr;
        std::size_t rule_ = 0;
        /// Cuts the entries into tasks.
        void cut(const Rows& rows);

        std::vector<std::uint64_t> made_;         // the entries, where the rule's were not kept
        std::span<const std::uint64_t> entries_;  // only keys that propose pairs
        std::vector<Task> tasks_;
    };
    Walk walk(std::size_t rule) const;
    /// How many walks are made together: enough to keep the threads busy, few enough for their memory.
    std::size_t walks_at_once(unsigned threads) const noexcept;
    /// The walks of these rules, several made at a time.
    std::vector<Walk> walks(std::span<const std::size_t> rules, const Execution& execution) const;

  private:
    /// Counts the rule's blocks, and puts the number of its block in the place of each key, in their order; 0
    /// for keys that are generic or make no pair. False when the rule proposes nothing. `largest`: see
    /// RuleBlocks. The rows by their new keys go to `kept` when it is given.
    bool add_rule(const BlockingRule& rule, std::optional<std::uint32_t> largest, RuleKeys& keys,
                  BlockingCount& count, KeyEntries* kept) const;
    Walk walk_all() const;
    bool is_found_earlier(std::size_t rule, Row a, Row b, std::uint32_t key) const noexcept {
        return keys_.meet_before(rule, a, b) || meet_by_smaller_key(rule, a, b, key);
    }
    /// Two rows that share several keys of a rule meet in the block of the smallest one.
    bool meet_by_smaller_key(std::size_t rule, Row a, Row b, std::uint32_t key) const noexcept;

    const Rows& rows_;
    bool compares_all_ = false;
    RowKeys keys_;
    std::vector<BlockingCount> counts_;
    std::vector<std::size_t> numbers_;
    std::vector<KeyEntries> kept_;  // by rule, what a walk reads; empty: it sorts anew
};

template <class Visit, class Approach>
void Blocking::Walk::for_each_pair(std::size_t task_number, const Visit& visit,
                                   const Approach& approach) const {
    const Task& task = tasks_[task_number];
    const Rows& rows = blocking_->rows_;
    if (blocking_->compares_all_) {
        for (std::size_t a = task.first; a < task.last; ++a) {
            const std::size_t from = rows.is_link() ? rows.split() : a + 1;
            for (std::size_t b = from; b < rows.size(); ++b) visit(static_cast<Row>(a), static_cast<Row>(b));
        }
        return;
    }
    const auto row_of = [this](std::size_t i) { return static_cast<Row>(entries_[i]); };
    constexpr std::size_t kAhead = 12;  // rows; more would push each other out of the nearest cache
    std::size_t ahead = task.first;
    for (std::size_t begin = task.first; begin < task.last;) {
        const auto key = static_cast<std::uint32_t>(entries_[begin] >> 32);
        std::size_t end = begin;
        std::size_t middle = begin;  // where right rows start
        while (end < task.last && entries_[end] >> 32 == key) {
            middle += row_of(end) < rows.split() ? 1 : 0;
            ++end;
        }
        for (; ahead < std::min(end + kAhead, task.last); ++ahead) {
            blocking_->keys_.prefetch(row_of(ahead));
            approach(row_of(ahead));
        }
        for (std::size_t i = begin; i < middle; ++i) {
            for (std::size_t k = rows.is_link() ? middle : i + 1; k < end; ++k) {
                const Row a = row_of(i);
                const Row b = row_of(k);
                if (!blocking_->is_found_earlier(rule_, a, b, key)) visit(a, b);
            }
        }
        begin = end;
    }
}

}  // namespace scrm::identity
