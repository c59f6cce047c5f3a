// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "identity/features_internal.hpp"
#include "identity/measure_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Packed levels of a pair: for each comparison 0 (no evidence) or 1 + level.
using Pattern = std::uint64_t;

/// Where each comparison's level lies in a Pattern.
class PatternLayout {
  public:
    /// Throws Error{invalid_argument} when the levels do not fit 64 bits.
    explicit PatternLayout(const MatchModel& model);
    unsigned level(Pattern pattern, std::size_t comparison) const noexcept {
        return static_cast<unsigned>(pattern >> shifts_[comparison]) & masks_[comparison];
    }
    Pattern packed(std::size_t comparison, unsigned level) const noexcept {
        return static_cast<Pattern>(level) << shifts_[comparison];
    }
    std::size_t size() const noexcept { return shifts_.size(); }

  private:
    std::vector<unsigned> shifts_;
    std::vector<unsigned> masks_;
};

/// What one comparison adds to the weight of a pair, in bits.
struct EvidencePart {
    unsigned level = 0;          ///< 0: no evidence
    double against_stranger = 0; ///< term frequency included
    double against_relative = 0;
    double term_frequency = 0;
};

/// Compares rows and sums the evidence. Immutable and thread-safe; each thread brings its PairContext.
class Scorer {
  public:
    Scorer(const MatchModel& model, const Features& features);

    PairContext context() const;
    const PatternLayout& layout() const noexcept { return layout_; }
    Pattern pattern(Row a, Row b, PairContext& context) const;
    /// log2 odds against strangers and relatives, with the prior.
    double weight(Row a, Row b, Pattern pattern, PairContext& context) const;
    /// The same with another prior: log2 odds of the pair before any evidence.
    EvidencePart part(std::size_t comparison, Row a, Row b, Pattern pattern, PairContext& context) const;
    /// Joins the sums over all comparisons: −log2(2^−stranger + 2^−relative), priors included.
    double total(double against_stranger, double against_relative) const noexcept;
    double prior_weight() const noexcept { return prior_weight_; }
    double relative_prior_weight() const noexcept { return relative_prior_weight_; }
    bool knows_relatives() const noexcept { return knows_relatives_; }
    /// P(two random rows agree fully in a comparison), where value counts tell.
    std::optional<double> chance_agreement(std::size_t comparison) const;
    /// Whether both sides have values for it.
    bool is_active(std::size_t comparison) const noexcept { return !compiled_[comparison].is_idle; }

  private:
    struct CompiledLevel {
        double against_stranger = 0;
        double against_relative = 0;
        double u = 1;
        bool term_frequency = false;
        bool frequency_against_relative = false;
    };
    struct Compiled {
        std::unique_ptr<Measure> measure;
        std::vector<std::uint8_t> level_of_outcome;
        std::vector<CompiledLevel> levels;  // [0] is "no evidence"
        double share = 1;
        double distinct_share = 1;  // of equal values, how many are two people's
        bool is_idle = false;
    };

    double frequency_bits(const Compiled& compiled, const CompiledLevel& level, Row a, Row b, PairContext& context) const;

    PatternLayout layout_;
    std::vector<Compiled> compiled_;
    double prior_weight_ = 0;
    double relative_prior_weight_ = 0;
    bool knows_relatives_ = false;
};

}  // namespace scrm::identity
