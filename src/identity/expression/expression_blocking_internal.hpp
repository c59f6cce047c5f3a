// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "identity/expression/expression_model_internal.hpp"
#include "identity/expression/pair_conditions_internal.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// The pairs that rules of expressions propose, each exactly once: by the first rule that it fulfils. Nothing
/// is capped. Immutable, thread-safe.
class ExpressionBlocking {
  public:
    /// Without a rule every pair is proposed.
    ExpressionBlocking(const ParsedModel& model, const Rows& rows, const SqlColumns& columns,
                       const Execution& execution);

    std::size_t rule_count() const noexcept { return rules_.size(); }
    const std::vector<BlockingCount>& counts() const noexcept { return counts_; }
    /// Pairs before those are left out that earlier rules or filters exclude.
    std::uint64_t pair_bound() const noexcept;

    /// Records with one key that propose a pair at least, filters aside.
    struct Block {
        Row example = 0;  ///< its first left row
        std::uint64_t left = 0;
        std::uint64_t right = 0;  ///< of a population with itself 0
        std::uint64_t pairs = 0;
    };
    /// By their first left row.
    std::vector<Block> blocks(std::size_t rule, const Rows& rows) const;

    /// What a thread keeps between pairs: of each rule's filter.
    using Context = std::vector<PairConditions::Context>;
    Context context() const;

    /// A part of a rule's work.
    struct Task {
        std::uint32_t first = 0;  ///< left rows, in the order of their keys
        std::uint32_t last = 0;
        std::uint64_t pairs = 0;  ///< bound
    };
    const std::vector<Task>& tasks(std::size_t rule) const noexcept { return rules_[rule].tasks; }
    /// Calls `visit(a, b)` for each pair of the task, a < b in a fixed order; a is the left row.
    /// `alone`: also the pairs that earlier rules find.
    template <class Visit>
    void for_each_pair(std::size_t rule, std::size_t task, Context& context, const Visit& visit,
                       bool alone = false) const;

  private:
    struct Rule {
        std::vector<Row> left;             // rows with a key, by key, then row
        std::vector<Row> right;            // likewise
        std::vector<std::uint32_t> begin;  // by place in `left`: its partners in `right`
        std::vector<std::uint32_t> end;
        std::vector<Task> tasks;
        std::unique_ptr<PairConditions> filter;
    };

    void add_keys(const ParsedRule& rule, const Rows& rows, const SqlColumns& columns, unsigned threads,
                  std::vector<std::uint32_t>& left, std::vector<std::uint32_t>& right) const;
    void fill(Rule& rule, const Rows& rows, const std::vector<std::uint32_t>& left_keys,
              const std::vector<std::uint32_t>& right_keys, BlockingCount& count) const;
    bool fulfils(std::size_t rule, Row a, Row b, Context& context) const {
        const std::uint32_t key = left_keys_[a * rules_.size() + rule];
        if (key == 0 || key != right_keys_[b * rules_.size() + rule]) return false;
        return rules_[rule].filter == nullptr || rules_[rule].filter->first_true(a, b, context[rule]) == 0;
    }

    std::vector<Rule> rules_;
    std::vector<BlockingCount> counts_;
    // By row, then rule: those of a row lie side by side.
    std::vector<std::uint32_t> left_keys_;
    std::vector<std::uint32_t> right_keys_;
};

template <class Visit>
void ExpressionBlocking::for_each_pair(std::size_t number, std::size_t task_number, Context& context,
                                       const Visit& visit, bool alone) const {
    const Rule& rule = rules_[number];
    const Task& task = rule.tasks[task_number];
    for (std::uint32_t place = task.first; place < task.last; ++place) {
        const Row a = rule.left[place];
        for (std::uint32_t k = rule.begin[place]; k < rule.end[place]; ++k) {
            const Row b = rule.right[k];
            bool earlier = false;
            for (std::size_t before = 0; !alone && before < number && !earlier; ++before)
                earlier = fulfils(before, a, b, context);
            if (earlier) continue;
            if (rule.filter != nullptr && rule.filter->first_true(a, b, context[number]) != 0) continue;
            visit(a, b);
        }
    }
}

}  // namespace scrm::identity
