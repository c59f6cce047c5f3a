// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "scrm/core/progress.hpp"
#include "scrm/identity/accuracy.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

/// Two records that people know to be one person.
using MatchedPair = std::pair<RecordIndex, RecordIndex>;

/// The model with m learnt from such pairs: of each comparison the share of the pairs with evidence that show
/// each level, where the model's own m counts as one pair a level, so that a level which no pair shows stays
/// possible. u, the prior, levels that are fixed, comparisons with `m_from_u` and those without evidence stay
/// as they are, and so does `trained`: call it after `train`, which learns m without labels. A person model
/// that is not trained is fitted to the records as `train` does. The pairs should be a fair sample of the
/// matches: those that one attribute found make this attribute look surer than it is. Deterministic for any
/// thread count and order. Throws Error{invalid_argument} without pairs, for a pair of a record with itself
/// and for a model that does not fit the records, Error{cancelled}.
MatchModel estimate_m(const MatchModel& model, const RecordSet& records, std::span<const MatchedPair> matches,
                      const Execution& execution = {});

/// How likely two random records are one person, from rules that next to no two people fulfil.
struct PriorEstimate {
    double prior = 0;         ///< found / recall / all_pairs
    Interval interval;        ///< share_interval of the pairs found, at this recall
    std::uint64_t found = 0;  ///< pairs that fulfil at least one rule
    double all_pairs = 0;     ///< that could be compared
    double recall = 1;        ///< as given
};

/// Of the pairs of these records. `recall` in (0, 1] is the share of all matches that the rules find, which
/// is a guess: the interval does not hold what it may be wrong by. The rules are those of the model's kind,
/// keys or expressions; no key is too frequent for them. Throws Error{invalid_argument}: no rule, one that
/// does not fit the model, recall out of range, no pair found, or so many that the prior would not be below
/// 1; Error{cancelled}.
PriorEstimate estimate_prior(const RecordSet& records, const MatchModel& model,
                             std::span<const BlockingRule> rules, double recall,
                             const Execution& execution = {});
/// Of the pairs of a left and a right record.
PriorEstimate estimate_prior(const RecordSet& left, const RecordSet& right, const MatchModel& model,
                             std::span<const BlockingRule> rules, double recall,
                             const Execution& execution = {});

}  // namespace scrm::identity
