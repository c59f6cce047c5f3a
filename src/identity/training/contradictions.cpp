// SPDX-License-Identifier: Apache-2.0
#include "identity/training/contradictions_internal.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace scrm::identity {
namespace {

/// In a file of few families training takes households for persons: of a level that tells two people apart
/// the model's own m is worth more pairs.
constexpr double kConflictMatches = 200;
/// Of matched pairs, at most so many disagree where two people can be told apart; fewer where one attribute
/// alone tells them apart, so that nothing else bears witness to an error in it.
constexpr double kMostContradicted = 0.2;
constexpr double kMostContradictedAlone = 0.07;
/// An error falls on one name as on another, and makes of a date any other. What only people of one home
/// explain, twins or a father and his son, contradicts in one way alone: where that comes to so many times
/// what errors do elsewhere, more of it is no error. (The sets of people in docs/BENCHMARKS.md have .1 to
/// 1.8 times of given names beside family names, 3.4 in two scripts, whose spellings differ in their own
/// ways; .04 to .75 times of generations beside other dates.)
constexpr double kMostOfOneKind = 3;
constexpr double kMostOfGenerations = 2;
/// Where names and dates were copied from documents an error seldom makes a value all of another: what comes
/// to more than so many times what nearly agrees is a father and his son, or namesakes. (The banks of
/// docs/BENCHMARKS.md have .07 to .15 times of both; tables up to .66 of given names and 1.7 of dates, as in
/// some whole dates are exchanged.)
constexpr double kMostNamesByNearMisses = 0.35;
constexpr double kMostDatesByNearMisses = 0.15;
/// How many matched pairs the model's own word is worth of how often errors occur.
constexpr double kPriorErrors = 10;
/// Fewer matched pairs tell nothing of what was learnt.
constexpr double kMatchesToJudge = 20;
/// What random pairs share so often tells nobody apart by itself.
constexpr double kTellingChance = 0.05;
constexpr double kFloor = 1e-9;

bool is_against(const Level& start) {
    return start.m < start.u;
}

double sum_of(const std::vector<double>& matched, double more = 0) {
    return std::accumulate(matched.begin() + 1, matched.end(), more);
}

/// Lowers m of some levels so that they come to `most` together; the others share what is left.
template <class IsOne>
void lower(std::vector<Level>& levels, const IsOne& is_one, double most) {
    double sum = 0;
    for (std::size_t g = 0; g < levels.size(); ++g) sum += is_one(g) ? levels[g].m : 0;
    if (sum <= most) return;
    for (std::size_t g = 0; g < levels.size(); ++g) {
        if (!levels[g].fixed) levels[g].m *= is_one(g) ? most / sum : (1 - most) / std::max(kFloor, 1 - sum);
    }
}

}  // namespace

Contradictions::Contradictions(const MatchModel& start, bool from_documents)
    : start_(start), from_documents_(from_documents) {}

void Contradictions::see(std::span<const std::size_t> active) {
    active_.assign(active.begin(), active.end());
    for (const std::size_t i : active_) {
        int points = 0;
        for (const Level& level : start_of(i)) points = std::max(points, level.conflict);
        telling_points_ = std::max(telling_points_, points);
        if (points > 0 && start_of(i).front().u <= kTellingChance) ++witnesses_;
    }
}

double Contradictions::prior_matches(const Level& level) const noexcept {
    return contradicts(level) ? kConflictMatches : 0;
}

bool Contradictions::tells_persons_apart(std::size_t comparison) const {
    const auto& levels = start_of(comparison);
    return std::any_of(levels.begin(), levels.end(), [this](const Level& one) { return contradicts(one); });
}

double Contradictions::most_contradicted() const noexcept {
    return witnesses_ > 1 ? kMostContradicted : kMostContradictedAlone;
}

void Contradictions::hold_down(MatchModel& model, std::size_t comparison, const LevelSums& matched) const {
    if (!tells_persons_apart(comparison)) return;
    const auto& start = start_of(comparison);
    auto& levels = model.comparisons[comparison].levels;
    const std::string& measure = model.comparisons[comparison].measure;
    double most = most_contradicted();
    if (from_documents_ && (measure == "date" || measure == "given_name")) {
        const double times = measure == "date" ? kMostDatesByNearMisses : kMostNamesByNearMisses;
        most = std::min(most, times * near_misses(comparison, matched[comparison]));
    }
    if (measure == "given_name") most = std::min(most, kMostOfOneKind * errors_in_family_names(matched));
    lower(
        levels, [&start](std::size_t level) { return is_against(start[level]); }, most);
    for (std::size_t strong = 1; strong < start.size(); ++strong) {
        if (start[strong].conflict == 0 || start[strong - 1].conflict == 0) continue;
        lower(
            levels, [strong](std::size_t level) { return level == strong; },
            most_by_errors(levels, comparison, strong, matched[comparison]));
    }
}

void Contradictions::warn(MatchModel& model, const LevelSums& matched) const {
    for (const std::size_t i : active_) {
        if (!tells_persons_apart(i)) continue;
        double against = 0;
        for (std::size_t g = 0; g < start_of(i).size(); ++g)
            against += is_against(start_of(i)[g]) ? matched[i][g + 1] : 0;
        const double shown = sum_of(matched[i]);
        if (shown < kMatchesToJudge || against <= most_contradicted() * shown) continue;
        model.warnings.push_back(model.comparisons[i].name + ": of the pairs that passed for one person " +
                                 std::to_string(std::lround(100 * against / shown)) +
                                 " % differ in it, more than errors explain: these may be households");
    }
}

/// Of the matched pairs that show both family names, those in which they do not fit. 1: none shows them.
double Contradictions::errors_in_family_names(const LevelSums& matched) const {
    for (const std::size_t i : active_) {
        if (start_.comparisons[i].measure != "family_name") continue;
        double errors = 0;
        for (std::size_t g = 0; g < start_of(i).size(); ++g) {
            const Level& start = start_of(i)[g];
            errors += is_against(start) ? matched[i][g + 1] + kPriorErrors * start.m : 0;
        }
        return errors / sum_of(matched[i], kPriorErrors);
    }
    return 1;
}

/// Of the matched pairs that show a value on both sides, those in which it agrees but for an error.
double Contradictions::near_misses(std::size_t comparison, const std::vector<double>& matched) const {
    const auto& start = start_of(comparison);
    double near = 0;
    for (std::size_t g = 1; g < start.size(); ++g)
        near += is_against(start[g]) ? 0 : matched[g + 1] + kPriorErrors * start[g].m;
    return near / sum_of(matched, kPriorErrors);
}

/// m of a level that contradicts if errors come to it by chance, as they come to the level before it: a wrong
/// date is as often one of another generation as any other.
double Contradictions::most_by_errors(const std::vector<Level>& levels, std::size_t comparison,
                                      std::size_t level, const std::vector<double>& matched) const {
    const auto& start = start_of(comparison);
    const double errors =
        (matched[level] + kPriorErrors * start[level - 1].m) / sum_of(matched, kPriorErrors);
    const double chance = levels[level].u / std::max(kFloor, levels[level - 1].u);
    return std::max(start[level].m, kMostOfGenerations * chance * errors);
}

}  // namespace scrm::identity
