// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "identity/expression/expression_linkage_internal.hpp"
#include "identity/expression/expression_pairs_internal.hpp"
#include "identity/model/limits_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "scrm/core/random.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kRandomChunk = 16'384;
constexpr int kMostRounds = 200;
constexpr double kSettled = 1e-4;
/// A level that no pair shows still may be.
constexpr double kUnseen = 0.5;
constexpr double kLeastShare = 1e-9;
/// How many matched pairs the model's own m is worth.
constexpr double kPriorMatches = 5;

using Levels = std::array<std::uint8_t, kMostComparisons>;
/// How often each level was seen, by comparison and level; null levels and pairs without a level left out.
using Counts = std::vector<std::vector<double>>;

Counts zeros(const MatchModel& model) {
    Counts out;
    for (const Comparison& comparison : model.comparisons) out.emplace_back(comparison.levels.size(), 0.0);
    return out;
}

double sum_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum;
}

bool keeps_m(const Level& level) {
    return level.null_level || level.fixed || level.fixed_m;
}
bool keeps_u(const Level& level) {
    return level.null_level || level.fixed || level.fixed_u;
}

bool keeps_all(const MatchModel& model, bool (*keeps)(const Level&)) {
    return std::all_of(model.comparisons.begin(), model.comparisons.end(), [&](const Comparison& comparison) {
        return std::all_of(comparison.levels.begin(), comparison.levels.end(), keeps);
    });
}

/// Why a comparison's m was not learnt.
enum class Hindrance : std::uint8_t { no_rule, blocked, no_match, implausible };

std::string_view to_text(Hindrance hindrance) {
    switch (hindrance) {
        case Hindrance::no_rule:
            return "there is no blocking rule";
        case Hindrance::blocked:
            return "every blocking rule that proposes pairs reads its columns";
        case Hindrance::no_match:
            return "the pairs of the blocking rules seem to hold no match";
        case Hindrance::implausible:
            break;
    }
    return "in the pairs of the blocking rules its first level speaks against a match";
}

class Training {
  public:
    Training(const Rows& rows, const MatchModel& model, const TrainingOptions& options,
             const Execution& execution)
        : rows_(rows),
          model_(model),
          options_(options),
          execution_(execution),
          engine_(rows, model, execution.threads),
          blocking_(engine_.parsed, rows, engine_.columns, execution),
          layout_(model) {}

    MatchModel run() {
        model_.warnings.clear();
        if (!keeps_all(model_, keeps_u)) learn_u();
        if (!keeps_all(model_, keeps_m)) learn_m();
        if (!model_.fixed_prior) learn_prior();
        model_.trained = true;
        return std::move(model_);
    }

