// SPDX-License-Identifier: Apache-2.0
#include "person/places/gazetteer_internal.hpp"

#include <algorithm>
#include <numeric>

#include "person/places/city_rows_internal.hpp"
#include "person/places/place_key_internal.hpp"
#include "person/places/region_rows_internal.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {

const Gazetteer& Gazetteer::instance() {
    static const Gazetteer kGazetteer;
    return kGazetteer;
}

Gazetteer::Gazetteer() {
    std::vector<std::string_view> aliases;
    for (const auto rows : {russian_city_rows(), ukrainian_city_rows(), other_city_rows()}) {
        for (const CityRow& row : rows) {
            cities_.push_back(row.city);
            aliases.push_back(row.aliases);
        }
    }
    // Names enter by size of the city, so that a shared name gives the largest city first.
    std::vector<std::uint16_t> by_size(cities_.size());
    std::iota(by_size.begin(), by_size.end(), std::uint16_t{0});
    std::ranges::stable_sort(by_size, std::ranges::greater{},
                             [this](std::uint16_t id) { return cities_[id].size; });
    // Today's names come before former and colloquial ones of any city.
    for (const std::uint16_t id : by_size) {
        const City& city = cities_[id];
        for (const std::string_view name : {city.name, city.english_name, city.local_name}) {
            names_.add(name_key(name), id);
            latin_names_.add(text::latin_key(name_key(name)), id);
        }
    }
    for (const std::uint16_t id : by_size) names_.add_all(aliases[id], id);
    const auto regions = region_rows();
    for (std::size_t i = 0; i < regions.size(); ++i)
        regions_.add_all(regions[i].names, static_cast<std::uint16_t>(i));
}

}  // namespace scrm::person
