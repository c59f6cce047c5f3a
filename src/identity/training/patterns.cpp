// SPDX-License-Identifier: Apache-2.0
#include "identity/training/patterns_internal.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <numeric>

#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/core/random.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kLargestTile = 32;
constexpr std::size_t kRandomChunk = 16 * kLargestTile * kLargestTile;

/// How many pairs a rule may count: what small rules leave of the budget falls to the large ones.
std::uint64_t share_of_rule(const std::vector<BlockingCount>& counts, std::uint64_t budget) {
    std::vector<std::uint64_t> pairs;
    for (const BlockingCount& count : counts) pairs.push_back(count.pairs);
    std::sort(pairs.begin(), pairs.end());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::uint64_t share = budget / (pairs.size() - i);
        if (pairs[i] > share) return std::max<std::uint64_t>(1, share);
        budget -= pairs[i];
    }
    return std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

void PatternCounter::add(Pattern pattern, std::int64_t count) {
    if ((used_ + 1) * 10 > slots_.size() * 7) grow();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t s = mix64(pattern) & mask;; s = (s + 1) & mask) {
        PatternCount& slot = slots_[s];
        if (slot.count == 0) {
            slot = {pattern, count};
            ++used_;
            return;
        }
        if (slot.pattern == pattern) {
            slot.count += count;
            return;
        }
    }
}

void PatternCounter::add(const PatternCounter& other) {
    for (const PatternCount& slot : other.slots_) {
        if (slot.count != 0) add(slot.pattern, slot.count);
    }
}

void PatternCounter::grow() {
    std::vector<PatternCount> old(slots_.empty() ? 256 : slots_.size() * 2);
    old.swap(slots_);
    used_ = 0;
    for (const PatternCount& slot : old) {
        if (slot.count != 0) add(slot.pattern, slot.count);
    }
}

std::vector<PatternCount> PatternCounter::sorted() const {
    std::vector<PatternCount> out;
    out.reserve(used_);
    for (const PatternCount& slot : slots_) {
        if (slot.count != 0) out.push_back(slot);
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.pattern < b.pattern; });
    return out;
}

std::vector<PatternCount> count_candidates(const Blocking& blocking, const Scorer& scorer,
                                           const SharedValues& shared, ContextPool& contexts,
                                           std::uint64_t budget, const Execution& execution,
                                           ComparedPairs* keep) {
    if (keep != nullptr) {
        keep->layout_ = scorer.layout();
        keep->measures_ = scorer.measures();
        keep->rules_.assign(blocking.rule_count(), {});
    }
    PatternCounter total;
    std::mutex mutex;
    ProgressMeter progress(execution, "learn", static_cast<std::int64_t>(blocking.rule_count()));
    const std::uint64_t share = share_of_rule(blocking.counts(), budget);
    struct Task {
        std::size_t walk = 0;
        std::size_t number = 0;  // among those of its rule that are counted
        std::uint64_t step = 1;
    };
    const std::size_t at_once = blocking.walks_at_once(execution.threads);
    for (std::size_t first = 0; first < blocking.rule_count(); first += at_once) {
        std::vector<std::size_t> rules(std::min(at_once, blocking.rule_count() - first));
        std::iota(rules.begin(), rules.end(), first);
        const auto walks = blocking.walks(rules, execution);
        std::vector<Task> tasks;
        std::vector<std::vector<std::vector<ComparedPair>>> found(rules.size());
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const std::uint64_t step = std::max<std::uint64_t>(1, blocking.counts()[rules[i]].pairs / share);
            const std::size_t count = (walks[i].task_count() + step - 1) / step;
            if (keep != nullptr && step == 1) found[i].resize(count);
            for (std::size_t number = 0; number < count; ++number) tasks.push_back({i, number, step});
        }
        for_each_chunk(
            tasks.size(), 1, execution.threads, execution.stop, [&](std::size_t i, std::size_t, std::size_t) {
                const Task& task = tasks[i];
                PatternCounter counter;
                PairContext context = contexts.take();
                PatternBatch batch(scorer, context, [&](RowPair pair, Pattern pattern) {
                    counter.add(shared.without(pair, pattern), static_cast<std::int64_t>(task.step));
                    if (!found[task.walk].empty()) found[task.walk][task.number].push_back({pair, pattern});
                });
                walks[task.walk].for_each_pair(
                    task.number * task.step, [&](Row a, Row b) { batch.add(a, b); },
                    [&](Row row) { scorer.prefetch(row); });
                batch.flush();
                contexts.give(std::move(context));
                const std::lock_guard lock(mutex);
                total.add(counter);
            });
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (!found[i].empty()) keep->rules_[rules[i]] = std::move(found[i]);
        }
        progress.advance(static_cast<std::int64_t>(rules.size()));
    }
    progress.finish();
    return total.sorted();
}

std::vector<PatternCount> count_random_pairs(const Rows& rows, const Scorer& scorer,
                                             const SharedValues& shared, ContextPool& contexts,
                                             RandomPairs wanted, std::uint64_t seed,
                                             const Execution& execution) {
    const std::size_t tile = std::clamp<std::size_t>(wanted.tile, 1, kLargestTile);
    PatternCounter total;
    std::mutex mutex;
    for_each_chunk(wanted.pairs, kRandomChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                       Random random(mix64(seed) + chunk);
                       PatternCounter counter;
                       PairContext context = contexts.take();
                       PatternBatch batch(scorer, context, [&](RowPair pair, Pattern pattern) {
                           counter.add(shared.without(pair, pattern));
                       });
                       const std::size_t first_right = rows.is_link() ? rows.split() : 0;
                       std::array<Row, kLargestTile> left{};
                       std::array<Row, kLargestTile> right{};
                       for (std::size_t rest = end - begin; rest > 0;) {
                           for (std::size_t i = 0; i < tile; ++i)
                               left[i] = static_cast<Row>(random.below(rows.split()));
                           for (std::size_t i = 0; i < tile; ++i)
                               right[i] =
                                   static_cast<Row>(first_right + random.below(rows.size() - first_right));
                           const std::size_t some = std::min(rest, tile * tile);
                           for (std::size_t i = 0; i < some; ++i) {
                               const Row a = left[i / tile];
                               const Row b = right[i % tile];
                               if (a != b) batch.add(a, b);
                           }
                           rest -= some;
                       }
                       batch.flush();
                       contexts.give(std::move(context));
                       const std::lock_guard lock(mutex);
                       total.add(counter);
                   });
    return total.sorted();
}

}  // namespace scrm::identity
