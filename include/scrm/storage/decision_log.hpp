// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/model/assessment.hpp"
#include "scrm/model/decision.hpp"
#include "scrm/model/ids.hpp"
#include "scrm/model/merge_forest.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// A decision as it stands in the log.
struct LoggedDecision {
    std::int64_t sequence = 0;
    Decision decision;
    bool live = false;  ///< still decides
};

/// What append did.
struct AppendedDecision {
    bool changed = false;       ///< false: it only repeated what already holds
    std::int64_t sequence = 0;  ///< of the live decision that now holds
    MergeId merge_id;           ///< of a merge: the one that now holds
};

/// A pair of an account and a customer on which people decided, with the latest kind: confirm, reject or
/// unlink.
struct PairDecision {
    AccountId account;
    CustomerId customer;
    DecisionKind kind = DecisionKind::confirm;

    friend bool operator==(const PairDecision&, const PairDecision&) = default;
};

/// The decisions of people: append-only events, and the state that follows from them.
///
/// The latest decision on a subject is live. A merge is one live edge and moves nothing; unmerge takes the
/// edge away. `append` also keeps the links in step: a confirmed pair has a link `confirmed`, asserted; a
/// rejected or unlinked one is `rejected` or `revoked` with tier none. Audit entries are the caller's, in the
/// same unit.
class DecisionLog {
  public:
    explicit DecisionLog(UnitOfWork& unit) : unit_(unit) {}

    /// Appends unless it repeats what holds. A merge without merge_id, or with one that was used before, gets
    /// a new one; several merges of one call share theirs by passing it on. Throws Error{not_found} for an
    /// unknown account, customer or merge, Error{invalid_argument} for a record with itself,
    /// Error{conflict} for a merge of records kept apart (directly or through their groups), for keep_apart
    /// of merged ones, and for a merge that was undone already. A lift_keep_apart: Error{not_found} for
    /// records that are not kept apart. A correction: Error{not_found} for an unknown
    /// interaction, Error{invalid_argument} for a field or value that is none.
    AppendedDecision append(const Decision& decision);

    /// Appends a decision of a file by the time at which it was made: decisions end in one state in whatever
    /// order and however often they come. What an old file says does not undo what people decided since, a
    /// confirmation gives way to a later one that came before it, and a merge that was undone stays undone.
    /// A decision without a time was made when it came, of those of one time the last to come counts. A
    /// confirm, reject, unlink or keep_apart repeated with a later time is changed, and so is a
    /// lift_keep_apart that comes before what it takes back. Throws as `append`, but not for the unmerge of a
    /// merge that was undone already: that is not changed.
    AppendedDecision append_imported(const Decision& decision);
    /// The same for a batch that goes on after what cannot hold: the Error of a decision that was refused
    /// (not_found, conflict, invalid_argument), of which nothing is stored, is the answer. What the database
    /// failed at is thrown, also when its code is `conflict`: the unit of work is then over.
    std::variant<AppendedDecision, Error> try_append_imported(const Decision& decision);

    /// A merge id that was never used.
    MergeId new_merge_id();

    /// confirm, reject, unlink: the live kind of a pair.
    std::optional<DecisionKind> pair(const AccountId& account, const CustomerId& customer) const;
    /// The live decisions on the pairs of one account in sequence, without reason and actor.
    std::vector<LoggedDecision> live_of(const AccountId& account) const;
    /// Sequences and times of all live decisions on pairs that have a time, in sequence.
    std::vector<std::pair<std::int64_t, UtcTime>> times_of_pairs() const;
    /// All live pairs by account, then customer.
    std::vector<PairDecision> pairs() const;
    /// Corrections that hold, by interaction, then by the text of the field.
    std::vector<std::pair<InteractionId, Correction>> corrections() const;
    /// Pairs kept apart, smaller id first, by ids.
    std::vector<std::pair<CustomerId, CustomerId>> kept_apart() const;
    /// Live merges in sequence.
    std::vector<MergeEdge> merges() const;
    MergeForest forest() const { return MergeForest{merges()}; }
    /// The groups of these customers, each whole: of their records it says what `forest` says.
    MergeForest groups(std::vector<CustomerId> customers) const;
    /// The surviving record of one customer, by its own group only.
    CustomerId root(const CustomerId& id) const { return groups({id}).root(id); }

    /// Live decisions in sequence: importing them in this order gives the same state.
    void for_each_live(const std::function<void(const Decision&)>& callback) const;
    /// Every decision that names one of these records, oldest first.
    std::vector<LoggedDecision> history(std::span<const CustomerId> customers) const;
    std::int64_t count() const;

  private:
    UnitOfWork& unit_;
};

}  // namespace scrm::storage
