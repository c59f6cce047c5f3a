// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "identity/records/rows_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "identity/training/spelling_agreement_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// What pairs of records showed.
struct SeenPairs {
    std::vector<PatternCount> candidates;  ///< that blocking proposes
    std::vector<PatternCount> random;
    bool is_census = false;  ///< both are all pairs that there are
};

/// Expectation maximisation (Dempster, Laird, Rubin 1977; Winkler 1988) with four classes of pairs: one
/// person, relatives, namesakes and strangers. m, the relatives' probabilities and the priors are learnt from
/// candidates, u from random pairs and value counts, each held by the model's own as prior counts; what looks
/// like no person is said in the model's `warnings`. `scorer` is of the model, whose levels and priors
/// change. The pairs were seen without the values of `shared`.
void learn_from_pairs(MatchModel& model, const Scorer& scorer, const SharedValues& shared,
                      const SpellingAgreement& spellings, const Rows& rows, const SeenPairs& seen,
                      const TrainingOptions& options);

}  // namespace scrm::identity
