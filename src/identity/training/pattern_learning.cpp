// SPDX-License-Identifier: Apache-2.0
#include "identity/training/pattern_learning_internal.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

#include "identity/training/contradictions_internal.hpp"

namespace scrm::identity {
namespace {

/// How many matched pairs the model's own m is worth, and how many random pairs its own u.
constexpr double kPriorMatches = 40;
constexpr double kPriorRandomPairs = 1000;
/// Nobody has more relatives in a file: a class of more pairs would be strangers that share a street.
constexpr double kMostRelatives = 4;
/// How many pairs of relatives the model's own word is worth of what they share.
constexpr double kPriorRelatives = 200;
/// In fewer records of one population too few share a home to tell how often they do.
constexpr std::size_t kRowsOfHomes = 60;
/// How many strangers who share a value the model's own word is worth of how often it is stated.
constexpr double kPriorCoincidences = 5;
constexpr double kFloor = 1e-9;
/// What fewer pairs of strangers share tells by itself who somebody is.
constexpr double kIdentifyingChance = 1e-5;
/// Families and namesakes are everywhere: their shares never fall below these parts of the matches and of the
/// start.
constexpr double kRelativesPerMatch = 0.2;
constexpr double kLeastOfNamesakes = 1;
/// Fewer rows that show a family name do not tell how often strangers share one.
constexpr std::size_t kRowsToKnowNames = 1000;
/// How much oftener strangers share both names than chance says: a people has given and family names of its
/// own.
constexpr double kNamesTogether = 2;
/// How often a value is stated, where its u tells: never quite always or never.
constexpr double kLeastStated = 0.01;
constexpr double kMostStated = 0.9;

struct Posterior {
    double match = 0;
    double relative = 0;
    double namesake = 0;

    double stranger() const { return std::max(0.0, 1 - match - relative - namesake); }
};

/// Patterns taken apart once for all iterations.
class SeenPatterns {
  public:
    /// `active`: the comparisons of which any pattern has a level.
    SeenPatterns(const std::vector<PatternCount>& patterns, const std::vector<std::size_t>& active,
                 const Scorer& scorer, const SpellingAgreement& spellings)
        : width_(active.size()) {
        counts_.reserve(patterns.size());
        correlated_.reserve(patterns.size());
        levels_.reserve(patterns.size() * width_);
        for (const PatternCount& seen : patterns) {
            counts_.push_back(static_cast<double>(seen.count));
            correlated_.push_back(scorer.correlation_bits(seen.pattern) +
                                  spellings.bits(seen.pattern, scorer.layout()));
            for (const std::size_t i : active)
                levels_.push_back(static_cast<std::uint8_t>(scorer.layout().level(seen.pattern, i)));
        }
    }
    std::size_t size() const { return counts_.size(); }
    double count(std::size_t pattern) const { return counts_[pattern]; }
    /// By how much oftener strangers come to it than u says.
    double correlation_bits(std::size_t pattern) const { return correlated_[pattern]; }
    /// Of the active comparisons.
    const std::uint8_t* levels(std::size_t pattern) const { return levels_.data() + pattern * width_; }

  private:
    std::size_t width_;
    std::vector<double> counts_;
    std::vector<double> correlated_;
    std::vector<std::uint8_t> levels_;
};

class Learning {
  public:
    Learning(MatchModel& model, const Scorer& scorer, const SharedValues& shared,
             const SpellingAgreement& spellings, const Rows& rows, const TrainingOptions& options)
        : model_(model),
          scorer_(scorer),
          shared_(shared),
          spellings_(spellings),
          layout_(scorer.layout()),
          pair_count_(rows.pair_count()),
          most_relatives_(rows.is_link() ? 0.5
                                         : std::min(0.5, kMostRelatives * static_cast<double>(rows.size()) /
                                                             rows.pair_count())),
          is_one_population_(!rows.is_link() && rows.size() >= kRowsOfHomes),
          start_(model),
          contradictions_(start_, options.from_documents),
          comparable_(model.comparisons.size(), 0.0) {}

