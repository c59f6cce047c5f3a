// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string_view>

namespace scrm::text {

/// String similarities over code points. Inputs are UTF-8; a byte that belongs to no valid sequence counts as
/// a symbol of its own. Nothing is folded: case, accents and script count. All functions are symmetric, pure
/// and thread-safe.
///
/// Up to 64 code points are compared bit-parallel (Hyyrö 2003 for the distances, Bachmann's flag words for
/// Jaro); longer inputs fall back to dynamic programming in O(length²) time, so callers bound hostile input
/// before they compare.

/// Jaro 1989: (m/|a| + m/|b| + (m−t)/m) / 3 in [0, 1]. Two empty strings are equal (1), one empty string
/// gives 0.
double jaro(std::string_view a, std::string_view b);
double jaro(std::u32string_view a, std::u32string_view b);

/// Winkler 1990: Jaro plus 0.1 · prefix · (1 − Jaro), prefix at most 4, only above a Jaro of 0.7.
double jaro_winkler(std::string_view a, std::string_view b);
double jaro_winkler(std::u32string_view a, std::u32string_view b);

/// "Any distance": no cut-off.
inline constexpr int kNoCutoff = std::numeric_limits<int>::max() - 1;

/// Insertions, deletions and substitutions. Returns `cutoff` + 1 when the distance is above `cutoff` (≥ 0).
int levenshtein(std::string_view a, std::string_view b, int cutoff = kNoCutoff);
int levenshtein(std::u32string_view a, std::u32string_view b, int cutoff = kNoCutoff);

/// Optimal string alignment: Levenshtein plus swaps of neighbours, no part edited twice. `cutoff` as for
/// levenshtein.
int damerau_levenshtein(std::string_view a, std::string_view b, int cutoff = kNoCutoff);
int damerau_levenshtein(std::u32string_view a, std::u32string_view b, int cutoff = kNoCutoff);

}  // namespace scrm::text
