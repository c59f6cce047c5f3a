// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Sums of a comparison's levels; [0] unused.
using LevelSums = std::vector<std::vector<double>>;

/// Keeps training from taking for errors of one person what is two: of twins, a father and his son, or
/// namesakes everything agrees but the given name or the birth date, so that a class of pairs with either
/// would explain the records better. How often what contradicts may happen to one person is told by errors
/// elsewhere.
class Contradictions {
  public:
    /// `start`: the model before training; must outlive this. `from_documents`: see TrainingOptions.
    Contradictions(const MatchModel& start, bool from_documents);

    /// The comparisons of which any pair has a level.
    void see(std::span<const std::size_t> active);
    /// Of these, how many tell persons apart.
    int witnesses() const noexcept { return witnesses_; }
    /// How many matched pairs more the model's own m of a level is worth.
    double prior_matches(const Level& level) const noexcept;

    /// Lowers m of what contradicts to what errors explain. `matched`: sums of the matched pairs.
    void hold_down(MatchModel& model, std::size_t comparison, const LevelSums& matched) const;
    /// Says in the model's warnings where pairs that passed for one person differ more often than errors
    /// explain.
    void warn(MatchModel& model, const LevelSums& matched) const;

  private:
    /// What tells persons apart best of what is there: nothing does as well as the given name.
    bool contradicts(const Level& level) const noexcept { return level.conflict >= telling_points_; }
    bool tells_persons_apart(std::size_t comparison) const;
    const std::vector<Level>& start_of(std::size_t comparison) const {
        return start_.comparisons[comparison].levels;
    }
    double most_contradicted() const noexcept;
    double errors_in_family_names(const LevelSums& matched) const;
    double near_misses(std::size_t comparison, const std::vector<double>& matched) const;
    double most_by_errors(const std::vector<Level>& levels, std::size_t comparison, std::size_t level,
                          const std::vector<double>& matched) const;

    const MatchModel& start_;
    const bool from_documents_;
    std::vector<std::size_t> active_;
    int telling_points_ = 1;  // Level::conflict of what tells persons apart best
    int witnesses_ = 0;
};

}  // namespace scrm::identity
