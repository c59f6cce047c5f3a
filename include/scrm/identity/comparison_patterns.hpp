// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// Pairs that came out alike in every comparison.
struct ComparisonPattern {
    /// Of each comparison of the model, in its order: the number of its level; empty: no evidence.
    std::vector<std::optional<std::size_t>> levels;
    std::uint64_t pairs = 0;
    double least_weight = 0;  ///< bits; the rarity of values sets pairs of a pattern apart
    double mean_weight = 0;
    double most_weight = 0;
    double expected_matches = 0;        ///< sum of the pairs' probabilities
    std::vector<std::size_t> examples;  ///< positions in the pairs: the first, spread evenly over them
};

/// The patterns among the pairs of a linkage, by falling mean weight. `model` is the one that the linkage
/// returned. Throws Error{invalid_argument} when a pattern does not fit it.
std::vector<ComparisonPattern> comparison_patterns(std::span<const ScoredPair> pairs, const MatchModel& model,
                                                   std::size_t examples = 3);

}  // namespace scrm::identity
