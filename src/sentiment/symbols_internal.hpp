// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scrm/text/code_points.hpp"

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

/// The symbols of a post, in `room`. Entities are decoded; combining marks and what is invisible are merged
/// into the symbol before them.
std::span<const Symbol> read_symbols(const text::CodePoints& post, std::vector<Symbol>& room);

}  // namespace scrm::sentiment
