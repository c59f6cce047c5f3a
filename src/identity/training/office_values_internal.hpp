// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "identity/scorer_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Telephones, e-mail addresses and postal addresses of offices (is_of_office). Whoever works there shares
/// all of them at once, and where half of a file does, that would be what training takes for one person. So
/// it learns from what else is there. Refers to the columns of the scorer.
class OfficeValues {
  public:
    OfficeValues(const MatchModel& model, const Scorer& scorer);

    /// The pattern of a pair without the full agreements that rest on such values alone.
    Pattern without(RowPair pair, Pattern pattern) const;
    /// P(two random rows share such a value), where value counts tell how often they agree.
    double chance(std::size_t comparison) const noexcept { return chances_[comparison]; }

  private:
    struct Column {
        const KeyColumn* values = nullptr;
        std::size_t comparison = 0;
    };
    PatternLayout layout_;
    std::vector<Column> columns_;  // those that have such values
    std::vector<double> chances_;  // by comparison
};

}  // namespace scrm::identity
