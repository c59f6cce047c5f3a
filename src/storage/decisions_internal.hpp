// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/model/decision.hpp"
#include "scrm/model/merge_forest.hpp"
#include "scrm/storage/decision_log.hpp"
#include "scrm/storage/unit_of_work.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// Makes this unit the only one that decides or audits until it ends. On PostgreSQL a concurrent one then
/// waits, finds its snapshot outdated, and is run again; that makes sequences gapless and keeps every check
/// of `append` true.
void lock_decisions(Session& session);

/// Appends the event and marks it as not yet covered by the audit chain. Returns its sequence number.
std::int64_t write_decision(UnitOfWork& unit, const Decision& decision);

/// What the audit chain commits to of a decision: all but its reason and the value of a correction, which
/// erasure may take away; of the value the event holds a commitment.
std::string decision_bytes(std::int64_t sequence, const Decision& decision,
                           std::string_view value_commitment);

/// The columns of an event that names its decision, from a row with kind, network, scope, network_user_id,
/// customer_id, other_id, merge_id, external_id, field from column `first` on. Without value, reason, actor
/// and time. nullopt: an unknown kind.
std::optional<Decision> event_of(const Row& row, std::size_t first);
inline constexpr std::string_view kEventColumns =
    "d.kind, d.network, d.scope, d.network_user_id, d.customer_id, d.other_id, d.merge_id, d.external_id, "
    "d.field";
inline constexpr std::size_t kEventColumnCount = 9;

/// Appends the event of a pair, and makes it what is live on the pair and its link.
std::int64_t write_pair(UnitOfWork& unit, const Decision& event);

/// Appends a decision on a pair. A confirmation makes that for another record give way.
std::int64_t decide_pair(UnitOfWork& unit, const Decision& event);

/// The event of a confirmation that gives way to another one of its account, by whom and when that was made.
Decision giving_way(const AccountId& account, const CustomerId& customer, const CustomerId& to,
                    const std::string& actor, UtcTime at);

/// Throws Error{not_found}.
void require_customer(Session& session, const CustomerId& id);

/// A decision on a pair as its event holds it. Throws Error{not_found} for an unknown account or customer.
Decision pair_event(Session& session, const Decision& decision);

/// What is live on one pair of an account.
struct LivePair {
    DecisionKind kind = DecisionKind::confirm;
    CustomerId customer;
    CustomerId other;  ///< unlink: the record to whose confirmation this pair's gave way
    std::int64_t sequence = 0;
    UtcTime at;

    bool gave_way() const { return kind == DecisionKind::unlink && !other.empty(); }
};

/// A confirmation of an account, whatever became of it.
struct Confirmation {
    CustomerId customer;
    UtcTime at;
    std::string actor;
};

/// All of an account since it and their records were last erased, in sequence. One that came as a pair which
/// had given way already is not known.
std::vector<Confirmation> confirmations(Session& session, const AccountId& account);
/// When a pair was last confirmed.
std::optional<UtcTime> confirmed_at(const std::vector<Confirmation>& known, const CustomerId& customer);

/// In sequence.
std::vector<LivePair> live_pairs(Session& session, const AccountId& account);

/// Two records are two people, or may be one again. Throw as DecisionLog::append.
AppendedDecision append_keep_apart(UnitOfWork& unit, const Decision& decision);
AppendedDecision append_lift(UnitOfWork& unit, const Decision& decision);
/// Either of them from a file, with its time: only the latest of the two records counts.
AppendedDecision import_apart(UnitOfWork& unit, const Decision& decision);
/// Throws Error{conflict} when some record of the one group is kept apart from some record of the other.
void require_not_apart(Session& session, const std::vector<CustomerId>& left,
                       const std::vector<CustomerId>& right);

/// The live merges of the group of these records, in sequence.
std::vector<MergeEdge> group_edges(Session& session, std::vector<CustomerId> records);

}  // namespace scrm::storage::detail
