// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/address.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "person/places/place_key_internal.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/similarity.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxRaw = 512;
constexpr std::size_t kMaxWords = 64;

// Keys of place_key: lower case, ё as е, no punctuation.
constexpr std::string_view kStreetWords[] = {
    "ул",       "улица",   "вул",       "вулиця",     "вуліца",       "пр",         "пр т",      "просп",
    "проспект", "пркт",    "пер",       "переулок",   "провулок",     "пров",       "завулак",   "бул",
    "бульвар",  "б р",     "бр",        "пл",         "площадь",      "площа",      "плошча",    "ш",
    "шоссе",    "шосе",    "наб",       "набережная", "набережна",    "проезд",     "проїзд",    "туп",
    "тупик",    "аллея",   "алея",      "мкр",        "микрорайон",   "мікрорайон", "мкрн",      "кв л",
    "квартал",  "линия",   "тракт",     "узвіз",      "спуск",        "st",         "street",    "str",
    "rd",       "road",    "ave",       "av",         "avenue",       "blvd",       "boulevard", "ln",
    "lane",     "dr",      "drive",     "ct",         "court",        "pl",         "place",     "ter",
    "terrace",  "tce",     "way",       "hwy",        "highway",      "pkwy",       "parkway",   "cir",
    "circle",   "cct",     "circuit",   "cres",       "crescent",     "crs",        "cl",        "close",
    "sq",       "square",  "trl",       "trail",      "loop",         "aly",        "alley",     "esplanade",
    "grove",    "gr",      "pde",       "parade",     "mews",         "rise",       "strasse",   "straße",
    "platz",    "weg",     "rue",       "via",        "ulitsa",       "ulica",      "ul",        "vul",
    "vulytsia", "vulitsa", "prospekt",  "prospect",   "pr t",         "prosp",      "pereulok",  "per",
    "provulok", "bulvar",  "ploshchad", "shosse",     "naberezhnaya",
};
// The suffixes whose word is too common in names to be dropped anywhere but behind a name.
constexpr std::string_view kHouseWords[] = {"д",        "дом", "буд",      "будинок", "house", "bld", "bldg",
                                            "building", "no",  "num",      "h",       "дом№",  "бл",  "уч",
                                            "участок",  "вл",  "владение", "№",       "d",     "dom", "bud"};
constexpr std::string_view kFlatWords[] = {"кв",        "квартира", "кім",  "комн",      "оф",      "офис",
                                           "офіс",      "apt",      "appt", "apartment", "flat",    "unit",
                                           "suite",     "ste",      "room", "rm",        "кватэра", "ком",
                                           "помещение", "пом",      "kv",   "appartment"};
constexpr std::string_view kBuildingWords[] = {"к",   "корп", "корпус", "k", "korp", "строение",
                                               "стр", "лит",  "литера", "с", "block"};
