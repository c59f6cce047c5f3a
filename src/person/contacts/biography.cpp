// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/biography.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "scrm/person/given_name.hpp"
#include "scrm/person/place.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/mask_policy.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kFewestPhoneDigits = 7;
constexpr std::size_t kLongestSegment = 160;
constexpr std::size_t kMostDateWords = 4;
constexpr std::size_t kMostCityWords = 3;
constexpr int kEldest = 1930;
constexpr int kYoungest = 2015;  // in a network one is at least some ten years old

enum class Cue : std::uint8_t { none, place, birthday };

constexpr std::string_view kBornBefore[] = {"др",
                                            "др.",
                                            "д.р",
                                            "д.р.",
                                            "д/р",
                                            "д.н.",
                                            "дн",
                                            "днюха",
                                            "день рождения",
                                            "день народження",
                                            "дата рождения",
                                            "род.",
                                            "родился",
                                            "родилась",
                                            "рождён",
                                            "рожден",
                                            "рождена",
                                            "рождение",
                                            "народився",
                                            "народилась",
                                            "народилася",
                                            "нар.",
                                            "нарадзіўся",
                                            "нарадзілася",
                                            "birthday",
                                            "bday",
                                            "b-day",
                                            "born",
                                            "born on",
                                            "born in",
                                            "b.",
                                            "dob",
                                            "date of birth"};
constexpr std::string_view kBornBehind[] = {"г.р", "г.р.", "г. р.", "г.рождения",     "года рождения",
                                            "р.н", "р.н.", "р. н.", "року народження"};
constexpr std::string_view kPlaceBefore[] = {
    "г.",      "гор.",      "город",    "город:",    "місто",      "місто:",   "м.",     "city",
    "city:",   "location:", "из",       "із",        "зі",         "з",        "живу в", "живём в",
    "живем в", "живу у",    "мешкаю в", "живу во",   "проживаю в", "родом из", "from",   "based in",
    "live in", "living in", "lives in", "i live in", "i'm from",   "im from",  "home:"};

