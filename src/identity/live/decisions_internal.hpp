// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/identity/live_resolver.hpp"
#include "scrm/model/merge_forest.hpp"

namespace scrm::identity::live {

/// What people decided, by record ids, whether or not the records are there. The same rules as those of the
/// database's decisions: the latest on a pair counts, and of those on merged records the latest; a profile is
/// confirmed for one customer at a time, a rejection bars all records that the rejected one is merged with.
/// Thread-compatible.
class Decisions {
  public:
    bool empty() const noexcept { return pairs_.empty() && apart_.empty() && merges_.empty(); }
    std::size_t size() const noexcept;
    std::size_t bytes() const noexcept;

    /// False where the decision only repeats what holds. Throws as LiveResolver::decide.
    bool changes(const LiveDecision& decision) const;
    /// A decision that `changes` has passed.
    void take(const LiveDecision& decision);
    /// The records are gone, and what was decided on them.
    void forget_profile(std::string_view id);
    void forget_customer(std::string_view id);

    /// Those that hold, oldest first: taking them in this order gives the same state.
    std::vector<LiveDecision> all() const;

    std::optional<std::string> confirmed(std::string_view profile) const;
    /// Every record that the profile does not belong to, by id.
    std::set<std::string> rejected(std::string_view profile) const;
    /// The record that survives; `customer` itself where it was never merged.
    std::string root(std::string_view customer) const;
    /// With whom a record is one person by decision: the root with all others, they with the root.
    std::vector<std::string> merged_with(std::string_view customer) const;
    /// The records merged with this one in any way, itself included.
    std::vector<std::string> group(std::string_view customer) const;
    bool is_apart(std::string_view customer, std::string_view other) const;
    /// Whether other records are kept apart from this one.
    bool has_apart(std::string_view customer) const { return apart_of_.contains(customer); }
    /// Profiles of whom something was decided that bears on the customer.
    std::set<std::string> profiles_about(std::string_view customer) const;

  private:
    struct Pair {
        std::string customer;
        DecisionKind kind = DecisionKind::confirm;
        std::string gave_way_to;  // of an unlink: to whose confirmation
        std::int64_t sequence = 0;
    };
    struct Apart {
        std::string customer;
        std::string other;
    };
    using Ids = std::set<std::string, std::less<>>;
    using IdIndex = std::map<std::string, Ids, std::less<>>;

    bool changes_pair(const LiveDecision& decision) const;
    /// Of all pairs with records that were merged the latest; the others rest until an unmerge.
    std::vector<Pair> deciding(std::string_view profile) const;
    bool changes_merge(const LiveDecision& decision) const;
    void put_pair(std::string_view profile, Pair pair);
    void drop_pair(std::string_view profile, std::string_view customer);
    void restore_confirmation(std::string_view profile, std::string_view gone);
    const MergeEdge* edge_of(std::string_view survivor, std::string_view other) const;
    void drop_apart(const std::string& customer, const std::string& other);
    void drop_edge(std::int64_t sequence);
    MergeForest forest_of(std::string_view customer) const;
    std::int64_t next() noexcept { return ++sequence_; }

    std::int64_t sequence_ = 0;
    std::map<std::string, std::vector<Pair>, std::less<>> pairs_;  // by profile, in sequence
    IdIndex profiles_of_;                                          // by every customer that a pair names
    std::map<std::int64_t, Apart> apart_;
    IdIndex apart_of_;
    std::map<std::int64_t, MergeEdge> merges_;
    std::map<std::string, std::set<std::int64_t>, std::less<>> merges_of_;
};

}  // namespace scrm::identity::live