constexpr std::string_view kIgnored[] = {"г",  "город", "м",     "місто", "россия",  "обл",        "область",
                                         "р",  "н",     "район", "край",  "респ",    "республика", "city",
                                         "of", "the",   "п",     "пос",   "поселок", "с т",        "село"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool all_digits(std::string_view word) noexcept {
    return !word.empty() && std::ranges::all_of(word, is_digit);
}

// One to five digits with at most one letter behind: 5, 12а, 120B.
bool is_house_number(std::string_view word) noexcept {
    std::size_t digits = 0;
    while (digits < word.size() && is_digit(word[digits])) ++digits;
    if (digits == 0 || digits > 5) return false;
    const std::string_view tail = word.substr(digits);
    return tail.empty() || (tail.size() <= 2 && !is_digit(tail[0]) &&
                            (tail.size() == 1 || static_cast<unsigned char>(tail[0]) >= 0xC0));
}

// "1st", "25th" are streets.
bool is_ordinal(std::string_view word) noexcept {
    return word.size() > 2 && is_digit(word[0]) &&
           (word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") || word.ends_with("th"));
}

// Five or six digits, or a ZIP code with its four further digits glued on.
bool is_postcode(std::string_view word) noexcept {
    return all_digits(word) && (word.size() == 5 || word.size() == 6 || word.size() == 9);
}

std::string house_key(std::string_view word) {
    return text::latin_key(text::fold(word));
}

struct Word {
    std::string_view text;
    bool after_comma = false;
    bool used = false;
    bool is_street_word = false;
};

std::vector<Word> split(std::string_view key) {
    std::vector<Word> words;
    bool after_comma = false;
    while (!key.empty() && words.size() < kMaxWords) {
        const std::size_t gap = key.find_first_of(" ,");
        if (gap != 0) words.push_back({key.substr(0, gap), after_comma, false, false});
        if (gap == std::string_view::npos) break;
        after_comma = key[gap] == ',';
        key.remove_prefix(gap + 1);
    }
    for (Word& word : words) word.is_street_word = is_one_of(word.text, kStreetWords);
    // "пр-т", "б-р", "кв-л" come as two words.
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const bool pair =
            (words[i].text == "пр" && (words[i + 1].text == "т" || words[i + 1].text == "кт")) ||
            (words[i].text == "б" && words[i + 1].text == "р") ||
            (words[i].text == "pr" && words[i + 1].text == "t");
        if (pair && !words[i + 1].after_comma) words[i].is_street_word = words[i + 1].is_street_word = true;
    }
    return words;
}

std::string joined_keys(const std::vector<Word>& words, std::size_t first, std::size_t last) {
    std::string out;
    for (std::size_t i = first; i < last; ++i) {
        if (words[i].used || words[i].is_street_word) continue;
        const std::string key = text::latin_key(text::fold(words[i].text));
        if (key.empty()) continue;
        if (!out.empty()) out += ' ';
        out += key;
    }
    return out;
}

class AddressReader {
  public:
    explicit AddressReader(std::string_view key) : words_(split(key)) {}

    AddressKey read() {
        take_postcode();
        take_marked();
        find_street();
        if (result_.house.empty()) take_bare_house();
        take_bare_flat();
        collect();
        return std::move(result_);
    }

  private:
    void use(std::size_t i) { words_[i].used = true; }

    void take_postcode() {
        // A postcode of six digits leads in Russia; one of five ends an American line; the last candidate in
        // the line wins there because the house stands first.
        for (std::size_t i = words_.size(); i-- > 0;) {
            if (!is_postcode(words_[i].text)) continue;
            if (i == 0 && words_[i].text.size() == 5 && !leads_as_postcode()) continue;
            result_.postcode = words_[i].text.size() == 9 ? words_[i].text.substr(0, 5) : words_[i].text;
            use(i);
            if (i + 1 < words_.size() && words_[i + 1].text.size() == 4 && all_digits(words_[i + 1].text) &&
                words_[i].text.size() == 5) {
                use(i + 1);
            }
            return;
        }
        if (!words_.empty() && words_.back().text.size() == 4 && all_digits(words_.back().text) &&
            words_.size() > 2) {
            result_.postcode = words_.back().text;
            use(words_.size() - 1);
            return;
        }
        take_british_postcode();
    }

    // Five digits in front are a postcode before a comma or when another number can be the house: "01001
    // Київ, вул. Хрещатик 22"; else they are the house: "12345 Main St".
    bool leads_as_postcode() const {
        if (words_.size() > 1 && words_[1].after_comma) return true;
        return std::any_of(words_.begin() + 1, words_.end(),
                           [](const Word& word) { return is_house_number(word.text) && !word.used; });
    }

    // "LE11 1UU", "M1S 1T4": two words of letters and digits.
    void take_british_postcode() {
        const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
        for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
            const std::string_view out = words_[i].text;
            const std::string_view in = words_[i + 1].text;
            if (out.size() < 2 || out.size() > 4 || in.size() != 3 || !is_letter(out[0])) continue;
            const bool british = is_digit(in[0]) && is_letter(in[1]) && is_letter(in[2]);
            const bool canadian = out.size() == 3 && is_digit(in[0]) && is_letter(in[1]) && is_digit(in[2]);
            if (!(british || canadian) || !std::ranges::any_of(out, is_digit)) continue;
            result_.postcode.append(out).append(in);
            std::ranges::transform(result_.postcode, result_.postcode.begin(), [](char c) {
                return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
            });
            use(i);
            use(i + 1);
            return;
        }
    }

    // Numbers behind a word that says what they are: дом 5, кв. 12, корп 2; also "д5", "кв12".
    void take_marked() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (words_[i].used) continue;
            const std::string_view word = words_[i].text;
            const std::size_t digits = std::min(
                word.size(), static_cast<std::size_t>(std::ranges::find_if(word, is_digit) - word.begin()));
            const std::string_view mark = word.substr(0, digits);
            const bool glued = digits < word.size() && digits > 0;
            const std::string_view number = glued                   ? word.substr(digits)
                                            : i + 1 < words_.size() ? words_[i + 1].text
                                                                    : "";
            if (!is_house_number(number) || (!glued && i + 1 < words_.size() && words_[i + 1].used)) continue;
            std::string* place = nullptr;
            if (is_one_of(mark, kFlatWords)) {
                place = &result_.flat;
            } else if (is_one_of(mark, kHouseWords)) {
                place = &result_.house;
            } else if (is_one_of(mark, kBuildingWords) && i > 0) {
                // "5 корп 2": the building is part of the house's number.
                building_.assign(1, 'k').append(house_key(number));
                use(i);
                if (!glued) use(i + 1);
                continue;
            }
            if (place == nullptr || !place->empty()) continue;
            *place = house_key(number);
            if (place == &result_.house) house_at_ = glued ? i : i + 1;
            use(i);
            if (!glued) use(i + 1);
        }
    }

    // The words of the street are those around a street word up to a comma, a number or the line's end.
    void find_street() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (!words_[i].is_street_word || words_[i].used) continue;
            std::size_t last = i + 1;
            while (last < words_.size() && !ends_street(last)) ++last;
            const std::string behind = joined_keys(words_, i + 1, last);
            std::size_t first = i;
            while (first > 0 && !words_[first].after_comma && !ends_street_backwards(first - 1)) --first;
            const std::string before = joined_keys(words_, first, i);
            // In Russian and Ukrainian the word leads, in English it follows; what stands before the first
            // comma of the name decides.
            const bool leads = before.empty() || (!behind.empty() && is_leading_word(words_[i].text));
            if (leads && behind.empty()) continue;
            result_.street = leads ? behind : before;
            street_first_ = leads ? i : first;
            street_last_ = leads ? last : i + 1;
            return;
        }
        find_street_beside_number();
    }

    static bool is_leading_word(std::string_view word) noexcept {
        return static_cast<unsigned char>(word[0]) >= 0xC0 || word == "ul" || word == "vul" ||
               word == "rue" || word == "via" || word == "ulitsa" || word == "ulica" || word == "prospekt" ||
               word == "per" || word == "prosp";
    }

    bool ends_street(std::size_t i) const {
        return words_[i].after_comma || words_[i].used ||
               (is_house_number(words_[i].text) && !is_ordinal(words_[i].text) && i + 1 >= words_.size()) ||
               (is_house_number(words_[i].text) && !is_ordinal(words_[i].text) && !next_is_name(i));
    }
    bool ends_street_backwards(std::size_t i) const {
        return words_[i].used || (is_house_number(words_[i].text) && !is_ordinal(words_[i].text));
    }
    // "ул. 8 Марта", "50 лет Октября": a number that belongs to the name stands before further words.
    bool next_is_name(std::size_t i) const {
        return i > 0 && words_[i - 1].is_street_word && i + 1 < words_.size() && !words_[i + 1].after_comma &&
               !words_[i + 1].used && !is_digit(words_[i + 1].text[0]);
    }

    // No street word: the name that stands directly beside the first number, "Lenina 5-12" or "Fieldstrasse
    // 10".
    void find_street_beside_number() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (words_[i].used || !is_house_number(words_[i].text)) continue;
            std::size_t first = i;
            while (first > 0 && !words_[first].after_comma && !words_[first - 1].used &&
                   !is_digit(words_[first - 1].text[0]))
                --first;
            if (first == i && i > 0 && words_[i].after_comma && !words_[i - 1].used &&
                !is_digit(words_[i - 1].text[0])) {
                // "Lenina, 5"
                first = i - 1;
                while (first > 0 && !words_[first].after_comma && !words_[first - 1].used) --first;
            }
            std::string name = joined_keys(words_, first, i);
            std::size_t last = i;
            if (name.empty()) {
                last = i + 1;
                while (last < words_.size() && !words_[last].after_comma && !words_[last].used &&
                       !is_digit(words_[last].text[0]))
                    ++last;
                name = joined_keys(words_, i + 1, last);
                first = i + 1;
            }
            if (name.empty()) continue;
            result_.street = std::move(name);
            street_first_ = first;
            street_last_ = last;
            return;
        }
    }

    void take_bare_house() {
        // Behind the street first, then before it: the two orders of the world.
        for (std::size_t i = street_last_; i < words_.size(); ++i) {
            if (try_house(i)) return;
            if (!words_[i].used && !is_digit(words_[i].text[0])) break;
        }
        for (std::size_t i = street_first_; i-- > 0;) {
            if (try_house(i)) return;
        }
    }

    bool try_house(std::size_t i) {
        if (words_[i].used || !is_house_number(words_[i].text)) return false;
        result_.house = house_key(words_[i].text);
        house_at_ = i;
        use(i);
        return true;
    }

    // "5-12": the number behind the house's is the flat.
    void take_bare_flat() {
        if (result_.house.empty() || !result_.flat.empty()) return;
        const std::size_t next = house_at_ + 1;
        if (next >= words_.size() || words_[next].used || !is_house_number(words_[next].text)) return;
        if (next < street_first_) return;
        result_.flat = house_key(words_[next].text);
        use(next);
    }

    void collect() {
        if (!result_.house.empty()) result_.house += building_;
        for (std::size_t i = street_first_; i < street_last_ && i < words_.size(); ++i) use(i);
        std::string rest;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const Word& word = words_[i];
            if (word.used || word.is_street_word || is_one_of(word.text, kIgnored)) continue;
            const std::string key = text::latin_key(text::fold(word.text));
            if (key.empty()) continue;
            if (!rest.empty()) rest += ' ';
            rest += key;
        }
        result_.rest = std::move(rest);
    }

    std::vector<Word> words_;
    AddressKey result_;
    std::string building_;
    std::size_t house_at_ = 0;
    std::size_t street_first_ = 0;
    std::size_t street_last_ = 0;
};

