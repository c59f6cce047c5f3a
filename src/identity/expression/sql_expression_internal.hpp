// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "identity/expression/sql_value_internal.hpp"

namespace scrm::identity {

/// What a node of an expression computes from its parts. NULL goes through all but those said otherwise.
enum class SqlFunction : std::uint8_t {
    literal,
    column,
    parameter,  ///< of a lambda
    // Logic with three values.
    both,
    either,
    negation,
    is_null,
    case_when,  ///< condition, value, …, [otherwise]
    coalesce,
    nullif,
    // Comparison.
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    // Numbers.
    add,
    subtract,
    multiply,
    divide,
    minus,
    absolute,
    floor,
    ceiling,
    round,
    square_root,
    sine,
    cosine,
    arc_sine,
    arc_cosine,
    arc_tangent2,
    radians,
    power,
    greatest,  ///< leaves NULL out
    least,     ///< leaves NULL out
    // Texts.
    lower,
    upper,
    trim,
    trim_left,
    trim_right,
    substring,
    left,
    right,
    length,       ///< also of a list
    join,         ///< ||
    join_filled,  ///< concat(): leaves NULL out
    replace,
    regexp_extract,  ///< text, pattern, group
    starts_with,
    contains,
    // Similarity.
    levenshtein,
    damerau_levenshtein,
    jaro,
    jaro_winkler,
    jaccard,
    hamming,
    cosine_similarity,
    // Casts.
    to_text,
    to_number,
    to_float,
    to_integer,
    to_date,
    to_timestamp,
    // Dates.
    read_date,  ///< text, format
    epoch,
    days_between,
    // Lists.
    list,
    list_intersect,
    list_length,
    list_element,  ///< list or text, position from 1, or from the end below 0
    list_max,
    list_min,
    list_flatten,
    list_transform,  ///< list, body; reads its parameter by number
};

/// Which record of a pair a column belongs to.
enum class SqlSide : std::uint8_t { none, left, right };

/// A node of a parsed expression. A value.
struct SqlExpression {
    SqlFunction function = SqlFunction::literal;
    SqlSide side = SqlSide::none;  ///< of a column
    std::string name;              ///< of a column
    unsigned parameter = 0;        ///< number of a parameter, or of the one that list_transform binds
    SqlValue value;                ///< of a literal
    std::vector<SqlExpression> parts;
};

/// Spellings in which Splink writes its conditions.
enum class SqlDialect : std::uint8_t { duckdb, spark, sqlite, postgres };

/// How a condition names the records of a pair.
enum class SqlNaming : std::uint8_t {
    suffixes,  ///< "city_l": comparisons
    prefixes,  ///< l."city": blocking rules
    bare,      ///< "city": of one record, the left one
};

/// Where a column stands in SQL.
struct SqlPlace {
    std::size_t position = 0;
    std::size_t size = 0;
    std::string name;
};

/// The tree of one condition. Throws Error{invalid_argument} saying what is not understood. `places` becomes
/// where its columns stand, in order.
SqlExpression parse_sql(std::string_view sql, SqlNaming naming, SqlDialect dialect,
                        std::vector<SqlPlace>* places = nullptr);

/// Names of the columns that it reads, each once, sorted.
std::vector<std::string> columns_of(const SqlExpression& expression);
/// Which sides it reads: bit 0 left, bit 1 right.
unsigned sides_of(const SqlExpression& expression);

/// Equal for equal expressions. Without `with_sides` also for the same one over the other record.
std::string structure_of(const SqlExpression& expression, bool with_sides);

/// The column, when the condition is nothing but the equality of one column of both records; else empty.
std::string exact_match_column(const SqlExpression& condition);

/// The parts that `both` (or `either`) joins, however nested; the expression itself when it joins nothing.
std::vector<const SqlExpression*> joined_parts(const SqlExpression& expression, SqlFunction joint);

}  // namespace scrm::identity
