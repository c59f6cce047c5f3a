// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace scrm::identity {

/// Whether a golden record can have the field: a column of customers.csv.
bool is_golden_field(std::string_view field) noexcept;
/// Whether it holds several values at once: phones, emails.
bool holds_many_values(std::string_view field) noexcept;

}  // namespace scrm::identity
