// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "identity/expression/sql_expression_internal.hpp"

namespace scrm::identity {

/// Kinds, one bit each.
using SqlKinds = unsigned;
constexpr SqlKinds kinds_with(SqlKind kind) noexcept {
    return 1U << static_cast<unsigned>(kind);
}
inline constexpr SqlKinds kAnyKind = ~0U;

/// Kinds of columns by name, as their sources say.
using DeclaredKinds = std::map<std::string, SqlKind>;

/// What each column may be by what expressions do with it; those that are declared have one kind. Throws
/// Error{invalid_argument} when a column that is not declared is used as two kinds of value.
std::map<std::string, SqlKinds> infer_kinds(std::span<const SqlExpression* const> expressions,
                                            const DeclaredKinds& declared = {});

/// The kind of a column that nothing else is known of: of several a list before text, a number before a date;
/// of all text.
SqlKind usual_kind(SqlKinds kinds) noexcept;

/// "a number", "a list".
std::string_view kind_name(SqlKind kind);

/// Checks a condition over columns of these kinds. Throws Error{invalid_argument} saying what DuckDB has no
/// meaning for and scrm would compute nothing of.
void check_condition(const SqlExpression& condition, const DeclaredKinds& columns);
/// The same for the two sides of an equality that rows are looked up by.
void check_equality(const SqlExpression& left, const SqlExpression& right, const DeclaredKinds& columns);

}  // namespace scrm::identity
