// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace scrm::person {

/// Whether `digits` (with country code) fit the plan of a country that is read without libphonenumber.
struct PlanReading {
    bool known = false;        ///< the country code belongs to such a country
    std::string_view country;  ///< ISO code when the number fits, else empty
};

PlanReading read_plan(std::string_view digits) noexcept;

}  // namespace scrm::person
