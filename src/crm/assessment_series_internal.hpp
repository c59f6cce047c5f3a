// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "scrm/crm/summary.hpp"
#include "scrm/storage/assessment_store.hpp"

namespace scrm::detail {

/// Counts by day as a series over periods that a chart can show: days up to two months, then weeks up to
/// about a year, months up to five years, years.
AssessmentSeries series_of(const std::vector<storage::AssessmentCount>& counts);

}  // namespace scrm::detail
