// SPDX-License-Identifier: Apache-2.0
#include "neighbour_alphabets_internal.hpp"

#include <array>

#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

constexpr char32_t kAlpha = U'α';
constexpr char32_t kOmega = U'ω';
constexpr char32_t kAyb = U'ա';
constexpr char32_t kEw = U'և';
constexpr char32_t kAn = U'ა';
constexpr char32_t kHoe = U'ჰ';

/// α–ω.
constexpr std::array<std::string_view, 25> kGreek = {"a", "v", "g", "d", "e",  "z",  "i", "th", "i",
                                                     "k", "l", "m", "n", "x",  "o",  "p", "r",  "s",
                                                     "s", "t", "y", "f", "ch", "ps", "o"};
/// ա–և, as Eastern Armenian sounds.
constexpr std::array<std::string_view, 39> kArmenian = {
    "a",  "b", "g", "d",  "e",  "z",  "e",  "y", "t", "zh", "i", "l",  "kh",
    "ts", "k", "h", "dz", "gh", "ch", "m",  "y", "n", "sh", "o", "ch", "p",
    "j",  "r", "s", "v",  "t",  "r",  "ts", "v", "p", "k",  "o", "f",  "ev"};
/// ა–ჰ.
constexpr std::array<std::string_view, 33> kGeorgian = {
    "a", "b", "g", "d", "e", "v",  "z", "t",  "i",  "k",  "l",  "m",  "n",  "o",  "p", "zh", "r",
    "s", "t", "u", "p", "k", "gh", "q", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h"};

/// The bare Greek letter under a tonos; a letter with a dialytika is no second one of a pair.
char32_t without_tonos(char32_t letter) {
    switch (letter) {
        case U'ά':
            return U'α';
        case U'έ':
            return U'ε';
        case U'ή':
            return U'η';
        case U'ί':
            return U'ι';
        case U'ό':
            return U'ο';
        case U'ύ':
            return U'υ';
        case U'ώ':
            return U'ω';
        default:
            return letter;
    }
}

/// The next letter, not taken.
char32_t peek(std::string_view rest) {
    return rest.empty() ? 0 : without_tonos(next(rest));
}
void skip(std::string_view& rest) {
    next(rest);
}

/// Before vowels and voiced consonants the υ of αυ, ευ, ηυ is v, else f.
bool is_voiced(char32_t letter) {
    return letter != 0 && std::u32string_view{U"αεηιουωβγδζλμνρ"}.find(letter) != std::u32string_view::npos;
}

void read_greek(char32_t letter, std::string_view& rest, bool is_first, std::string& out) {
    const char32_t following = peek(rest);
    if (following == U'υ' && (letter == U'α' || letter == U'ε' || letter == U'η')) {
        skip(rest);
        out.append(kGreek[letter - kAlpha]).append(is_voiced(peek(rest)) ? "v" : "f");
    } else if (following == U'υ' && letter == U'ο') {
        skip(rest);
        out.append("ou");
    } else if (following == U'π' && letter == U'μ' && is_first) {
        skip(rest);
        out.append("b");
    } else if (letter == U'γ' && (following == U'γ' || following == U'ξ' || following == U'χ')) {
        out.append("n");
    } else {
        out.append(kGreek[letter - kAlpha]);
    }
}

void read_armenian(char32_t letter, std::string_view& rest, bool is_first, std::string& out) {
    const char32_t following = peek(rest);
    if (letter == U'ո' && following == U'ւ') {
        skip(rest);
        out.append("u");
    } else if (letter == U'ո' && is_first && following != U'վ') {
        out.append("vo");
    } else if (letter == U'ե' && is_first) {
        out.append("ye");
    } else {
        out.append(kArmenian[letter - kAyb]);
    }
}

}  // namespace

bool is_of_neighbour_alphabet(char32_t letter) noexcept {
    return (letter >= kAlpha && letter <= kOmega) || (letter >= kAyb && letter <= kEw) ||
           (letter >= kAn && letter <= kHoe);
}

void read_neighbour_letter(char32_t letter, std::string_view& rest, bool is_first, std::string& out) {
    if (letter >= kAlpha && letter <= kOmega) {
        read_greek(letter, rest, is_first, out);
    } else if (letter >= kAyb && letter <= kEw) {
        read_armenian(letter, rest, is_first, out);
    } else {
        out.append(kGeorgian[letter - kAn]);
    }
}

}  // namespace scrm::text