template <std::size_t n>
bool is_any(std::string_view word, const std::string_view (&words)[n]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

Cue cue_of(char32_t sign) noexcept {
    switch (sign) {
        case U'📍':
        case U'📌':
        case U'🏠':
        case U'🏡':
        case U'🗺':
        case U'🏙':
        case U'🌍':
        case U'🌎':
        case U'🌏':
            return Cue::place;
        case U'🎂':
        case U'🎉':
        case U'🎈':
        case U'🎁':
        case U'🍰':
            return Cue::birthday;
        default:
            return Cue::none;
    }
}

bool is_picture(char32_t sign) noexcept {
    return (sign >= 0x2190 && sign <= 0x2BFF) || sign >= 0x1F000;
}

/// Variation selectors, joiners and skin tones belong to the picture before them.
bool belongs_to_picture(char32_t sign) noexcept {
    return sign == 0xFE0F || sign == 0x200D || (sign >= 0x1F3FB && sign <= 0x1F3FF);
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kEnds = " \t\r!:()[]\"'*_=~-";
    while (!text.empty() && kEnds.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && kEnds.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    return text;
}

/// The first `count` words of a text that has at least so many.
std::optional<std::string_view> first_words(std::string_view text, std::size_t count) noexcept {
    std::size_t at = 0;
    for (std::size_t word = 0; word < count; ++word) {
        at = text.find_first_not_of(' ', at);
        if (at == std::string_view::npos) return std::nullopt;
        at = std::min(text.find(' ', at), text.size());
    }
    return text.substr(0, at);
}

bool may_hold_phone(std::string_view bio) noexcept {
    constexpr std::string_view kFullWidth = "\xEF\xBC";
    auto digits = static_cast<std::size_t>(std::count_if(bio.begin(), bio.end(), is_digit));
    for (std::size_t at = bio.find(kFullWidth); at != std::string_view::npos && digits < kFewestPhoneDigits;
         at = bio.find(kFullWidth, at + kFullWidth.size()))
        ++digits;
    return digits >= kFewestPhoneDigits;
}

class BiographyReader {
  public:
    BiographyReader(std::string_view bio, std::string_view country) : country_(country) {
        read_contacts(bio);
        read_segments(bio);
        if (born_differs_) out_.born.reset();
        if (city_differs_) out_.city.clear();
    }

    Biography take() { return std::move(out_); }

  private:
    void read_contacts(std::string_view bio) {
        if (may_hold_phone(bio)) {
            text::MaskPolicy only_phones;
            only_phones.emails = only_phones.ibans = only_phones.accounts = only_phones.passports = false;
            for (const text::PrivateSpan& span : text::find_private(bio, only_phones)) {
                const auto phone = parse_phone_in(bio.substr(span.begin, span.end - span.begin), country_);
                if (phone && std::find(out_.phones.begin(), out_.phones.end(), *phone) == out_.phones.end())
                    out_.phones.push_back(*phone);
            }
        }
        out_.emails = find_emails(bio);
    }

    /// A picture, a line's end or a separating sign ends what is said of one thing.
    void read_segments(std::string_view bio) {
        std::string_view rest = bio;
        std::size_t begin = 0;
        Cue cue = Cue::none;
        while (!rest.empty()) {
            const std::size_t at = bio.size() - rest.size();
            const char32_t sign = text::next(rest);
            const std::size_t behind = bio.size() - rest.size();
            if (belongs_to_picture(sign)) {
                if (trimmed(bio.substr(begin, at - begin)).empty()) begin = behind;
                continue;
            }
            if (!separates(bio, at, sign)) continue;
            read_segment(bio.substr(begin, at - begin), cue);
            begin = behind;
            cue = cue_of(sign);
        }
        read_segment(bio.substr(begin), cue);
    }

    static bool separates(std::string_view bio, std::size_t at, char32_t sign) noexcept {
        switch (sign) {
            case U'\n':
            case U'|':
            case U'•':
            case U'·':
            case U';':
            case U'\\':
            case U'—':
            case U'–':
                return true;
            // "13/04/1990" and "April 13, 1990" are one.
            case U'/':
                return at == 0 || !is_digit(bio[at - 1]) || at + 1 >= bio.size() || !is_digit(bio[at + 1]);
            case U',': {
                const std::size_t next = bio.find_first_not_of(' ', at + 1);
                return at == 0 || !is_digit(bio[at - 1]) || next == std::string_view::npos ||
                       !is_digit(bio[next]);
            }
            default:
                return is_picture(sign);
        }
    }

    void read_segment(std::string_view segment, Cue cue) {
        segment = trimmed(segment);
        if (segment.empty() || segment.size() > kLongestSegment) return;
        if (read_birth(segment, cue)) return;
        read_city(segment, cue);
    }

    bool read_birth(std::string_view segment, Cue cue) {
        if (std::none_of(segment.begin(), segment.end(), is_digit)) return false;
        if (cue == Cue::birthday) {
            if (const auto date = date_in_front(segment)) return see(*date);
        }
        for (const std::size_t count : {3U, 2U, 1U}) {
            const auto words = first_words(segment, count);
            if (!words) continue;
            std::string word = text::fold(*words);
            while (word.ends_with(':') || word.ends_with('-')) word.pop_back();
            if (!is_any(word, kBornBefore)) continue;
            if (const auto date = date_in_front(trimmed(segment.substr(words->size())))) return see(*date);
        }
        const std::string folded = text::fold(segment);
        for (const std::string_view behind : kBornBehind) {
            if (!folded.ends_with(behind)) continue;
            const std::string_view before =
                trimmed(std::string_view{folded}.substr(0, folded.size() - behind.size()));
            const std::size_t last = before.rfind(' ');
            for (const std::string_view text :
                 {before, last == std::string_view::npos ? before : before.substr(last + 1)}) {
                if (const auto date = date_of(text); date && date->year()) return see(*date);
            }
        }
        const auto alone = PartialDate::parse(segment);
        const bool tells = alone && alone->year() && (alone->is_full() || segment.size() == 4);
        return tells && is_of_age(*alone) && see(*alone);
    }

    static bool is_of_age(PartialDate date) noexcept {
        return !date.year() || (*date.year() >= kEldest && *date.year() <= kYoungest);
    }

    static std::optional<PartialDate> date_of(std::string_view text) {
        const auto date = PartialDate::parse(text, DateOrder::day_month_year, kYoungest);
        return date && is_of_age(*date) ? date : std::nullopt;
    }

    /// A date that says a year, or a day of a month.
    static std::optional<PartialDate> date_in_front(std::string_view text) {
        for (std::size_t count = kMostDateWords; count > 0; --count) {
            const auto words = first_words(text, count);
            if (!words) continue;
            std::string_view some = *words;
            while (some.ends_with('.') || some.ends_with(',')) some.remove_suffix(1);
            if (const auto date = date_of(some); date && (date->year() || date->day())) return date;
        }
        return std::nullopt;
    }

    bool see(PartialDate date) {
        born_differs_ |= out_.born && *out_.born != date;
        out_.born = date;
        return true;
    }

    void read_city(std::string_view segment, Cue cue) {
        for (const std::size_t count : {3U, 2U, 1U}) {
            const auto words = first_words(segment, count);
            if (!words || !is_any(text::fold(*words), kPlaceBefore)) continue;
            if (read_city_in_front(trimmed(segment.substr(words->size())))) return;
        }
        if (segment.starts_with("г.") &&
            read_city_in_front(trimmed(segment.substr(std::string_view{"г."}.size()))))
            return;
        if (cue == Cue::place && read_city_in_front(segment)) return;
        if (begins_with_capital(segment) && !is_name_of_person(segment)) see_city(segment);
    }

    bool read_city_in_front(std::string_view text) {
        for (std::size_t count = kMostCityWords; count > 0; --count) {
            const auto words = first_words(text, count);
            if (words && (see_city(*words) || see_declined(*words))) return true;
        }
        return false;
    }

    /// "из Москвы", "в Казани", "у Львові": the same with the ending of the nominative.
    bool see_declined(std::string_view name) {
        struct Ending {
            std::string_view oblique;
            std::array<std::string_view, 3> nominative;
        };
        static constexpr Ending kEndings[] = {
            {"ы", {"а", "ы", "ы"}},      {"и", {"ь", "я", "а"}},      {"е", {"а", "", "ь"}},
            {"у", {"", "а", "а"}},       {"а", {"", "", ""}},         {"я", {"ь", "й", "е"}},
            {"і", {"", "а", "ь"}},       {"ові", {"ів", "ів", "ів"}}, {"ова", {"ів", "ів", "ів"}},
            {"єві", {"їв", "їв", "їв"}}, {"єва", {"їв", "їв", "їв"}},
        };
        for (const Ending& ending : kEndings) {
            if (!name.ends_with(ending.oblique)) continue;
            const std::string stem{name.substr(0, name.size() - ending.oblique.size())};
            for (const std::string_view nominative : ending.nominative) {
                if (see_city(stem + std::string{nominative})) return true;
            }
        }
        return false;
    }

    bool see_city(std::string_view name) {
        const auto found = parse_city(name, country_);
        if (!found) return false;
        city_differs_ |= city_ && *city_ != *found;
        city_ = found;
        if (out_.city.empty()) out_.city = name;
        return true;
    }

    static bool begins_with_capital(std::string_view text) {
        const std::string_view whole = text;
        text::next(text);
        const std::string_view first = whole.substr(0, whole.size() - text.size());
        return text::fold(first) != first;
    }

    /// A given name, or a family name that a city once bore, too: Шевченко is Актау only behind a sign.
    static bool is_name_of_person(std::string_view word) {
        const std::string folded = text::fold(word);
        const std::string key = text::latin_key(folded);
        return key.ends_with("enko") || !given_name_readings(NameForms{folded, key}).empty();
    }

    std::string_view country_;
    Biography out_;
    std::optional<CityId> city_;
    bool born_differs_ = false;
    bool city_differs_ = false;
};

}  // namespace

Biography read_biography(std::string_view bio, std::string_view country) {
    return BiographyReader{bio, country}.take();
}

}  // namespace scrm::person