// Words that both rests hold, as a share of the shorter one's.
bool rests_agree(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return false;
    const auto words_of = [](const std::string& text) {
        std::vector<std::string_view> words;
        for (std::string_view rest = text; !rest.empty();) {
            const std::size_t space = rest.find(' ');
            words.push_back(rest.substr(0, space));
            if (space == std::string_view::npos) break;
            rest.remove_prefix(space + 1);
        }
        std::ranges::sort(words);
        return words;
    };
    const std::vector<std::string_view> left = words_of(a);
    const std::vector<std::string_view> right = words_of(b);
    std::vector<std::string_view> both;
    std::ranges::set_intersection(left, right, std::back_inserter(both));
    return 2 * both.size() >= std::min(left.size(), right.size());
}

bool similar_streets(const std::string& a, const std::string& b) {
    constexpr std::size_t kLongEnough = 5;
    if (std::min(a.size(), b.size()) < kLongEnough) return false;
    return text::damerau_levenshtein(a, b, 1) <= 1;
}

// "Martin Luther King" and "Luther King", or the same words in another order.
bool same_street(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return false;
    if (a == b) return true;
    const auto sorted = [](const std::string& text) {
        std::vector<std::string> words{{}};
        for (const char c : text) {
            if (c == ' ') {
                words.emplace_back();
            } else {
                words.back().push_back(c);
            }
        }
        std::ranges::sort(words);
        return words;
    };
    return sorted(a) == sorted(b);
}

}  // namespace

