// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/place.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "person/places/country_rows_internal.hpp"
#include "person/places/gazetteer_internal.hpp"
#include "person/places/place_key_internal.hpp"
#include "person/places/region_rows_internal.hpp"
#include "scrm/text/similarity.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxRaw = 256;
constexpr std::size_t kMaxSegments = 8;
constexpr std::size_t kMaxWords = 8;
constexpr double kNearKm = 60;

constexpr std::string_view kCityWords[] = {"г",     "гор",   "город",       "м",      "місто",
                                           "мисто", "горад", "город герой", "city",   "town",
                                           "of",    "ville", "қ",           "қаласы", "shahar"};
constexpr std::string_view kRegionWords[] = {
    "область",   "обл",    "край",     "республика", "респ", "республіка", "рэспубліка",
    "вобласць",  "вобл",   "oblast",   "region",     "krai", "kray",       "obl",
    "republic",  "state",  "province", "автономный", "ао",   "округ",      "county",
    "автономна", "облысы", "of",       "автономная"};
constexpr std::string_view kDistrictWords[] = {
    "район",  "р",          "н",     "рн",          "мкр",  "микрорайон", "округ", "ао",
    "цао",    "сао",        "юао",   "вао",         "зао",  "свао",       "сзао",  "ювао",
    "юзао",   "мікрорайон", "раён",  "district",    "area", "downtown",   "центр", "center",
    "centre", "metro",      "метро", "і",           "и",    "область",    "обл",   "oblast",
    "region", "край",       "город", "город герой", "г",    "м",          "city",  "столица"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// Words of one segment as views into the key.
struct Words {
    std::array<std::string_view, kMaxWords> at{};
    std::size_t count = 0;

    // The text from word `first` up to, not including, word `last`.
    std::string_view join(std::size_t first, std::size_t last) const noexcept {
        const char* begin = at[first].data();
        const std::string_view end_word = at[last - 1];
        return {begin, static_cast<std::size_t>(end_word.data() + end_word.size() - begin)};
    }
};

// nullopt for more words than a place's name has.
std::optional<Words> split_words(std::string_view segment) {
    Words words;
    while (!segment.empty()) {
        const std::size_t space = segment.find(' ');
        if (words.count == kMaxWords) return std::nullopt;
        words.at[words.count++] = segment.substr(0, space);
        if (space == std::string_view::npos) break;
        segment.remove_prefix(space + 1);
    }
    return words;
}

// A postcode beside a city; a shorter number may be part of another town's name: Красноярск-26.
bool is_postcode(std::string_view word) noexcept {
    return word.size() >= 5 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// The rows of regions that a segment names, its words for "region" taken off.
std::span<const std::uint16_t> regions_of(const Words& words) {
    std::size_t first = 0;
    std::size_t last = words.count;
    while (first < last && is_one_of(words.at[first], kRegionWords)) ++first;
    while (last > first && is_one_of(words.at[last - 1], kRegionWords)) --last;
    if (first == last) return {};
    const auto& places = Gazetteer::instance();
    const auto stripped = places.regions_named(words.join(first, last));
    return stripped.empty() ? places.regions_named(words.join(0, words.count)) : stripped;
}

bool has_region_word(const Words& words) {
    for (std::size_t i = 0; i < words.count; ++i) {
        if (words.at[i] != "of" && is_one_of(words.at[i], kRegionWords)) return true;
    }
    return false;
}

// Records of several countries name these regions as their own; neither name contradicts a city there.
bool is_named_by_two_countries(const City& city) noexcept {
    static constexpr std::string_view kRegions[] = {"UA-43", "UA-40", "UA-14", "UA-09", "UA-23", "UA-65"};
    return is_one_of(city.region, kRegions);
}

bool lies_in_country(const City& city, std::string_view country) noexcept {
    return city.country == country || (country == "RU" && is_named_by_two_countries(city));
}

// A city that is a region of its own is also written with the region around it.
bool lies_in_region(const City& city, std::string_view region) noexcept {
    if (city.region == region) return true;
    static constexpr std::pair<std::string_view, std::string_view> kAround[] = {
        {"RU-MOW", "RU-MOS"}, {"RU-SPE", "RU-LEN"}, {"UA-30", "UA-32"}, {"BY-HM", "BY-MI"},
        {"KZ-75", "KZ-19"},   {"KZ-71", "KZ-11"},   {"KZ-79", "KZ-61"}, {"UA-40", "UA-43"}};
    return std::any_of(std::begin(kAround), std::end(kAround), [&](const auto& pair) {
        return (pair.first == city.region && pair.second == region) ||
               (pair.second == city.region && pair.first == region);
    });
}

std::string_view country_of_region(std::string_view region) noexcept {
    return region.substr(0, 2);
}

// What one segment of a cell may mean; several readings live side by side until a city chooses.
struct Segment {
    Words words;
    std::span<const std::uint16_t> cities;
    std::span<const std::uint16_t> regions;
    std::string_view country;
    // The words around the city inside its segment ("Moscow Russia").
    std::span<const std::uint16_t> rest_regions;
    std::string_view rest_country;
    bool is_district = false;
};

struct Rest {
    bool acceptable = false;
    std::span<const std::uint16_t> regions;
    std::string_view country;
};

Rest read_rest(const Words& words, std::size_t first, std::size_t last) {
    Rest rest;
    while (first < last && (is_one_of(words.at[first], kCityWords) || is_postcode(words.at[first]))) ++first;
    while (last > first && (is_one_of(words.at[last - 1], kCityWords) || is_postcode(words.at[last - 1])))
        --last;
    if (first == last) {
        rest.acceptable = true;
        return rest;
    }
    Words part;
    for (std::size_t i = first; i < last; ++i) part.at[part.count++] = words.at[i];
    rest.country = country_of_key(words.join(first, last));
    rest.regions = regions_of(part);
    const bool district =
        std::any_of(part.at.begin(), part.at.begin() + static_cast<std::ptrdiff_t>(part.count),
                    [](std::string_view word) { return is_one_of(word, kDistrictWords); });
    rest.acceptable = !rest.country.empty() || !rest.regions.empty() || district;
    return rest;
}

// The longest run of words that names a city while the words around it fit.
void find_city(Segment& segment) {
    const Words& words = segment.words;
    const auto& places = Gazetteer::instance();
    for (std::size_t length = words.count; length > 0; --length) {
        for (std::size_t first = 0; first + length <= words.count; ++first) {
            const auto named = places.named(words.join(first, first + length));
            if (named.empty()) continue;
            const Rest before = read_rest(words, 0, first);
            const Rest after = read_rest(words, first + length, words.count);
            if (!before.acceptable || !after.acceptable) continue;
            segment.cities = named;
            segment.rest_country = before.country.empty() ? after.country : before.country;
            segment.rest_regions = before.regions.empty() ? after.regions : before.regions;
            return;
        }
    }
}

std::optional<Segment> read_segment(std::string_view text) {
    const std::optional<Words> words = split_words(text);
    if (!words) return std::nullopt;
    Segment segment;
    segment.words = *words;
    segment.country = country_of_key(text);
    segment.regions = regions_of(*words);
    segment.is_district = has_region_word(*words);
    for (std::size_t i = 0; i < words->count; ++i) {
        if (is_one_of(words->at[i], kDistrictWords) || is_postcode(words->at[i])) segment.is_district = true;
    }
    // "Kyiv oblast" is not the city.
    if (!(has_region_word(*words) && !segment.regions.empty())) find_city(segment);
    return segment;
}

bool any_region_fits(std::span<const std::uint16_t> regions, const City& city) {
    return std::ranges::any_of(
        regions, [&](std::uint16_t row) { return lies_in_region(city, region_rows()[row].key); });
}

// Whether the words around the city in its own segment leave it possible.
bool rest_fits(const Segment& segment, const City& city) {
    if (segment.rest_country.empty() && segment.rest_regions.empty()) return true;
    if (!segment.rest_country.empty() && lies_in_country(city, segment.rest_country)) return true;
    return any_region_fits(segment.rest_regions, city);
}

bool is_well_covered(const City& city) noexcept {
    return city.country == "RU" || city.country == "UA" || city.country == "BY" || city.country == "KZ";
}

// Whether another segment of the cell leaves the city possible.
bool other_fits(const Segment& other, std::uint16_t id) {
    const City& city = all_cities()[id];
    if (!other.country.empty() && lies_in_country(city, other.country)) return true;
    if (any_region_fits(other.regions, city)) return true;
    for (const std::uint16_t second : other.cities) {
        if (second == id) return true;
        // Of two neighbours the smaller one is meant: "Химки, Москва".
        const bool smaller = city.size < all_cities()[second].size;
        if (smaller && distance_km(CityId{id}, CityId{second}) <= kNearKm) return true;
    }
    if (!other.country.empty() || !other.regions.empty() || !other.cities.empty()) return false;
    // The list holds too few foreign cities for an unknown word beside one to be harmless: "London,
    // Kentucky".
    return other.is_district || is_well_covered(city);
}

std::optional<CityId> choose(std::span<const Segment> segments, std::string_view country) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
        for (const std::uint16_t id : segments[i].cities) {
            const City& candidate = all_cities()[id];
            if (!country.empty() && !lies_in_country(candidate, country)) continue;
            if (!rest_fits(segments[i], candidate)) continue;
            bool fits = true;
            for (std::size_t j = 0; j < segments.size() && fits; ++j)
                fits = j == i || other_fits(segments[j], id);
            if (fits) return CityId{id};
        }
    }
    return std::nullopt;
}

