// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "scrm/core/progress.hpp"
#include "scrm/crm/table_linkage.hpp"
#include "scrm/identity/labelled_training.hpp"
#include "scrm/table/table.hpp"

namespace scrm {

/// identity::estimate_m over tables of one population, from labels: left_id and right_id, and is_match as
/// accuracy_from_labels reads it; without that column every pair is a match. Throws Error{not_found} when a
/// labelled record is in none of the tables, Error{unreadable_input} naming the row.
identity::MatchModel estimate_m_from_labels(std::span<const table::Table> tables, const table::Table& labels,
                                            const TableLinkageOptions& options,
                                            const Execution& execution = {});

/// The same from a column that tells who a record is: records with one text in it are one person, those
/// without are left out; for a model with link_type link_only of two tables only. Throws Error{not_found}
/// when no table has the column, Error{invalid_argument} when so many records share labels that they make
/// more than 20 million pairs.
identity::MatchModel estimate_m_from_column(std::span<const table::Table> tables, const std::string& column,
                                            const TableLinkageOptions& options,
                                            const Execution& execution = {});

/// identity::estimate_prior over tables of one population, of two tables and a model with link_type link_only
/// over the pairs between them. A rule is SQL for a model of expressions, otherwise keys joined by "+".
identity::PriorEstimate estimate_prior_of_tables(std::span<const table::Table> tables,
                                                 std::span<const std::string> rules, double recall,
                                                 const TableLinkageOptions& options,
                                                 const Execution& execution = {});

}  // namespace scrm