    void run(const SeenPairs& seen, int iterations) {
        find_active(seen);
        const SeenPatterns blocked(seen.candidates, active_, scorer_, spellings_);
        const SeenPatterns drawn(seen.random, active_, scorer_, spellings_);
        // What strangers share comes first, of random pairs that are hardly anything else: a street or a
        // block of numbers that all of a file have would else look like families.
        if (is_one_population_) {
            matched_sums_ = zeros();
            learn_u(drawn, seen.is_census, [](std::size_t) { return 1.0; });
            keep_identifying_u();
        }
        for (int i = 0; i < iterations; ++i) {
            const double before = model_.prior;
            refresh();
            // Where nothing tells persons apart, what one person shares would pass for what relatives do.
            learn_m(blocked, is_one_population_ && contradictions_.witnesses() > 0);
            learn_u(drawn, seen.is_census, [&](std::size_t k) { return posterior(drawn, k).stranger(); });
            for (const std::size_t k : active_) {
                misspell_alike(k);
                share_as_strangers(k);
            }
            // Whether two with one telephone are one person or strangers something else has to tell.
            if (contradictions_.witnesses() == 0) keep_identifying_u();
            for (std::size_t k = 0; k < layout_.size(); ++k) {
                if (model_.comparisons[k].m_from_u) learn_m_from_u(k);
                if (model_.comparisons[k].measure == "handle_name") learn_u_of_names_in_handles(k);
            }
            if (i > 5 && std::abs(model_.prior - before) < 1e-6 * before) break;
        }
        count_shared_values();
        for (std::size_t i = 0; i < layout_.size(); ++i) make_monotone(i);
        contradictions_.warn(model_, matched_sums_);
    }

  private:
    void find_active(const SeenPairs& seen) {
        Pattern any = 0;
        for (const PatternCount& one : seen.candidates) any |= one.pattern;
        for (const PatternCount& one : seen.random) any |= one.pattern;
        for (std::size_t i = 0; i < layout_.size(); ++i) {
            if ((any & layout_.mask(i)) == 0) continue;
            active_.push_back(i);
        }
        contradictions_.see(active_);
    }

    /// Of a value that hardly two people share the random pairs that agree are duplicates: in a file of
    /// e-mail addresses alone nothing else would say so.
    void keep_identifying_u() {
        for (std::size_t i = 0; i < layout_.size(); ++i) {
            const Level& start = start_.comparisons[i].levels.front();
            if (start.u <= kIdentifyingChance) model_.comparisons[i].levels.front().u = start.u;
        }
    }

    /// log2 of m, u and the relatives' probabilities, for the E step.
    void refresh() {
        logs_.clear();
        for (const std::size_t i : active_) {
            const Comparison& comparison = model_.comparisons[i];
            auto& levels = logs_.emplace_back();
            levels.push_back({});
            for (const Level& level : comparison.levels) {
                const double u = std::log2(std::max(level.u, kFloor));
                const double m = std::log2(std::max(level.m, kFloor));
                const double r = level.relative ? std::log2(std::max(*level.relative, kFloor)) : u;
                const double n = level.namesake ? std::log2(std::max(*level.namesake, kFloor)) : u;
                levels.push_back(
                    {(m - u) * comparison.share, (r - u) * comparison.share, (n - u) * comparison.share});
            }
        }
        match_odds_ = std::log2(model_.prior);
        relative_odds_ = model_.relatives_prior > 0 ? std::log2(model_.relatives_prior) : -1000;
        namesake_odds_ = model_.namesakes_prior > 0 ? std::log2(model_.namesakes_prior) : -1000;
    }

    Posterior posterior(const SeenPatterns& seen, std::size_t pattern) const {
        // All odds are against strangers, whose chance agreements come together.
        double match = match_odds_ - seen.correlation_bits(pattern);
        double relative = relative_odds_ - (match_odds_ - match);
        double namesake = namesake_odds_ - (match_odds_ - match);
        const std::uint8_t* levels = seen.levels(pattern);
        for (std::size_t i = 0; i < logs_.size(); ++i) {
            const Logs& logs = logs_[i][levels[i]];
            match += logs.match;
            relative += logs.relative;
            namesake += logs.namesake;
        }
        const double m = std::exp2(std::min(match, 200.0));
        const double r = std::exp2(std::min(relative, 200.0));
        const double n = std::exp2(std::min(namesake, 200.0));
        const double all = 1 + m + r + n;
        return {m / all, r / all, n / all};
    }

    LevelSums zeros() const {
        LevelSums sums;
        for (const Comparison& comparison : model_.comparisons)
            sums.emplace_back(comparison.levels.size() + 1, 0.0);
        return sums;
    }

    /// Adds a pattern's weight to its levels.
    void add(const SeenPatterns& seen, std::size_t pattern, double weight, LevelSums& sums) const {
        const std::uint8_t* levels = seen.levels(pattern);
        for (std::size_t i = 0; i < active_.size(); ++i) sums[active_[i]][levels[i]] += weight;
    }

