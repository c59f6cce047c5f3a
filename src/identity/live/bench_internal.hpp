// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "identity/blocking/blocking_internal.hpp"
#include "identity/live/forms_internal.hpp"
#include "identity/live/free_list_internal.hpp"
#include "identity/live/frozen_internal.hpp"
#include "identity/live/lane_internal.hpp"
#include "identity/live/reader_internal.hpp"
#include "identity/live/records_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/scorer_internal.hpp"

namespace scrm::identity::live {

/// The blocking rules of profiles against customers and of customers against each other, each set of keys
/// once where a record has the same for both. Immutable.
class Rules {
  public:
    /// The shape outlives them.
    Rules(const FrozenModel::State& frozen, const FormShape& shape);

    std::size_t size() const noexcept { return rules_.size(); }
    /// Whether a key proposes pairs to the one model or the other, given who shares it.
    bool links(std::uint32_t rule, std::size_t profiles, std::size_t customers) const noexcept;
    bool dedupes(std::uint32_t rule, std::size_t customers) const noexcept;

    /// Records as they are read alone: their blocking keys, sorted, and what comparisons read of them.
    struct Readings {
        RecordSet set;  ///< of profiles: what tells their network, pointers, followers and public phones
        std::vector<std::vector<BlockKey>> keys;
        std::vector<Forms> forms;
    };
    /// The records are canonical, their ids may repeat.
    Readings read(LiveSide side, std::span<const LiveRecord* const> records) const;

  private:
    struct Rule {
        BlockingRule rule;
        std::optional<std::uint32_t> link_cap;
        std::optional<std::uint32_t> dedupe_cap;
        bool depends_on_side = false;
        std::vector<std::size_t> columns;  // of its keys, among those that are read
        bool is_of_links() const noexcept { return !depends_on_side || link_cap.has_value(); }
    };
    void read(RecordReader& reader, const LiveRecord& record, NameSide side, std::vector<BlockKey>& keys,
              Forms& forms) const;
    void add_keys(const RecordReader& reader, const Rule& rule, std::uint32_t number,
                  std::vector<BlockKey>& out) const;
    void add(const BlockingRule& rule, std::uint32_t cap, std::optional<std::uint32_t> Rule::*which);

    const FrozenModel::State& frozen_;
    const FormShape& shape_;
    std::vector<Rule> rules_;
    std::vector<std::string> link_keys_;
    std::vector<std::string> own_keys_;      // of rules that depend on the side
    std::vector<std::size_t> form_columns_;  // of the shape's columns, among the keys that are read
    mutable FreeList<RecordReader> link_readers_;
    mutable FreeList<RecordReader> own_readers_;
};

/// A lane with some records on it, for as long as it is needed. Thread-compatible.
class Bench {
  public:
    /// As Lane::lay: of the others only what the focus shows is compared, with the focus.
    Bench(Lanes& lanes, std::span<const FormView> focus, std::span<const FormView> others = {});
    ~Bench() {
        if (!lane_->is_worn()) lanes_.give(std::move(lane_));
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    const Scorer& scorer() const noexcept { return lane_->scorer(); }
    const MatchModel& model() const noexcept { return lane_->model(); }
    PairContext& context() noexcept { return lane_->context(); }
    static Row focus_row(std::size_t record) noexcept { return static_cast<Row>(record); }
    Row other_row(std::size_t record) const noexcept { return static_cast<Row>(focus_ + record); }

    /// Bits with the prior. As in a batch: a profile before a customer, customers by their ids.
    double weight(Row a, Row b);
    /// Calls `visit(pair, pattern)` for the pairs whose patterns can reach `least` bits, in order.
    template <class Visit>
    void for_each_able(std::span<const RowPair> pairs, double least, const Visit& visit) {
        constexpr std::size_t kAtOnce = 512;
        for (std::size_t begin = 0; begin < pairs.size(); begin += kAtOnce) {
            const auto some = pairs.subspan(begin, std::min(kAtOnce, pairs.size() - begin));
            patterns_.resize(some.size());
            scorer().patterns(some, patterns_.data(), context());
            for (std::size_t i = 0; i < some.size(); ++i) {
                if (scorer().most_weight(patterns_[i], context()) >= least) visit(some[i], patterns_[i]);
            }
        }
    }

  private:
    Lanes& lanes_;
    std::unique_ptr<Lane> lane_;
    std::size_t focus_;
    std::vector<Pattern> patterns_;
};

}  // namespace scrm::identity::live
