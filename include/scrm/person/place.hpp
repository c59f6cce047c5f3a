// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace scrm::person {

/// Index of a city in the compiled-in list; stable within one version of the library only: never stored.
enum class CityId : std::uint16_t {};

/// How many people share the city, and so how little it says.
enum class CitySize : std::uint8_t { under_100k, over_100k, over_250k, over_500k, over_1m, over_5m };

/// A city of the authored list. The views live as long as the program.
struct City {
    std::string_view name;          ///< in Russian: "Санкт-Петербург"
    std::string_view english_name;  ///< "Saint Petersburg"
    std::string_view local_name;  ///< in the country's own main language where that is not Russian: "Київ"
    std::string_view country;     ///< ISO alpha-2
    std::string_view region;  ///< first-level region as a stable key: "RU-SPE"; ISO 3166-2 where there is one
    CitySize size = CitySize::under_100k;
    float latitude = 0;  ///< degrees, rounded to about 0.1
    float longitude = 0;
};

/// The city that a cell names, whatever language, script or time: "г. Санкт-Петербург", "Питер", "СПб",
/// "Ленинград", "Saint-Petersburg, Russia", "Київ", "Kiev", "Днепропетровск", "Нур-Султан". Words for "city",
/// districts and a country or region behind a comma are taken off; a country that contradicts the city leaves
/// nullopt. A name that several cities of the list share gives the largest one unless `country` (ISO alpha-2)
/// or the text itself chooses. nullopt for a city that the list does not hold: compare such cells as text.
/// Pure, thread-safe; about 300 ns.
std::optional<CityId> parse_city(std::string_view raw, std::string_view country = {});

/// The city behind an id that `parse_city` gave.
const City& city(CityId id);
/// All cities of the list, in the order of CityId.
std::span<const City> all_cities();

/// Both lie in one first-level region.
bool same_region(CityId a, CityId b);
/// Great-circle distance in kilometres (haversine on the mean radius 6371 km), good to about 15 km.
double distance_km(CityId a, CityId b);

/// A first-level region's key ("RU-SVE") from its name or an abbreviation in Russian, Ukrainian or English
/// ("Свердловская обл.", "Київська область", "Tatarstan", "NV" with country US). nullopt for what the
/// authored list does not hold.
std::optional<std::string_view> parse_region(std::string_view raw, std::string_view country = {});

/// How two cells naming a place agree; a later value is stronger.
enum class PlaceAgreement : std::uint8_t {
    not_comparable,  ///< one of them is empty
    different,
    near,  ///< at most 60 km apart, in one country
    same_region,
    similar_text,  ///< one at least is not in the list; one edit apart in the latin key
    same,
};

/// Compare two cells as written. Pure, thread-safe.
PlaceAgreement compare_cities(std::string_view a, std::string_view b);

}  // namespace scrm::person
