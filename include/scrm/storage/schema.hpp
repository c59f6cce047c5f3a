// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scrm/storage/database.hpp"

namespace scrm::storage {

/// The schema version that this library reads and writes.
std::int64_t current_schema_version() noexcept;

/// `PRAGMA application_id` of every SQLite database of scrm: the bytes "SCRM".
inline constexpr std::int32_t kApplicationId = 0x5343524D;

struct MigrationReport {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::string sql;  ///< of the steps between, for this backend; empty when there is nothing to do
};

/// Brings an older schema to the current one, each step with its checksum in one transaction; interrupted, it
/// is resumed by running it again. Search keys that another recipe made are made anew. With `dry_run` nothing
/// is changed. Throws Error as Database::open does, and corrupt_data when an applied step is not the one that
/// this library knows.
MigrationReport migrate(std::string_view url, bool dry_run, const OpenOptions& options = {});

}  // namespace scrm::storage
