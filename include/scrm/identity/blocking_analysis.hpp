// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

/// Records that share a key of a blocking rule.
struct BlockSize {
    std::string key;          ///< what they share, in words: a value of persons, not for logs
    std::uint64_t left = 0;   ///< records; in a link those of the left population
    std::uint64_t right = 0;  ///< in a link those of the right population
    std::uint64_t pairs = 0;  ///< among them
    bool is_generic = false;  ///< too large: the rule leaves it out
};

/// What a blocking rule proposes.
struct RuleAnalysis {
    std::string rule;              ///< keys joined by " + "
    std::uint64_t pairs = 0;       ///< in the blocks that are used, from how many records share each key
    double share = 0;              ///< of the pairs of all rules
    std::uint64_t cumulative = 0;  ///< pairs of this rule and those before it; pairs found twice count twice
    /// Pairs that no earlier rule finds and that fulfil what the rule asks beside its keys, and these summed
    /// over the rules so far; only when they were counted.
    std::optional<std::uint64_t> new_pairs;
    std::optional<std::uint64_t> cumulative_new;
    std::uint64_t blocks = 0;         ///< keys used
    std::uint64_t generic_keys = 0;   ///< keys left out
    std::uint64_t generic_pairs = 0;  ///< in the blocks of these
    std::vector<BlockSize> largest;   ///< most pairs first, generic ones among them
};

struct BlockingAnalysis {
    double all_pairs = 0;       ///< that could be compared without blocking
    bool compares_all = false;  ///< so few that linkage compares them all, whatever the rules propose
    std::uint64_t pairs = 0;    ///< of all rules; those found twice count twice
    std::vector<RuleAnalysis> rules;
};

struct BlockingAnalysisOptions {
    std::size_t largest_blocks = 5;  ///< to list of each rule
    /// Walk the blocks to count what each rule adds: time goes with the pairs, not with the records; none is
    /// compared.
    bool count_new_pairs = false;
};

/// What the model's blocking rules would propose for these records, before anything is compared or trained.
/// Of rules that are SQL expressions the equalities are the keys; no key of theirs is generic. Deterministic,
/// for any thread count and row order. Throws Error{invalid_argument} for a model that does not fit,
/// Error{cancelled}.
BlockingAnalysis analyze_blocking(const RecordSet& records, const MatchModel& model,
                                  const BlockingAnalysisOptions& options = {},
                                  const Execution& execution = {});
BlockingAnalysis analyze_blocking(const RecordSet& left, const RecordSet& right, const MatchModel& model,
                                  const BlockingAnalysisOptions& options = {},
                                  const Execution& execution = {});

}  // namespace scrm::identity
