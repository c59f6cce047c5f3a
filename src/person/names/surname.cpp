// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/surname.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "person/names/given_name_book_internal.hpp"
#include "scrm/text/transliterate.hpp"

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

struct Replacement {
    std::string_view from;
    std::string_view to;
};

/// Marks that change the sound of a letter, and people leave out where their keyboard has none.
constexpr std::array kMarked = {
    Replacement{"č", "c"}, Replacement{"ć", "c"}, Replacement{"ç", "c"}, Replacement{"ĉ", "c"},
    Replacement{"š", "s"}, Replacement{"ş", "s"}, Replacement{"ș", "s"}, Replacement{"ŝ", "s"},
    Replacement{"ž", "z"}, Replacement{"ż", "z"},
};

/// Belarusian д and т before these letters are дз and ц.
constexpr std::string_view kSoftening[] = {"е", "ё", "і", "ю", "я", "ь"};
constexpr std::string_view kSoftConsonants[] = {"б", "в", "г", "з", "к", "л", "м",
                                                "н", "п", "с", "ф", "х", "ц"};

template <std::size_t n>
bool is_any(std::string_view letter, const std::string_view (&letters)[n]) {
    return std::find(std::begin(letters), std::end(letters), letter) != std::end(letters);
}

std::string_view letter_at(std::string_view word, std::size_t at) noexcept {
    constexpr std::size_t kCyrillic = 2;  // bytes
    return at + kCyrillic <= word.size() ? word.substr(at, kCyrillic) : std::string_view{};
}

/// Every letter replaced; empty where there is none.
template <std::size_t n>
std::string replaced(std::string_view word, const std::array<Replacement, n>& rules) {
    std::string out;
    for (std::size_t at = 0; at < word.size();) {
        const auto* const rule = std::find_if(rules.begin(), rules.end(), [&](const Replacement& known) {
            return word.substr(at).starts_with(known.from);
        });
        if (rule == rules.end()) {
            if (!out.empty()) out.push_back(word[at]);
            ++at;
            continue;
        }
        if (out.empty()) out = word.substr(0, at);
        out += rule->to;
        at += rule->from.size();
    }
    return out;
}

/// A Belarusian spelling, which follows the ear, as Russian has it: Мядзведзеў, Медведев. Empty where nothing
/// is to undo.
std::string russian_spelling(std::string_view folded) {
    std::string out;
    bool changed = false;
    bool has_ia = false;
    for (std::size_t at = 0; at < folded.size();) {
        const std::string_view letter = letter_at(folded, at);
        const std::string_view next = letter_at(folded, at + letter.size());
        const std::string_view third = letter_at(folded, at + 4);
        const bool heard_d = letter == "д" && next == "з" && (third == "в" || is_any(third, kSoftening));
        const bool heard_t = letter == "ц" && is_any(next, kSoftening);
        const bool is_consonant = is_any(letter, kSoftConsonants) || heard_d;
        if (letter.empty()) return {};
        out += heard_t ? std::string_view{"т"} : letter;
        at += heard_d ? 4 : letter.size();
        changed = changed || heard_d || heard_t;
        // Before the stress е is heard, and written, as я: once in a word.
        const std::string_view vowel = letter_at(folded, at);
        if (is_consonant && !has_ia && vowel == "я" && at + vowel.size() < folded.size()) {
            out += "е";
            at += vowel.size();
            has_ia = changed = true;
        }
    }
    constexpr std::string_view kHeard = "аў";
    if (out.ends_with(kHeard)) {
        out.replace(out.size() - kHeard.size(), kHeard.size(), "оў");
        changed = true;
    }
    return changed ? out : std::string{};
}

/// The names of men that a family name is made of: Петр of Петров.
std::span<const GivenNameReading> forefathers(std::string_view key) {
    for (const std::string_view ending : {"ov", "ev", "ova", "eva"}) {
        if (!key.ends_with(ending)) continue;
        return GivenNameBook::instance().fathers().find(
            father_stem(key.substr(0, key.size() - ending.size())));
    }
    return {};
}

