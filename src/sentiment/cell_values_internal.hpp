// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace scrm::sentiment {

/// Throws Error{unreadable_input} naming the row for what is no finite number.
double number_of(std::string_view cell, std::int64_t row, const char* what);

/// A number, or a time as microseconds; NaN for an empty cell. Throws as number_of.
double time_of(std::string_view cell, std::int64_t row);

}  // namespace scrm::sentiment
