// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "connection_internal.hpp"
#include "database_impl_internal.hpp"
#include "process_lock_internal.hpp"
#include "schema_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/file_not_found.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/core/sync_folder.hpp"
#include "scrm/storage/schema.hpp"
#include "sqlite_file_internal.hpp"

namespace scrm::storage::detail {
namespace {

// The WAL-reset bug of 3.7.0 … 3.51.2 needs two connections (T12).
constexpr int kSafeWithSeveralProcesses = 3'051'003;

bool several_processes_are_safe() {
    return sqlite_api::sqlite3_libversion_number() >= kSafeWithSeveralProcesses;
}

void check_header(const SqliteHeader& header, bool create, std::int64_t version, SchemaPolicy policy) {
    using State = SqliteHeader::State;
    switch (header.state) {
        case State::absent:
            if (!create) throw FileNotFound{"there is no database at that path"};
            return;
        case State::empty:
            if (!create) throw Error{ErrorCode::schema_mismatch, "the file is empty, not a database of scrm"};
            return;
        case State::foreign:
            throw Error{ErrorCode::schema_mismatch, "the file is not a database of scrm"};
        case State::ours:
            break;
    }
    // The log may hold a newer header; then SQLite has to read it first.
    if (!header.has_wal || header.user_version > version)
        require_version(header.user_version, version, policy);
}

/// A new database is made under another name and renamed when it is whole, so that a kill leaves no half of
/// one.
void make_database(const std::filesystem::path& file, std::int64_t version, UtcTime now,
                   const SearchKeyRecipe& search_keys) {
    const std::filesystem::path draft = file.string() + ".creating";
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
    std::filesystem::remove(draft.string() + "-journal", ignored);
    try {
        const auto session = Session::open_sqlite(draft.string());
        session->script("pragma page_size = 8192; pragma synchronous = extra");
        session->begin("begin immediate");
        apply_migrations(*session, 0, version, now, search_keys);
        session->commit();
    } catch (...) {
        std::filesystem::remove(draft, ignored);
        std::filesystem::remove(draft.string() + "-journal", ignored);
        throw;
    }
    std::error_code error;
    std::filesystem::rename(draft, file, error);
    if (error) {
        std::filesystem::remove(draft, ignored);
        throw Error{ErrorCode::unavailable, "the database file cannot be made"};
    }
    sync_folder(file.parent_path());
}

class SqliteDatabase final : public DatabaseImpl {
  public:
    SqliteDatabase(DatabaseUrl url, const OpenOptions& options, SchemaPolicy policy, std::int64_t version)
        : DatabaseImpl(std::move(url), options), policy_(policy), version_(version) {
        const std::filesystem::path& file = this->url().file;
        // Before anything is made beside a file that may not be ours.
        const SqliteHeader seen = read_sqlite_header(file);
        check_header(seen, options.create, version, policy);
        std::error_code error;
        if (!std::filesystem::is_directory(file.parent_path(), error)) {
            throw FileNotFound{"there is no such folder for the database"};
        }
        lock_.emplace(file, options.lock_wait, options.stop);
        const SqliteHeader header = read_sqlite_header(file);
        check_header(header, options.create, version, policy);
        // SQLite itself would open it, and fail at the log with an error that says nothing.
        if (header.state == SqliteHeader::State::ours &&
            ::faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) != 0) {
            throw Error{ErrorCode::unavailable, "the database file may not be written"};
        }
        if (header.state != SqliteHeader::State::ours) {
            make_database(file, version, clock().now(), options.search_keys);
            log(Severity::info, "database_created", {{"version", std::to_string(version)}});
        }
        open_session();
        if (several_processes_are_safe()) lock_.reset();
    }

    Session& acquire(const std::stop_token& stop) override {
        std::unique_lock guard{mutex_};
        require_open();
        if (busy_ && owner_ == std::this_thread::get_id()) {
            throw Error{ErrorCode::internal, "this thread has a unit of work open already"};
        }
        if (!free_.wait_for(guard, stop, wait(), [&] { return !busy_ || closed_; })) {
            throw_if_stopped(stop);
            throw Error{ErrorCode::unavailable, "another unit of work holds the database"};
        }
        require_open();
        if (!session_) open_session();
        busy_ = true;
        owner_ = std::this_thread::get_id();
        return *session_;
    }

    void release(Session& session) noexcept override {
        const std::lock_guard guard{mutex_};
        if (!session.usable()) session_.reset();
        busy_ = false;
        free_.notify_all();
    }

    void close(const std::stop_token& stop) override {
        if (!is_own_process()) return;
        std::unique_lock guard{mutex_};
        if (closed_) return;
        if (busy_ && owner_ == std::this_thread::get_id()) throw_closing_itself();
        if (!free_.wait_for(guard, stop, options().lock_wait, [&] { return !busy_ || closed_; })) {
            throw_still_in_use(stop);
        }
        closed_ = true;
        session_.reset();
        lock_.reset();
        free_.notify_all();
    }

    bool is_closed() const noexcept override {
        const std::lock_guard guard{mutex_};
        return closed_;
    }

    const char* begin_statement(Access access) const noexcept override {
        return access == Access::read ? "pragma query_only = on; begin"
                                      : "pragma query_only = off; begin immediate";
    }

  private:
    void require_open() const {
        if (closed_) throw_closed();
    }
    // Within the process a unit of work waits for as long as the others need.
    static std::chrono::hours wait() { return std::chrono::hours{24}; }

    void open_session() {
        session_ = Session::open_sqlite(url().file.string());
        try {
            set_up(*session_);
        } catch (...) {
            // Nothing may be written to a file that was refused, also no checkpoint.
            sqlite_api::sqlite3_db_config(session_->connection().sqlite(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                                          1, nullptr);
            session_.reset();
            throw;
        }
    }

    void set_up(Session& session) {
        session.script("pragma busy_timeout = " + std::to_string(options().lock_wait.count()) +
                       "; pragma trusted_schema = off; pragma cell_size_check = on");
        if (!several_processes_are_safe()) session.script("pragma locking_mode = exclusive");
        const std::int64_t found = session.integer("pragma user_version");
        if (session.integer("pragma application_id") != kApplicationId) {
            throw Error{ErrorCode::schema_mismatch, "the file is not a database of scrm"};
        }
        require_version(found, version_, policy_);
        if (applied_version(session) != found) {
            throw Error{ErrorCode::corrupt_data, "the database's schema version contradicts its steps"};
        }
        if (session.text("pragma journal_mode = wal") != "wal") {
            throw Error{ErrorCode::unavailable, "the database cannot use a write-ahead log there"};
        }
        session.script(
            "pragma synchronous = full; pragma secure_delete = on; pragma temp_store = memory;"
            "pragma cache_size = -131072; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = "
            "67108864");
    }

    SchemaPolicy policy_;
    std::int64_t version_;
    std::optional<ProcessLock> lock_;  // outlives the session
    mutable std::mutex mutex_;
    std::condition_variable_any free_;
    bool busy_ = false;
    bool closed_ = false;
    std::thread::id owner_;
    std::unique_ptr<Session> session_;
};

}  // namespace

std::shared_ptr<DatabaseImpl> open_sqlite_database(DatabaseUrl url, const OpenOptions& options,
                                                   SchemaPolicy policy, std::int64_t version) {
    return std::make_shared<SqliteDatabase>(std::move(url), options, policy, version);
}

}  // namespace scrm::storage::detail
