// SPDX-License-Identifier: Apache-2.0
#include "identity/scorer_internal.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "identity/measures/level_measure_internal.hpp"
#include "identity/measures/name_measures_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr double kLeastProbability = 1e-12;
constexpr double kMostFrequencyBits = 8;
constexpr double kLeastFrequencyBits = -14;
/// Bits at which a disagreement tells two people apart.
constexpr double kTelling = -4.5;
/// The same of dates, of which a wrong one is commoner than a wrong given name, to do so by itself.
constexpr double kTellingDate = -5.5;
/// A value that fewer strangers than this share with a row identifies its owner.
constexpr double kFewOthers = 2;
/// So few rows tell little of how many of their equal values are one person's.
constexpr double kFewRows = 40;
constexpr std::size_t kOutcomes = 256;

double log_ratio(double p, double q) {
    return std::log2(std::max(p, kLeastProbability)) - std::log2(std::max(q, kLeastProbability));
}

/// Whether a comparison tells people apart by more than what thousands share.
bool says_who(const Comparison& comparison) {
    constexpr std::array<std::string_view, 8> kCircumstances = {
        "birth_date", "city", "region", "country", "patronymic", "gender", "kind", "handle_year"};
    return std::find(kCircumstances.begin(), kCircumstances.end(), comparison.name) == kCircumstances.end();
}

/// Level::conflict, where the records show that it hardly ever happens to one person.
int points_against(const Level& level, bool is_date) {
    const double ratio = log_ratio(level.m, level.u);
    if (ratio > kTelling) return 0;
    return is_date && ratio > kTellingDate ? std::min(level.conflict, 1) : level.conflict;
}

}  // namespace

double weight_of(double probability) noexcept {
    if (!(probability > 0)) return -60;
    if (probability >= 1) return 60;
    return std::clamp(std::log2(probability) - std::log2(1 - probability), -60.0, 60.0);
}

double probability_of(double weight) noexcept {
    return weight >= 0 ? 1 / (1 + std::exp2(-weight)) : std::exp2(weight) / (1 + std::exp2(weight));
}

PatternLayout::PatternLayout(const MatchModel& model) {
    unsigned shift = 0;
    for (const Comparison& comparison : model.comparisons) {
        const auto bits = static_cast<unsigned>(std::bit_width(comparison.levels.size()));
        if (shift + bits > 64)
            throw Error(ErrorCode::invalid_argument, "the model has too many levels for 64 bits");
        shifts_.push_back(shift);
        masks_.push_back((1U << bits) - 1);
        shift += bits;
    }
}