    void learn_m(const SeenPatterns& candidates, bool learns_relatives) {
        LevelSums sums = zeros();
        LevelSums shared = zeros();
        double matches = 0;
        double relatives = 0;
        double namesakes = 0;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const Posterior z = posterior(candidates, i);
            const double weight = z.match * candidates.count(i);
            matches += weight;
            relatives += z.relative * candidates.count(i);
            namesakes += z.namesake * candidates.count(i);
            add(candidates, i, weight, sums);
            if (learns_relatives) add(candidates, i, z.relative * candidates.count(i), shared);
        }
        if (learns_relatives && model_.relatives_prior > 0) learn_relatives(shared);
        for (std::size_t i = 0; i < layout_.size(); ++i) {
            auto& levels = model_.comparisons[i].levels;
            double total = 0;
            for (std::size_t g = 0; g < levels.size(); ++g) total += sums[i][g + 1];
            const double own = kPriorMatches + model_.comparisons[i].inertia * total;
            total += own;
            for (std::size_t g = 0; g < levels.size(); ++g) {
                if (levels[g].fixed) continue;
                const Level& start = start_.comparisons[i].levels[g];
                const double held = contradictions_.prior_matches(start);
                levels[g].m = (sums[i][g + 1] + (own + held) * start.m) / (total + held);
            }
            contradictions_.hold_down(model_, i, sums);
        }
        matched_sums_ = std::move(sums);
        // The start counts as a handful of pairs, so that a clean population keeps a prior above nothing.
        const double start_matches = std::min(start_.prior * pair_count_, 5.0);
        model_.prior = std::clamp((matches + start_matches) / (pair_count_ + 1), 1e-12, 0.5);
        if (model_.relatives_prior > 0) {
            const double start_relatives = std::min(start_.relatives_prior * pair_count_, 5.0);
            model_.relatives_prior = std::clamp((relatives + start_relatives) / (pair_count_ + 1),
                                                kRelativesPerMatch * model_.prior,
                                                std::max(most_relatives_, kRelativesPerMatch * model_.prior));
        }
        if (model_.namesakes_prior > 0) {
            const double start_namesakes = std::min(start_.namesakes_prior * pair_count_, 5.0);
            model_.namesakes_prior = std::clamp((namesakes + start_namesakes) / (pair_count_ + 1),
                                                kLeastOfNamesakes * start_.namesakes_prior, 0.3);
        }
    }

    /// Whoever a record is of, it states the value as often: of the random pairs of strangers so many agree,
    /// times the chance that two people share a value.
    void learn_m_from_u(std::size_t comparison) {
        const KeyColumn* values = scorer_.values_of(comparison);
        if (values == nullptr) return;
        // Nobody is a stranger to himself.
        const double rows =
            std::max({1.0, static_cast<double>(values->filled(0)), static_cast<double>(values->filled(1))});
        const double chance = std::max(0.0, values->mean_count_share() - 1 / rows);
        const std::vector<double>& sums = stranger_sums_[comparison];
        const double seen = std::accumulate(sums.begin() + 1, sums.end(), 0.0);
        auto& levels = model_.comparisons[comparison].levels;
        const auto& start = start_.comparisons[comparison].levels;
        const double stated = std::clamp(
            (sums[1] + kPriorCoincidences * start.front().m) / (seen * chance + kPriorCoincidences),
            kLeastStated, kMostStated);
        for (std::size_t g = 0; g < levels.size(); ++g) {
            const double change =
                g == 0 ? stated / start[0].m : (1 - stated) / std::max(kFloor, 1 - start[0].m);
            levels[g].m = start[g].m * change;
            if (start[g].relative) levels[g].relative = *start[g].relative * change;
            if (start[g].namesake) levels[g].namesake = *start[g].namesake * change;
        }
    }

    /// A stranger's handle names somebody as often as handles name their owners by both names and strangers
    /// share both: random pairs are too few to see it.
    void learn_u_of_names_in_handles(std::size_t comparison) {
        const KeyColumn* families = scorer_.values_of(comparison);
        Level& both = model_.comparisons[comparison].levels.front();
        const auto given = std::find_if(model_.comparisons.begin(), model_.comparisons.end(),
                                        [](const Comparison& one) { return one.measure == "given_name"; });
        if (families == nullptr || both.fixed || given == model_.comparisons.end()) return;
        if (std::max(families->filled(0), families->filled(1)) < kRowsToKnowNames) return;
        constexpr auto kSame = static_cast<std::size_t>(GivenGrade::exact);
        constexpr auto kEquivalent = static_cast<std::size_t>(GivenGrade::equivalent);
        const double share_given = given->levels.at(kSame).u + given->levels.at(kEquivalent).u;
        both.u = std::max(kFloor, both.m * share_given * families->mean_count_share() * kNamesTogether);
    }

