// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one place that includes SOCI: its SQLite header declares the C API inside a namespace of its own and
// must come before any other sight of sqlite3.h.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "session_internal.hpp"

namespace scrm::storage::detail {

/// A prepared statement with the memory that its values are bound to; SOCI keeps addresses, so neither may
/// move.
struct CachedStatement {
    CachedStatement(soci::session& session, const std::string& sql, Values values, std::string_view columns);

    std::vector<Cell> in;
    std::vector<Cell> out;
    soci::statement statement;
    bool in_use = false;
};

struct Session::Connection {
    Connection(const soci::backend_factory& factory, const std::string& parameters)
        : soci(factory, parameters) {}

    soci::session soci;
    std::unordered_map<std::string, std::unique_ptr<CachedStatement>> statements;

    sqlite_api::sqlite3* sqlite() {
        return static_cast<soci::sqlite3_session_backend*>(soci.get_backend())->conn_;
    }
    PGconn* postgresql() { return static_cast<soci::postgresql_session_backend*>(soci.get_backend())->conn_; }
};

/// Throws unless the result says that the command worked. Clears the result either way.
void check_result(PGconn* connection, PGresult* result);

}  // namespace scrm::storage::detail