std::optional<CityId> first_in_country(std::span<const std::uint16_t> ids, std::string_view country) {
    for (const std::uint16_t id : ids) {
        if (country.empty() || lies_in_country(all_cities()[id], country)) return CityId{id};
    }
    return std::nullopt;
}

// A spelling of one name that no list holds, such as "Iekaterinburg".
std::optional<CityId> parse_by_latin_key(std::string_view key, std::string_view country) {
    const std::optional<Words> words = split_words(key);
    if (!words || words->count == 0) return std::nullopt;
    std::size_t first = 0;
    while (first + 1 < words->count && is_one_of(words->at[first], kCityWords)) ++first;
    const std::string latin = text::latin_key(words->join(first, words->count));
    constexpr std::size_t kShortest = 4;
    if (latin.size() < kShortest) return std::nullopt;
    return first_in_country(Gazetteer::instance().named_in_latin(latin), country);
}

// "г москва", "москва г".
std::string_view without_city_word(std::string_view key) noexcept {
    const std::size_t first = key.find(' ');
    if (first == std::string_view::npos) return key;
    if (is_one_of(key.substr(0, first), kCityWords)) return key.substr(first + 1);
    const std::size_t last = key.rfind(' ');
    return is_one_of(key.substr(last + 1), kCityWords) ? key.substr(0, last) : key;
}

