// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "identity/expression/sql_expression_internal.hpp"

namespace scrm::identity {

/// The value of a function of ready arguments, as DuckDB gives it; NULL where an argument is of a kind that
/// it does not take. Not for what reads its arguments by need or more than them: literals, columns,
/// parameters, AND, OR, IS NULL, CASE, COALESCE, regexp_extract and list_transform.
SqlValue apply_sql(SqlFunction function, std::span<const SqlValue* const> arguments);

/// Texts, similarity of texts: apply_sql hands these on.
SqlValue apply_sql_text(SqlFunction function, std::span<const SqlValue* const> arguments);
/// Lists.
SqlValue apply_sql_list(SqlFunction function, std::span<const SqlValue* const> arguments);

}  // namespace scrm::identity
