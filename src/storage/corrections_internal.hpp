// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scrm/model/assessment.hpp"
#include "scrm/storage/decision_log.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// A correction that holds.
struct LiveCorrection {
    InteractionId interaction;
    Correction correction;
    std::int64_t sequence = 0;
};

/// By interaction, then by the text of the field. Throws Error{corrupt_data} for a field or value that is
/// none.
void for_each_correction(Session& session, const std::function<void(const LiveCorrection&)>& callback);
std::vector<Correction> corrections_of(Session& session, const InteractionId& id);

/// Appends unless the post has the value already. Throws as DecisionLog::append.
AppendedDecision append_correction(UnitOfWork& unit, const Decision& decision);
/// The same from a file, with its time: of one post and field only the latest counts, and a value that is
/// said again counts from then on.
AppendedDecision import_correction(UnitOfWork& unit, const Decision& decision);

/// What an event of a correction commits to, besides its columns: the value of one event.
std::string correction_bytes(std::int64_t sequence, const InteractionId& id, std::string_view field,
                             std::string_view value);

}  // namespace scrm::storage::detail
