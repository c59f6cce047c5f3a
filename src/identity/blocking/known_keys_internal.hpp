// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity/records/rows_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// A key of a blocking rule may be derived, an attribute of persons, `other:<anything>`, an attribute that
/// the model compares, or one that a record has. Throws Error{invalid_argument} naming any other: a misspelt
/// key would silently propose nothing. Of no rows nothing is refused.
void require_known_keys(const MatchModel& model, const Rows& rows);

}  // namespace scrm::identity
