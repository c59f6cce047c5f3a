// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scrm::text {

/// Takes payment card numbers and card codes out of free text, before anything is stored or logged.
///
/// A card is 14–19 digits with a valid Luhn digit and an issuer prefix (4; 51–55; 2221–2720; 2200–2204; 34,
/// 37; 36, 38, 300–305; 3528–3589; 6011, 65; 62; 50, 56–58, 63, 67; 9804). A digit is any character with a
/// Unicode digit value: all decimal digits, superscripts, subscripts, circled, full-width, keycap emoji.
/// Between two digits may stand any number of format characters and combining marks and up to 3 of white
/// space, dashes and `. , / _ | ·`. It becomes `[CARD 1234]` with its last four digits. A code of 3–4 digits
/// becomes `[CVV]` when cvv, cvc, cvv2 or a Cyrillic spelling of them stands before it, when it directly
/// follows a card with its expiry date, or when it follows a card within some words and "код", "code", "pin",
/// "security" or "цифры" stands before it. These words alone announce no code of a card, for most of what
/// they announce came by SMS. The expiry date stays.
///
/// Not cards: IBANs, phone numbers, 20-digit accounts and any longer run, numbers of orders, parcels and
/// requests right behind a word that says so ("заказ", "order no.", "трек", "накладная №", "заявка",
/// "ticket"), IMEIs behind theirs, and digits that fail the check above. A "№" alone excuses nothing, nor do
/// "счёт", "account", "ИНН", "договор", "чек" and their like. When a run of digits holds several readings,
/// the leftmost and then the longest card wins.
///
/// Every other byte stays as it is, also malformed UTF-8. mask_cards(mask_cards(x)) = mask_cards(x). Linear
/// time; text with fewer than 14 digits costs one scan. Pure, thread-safe.
std::string mask_cards(std::string_view bytes);

/// True when mask_cards would put a `[CARD …]` into the text.
bool contains_card(std::string_view bytes);

/// A text that was cut at an arbitrary byte, without the digits at its end, as many as a card may have, and
/// what stands between and behind them: they may be the first ones of a card number, which nothing would
/// recognise. `escapes` are ASCII characters with which digits may be written there otherwise, as in JSON.
/// Linear time. Pure, thread-safe.
std::string_view without_cut_number(std::string_view bytes, std::string_view escapes = {});

}  // namespace scrm::text
