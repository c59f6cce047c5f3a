// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "identity/measures/measure_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "identity/training/population_internal.hpp"

namespace scrm::identity {

/// Measures "handle_name" (the handle of one side spells the name of the other, where the first shows no
/// family name) and "handle_year" (it ends in the year of birth of the other). nullptr for another measure.
std::unique_ptr<Measure> make_handle_measure(const Comparison& comparison, const Features& features);
std::vector<std::string_view> handle_grades_of(std::string_view measure);

}  // namespace scrm::identity
