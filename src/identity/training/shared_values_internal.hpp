// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "identity/scorer_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// What most pairs of rows share where a value is called dominant: it tells nobody apart.
inline constexpr double kDominantShare = 0.5;

/// Values that so many rows have that training would take their bearers for one person: telephones, e-mail
/// addresses and postal addresses of offices (is_of_office), all of which whoever works there shares at once,
/// and what stands in most rows of a file, its one firm or the date that stands for none. Training learns
/// from what else is there. Refers to the columns of the scorer.
class SharedValues {
  public:
    SharedValues(const MatchModel& model, const Scorer& scorer);

    /// The pattern of a pair without the full agreements that rest on such values alone.
    Pattern without(RowPair pair, Pattern pattern) const;
    /// P(two random rows share such a value), where value counts tell how often they agree.
    double chance(std::size_t comparison) const noexcept { return chances_[comparison]; }
    /// Pairs of rows that both have a value; 0 where there is no such value.
    double comparable(std::size_t comparison) const noexcept { return comparable_[comparison]; }
    bool has_dominant(std::size_t comparison) const noexcept { return has_dominant_[comparison]; }

  private:
    struct Column {
        const KeyColumn* values = nullptr;
        std::size_t comparison = 0;
        std::vector<bool> is_shared;  ///< by id
    };
    static bool share_such_alone(const Column& column, Row a, Row b);

    PatternLayout layout_;
    std::vector<Column> columns_;     // those that have such values
    std::vector<double> chances_;     // by comparison
    std::vector<double> comparable_;  // by comparison
    std::vector<bool> has_dominant_;  // by comparison
};

}  // namespace scrm::identity
