// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "identity/measures/measure_internal.hpp"
#include "identity/records/features_internal.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {

/// Packed levels of a pair: for each comparison 0 (no evidence) or 1 + level.
using Pattern = std::uint64_t;

/// Where each comparison's level lies in a Pattern.
class PatternLayout {
  public:
    PatternLayout() = default;
    /// Throws Error{invalid_argument} when the levels do not fit 64 bits.
    explicit PatternLayout(const MatchModel& model);
    unsigned level(Pattern pattern, std::size_t comparison) const noexcept {
        return static_cast<unsigned>(pattern >> shifts_[comparison]) & masks_[comparison];
    }
    Pattern packed(std::size_t comparison, unsigned level) const noexcept {
        return static_cast<Pattern>(level) << shifts_[comparison];
    }
    /// The bits of a comparison's level.
    Pattern mask(std::size_t comparison) const noexcept { return packed(comparison, masks_[comparison]); }
    std::size_t size() const noexcept { return shifts_.size(); }

    friend bool operator==(const PatternLayout&, const PatternLayout&) = default;

  private:
    std::vector<unsigned> shifts_;
    std::vector<unsigned> masks_;
};

/// The measures of a model's comparisons, one each.
using SharedMeasures = std::vector<std::shared_ptr<Measure>>;

/// What one comparison adds to the weight of a pair, in bits.
struct EvidencePart {
    unsigned level = 0;           ///< 0: no evidence
    double against_stranger = 0;  ///< term frequency included
    double against_relative = 0;
    double against_namesake = 0;
    double term_frequency = 0;
};

/// Evidence summed over comparisons, against each way in which a pair can be two people.
struct WeightSums {
    double stranger = 0;
    double relative = 0;
    double namesake = 0;

    void add(const EvidencePart& part) noexcept {
        stranger += part.against_stranger;
        relative += part.against_relative;
        namesake += part.against_namesake;
    }
};

/// Compares rows and sums the evidence. Immutable and thread-safe; each thread brings its PairContext.
class Scorer {
  public:
    /// `measures` are those of a scorer of the same features and comparisons, whatever its probabilities:
    /// what they have prepared and remember is not made again. Empty: they are made.
    Scorer(const MatchModel& model, const Features& features, const SharedMeasures& measures = {});

    SharedMeasures measures() const;
    PairContext context() const;
    /// To be called when columns got other values by hand; not beside other calls.
    void follow_values() {
        for (const Compiled& compiled : compiled_) compiled.measure->follow_values();
    }
    const PatternLayout& layout() const noexcept { return layout_; }
    Pattern pattern(Row a, Row b, PairContext& context) const;
    /// The patterns of many pairs: a comparison at a time, so that its columns stay in the cache and what one
    /// pair waits for overlaps with the next. Best a few hundred at a time.
    void patterns(std::span<const RowPair> pairs, Pattern* out, PairContext& context) const;
    /// Fetches what `pattern` reads of a row into the cache.
    void prefetch(Row row) const noexcept {
        for (const Compiled& compiled : compiled_) {
            if (!compiled.is_idle) compiled.measure->prefetch(row);
        }
    }
    /// log2 odds against strangers and relatives, with the prior.
    double weight(Row a, Row b, Pattern pattern, PairContext& context) const;
    /// What the weight of a pair of the pattern cannot exceed, however rare its values are.
    double most_weight(Pattern pattern) const;
    /// The same, from those of the context's patterns that came before.
    double most_weight(Pattern pattern, PairContext& context) const;
    EvidencePart part(std::size_t comparison, Row a, Row b, Pattern pattern, PairContext& context) const;
    /// The priors, to which a pair's evidence is added.
    WeightSums priors() const noexcept { return priors_; }
    /// −log2 of the sum of 2^−w over all ways.
    double total(const WeightSums& sums) const noexcept;
    double prior_weight() const noexcept { return priors_.stranger; }
    bool knows_alternatives() const noexcept { return knows_relatives_ || knows_namesakes_; }
    /// Bits that a pattern loses because values go together: on average, and for the values of these rows.
    double correlation_bits(Pattern pattern) const noexcept;
    double correlation_bits(Pattern pattern, Row b) const;
    /// Points against one person, see Level::conflict.
    int conflict(Pattern pattern) const noexcept;
    /// Whether anything says who one of two rows is: a name, a contact, a document. A birthday and a city
    /// are nobody's.
    bool names_somebody(Row a, Row b, Pattern pattern) const noexcept {
        return naming_ == 0 || (pattern & naming_) != 0 || shows_somebody(a) || shows_somebody(b);
    }
    /// The average factor of a correlation in this population; 1 where the strata do not tell.
    double correlation_factor(std::size_t correlation) const;
    std::size_t correlation_count() const noexcept { return correlations_.size(); }
    bool is_correlated(std::size_t correlation, Pattern pattern) const noexcept;
    /// The column of values that a comparison's frequencies come from; nullptr: none.
    const KeyColumn* values_of(std::size_t comparison) const {
        return compiled_[comparison].measure->values();
    }
    /// Which correlation of the model that is.
    std::size_t correlation_number(std::size_t correlation) const noexcept {
        return correlations_[correlation].number;
    }
    /// P(two random rows agree fully in a comparison), where value counts tell.
    std::optional<double> chance_agreement(std::size_t comparison) const;
    /// Whether both sides have values for it.
    bool is_active(std::size_t comparison) const noexcept { return !compiled_[comparison].is_idle; }

