// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/gender.hpp"

#include <algorithm>
#include <string>

#include "person/places/place_key_internal.hpp"

namespace scrm::person {
namespace {

constexpr std::string_view kMale[] = {"m",           "male",       "man",     "mr",       "boy",
                                      "masculine",   "м",          "муж",     "мужской",  "мужчина",
                                      "ч",           "чол",        "чоловік", "чоловіча", "чоловіча стать",
                                      "мужской пол", "мужчинский", "мужч",    "мужчына",  "мужчынскі",
                                      "хлопець",     "парень",     "ер",      "erkek",    "mann",
                                      "männlich",    "mannlich",   "homme",   "мальчик",  "господин",
                                      "г н",         "пан"};
constexpr std::string_view kFemale[] = {
    "f",       "female",  "woman",   "w",       "girl", "mrs",   "ms",     "miss",         "feminine",
    "ж",       "жен",     "женский", "женщина", "жін",  "жінка", "жіноча", "жіноча стать", "женский пол",
    "жанчына", "жаночы",  "дівчина", "девушка", "әйел", "kadın", "kadin",  "frau",         "weiblich",
    "femme",   "девочка", "госпожа", "г жа",    "пані"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

std::optional<Gender> parse_gender(std::string_view raw) {
    constexpr std::size_t kMaxRaw = 64;
    if (raw.empty() || raw.size() > kMaxRaw) return std::nullopt;
    const std::string key = name_key(raw);
    if (is_one_of(key, kMale)) return Gender::male;
    if (is_one_of(key, kFemale)) return Gender::female;
    return std::nullopt;
}

}  // namespace scrm::person
