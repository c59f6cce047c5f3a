// SPDX-License-Identifier: Apache-2.0
#include "sentiment/cell_values_internal.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "scrm/core/error.hpp"
#include "scrm/core/time.hpp"

namespace scrm::sentiment {

double number_of(std::string_view cell, std::int64_t row, const char* what) {
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value))
        throw Error{ErrorCode::unreadable_input,
                    "row " + std::to_string(row) + ": the " + what + " is no number"};
    return value;
}

double time_of(std::string_view cell, std::int64_t row) {
    if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
    if (const auto time = parse_time(cell)) return static_cast<double>(to_unix_micros(*time));
    try {
        return number_of(cell, row, "time");
    } catch (const Error&) {
        throw Error{ErrorCode::unreadable_input,
                    "row " + std::to_string(row) +
                        ": the time is neither a number nor a time like 2016-05-01T12:00:00Z"};
    }
}

}  // namespace scrm::sentiment
