// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "identity/measures/measure_internal.hpp"

namespace scrm::identity {

/// Measures "phone", "email" and "address": columns with a value of its own for nearly every person, so that
/// two values must be told apart without reading them. nullptr for another measure.
std::unique_ptr<Measure> make_contact_measure(const Comparison& comparison, const Features& features);
std::vector<std::string_view> contact_grades_of(std::string_view measure);

}  // namespace scrm::identity
