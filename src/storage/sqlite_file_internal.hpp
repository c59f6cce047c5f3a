// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace scrm::storage::detail {

/// What the first 100 bytes of a file say (SQLite file format §1.3), read without SQLite so that a file that
/// is not ours is never touched. One that this process has open is not read either (HeldFile): it counts as
/// ours, with a log.
struct SqliteHeader {
    enum class State { absent, empty, foreign, ours };
    State state = State::absent;
    std::int64_t user_version = 0;
    bool has_wal = false;  ///< newer pages may stand in the write-ahead log
};

/// Throws Error{unavailable} when the file cannot be read, Error{schema_mismatch} when it is no regular file.
SqliteHeader read_sqlite_header(const std::filesystem::path& file);

}  // namespace scrm::storage::detail
