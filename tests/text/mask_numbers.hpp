// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "scrm/core/random.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text::testing {

template <std::size_t n>
std::string_view pick(const std::array<std::string_view, n>& from, Random& random) {
    return from[random.below(n)];
}

inline std::string random_digits(std::size_t count, Random& random) {
    std::string digits;
    for (std::size_t i = 0; i < count; ++i) digits.push_back(static_cast<char>('0' + random.below(10)));
    return digits;
}

/// The digit that makes `digits` with it a valid Luhn number (written apart from the library on purpose).
inline char luhn_digit(std::string_view digits) {
    int sum = 0;
    bool twice = true;
    for (auto i = digits.rbegin(); i != digits.rend(); ++i) {
        const int value = (*i - '0') * (twice ? 2 : 1);
        sum += value / 10 + value % 10;
        twice = !twice;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

/// A card number of one of the networks, in plain digits.
inline std::string random_card(Random& random) {
    struct Network {
        std::string_view prefix;
        std::size_t length;
    };
    static constexpr std::array<Network, 26> kNetworks = {{
        {"4", 16},    {"4", 16},    {"4", 16},    {"4", 19},    {"51", 16},   {"53", 16},   {"55", 16},
        {"2221", 16}, {"2720", 16}, {"2200", 16}, {"2202", 16}, {"2204", 19}, {"34", 15},   {"37", 15},
        {"36", 14},   {"38", 14},   {"300", 14},  {"305", 14},  {"3528", 16}, {"3589", 16}, {"6011", 16},
        {"65", 16},   {"62", 16},   {"62", 19},   {"67", 18},   {"9804", 16},
    }};
    const Network& network = kNetworks[random.below(kNetworks.size())];
    std::string card(network.prefix);
    card += random_digits(network.length - card.size() - 1, random);
    card.push_back(luhn_digit(card));
    return card;
}

/// One digit in one of the ways in which Unicode writes it.
inline std::string styled_digit(char digit, std::uint64_t style) {
    const auto value = static_cast<char32_t>(digit - '0');
    std::string out;
    switch (style) {
        case 1:
            append(out, U'\uFF10' + value);  // full width
            break;
        case 2:
            append(out, U'\u0660' + value);  // Arabic-Indic
            break;
        case 3:
            append(out, U'\u0966' + value);  // Devanagari
            break;
        case 4:
            append(out, U'\U0001D7CE' + value);  // mathematical bold
            break;
        case 5: {
            constexpr std::u32string_view kSuperscripts = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
            append(out, kSuperscripts[value]);
            break;
        }
        case 6:
            append(out, U'\u2080' + value);  // subscript
            break;
        case 7:
            append(out, value == 0 ? U'\u24EA' : U'\u2460' + value - 1);  // circled
            break;
        case 8:
            out.push_back(digit);
            out += "\uFE0F\u20E3";  // keycap
            break;
        case 9:
            out.push_back(digit);
            out += "\u0336";  // struck through by a combining mark
            break;
        default:
            out.push_back(digit);
    }
    return out;
}

inline constexpr std::array<std::string_view, 14> kSeparators = {
    " ", "\u00A0", "\u2009", "-", "\u2013", "\u2014", ".", ",", "/", "_", "|", "\u00B7", "\t", "\n"};
inline constexpr std::array<std::string_view, 5> kInvisible = {"\u200B", "\u200D", "\u2060", "\u00AD",
                                                               "\uFEFF"};

/// `card` as somebody writes it who does not want it found: other digits, separators, invisible characters.
inline std::string obfuscate(std::string_view card, Random& random) {
    std::string out;
    const std::uint64_t layout = random.below(6);
    const std::uint64_t style = random.chance(0.5) ? 0 : random.below(11);  // 10: another one for each digit
    const std::string_view separator = pick(kSeparators, random);
    const double invisible = random.chance(0.3) ? 0.3 : 0.0;
    for (std::size_t i = 0; i < card.size(); ++i) {
        if (i > 0) {
            switch (layout) {
                case 0:  // in one piece
                    break;
                case 1:
                case 2:  // in fours
                    if (i % 4 == 0) out += separator;
                    break;
                case 3:  // every digit apart
                    out += separator;
                    break;
                case 4:  // up to three separators, anywhere
                    for (std::uint64_t n = random.below(4); n > 0; --n) out += pick(kSeparators, random);
                    break;
                default:
                    if (random.chance(0.2)) out += pick(kSeparators, random);
                    break;
            }
            if (random.chance(invisible)) {
                for (std::uint64_t n = 1 + random.below(5); n > 0; --n) out += pick(kInvisible, random);
            }
        }
        out += styled_digit(card[i], style == 10 ? random.below(10) : style);
    }
    return out;
}

inline std::string random_phone(Random& random) {
    static constexpr std::array<std::string_view, 14> kShapes = {
        "+7 (9##) ###-##-##", "8 9## ### ## ##",           "+7 9## ###-##-##", "8(495)###-##-##",
        "+79#########",       "+380 ## ### ## ##",         "38 0## ###-##-##", "0## ### ## ##",
        "+375 29 ###-##-##",  "+1 (4##) 5##-####",         "+49 15## #######", "00380#########",
        "+44 7### ######",    "+7 701 ### ## ## доб. ###",
    };
    std::string phone;
    for (const char c : pick(kShapes, random)) phone.push_back(c == '#' ? random_digits(1, random)[0] : c);
    return phone;
}

inline std::string random_iban(Random& random) {
    struct Country {
        std::string_view code;
        std::size_t digits;
        std::string_view bank;
    };
    static constexpr std::array<Country, 10> kCountries = {{
        {"UA", 25, ""},
        {"DE", 18, ""},
        {"LT", 16, ""},
        {"EE", 16, ""},
        {"PL", 24, ""},
        {"FR", 23, ""},
        {"AT", 16, ""},
        {"GB", 14, "NWBK"},
        {"KZ", 13, "125"},
        {"CH", 17, ""},
    }};
    const Country& country = kCountries[random.below(kCountries.size())];
    const std::string account = std::string(country.bank) + random_digits(country.digits, random);
    unsigned rest = 0;
    for (const char c : account + std::string(country.code) + "00") {
        rest = c >= 'A' ? (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97
                        : (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
    }
    const unsigned check = 98 - rest;
    const std::string iban =
        std::string(country.code) + (check < 10 ? "0" : "") + std::to_string(check) + account;
    if (random.chance(0.5)) return iban;
    std::string grouped;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped.push_back(' ');
        grouped.push_back(iban[i]);
    }
    return grouped;
}

inline std::string random_account(Random& random) {
    static constexpr std::array<std::string_view, 5> kBalances = {"40817", "40702", "42301", "45507",
                                                                  "30101"};
    static constexpr std::array<std::string_view, 3> kCurrencies = {"810", "840", "978"};
    const std::string account = std::string(pick(kBalances, random)) +
                                std::string(pick(kCurrencies, random)) + random_digits(12, random);
    switch (random.below(3)) {
        case 0:
            return "р/с " + account;
        case 1:
            return account;
        default: {
            std::string grouped;
            for (std::size_t i = 0; i < account.size(); ++i) {
                if (i > 0 && i % 4 == 0) grouped.push_back(' ');
                grouped.push_back(account[i]);
            }
            return grouped;
        }
    }
}

inline std::string random_order(Random& random) {
    static constexpr std::array<std::string_view, 10> kWords = {
        "заказ № ",   "Заказ ",       "order #",  "order no. ", "Замовлення №",
        "накладная ", "трек-номер: ", "invoice ", "заявка № ",  "номер заказа: "};
    return std::string(pick(kWords, random)) + random_digits(8 + random.below(12), random);
}

}  // namespace scrm::text::testing
