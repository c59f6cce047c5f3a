// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace scrm::table {

/// Headers that name an attribute, folded: lower case, Latin letters without their marks (é as e, ß as ss,
/// ł as l), ё as е, without spaces, `_`, `-`, `.`, `,`, `:`, `#`, `*`, apostrophes, brackets and a last part
/// in them that says how to fill in the cell.
struct KnownHeader {
    std::string_view attribute;
    std::string_view headers;  ///< by blanks
    bool last_resort = false;  ///< count where no other column has the attribute
};
std::span<const KnownHeader> known_headers() noexcept;

/// A header that means one thing beside another column and something else, or nothing, without.
struct PairedHeader {
    std::string_view header;     ///< folded, as the partners are
    std::string_view attribute;  ///< where one of the partners stands in the same file
    std::string_view partners;   ///< by blanks
    std::string_view alone;      ///< the attribute without one; empty: none
};
std::span<const PairedHeader> paired_headers() noexcept;

}  // namespace scrm::table
