// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "person/names/name_words_internal.hpp"
#include "scrm/person/place.hpp"
#include "scrm/person/surname.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kNone = NameWords::kMaxWords;

/// One word, or several joined by hyphens, that play one role.
struct Unit {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool given = false;
    bool full_given = false;
    bool surname = false;
    bool initial = false;
    bool patronymic = false;
    bool soft_stop = false;
    bool stop = false;
    int given_hint = 0;
    int family_hint = 0;

    /// How well it would be a given name and a family name.
    int as_given() const { return given_hint + (full_given ? 4 : given ? 3 : surname ? -1 : 0); }
    int as_family() const { return family_hint + (given ? (surname ? 0 : -1) : surname ? 3 : 0); }
};

struct Units {
    std::array<Unit, NameWords::kMaxWords> items;
    std::size_t size = 0;

    Unit& operator[](std::size_t index) { return items[index]; }
    void erase(std::size_t index) {
        std::move(items.begin() + static_cast<std::ptrdiff_t>(index) + 1,
                  items.begin() + static_cast<std::ptrdiff_t>(size),
                  items.begin() + static_cast<std::ptrdiff_t>(index));
        --size;
    }
};

void erase_words(NameWords& words, bool (*gone)(const NameWord&)) {
    const auto all = words.all();
    const auto end = std::remove_if(all.begin(), all.end(), gone);
    words.size = static_cast<std::size_t>(end - all.begin());
}

Units units_of(NameWords& words, const NameHints& hints) {
    Units units;
    for (std::size_t i = 0; i < words.size;) {
        std::size_t end = i + 1;
        while (end < words.size && words.words[end].joined && words.words[end].role == NameRole::unknown)
            ++end;
        if (words.words[i].role != NameRole::unknown) {
            i = end;
            continue;
        }
        Unit unit;
        unit.begin = i;
        unit.end = end;
        unit.given = unit.full_given = true;
        for (std::size_t k = i; k < end; ++k) {
            const NameWord& word = words.words[k];
            unit.given = unit.given && word.is_given();
            unit.full_given = unit.full_given && word.is_full_given();
            unit.surname = unit.surname || word.surname_ending || (word.patronymic && !word.is_patronymic());
            unit.initial = unit.initial || word.initial;
            unit.soft_stop = unit.soft_stop || word.kind == WordKind::stop_or_surname;
            unit.stop = unit.stop || word.kind == WordKind::stop || word.kind == WordKind::legal_form;
            if (!hints.given.empty() && word.key == hints.given) unit.given_hint = 10;
            if (!hints.family.empty() && word.key == hints.family) unit.family_hint = 10;
        }
        unit.patronymic = end == i + 1 && words.words[i].is_patronymic() && unit.family_hint == 0;
        unit.initial = unit.initial && end == i + 1;
        units[units.size++] = unit;
        i = end;
    }
    return units;
}

class RoleGiver {
  public:
    RoleGiver(NameWords& words, const NameHints& hints) : words_(words), units_(units_of(words, hints)) {}

    NameReading run() {
        if (!drop_stops()) return reading_;
        take_patronymic();
        take_initials();
        const std::size_t names = units_.size;
        if (names == 0) {
            reading_.is_usable = false;
        } else if (names == 1) {
            give_one();
        } else {
            give_several();
        }
        place_initials();
        return reading_;
    }

  private:
    void give(const Unit& unit, NameRole role) {
        for (std::size_t i = unit.begin; i < unit.end; ++i) {
            const bool second = i > unit.begin && role == NameRole::given;
            words_.words[i].role = second ? NameRole::other_given : role;
        }
    }

