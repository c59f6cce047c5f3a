// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace scrm::text {

/// The words of a text: maximal runs of letters, digits and combining marks (Unicode general category).
///
/// An apostrophe (' ’ ʼ) between two letters belongs to the word: м'яч, O'Brien. A hyphen separates:
/// "Петрова-Водкина" are two words, since a double name must match its halves. Underscore, dot and every
/// other sign separate, also in handles and numbers. A malformed byte separates.
///
/// The views point into `folded`; fold first, or words of different case stay different. Pure, thread-safe,
/// linear.
std::vector<std::string_view> words(std::string_view folded);

/// The same into `out`, whose room is used again.
void words(std::string_view folded, std::vector<std::string_view>& out);

}  // namespace scrm::text
