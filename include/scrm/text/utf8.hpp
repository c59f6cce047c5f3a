// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scrm::text {

/// UTF-8 at the border: validation, repair and code points. Well-formed means Unicode 15 table 3-7: no
/// overlong form, no surrogate, nothing above U+10FFFF. All functions are pure and thread-safe.

/// What a malformed sequence becomes.
inline constexpr char32_t kReplacement = 0xFFFD;

/// True when `bytes` is well-formed UTF-8. NUL counts as well-formed.
bool is_valid(std::string_view bytes) noexcept;

/// True when `bytes` is well-formed and holds no NUL: what every database of scrm stores and returns
/// unchanged.
bool is_clean(std::string_view bytes) noexcept;

/// Text that is_clean(), and how much of it was not.
struct Sanitized {
    std::string text;
    std::int64_t replaced = 0;  ///< malformed sequences plus NULs, each now one U+FFFD
};

/// Each maximal malformed sequence (Unicode §3.9 "maximal subpart", as WHATWG decoders do) and each NUL
/// becomes U+FFFD. Clean input comes back byte for byte.
Sanitized sanitize(std::string_view bytes);

/// Takes the first code point off `rest`, which must not be empty. A malformed maximal subpart counts as one
/// kReplacement.
char32_t next(std::string_view& rest) noexcept;

/// The same; `malformed` says whether the result stands for malformed bytes (a real U+FFFD in the text does
/// not).
char32_t next(std::string_view& rest, bool& malformed) noexcept;

/// Appends one code point; a surrogate or a value above U+10FFFF is appended as U+FFFD.
void append(std::string& out, char32_t code_point);

/// Code points of `bytes`, malformed subparts as kReplacement.
std::u32string to_utf32(std::string_view bytes);

std::string to_utf8(std::u32string_view code_points);

}  // namespace scrm::text
