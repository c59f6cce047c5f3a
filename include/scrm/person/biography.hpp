// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/person/email.hpp"
#include "scrm/person/partial_date.hpp"
#include "scrm/person/phone.hpp"

namespace scrm::person {

/// What the free text of a profile says of its owner in so many words.
struct Biography {
    std::vector<PhoneNumber> phones;   ///< in the order of the text, without duplicates
    std::vector<EmailAddress> emails;  ///< as find_emails
    std::optional<PartialDate> born;   ///< empty where the text says two different dates
    std::string city;                  ///< as written, known to parse_city; empty where two are named

    bool empty() const noexcept { return phones.empty() && emails.empty() && !born && city.empty(); }
};

/// Reads a biography ("about me"), in Russian, Ukrainian, Belarusian or English:
///
///     📍 Казань | 🎂 13.04.1990 | WhatsApp +7 916 123-45-67 | почта: ivan@mail.ru
///     из Москвы • 1990 г.р.        born April 13, 1990, living in Kyiv
///
/// Phones: numbers that text::find_private takes for phones and PhoneNumber::parse reads; `country` (ISO 3166
/// alpha-2, empty: unknown) is where national forms belong. A birth date stands behind a word or sign for it
/// (🎂, др, born, …), before "г.р." and kin, or is all that stands between two separators: a full date, or a
/// year from 1930 to 2015. A city stands behind a pin, "г.", "из", "живу в", "from" and kin, also in an
/// oblique case, or alone between separators with a capital letter; a given name (Владимир) needs the sign.
/// Everything else stays unread: a biography is a poem as often as a form. Linear time; pure, thread-safe.
Biography read_biography(std::string_view bio, std::string_view country = {});

}  // namespace scrm::person
