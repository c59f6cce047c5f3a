// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/core/digest.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/storage/unit_of_work.hpp"

namespace scrm::storage {

/// One digest of the logical state, the same on both databases: documents of customers, identities and
/// interactions, links (pair, status, tier, assurance), live decisions with corrections of assessments, live
/// merges and who survives them. Not in it: assessments by machine, probabilities and weights, clusters,
/// surrogate keys, merge ids, times and actors of operations, the event log, audit, quarantine, inbox, runs,
/// row order. Throws Error{cancelled} when asked to stop.
Digest state_hash(UnitOfWork& unit, const Execution& execution = {});

}  // namespace scrm::storage
