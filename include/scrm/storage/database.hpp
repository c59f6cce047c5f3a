// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/time.hpp"

namespace scrm {
struct Customer;
}

namespace scrm::storage {

enum class Backend { sqlite, postgresql };

std::string_view to_string(Backend backend) noexcept;

enum class Severity { debug, info, warning, error };

/// Something worth a line in the host's log: a stable code and fields without personal data.
struct LogEvent {
    Severity severity = Severity::info;
    std::string_view code;  ///< transaction_retried, connection_lost, lock_waited, database_created,
                            ///< migrated, search_keys_rebuilt
    std::vector<std::pair<std::string_view, std::string>> fields;
};

/// How the search keys of a customer follow from the record. The database keeps keys and knows the recipe by
/// its name; what they mean is the caller's.
struct SearchKeyRecipe {
    std::string name;
    std::function<std::vector<std::int64_t>(const Customer&)> keys;  ///< ascending, distinct; any thread
};

/// How a database is opened and used.
struct OpenOptions {
    bool create = true;                           ///< make it when absent; never a folder. false: must exist
    std::size_t sessions = 4;                     ///< most connections at once (PostgreSQL)
    std::chrono::milliseconds lock_wait{30'000};  ///< for another process (SQLite), a free session
    const Clock* clock = nullptr;                 ///< nullptr: the system's; must outlive the database
    std::function<void(const LogEvent&)> log;     ///< any thread; must not throw; may be empty
    SearchKeyRecipe search_keys = {};             ///< of customers that are there; empty: they get none
    std::stop_token stop = {};                    ///< ends the wait for another process: Error{cancelled}
};

/// What happened since the database was opened.
struct Counters {
    std::int64_t commits = 0;
    std::int64_t rollbacks = 0;
    std::int64_t retries = 0;  ///< whole transactions run again
    std::int64_t connections_lost = 0;
    std::int64_t unknown_outcomes = 0;  ///< commits whose connection was lost before the answer
};

namespace detail {
class DatabaseImpl;
}

/// One scrm database in SQLite or PostgreSQL.
///
/// `url` is a path, `sqlite:///relative`, `sqlite:////absolute` or any libpq URI `postgresql://…`. A fresh
/// database gets the newest schema; an existing one is never migrated by itself. SQLite runs in WAL mode with
/// synchronous FULL on one connection; below SQLite 3.51.3 (whose predecessors can corrupt a WAL that two
/// connections use) an OS lock that dies with the process keeps every other process out. PostgreSQL sessions
/// come from a pool. A handle: copies name the same database, which closes with the last of them.
/// Thread-safe.
class Database {
  public:
    /// Throws Error: not_found (absent and not to be made, or no such folder), schema_mismatch (older: names
    /// `scrm migrate`; newer: both versions; another application's, or no database; the file stays
    /// byte-identical), corrupt_data, unavailable (another process holds it, no connection), invalid_argument
    /// (a malformed url). Messages never contain a password.
    static Database open(std::string_view url, const OpenOptions& options = {});

    Backend backend() const noexcept;
    const Clock& clock() const noexcept;
    Counters counters() const noexcept;
    /// Closes it for every copy of this handle: gives back connections and, for SQLite, the file and its
    /// lock. Waits for the units of work that run, as long as OpenOptions::lock_wait says; a later one throws
    /// Error{invalid_argument}. Closing twice is fine. Throws Error: unavailable (still in use), conflict (a
    /// unit of work of this thread runs), cancelled; then it stays open.
    void close(const std::stop_token& stop = {}) const;
    bool is_closed() const noexcept;
    /// The url without any password.
    const std::string& description() const noexcept;

    detail::DatabaseImpl& impl() const noexcept { return *impl_; }
    explicit Database(std::shared_ptr<detail::DatabaseImpl> impl) : impl_(std::move(impl)) {}

  private:
    std::shared_ptr<detail::DatabaseImpl> impl_;
};

}  // namespace scrm::storage