/// A glance, that lets nearly all words go: a Latin letter with a mark, or ў, я, ц or дз in a name that may
/// be made of another one.
bool may_have_other_spelling(const NameForms& word) noexcept {
    if (word.folded.empty() || word.key.empty()) return false;
    const auto is_high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const auto first = static_cast<unsigned char>(word.folded.front());
    if (first < 0xD0) return std::any_of(word.folded.begin(), word.folded.end(), is_high);
    if (word.key.back() != 'v' && !word.key.ends_with("va")) return false;
    char before = 0;
    for (const char c : word.folded) {
        const bool is_one = (before == '\xD1' && (c == '\x8F' || c == '\x86' || c == '\x9E')) ||
                            (before == '\xD0' && c == '\xB7');
        if (is_one) return true;
        before = c;
    }
    return false;
}

/// The grade of two words that are one by another spelling of either; `different` where they are not.
SurnameAgreement compare_other_spellings(const NameForms& a, std::string_view neutral_a, const NameForms& b,
                                         std::string_view neutral_b) {
    if (a.folded.empty() || b.folded.empty()) return SurnameAgreement::different;
    if (!may_have_other_spelling(a) && !may_have_other_spelling(b)) return SurnameAgreement::different;
    const std::string other_a = other_surname_key(a);
    const std::string other_b = other_surname_key(b);
    if (other_a.empty() && other_b.empty()) return SurnameAgreement::different;
    const std::string_view x = other_a.empty() ? a.key : std::string_view{other_a};
    const std::string_view y = other_b.empty() ? b.key : std::string_view{other_b};
    if (x == b.key || a.key == y || x == y) return SurnameAgreement::spelling;
    const std::string_view neutral_x = other_a.empty() ? neutral_a : surname_key(other_a);
    const std::string_view neutral_y = other_b.empty() ? neutral_b : surname_key(other_b);
    const bool are_forms = neutral_x == neutral_b || neutral_a == neutral_y || neutral_x == neutral_y;
    return are_forms ? SurnameAgreement::gender_form : SurnameAgreement::different;
}

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// "Луч-1" and "Луч-2" are two, however alike.
bool have_other_digits(std::string_view a, std::string_view b) noexcept {
    auto x = std::find_if(a.begin(), a.end(), is_digit);
    auto y = std::find_if(b.begin(), b.end(), is_digit);
    while (x != a.end() && y != b.end() && *x == *y) {
        x = std::find_if(x + 1, a.end(), is_digit);
        y = std::find_if(y + 1, b.end(), is_digit);
    }
    return x != a.end() || y != b.end();
}

}  // namespace

std::string other_surname_key(const NameForms& word) {
    if (!may_have_other_spelling(word)) return {};
    if (std::string bare = replaced(word.folded, kMarked); !bare.empty()) return text::latin_key(bare);
    const std::string russian = russian_spelling(word.folded);
    if (russian.empty()) return {};
    std::string key = text::latin_key(russian);
    if (key == word.key) return {};
    // The letter ў is Belarusian alone. Without it only what is made of one name in both spellings is.
    const bool is_belarusian = word.folded.find("ў") != std::string_view::npos ||
                               share_name(forefathers(word.key), forefathers(key));
    return is_belarusian ? key : std::string{};
}

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
    const auto other = compare_other_spellings(a, neutral_a, b, neutral_b);
    if (other != SurnameAgreement::different) return other;
    const Spelling spelling =
        compare_spelling(NameForms{a.folded, neutral_a}, NameForms{b.folded, neutral_b});
    if (spelling == Spelling::different || have_other_digits(a.key, b.key))
        return SurnameAgreement::different;
    return spelling == Spelling::typo ? SurnameAgreement::typo : SurnameAgreement::similar;
}

}  // namespace scrm::person
