// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/storage/database.hpp"

namespace scrm::storage {

/// One checked invariant.
struct InvariantCheck {
    std::string code;  ///< "I1" … "I14", "file"
    std::string title;
    bool ok = false;
    std::string detail;  ///< counts; no personal data
};

/// Every invariant that the database can be asked for, in one snapshot. A damaged database gives failed
/// checks, not an exception. Throws Error: unavailable, when it cannot be reached; cancelled.
std::vector<InvariantCheck> verify(const Database& database, const Execution& execution = {});

}  // namespace scrm::storage