    /// Slogans, shops and jobs; false when no name is left.
    bool drop_stops() {
        bool has_given = false;
        bool has_stop = false;
        for (std::size_t i = 0; i < units_.size; ++i) {
            const Unit& unit = units_[i];
            has_given = has_given || (unit.given && !unit.stop && !unit.soft_stop);
        }
        for (std::size_t i = 0; i < units_.size; ++i) {
            Unit& unit = units_[i];
            const bool hinted = unit.given_hint + unit.family_hint > 0;
            unit.stop = !hinted && (unit.stop || (unit.soft_stop && !has_given));
            if (unit.soft_stop && has_given) unit.surname = true;
            has_stop = has_stop || unit.stop;
        }
        if (!has_stop) return true;
        if (!has_given) {
            words_.size = 0;
            return false;
        }
        // "Аня маникюр Москва": what is not plainly of a name belongs to the slogan.
        for (std::size_t i = units_.size; i-- > 0;) {
            const Unit& unit = units_[i];
            const bool of_name = !unit.stop && (unit.given || unit.surname || unit.patronymic);
            if (of_name) continue;
            for (std::size_t k = unit.begin; k < unit.end; ++k) words_.words[k].kind = WordKind::stop;
            units_.erase(i);
        }
        return units_.size > 0;
    }

    void take_patronymic() {
        std::size_t best = kNone;
        for (std::size_t i = 0; i < units_.size; ++i) {
            if (!units_[i].patronymic) continue;
            const bool after_given = i > 0 && units_[i - 1].given;
            const bool best_after_given = best != kNone && best > 0 && units_[best - 1].given;
            if (best == kNone || (after_given && !best_after_given)) best = i;
        }
        if (best == kNone) return;
        if (best > 0) before_patronymic_ = units_[best - 1].begin;
        give(units_[best], NameRole::patronymic);
        has_patronymic_ = true;
        units_.erase(best);
        for (std::size_t i = 0; i < units_.size; ++i) {
            if (units_[i].patronymic) units_[i].surname = true;
        }
    }

    void take_initials() {
        for (std::size_t i = units_.size; i-- > 0;) {
            if (!units_[i].initial) continue;
            initials_[initial_count_++] = units_[i];
            units_.erase(i);
        }
        std::reverse(initials_.begin(), initials_.begin() + static_cast<std::ptrdiff_t>(initial_count_));
    }

    void give_one() {
        const Unit& unit = units_[0];
        reading_.order_is_sure = true;
        if (has_patronymic_) {
            const bool given = unit.given || (before_patronymic_ == unit.begin && !unit.surname);
            give(unit, given ? NameRole::given : NameRole::family);
            reading_.is_usable = true;
        } else if (initial_count_ > 0) {
            const bool initial_first = initials_[0].begin < unit.begin;
            const bool given = !initial_first && initial_count_ == 1 && unit.as_given() > unit.as_family();
            give(unit, given ? NameRole::given : NameRole::family);
            reading_.order_is_sure = unit.given != unit.surname;
            reading_.is_usable = true;
        } else if (unit.as_given() >= 3) {
            give(unit, NameRole::given);
            reading_.is_usable = true;
        } else if (is_surname_beyond_doubt(unit)) {
            give(unit, NameRole::family);
            reading_.is_usable = true;
        } else {
            reading_.order_is_sure = false;
        }
    }

    /// "Романтик" ends like a surname, "Петренко" is one.
    bool is_surname_beyond_doubt(const Unit& unit) {
        if (unit.family_hint > 0) return true;
        const std::string_view key = words_.words[unit.begin].key;
        if (!unit.surname) return false;
        for (const std::string_view ending : {"enko", "cuk", "wvili", "adze", "evic", "ovic", "son"}) {
            if (key.size() >= ending.size() + 2 && key.ends_with(ending)) return true;
        }
        return surname_gender(key).has_value();
    }

    void give_several() {
        const std::size_t count = units_.size;
        std::size_t given = kNone;
        std::size_t family = kNone;
        bool sure = true;
        const std::size_t comma = comma_unit();
        if (comma != kNone && comma + 1 < count && divides_family(comma)) {
            family = comma;
            given = comma + 1;
        } else if (before_patronymic_ != kNone) {
            for (std::size_t i = 0; i < count; ++i) {
                if (units_[i].begin == before_patronymic_) given = i;
            }
            // "Пётр Сидоров Иванович"
            if (given != kNone && !units_[given].given) {
                for (std::size_t i = 0; i < count; ++i) {
                    if (units_[i].given) given = i;
                }
            }
        }
        if (given == kNone) std::tie(given, family, sure) = best_pair();
        if (given == kNone) {
            keep_order();
            return;
        }
        if (family == kNone) family = best_family(given);
        give(units_[given], NameRole::given);
        give(units_[family], NameRole::family);
        for (std::size_t i = 0; i < count; ++i) {
            if (i == given || i == family) continue;
            const bool other_given = units_[i].given && !units_[i].surname;
            give(units_[i], other_given ? NameRole::middle : NameRole::other_family);
        }
        reading_.order_is_sure = sure;
        reading_.is_usable = true;
    }

