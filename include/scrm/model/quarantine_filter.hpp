// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scrm/core/time.hpp"

namespace scrm {

/// Refused rows, by all that is given.
struct QuarantineFilter {
    std::string kind = {};                        ///< customers, identities, interactions, decisions
    std::optional<std::int64_t> row = {};         ///< the number of the row in its file
    std::optional<UtcTime> received_before = {};  ///< came first before this moment
    std::string containing = {};  ///< bytes that the row holds, as it was kept: an id, a telephone number

    bool empty() const noexcept { return kind.empty() && !row && !received_before && containing.empty(); }
};

}  // namespace scrm
