// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "database_impl_internal.hpp"
#include "schema_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/progress.hpp"

namespace scrm::storage::detail {
namespace {

// Any fixed number: keeps two processes from making the schema at once.
constexpr const char* kCreationLock = "select pg_advisory_xact_lock(5999123507812)";

/// How often a connection that is cut while the database is being opened is made anew.
constexpr int kOpenAttempts = 5;

/// Whether the schema has been made. Throws Error{schema_mismatch} where names that it needs are another
/// application's, and where it is not there but what another application keeps.
bool has_schema(Session& session) {
    constexpr std::string_view kTables =
        "pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'f') and ";
    const auto count = [&](std::string_view of) {
        return session.integer("select count(*) from " + std::string{kTables} + std::string{of});
    };
    if (count("left(c.relname, 5) = 'scrm_'") == 0) {
        // Those of an extension (PostGIS, statistics) are nobody's data.
        if (count("not exists (select 1 from pg_catalog.pg_depend d where d.objid = c.oid and d.classid = "
                  "'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype = 'e')") == 0)
            return false;
        throw Error{
            ErrorCode::schema_mismatch,
            "the connection's default schema holds tables that are not scrm's; give scrm a schema of its "
            "own: …?options=-csearch_path%3Dscrm"};
    }
    if (count("c.relname = 'scrm_migration' and 3 = (select count(*) from pg_catalog.pg_attribute a where "
              "a.attrelid = c.oid and a.attname in ('version', 'checksum', 'applied_at'))") == 0) {
        throw Error{ErrorCode::schema_mismatch,
                    "the connection's default schema holds tables named scrm_… that are not scrm's"};
    }
    return true;
}

class PostgresqlDatabase final : public DatabaseImpl {
  public:
    PostgresqlDatabase(DatabaseUrl url, const OpenOptions& options, SchemaPolicy policy, std::int64_t version)
        : DatabaseImpl(std::move(url), options) {
        for (int attempt = 1;; ++attempt) {
            std::unique_ptr<Session> session;
            try {
                session = Session::open_postgresql(this->url().uri);
                prepare(*session, policy, version);
                idle_.push_back(std::move(session));
                count_ = 1;
                return;
            } catch (const DatabaseFault& fault) {
                // A server that is not there is told at once. Nothing is done twice: the schema is made whole
                // or not at all.
                const bool was_cut = fault.kind().connection_lost && (session || fault.kind().retryable);
                if (!was_cut || attempt == kOpenAttempts) throw;
            }
        }
    }

    Session& acquire(const std::stop_token& stop) override {
        std::unique_lock guard{mutex_};
        const auto can_have = [&] { return closed_ || !idle_.empty() || count_ < options().sessions; };
        if (!free_.wait_for(guard, stop, options().lock_wait, can_have)) {
            throw_if_stopped(stop);
            throw Error{ErrorCode::unavailable, "all database sessions are in use"};
        }
        if (closed_) throw_closed();
        if (idle_.empty()) {
            ++count_;
            guard.unlock();
            try {
                std::unique_ptr<Session> made = connect();
                guard.lock();
                busy_.push_back({std::move(made), std::this_thread::get_id()});
            } catch (...) {
                if (!guard.owns_lock()) guard.lock();
                --count_;
                free_.notify_all();
                throw;
            }
        } else {
            busy_.push_back({std::move(idle_.back()), std::this_thread::get_id()});
            idle_.pop_back();
        }
        return *busy_.back().session;
    }

    void release(Session& session) noexcept override {
        std::unique_ptr<Session> dropped;
        {
            const std::lock_guard guard{mutex_};
            const auto found = std::find_if(busy_.begin(), busy_.end(), [&](const Busy& entry) {
                return entry.session.get() == &session;
            });
            if (found == busy_.end()) return;
            std::unique_ptr<Session> taken = std::move(found->session);
            busy_.erase(found);
            if (taken->usable() && !taken->is_spent()) {
                idle_.push_back(std::move(taken));
            } else {
                --count_;
                dropped = std::move(taken);
            }
        }
        free_.notify_all();
        if (dropped && !dropped->is_spent()) {
            counters.connections_lost.fetch_add(1);
            log(Severity::warning, "connection_lost");
        }
    }

