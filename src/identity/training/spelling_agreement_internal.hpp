// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "identity/records/features_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// The ending of a family name follows its bearer's gender (Иванов, Иванова), which the given name tells: two
/// strangers who spell one given name and bear one family name spell it alike, too. For learning, which sees
/// levels and not the names behind them. Immutable.
class SpellingAgreement {
  public:
    /// Counted on rows of the larger population; without both names nothing is known of it.
    SpellingAgreement(const MatchModel& model, const Features& features);

    /// By how much oftener strangers come to this pattern than u of both names says.
    double bits(Pattern pattern, const PatternLayout& layout) const {
        const bool agrees =
            bits_ > 0 && layout.level(pattern, given_) == 1 && layout.level(pattern, family_) == 1;
        return agrees ? bits_ : 0;
    }

  private:
    std::size_t given_ = 0;
    std::size_t family_ = 0;
    double bits_ = 0;
};

}  // namespace scrm::identity
