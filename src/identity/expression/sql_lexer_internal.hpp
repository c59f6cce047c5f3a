// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::identity {

enum class SqlTokenKind : std::uint8_t { word, quoted, text, number, symbol, end };

/// A token; `text` without its quotes.
struct SqlToken {
    SqlTokenKind kind = SqlTokenKind::end;
    std::string text;
    std::size_t position = 0;  ///< where it begins
    std::size_t size = 0;      ///< in bytes, quotes included
};

/// Words are unquoted identifiers and keywords; `"…"` and back-quoted are quoted identifiers; `'…'` text, in
/// which `\` escapes only with `backslashes` (Spark). Comments are skipped. Ends in a token of kind end.
/// Throws Error{invalid_argument} for an unclosed quote or a character that SQL does not have.
std::vector<SqlToken> lex_sql(std::string_view sql, bool backslashes);

}  // namespace scrm::identity
