// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/time.hpp"

namespace scrm {

enum class LogLevel { debug, info, warning, error };

/// One thing that happened, for the host's log: a stable code and fields without personal data. The codes are
/// listed in docs/operations/monitoring.md.
struct LogRecord {
    LogLevel level = LogLevel::info;
    std::string_view code;  ///< e.g. "transaction_retried"
    std::vector<std::pair<std::string_view, std::string>> fields;
};

/// Called from any thread; must be thread-safe and must not throw. May be empty.
using LogSink = std::function<void(const LogRecord&)>;

/// What happened since a Crm was opened; for a service's metrics.
struct Counters {
    std::int64_t commits = 0;
    std::int64_t rollbacks = 0;
    std::int64_t retries = 0;  ///< whole transactions run again
    std::int64_t connections_lost = 0;
    std::int64_t unknown_outcomes = 0;  ///< commits whose connection was lost before the answer
    std::int64_t accepted = 0;          ///< rows that imports took
    std::int64_t quarantined = 0;       ///< rows that imports put into quarantine
    std::int64_t fallbacks = 0;  ///< posts that the built-in text model answered in place of the bank's own
};

/// How a Crm opens and uses its database.
struct CrmOptions {
    bool create = true;        ///< make the database when it does not exist; never a folder
    std::size_t sessions = 4;  ///< size of the session pool (PostgreSQL)
    std::chrono::milliseconds lock_wait{30'000};  ///< how long to wait for another process (SQLite)
    const Clock* clock = nullptr;                 ///< nullptr: the system's clock; must outlive the Crm
    LogSink log = {};
    std::stop_token stop = {};  ///< ends the wait for another process: Error{cancelled}
};

/// Who does something and why; kept with the event and in the audit chain.
struct Actor {
    std::string name = "operator";
    std::string reason = {};
};

}  // namespace scrm