    /// Whether the family name stands before this comma. In Latin letters that is the rule where many given
    /// names are family names too ("Martin, Tami"); what is no name or more of one turns it.
    bool divides_family(std::size_t comma) {
        const Unit& before = units_[comma];
        const Unit& after = units_[comma + 1];
        if (after.as_given() >= before.as_given()) return true;
        const std::string& next = words_.words[after.begin].text;
        const bool is_latin = static_cast<unsigned char>(next.front()) < 0x80;
        return is_latin && before.full_given && !after.surname && !parse_city(next);
    }

    /// The last unit before the first comma, when it is one of the first two.
    std::size_t comma_unit() {
        for (std::size_t i = 0; i + 1 < units_.size && i < 2; ++i) {
            if (words_.words[units_[i].end - 1].comma_after) return i;
        }
        return kNone;
    }

    std::size_t best_family(std::size_t given) {
        std::size_t best = kNone;
        for (std::size_t i = 0; i < units_.size; ++i) {
            if (i == given) continue;
            // Of equals the last one: "Anna Maria Smith".
            if (best == kNone || units_[i].as_family() >= units_[best].as_family()) best = i;
        }
        return best;
    }

    /// Given name and family name of units that nothing else tells apart; kNone when they are all strangers.
    std::tuple<std::size_t, std::size_t, bool> best_pair() {
        const std::size_t last = units_.size - 1;
        if (units_.size == 2) {
            const int straight = units_[0].as_given() + units_[1].as_family();
            const int swapped = units_[1].as_given() + units_[0].as_family();
            if (straight == swapped && !units_[0].given && !units_[0].surname) return {kNone, kNone, false};
            const bool sure = std::abs(straight - swapped) >= 3 && !(units_[0].given && units_[1].given);
            if (straight >= swapped) return {0, 1, sure};
            return {1, 0, sure};
        }
        if (units_[0].as_given() >= 3) {
            const std::size_t family = best_family(0);
            const bool sure = !units_[family].given;
            return {0, units_[family].surname ? family : last, sure};
        }
        for (std::size_t i = 1; i < units_.size; ++i) {
            if (units_[i].as_given() >= 3) return {i, best_before(i), units_[0].surname};
        }
        std::size_t surname = kNone;
        for (std::size_t i = 0; i < units_.size; ++i) {
            if (!units_[i].surname) continue;
            if (surname != kNone) return {kNone, kNone, false};
            surname = i;
        }
        if (surname == kNone) return {kNone, kNone, false};
        return {surname == 0 ? std::size_t{1} : std::size_t{0}, surname, false};
    }

    std::size_t best_before(std::size_t given) {
        const std::size_t family = best_family(given);
        return units_[family].as_family() > units_[0].as_family() ? family : 0;
    }

    void keep_order() {
        for (std::size_t i = 0; i < units_.size; ++i) give(units_[i], NameRole::unknown);
        const bool plausible = units_.size <= 3 && !words_.is_odd && !words_.is_phrase;
        reading_.order_is_sure = false;
        reading_.is_usable = plausible;
    }

    void place_initials() {
        bool has_given = false;
        bool has_family = false;
        for (const NameWord& word : words_.all()) {
            has_given = has_given || word.role == NameRole::given;
            has_family = has_family || word.role == NameRole::family;
        }
        const bool has_unknown = !has_given && !has_family && units_.size > 0;
        for (std::size_t i = 0; i < initial_count_; ++i) {
            NameRole role = NameRole::middle;
            if (!has_given && !has_unknown) {
                role = NameRole::given;
                has_given = true;
            } else if (!has_family && !has_unknown) {
                role = NameRole::family;
                has_family = true;
            } else if (!has_patronymic_ && initial_count_ == 2 && i == 1) {
                role = NameRole::patronymic;
            }
            give(initials_[i], role);
        }
    }