Scorer::Scorer(const MatchModel& model, const Features& features, const SharedMeasures& measures)
    : strata_(features.strata()), layout_(model) {
    knows_relatives_ = model.relatives_prior > 0;
    knows_namesakes_ = model.namesakes_prior > 0;
    priors_.stranger = weight_of(model.prior);
    if (knows_relatives_) priors_.relative = log_ratio(model.prior, model.relatives_prior);
    if (knows_namesakes_) priors_.namesake = log_ratio(model.prior, model.namesakes_prior);
    const auto earlier = [&model](std::size_t before, const std::vector<std::string>& names) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < before; ++i) {
            if (std::find(names.begin(), names.end(), model.comparisons[i].name) != names.end())
                found.push_back(i);
        }
        return found;
    };
    compiled_.reserve(model.comparisons.size());
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const Comparison& comparison = model.comparisons[i];
        Compiled& out = compiled_.emplace_back();
        if (measures.empty()) {
            out.measure = make_measure(comparison, features);
            out.measure->set_slot(i);
        } else {
            out.measure = measures.at(i);
        }
        out.share = comparison.share;
        for (const std::size_t k : earlier(i, comparison.implied_by)) {
            const auto last = static_cast<unsigned>(model.comparisons[k].levels.size());
            out.implied_by.push_back({layout_.mask(k), layout_.packed(k, last)});
        }
        for (const std::size_t k : earlier(i, comparison.refined_by)) out.refined_by |= layout_.mask(k);
        const bool is_plain = comparison.measure == "levels";
        // Beyond the last threshold all outcomes are one level: what is made for a few pairs must cost
        // little.
        std::size_t last = is_plain ? comparison.levels.size() + 1 : 2;
        for (const Level& level : comparison.levels) {
            const double least = std::clamp(std::ceil(level.when.threshold), 0.0, double{kOutcomes});
            if (!is_plain) last = std::max(last, static_cast<std::size_t>(least) + 2);
        }
        last = std::min(last, kOutcomes - 1);
        out.packed_level.assign(kOutcomes, 0);
        for (std::size_t outcome = 1; outcome <= last; ++outcome) {
            for (std::size_t level = 0; level < comparison.levels.size(); ++level) {
                const Predicate& when = comparison.levels[level].when;
                const bool holds = is_plain ? level + 1 == outcome
                                            : when.kind == PredicateKind::otherwise ||
                                                  static_cast<double>(outcome - 1) <= when.threshold;
                if (!holds) continue;
                out.packed_level[outcome] = layout_.packed(i, static_cast<unsigned>(level + 1));
                break;
            }
        }
        std::fill(out.packed_level.begin() + static_cast<std::ptrdiff_t>(last) + 1, out.packed_level.end(),
                  out.packed_level[last]);
        out.levels.emplace_back();
        for (const Level& level : comparison.levels) {
            CompiledLevel& compiled = out.levels.emplace_back();
            compiled.against_stranger =
                level.when.kind == PredicateKind::missing ? 0 : log_ratio(level.m, level.u) * out.share;
            const auto against = [&](const std::optional<double>& other) {
                return other ? log_ratio(level.m, *other) * out.share : compiled.against_stranger;
            };
            compiled.against_relative = against(level.relative);
            compiled.against_namesake = against(level.namesake);
            compiled.term_frequency = level.term_frequency;
            compiled.conflict = points_against(level, comparison.measure == "date");
            compiled.frequency_against_relative = !level.relative.has_value();
            compiled.frequency_against_namesake = !level.namesake.has_value();
        }
        out.mean_frequency = out.measure->mean_frequency();
        // Of a measure that does not know its population nothing counts as unseen.
        constexpr double kRounding = 1.001;
        if (const double population = out.measure->population(); population > 0)
            out.unseen = kUnseen / population * kRounding;
        if (const auto chance = out.measure->chance_agreement(); chance && *chance > 0) {
            // Much of what agrees may be one person's: what does not is as frequent as u says.
            const double u = comparison.levels.front().u;
            out.is_identifier = u * out.measure->population() < kFewOthers;
            const double least = std::min(1.0, 0.01 + kFewRows / std::max(1.0, out.measure->population()));
            out.distinct_share = std::clamp(u / *chance, least, 1.0);
            out.mean_frequency = u;
        }
        const KeyColumn* values = out.measure->values();
        if (comparison.few_bearers > 0 && values != nullptr && out.mean_frequency > 0) {
            const double rows =
                static_cast<double>(values->filled(0)) + static_cast<double>(values->filled(1));
            out.bits_of_few_bearers =
                std::max(0.0, log_ratio(out.mean_frequency * std::max(1.0, rows), comparison.few_bearers));
        }
        out.is_idle = !features.has_both_sides(comparison);
        if (!out.is_idle && says_who(comparison)) naming_ |= layout_.mask(i);
        for (std::size_t k = 0; k < i && is_of_homes(comparison); ++k) {
            if (is_of_homes(model.comparisons[k])) out.homes_before.push_back(k);
        }
    }
    for (const Correlation& correlation : model.correlations) {
        const auto comparisons = earlier(model.comparisons.size(), correlation.comparisons);
        if (comparisons.size() != correlation.comparisons.size()) continue;
        CompiledCorrelation& compiled = correlations_.emplace_back();
        compiled.number = static_cast<std::size_t>(&correlation - model.correlations.data());
        compiled.comparisons = comparisons;
        compiled.bits = std::log2(std::max(correlation.factor, 1.0));
        if (strata_.empty()) continue;
        // The strata serve correlations over their first columns.
        const auto& columns = strata_.columns();
        const bool fits = comparisons.size() <= columns.size() &&
                          std::all_of(comparisons.begin(), comparisons.end(), [&](std::size_t i) {
                              const auto at = std::find(columns.begin(), columns.end(), values_of(i));
                              return at < columns.begin() + static_cast<std::ptrdiff_t>(comparisons.size());
                          });
        if (!fits) continue;
        compiled.strata_columns = comparisons.size();
        for (const CompiledCorrelation& narrower : correlations_) {
            if (narrower.strata_columns < compiled.strata_columns) {
                compiled.known = std::max(compiled.known, narrower.strata_columns);
            }
        }
    }
}

bool Scorer::is_correlated(std::size_t correlation, Pattern pattern) const noexcept {
    const auto& comparisons = correlations_[correlation].comparisons;
    return std::all_of(comparisons.begin(), comparisons.end(), [&](std::size_t i) {
        const unsigned level = layout_.level(pattern, i);
        return level == 1 || compiled_[i].levels[level].term_frequency;
    });
}

