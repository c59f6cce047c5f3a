// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/given_name.hpp"

#include <algorithm>
#include <utility>

#include "person/names/given_name_book_internal.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::person {
namespace {

std::optional<Gender> gender_of_letter(char letter) {
    if (letter == 'm') return Gender::male;
    if (letter == 'f') return Gender::female;
    return std::nullopt;
}

bool is_ascii_letter(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool same_script(std::string_view a, std::string_view b) {
    return is_ascii_letter(a.front()) == is_ascii_letter(b.front());
}

/// What the letters of two keys, taken without their order, allow at best.
struct Common {
    std::size_t least = 0;     ///< letters of either that may match
    double winkler_bound = 0;  ///< Jaro–Winkler is not above
};

std::uint64_t letter_set(std::string_view key) {
    std::uint64_t set = 0;
    for (const char c : key) set |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63U);
    return set;
}

std::size_t letters_in(std::string_view key, std::uint64_t set) {
    std::size_t count = 0;
    for (const char c : key) count += set >> (static_cast<unsigned char>(c) & 63U) & 1U;
    return count;
}

/// Most pairs share too few letters to be alike; this is many times cheaper than the similarities.
Common common_letters(std::string_view a, std::string_view b) {
    Common common;
    common.least = std::min(letters_in(a, letter_set(b)), letters_in(b, letter_set(a)));
    std::size_t prefix = 0;
    while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) ++prefix;
    const auto matches = static_cast<double>(common.least);
    const double jaro =
        (matches / static_cast<double>(a.size()) + matches / static_cast<double>(b.size()) + 1.0) / 3.0;
    common.winkler_bound = jaro + 0.1 * static_cast<double>(prefix) * (1.0 - jaro);
    return common;
}

/// The first character.
std::string_view first_letter(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    return text.substr(0, size);
}

/// Takes a letter off `rest`, ё as е; apostrophes are none. Empty at the end.
std::string_view next_letter(std::string_view& rest) {
    while (!rest.empty()) {
        const std::string_view letter = first_letter(rest);
        rest.remove_prefix(letter.size());
        if (letter == "'" || letter == "’" || letter == "ʼ") continue;
        return letter == "ё" ? "е" : letter;
    }
    return {};
}

/// Ю. and Юлия, Yu. and Юлия; J. and John, whose keys start with different sounds.
bool initial_agrees(const GivenWord& a, const GivenWord& b) {
    if (a.key.starts_with(b.key) || b.key.starts_with(a.key)) return true;
    const auto begins_with = [](const GivenWord& word, const GivenWord& initial) {
        return std::any_of(word.readings.begin(), word.readings.end(), [&](const GivenNameReading& reading) {
            return GivenNameBook::instance().may_begin_with(reading.name, initial.key.front());
        });
    };
    if ((a.initial && begins_with(b, a)) || (b.initial && begins_with(a, b))) return true;
    return !a.text.empty() && !b.text.empty() && first_letter(a.text) == first_letter(b.text);
}

}  // namespace

std::span<const GivenNameReading> given_name_readings(std::string_view latin_key) {
    return GivenNameBook::instance().forms().find(latin_key);
}

