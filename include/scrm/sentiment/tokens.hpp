// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/text/code_points.hpp"

namespace scrm::sentiment {

/// Bytes [begin, end) of a text.
struct TextSpan {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

enum class TokenKind : std::uint8_t {
    word,      ///< letters, with hyphens and apostrophes inside
    number,    ///< a run of digits, folded to "0"
    url,       ///< a web address, folded to "_url_"
    user,      ///< a mention: a name behind an at sign, folded to "_user_"
    hashtag,   ///< the word behind a #
    emoticon,  ///< ":)" and its like, or a run of brackets that close or open nothing: "))", "(("
    marks,     ///< a run of ! ? . that says more than a full stop, or one of % ₽ $ € №
    emoji,     ///< one pictograph
    brand,     ///< the name of a bank, folded to "_brand_"
};

struct Token {
    std::uint32_t begin = 0;  ///< in TokenizedText::letters
    std::uint32_t end = 0;
    TextSpan span;  ///< in the text
    TokenKind kind = TokenKind::word;
    bool capitals = false;    ///< a word of two letters or more without a small one
    bool clause_end = false;  ///< a punctuation mark or an empty line follows
};

/// The tokens of a post as the models of scrm see them.
struct TokenizedText {
    std::u32string letters;  ///< of all tokens: lower case, ё as е, a letter at most three times in a row
    std::vector<Token> tokens;
    text::CodePoints points;  ///< the text itself, for who reads it again

    std::u32string_view letters_of(const Token& token) const noexcept {
        return std::u32string_view{letters}.substr(token.begin, token.end - token.begin);
    }
};

/// Cuts a post into tokens: HTML entities decoded, full-width forms folded, combining marks composed into й,
/// ї and ў or dropped, what is invisible dropped. Malformed UTF-8 separates words. Linear in the input, which
/// may be anything, and must outlive what is done with `out.points`. `out` is overwritten and its room used
/// again. Texts of 4 GiB and more are cut there.
/// Pure, thread-safe.
void tokenize(std::string_view text, TokenizedText& out);

}  // namespace scrm::sentiment
