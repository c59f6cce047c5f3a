// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scrm/storage/quarantine.hpp"

namespace scrm::storage::detail {

/// What makes a refused row the same one when it comes again: kind, bytes and occurrence, not its row number.
std::string quarantine_digest(const QuarantinedRow& row);

}  // namespace scrm::storage::detail
