// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/error.hpp"

namespace scrm {

std::string_view to_string(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_argument:
            return "invalid_argument";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::already_exists:
            return "already_exists";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::constraint:
            return "constraint";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::schema_mismatch:
            return "schema_mismatch";
        case ErrorCode::corrupt_data:
            return "corrupt_data";
        case ErrorCode::unreadable_input:
            return "unreadable_input";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::internal:
            return "internal";
    }
    return "internal";
}

Error::Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

}  // namespace scrm
