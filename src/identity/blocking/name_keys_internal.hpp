// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "identity/records/names_internal.hpp"
#include "identity/records/rows_internal.hpp"
#include "identity/training/population_internal.hpp"

namespace scrm::identity {

/// Whether a column is one that name_keys() makes; see Features.
bool is_name_key(std::string_view key) noexcept;

/// Whether the values of a column are others for a left record, for a right one and for one of a single set.
bool depends_on_side(std::string_view key) noexcept;

/// A column of what the parsed names of the rows say.
KeyColumn name_keys(const Rows& rows, const NameTable& names, std::string_view key);

/// Whether a column is one that spelled_name_keys() makes.
bool is_spelled_key(std::string_view key) noexcept;

/// Keys of rows by the names in them. Rows with a family name: its root ("spelled_family") or given group and
/// root ("spelled_pair"). Rows without: what of the known names their handle spells.
KeyColumn spelled_name_keys(const Rows& rows, const NameTable& names, const KeyColumn& handles,
                            const Vocabulary& known, std::string_view key);

/// Where a name stands: in one set, or on a side of a link.
enum class NameSide : std::uint8_t { only, left, right };

/// The keys of one name as the two above give them to its row; `handle_text` is the row's first one.
void add_name_keys(const NameTable& names, const NameParts& name, NameSide side, std::string_view key,
                   ValueKeys& keys);
void add_spelled_keys(const NameTable& names, const NameParts& name, std::string_view handle_text,
                      const Vocabulary& known, std::string_view key, ValueKeys& keys);

}  // namespace scrm::identity
