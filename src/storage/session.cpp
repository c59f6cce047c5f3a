// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "connection_internal.hpp"
#include "scrm/core/id.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::storage::detail {
namespace {

// More distinct statements than the stores have; a cache that grows beyond it is a mistake in building SQL.
constexpr std::size_t kMostStatements = 400;

DatabaseFault mapped(const soci::soci_error& error) {
    if (const auto* pg = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
        // SOCI fills five blanks when the server never answered.
        std::string state = pg->sqlstate();
        if (state.find(' ') != std::string::npos || state.find('\0') != std::string::npos) state.clear();
        return fault_of_sqlstate(state);
    }
    if (const auto* lite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
        return fault_of_sqlite(lite->result());
    }
    return {{ErrorCode::internal, false, false, false}, "database access: unexpected error of the driver"};
}

void bind(Cell& cell, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        cell.integer = *integer;
    } else if (const auto* real = std::get_if<double>(&value)) {
        require_number(*real);
        cell.real = *real;
    } else {
        const auto& text = std::get<std::string>(value);
        require_clean(text);
        cell.text = text;
    }
}

char type_of(const Value& value) {
    return "irt"[value.index()];
}

DatabaseFault cancelled() {
    return {{ErrorCode::cancelled, false, false, false}, "cancelled"};
}

}  // namespace

void require_clean(std::string_view text) {
    if (text::is_clean(text)) return;
    throw DatabaseFault{{ErrorCode::constraint, false, false, false},
                        "database access: a text holds a NUL or is no UTF-8"};
}

void require_number(double value) {
    if (!std::isnan(value)) return;
    throw DatabaseFault{{ErrorCode::constraint, false, false, false},
                        "database access: a value is no number"};
}

void require_key(std::string_view text) {
    require_clean(text);
    if (text.size() <= kMaxIdBytes) return;
    throw DatabaseFault{{ErrorCode::constraint, false, false, false},
                        "database access: a key is longer than 512 bytes"};
}

CachedStatement::CachedStatement(soci::session& session, const std::string& sql, Values values,
                                 std::string_view columns)
    : in(values.size()), out(columns.size()), statement(session) {
    statement.alloc();
    for (std::size_t i = 0; i < in.size(); ++i) {
        in[i].type = type_of(values[i]);
        switch (in[i].type) {
            case 'i':
                statement.exchange(soci::use(in[i].integer));
                break;
            case 'r':
                statement.exchange(soci::use(in[i].real));
                break;
            default:
                statement.exchange(soci::use(in[i].text));
                break;
        }
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].type = columns[i];
        switch (columns[i]) {
            case 'i':
                statement.exchange(soci::into(out[i].integer));
                break;
            case 'r':
                statement.exchange(soci::into(out[i].real));
                break;
            default:
                statement.exchange(soci::into(out[i].text));
                break;
        }
    }
    statement.prepare(sql);
    statement.define_and_bind();
}

void check_result(PGconn* connection, PGresult* result) {
    const ExecStatusType status = result == nullptr ? PGRES_FATAL_ERROR : PQresultStatus(result);
    const bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    std::string state;
    if (!ok && result != nullptr) {
        if (const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE)) state = field;
    }
    PQclear(result);
    if (ok) return;
    if (PQstatus(connection) != CONNECTION_OK) state.clear();
    throw fault_of_sqlstate(state);
}

std::unique_ptr<Session> Session::open_sqlite(const std::string& absolute_path) {
    if (absolute_path.find('"') != std::string::npos) {
        throw Error{ErrorCode::invalid_argument, "a database path cannot hold a quotation mark"};
    }
    try {
        auto connection = std::make_unique<Connection>(soci::sqlite3, "dbname=\"" + absolute_path + "\"");
        std::unique_ptr<Session> session{new Session{Backend::sqlite, std::move(connection)}};
        // Before the first statement takes a lock.
        session->held_.emplace(absolute_path);
        return session;
    } catch (const soci::soci_error& error) {
        throw mapped(error);
    }
}

namespace {

/// SOCI 4.0.3 takes what it is given apart at blanks and at the first "=" of each part, to find options of
/// its own, and puts it together again with a "=" behind what had none: a URI needs one, and no blanks.
std::string as_soci_reads_it(const std::string& uri) {
    std::string out;
    for (const char c : uri) out += c == ' ' ? std::string{"%20"} : std::string{c};
    if (out.find('=') != std::string::npos) return out;
    // What is set below anyway.
    constexpr std::string_view kEncoding = "client_encoding=UTF8";
    if (out.find('?') == std::string::npos) out += '?';
    return out.append(kEncoding);
}

}  // namespace

