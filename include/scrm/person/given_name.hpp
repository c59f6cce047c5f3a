// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "scrm/person/gender.hpp"

namespace scrm::person {

/// Given names of one person in several languages and their short forms, from an authored list (Russian,
/// Ukrainian, Belarusian, English; names common in Kazakhstan, the Caucasus and the Volga region).
///
/// Words are passed as text::latin_key(), which writes many a pair of English names alike (Gary, Harry; Jon,
/// Jen), or as NameForms, which tells them apart where the list holds the spelling. Short forms are
/// many-to-many (Слава: Вячеслав, Владислав, Ярослав …; Саша: Александр, Александра), so they are evidence,
/// never identity. All functions are pure and thread-safe; the tables are built once, on first use.

/// One listed name with its spellings in all languages. The number is stable only within one version of scrm:
/// never store it.
enum class GivenNameId : std::uint16_t {};

/// One name that a word may stand for.
struct GivenNameReading {
    GivenNameId name{};
    bool short_form = false;  ///< the word is a short, pet or everyday form of it

    friend bool operator==(const GivenNameReading&, const GivenNameReading&) = default;
};

/// Every name that a word may stand for, full forms first, then in the order of the list; empty for an
/// unknown word. The span lives as long as the program.
std::span<const GivenNameReading> given_name_readings(std::string_view latin_key);

/// A word in the two forms that a comparison needs. Views must outlive the call only.
struct NameForms {
    std::string_view folded;  ///< text::fold() of it; may be empty when it is not at hand
    std::string_view key;     ///< text::latin_key() of that
};

/// The same, by the very spelling when the list holds it, else by the key: "jon" is John and not Jennifer.
std::span<const GivenNameReading> given_name_readings(const NameForms& word);

/// Listed names; ids run from 0.
std::size_t given_name_count();
/// The first spelling in the list: "Александр", "William".
std::string_view given_name_text(GivenNameId name);
/// text::latin_key() of that spelling: what all forms of the name share.
std::string_view given_name_key(GivenNameId name);
/// nullopt for names of either gender (Taylor).
std::optional<Gender> gender_of(GivenNameId name);
/// The gender that all readings share; nullopt for Саша, and for no reading.
std::optional<Gender> gender_of(std::span<const GivenNameReading> readings);

/// How much two given names agree, best first.
enum class GivenAgreement : std::uint8_t {
    same,        ///< equal keys: Юлия, Yulia, Julia; of one listed name, if both spellings are listed
    equivalent,  ///< full forms of one name: Дмитрий, Дмитро, Dmytro; Елена, Helen
    short_form,  ///< a short form on either side: Саша, Александр; Bob, Robert; Шура, Саша
    cognate,     ///< one origin, but people rarely use both: Иван, John; Юрий, George
    typo,     ///< at most one edit (two from eight letters on) or Jaro–Winkler ≥ 0.92, and not two names
    initial,  ///< the first letter of one is all that the other has
    similar,  ///< two different listed names one edit apart (Мария, Марина), or Jaro–Winkler ≥ 0.85
    different,
    missing,  ///< one side has none
};

/// By keys alone. Symmetric.
GivenAgreement compare_given_names(std::string_view a, std::string_view b);
/// A key, and what given_name_readings() says of it.
struct ReadGivenName {
    std::string_view key;
    std::span<const GivenNameReading> readings;
};
/// The same of keys that were read before. Symmetric.
GivenAgreement compare_given_names(const ReadGivenName& a, const ReadGivenName& b);
/// Symmetric.
GivenAgreement compare_given_names(const NameForms& a, const NameForms& b);

}  // namespace scrm::person
