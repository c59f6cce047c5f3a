// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scrm/core/time.hpp"
#include "scrm/model/ids.hpp"
#include "scrm/model/interaction.hpp"

namespace scrm {

/// What a person decided. Appended as events; the latest on a subject decides.
enum class DecisionKind {
    confirm,          ///< account belongs to customer
    reject,           ///< account does not belong to customer; remembered across re-import and merge
    unlink,           ///< a link is taken back; remembered like a rejection
    keep_apart,       ///< two customer records are two people
    merge,            ///< `other` is the same customer as `customer`, which survives
    unmerge,          ///< the merge `merge_id` is undone
    erase,            ///< a record was deleted as if it had never come
    correct,          ///< what a machine said of a post is set right, field by field
    lift_keep_apart,  ///< a keep_apart is taken back: the records may be one again
};

std::string_view to_string(DecisionKind kind) noexcept;
std::optional<DecisionKind> parse_decision_kind(std::string_view text) noexcept;

/// One decision on the ids that its author named (never on what they resolve to).
struct Decision {
    DecisionKind kind = DecisionKind::confirm;
    AccountId account;    ///< confirm, reject, unlink
    CustomerId customer;  ///< confirm, reject, unlink; merge: the survivor; keep_apart, its lift: the smaller
    CustomerId other;     ///< merge: the merged record; keep_apart, its lift: the larger id; unlink: to whose
                          ///< confirmation the one of `customer` gave way, or empty
    MergeId merge_id;     ///< merge, unmerge
    std::string reason;   ///< free text of the author, masked
    std::string actor;
    UtcTime at{};
    InteractionId interaction = {};  ///< correct; erase, of an interaction
    std::string field = {};          ///< correct: to_string(AssessmentField)
    std::string value = {};          ///< correct: its text code, see Correction

    friend bool operator==(const Decision&, const Decision&) = default;
};

}  // namespace scrm
