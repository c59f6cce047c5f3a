// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "identity/sample/words_internal.hpp"
#include "scrm/core/random.hpp"

// How the people of the synthetic bank write names. Its tables are its own on purpose: were they those of
// `person`, the linkage would be measured against its own idea of spelling.
namespace scrm::identity::sample {

/// Ways to write Cyrillic in Latin letters: a passport, everyday typing, letters of the older standards.
enum class Latin : std::uint8_t { passport, everyday, old_standard };

/// Case is kept; characters that are not Cyrillic stay.
std::string latin(std::string_view text, Latin scheme, Nation nation);
/// Lower-case ASCII letters and digits of the Latin form.
std::string slug(std::string_view text, Latin scheme, Nation nation);
/// The woman's form of a surname; unchanged where the language has none.
std::string feminine(std::string_view family, Nation nation);
std::string patronymic(std::string_view father, bool female, Nation nation);
std::string upper(std::string_view text);
/// The first character of a text, the text without its last one.
std::string initial(std::string_view text);
std::string without_last(std::string_view text);
bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) noexcept;
/// One slip of the keyboard: a letter dropped, doubled, swapped with its neighbour or taken for a similar
/// one.
std::string with_typo(std::string_view text, Random& random);

}  // namespace scrm::identity::sample
