// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>

#include "database_url_internal.hpp"
#include "scrm/storage/database.hpp"
#include "scrm/storage/unit_of_work.hpp"
#include "session_internal.hpp"

namespace scrm::storage::detail {

/// What open does with an existing schema of another version.
enum class SchemaPolicy {
    require_current,  ///< throws
    allow_older       ///< for migrate
};

/// How one kind of database hands out its sessions. Thread-safe.
class DatabaseImpl {
  public:
    DatabaseImpl(DatabaseUrl url, OpenOptions options);
    virtual ~DatabaseImpl() = default;
    DatabaseImpl(const DatabaseImpl&) = delete;
    DatabaseImpl& operator=(const DatabaseImpl&) = delete;

    /// A session for one unit of work. Throws Error: unavailable; cancelled, when `stop` ends the wait for
    /// one; invalid_argument, once it is closed.
    virtual Session& acquire(const std::stop_token& stop) = 0;
    /// A session that is no longer usable is replaced.
    virtual void release(Session& session) noexcept = 0;
    virtual const char* begin_statement(Access access) const noexcept = 0;
    /// Waits until no unit of work runs, as long as OpenOptions::lock_wait says, and gives connections and
    /// locks back. Throws Error: unavailable, conflict (this thread's own unit runs), cancelled; then it
    /// stays open. In a process forked from the one that opened it nothing is given back.
    virtual void close(const std::stop_token& stop) = 0;
    virtual bool is_closed() const noexcept = 0;

    /// Connections and locks do not survive a fork. Throws Error{invalid_argument} in another process than
    /// the one that opened the database.
    void require_own_process() const;
    bool is_own_process() const noexcept;

    const DatabaseUrl& url() const noexcept { return url_; }
    const OpenOptions& options() const noexcept { return options_; }
    const Clock& clock() const noexcept { return *options_.clock; }
    void log(Severity severity, std::string_view code,
             std::vector<std::pair<std::string_view, std::string>> fields = {}) const noexcept;

    struct AtomicCounters {
        std::atomic<std::int64_t> commits{0};
        std::atomic<std::int64_t> rollbacks{0};
        std::atomic<std::int64_t> retries{0};
        std::atomic<std::int64_t> connections_lost{0};
        std::atomic<std::int64_t> unknown_outcomes{0};
    };
    AtomicCounters counters;

  protected:
    [[noreturn]] static void throw_closed();
    [[noreturn]] static void throw_closing_itself();
    [[noreturn]] static void throw_still_in_use(const std::stop_token& stop);

  private:
    DatabaseUrl url_;
    OpenOptions options_;
    int process_;
};

/// `version`: of the schema to make when the database is absent, and to require; the current one but in
/// tests.
std::shared_ptr<DatabaseImpl> open_sqlite_database(DatabaseUrl url, const OpenOptions& options,
                                                   SchemaPolicy policy, std::int64_t version);
std::shared_ptr<DatabaseImpl> open_postgresql_database(DatabaseUrl url, const OpenOptions& options,
                                                       SchemaPolicy policy, std::int64_t version);
std::shared_ptr<DatabaseImpl> open_database(std::string_view url, const OpenOptions& options,
                                            SchemaPolicy policy, std::int64_t version);

}  // namespace scrm::storage::detail
