// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "scrm/person/place.hpp"

namespace scrm::person {

/// One city of the authored list. `aliases` holds further spellings, former and colloquial names, split at
/// `|`; punctuation, case and ё do not matter in them. The names of `city` are spellings too.
struct CityRow {
    City city;
    std::string_view aliases;
};

std::span<const CityRow> russian_city_rows() noexcept;
std::span<const CityRow> ukrainian_city_rows() noexcept;
std::span<const CityRow> other_city_rows() noexcept;

}  // namespace scrm::person