  private:
    /// Random pairs, or all of them when they are fewer.
    Counts count_random_pairs() {
        const std::uint64_t wanted = options_.random_pairs.value_or(kRandomPairs);
        const bool all = rows_.pair_count() <= static_cast<double>(wanted);
        const std::size_t work =
            all ? (rows_.is_link() ? rows_.split() : rows_.size()) : static_cast<std::size_t>(wanted);
        const std::size_t chunk_size = all ? 64 : kRandomChunk;
        const std::size_t chunks = (work + chunk_size - 1) / chunk_size;
        std::vector<Counts> counts(chunks, zeros(model_));
        ExpressionContexts contexts(engine_.scorer);
        for_each_chunk(work, chunk_size, execution_.threads, execution_.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           auto context = contexts.take();
                           Random random(model_.seed * 1'000'003 + chunk);
                           for (std::size_t i = begin; i < end; ++i) {
                               if (!all) {
                                   const auto [a, b] = random_pair(random);
                                   add(a, b, context, counts[chunk]);
                                   continue;
                               }
                               for (std::size_t b = rows_.is_link() ? rows_.split() : i + 1; b < rows_.size();
                                    ++b)
                                   add(static_cast<Row>(i), static_cast<Row>(b), context, counts[chunk]);
                           }
                           contexts.give(std::move(context));
                       });
        Counts sums = zeros(model_);
        for (const Counts& some : counts) {
            for (std::size_t i = 0; i < sums.size(); ++i) {
                for (std::size_t g = 0; g < sums[i].size(); ++g) sums[i][g] += some[i][g];
            }
        }
        return sums;
    }

    std::pair<Row, Row> random_pair(Random& random) const {
        if (rows_.is_link()) {
            const auto left = static_cast<Row>(random.below(rows_.split()));
            return {left, static_cast<Row>(rows_.split() + random.below(rows_.size() - rows_.split()))};
        }
        const auto a = static_cast<Row>(random.below(rows_.size()));
        auto b = static_cast<Row>(random.below(rows_.size() - 1));
        if (b >= a) ++b;
        return std::minmax(a, b);
    }

    void add(Row a, Row b, ExpressionScorer::Context& context, Counts& counts) const {
        Levels levels{};
        engine_.scorer.find_levels(a, b, context, levels);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const auto& known = model_.comparisons[i].levels;
            if (levels[i] < known.size() && !known[levels[i]].null_level) counts[i][levels[i]] += 1;
        }
    }

    void learn_u() {
        const Counts counts = count_random_pairs();
        for (std::size_t i = 0; i < counts.size(); ++i) {
            Comparison& comparison = model_.comparisons[i];
            const double seen = sum_of(counts[i]);
            if (std::all_of(comparison.levels.begin(), comparison.levels.end(), keeps_u)) continue;
            if (seen == 0) {
                warn("comparison " + shown(comparison.name) +
                     ": u was not learnt: no two records have values to compare");
                continue;
            }
            std::vector<double> shares;
            for (const double count : counts[i]) shares.push_back(std::max(count, kUnseen) / seen);
            if (const auto exact = exact_share(i)) {
                // Value counts see every pair; the sample says how the others lie.
                const std::size_t first = exact->first;
                const double others = seen - counts[i][first];
                for (std::size_t g = 0; g < shares.size(); ++g) {
                    shares[g] = g == first ? exact->second
                                           : std::max(counts[i][g], kUnseen) / std::max(others, 1.0) *
                                                 (1 - exact->second);
                }
            }
            for (std::size_t g = 0; g < shares.size(); ++g) {
                Level& level = comparison.levels[g];
                if (keeps_u(level)) continue;
                level.u = std::clamp(shares[g], kLeastShare, 1.0);
                level.assumed_u = false;
            }
        }
    }

    /// The first level after the null ones and the share of all pairs that it holds for, when it is the
    /// equality of the only column whose absence makes the null level.
    std::optional<std::pair<std::size_t, double>> exact_share(std::size_t i) const {
        const auto& levels = model_.comparisons[i].levels;
        const auto& conditions = engine_.parsed.conditions[i];
        std::size_t first = 0;
        std::set<std::string> absent;
        for (; first < levels.size() && levels[first].null_level; ++first) {
            for (const std::string& column : columns_of(conditions[first])) absent.insert(column);
        }
        if (first == levels.size()) return std::nullopt;
        const std::string column = exact_match_column(conditions[first]);
        if (column.empty() || absent != std::set<std::string>{column}) return std::nullopt;
        const SqlColumn& values = engine_.columns.column(column);
        std::vector<double> left(values.values.size(), 0);
        std::vector<double> right(values.values.size(), 0);
        for (std::size_t row = 0; row < rows_.size(); ++row)
            (row < rows_.split() ? left : right)[values.ids[row]] += 1;
        double equal = 0;
        double lefts = 0;
        double rights = 0;
        for (std::size_t id = 1; id < left.size(); ++id) {
            equal += rows_.is_link() ? left[id] * right[id] : left[id] * (left[id] - 1) / 2;
            lefts += left[id];
            rights += right[id];
        }
        const double all = rows_.is_link() ? lefts * rights : lefts * (lefts - 1) / 2;
        if (all <= 0) return std::nullopt;
        return std::pair{first, std::max(equal, kUnseen) / all};
    }

    /// Patterns of about `budget` of a rule's pairs, without the comparisons that it decides.
    std::vector<PatternCount> count_rule(std::size_t rule, const std::vector<bool>& decided,
                                         std::uint64_t budget, bool alone) const {
        const auto& tasks = blocking_.tasks(rule);
        std::uint64_t pairs = 0;
        for (const auto& task : tasks) pairs += task.pairs;
        const std::size_t stride = budget == 0 ? 1 : static_cast<std::size_t>(pairs / budget + 1);
        std::vector<PatternCounter> counters((tasks.size() + stride - 1) / stride);
        ExpressionContexts contexts(engine_.scorer);
        for_each_chunk(counters.size(), 1, execution_.threads, execution_.stop,
                       [&](std::size_t i, std::size_t, std::size_t) {
                           auto context = contexts.take();
                           auto filters = blocking_.context();
                           blocking_.for_each_pair(
                               rule, i * stride, filters,
                               [&](Row a, Row b) {
                                   Levels levels{};
                                   engine_.scorer.find_levels(a, b, context, levels);
                                   Pattern pattern = engine_.scorer.pattern(levels);
                                   for (std::size_t c = 0; c < decided.size(); ++c) {
                                       if (decided[c])
                                           pattern &= ~layout_.packed(c, layout_.level(~Pattern{0}, c));
                                   }
                                   counters[i].add(pattern, static_cast<std::int64_t>(stride));
                               },
                               alone);
                           contexts.give(std::move(context));
                       });
        PatternCounter all;
        for (const PatternCounter& counter : counters) all.add(counter);
        return all.sorted();
    }

    std::vector<bool> decided_by(std::size_t rule) const {
        std::set<std::string> blocked;
        for (const auto& [left, right] : engine_.parsed.rules[rule].keys) {
            for (const SqlExpression* part : {&left, &right}) {
                for (const std::string& column : columns_of(*part)) blocked.insert(column);
            }
        }
        std::vector<bool> out;
        for (const auto& conditions : engine_.parsed.conditions) {
            out.push_back(
                std::any_of(conditions.begin(), conditions.end(), [&](const SqlExpression& condition) {
                    const auto columns = columns_of(condition);
                    return std::any_of(columns.begin(), columns.end(),
                                       [&](const std::string& column) { return blocked.contains(column); });
                }));
        }
        return out;
    }

    /// log2 of m / u by comparison and packed level; [0] is no evidence.
    std::vector<std::vector<double>> log_ratios() const {
        std::vector<std::vector<double>> out;
        for (const Comparison& comparison : model_.comparisons) {
            auto& ratios = out.emplace_back(1, 0.0);
            for (const Level& level : comparison.levels)
                ratios.push_back(std::log2(std::max(level.m, kLeastShare) / std::max(level.u, kLeastShare)));
        }
        return out;
    }

    /// P(match) of the pairs with a pattern, when `share` of all pairs match.
    double posterior(Pattern pattern, double share, const std::vector<std::vector<double>>& ratios) const {
        double bits = std::log2(share / (1 - share));
        for (std::size_t i = 0; i < ratios.size(); ++i) bits += ratios[i][layout_.level(pattern, i)];
        return probability_of(bits);
    }

    void learn_m() {
        const bool has_rules = !engine_.parsed.rules.empty();
        const MatchModel start = model_;
        Counts sums = zeros(model_);
        Counts matched = zeros(model_);
        std::vector<int> sessions(model_.comparisons.size(), 0);
        std::vector<Hindrance> hindrances(model_.comparisons.size(),
                                          has_rules ? Hindrance::blocked : Hindrance::no_rule);
        const std::uint64_t budget = options_.candidate_pairs / blocking_.rule_count();
        for (std::size_t rule = 0; has_rules && rule < blocking_.rule_count(); ++rule) {
            const std::vector<bool> decided = decided_by(rule);
            if (std::all_of(decided.begin(), decided.end(), [](bool is) { return is; })) continue;
            const auto patterns = count_rule(rule, decided, budget, true);
            if (patterns.empty()) continue;
            model_ = start;
            const bool has_matches = run_session(patterns, decided, start_share(decided), start);
            for (std::size_t i = 0; i < sums.size(); ++i) {
                if (decided[i]) continue;
                if (!has_matches || !is_plausible(i)) {
                    hindrances[i] =
                        std::max(hindrances[i], has_matches ? Hindrance::implausible : Hindrance::no_match);
                    continue;
                }
                ++sessions[i];
                for (std::size_t g = 0; g < sums[i].size(); ++g) {
                    sums[i][g] += model_.comparisons[i].levels[g].m;
                    matched[i][g] += session_matches_[i][g];
                }
            }
        }
        model_ = start;
        for (std::size_t i = 0; i < sums.size(); ++i) {
            Comparison& comparison = model_.comparisons[i];
            if (std::all_of(comparison.levels.begin(), comparison.levels.end(), keeps_m)) continue;
            if (sessions[i] == 0) {
                warn("comparison " + shown(comparison.name) +
                     ": m was not learnt: " + std::string{to_text(hindrances[i])});
                continue;
            }
            for (std::size_t g = 0; g < sums[i].size(); ++g) {
                Level& level = comparison.levels[g];
                if (keeps_m(level)) continue;
                level.m = std::clamp(sums[i][g] / sessions[i], kLeastShare, 1.0);
                level.assumed_m = false;
            }
            make_monotone(i, matched[i]);
            warn_of_unseen(comparison, matched[i]);
        }
    }

    /// Neighbours out of order are pooled, m in proportion to u. Levels weaken in their order where they read
    /// the same columns, and towards ELSE; of what no match showed nothing is known but that order.
    void make_monotone(std::size_t number, const std::vector<double>& matched) {
        auto& levels = model_.comparisons[number].levels;
        const auto& conditions = engine_.parsed.conditions[number];
        struct Pool {
            double m = 0;
            double u = 0;
            std::vector<std::size_t> levels;
        };
        const auto is_ordered = [&](std::size_t high, std::size_t low) {
            return matched[high] < 1 || conditions[low].function == SqlFunction::literal ||
                   columns_of(conditions[high]) == columns_of(conditions[low]);
        };
        std::vector<Pool> pools;
        for (std::size_t g = 0; g < levels.size(); ++g) {
            if (levels[g].null_level) continue;
            pools.push_back({levels[g].m, std::max(levels[g].u, kLeastShare), {g}});
            while (pools.size() > 1) {
                const Pool& low = pools.back();
                Pool& high = pools[pools.size() - 2];
                if (high.m * low.u >= low.m * high.u || keeps_m(levels[high.levels.back()]) ||
                    keeps_m(levels[low.levels.front()]) ||
                    !is_ordered(high.levels.back(), low.levels.front()))
                    break;
                high.m += low.m;
                high.u += low.u;
                high.levels.insert(high.levels.end(), low.levels.begin(), low.levels.end());
                pools.pop_back();
            }
        }
        for (const Pool& pool : pools) {
            if (pool.levels.size() < 2) continue;
            for (const std::size_t g : pool.levels)
                levels[g].m =
                    std::clamp(std::max(levels[g].u, kLeastShare) * pool.m / pool.u, kLeastShare, 1.0);
        }
    }

    void warn(std::string text) { model_.warnings.push_back(std::move(text)); }

    void warn_of_unseen(const Comparison& comparison, const std::vector<double>& matched) {
        std::string names;
        for (std::size_t g = 0; g < matched.size(); ++g) {
            if (keeps_m(comparison.levels[g]) || matched[g] >= 1) continue;
            names += (names.empty() ? "'" : ", '") + shown(comparison.levels[g].name) + "'";
        }
        if (!names.empty())
            warn("comparison " + shown(comparison.name) + ": no match showed " + names +
                 ": m there is what was assumed before");
    }

    /// What the blocked columns say of the pairs of a rule: the prior and their strongest levels.
    double start_share(const std::vector<bool>& decided) const {
        double bits = std::log2(model_.prior / (1 - model_.prior));
        for (std::size_t i = 0; i < decided.size(); ++i) {
            if (!decided[i]) continue;
            for (const Level& level : model_.comparisons[i].levels) {
                if (level.null_level) continue;
                bits += std::log2(std::max(level.m, kLeastShare) / std::max(level.u, kLeastShare));
                break;
            }
        }
        return std::clamp(probability_of(bits), 1e-4, 0.9);
    }

    /// EM over patterns with u fixed, held by the m of the start; false when the pairs hold no match. One
    /// start is enough: from shares of 0.0001 to 0.9 every session of four data sets ended in the same m.
    bool run_session(const std::vector<PatternCount>& patterns, const std::vector<bool>& decided,
                     double share, const MatchModel& start) {
        double total = 0;
        for (const PatternCount& seen : patterns) total += static_cast<double>(seen.count);
        for (int round = 0; round < kMostRounds; ++round) {
            const auto ratios = log_ratios();
            Counts sums = zeros(model_);
            double matches = 0;
            for (const PatternCount& seen : patterns) {
                const double weight =
                    posterior(seen.pattern, share, ratios) * static_cast<double>(seen.count);
                matches += weight;
                for (std::size_t i = 0; i < sums.size(); ++i) {
                    const unsigned level = layout_.level(seen.pattern, i);
                    if (level != 0) sums[i][level - 1] += weight;
                }
            }
            if (matches < 1) return false;
            double change = std::abs(matches / total - share);
            share = std::clamp(matches / total, 1e-9, 1 - 1e-9);
            for (std::size_t i = 0; i < sums.size(); ++i) {
                const double seen = sum_of(sums[i]);
                if (decided[i] || seen <= 0) continue;
                const std::vector<double> held = shares_of_m(start.comparisons[i]);
                for (std::size_t g = 0; g < sums[i].size(); ++g) {
                    Level& level = model_.comparisons[i].levels[g];
                    if (keeps_m(level)) continue;
                    const double m = std::max((sums[i][g] + kPriorMatches * held[g]) / (seen + kPriorMatches),
                                              kLeastShare);
                    change = std::max(change, std::abs(m - level.m));
                    level.m = m;
                }
            }
            session_matches_ = std::move(sums);
            if (change < kSettled) break;
        }
        return true;
    }

    /// The levels' m as parts of 1.
    static std::vector<double> shares_of_m(const Comparison& comparison) {
        std::vector<double> out;
        for (const Level& level : comparison.levels) out.push_back(level.null_level ? 0 : level.m);
        const double sum = sum_of(out);
        for (double& share : out) share = sum > 0 ? share / sum : 0;
        return out;
    }

    /// Where equality speaks against a match, the pairs held none to learn this comparison from.
    bool is_plausible(std::size_t comparison) const {
        const auto& levels = model_.comparisons[comparison].levels;
        const auto strongest =
            std::find_if(levels.begin(), levels.end(), [](const Level& level) { return !level.null_level; });
        return strongest == levels.end() || strongest->m > strongest->u;
    }

    /// Matches among the proposed pairs, over all pairs.
    void learn_prior() {
        const std::vector<bool> none(model_.comparisons.size(), false);
        PatternCounter all;
        for (std::size_t rule = 0; rule < blocking_.rule_count(); ++rule) {
            for (const PatternCount& seen :
                 count_rule(rule, none, options_.candidate_pairs / blocking_.rule_count(), false))
                all.add(seen.pattern, seen.count);
        }
        const auto patterns = all.sorted();
        const auto ratios = log_ratios();
        const double pairs = std::max(rows_.pair_count(), 1.0);
        const double start = model_.prior;
        double matches = 0;
        for (int round = 0; round < kMostRounds; ++round) {
            matches = 0;
            for (const PatternCount& seen : patterns)
                matches += posterior(seen.pattern, model_.prior, ratios) * static_cast<double>(seen.count);
            const double next = std::clamp(matches / pairs, 1e-12, 0.5);
            const bool settled = std::abs(next - model_.prior) < 1e-6 * model_.prior;
            model_.prior = next;
            if (settled) break;
        }
        if (matches >= 1) return;
        model_.prior = start;
        warn("the prior was not learnt: the proposed pairs seem to hold no match");
    }

    const Rows& rows_;
    MatchModel model_;
    const TrainingOptions& options_;
    const Execution& execution_;
    ExpressionEngine engine_;
    ExpressionBlocking blocking_;
    PatternLayout layout_;
    Counts session_matches_;  // of the last round of a session: by level, how many matched pairs show it
};

}  // namespace

MatchModel train_by_expressions(const Rows& rows, const MatchModel& model, const TrainingOptions& options,
                                const Execution& execution) {
    model.validate();
    require_columns(parse_model(model), rows);
    MatchModel out = model;
    out.trained = true;
    out.warnings.clear();
    if (out.fixed_prior && keeps_all(out, keeps_m) && keeps_all(out, keeps_u)) return out;
    const bool has_pairs = rows.is_link() ? rows.split() > 0 && rows.split() < rows.size() : rows.size() > 1;
    if (!has_pairs) {
        out.warnings.emplace_back("nothing was learnt: there are no two records");
        return out;
    }
    return Training(rows, model, options, execution).run();
}

}  // namespace scrm::identity
