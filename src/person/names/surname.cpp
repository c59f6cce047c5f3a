// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/surname.hpp"

#include <array>

#include "person/names/given_name_book_internal.hpp"

namespace scrm::person {
namespace {

constexpr bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/// An ending that men and women write differently; `cut` letters are taken off.
struct GenderedEnding {
    std::string_view ending;
    std::size_t least;  ///< letters of the whole key
    std::size_t cut;
};

constexpr std::array kGenderedEndings = {
    GenderedEnding{"ova", 5, 1},  // Иванова
    GenderedEnding{"eva", 5, 1},  // Сергеева
    GenderedEnding{"ina", 5, 1},  // Путина, Голицына
    GenderedEnding{"aia", 6, 3},  // Толстая, Белая
    GenderedEnding{"oi", 6, 2},   // Толстой
    GenderedEnding{"ski", 5, 1},  // Ковальский
    GenderedEnding{"ska", 5, 1},  // Ковальська, Ковальская, Kowalska
    GenderedEnding{"qki", 5, 1},  // Троцкий
    GenderedEnding{"qka", 5, 1},  // Троцька
};

constexpr std::string_view kSurnameEndings[] = {
    "ov",   "ev",    "ova",  "eva",  "ski",   "ska",   "skoi", "qki",   "qka",   "qkoi", "enko", "anko",
    "unko", "ciwin", "cuk",  "iuk",  "cik",   "evic",  "ovic", "avic",  "wvili", "dze",  "ian",  "anq",
    "enia", "uria",  "iani", "elia", "ava",   "zade",  "baev", "bekov", "son",   "sen",  "man",  "stein",
    "berh", "burh",  "feld", "mann", "bauer", "maier", "ez",   "inski", "ik",    "ak",   "uk",   "nko",
    "wko",  "ko",    "ec",   "eq",   "cev",   "in",    "ina",  "kin",   "kina",  "win",  "wina", "lin",
    "lina", "rin",   "rina", "nin",  "nina",  "onok",  "enok", "ih",    "oho",   "aho",  "iv",   "ivh",
};

}  // namespace

std::string_view surname_key(std::string_view latin_key) noexcept {
    for (const GenderedEnding& rule : kGenderedEndings) {
        if (latin_key.size() >= rule.least && latin_key.ends_with(rule.ending)) {
            return latin_key.substr(0, latin_key.size() - rule.cut);
        }
    }
    const std::size_t size = latin_key.size();
    if (size >= 4) {
        const char last = latin_key[size - 1];
        const char before = latin_key[size - 2];
        // Белый, Чорний; Чорна, Заболотна, but not Гала.
        if (last == 'i' && !is_vowel(before)) return latin_key.substr(0, size - 1);
        if (last == 'a' && before == 'n' && size >= 5 && !is_vowel(latin_key[size - 3]))
            return latin_key.substr(0, size - 1);
    }
    return latin_key;
}

std::optional<Gender> surname_gender(std::string_view latin_key) noexcept {
    const auto ends = [&](std::string_view ending, std::size_t least) {
        return latin_key.size() >= least && latin_key.ends_with(ending);
    };
    if (ends("ova", 5) || ends("eva", 5) || ends("ska", 5) || ends("qka", 5) || ends("aia", 6)) {
        return Gender::female;
    }
    if (ends("ov", 4) || ends("ev", 4) || ends("ski", 5) || ends("qki", 5) || ends("skoi", 6)) {
        return Gender::male;
    }
    return std::nullopt;
}

bool has_surname_ending(std::string_view latin_key) noexcept {
    if (latin_key.size() < 4) return false;
    for (const std::string_view ending : kSurnameEndings) {
        if (ending.back() != latin_key.back()) continue;
        if (latin_key.size() >= ending.size() + 2 && latin_key.ends_with(ending)) return true;
    }
    return false;
}

std::string surname_sound(std::string_view surname_key) {
    constexpr std::size_t kConsonants = 5;
    std::string sound;
    for (const char c : surname_key) {
        char heard = c;
        switch (c) {
            case 'a':
            case 'e':
            case 'i':
            case 'o':
            case 'u':
                heard = 'a';
                break;
            case 'b':
                heard = 'p';
                break;
            case 'd':
                heard = 't';
                break;
            case 'v':
                heard = 'f';
                break;
            case 'z':
            case 'q':
                heard = 's';
                break;
            case 'j':
            case 'c':
                heard = 'w';
                break;
            case 'h':
                heard = 'k';
                break;
            default:
                break;
        }
        if (heard == 'a' && !sound.empty()) continue;
        if (!sound.empty() && sound.back() == heard) continue;
        sound.push_back(heard);
        if (sound.size() > kConsonants) break;
    }
    return sound;
}

SurnameAgreement compare_surnames(std::string_view a, std::string_view b) {
    return compare_surnames(NameForms{{}, a}, NameForms{{}, b});
}

SurnameAgreement compare_surnames(const NameForms& a, const NameForms& b) {
    if (a.key.empty() || b.key.empty()) return SurnameAgreement::missing;
    if (a.key.size() == 1 || b.key.size() == 1) {
        return a.key.front() == b.key.front() ? SurnameAgreement::initial : SurnameAgreement::different;
    }
    return compare_family_words(a, surname_key(a.key), b, surname_key(b.key));
}

SurnameAgreement compare_family_words(const NameForms& a, std::string_view neutral_a, const NameForms& b,
                                      std::string_view neutral_b) {
    if (a.key == b.key) {
        return are_spelled_alike(a.folded, b.folded) ? SurnameAgreement::same : SurnameAgreement::spelling;
    }
    if (neutral_a == neutral_b) return SurnameAgreement::gender_form;
    switch (compare_spelling(NameForms{a.folded, neutral_a}, NameForms{b.folded, neutral_b})) {
        case Spelling::typo:
            return SurnameAgreement::typo;
        case Spelling::similar:
            return SurnameAgreement::similar;
        case Spelling::different:
            break;
    }
    return SurnameAgreement::different;
}

}  // namespace scrm::person