double Scorer::correlation_bits(Pattern pattern) const noexcept {
    double bits = 0;
    for (std::size_t i = 0; i < correlations_.size(); ++i) {
        if (is_correlated(i, pattern)) bits += correlations_[i].bits;
    }
    return bits;
}

double Scorer::correlation_factor(std::size_t correlation) const {
    const CompiledCorrelation& compiled = correlations_[correlation];
    return strata_.mean_factor(compiled.strata_columns, compiled.known);
}

double Scorer::correlation_bits(Pattern pattern, Row b) const {
    double bits = 0;
    std::vector<std::uint32_t> ids;
    for (std::size_t i = 0; i < correlations_.size(); ++i) {
        if (!is_correlated(i, pattern)) continue;
        const CompiledCorrelation& correlation = correlations_[i];
        if (correlation.strata_columns == 0) {
            bits += correlation.bits;
            continue;
        }
        ids.clear();
        for (std::size_t c = 0; c < correlation.strata_columns; ++c)
            ids.push_back(strata_.columns()[c]->first(b));
        bits += strata_.excess_bits(ids, correlation.known);
    }
    return bits;
}

SharedMeasures Scorer::measures() const {
    SharedMeasures out;
    for (const Compiled& compiled : compiled_) out.push_back(compiled.measure);
    return out;
}

PairContext Scorer::context() const {
    PairContext context;
    context.memos.resize(compiled_.size() + kNameMemos);
    return context;
}

Pattern Scorer::pattern(Row a, Row b, PairContext& context) const {
    Pattern out = 0;
    for (std::size_t i = 0; i < compiled_.size(); ++i) {
        const Compiled& compiled = compiled_[i];
        if (compiled.is_idle) continue;
        if (is_known(compiled, out)) continue;
        out |= compiled.packed_level[compiled.measure->outcome(a, b, context)];
    }
    return out;
}

bool Scorer::is_known(const Compiled& compiled, Pattern found) noexcept {
    if ((found & compiled.refined_by) != 0) return true;
    return std::any_of(compiled.implied_by.begin(), compiled.implied_by.end(),
                       [found](const Implication& other) {
                           const Pattern level = found & other.mask;
                           return level != 0 && level != other.last;
                       });
}

void Scorer::patterns(std::span<const RowPair> pairs, Pattern* out, PairContext& context) const {
    std::fill_n(out, pairs.size(), Pattern{0});
    context.graded = {};
    context.outcomes.resize(pairs.size());
    std::uint8_t* outcomes = context.outcomes.data();
    for (std::size_t i = 0; i < compiled_.size(); ++i) {
        const Compiled& compiled = compiled_[i];
        if (compiled.is_idle) continue;
        const Pattern* level_of = compiled.packed_level.data();
        if (compiled.implied_by.empty() && compiled.refined_by == 0) {
            compiled.measure->outcomes(pairs, outcomes, context);
            for (std::size_t k = 0; k < pairs.size(); ++k) out[k] |= level_of[outcomes[k]];
            continue;
        }
        auto& some = context.some;
        context.some_pairs.resize(pairs.size());
        some.resize(pairs.size());
        std::size_t count = 0;
        for (std::size_t k = 0; k < pairs.size(); ++k) {
            // Without a branch, which would be taken at random.
            context.some_pairs[count] = pairs[k];
            some[count] = static_cast<std::uint32_t>(k);
            count += is_known(compiled, out[k]) ? 0 : 1;
        }
        context.graded = {};
        compiled.measure->outcomes({context.some_pairs.data(), count}, outcomes, context);
        for (std::size_t k = 0; k < count; ++k) out[some[k]] |= level_of[outcomes[k]];
    }
    context.graded = {};
}

double Scorer::frequency_bits(const Compiled& compiled, Row a, Row b, PairContext& context) const {
    const double counted = compiled.measure->frequency(a, b, context);
    const double frequency = counted * compiled.distinct_share;
    if (frequency <= 0 || compiled.mean_frequency <= 0) return 0;
    // Below one in the population counts say nothing; then the value is as rare as the level's u says. So is
    // an identifier that no other row has: few rows cannot tell that it is common.
    if (compiled.is_identifier && counted <= compiled.unseen) return 0;
    const double least = compiled.is_identifier ? compiled.mean_frequency : 0;
    return std::clamp(log_ratio(compiled.mean_frequency, std::max(frequency, least)), kLeastFrequencyBits,
                      kMostFrequencyBits) *
           compiled.share;
}

double Scorer::frequency_against_namesake(const Compiled& compiled, const CompiledLevel& level,
                                          double frequency) {
    if (level.frequency_against_namesake) return frequency;
    return std::max(0.0, frequency - compiled.bits_of_few_bearers);
}