// The commonest cells, by two lookups: a name with a word for "city", or a name and a country.
std::optional<CityId> parse_plain(std::string_view key, std::string_view country) {
    const std::size_t comma = key.find(',');
    const auto named = Gazetteer::instance().named(without_city_word(key.substr(0, comma)));
    if (named.empty()) return std::nullopt;
    if (comma == std::string_view::npos) return first_in_country(named, country);
    const std::string_view written = country_of_key(key.substr(comma + 1));
    if (written.empty()) return std::nullopt;
    for (const std::uint16_t id : named) {
        const City& candidate = all_cities()[id];
        if (lies_in_country(candidate, written) && (country.empty() || lies_in_country(candidate, country))) {
            return CityId{id};
        }
    }
    return std::nullopt;
}

std::optional<CityId> parse_folded(const std::string& key, std::string_view country) {
    if (key.empty()) return std::nullopt;
    const auto& places = Gazetteer::instance();
    const bool single = key.find(',') == std::string::npos;
    if (single) {
        if (const auto named = places.named(key); !named.empty()) return first_in_country(named, country);
    } else {
        std::string joined = key;
        std::ranges::replace(joined, ',', ' ');
        if (const auto named = places.named(joined); !named.empty()) return first_in_country(named, country);
    }
    if (const auto plain = parse_plain(key, country)) return plain;
    std::array<Segment, kMaxSegments> segments;
    std::size_t count = 0;
    for (std::string_view rest = key; !rest.empty();) {
        const std::size_t comma = rest.find(',');
        const std::string_view text = rest.substr(0, comma);
        if (count == segments.size()) return std::nullopt;
        std::optional<Segment> segment = read_segment(text);
        if (!segment) return std::nullopt;
        segments[count++] = *segment;
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    if (const auto chosen = choose({segments.data(), count}, country)) return chosen;
    return single ? parse_by_latin_key(key, country) : std::nullopt;
}

}  // namespace