std::unique_ptr<Session> Session::open_postgresql(const std::string& uri) {
    try {
        auto connection = std::make_unique<Connection>(soci::postgresql, as_soci_reads_it(uri));
        if (PQsetClientEncoding(connection->postgresql(), "UTF8") != 0) {
            // The server was there a moment ago: that is worth another try.
            throw DatabaseFault{{ErrorCode::unavailable, true, true, false},
                                "PostgreSQL: the connection to the server was lost"};
        }
        // Notices would go to stderr, and may quote values.
        PQsetNoticeReceiver(
            connection->postgresql(), [](void*, const PGresult*) {}, nullptr);
        return std::unique_ptr<Session>{new Session{Backend::postgresql, std::move(connection)}};
    } catch (const soci::soci_error& error) {
        throw fault_of_connect(error.get_error_message());
    }
}

/// Hands a request to stop on to the driver, from the thread that makes it.
struct Session::Interruption {
    Interruption(std::stop_token token, std::function<void()> interrupt)
        : stop(std::move(token)), on_stop(stop, std::move(interrupt)) {}

    std::stop_token stop;
    std::stop_callback<std::function<void()>> on_stop;  // its destructor waits for a call under way
};

Session::Session(Backend backend, std::unique_ptr<Connection> connection)
    : backend_(backend), process_(::getpid()), connection_(std::move(connection)) {}

Session::~Session() {
    if (process_ != ::getpid()) {
        // Closing would write the log into the file and take it away, or end the parent's session.
        static_cast<void>(connection_.release());
        static_cast<void>(interruption_.release());
        return;
    }
    end_obedience();
    drop_statements();
}

void Session::obey(std::stop_token stop) {
    end_obedience();
    if (!stop.stop_possible()) return;
    if (is_sqlite()) {
        interruption_ = std::make_unique<Interruption>(std::move(stop), [connection = connection_->sqlite()] {
            sqlite_api::sqlite3_interrupt(connection);
        });
        return;
    }
    const std::shared_ptr<PGcancel> request{PQgetCancel(connection_->postgresql()), PQfreeCancel};
    interruption_ = std::make_unique<Interruption>(std::move(stop), [request] {
        std::array<char, 256> ignored{};
        if (request) PQcancel(request.get(), ignored.data(), static_cast<int>(ignored.size()));
    });
}

bool Session::is_stopped() const noexcept {
    return interruption_ && interruption_->stop.stop_requested();
}

void Session::end_obedience() noexcept {
    if (is_stopped() && !is_sqlite()) spent_ = true;
    interruption_.reset();
}

void Session::drop_statements() noexcept {
    connection_->statements.clear();
}

void Session::remember(const DatabaseFault& fault) noexcept {
    if (fault.kind().connection_lost) usable_ = false;
    if (!first_error_) first_error_ = std::make_exception_ptr(fault);
}

void Session::poison(std::exception_ptr why) noexcept {
    if (first_error_) return;
    if (!why) {
        why = std::make_exception_ptr(DatabaseFault{{ErrorCode::internal, false, false, false},
                                                    "an operation stopped half-way; it cannot be committed"});
    }
    first_error_ = why;
}

void Session::guarded(const std::function<void()>& body) {
    try {
        if (is_stopped()) throw cancelled();
        body();
    } catch (const DatabaseFault& fault) {
        remember(fault);
        throw;
    } catch (const soci::soci_error& error) {
        DatabaseFault fault = mapped(error);
        // A dropped connection shows as SQLSTATE 57P01 once and as nothing at all after that.
        if (backend_ == Backend::postgresql && PQstatus(connection_->postgresql()) != CONNECTION_OK) {
            fault = fault_of_sqlstate({});
        }
        if (is_stopped() && !fault.kind().connection_lost) fault = cancelled();
        remember(fault);
        throw DatabaseFault{fault};
    }
}

void Session::query(std::string_view sql, std::string_view columns, Values values,
                    const std::function<void(const Row&)>& callback) {
    run(sql, columns, values, callback);
}

std::int64_t Session::execute(std::string_view sql, Values values) {
    return run(sql, {}, values, {});
}

std::int64_t Session::run(std::string_view sql, std::string_view columns, Values values,
                          const std::function<void(const Row&)>& callback) {
    std::int64_t touched = 0;
    std::string key{sql};
    key.push_back('\0');
    for (const Value& value : values) key.push_back(type_of(value));
    key.push_back('\0');
    key.append(columns);
    guarded([&] {
        auto& cache = connection_->statements;
        auto found = cache.find(key);
        if (found == cache.end()) {
            if (cache.size() >= kMostStatements) cache.clear();
            auto made =
                std::make_unique<CachedStatement>(connection_->soci, std::string{sql}, values, columns);
            found = cache.emplace(key, std::move(made)).first;
        }
        CachedStatement& cached = *found->second;
        if (cached.in_use) {
            throw DatabaseFault{{ErrorCode::internal, false, false, false},
                                "a statement was used again inside its own callback"};
        }
        cached.in_use = true;
        try {
            for (std::size_t i = 0; i < values.size(); ++i) bind(cached.in[i], values[i]);
            bool row = cached.statement.execute(true);
            if (!columns.empty()) {
                while (row) {
                    if (is_stopped()) throw cancelled();
                    callback(Row{cached.out});
                    row = cached.statement.fetch();
                }
            }
        } catch (...) {
            // A statement left in the middle of its rows would hold locks.
            cache.erase(key);
            throw;
        }
        cached.in_use = false;
        if (columns.empty()) touched = cached.statement.get_affected_rows();
    });
    return touched;
}

