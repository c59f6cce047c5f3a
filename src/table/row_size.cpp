// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/row_size.hpp"

namespace scrm::table {
namespace {

std::size_t occurrences(std::string_view text, std::string_view piece) noexcept {
    std::size_t count = 0;
    for (std::size_t at = text.find(piece); at != std::string_view::npos;
         at = text.find(piece, at + piece.size()))
        ++count;
    return count;
}

}  // namespace

std::size_t counted_bytes(std::string_view text) noexcept {
    constexpr std::string_view kReplaced = "\uFFFD";
    constexpr std::string_view kCode = "[CVV]";
    constexpr std::size_t kDigitsOfCode = 3;
    return text.size() - occurrences(text, kReplaced) * (kReplaced.size() - 1) -
           occurrences(text, kCode) * (kCode.size() - kDigitsOfCode);
}

}  // namespace scrm::table
