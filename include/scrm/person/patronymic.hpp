// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scrm/person/gender.hpp"

namespace scrm::person {

/// Patronymics, as text::latin_key() of one word. All functions are pure, thread-safe and free of allocation.

/// A word that may be a patronymic.
struct PatronymicReading {
    Gender gender = Gender::male;
    /// The father's name without its ending, the same for sons and daughters and in Russian and Ukrainian: a
    /// view into the key or into a list. "ivan" for Иванович, Иванівна; "serh" for Сергеевна, Сергійович.
    std::string_view father;
    /// A daughter's, or a son's of a listed father. -ович of another stem (Шушкевич) is nearly always a
    /// surname; even a certain one may be (Петрович, Якубович).
    bool certain = false;
};

/// -ович, -евич, -овна, -евна, -ична, -івна, -авіч, -аўна, Ильич …, -улы, -қызы, in both scripts; nullopt for
/// any other word. The Turkic patronymic of two words (Алирза оглы) is read by parse_name().
std::optional<PatronymicReading> read_patronymic(std::string_view latin_key);

/// How much two patronymics agree, best first.
enum class PatronymicAgreement : std::uint8_t {
    same,  ///< one father: Иванович, Івановна; Николаевич, Миколайович
    initial,  ///< П., Петрович
    close,    ///< one edit apart
    different,
    missing,  ///< one side has none
};

/// Symmetric.
PatronymicAgreement compare_patronymics(std::string_view a, std::string_view b);

}  // namespace scrm::person