    /// Errors fall on what relatives and namesakes have in common as often as on what a person has twice: in
    /// a file of many errors a household held to what is usual, few, would pass for one person.
    void misspell_alike(std::size_t comparison) {
        share_errors(comparison, &Level::namesake, 1);
        const bool is_learnt = is_one_population_ && is_of_homes(model_.comparisons[comparison]);
        if (is_learnt || model_.relatives_prior <= 0) return;
        // Where hardly any relatives are seen they are a guard that errors are not to strengthen.
        const double seen = 1 - kRelativesPerMatch * model_.prior / model_.relatives_prior;
        share_errors(comparison, &Level::relative, std::max(0.0, seen));
    }

    /// Of the levels at which `other` (relatives, namesakes) agree, those that errors come to grow by as much
    /// as in m, beside the first, in which there is none. `part`: how much of that is believed.
    void share_errors(std::size_t comparison, std::optional<double> Level::*other, double part) {
        auto& levels = model_.comparisons[comparison].levels;
        const auto& start = start_.comparisons[comparison].levels;
        if (!(start[0].*other) || start[0].m <= 0 || levels[0].m <= kFloor) return;
        const auto agrees = [&](std::size_t g) { return start[g].*other && *(start[g].*other) > start[g].u; };
        std::vector<double> grown(levels.size(), 0.0);
        double before = 0;
        double after = 0;
        for (std::size_t g = 0; g < levels.size(); ++g) {
            if (!agrees(g)) continue;
            const double change = levels[g].m * start[0].m / (std::max(start[g].m, kFloor) * levels[0].m);
            grown[g] = *(start[g].*other) * (1 + part * std::max(0.0, change - 1));
            before += *(start[g].*other);
            after += grown[g];
        }
        for (std::size_t g = 0; g < levels.size(); ++g) {
            if (agrees(g)) levels[g].*other = grown[g] * before / after;
        }
    }

    /// What most of a file have, its firm or a date that stands for none, relatives and namesakes have, too:
    /// by as much as strangers agree in more than the start says, the others' shares are strangers'.
    void share_as_strangers(std::size_t comparison) {
        auto& levels = model_.comparisons[comparison].levels;
        const auto& start = start_.comparisons[comparison].levels;
        double beyond = 0;
        for (std::size_t g = 0; g < levels.size(); ++g) {
            if (start[g].m > start[g].u) beyond += std::max(0.0, levels[g].u - start[g].u);
        }
        if (beyond < kDominantShare) return;
        for (std::size_t g = 0; g < levels.size(); ++g) {
            const double chance = beyond * levels[g].u;
            if (start[g].relative) levels[g].relative = chance + (1 - beyond) * *start[g].relative;
            if (start[g].namesake) levels[g].namesake = chance + (1 - beyond) * *start[g].namesake;
        }
    }

    /// In one file all of a household have one phone, in another nobody gives the telephone of the home:
    /// where relatives were held to what is usual, a class of matches that share more would take them over.
    void learn_relatives(const LevelSums& shared) {
        for (const std::size_t i : active_) {
            auto& levels = model_.comparisons[i].levels;
            const auto& start = start_.comparisons[i].levels;
            if (!is_of_homes(model_.comparisons[i])) continue;
            const auto is_known = [](const Level& level) { return level.relative.has_value(); };
            if (!std::all_of(start.begin(), start.end(), is_known)) continue;
            const double total = std::accumulate(shared[i].begin() + 1, shared[i].end(), 0.0);
            for (std::size_t g = 0; g < levels.size(); ++g) {
                levels[g].relative =
                    (shared[i][g + 1] + kPriorRelatives * *start[g].relative) / (total + kPriorRelatives);
            }
        }
    }

    /// `stranger(i)`: the probability that pairs of the random pattern are strangers.
    template <class Stranger>
    void learn_u(const SeenPatterns& random, bool is_census, const Stranger& stranger) {
        LevelSums sums = zeros();
        for (std::size_t i = 0; i < random.size(); ++i) add(random, i, stranger(i) * random.count(i), sums);
        for (std::size_t i = 0; i < layout_.size(); ++i) {
            auto& levels = model_.comparisons[i].levels;
            double seen = 0;
            for (std::size_t g = 0; g < levels.size(); ++g) seen += sums[i][g + 1];
            const double all = seen + sums[i][0];
            for (std::size_t g = 0; g < levels.size(); ++g) {
                if (levels[g].fixed) continue;
                const double start = start_.comparisons[i].levels[g].u;
                const double estimate =
                    (sums[i][g + 1] + kPriorRandomPairs * start) / (seen + kPriorRandomPairs);
                levels[g].u = std::max({estimate, std::min(start, 0.5 / (seen + kPriorRandomPairs)), kFloor});
            }
            if (is_census || all <= 0) continue;
            comparable_[i] = pair_count_ * seen / all;
            // Value counts see every pair.
            if (const auto chance = scorer_.chance_agreement(i))
                count_agreements(i, *chance - shared_.chance(i));
        }
        stranger_sums_ = std::move(sums);
    }

