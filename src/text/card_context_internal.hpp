// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace scrm::text {

/// True when `digits` (values 0–9) are a card number: 14–19 of them, an issuer's prefix and a valid Luhn
/// digit.
template <typename ValueAt>
bool is_card_number(std::size_t size, ValueAt value_at) {
    if (size < 14 || size > 19) return false;
    unsigned four = 0;
    for (std::size_t i = 0; i < 4; ++i) four = four * 10 + value_at(i);
    const unsigned three = four / 10;
    const unsigned two = four / 100;
    const bool issued = two / 10 == 4 || (two >= 51 && two <= 55) || (four >= 2221 && four <= 2720) ||
                        (four >= 2200 && four <= 2204) || two == 34 || two == 37 || two == 36 || two == 38 ||
                        (three >= 300 && three <= 305) || (four >= 3528 && four <= 3589) || four == 6011 ||
                        two == 65 || two == 62 || two == 50 || (two >= 56 && two <= 58) || two == 63 ||
                        two == 67 || four == 9804;
    if (!issued) return false;
    unsigned sum = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const unsigned value = value_at(size - 1 - i);
        const unsigned doubled = value * 2;
        sum += i % 2 == 0 ? value : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
}

/// Length of the IBAN at the front of `text`, 0 for none: a country of the IBAN registry and its number of
/// characters, in one piece or in groups.
std::size_t iban_length(std::string_view text);

/// What the words right before a number say about it.
struct NumberContext {
    bool plus = false;     ///< a + stands before it, as before a phone number
    std::size_t area = 0;  ///< digits of an area code in brackets right before it: "8 (906) "
    bool order = false;  ///< "заказ", "order №" and their like announce the number of an order or a request
    bool device = false;  ///< "IMEI" announces the number of a telephone
    bool post = false;    ///< "wall-", "photo" and their like stand before owner_number in links of VK
};

NumberContext context_before(std::string_view before);

/// A word that says that a card code follows.
enum class CodeWord : std::uint8_t { none, weak, strong };

struct CodeWordAt {
    CodeWord kind = CodeWord::none;
    std::size_t size = 0;  ///< bytes of the word, with the 2 of "cvv2"
};

/// Reads the word at the front of `text`. Strong: cvv, cvc and their Cyrillic spellings; weak: код, code,
/// pin, which count only near a card.
CodeWordAt code_word(std::string_view text);

/// Length of a typed token of masked text ("[CARD 1234]", "[PHONE]") at the front of `text`, 0 for none.
std::size_t masked_token_length(std::string_view text);

}  // namespace scrm::text
