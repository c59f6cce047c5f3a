// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "identity/expression/sql_expression_internal.hpp"

namespace scrm::identity {

/// A function by the name that a dialect gives it.
struct SqlName {
    std::string_view name;  ///< in lower case
    SqlFunction function;
    unsigned least;  ///< number of arguments
    unsigned most;
};

/// nullopt for an unknown name. `name` in lower case.
std::optional<SqlName> find_sql_function(std::string_view name);
/// The cast to a type, by the type's name in lower case.
std::optional<SqlFunction> find_sql_cast(std::string_view type);

}  // namespace scrm::identity
