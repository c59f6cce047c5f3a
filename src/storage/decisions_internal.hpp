// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scrm/model/decision.hpp"
#include "scrm/storage/merge_forest.hpp"
#include "scrm/storage/unit_of_work.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// Makes this unit the only one that decides or audits until it ends. On PostgreSQL a concurrent one then
/// waits, finds its snapshot outdated, and is run again; that makes sequences gapless and keeps every check
/// of `append` true.
void lock_decisions(Session& session);

/// Appends the event and marks it as not yet covered by the audit chain. Returns its sequence number.
std::int64_t write_decision(UnitOfWork& unit, const Decision& decision);

/// What the audit chain commits to of a decision: all but its reason, which erasure may take away.
std::string decision_bytes(std::int64_t sequence, const Decision& decision);

/// Appends the event of a pair, and makes it what is live on the pair and its link.
std::int64_t write_pair(UnitOfWork& unit, const Decision& event);

/// What is live on one pair of an account.
struct LivePair {
    DecisionKind kind = DecisionKind::confirm;
    CustomerId customer;
    CustomerId other;  ///< unlink: the record to whose confirmation this pair's gave way
    std::int64_t sequence = 0;
};

/// In sequence.
std::vector<LivePair> live_pairs(Session& session, const AccountId& account);

/// The live merges of the group of these records, in sequence.
std::vector<MergeEdge> group_edges(Session& session, std::vector<CustomerId> records);

}  // namespace scrm::storage::detail
