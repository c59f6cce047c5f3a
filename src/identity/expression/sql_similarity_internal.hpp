// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "identity/expression/sql_value_internal.hpp"

namespace scrm::identity {

/// Insertions, deletions, substitutions and swaps of neighbours, also of neighbours that other edits brought
/// together (Lowrance and Wagner 1975): what DuckDB calls damerau_levenshtein; text::damerau_levenshtein is
/// the restricted one. Texts of more than 4,096 code points are compared without swaps.
int unrestricted_damerau_levenshtein(std::string_view a, std::string_view b);

/// Shared code points / all code points, each once.
double letter_jaccard(std::string_view a, std::string_view b);

/// Positions that differ; nullopt for texts of different length.
std::optional<int> hamming_distance(std::string_view a, std::string_view b);

/// Cosine of the angle between lists of numbers; nullopt for different lengths or what is no number.
std::optional<double> cosine_of(const SqlValue::List& a, const SqlValue::List& b);

}  // namespace scrm::identity
