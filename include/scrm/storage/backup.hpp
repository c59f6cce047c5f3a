// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "scrm/core/digest.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/storage/database.hpp"

namespace scrm::storage {

struct BackupReport {
    std::int64_t rows = 0;
    Digest state_hash;
};

/// Writes all of the database to `file` from one snapshot, in one format for both databases: a header, the
/// tables as length-prefixed rows, the state hash and a SHA-256 over everything. The file appears whole or
/// not at all and replaces a former one. Throws Error: unavailable, when it cannot be written; cancelled.
BackupReport backup(const Database& database, const std::filesystem::path& file,
                    const Execution& execution = {});

/// Fills an empty or absent database from a backup of either kind and checks the state hash before it
/// commits. Throws Error: already_exists (it holds records), corrupt_data (the file is damaged), not_found,
/// schema_mismatch (another schema version), cancelled; then nothing changed.
BackupReport restore(const std::filesystem::path& file, std::string_view url,
                     const OpenOptions& options = {});

}  // namespace scrm::storage
