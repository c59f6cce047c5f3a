// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/database.hpp"

#include <unistd.h>

#include "database_impl_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/storage/schema.hpp"

namespace scrm::storage {

std::string_view to_string(Backend backend) noexcept {
    return backend == Backend::sqlite ? "sqlite" : "postgresql";
}

namespace detail {

DatabaseImpl::DatabaseImpl(DatabaseUrl url, OpenOptions options)
    : url_(std::move(url)), options_(std::move(options)), process_(::getpid()) {
    if (options_.clock == nullptr) options_.clock = &system_clock();
    if (options_.sessions == 0) options_.sessions = 1;
}

bool DatabaseImpl::is_own_process() const noexcept {
    return process_ == ::getpid();
}

void DatabaseImpl::require_own_process() const {
    if (!is_own_process())
        throw Error{
            ErrorCode::invalid_argument,
            "the database was opened by the process that this one was forked from; open it after the fork"};
}

void DatabaseImpl::log(Severity severity, std::string_view code,
                       std::vector<std::pair<std::string_view, std::string>> fields) const noexcept {
    if (!options_.log) return;
    try {
        options_.log(LogEvent{severity, code, std::move(fields)});
    } catch (...) {
        // A log that fails must not change what is stored.
    }
}

void DatabaseImpl::throw_closed() {
    throw Error{ErrorCode::invalid_argument, "the database has been closed"};
}

void DatabaseImpl::throw_closing_itself() {
    throw Error{ErrorCode::conflict, "a call cannot close the database that it works on"};
}

void DatabaseImpl::throw_still_in_use(const std::stop_token& stop) {
    throw_if_stopped(stop);
    throw Error{ErrorCode::unavailable, "the database stays open: another call still works on it"};
}

std::shared_ptr<DatabaseImpl> open_database(std::string_view url, const OpenOptions& options,
                                            SchemaPolicy policy, std::int64_t version) {
    DatabaseUrl parsed = parse_database_url(url);
    return parsed.backend == Backend::sqlite
               ? open_sqlite_database(std::move(parsed), options, policy, version)
               : open_postgresql_database(std::move(parsed), options, policy, version);
}

}  // namespace detail

Database Database::open(std::string_view url, const OpenOptions& options) {
    return Database{
        detail::open_database(url, options, detail::SchemaPolicy::require_current, current_schema_version())};
}

Backend Database::backend() const noexcept {
    return impl_->url().backend;
}
const Clock& Database::clock() const noexcept {
    return impl_->clock();
}
const std::string& Database::description() const noexcept {
    return impl_->url().description;
}

void Database::close(const std::stop_token& stop) const {
    impl_->close(stop);
}
bool Database::is_closed() const noexcept {
    return impl_->is_closed();
}

Counters Database::counters() const noexcept {
    const auto& counters = impl_->counters;
    return {counters.commits, counters.rollbacks, counters.retries, counters.connections_lost,
            counters.unknown_outcomes};
}

}  // namespace scrm::storage
