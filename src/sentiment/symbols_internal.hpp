// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace scrm::sentiment {

enum class SymbolKind : std::uint8_t { other, letter, digit, space, line_end, mark, emoji };

/// One visible character of a post, folded.
struct Symbol {
    char32_t letter = 0;
    std::uint32_t begin = 0;  ///< bytes of the text
    std::uint32_t end = 0;
    SymbolKind kind = SymbolKind::other;
    bool capital = false;
};

/// Decodes a post. Combining marks and what is invisible are merged into the symbol before them.
void read_symbols(std::string_view text, std::vector<Symbol>& out);

}  // namespace scrm::sentiment
