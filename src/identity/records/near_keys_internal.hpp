// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "identity/records/rows_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Keys for blocking: each row's values whole and with any one letter left out, so that values meet that
/// differ by a letter put in, left out, changed, or exchanged with its neighbour (the deletion neighbourhood
/// of W. Garbe's SymSpell). Only keys that at least two values of the column have are kept: few. Values of
/// fewer than six letters have none: too much is near them. Time and memory linear in the letters.
KeyColumn near_keys(const Rows& rows, const KeyColumn& column);

/// The key whose neighbours a key names, "phone:near"; empty: it is no such key.
std::string_view key_of_near(std::string_view key) noexcept;

/// The model, and that of its customers, without the rules that block by near values or by words that sound
/// alike (heard_keys_internal.hpp). Which keys two values share is known when all values are: a resolver to
/// which records come one by one would have to keep every neighbour of every value.
MatchModel without_table_rules(const MatchModel& model);

}  // namespace scrm::identity
