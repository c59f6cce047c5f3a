// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "scrm/text/mask.hpp"
#include "scrm/text/utf8.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

LogLevel level_of(storage::Severity severity) {
    switch (severity) {
        case storage::Severity::debug:
            return LogLevel::debug;
        case storage::Severity::info:
            return LogLevel::info;
        case storage::Severity::warning:
            return LogLevel::warning;
        case storage::Severity::error:
            return LogLevel::error;
    }
    return LogLevel::error;
}

}  // namespace

CrmSession::CrmSession(storage::Database database, const CrmOptions&) : database_(std::move(database)) {}

storage::OpenOptions storage_options(const CrmOptions& options) {
    storage::OpenOptions result;
    result.create = options.create;
    result.sessions = options.sessions;
    result.lock_wait = options.lock_wait;
    result.clock = options.clock;
    result.stop = options.stop;
    if (options.log) {
        result.log = [sink = options.log](const storage::LogEvent& event) {
            sink(LogRecord{level_of(event.severity), event.code, event.fields});
        };
    }
    return result;
}

std::string author_text(std::string_view text) {
    return text::mask_cards(text::sanitize(text).text);
}

void audit(storage::UnitOfWork& unit, std::string action, const std::string& actor,
           std::vector<std::pair<std::string, std::string>> details) {
    storage::AuditLog{unit}.append({std::move(action), actor, std::move(details)});
}

}  // namespace scrm
