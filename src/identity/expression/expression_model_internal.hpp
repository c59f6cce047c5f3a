// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "identity/expression/sql_columns_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// A blocking rule as equalities to look up and a rest to test.
struct ParsedRule {
    std::string text;
    std::vector<std::pair<SqlExpression, SqlExpression>> keys;  ///< over the left row, over the right row
    std::optional<SqlExpression> filter;
};

/// A model of expressions, parsed.
struct ParsedModel {
    std::vector<std::vector<SqlExpression>> conditions;  ///< by comparison and level; ELSE is TRUE
    /// Alternatives joined by OR are rules of their own: they propose the same pairs.
    std::vector<ParsedRule> rules;
    std::vector<std::string> columns;  ///< that it reads, sorted
};

/// How the columns that the model reads are to be read. Throws Error{invalid_argument} naming a column that
/// no source has, or the condition that takes a column for what it is not.
SqlColumnKinds column_kinds(const MatchModel& model, const ParsedModel& parsed, const Rows& rows);
/// Throws Error{invalid_argument} naming a column of the model that no source has.
void require_columns(const ParsedModel& parsed, const Rows& rows);

/// SQL or the name of a level on one line, and not too long for one.
std::string shown(const std::string& sql);

/// Whether the model's comparisons are expressions.
bool has_expressions(const MatchModel& model) noexcept;

/// Throws Error{invalid_argument} naming the comparison or rule and the condition that is not understood.
ParsedModel parse_model(const MatchModel& model);

/// Parses `ELSE` too. Throws Error{invalid_argument} naming the condition.
SqlExpression parse_condition(const std::string& sql, SqlDialect dialect, const std::string& where);

/// Gives levels whose m or u is assumed the ones that Splink takes where there are none.
void assume_probabilities(Comparison& comparison);

/// The columns that its conditions read, sorted. Throws as parse_condition.
std::vector<std::string> columns_of_levels(const Comparison& comparison, SqlDialect dialect);

/// Throws Error{invalid_argument} for an unknown name.
SqlDialect parse_dialect(const std::string& name);

/// The level whose u a frequency adjustment is measured against; nullptr: there is none.
const Level* exact_level_of(const Comparison& comparison, const std::vector<SqlExpression>& conditions,
                            const std::string& column);

}  // namespace scrm::identity
