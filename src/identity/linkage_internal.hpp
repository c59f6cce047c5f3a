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

/// What a pair of one population counts for in a cluster: its weight, or far below nothing where it
/// contradicts itself as one person (Level::conflict).
double clustering_weight(const Scorer& scorer, Row a, Row b, PairContext& context);

/// Dedupe with the frequencies and caps of another population; nullptr: of the records.
DedupeResult dedupe(const RecordSet& records, const MatchModel& model, const LinkOptions& options,
                    const Execution& execution, const PopulationStatistics* population);

/// explain() with the frequencies of another population; nullptr: of the sets.
Explanation explain(const RecordSet& left, RecordIndex left_record, const RecordSet& right,
                    RecordIndex right_record, const MatchModel& model, unsigned threads,
                    const PopulationStatistics* population);

}  // namespace scrm::identity
