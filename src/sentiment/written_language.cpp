// SPDX-License-Identifier: Apache-2.0
#include "written_language_internal.hpp"

#include <cstddef>

namespace scrm::sentiment {

std::string_view written_language(const TokenizedText& tokens) noexcept {
    std::size_t latin = 0;
    std::size_t cyrillic = 0;
    std::size_t ukrainian = 0;
    std::size_t russian = 0;
    for (const Token& token : tokens.tokens) {
        if (token.kind != TokenKind::word && token.kind != TokenKind::hashtag) continue;
        for (const char32_t c : tokens.letters_of(token)) {
            if (c >= U'a' && c <= U'z') ++latin;
            if (c >= 0x400 && c < 0x530) ++cyrillic;
            if (c == U'і' || c == U'ї' || c == U'є' || c == U'ґ') ++ukrainian;
            if (c == U'ы' || c == U'э' || c == U'ъ') ++russian;
        }
    }
    if (latin + cyrillic == 0) return "und";
    if (latin > cyrillic) return "en";
    return ukrainian > russian ? "uk" : "ru";
}

}  // namespace scrm::sentiment
