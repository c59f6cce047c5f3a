// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace scrm::person {

/// One country of the authored list; `names` are split at `|`, and the two codes are names too.
struct CountryRow {
    std::string_view alpha2;
    std::string_view alpha3;
    int calling_code;
    std::string_view names;
};

std::span<const CountryRow> country_rows() noexcept;

/// The alpha-2 code of the country that a folded name (place_key_internal.hpp) means; empty when unknown.
std::string_view country_of_key(std::string_view key);

}  // namespace scrm::person