bool Scorer::repeats_office(const Compiled& compiled, Row a, Row b, Pattern pattern) const {
    const auto is_of_office = [a, b](const Compiled& one) {
        const KeyColumn* const values = one.measure->values();
        return values != nullptr && share_an_office_alone(*values, a, b);
    };
    const auto told = [&](std::size_t k) {
        return layout_.level(pattern, k) == 1 && is_of_office(compiled_[k]);
    };
    return std::any_of(compiled.homes_before.begin(), compiled.homes_before.end(), told) &&
           is_of_office(compiled);
}

EvidencePart Scorer::part(std::size_t comparison, Row a, Row b, Pattern pattern, PairContext& context) const {
    const Compiled& compiled = compiled_[comparison];
    EvidencePart out;
    out.level = layout_.level(pattern, comparison);
    // The telephone of an office and its address are one piece of news.
    if (out.level == 1 && !compiled.homes_before.empty() && repeats_office(compiled, a, b, pattern))
        return out;
    const CompiledLevel& level = compiled.levels[out.level];
    out.against_stranger = level.against_stranger;
    out.against_relative = level.against_relative;
    out.against_namesake = level.against_namesake;
    if (level.term_frequency) {
        out.term_frequency = frequency_bits(compiled, a, b, context);
        out.against_stranger += out.term_frequency;
        if (level.frequency_against_relative) out.against_relative += out.term_frequency;
        out.against_namesake += frequency_against_namesake(compiled, level, out.term_frequency);
    }
    return out;
}

bool Scorer::shows_somebody(Row row) const noexcept {
    for (std::size_t i = 0; i < compiled_.size(); ++i) {
        const KeyColumn* values = (naming_ & layout_.mask(i)) != 0 ? compiled_[i].measure->values() : nullptr;
        if (values != nullptr && !values->ids(row).empty()) return true;
    }
    return false;
}

int Scorer::conflict(Pattern pattern) const noexcept {
    int points = 0;
    for (std::size_t i = 0; i < compiled_.size(); ++i)
        points += compiled_[i].levels[layout_.level(pattern, i)].conflict;
    return points;
}

double Scorer::total(const WeightSums& sums) const noexcept {
    double low = sums.stranger;
    if (knows_relatives_) low = std::min(low, sums.relative);
    if (knows_namesakes_) low = std::min(low, sums.namesake);
    double rest = std::exp2(low - sums.stranger);
    if (knows_relatives_) rest += std::exp2(low - sums.relative);
    if (knows_namesakes_) rest += std::exp2(low - sums.namesake);
    return low - std::log2(rest);
}

double Scorer::weight(Row a, Row b, Pattern pattern, PairContext& context) const {
    WeightSums sums = priors_;
    for (std::size_t i = 0; i < compiled_.size(); ++i) {
        if (layout_.level(pattern, i) != 0) sums.add(part(i, a, b, pattern, context));
    }
    sums.stranger -= correlation_bits(pattern, b);
    return total(sums);
}

double Scorer::most_weight(Pattern pattern) const {
    constexpr double kRounding = 1e-6;
    WeightSums sums = priors_;
    for (std::size_t i = 0; i < compiled_.size(); ++i) {
        const CompiledLevel& level = compiled_[i].levels[layout_.level(pattern, i)];
        const double frequency = level.term_frequency ? kMostFrequencyBits * compiled_[i].share : 0;
        sums.stranger += level.against_stranger + frequency;
        sums.relative += level.against_relative + (level.frequency_against_relative ? frequency : 0);
        sums.namesake += level.against_namesake + frequency_against_namesake(compiled_[i], level, frequency);
    }
    for (std::size_t i = 0; i < correlations_.size(); ++i) {
        if (!is_correlated(i, pattern)) continue;
        sums.stranger += correlations_[i].strata_columns == 0 ? -correlations_[i].bits : Strata::kMostBits;
    }
    return total(sums) + kRounding;
}

double Scorer::most_weight(Pattern pattern, PairContext& context) const {
    if (context.bounds.empty())
        context.bounds.resize(PairContext::kBounds, {~Pattern{0}, std::numeric_limits<double>::infinity()});
    auto& [known, bound] = context.bounds[mix64(pattern) % PairContext::kBounds];
    if (known != pattern) {
        known = pattern;
        bound = most_weight(pattern);
    }
    return bound;
}

std::optional<double> Scorer::chance_agreement(std::size_t comparison) const {
    return compiled_[comparison].measure->chance_agreement();
}

}  // namespace scrm::identity
