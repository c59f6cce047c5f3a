// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace scrm::person {

/// A first-level region. `names` are split at `|` and hold no word for "region"; two Latin letters count only
/// beside a city or country that they fit.
struct RegionRow {
    std::string_view key;
    std::string_view names;
};

std::span<const RegionRow> region_rows() noexcept;

}  // namespace scrm::person