    void close(const std::stop_token& stop) override {
        if (!is_own_process()) return;
        std::unique_lock guard{mutex_};
        if (closed_) return;
        const bool is_own = std::any_of(busy_.begin(), busy_.end(), [](const Busy& entry) {
            return entry.owner == std::this_thread::get_id();
        });
        if (is_own) throw_closing_itself();
        // Also a connection that is being made counts.
        const auto at_rest = [&] { return closed_ || count_ == idle_.size(); };
        if (!free_.wait_for(guard, stop, options().lock_wait, at_rest)) throw_still_in_use(stop);
        closed_ = true;
        idle_.clear();
        count_ = 0;
        free_.notify_all();
    }

    bool is_closed() const noexcept override {
        const std::lock_guard guard{mutex_};
        return closed_;
    }

    const char* begin_statement(Access access) const noexcept override {
        switch (access) {
            case Access::read:
                return "begin isolation level repeatable read read only";
            case Access::write:
                return "begin isolation level serializable";
            case Access::exclusive:
                break;
        }
        // LOCK TABLE before the first query takes no snapshot, so that what is read is what the lock
        // protects.
        return "begin isolation level serializable; lock table scrm_audit_head in share row exclusive mode";
    }

  private:
    /// A server or role may have switched durability off; an acknowledged write must not hang on that.
    static void require_durability(Session& session) {
        if (session.text("select current_setting('synchronous_commit')") == "off") {
            session.script("set synchronous_commit = on");
        }
    }

    std::unique_ptr<Session> connect() const {
        std::unique_ptr<Session> session = Session::open_postgresql(url().uri);
        require_durability(*session);
        return session;
    }

    /// Looks at the database of a fresh connection, and makes the schema where there is none.
    void prepare(Session& session, SchemaPolicy policy, std::int64_t version) {
        session.obey(options().stop);
        require_durability(session);
        if (session.integer(
                "select count(*) from (select current_schema() as name) s where name is not null") == 0) {
            throw Error{ErrorCode::not_found, "the connection has no default schema"};
        }
        if (session.text("select current_setting('server_encoding')") != "UTF8") {
            throw Error{ErrorCode::schema_mismatch, "the PostgreSQL database is not encoded in UTF8"};
        }
        if (!has_schema(session)) {
            if (!options().create) {
                throw Error{ErrorCode::not_found,
                            "there is no database of scrm in the connection's default schema"};
            }
            make_schema(session, version);
            session.obey(options().stop);
        }
        require_version(applied_version(session), version, policy);
        session.obey({});
        if (session.is_spent()) throw_if_stopped(options().stop);
    }

    void make_schema(Session& session, std::int64_t version) {
        session.begin("begin isolation level read committed");
        try {
            session.script(kCreationLock);
            if (!has_schema(session)) {
                apply_migrations(session, 0, version, clock().now(), options().search_keys);
                log(Severity::info, "database_created", {{"version", std::to_string(version)}});
            }
            session.commit();
        } catch (...) {
            session.rollback();
            throw;
        }
    }

    struct Busy {
        std::unique_ptr<Session> session;
        std::thread::id owner;
    };

    mutable std::mutex mutex_;
    std::condition_variable_any free_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::vector<Busy> busy_;
    std::size_t count_ = 0;
    bool closed_ = false;
};

}  // namespace

std::shared_ptr<DatabaseImpl> open_postgresql_database(DatabaseUrl url, const OpenOptions& options,
                                                       SchemaPolicy policy, std::int64_t version) {
    return std::make_shared<PostgresqlDatabase>(std::move(url), options, policy, version);
}

}  // namespace scrm::storage::detail