std::optional<CityId> parse_city(std::string_view raw, std::string_view country) {
    if (raw.size() > kMaxRaw) return std::nullopt;
    return parse_folded(place_key(raw), country);
}

const City& city(CityId id) {
    return all_cities()[static_cast<std::size_t>(id)];
}

std::span<const City> all_cities() {
    return Gazetteer::instance().cities();
}

bool same_region(CityId a, CityId b) {
    return city(a).region == city(b).region;
}

double distance_km(CityId a, CityId b) {
    constexpr double kEarthRadiusKm = 6371;
    constexpr double kRadians = std::numbers::pi / 180;
    const City& from = city(a);
    const City& to = city(b);
    const double latitude =
        (static_cast<double>(to.latitude) - static_cast<double>(from.latitude)) * kRadians;
    const double longitude =
        (static_cast<double>(to.longitude) - static_cast<double>(from.longitude)) * kRadians;
    const double h =
        std::pow(std::sin(latitude / 2), 2) + std::cos(static_cast<double>(from.latitude) * kRadians) *
                                                  std::cos(static_cast<double>(to.latitude) * kRadians) *
                                                  std::pow(std::sin(longitude / 2), 2);
    return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

std::optional<std::string_view> parse_region(std::string_view raw, std::string_view country) {
    if (raw.size() > kMaxRaw) return std::nullopt;
    const std::string key = name_key(raw);
    const std::optional<Words> words = split_words(key);
    if (!words || words->count == 0) return std::nullopt;
    for (const std::uint16_t row : regions_of(*words)) {
        const std::string_view region = region_rows()[row].key;
        if (!country.empty() && country_of_region(region) != country) continue;
        // Two letters mean too much to stand alone.
        if (country.empty() && key.size() == 2) continue;
        return region;
    }
    return std::nullopt;
}

PlaceAgreement compare_cities(std::string_view a, std::string_view b) {
    if (a.size() > kMaxRaw || b.size() > kMaxRaw)
        return a == b ? PlaceAgreement::same : PlaceAgreement::different;
    const std::string left = place_key(a);
    const std::string right = place_key(b);
    if (left.empty() || right.empty()) return PlaceAgreement::not_comparable;
    if (left == right) return PlaceAgreement::same;
    const std::optional<CityId> from = parse_folded(left, {});
    const std::optional<CityId> to = parse_folded(right, {});
    if (from && to) {
        if (*from == *to) return PlaceAgreement::same;
        if (same_region(*from, *to)) return PlaceAgreement::same_region;
        const bool near = city(*from).country == city(*to).country && distance_km(*from, *to) <= kNearKm;
        return near ? PlaceAgreement::near : PlaceAgreement::different;
    }
    const std::string left_latin = text::latin_key(left);
    const std::string right_latin = text::latin_key(right);
    if (!left_latin.empty() && left_latin == right_latin) return PlaceAgreement::same;
    constexpr std::size_t kLongEnough = 5;
    const bool similar = std::min(left_latin.size(), right_latin.size()) >= kLongEnough &&
                         text::damerau_levenshtein(left_latin, right_latin, 1) <= 1;
    return similar ? PlaceAgreement::similar_text : PlaceAgreement::different;
}

}  // namespace scrm::person
