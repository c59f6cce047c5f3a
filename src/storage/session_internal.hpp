// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fault_internal.hpp"
#include "scrm/core/held_file.hpp"
#include "scrm/storage/database.hpp"

namespace scrm::storage::detail {

/// A bound value. There are no NULLs in the schema, and no bool, float or int: they lose bits in SOCI.
using Value = std::variant<std::int64_t, double, std::string>;
using Values = std::span<const Value>;

/// A result cell, read by the type that the query declared.
struct Cell {
    char type = 't';
    std::string text;
    long long integer = 0;
    double real = 0;
};

class Row {
  public:
    explicit Row(std::span<const Cell> cells) : cells_(cells) {}
    const std::string& text(std::size_t column) const { return cells_[column].text; }
    std::int64_t integer(std::size_t column) const { return cells_[column].integer; }
    double real(std::size_t column) const { return cells_[column].real; }

  private:
    std::span<const Cell> cells_;
};

/// One connection with its statement cache and its memory of errors. Not thread-safe. In a process forked
/// from the one that made it nothing but its destructor may be called, which leaves the connection alone: the
/// file's locks and log, or the server's other end, are the parent's.
///
/// SQL uses `:a`-style placeholders, each name once, bound in order. Every error is a DatabaseFault; the
/// first one since `begin` is kept until `rollback`.
class Session {
  public:
    /// Makes the file when it is absent.
    static std::unique_ptr<Session> open_sqlite(const std::string& absolute_path);
    static std::unique_ptr<Session> open_postgresql(const std::string& uri);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Backend backend() const noexcept { return backend_; }
    bool is_sqlite() const noexcept { return backend_ == Backend::sqlite; }

    /// Runs a statement without result. Returns the rows it touched.
    std::int64_t execute(std::string_view sql, Values values = {});
    std::int64_t execute(std::string_view sql, std::initializer_list<Value> values) {
        return execute(sql, Values{values.begin(), values.size()});
    }
    /// `columns`: one letter each, t text, i integer, r real. The callback must not use the session.
    void query(std::string_view sql, std::string_view columns, Values values,
               const std::function<void(const Row&)>& callback);
    void query(std::string_view sql, std::string_view columns, std::initializer_list<Value> values,
               const std::function<void(const Row&)>& callback) {
        query(sql, columns, Values{values.begin(), values.size()}, callback);
    }
    /// The only cell of the only row. Throws DatabaseFault{internal} when there is none.
    std::int64_t integer(std::string_view sql, std::initializer_list<Value> values = {});
    std::optional<std::string> text(std::string_view sql, std::initializer_list<Value> values = {});

    /// Several statements as they are, without values.
    void script(const std::string& sql);

    void begin(const char* sql);
    /// Throws the first error since begin, or DatabaseFault with outcome_unknown.
    void commit();
    /// Never throws; a session that cannot roll back is no longer usable.
    void rollback() noexcept;
    bool in_transaction() const noexcept { return in_transaction_; }

    /// Until the transaction ends, `stop` ends the statement that runs and lets none begin:
    /// DatabaseFault{cancelled}.
    void obey(std::stop_token stop);

    /// Remembers that an operation stopped half-way, as if a statement had failed.
    void poison(std::exception_ptr why) noexcept;
    /// False once the connection was lost.
    bool usable() const noexcept { return usable_; }
    /// A server may act on a request to cancel when the next transaction has begun: such a session is done.
    bool is_spent() const noexcept { return spent_; }
    void drop_statements() noexcept;

    /// Pages of the WAL go to the file and the WAL is cut after the next commit (SQLite): nothing deleted
    /// stays.
    void scrub_after_commit() noexcept { scrub_ = true; }

    /// Decisions of this unit of work that no audit entry covers yet; commit throws while there are any.
    std::string& uncovered_decisions() noexcept { return uncovered_decisions_; }

    struct Connection;  // SOCI's session and the cache; defined in connection_internal.hpp
    Connection& connection() noexcept { return *connection_; }
    /// Runs `body`, maps what the drivers throw, and remembers it.
    void guarded(const std::function<void()>& body);

  private:
    Session(Backend backend, std::unique_ptr<Connection> connection);
    struct Interruption;
    /// Runs a statement to its last row. Returns the rows that it touched, of one without columns.
    std::int64_t run(std::string_view sql, std::string_view columns, Values values,
                     const std::function<void(const Row&)>& callback);
    void commit_sqlite();
    void commit_postgresql();
    void remember(const DatabaseFault& fault) noexcept;
    bool is_stopped() const noexcept;
    void end_obedience() noexcept;

    Backend backend_;
    int process_;
    std::optional<HeldFile> held_;  // outlives the connection
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<Interruption> interruption_;
    std::exception_ptr first_error_;
    std::string uncovered_decisions_;
    bool in_transaction_ = false;
    bool usable_ = true;
    bool spent_ = false;
    bool scrub_ = false;
};

/// Poisons the session unless `done` is called: a store operation of several statements is all or nothing,
/// also when its caller swallows the exception.
class WholeOperation {
  public:
    explicit WholeOperation(Session& session) : session_(session) {}
    ~WholeOperation();
    WholeOperation(const WholeOperation&) = delete;
    WholeOperation& operator=(const WholeOperation&) = delete;
    void done() noexcept { done_ = true; }

  private:
    Session& session_;
    bool done_ = false;
};

/// Throws DatabaseFault{constraint} unless the text comes back the same from both databases (T5, T6).
void require_clean(std::string_view text);
/// Throws DatabaseFault{constraint} for a NaN: SQLite would keep it as NULL, PostgreSQL as it is.
void require_number(double value);
/// require_clean, and not longer than an indexed key may be.
void require_key(std::string_view text);

}  // namespace scrm::storage::detail
