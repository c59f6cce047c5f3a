// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace scrm {

/// Why a call could not do its job. The text codes are stable; Python maps each to one exception class.
enum class ErrorCode {
    invalid_argument,  ///< the caller passed something that can never work
    not_found,         ///< a named record, file, zone or id does not exist
    already_exists,    ///< creating something whose key is taken
    conflict,          ///< another decision or writer stands in the way
    constraint,        ///< the database refused a value
    unavailable,       ///< disk full, connection lost, lock held: the same call may work later
    schema_mismatch,   ///< a database of another schema version or another application
    corrupt_data,      ///< stored bytes are damaged or a digest does not match
    unreadable_input,  ///< an input file as a whole cannot be read
    cancelled,         ///< the stop token was triggered; nothing was half-done
    internal,          ///< a bug of ours
};

/// Stable lower-case text code, e.g. "not_found".
std::string_view to_string(ErrorCode code) noexcept;

/// The one exception of scrm, thrown when a call cannot do its job.
///
/// `what()` is one line without personal data: row numbers, column names, ids of the operation, never values
/// of a row.
class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string& message);

    ErrorCode code() const noexcept { return code_; }

  private:
    ErrorCode code_;
};

}  // namespace scrm
