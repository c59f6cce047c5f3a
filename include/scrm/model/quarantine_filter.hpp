// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scrm/core/time.hpp"

namespace scrm {

/// Refused rows, by all that is given.
struct QuarantineFilter {
    std::optional<std::string> kind = {};         ///< customers, identities, interactions, decisions
    std::optional<std::int64_t> row = {};         ///< the number of the row in its file
    std::optional<UtcTime> received_before = {};  ///< came first before this moment
    /// Bytes that the row holds anywhere, as it was kept: a name, a telephone number. Never empty.
    std::optional<std::string> containing = {};

    bool empty() const noexcept { return !kind && !row && !received_before && !containing; }
};

}  // namespace scrm
