// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "scrm/identity/record_set.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/social_identity.hpp"
#include "scrm/table/column_names.hpp"
#include "scrm/table/table.hpp"

namespace scrm::identity {

/// Record id of an account: network, scope and id joined by 0x1F, so that ids sort as (network, scope, id).
std::string account_record_id(const AccountId& account);

/// Appends a CRM record. Its own column `attributes` are appended as `other:HEADER` only when
/// `with_attributes`.
void append(RecordSetBuilder& builder, const Customer& customer, bool with_attributes = false);

/// Appends a profile: display name, names, handle, contacts (also those that its biography shows), city,
/// birth date, and as `link` the profiles that its links and biography point at.
void append(RecordSetBuilder& builder, const SocialIdentity& identity);

/// Appends the rows of a table. `mapping` as from table::recognise_columns or map_columns; `id_column` names
/// the ids. Cells of repeatable attributes are split at `;`. Dates and phones are read by what their column
/// shows (order of day and month, country of bare numbers) and kept in ISO and E.164 form when they can be
/// read. Throws Error{not_found} without the id column, Error{unreadable_input} for an empty id, naming the
/// row. Attributes are read on `threads` threads (0: all).
void append(RecordSetBuilder& builder, const table::Table& table,
            std::span<const table::MappedColumn> mapping, std::string_view id_column, unsigned threads = 1);

/// One table as one population.
RecordSet from_table(const table::Table& table, std::span<const table::MappedColumn> mapping,
                     std::string_view id_column, std::string population = {}, unsigned threads = 1);

}  // namespace scrm::identity