std::span<const GivenNameReading> given_name_readings(const NameForms& word) {
    const auto listed = GivenNameBook::instance().spellings().find(word.folded);
    return listed.empty() ? given_name_readings(word.key) : listed;
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

bool are_spelled_alike(std::string_view a, std::string_view b) noexcept {
    if (a == b || a.empty() || b.empty() || !same_script(a, b)) return true;
    while (true) {
        const std::string_view x = next_letter(a);
        const std::string_view y = next_letter(b);
        if (x != y) return false;
        if (x.empty()) return true;
    }
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
    const std::size_t shorter = std::min(a.size(), b.size());
    const std::size_t longer = std::max(a.size(), b.size());
    if (shorter < 3) return Spelling::different;
    const Common common = common_letters(a, b);
    const int allowed = shorter >= 8 ? 2 : 1;
    if (longer - common.least <= static_cast<std::size_t>(allowed)) {
        const int edits = text::damerau_levenshtein(a, b, allowed);
        if (edits <= allowed && shorter >= 4) return Spelling::typo;
        if (edits <= 1) return Spelling::similar;
    }
    if (shorter < 4 || common.winkler_bound < 0.85) return Spelling::different;
    const double similarity = text::jaro_winkler(a, b);
    if (similarity >= 0.92 && shorter >= 5) return Spelling::typo;
    return similarity >= 0.85 ? Spelling::similar : Spelling::different;
}

Spelling compare_spelling(const NameForms& a, const NameForms& b) {
    const Spelling by_key = compare_spelling(a.key, b.key);
    if (by_key == Spelling::typo || a.folded.empty() || b.folded.empty()) return by_key;
    const auto [x, y] = std::pair{a.folded, b.folded};
    constexpr std::size_t kLongEnough = 5;
    constexpr std::size_t kOneLetter = 2;
    if (x.front() != y.front() || std::min(a.key.size(), b.key.size()) < kLongEnough) return by_key;
    if (std::max(x.size(), y.size()) - std::min(x.size(), y.size()) > kOneLetter) return by_key;
    return text::damerau_levenshtein(x, y, 1) <= 1 ? Spelling::typo : by_key;
}

GivenAgreement compare_given_words(const GivenWord& a, const GivenWord& b) {
    if (a.key.empty() || b.key.empty()) return GivenAgreement::missing;
    if (a.initial || b.initial) {
        return initial_agrees(a, b) ? GivenAgreement::initial : GivenAgreement::different;
    }
    const bool both_listed = !a.readings.empty() && !b.readings.empty();
    GivenAgreement best = GivenAgreement::different;
    for (const GivenNameReading& x : a.readings) {
        for (const GivenNameReading& y : b.readings) {
            if (x.name != y.name) continue;
            const bool full = !x.short_form && !y.short_form;
            best = std::min(best, full ? GivenAgreement::equivalent : GivenAgreement::short_form);
        }
    }
    if (a.key == b.key && (!both_listed || best != GivenAgreement::different)) {
        return both_listed || are_spelled_alike(a.text, b.text) ? GivenAgreement::same
                                                                : GivenAgreement::equivalent;
    }
    if (best != GivenAgreement::different) return best;
    const GivenNameBook& book = GivenNameBook::instance();
    for (const GivenNameReading& x : a.readings) {
        for (const GivenNameReading& y : b.readings) {
            if (book.are_cognate(x.name, y.name)) return GivenAgreement::cognate;
        }
    }
    // Two names of the list are two names, however alike: Мария and Марина, Иван and Иванна.
    if (both_listed) {
        const auto [x, y] = std::pair{a.key.size(), b.key.size()};
        if (std::min(x, y) < 4 || std::max(x, y) - std::min(x, y) > 1) return GivenAgreement::different;
        return text::damerau_levenshtein(a.key, b.key, 1) <= 1 ? GivenAgreement::similar
                                                               : GivenAgreement::different;
    }
    switch (compare_spelling(NameForms{a.text, a.key}, NameForms{b.text, b.key})) {
        case Spelling::typo:
            return GivenAgreement::typo;
        case Spelling::similar:
            return GivenAgreement::similar;
        case Spelling::different:
            break;
    }
    return GivenAgreement::different;
}

namespace {

GivenAgreement compare_read_words(GivenWord a, GivenWord b) {
    // A key of one letter is an initial, unless it is a name that agrees: Joe.
    if ((a.key.size() == 1 || b.key.size() == 1) && !share_name(a.readings, b.readings)) {
        a.initial = a.key.size() == 1;
        b.initial = b.key.size() == 1;
    }
    return compare_given_words(a, b);
}

}  // namespace

GivenAgreement compare_given_names(std::string_view a, std::string_view b) {
    return compare_given_names(NameForms{{}, a}, NameForms{{}, b});
}

GivenAgreement compare_given_names(const ReadGivenName& a, const ReadGivenName& b) {
    return compare_read_words({{}, a.key, a.readings, false}, {{}, b.key, b.readings, false});
}

GivenAgreement compare_given_names(const NameForms& a, const NameForms& b) {
    return compare_read_words({a.folded, a.key, given_name_readings(a), false},
                              {b.folded, b.key, given_name_readings(b), false});
}

}  // namespace scrm::person
