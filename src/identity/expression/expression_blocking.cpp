// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/expression_blocking_internal.hpp"

#include <algorithm>
#include <numeric>

#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

constexpr std::uint64_t kTaskPairs = 60'000;

/// Rows [first, last) that have a key, by key, then row.
std::vector<Row> rows_by_key(const std::vector<std::uint32_t>& keys, std::size_t first, std::size_t last) {
    std::uint32_t most = 0;
    for (std::size_t row = first; row < last; ++row) most = std::max(most, keys[row]);
    std::vector<std::uint32_t> next(std::size_t{most} + 2, 0);
    for (std::size_t row = first; row < last; ++row) {
        if (keys[row] != 0) ++next[keys[row] + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<Row> out(next.back());
    for (std::size_t row = first; row < last; ++row) {
        if (keys[row] != 0) out[next[keys[row]]++] = static_cast<Row>(row);
    }
    return out;
}

/// Joins a further part to keys, in numbers that stay dense; 0 stays none.
void join_keys(std::vector<std::uint32_t>& left, std::vector<std::uint32_t>& right,
               const std::vector<std::uint32_t>& left_part, const std::vector<std::uint32_t>& right_part) {
    std::unordered_map<std::uint64_t, std::uint32_t> known;
    const auto join = [&known](std::vector<std::uint32_t>& keys, const std::vector<std::uint32_t>& part) {
        for (std::size_t row = 0; row < keys.size(); ++row) {
            if (keys[row] == 0 || part[row] == 0) {
                keys[row] = 0;
                continue;
            }
            const std::uint64_t both = static_cast<std::uint64_t>(keys[row]) << 32 | part[row];
            keys[row] = known.try_emplace(both, static_cast<std::uint32_t>(known.size() + 1)).first->second;
        }
    };
    join(left, left_part);
    join(right, right_part);
}

}  // namespace

ExpressionBlocking::ExpressionBlocking(const ParsedModel& model, const Rows& rows, const SqlColumns& columns,
                                       const Execution& execution) {
    std::vector<ParsedRule> rules = model.rules;
    if (rules.empty()) rules.emplace_back().text = "all pairs";
    rules_.resize(rules.size());
    counts_.resize(rules.size());
    left_keys_.resize(rows.size() * rules.size());
    right_keys_.resize(rows.size() * rules.size());
    for_each_chunk(rules.size(), 1, execution.threads, execution.stop,
                   [&](std::size_t i, std::size_t, std::size_t) {
                       std::vector<std::uint32_t> left;
                       std::vector<std::uint32_t> right;
                       add_keys(rules[i], rows, columns, 1, left, right);
                       counts_[i].rule = rules[i].text;
                       fill(rules_[i], rows, left, right, counts_[i]);
                       if (rules[i].filter) {
                           const SqlExpression* const only[] = {&*rules[i].filter};
                           rules_[i].filter = std::make_unique<PairConditions>(only, columns, 1);
                       }
                       for (std::size_t row = 0; row < rows.size(); ++row) {
                           left_keys_[row * rules.size() + i] = left[row];
                           right_keys_[row * rules.size() + i] = right[row];
                       }
                   });
}

std::uint64_t ExpressionBlocking::pair_bound() const noexcept {
    std::uint64_t total = 0;
    for (const BlockingCount& count : counts_) total += count.pairs;
    return total;
}

std::vector<ExpressionBlocking::Block> ExpressionBlocking::blocks(std::size_t number,
                                                                  const Rows& rows) const {
    const Rule& rule = rules_[number];
    const auto key_at = [&](std::size_t place) {
        return left_keys_[rule.left[place] * rules_.size() + number];
    };
    std::vector<Block> out;
    for (std::size_t place = 0; place < rule.left.size();) {
        Block block{.example = rule.left[place]};
        if (rows.is_link()) block.right = rule.end[place] - rule.begin[place];
        const std::uint32_t key = key_at(place);
        for (; place < rule.left.size() && key_at(place) == key; ++place) {
            ++block.left;
            block.pairs += rule.end[place] - rule.begin[place];
        }
        if (block.pairs > 0) out.push_back(block);
    }
    std::sort(out.begin(), out.end(), [](const Block& x, const Block& y) { return x.example < y.example; });
    return out;
}

ExpressionBlocking::Context ExpressionBlocking::context() const {
    Context out(rules_.size());
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (rules_[i].filter != nullptr) out[i] = rules_[i].filter->context();
    }
    return out;
}

void ExpressionBlocking::add_keys(const ParsedRule& rule, const Rows& rows, const SqlColumns& columns,
                                  unsigned threads, std::vector<std::uint32_t>& left,
                                  std::vector<std::uint32_t>& right) const {
    left.assign(rows.size(), 1);
    right.assign(rows.size(), 1);
    bool first = true;
    for (const auto& [left_part, right_part] : rule.keys) {
        SqlInterner interner;
        auto left_ids = interner.ids_of(left_part, columns, threads);
        const bool same = structure_of(left_part, false) == structure_of(right_part, false);
        auto right_ids = same ? left_ids : interner.ids_of(right_part, columns, threads);
        if (first) {
            left = std::move(left_ids);
            right = std::move(right_ids);
            first = false;
        } else {
            join_keys(left, right, left_ids, right_ids);
        }
    }
}

void ExpressionBlocking::fill(Rule& rule, const Rows& rows, const std::vector<std::uint32_t>& left_keys,
                              const std::vector<std::uint32_t>& right_keys, BlockingCount& count) const {
    const bool link = rows.is_link();
    rule.left = rows_by_key(left_keys, 0, link ? rows.split() : rows.size());
    rule.right = rows_by_key(right_keys, link ? rows.split() : 0, rows.size());
    rule.begin.resize(rule.left.size());
    rule.end.resize(rule.left.size());
    Task task;
    std::size_t first = 0;  // of the right rows with the key of the left one
    std::size_t last = 0;
    for (std::size_t place = 0; place < rule.left.size(); ++place) {
        const Row row = rule.left[place];
        const std::uint32_t key = left_keys[row];
        const bool is_new = place == 0 || left_keys[rule.left[place - 1]] != key;
        if (is_new) {
            first = last;
            while (first < rule.right.size() && right_keys[rule.right[first]] < key) ++first;
            last = first;
            while (last < rule.right.size() && right_keys[rule.right[last]] == key) ++last;
        }
        auto begin = static_cast<std::uint32_t>(first);
        if (!link) {
            // Of one population the left record is the smaller one.
            begin = static_cast<std::uint32_t>(
                std::upper_bound(rule.right.begin() + static_cast<std::ptrdiff_t>(first),
                                 rule.right.begin() + static_cast<std::ptrdiff_t>(last), row) -
                rule.right.begin());
        }
        rule.begin[place] = begin;
        rule.end[place] = static_cast<std::uint32_t>(last);
        const std::uint64_t pairs = last - begin;
        if (is_new && last > first) {
            ++count.blocks;
            count.largest = std::max<std::uint64_t>(count.largest, last - first);
        }
        count.pairs += pairs;
        task.pairs += pairs;
        task.last = static_cast<std::uint32_t>(place + 1);
        if (task.pairs >= kTaskPairs) {
            rule.tasks.push_back(task);
            task = {.first = task.last, .last = task.last, .pairs = 0};
        }
    }
    if (task.pairs > 0) rule.tasks.push_back(task);
}

}  // namespace scrm::identity
