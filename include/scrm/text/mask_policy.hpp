// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::text {

/// What is masked, in the order of the tokens [CARD], [CVV], [PHONE], [EMAIL], [IBAN], [ACCOUNT], [PASSPORT].
enum class MaskKind : std::uint8_t { card, cvv, phone, email, iban, account, passport };

/// Which kinds of private numbers give way to tokens, and whether the tokens keep the last four digits.
struct MaskPolicy {
    bool cards = true;  ///< with their codes
    bool phones = true;
    bool emails = true;
    bool ibans = true;
    bool accounts = true;
    bool passports = true;
    bool last_digits_of_cards = true;    ///< [CARD 1234], as mask_cards does
    bool last_digits_of_others = false;  ///< [PHONE 1234], [IBAN 1234], [ACCOUNT 1234]
};

/// Takes cards and what else identifies a person out of free text, before it is stored, logged or shown.
///
/// Cards and their codes: as mask_cards. IBANs: a country of the registry, its number of characters, in one
/// piece or in groups; read before cards; also in Cyrillic letters (УА21…) and with a gap behind the country,
/// where the check digits must be right unless they are the 27 digits of Ukraine. Accounts: 20 digits with a
/// currency in places 6–8 (Russian); 8–20 digits right behind words that name an account (р/с, расчётный
/// счёт, номер счёта, account number), of which a date (20240512, 12052024) or a round sum (15000000) is none
/// unless a word says that it is a number; 12–20 digits a few words behind these, or behind счёт and рахунок
/// alone, which may be a bill. Phones: Russian, Ukrainian, Belarusian, Kazakh and North American numbers in
/// any grouping, others with a + or 00; seven or ten bare digits only when a word announces them (тел,
/// phone). E-mails: also with (at), [at] or (собака), with a blank before @, behind it or both at a known
/// mail provider, and spelt (ivan77 собака mail точка ru, ivan at gmail dot com, a comma for the dot).
/// Passports and identity cards: only near a word that says so (паспорт, пасп., серия, passport, id card),
/// also across a date, series and number in either order. An order, contract, track or tax number that a word
/// announces and that is no valid card, dates, sums, IP and web addresses stay, and so does a BIC.
///
/// All other bytes stay as they are. mask(mask(x, p), p) = mask(x, p). Linear time. Pure, thread-safe.
std::string mask(std::string_view bytes, const MaskPolicy& policy = {});

/// A part of a text that is private, in bytes.
struct PrivateSpan {
    std::size_t begin;
    std::size_t end;
    MaskKind kind;
};

/// What mask would take out besides cards and codes, in order and without overlap.
std::vector<PrivateSpan> find_private(std::string_view text, const MaskPolicy& policy = {});

}  // namespace scrm::text
