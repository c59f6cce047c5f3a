// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "person/names/name_table_internal.hpp"
#include "scrm/person/place.hpp"

namespace scrm::person {

/// The authored lists of cities and regions with their indexes; built at first use, immutable afterwards.
class Gazetteer {
  public:
    static const Gazetteer& instance();

    std::span<const City> cities() const noexcept { return cities_; }
    /// Cities that a folded name may mean, the largest first.
    std::span<const std::uint16_t> named(std::string_view key) const { return names_.find(key); }
    /// The same for a name's latin key: spellings that no list has.
    std::span<const std::uint16_t> named_in_latin(std::string_view latin_key) const {
        return latin_names_.find(latin_key);
    }
    /// Rows of region_rows() that a folded name without a word for "region" may mean.
    std::span<const std::uint16_t> regions_named(std::string_view key) const { return regions_.find(key); }

  private:
    Gazetteer();

    std::vector<City> cities_;
    NameTable names_;
    NameTable latin_names_;
    NameTable regions_;
};

}  // namespace scrm::person
