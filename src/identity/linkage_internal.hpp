// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity/scorer_internal.hpp"
#include "identity/training/population_internal.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {

/// Bits below which a pair is no edge of a dedupe: weaker edges can still hold a cluster together, never
/// start one.
inline constexpr double kWeakestEdge = -4;

/// What a pair of one population counts for in a cluster, in bits: its weight, or far below nothing where it
/// contradicts itself as one person (Level::conflict). That the two of a pair have little in common says next
/// to nothing where both fit a third record, and that is where such pairs are weighed: so its weight is at
/// least 2 below where clusters join, and at most -5, and down to 3 less where its evidence speaks against one
/// person.
double clustering_weight(const Scorer& scorer, Row a, Row b, PairContext& context, double merge_weight);

/// Dedupe with the frequencies and caps of another population; nullptr: of the records.
DedupeResult dedupe(const RecordSet& records, const MatchModel& model, const LinkOptions& options,
                    const Execution& execution, const PopulationStatistics* population);

/// explain() with the frequencies of another population; nullptr: of the sets.
Explanation explain(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                    RecordIndex right_record, const MatchModel& model, unsigned threads,
                    const PopulationStatistics* population);

}  // namespace scrm::identity