AddressKey parse_address(std::string_view raw) {
    // Hyphens between numbers separate house and flat, which place_key's spaces keep.
    return AddressReader{place_key(raw.substr(0, kMaxRaw))}.read();
}

std::string street_key(std::string_view raw) {
    const std::string key = name_key(raw.substr(0, kMaxRaw));
    const std::vector<Word> words = split(key);
    std::string name = joined_keys(words, 0, words.size());
    // A street called "Place" keeps its name.
    return name.empty() ? text::latin_key(text::fold(key)) : name;
}

AddressAgreement compare(const AddressKey& a, const AddressKey& b) {
    const bool postcodes = !a.postcode.empty() && !b.postcode.empty();
    const bool same_postcode = postcodes && a.postcode == b.postcode;
    if (a.street.empty() || b.street.empty()) {
        if (same_postcode) return AddressAgreement::same_postcode;
        const bool nothing = (a.street.empty() && a.postcode.empty()) ||
                             (b.street.empty() && b.postcode.empty()) || !postcodes;
        return nothing ? AddressAgreement::not_comparable : AddressAgreement::different;
    }
    const bool same_house = !a.house.empty() && a.house == b.house;
    if (same_street(a.street, b.street)) {
        if (!same_house) return AddressAgreement::same_street;
        const bool elsewhere = postcodes && !same_postcode && !rests_agree(a.rest, b.rest);
        if (elsewhere) return AddressAgreement::same_street;
        const bool same_flat = a.flat == b.flat;
        const bool same_town =
            same_postcode || rests_agree(a.rest, b.rest) || (a.rest.empty() && b.rest.empty() && !postcodes);
        return same_flat && same_town ? AddressAgreement::exact : AddressAgreement::same_house;
    }
    if (same_house && similar_streets(a.street, b.street)) return AddressAgreement::similar_house;
    return same_postcode ? AddressAgreement::same_postcode : AddressAgreement::different;
}

}  // namespace scrm::person