    NameWords& words_;
    Units units_;
    std::array<Unit, NameWords::kMaxWords> initials_;
    std::size_t initial_count_ = 0;
    std::size_t before_patronymic_ = kNone;
    bool has_patronymic_ = false;
    NameReading reading_;
};

}  // namespace

void take_out_marks(NameWords& words, NameReading& reading, bool is_family_field) {
    bool maiden = false;
    for (std::size_t i = 0; i < words.size; ++i) {
        NameWord& word = words.words[i];
        const bool first = i == 0;
        const bool last = i + 1 == words.size;
        const WordKind kind = word.kind;
        word.is_maiden = maiden && (word.joined || !words.words[i - 1].is_maiden);
        switch (kind) {
            case WordKind::title_male:
                reading.title_gender = Gender::male;
                break;
            case WordKind::title_female:
                reading.title_gender = Gender::female;
                break;
            case WordKind::title:
                break;
            case WordKind::particle:
                // "Van" and "Le" are names too; a particle stands before the name that it belongs to.
                if ((first && !is_family_field) || last || word.in_brackets) word.kind = WordKind::ordinary;
                break;
            case WordKind::maiden_mark:
                if (first || last) {
                    word.kind = WordKind::ordinary;
                } else {
                    maiden = true;
                }
                break;
            case WordKind::father_mark_male:
            case WordKind::father_mark_female:
                if (first) {
                    word.kind = WordKind::ordinary;
                } else {
                    words.words[i - 1].role = NameRole::patronymic;
                    reading.title_gender = kind == WordKind::father_mark_male ? Gender::male : Gender::female;
                }
                break;
            case WordKind::junior:
            case WordKind::senior:
            case WordKind::second:
            case WordKind::third:
            case WordKind::fourth:
                if (first) {
                    word.kind = WordKind::ordinary;
                } else {
                    constexpr int kOffset =
                        static_cast<int>(WordKind::junior) - static_cast<int>(NameSuffix::junior);
                    reading.suffix = static_cast<NameSuffix>(static_cast<int>(kind) - kOffset);
                }
                break;
            default:
                break;
        }
    }
    for (NameWord& word : words.all()) {
        if (word.role != NameRole::unknown || word.kind == WordKind::stop) continue;
        if (word.is_maiden) {
            word.role = NameRole::other_family;
        } else if (word.in_brackets && words.size > 1 && !word.initial && !word.is_patronymic()) {
            word.role =
                word.is_given() && !word.surname_ending ? NameRole::other_given : NameRole::other_family;
        }
    }
    erase_words(words, [](const NameWord& word) {
        switch (word.kind) {
            case WordKind::ordinary:
            case WordKind::stop_or_surname:
            case WordKind::stop:
            case WordKind::legal_form:
                return false;
            default:
                return true;
        }
    });
    // A name that stands in brackets wholly has no brackets.
    const auto all = words.all();
    const bool only_marked = std::all_of(all.begin(), all.end(), [](const NameWord& word) {
        return word.role == NameRole::other_given || word.role == NameRole::other_family;
    });
    if (only_marked) {
        for (NameWord& word : all) word.role = NameRole::unknown;
    }
}

NameReading assign_roles(NameWords& words, const NameHints& hints) {
    NameReading marks;
    for (const NameWord& word : words.all()) {
        if (word.kind == WordKind::legal_form && word.patronymic == std::nullopt) {
            const bool edge = &word == words.words.data() || &word == words.words.data() + words.size - 1;
            if (edge && words.size > 1) {
                words.size = 0;
                return marks;
            }
        }
    }
    take_out_marks(words, marks, false);
    NameReading reading = RoleGiver{words, hints}.run();
    reading.suffix = marks.suffix;
    reading.title_gender = marks.title_gender;
    erase_words(words, [](const NameWord& word) { return word.kind == WordKind::stop; });
    const auto all = words.all();
    const bool has_name = std::any_of(all.begin(), all.end(), [](const NameWord& word) {
        return !word.initial && word.role != NameRole::patronymic;
    });
    reading.is_usable = reading.is_usable && has_name;
    return reading;
}

}  // namespace scrm::person
