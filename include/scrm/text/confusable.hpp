// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scrm::text {

/// Look-alike letters (UTS #39). All functions are pure and thread-safe; the tables are built once, on first
/// use.

/// The skeleton of UTS #39 §4: two strings that look alike have one skeleton. Case counts and the result is
/// no word of any language, so fold first and only compare skeletons with skeletons.
std::string skeleton(std::string_view text);

/// Which writing system the letters of a text belong to. Digits, signs and marks have none.
enum class Script : std::uint8_t { none, latin, cyrillic, other };

/// The script that a text is meant to be in: the one with most letters that look like no letter of the other
/// (б, ж, d, f; other scripts' letters all count); equal: the one with most letters; still equal: that of the
/// first letter.
Script dominant_script(std::string_view text);

/// True when a token holds both Latin and Cyrillic letters.
bool mixed_script(std::string_view token);

/// A token that mixes Latin and Cyrillic letters, written in its dominating script: "Cбepбaнк" with four
/// Latin letters becomes all Cyrillic. Works before and after fold() (where "h" may have been an "H" that
/// stood for Н); case is kept. Everything else, also a token with a foreign letter that looks like none
/// ("USBшник"), comes back unchanged.
std::string unconfuse(std::string_view token);

/// The Cyrillic letter that looks like a Latin one as both are written (H is Н, but h is no н), and the
/// reverse; 0 where none does. After fold() this can no longer be told.
char32_t cyrillic_look_alike(char32_t latin) noexcept;
char32_t latin_look_alike(char32_t cyrillic) noexcept;

/// The capital that a letter of ornament stands for, which no normalisation knows: small capitals (ᴀ, and the
/// ᴦ ᴧ ᴨ ᴩ ᴫ that are written among them for Г, Л, П, Р), negative circled and squared letters (🅐, 🅰). Any
/// other code point as it is.
char32_t plain_letter(char32_t code_point) noexcept;

}  // namespace scrm::text
