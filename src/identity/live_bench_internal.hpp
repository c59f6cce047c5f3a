// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "identity/blocking_internal.hpp"
#include "identity/features_internal.hpp"
#include "identity/frozen_internal.hpp"
#include "identity/live_records_internal.hpp"
#include "identity/reading_memo_internal.hpp"
#include "identity/scorer_internal.hpp"

namespace scrm::identity::live {

/// The blocking rules of profiles against customers and of customers against each other, each set of keys
/// once where a record has the same for both. Immutable.
class Rules {
  public:
    /// `memo` outlives them.
    Rules(const FrozenModel::State& frozen, ReadingMemo& memo);

    std::size_t size() const noexcept { return rules_.size(); }
    /// Whether a key proposes pairs to the one model or the other, given who shares it.
    bool links(std::uint32_t rule, std::size_t profiles, std::size_t customers) const noexcept;
    bool dedupes(std::uint32_t rule, std::size_t customers) const noexcept;

    /// The keys of each record of a side, sorted. The records are canonical, their ids may repeat.
    std::vector<std::vector<BlockKey>> keys_of(LiveSide side,
                                               std::span<const LiveRecord* const> records) const;

  private:
    struct Rule {
        BlockingRule rule;
        std::optional<std::uint32_t> link_cap;
        std::optional<std::uint32_t> dedupe_cap;
        bool depends_on_side = false;
    };
    void add_keys(const Rows& rows, bool of_links, std::vector<std::vector<BlockKey>>& out) const;
    void add(const BlockingRule& rule, std::uint32_t cap, std::optional<std::uint32_t> Rule::*which);

    const FrozenModel::State& frozen_;
    ReadingMemo& memo_;
    std::vector<Rule> rules_;
    std::vector<std::string> link_keys_;
    std::vector<std::string> own_keys_;  // of rules that depend on the side
};

/// A few records laid out as a batch lays out all of them, with the frozen frequencies: what the batch's own
/// code says of a pair here, it says there. Thread-compatible.
class Bench {
  public:
    /// Profiles against customers.
    Bench(const FrozenModel::State& frozen, ReadingMemo& memo, RecordSet profiles, RecordSet customers);
    /// Customers against each other.
    Bench(const FrozenModel::State& frozen, ReadingMemo& memo, RecordSet customers);

    const Scorer& scorer() const noexcept { return *scorer_; }
    const MatchModel& model() const noexcept { return model_; }
    PairContext& context() noexcept { return context_; }
    /// By position in the set that was given.
    Row left_row(std::size_t record) const noexcept { return left_rows_[record]; }
    Row right_row(std::size_t record) const noexcept { return right_rows_[record]; }

    /// Bits with the prior.
    double weight(Row a, Row b);

  private:
    Bench(const MatchModel& model, const PopulationStatistics& population, ReadingMemo& memo, RecordSet left,
          std::optional<RecordSet> right);

    const MatchModel& model_;
    RecordSet left_;
    std::optional<RecordSet> right_;
    Rows rows_;
    Features features_;
    std::unique_ptr<Scorer> scorer_;
    PairContext context_;
    std::vector<Row> left_rows_;
    std::vector<Row> right_rows_;
};

}  // namespace scrm::identity::live
