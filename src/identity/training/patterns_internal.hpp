// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "identity/blocking/blocking_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "identity/training/shared_values_internal.hpp"
#include "scrm/core/pool.hpp"
#include "scrm/core/progress.hpp"

namespace scrm::identity {

/// How often a pattern was seen; sampled pairs count for those that they stand for.
struct PatternCount {
    Pattern pattern = 0;
    std::int64_t count = 0;
};

/// Counts patterns. Thread-compatible.
class PatternCounter {
  public:
    void add(Pattern pattern, std::int64_t count = 1);
    void add(const PatternCounter& other);
    /// By pattern.
    std::vector<PatternCount> sorted() const;

  private:
    void grow();
    std::vector<PatternCount> slots_;  // count 0: free
    std::size_t used_ = 0;
};

/// Contexts that threads take and give back: what they remember never changes a result.
class ContextPool : public Pool<PairContext> {
  public:
    explicit ContextPool(const Scorer& scorer) : Pool([&scorer] { return scorer.context(); }) {}
};

/// Collects pairs, compares some hundred at a time, and hands each over with its pattern in the order in
/// which they came. Thread-compatible.
template <class Use>
class PatternBatch {
  public:
    PatternBatch(const Scorer& scorer, PairContext& context, Use use)
        : scorer_(scorer), context_(context), use_(std::move(use)), pairs_(kPairs), patterns_(kPairs) {}

    void add(Row a, Row b) {
        pairs_[size_++] = {a, b};
        if (size_ == kPairs) flush();
    }
    /// To be called after the last pair.
    void flush() {
        scorer_.patterns({pairs_.data(), size_}, patterns_.data(), context_);
        for (std::size_t i = 0; i < size_; ++i) use_(pairs_[i], patterns_[i]);
        size_ = 0;
    }

  private:
    static constexpr std::size_t kPairs = 4096;

    const Scorer& scorer_;
    PairContext& context_;
    Use use_;
    std::vector<RowPair> pairs_;
    std::vector<Pattern> patterns_;
    std::size_t size_ = 0;
};

/// A pair of rows and its pattern.
struct ComparedPair {
    RowPair rows;
    Pattern pattern = 0;
};

/// Blocked pairs that were compared, so that nobody looks for them and compares them again: those of whole
/// rules, task by task; 16 bytes a pair. And the measures that compared them.
class ComparedPairs {
  public:
    /// Of a rule that was walked whole; nullptr: it was not, or for another kind of scorer.
    const std::vector<std::vector<ComparedPair>>* of(std::size_t rule, const Scorer& scorer) const noexcept {
        if (rule >= rules_.size() || rules_[rule].empty() || layout_ != scorer.layout()) return nullptr;
        return &rules_[rule];
    }
    /// Empty where nothing was compared.
    const SharedMeasures& measures() const noexcept { return measures_; }

  private:
    friend std::vector<PatternCount> count_candidates(const Blocking& blocking, const Scorer& scorer,
                                                      const SharedValues& shared, ContextPool& contexts,
                                                      std::uint64_t budget, const Execution& execution,
                                                      ComparedPairs* keep);
    PatternLayout layout_;
    SharedMeasures measures_;
    std::vector<std::vector<std::vector<ComparedPair>>> rules_;  // by rule, then task
};

/// Patterns of about `budget` blocked pairs, each task standing for its rule's others, without what
/// shared values make. Those of whole rules are kept in `keep` when it is given, as they are. `contexts` are
/// the scorer's.
std::vector<PatternCount> count_candidates(const Blocking& blocking, const Scorer& scorer,
                                           const SharedValues& shared, ContextPool& contexts,
                                           std::uint64_t budget, const Execution& execution,
                                           ComparedPairs* keep = nullptr);

/// Where TrainingOptions leave their number open.
constexpr std::uint64_t kRandomPairs = 1'000'000;

/// How random pairs are drawn: `tile` rows with `tile` others, at most 32, all pairs of these. Pairs of a
/// tile share rows, so that many small tiles tell more than few large ones, but large ones stay in the cache.
struct RandomPairs {
    std::uint64_t pairs = 0;
    std::size_t tile = 32;
};

/// Patterns of random pairs of rows (left × right in a link), the same for the same seed, without what shared
/// values make.
std::vector<PatternCount> count_random_pairs(const Rows& rows, const Scorer& scorer,
                                             const SharedValues& shared, ContextPool& contexts,
                                             RandomPairs wanted, std::uint64_t seed,
                                             const Execution& execution);

}  // namespace scrm::identity