std::int64_t Session::integer(std::string_view sql, std::initializer_list<Value> values) {
    std::optional<std::int64_t> result;
    query(sql, "i", values, [&](const Row& row) { result = row.integer(0); });
    if (result) return *result;
    throw DatabaseFault{{ErrorCode::internal, false, false, false}, "a query that has one row gave none"};
}

std::optional<std::string> Session::text(std::string_view sql, std::initializer_list<Value> values) {
    std::optional<std::string> result;
    query(sql, "t", values, [&](const Row& row) { result = row.text(0); });
    return result;
}

void Session::script(const std::string& sql) {
    guarded([&] {
        if (is_sqlite()) {
            const int result =
                sqlite_api::sqlite3_exec(connection_->sqlite(), sql.c_str(), nullptr, nullptr, nullptr);
            if (result != 0) throw fault_of_sqlite(result);
        } else {
            PGconn* connection = connection_->postgresql();
            check_result(connection, PQexec(connection, sql.c_str()));
        }
    });
}

void Session::begin(const char* sql) {
    first_error_ = nullptr;
    uncovered_decisions_.clear();
    scrub_ = false;
    // Of several statements the first may work and a later one fail: that is a transaction, too.
    in_transaction_ = true;
    script(sql);
}

void Session::commit() {
    if (is_stopped()) poison(std::make_exception_ptr(cancelled()));
    end_obedience();
    if (!first_error_ && !uncovered_decisions_.empty()) {
        first_error_ = std::make_exception_ptr(
            Error{ErrorCode::internal, "a decision cannot be committed without its audit entry"});
    }
    if (first_error_) {
        const std::exception_ptr error = first_error_;
        rollback();
        std::rethrow_exception(error);
    }
    if (is_sqlite()) {
        commit_sqlite();
    } else {
        commit_postgresql();
    }
}

void Session::commit_sqlite() {
    try {
        script("commit");
    } catch (...) {
        rollback();
        throw;
    }
    in_transaction_ = false;
    if (!scrub_) return;
    try {
        script("pragma wal_checkpoint(truncate)");
    } catch (const Error&) {
        // The commit is durable; the next checkpoint does what this one could not.
    }
    first_error_ = nullptr;
}

void Session::commit_postgresql() {
    PGconn* connection = connection_->postgresql();
    PGresult* result = PQexec(connection, "commit");
    // The server answers the COMMIT of a failed transaction with success and the tag ROLLBACK (T1).
    const bool stored = result != nullptr && PQresultStatus(result) == PGRES_COMMAND_OK &&
                        std::string_view{PQcmdStatus(result)} == "COMMIT";
    std::string state;
    if (result != nullptr) {
        if (const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE)) state = field;
    }
    PQclear(result);
    if (stored) {
        in_transaction_ = false;
        return;
    }
    if (PQstatus(connection) != CONNECTION_OK) {
        usable_ = false;
        in_transaction_ = false;
        throw DatabaseFault{
            {ErrorCode::unavailable, false, true, true},
            "PostgreSQL: the connection was lost during commit; whether it is stored is unknown"};
    }
    rollback();
    if (state.empty()) {
        throw DatabaseFault{{ErrorCode::internal, false, false, false},
                            "PostgreSQL: the server rolled the transaction back"};
    }
    throw fault_of_sqlstate(state);
}

void Session::rollback() noexcept {
    end_obedience();
    if (!in_transaction_) return;
    in_transaction_ = false;
    // The end of the connection rolls back as well.
    if (spent_) {
        first_error_ = nullptr;
        return;
    }
    try {
        // SQLite rolls back by itself on some errors, e.g. a full disk.
        const bool open = !is_sqlite() || sqlite_api::sqlite3_get_autocommit(connection_->sqlite()) == 0;
        if (open && usable_) script("rollback");
    } catch (...) {
        usable_ = false;
    }
    first_error_ = nullptr;
}

WholeOperation::~WholeOperation() {
    if (!done_) session_.poison(nullptr);
}

}  // namespace scrm::storage::detail
