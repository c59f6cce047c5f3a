// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "identity/measures/measure_internal.hpp"
#include "identity/records/features_internal.hpp"

namespace scrm::identity {

/// Measures "given_name", "family_name", "patronymic", read off one alignment of two names. nullptr for
/// another measure.
std::unique_ptr<Measure> make_name_measure(const Comparison& comparison, const Features& features);
std::vector<std::string_view> name_grades_of(std::string_view measure);

/// Memos that a context needs beyond one a comparison: grades of given and of family names.
inline constexpr std::size_t kNameMemos = 2;

}  // namespace scrm::identity