    /// u of full agreement, of which random pairs have that chance: what the matched pairs among them
    /// contribute is taken off.
    void count_agreements(std::size_t comparison, double chance) {
        Level& full = model_.comparisons[comparison].levels.front();
        const double comparable = comparable_[comparison];
        if (full.fixed || comparable < 1) return;
        const double agreed = chance * comparable;
        const double rest = std::max({agreed - matched_sums_[comparison][1], 0.01 * agreed, 0.05});
        const double start = start_.comparisons[comparison].levels.front().u;
        full.u = std::max((rest + start * kPriorRandomPairs) / (comparable + kPriorRandomPairs), kFloor);
    }

    /// What was learnt without shared values is for pairs with them, too. Where nothing tells persons apart,
    /// only of those that most have.
    void count_shared_values() {
        for (std::size_t i = 0; i < layout_.size(); ++i) {
            const auto chance = scorer_.chance_agreement(i);
            if (!chance || shared_.chance(i) <= 0 ||
                (contradictions_.witnesses() == 0 && !shared_.has_dominant(i)))
                continue;
            // Pairs that share nothing but such a value were none to compare.
            comparable_[i] = std::max(comparable_[i], shared_.comparable(i));
            count_agreements(i, *chance);
            share_as_strangers(i);
        }
    }

    /// A level that is stronger by the start never weighs less than a weaker one: neighbours out of order are
    /// pooled. Levels may stand beside each other: a date without a year is no weaker than one with a typo.
    void make_monotone(std::size_t number) {
        auto& levels = model_.comparisons[number].levels;
        const auto& start = start_.comparisons[number].levels;
        const auto is_missing = [](const Level& level) { return level.when.kind == PredicateKind::missing; };
        if (std::any_of(levels.begin(), levels.end(), is_missing)) return;
        std::vector<std::size_t> order(levels.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&start](std::size_t x, std::size_t y) {
            return start[x].m * start[y].u > start[y].m * start[x].u;
        });
        struct Pool {
            double m;
            double u;
            std::size_t last;
        };
        std::vector<Pool> pools;
        for (std::size_t k = 0; k < order.size(); ++k) {
            pools.push_back({levels[order[k]].m, levels[order[k]].u, k});
            while (pools.size() > 1) {
                const Pool low = pools.back();
                Pool& high = pools[pools.size() - 2];
                if (high.m * low.u >= low.m * high.u) break;
                high = {high.m + low.m, high.u + low.u, low.last};
                pools.pop_back();
            }
        }
        std::size_t k = 0;
        for (const Pool& pool : pools) {
            // The pooled ratio, on the level's own share of chance agreement.
            for (; k <= pool.last; ++k) levels[order[k]].m = levels[order[k]].u * pool.m / pool.u;
        }
    }

    struct Logs {
        double match = 0;
        double relative = 0;
        double namesake = 0;
    };

    MatchModel& model_;
    const Scorer& scorer_;
    const SharedValues& shared_;
    const SpellingAgreement& spellings_;
    const PatternLayout& layout_;
    double pair_count_;
    double most_relatives_;  // as a share of the pairs
    bool is_one_population_;
    const MatchModel start_;
    Contradictions contradictions_;
    std::vector<std::size_t> active_;      // comparisons of which any pattern has a level
    std::vector<std::vector<Logs>> logs_;  // of these
    LevelSums matched_sums_;
    LevelSums stranger_sums_;         // of the random pairs
    std::vector<double> comparable_;  // by comparison: of all pairs, where random ones are not the census
    double match_odds_ = 0;
    double relative_odds_ = 0;
    double namesake_odds_ = 0;
};

}  // namespace

void learn_from_pairs(MatchModel& model, const Scorer& scorer, const SharedValues& shared,
                      const SpellingAgreement& spellings, const Rows& rows, const SeenPairs& seen,
                      const TrainingOptions& options) {
    Learning(model, scorer, shared, spellings, rows, options).run(seen, options.iterations);
}

}  // namespace scrm::identity
