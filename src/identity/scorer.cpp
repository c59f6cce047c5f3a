// SPDX-License-Identifier: Apache-2.0
#include "identity/scorer_internal.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "identity/level_measure_internal.hpp"
#include "identity/name_measures_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

constexpr double kLeastProbability = 1e-12;
constexpr double kMostFrequencyBits = 8;
constexpr double kLeastFrequencyBits = -14;
constexpr std::size_t kOutcomes = 256;

double log_ratio(double p, double q) {
    return std::log2(std::max(p, kLeastProbability)) - std::log2(std::max(q, kLeastProbability));
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
        if (shift + bits > 64) throw Error(ErrorCode::invalid_argument, "the model has too many levels for 64 bits");
        shifts_.push_back(shift);
        masks_.push_back((1U << bits) - 1);
        shift += bits;
    }
}

Scorer::Scorer(const MatchModel& model, const Features& features) : layout_(model) {
    knows_relatives_ = model.relatives_prior > 0;
    prior_weight_ = weight_of(model.prior);
    relative_prior_weight_ = knows_relatives_ ? log_ratio(model.prior, model.relatives_prior) : 0;
    for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
        const Comparison& comparison = model.comparisons[i];
        Compiled& out = compiled_.emplace_back();
        out.measure = make_measure(comparison, features);
        out.measure->set_slot(i);
        out.share = comparison.share;
        const bool is_plain = comparison.measure == "levels";
        out.level_of_outcome.assign(kOutcomes, 0);
        for (std::size_t outcome = 1; outcome < kOutcomes; ++outcome) {
            for (std::size_t level = 0; level < comparison.levels.size(); ++level) {
                const Predicate& when = comparison.levels[level].when;
                const bool holds = is_plain ? level + 1 == outcome
                                            : when.kind == PredicateKind::otherwise ||
                                                  static_cast<double>(outcome - 1) <= when.threshold;
                if (!holds) continue;
                out.level_of_outcome[outcome] = static_cast<std::uint8_t>(level + 1);
                break;
            }
        }
        out.levels.emplace_back();
        for (const Level& level : comparison.levels) {
            CompiledLevel& compiled = out.levels.emplace_back();
            compiled.u = std::max(level.u, kLeastProbability);
            compiled.against_stranger = level.when.kind == PredicateKind::missing ? 0 : log_ratio(level.m, level.u) * out.share;
            compiled.against_relative =
                level.relative ? log_ratio(level.m, *level.relative) * out.share : compiled.against_stranger;
            compiled.term_frequency = level.term_frequency;
            compiled.frequency_against_relative = !level.relative.has_value();
        }
        if (const auto chance = out.measure->chance_agreement(); chance && *chance > 0) {
            out.distinct_share = std::clamp(comparison.levels.front().u / *chance, 1e-4, 1.0);
        }
        out.is_idle = !features.has_both_sides(comparison);
    }
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
        out |= layout_.packed(i, compiled.level_of_outcome[compiled.measure->outcome(a, b, context)]);
    }
    return out;
}

double Scorer::frequency_bits(const Compiled& compiled, const CompiledLevel& level, Row a, Row b,
                              PairContext& context) const {
    const double frequency = compiled.measure->frequency(a, b, context) * compiled.distinct_share;
    if (frequency <= 0) return 0;
    return std::clamp(log_ratio(level.u, frequency), kLeastFrequencyBits, kMostFrequencyBits) * compiled.share;
}

EvidencePart Scorer::part(std::size_t comparison, Row a, Row b, Pattern pattern, PairContext& context) const {
    const Compiled& compiled = compiled_[comparison];
    EvidencePart out;
    out.level = layout_.level(pattern, comparison);
    const CompiledLevel& level = compiled.levels[out.level];
    out.against_stranger = level.against_stranger;
    out.against_relative = level.against_relative;
    if (level.term_frequency) {
        out.term_frequency = frequency_bits(compiled, level, a, b, context);
        out.against_stranger += out.term_frequency;
        if (level.frequency_against_relative) out.against_relative += out.term_frequency;
    }
    return out;
}

double Scorer::total(double against_stranger, double against_relative) const noexcept {
    if (!knows_relatives_) return against_stranger;
    const double low = std::min(against_stranger, against_relative);
    const double high = std::max(against_stranger, against_relative);
    return low - std::log2(1 + std::exp2(low - high));
}

double Scorer::weight(Row a, Row b, Pattern pattern, PairContext& context) const {
    double stranger = prior_weight_;
    double relative = relative_prior_weight_;
    for (std::size_t i = 0; i < compiled_.size(); ++i) {
        const unsigned level_number = layout_.level(pattern, i);
        if (level_number == 0) continue;
        const CompiledLevel& level = compiled_[i].levels[level_number];
        stranger += level.against_stranger;
        relative += level.against_relative;
        if (!level.term_frequency) continue;
        const double bits = frequency_bits(compiled_[i], level, a, b, context);
        stranger += bits;
        if (level.frequency_against_relative) relative += bits;
    }
    return total(stranger, relative);
}

std::optional<double> Scorer::chance_agreement(std::size_t comparison) const {
    return compiled_[comparison].measure->chance_agreement();
}

}  // namespace scrm::identity
