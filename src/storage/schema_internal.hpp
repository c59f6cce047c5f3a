// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "database_impl_internal.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// Applies the steps after `from` up to `to`; the caller holds a transaction. Step 1 also makes the
/// database's id and its commitment key, the step of the search keys makes those of the customers that are
/// there.
void apply_migrations(Session& session, std::int64_t from, std::int64_t to, UtcTime now,
                      const SearchKeyRecipe& search_keys);

/// The newest applied step. Throws Error{corrupt_data} when an applied step is not the one that we know.
std::int64_t applied_version(Session& session);

/// Throws Error{schema_mismatch} unless `found` may be used under the policy.
void require_version(std::int64_t found, std::int64_t wanted, SchemaPolicy policy);

}  // namespace scrm::storage::detail
