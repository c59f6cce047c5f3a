// SPDX-License-Identifier: Apache-2.0
#include "fault_internal.hpp"

#include <algorithm>
#include <array>

namespace scrm::storage::detail {
namespace {

struct StateRule {
    std::string_view prefix;
    DatabaseFault::Kind kind;
    std::string_view text;
};

constexpr DatabaseFault::Kind kRetry{ErrorCode::conflict, true, false, false};
constexpr DatabaseFault::Kind kBusy{ErrorCode::unavailable, true, false, false};
constexpr DatabaseFault::Kind kLost{ErrorCode::unavailable, false, true, false};

// The first prefix that fits counts, so longer ones stand first.
constexpr std::array<StateRule, 24> kStates{{
    {"40001", kRetry, "another transaction was first"},
    {"40P01", kRetry, "a deadlock was broken"},
    {"55P03", kBusy, "a lock is held by another transaction"},
    {"40003", kLost, "the connection was lost"},
    {"57P0", kLost, "the server ended the connection"},
    {"25P03", kLost, "the server ended an idle transaction"},
    {"08", kLost, "the connection to the server was lost"},
    {"57014", {ErrorCode::unavailable, false, false, false}, "the server cancelled the statement"},
    {"25P02", {ErrorCode::internal, false, false, false}, "the transaction had failed before"},
    {"25006", {ErrorCode::invalid_argument, false, false, false}, "the transaction may only read"},
    {"25", {ErrorCode::internal, false, false, false}, "the transaction is in another state"},
    {"53100", {ErrorCode::unavailable, false, false, false}, "the server's disk is full"},
    {"53300", {ErrorCode::unavailable, false, false, false}, "the server has no free connection"},
    {"53", {ErrorCode::unavailable, false, false, false}, "the server is out of resources"},
    {"54", {ErrorCode::constraint, false, false, false}, "a value is too large for the server"},
    {"58", {ErrorCode::unavailable, false, false, false}, "the server had a system error"},
    {"22", {ErrorCode::constraint, false, false, false}, "the server refused a value"},
    {"23", {ErrorCode::constraint, false, false, false}, "a constraint of the schema refused a row"},
    {"42501", {ErrorCode::unavailable, false, false, false}, "the database role lacks a right"},
    {"42P01", {ErrorCode::schema_mismatch, false, false, false}, "a table of the schema is missing"},
    {"28", {ErrorCode::unavailable, false, false, false}, "the server refused the login"},
    {"3D000", {ErrorCode::not_found, false, false, false}, "there is no such database on the server"},
    {"XX001", {ErrorCode::corrupt_data, false, false, false}, "the server found damaged data"},
    {"XX002", {ErrorCode::corrupt_data, false, false, false}, "the server found a damaged index"},
}};

}  // namespace

DatabaseFault fault_of_sqlstate(std::string_view sqlstate) {
    if (sqlstate.empty()) return {kLost, "PostgreSQL: the connection to the server was lost"};
    for (const StateRule& rule : kStates) {
        if (sqlstate.starts_with(rule.prefix)) {
            return {rule.kind, "PostgreSQL: " + std::string{rule.text} + " (" + std::string{sqlstate} + ")"};
        }
    }
    return {{ErrorCode::internal, false, false, false},
            "PostgreSQL: unexpected error (" + std::string{sqlstate} + ")"};
}

DatabaseFault fault_of_sqlite(int result) {
    const int primary = result & 0xFF;
    const auto make = [&](DatabaseFault::Kind kind, std::string_view text) {
        return DatabaseFault{kind, "SQLite: " + std::string{text} + " (" + std::to_string(primary) + ")"};
    };
    const auto plain = [&](ErrorCode code, std::string_view text) {
        return make({code, false, false, false}, text);
    };
    switch (primary) {
        case 3:
        case 23:
        case 8:
            return plain(ErrorCode::unavailable, "the file may not be written");
        case 5:
        case 6:
            return make(kBusy, "the database is locked by another process");
        case 7:
            return plain(ErrorCode::unavailable, "out of memory");
        case 9:
            return plain(ErrorCode::cancelled, "interrupted");
        case 10:
            return plain(ErrorCode::unavailable, "the disk could not be read or written");
        case 11:
            return plain(ErrorCode::corrupt_data, "the file is damaged");
        case 13:
            return plain(ErrorCode::unavailable, "the disk is full");
        case 14:
            return plain(ErrorCode::unavailable, "the file cannot be opened");
        case 15:
            return make(kBusy, "the lock protocol timed out");
        case 17:
            return make(kBusy, "the schema changed meanwhile");
        case 18:
            return plain(ErrorCode::constraint, "a value is too large");
        case 19:
            return plain(ErrorCode::constraint, "a constraint of the schema refused a row");
        case 26:
            return plain(ErrorCode::schema_mismatch, "the file is not a database");
        default:
            return plain(ErrorCode::internal, "unexpected error");
    }
}

DatabaseFault fault_of_connect(std::string_view message) {
    constexpr std::string_view kSociSays = "Cannot establish connection to the database.";
    std::string_view libpq_message = message;
    if (libpq_message.starts_with(kSociSays)) libpq_message.remove_prefix(kSociSays.size());
    libpq_message.remove_prefix(std::min(libpq_message.find_first_not_of(" \n"), libpq_message.size()));
    struct Phrase {
        std::string_view phrase;
        ErrorCode code;
        std::string_view text;
    };
    static constexpr std::array<Phrase, 11> kPhrases{{
        {"password authentication failed", ErrorCode::unavailable, "the server refused the login"},
        {"no password supplied", ErrorCode::unavailable, "the server wants a password"},
        // These name the role and the database, too.
        {"no pg_hba.conf entry", ErrorCode::unavailable, "the server admits no such client"},
        {"permission denied for database", ErrorCode::unavailable, "the role may not use the database"},
        {"not permitted to log in", ErrorCode::unavailable, "the role may not log in"},
        {"role \"", ErrorCode::unavailable, "the server does not know the role"},
        {"database \"", ErrorCode::not_found, "there is no such database on the server"},
        {"too many clients", ErrorCode::unavailable, "the server has no free connection"},
        {"could not translate host name", ErrorCode::unavailable, "the name of the server is not known"},
        {"starting up", ErrorCode::unavailable, "the server is starting"},
        {"shutting down", ErrorCode::unavailable, "the server is shutting down"},
    }};
    // Further on the same words can be part of a name.
    for (const std::string_view about_the_url : {"invalid ", "missing "}) {
        if (libpq_message.starts_with(about_the_url)) {
            return {{ErrorCode::invalid_argument, false, true, false}, "PostgreSQL: the url is malformed"};
        }
    }
    for (const std::string_view cut : {"server closed the connection", "terminating connection"}) {
        if (libpq_message.find(cut) != std::string_view::npos)
            return {{ErrorCode::unavailable, true, true, false},
                    "PostgreSQL: the server ended the connection"};
    }
    for (const Phrase& entry : kPhrases) {
        if (libpq_message.find(entry.phrase) == std::string_view::npos) continue;
        return {{entry.code, false, true, false}, "PostgreSQL: " + std::string{entry.text}};
    }
    return {{ErrorCode::unavailable, false, true, false}, "PostgreSQL: no connection to the server"};
}

}  // namespace scrm::storage::detail
