// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity/records/rows_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// The person recipe with blocking rules that make up for what rows lack, where at least one record in twenty
/// has neither a contact, a login or a document nor a whole name with a birth date: half a name with the
/// city, a birthday with the city. In a table of fuller rows they find next to nothing and cost a third of
/// the time; there, and of any model whose rules are not those of the recipe, the model comes back as it is.
/// For tables: the rules of a bank do not depend on which records have come.
MatchModel with_gap_rules(const MatchModel& model, const Rows& rows);

}  // namespace scrm::identity
