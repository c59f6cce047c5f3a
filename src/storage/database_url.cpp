// SPDX-License-Identifier: Apache-2.0
#include "database_url_internal.hpp"

#include <libpq-fe.h>

#include <memory>

#include "scrm/core/error.hpp"

namespace scrm::storage::detail {
namespace {

/// The parts of a libpq URI that may be shown; everything else, a password above all, stays out.
std::string describe(const std::string& uri) {
    char* message = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
        PQconninfoParse(uri.c_str(), &message), &PQconninfoFree};
    if (message != nullptr) PQfreemem(message);  // it quotes parts of the url
    if (!options) throw Error{ErrorCode::invalid_argument, "a postgresql url is malformed"};
    std::string host;
    std::string port;
    std::string database;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        const std::string_view keyword = option->keyword;
        const std::string value = option->val == nullptr ? "" : option->val;
        if (keyword == "host" || (keyword == "hostaddr" && host.empty())) host = value;
        if (keyword == "port") port = value;
        if (keyword == "dbname") database = value;
    }
    return "postgresql://" + host + (port.empty() ? "" : ":" + port) + "/" + database;
}

std::string one_line(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    }
    return text;
}

}  // namespace

DatabaseUrl parse_database_url(std::string_view url) {
    if (url.empty()) throw Error{ErrorCode::invalid_argument, "the database url is empty"};
    if (url.find('\0') != std::string_view::npos) {
        throw Error{ErrorCode::invalid_argument, "the database url holds a NUL"};
    }
    DatabaseUrl result;
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
        result.backend = Backend::postgresql;
        result.uri = std::string{url};
        result.description = one_line(describe(result.uri));
        return result;
    }
    constexpr std::string_view kSqlite = "sqlite:///";
    if (url.starts_with(kSqlite)) {
        url.remove_prefix(kSqlite.size());
    } else if (url.starts_with("sqlite:") || url.find("://") != std::string_view::npos) {
        throw Error{ErrorCode::invalid_argument,
                    "a database is a path, sqlite:///path, sqlite:////absolute/path or postgresql://…"};
    }
    if (url.empty() || url == ":memory:") {
        throw Error{ErrorCode::invalid_argument, "the database url names no file"};
    }
    std::error_code error;
    const std::filesystem::path given{std::string{url}};
    const std::filesystem::path absolute = std::filesystem::absolute(given, error);
    if (error) throw Error{ErrorCode::unavailable, "the working directory is not there"};
    result.file = std::filesystem::weakly_canonical(absolute, error);
    if (error) result.file = absolute.lexically_normal();
    result.description = one_line(given.string());
    return result;
}

}  // namespace scrm::storage::detail
