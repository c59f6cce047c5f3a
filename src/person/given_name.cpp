// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/given_name.hpp"

#include <algorithm>

#include "person/given_name_book_internal.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::person {
namespace {

std::optional<Gender> gender_of_letter(char letter) {
    if (letter == 'm') return Gender::male;
    if (letter == 'f') return Gender::female;
    return std::nullopt;
}

}  // namespace

std::span<const GivenNameReading> given_name_readings(std::string_view latin_key) {
    return GivenNameBook::instance().forms().find(latin_key);
}

std::size_t given_name_count() {
    return GivenNameBook::instance().size();
}

std::string_view given_name_text(GivenNameId name) {
    return GivenNameBook::instance().text(name);
}

std::string_view given_name_key(GivenNameId name) {
    return GivenNameBook::instance().key(name);
}

std::optional<Gender> gender_of(GivenNameId name) {
    return gender_of_letter(GivenNameBook::instance().gender(name));
}

std::optional<Gender> gender_of(std::span<const GivenNameReading> readings) {
    if (readings.empty()) return std::nullopt;
    const GivenNameBook& book = GivenNameBook::instance();
    // Full forms outweigh short ones: Ника is short for Николай, but first of all a woman's name.
    const bool only_full = !readings.front().short_form;
    const char first = book.gender(readings.front().name);
    for (const GivenNameReading& reading : readings) {
        if (only_full && reading.short_form) break;
        if (book.gender(reading.name) != first) return std::nullopt;
    }
    return gender_of_letter(first);
}

bool share_name(std::span<const GivenNameReading> a, std::span<const GivenNameReading> b) noexcept {
    for (const GivenNameReading& x : a) {
        for (const GivenNameReading& y : b) {
            if (x.name == y.name) return true;
        }
    }
    return false;
}

Spelling compare_spelling(std::string_view a, std::string_view b) {
    const auto [shorter, longer] = std::minmax(a.size(), b.size());
    if (longer - shorter <= 2) {
        const int allowed = shorter >= 8 ? 2 : 1;
        const int edits = text::damerau_levenshtein(a, b, allowed);
        if (edits <= allowed && shorter >= 4) return Spelling::typo;
        if (edits <= 1 && shorter >= 3) return Spelling::similar;
    }
    // Jaro–Winkler can reach neither threshold when the lengths are far apart.
    if (shorter < 4 || longer > 2 * shorter) return Spelling::different;
    const double similarity = text::jaro_winkler(a, b);
    if (similarity >= 0.92 && shorter >= 5) return Spelling::typo;
    return similarity >= 0.85 ? Spelling::similar : Spelling::different;
}

GivenAgreement compare_given_words(const GivenWord& a, const GivenWord& b) {
    if (a.key.empty() || b.key.empty()) return GivenAgreement::missing;
    if (a.initial || b.initial) {
        const bool agree = a.key.starts_with(b.key) || b.key.starts_with(a.key);
        return agree ? GivenAgreement::initial : GivenAgreement::different;
    }
    if (a.key == b.key) return GivenAgreement::same;
    GivenAgreement best = GivenAgreement::different;
    for (const GivenNameReading& x : a.readings) {
        for (const GivenNameReading& y : b.readings) {
            if (x.name != y.name) continue;
            if (!x.short_form && !y.short_form) return GivenAgreement::equivalent;
            best = GivenAgreement::short_form;
        }
    }
    if (best == GivenAgreement::short_form) return best;
    const GivenNameBook& book = GivenNameBook::instance();
    for (const GivenNameReading& x : a.readings) {
        for (const GivenNameReading& y : b.readings) {
            if (book.are_cognate(x.name, y.name)) return GivenAgreement::cognate;
        }
    }
    switch (compare_spelling(a.key, b.key)) {
        case Spelling::typo:
            // Two names of the list are two names, however alike: Мария and Марина, Иван and Иванна.
            return a.readings.empty() || b.readings.empty() ? GivenAgreement::typo : GivenAgreement::similar;
        case Spelling::similar:
            return a.readings.empty() || b.readings.empty() ? GivenAgreement::similar
                                                            : GivenAgreement::different;
        case Spelling::different:
            break;
    }
    return GivenAgreement::different;
}

GivenAgreement compare_given_names(std::string_view a, std::string_view b) {
    const GivenWord x{a, given_name_readings(a), false};
    const GivenWord y{b, given_name_readings(b), false};
    // A key of one letter is an initial, unless it is a name that agrees: Joe.
    if ((a.size() == 1 || b.size() == 1) && !share_name(x.readings, y.readings)) {
        return compare_given_words({a, {}, a.size() == 1}, {b, {}, b.size() == 1});
    }
    return compare_given_words(x, y);
}

}  // namespace scrm::person
