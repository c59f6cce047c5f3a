// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "scrm/core/error.hpp"

namespace scrm::storage::detail {

/// An error of a database, mapped once. The message never holds what the driver said: that may quote a bound
/// value.
class DatabaseFault : public Error {
  public:
    struct Kind {
        ErrorCode code = ErrorCode::internal;
        bool retryable = false;        ///< the same transaction may work when it is run again
        bool connection_lost = false;  ///< the session is dead; nothing of the transaction is stored
        bool outcome_unknown = false;  ///< lost while COMMIT was under way
    };

    DatabaseFault(Kind kind, const std::string& message) : Error(kind.code, message), kind_(kind) {}
    const Kind& kind() const noexcept { return kind_; }

  private:
    Kind kind_;
};

/// Whether the data were out of reach, or nobody waits for them any more: that says nothing of whether they
/// are sound.
inline bool says_nothing_of_data(const Error& error) noexcept {
    return error.code() == ErrorCode::unavailable || error.code() == ErrorCode::cancelled;
}

/// By SQLSTATE (class 08, 40, 53, … of the PostgreSQL manual, appendix A). Empty: the connection is gone.
DatabaseFault fault_of_sqlstate(std::string_view sqlstate);

/// By primary result code of SQLite.
DatabaseFault fault_of_sqlite(int result);

/// Why no connection could be made, from the fixed phrases of libpq's message; the message itself may quote
/// parts of the url.
DatabaseFault fault_of_connect(std::string_view message);

}  // namespace scrm::storage::detail
