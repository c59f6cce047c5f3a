// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scrm/person/gender.hpp"
#include "scrm/person/given_name.hpp"

namespace scrm::person {

/// Family names. All functions take text::latin_key() of one word (or NameForms) and are pure and
/// thread-safe.

/// What the forms of one surname share: a prefix of the key. Иванов, Иванова: "ivanov"; Ковальский,
/// Ковальська, Kowalska: "kovalsk"; Толстой, Толстая: "tolst". Names without gender (Шевченко, Ткачук,
/// Петросян, Окуджава, Smith) come back whole, but for an -i at the end (Саакашвили). Different surnames may
/// share one (Белый, Бел).
std::string_view surname_key(std::string_view latin_key) noexcept;

/// What the ending says of its bearer: -ова, -ская are female, -ов, -ский male. Weak: many a woman abroad
/// bears the male form, and -ина may belong to a man (Щербина), so it says nothing here.
std::optional<Gender> surname_gender(std::string_view latin_key) noexcept;

/// True for endings that surnames have and given names do not: -ов, -ский, -енко, -чук, -швили, -ян, -son …
bool has_surname_ending(std::string_view latin_key) noexcept;

/// A rough sound for blocking: first sound and up to five consonants, voiced as unvoiced, vowels dropped.
/// "ivanov" and "ivanof" share one. Take it of surname_key().
std::string surname_sound(std::string_view surname_key);

/// text::latin_key() of the other spelling under which a family name is met: without the marks of Latin
/// letters that change their sound (Šimić, Simic), and of a Belarusian one, which follows the ear, the
/// Russian one (Пятроў, Петров; Сяргеева, Сергеева). Empty for nearly all names.
std::string other_surname_key(const NameForms& word);

/// How much two family names agree, best first.
enum class SurnameAgreement : std::uint8_t {
    same,         ///< equal words, or equal keys in two scripts
    spelling,     ///< equal keys, but spelled in two ways in one script: Scherbakov, Shcherbakov; Hill, Gill;
                  ///< or equal by other_surname_key(): Šimić, Simic
    gender_form,  ///< equal surname keys: Иванов, Иванова
    part,         ///< one of several family names agrees: a double name, a maiden name
    typo,         ///< at most one edit (two from eight letters on) or Jaro–Winkler ≥ 0.92
    initial,      ///< the first letter of one is all that the other has
    similar,      ///< Jaro–Winkler ≥ 0.85
    different,    ///< also what differs in a digit only
    missing,      ///< one side has none
};

/// Of two words by their keys alone; never `part` or `spelling`. Symmetric.
SurnameAgreement compare_surnames(std::string_view a, std::string_view b);
/// Of two words; never `part`. Symmetric.
SurnameAgreement compare_surnames(const NameForms& a, const NameForms& b);

}  // namespace scrm::person
