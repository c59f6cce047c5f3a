// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "identity/records/names_internal.hpp"
#include "identity/records/rows_internal.hpp"

namespace scrm::identity {

/// The key that heard_name_keys() makes.
inline constexpr std::string_view kHeardName = "heard_name";

/// Keys by which a name meets names in the other script that sound like it, of two populations or within one:
/// every word of a Latin name, and its two words in any order; of a Cyrillic name the same of the Latin words
/// of the table that each of its words is likeliest to write (person::cross_script_likeness). Words are
/// aligned where a rough outline of their sounds agrees; of a table with so many words that this takes more
/// than some hundred alignments a row, those with the commonest outlines are left out. The same for any
/// number of threads.
KeyColumn heard_name_keys(const Rows& rows, const NameTable& names, unsigned threads);

}  // namespace scrm::identity