  private:
    struct CompiledLevel {
        double against_stranger = 0;
        double against_relative = 0;
        double against_namesake = 0;
        bool term_frequency = false;
        int conflict = 0;
        bool frequency_against_relative = false;
        bool frequency_against_namesake = false;
    };
    /// An earlier comparison that implies another one by any level but its last.
    struct Implication {
        Pattern mask = 0;
        Pattern last = 0;
    };
    struct Compiled {
        std::shared_ptr<Measure> measure;
        std::vector<Pattern> packed_level;  // of each outcome
        std::vector<CompiledLevel> levels;  // [0] is "no evidence"
        double share = 1;
        double mean_frequency = 0;
        double distinct_share = 1;         // of rows with equal values, how many are other people
        double bits_of_few_bearers = 1e9;  // from where on rarity counts against namesakes
        double unseen = 0;                 // frequency of a value that no other row has
        bool is_identifier = false;
        bool is_idle = false;
        std::vector<Implication> implied_by;
        Pattern refined_by = 0;                 // where a level of these comparisons is found
        std::vector<std::size_t> homes_before;  // of what a home shares: the earlier ones of that kind
    };

    bool shows_somebody(Row row) const noexcept;
    /// Whether levels found before say what the comparison would.
    static bool is_known(const Compiled& compiled, Pattern found) noexcept;
    /// The part of a value's rarity that counts against namesakes, in bits.
    static double frequency_against_namesake(const Compiled& compiled, const CompiledLevel& level,
                                             double frequency);
    double frequency_bits(const Compiled& compiled, Row a, Row b, PairContext& context) const;
    /// Whether rows share a value of an office, and an earlier comparison has told of that office.
    bool repeats_office(const Compiled& compiled, Row a, Row b, Pattern pattern) const;

    struct CompiledCorrelation {
        std::size_t number = 0;  // in the model
        std::vector<std::size_t> comparisons;
        std::size_t strata_columns = 0;  // that it covers, the first ones; 0: the strata do not know it
        std::size_t known = 0;           // of these, those that a narrower correlation accounts for
        double bits = 0;
    };

    const Strata& strata_;
    PatternLayout layout_;
    std::vector<Compiled> compiled_;
    std::vector<CompiledCorrelation> correlations_;
    WeightSums priors_;
    Pattern naming_ = 0;  // where comparisons say who somebody is; 0: none does
    bool knows_relatives_ = false;
    bool knows_namesakes_ = false;
};

}  // namespace scrm::identity
