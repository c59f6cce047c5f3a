// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "identity/measures/measure_internal.hpp"
#include "identity/records/features_internal.hpp"

namespace scrm::identity {

/// Conditions as written over folded text: the outcome is the number of the first level that holds.
std::unique_ptr<Measure> make_level_measure(const Comparison& comparison, const Features& features);

/// The feature column that a built-in measure of one column reads.
std::string measured_key(const Comparison& comparison);

}  // namespace scrm::identity
