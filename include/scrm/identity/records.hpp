// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/identity/record_set.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/social_identity.hpp"
#include "scrm/table/column_names.hpp"
#include "scrm/table/table.hpp"

namespace scrm::identity {

/// Between the parts of an account's record id; no part of an account holds it.
inline constexpr char kAccountSeparator = '\0';
/// Record id of an account: network, scope and id joined by it, so that ids sort as (network, scope, id).
std::string account_record_id(const AccountId& account);

/// Appends a CRM record. Its own column `attributes` are appended as `other:HEADER` only when
/// `with_attributes`.
void append(RecordSetBuilder& builder, const Customer& customer, bool with_attributes = false);

/// What the first phone, e-mail or date of birth that cannot be read should have been, "phone number" and so
/// on: nobody is found by it. nullopt where all can be read.
std::optional<std::string_view> unreadable_value(const Customer& customer);

/// Whether a record asks for a phone or an e-mail address that linkage does not compare, because many people
/// give it as theirs: a placeholder, the mailbox of a function.
bool asks_for_shared_contacts(const Customer& asked);
/// The records that hold such a one exactly, ascending.
std::vector<RecordIndex> holders_of_shared_contacts(const RecordSet& records, const Customer& asked);

/// A telephone number that somebody asks for without saying a country, in international form: as it reads in
/// Russia, else in Ukraine (050…), Belarus (029…), Kazakhstan. As it is where it reads in none.
std::string phone_of_question(const std::string& raw);

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

/// Appends the rows of a table for a model of expressions: each of its `columns` verbatim, an attribute by
/// the column's name. A pair of `renamed` says which header holds a column; otherwise it is the header of
/// that name, in any case when none has it exactly. Its type is declared, and lists are kept exactly, the
/// empty one too. A column may be missing: NULL in every row, and not declared. Throws as above,
/// Error{invalid_argument} when a header stands twice.
void append_columns(RecordSetBuilder& builder, const table::Table& table,
                    std::span<const std::string> columns,
                    std::span<const std::pair<std::string, std::string>> renamed, std::string_view id_column);

/// One table as one population.
RecordSet from_table(const table::Table& table, std::span<const table::MappedColumn> mapping,
                     std::string_view id_column, std::string population = {}, unsigned threads = 1);

}  // namespace scrm::identity
