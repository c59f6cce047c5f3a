// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "scrm/identity/evaluate.hpp"

namespace scrm::identity {

/// Bounds that hold the true share in about 95 of 100 samples.
struct Interval {
    double lower = 0;
    double upper = 1;

    friend bool operator==(const Interval&, const Interval&) = default;
};

/// What follows if pairs of at least `weight` bits are taken for matches. Counts are of the whole population:
/// exact when every pair is judged, estimates otherwise.
struct AccuracyPoint {
    double weight = 0;
    double probability = 0;  ///< of a pair of that weight
    double pairs = 0;        ///< at or above
    double true_positive = 0;
    double false_positive = 0;
    double false_negative = 0;
    Score score;
    std::optional<Interval> precision_interval;  ///< of samples only
    std::optional<Interval> recall_interval;

    friend bool operator==(const AccuracyPoint&, const AccuracyPoint&) = default;
};

/// Precision and recall by threshold.
struct AccuracyCurve {
    std::vector<AccuracyPoint> points;  ///< by rising weight
    /// Which point has the best F1, the highest threshold of equals; empty: no pair is a match.
    std::optional<std::size_t> best;
    double matches = 0;  ///< true pairs, those that were never compared included

    friend bool operator==(const AccuracyCurve&, const AccuracyCurve&) = default;
};

/// A pair of records whose answer is known.
struct JudgedPair {
    double weight = 0;  ///< bits
    bool match = false;
};

/// The curve of pairs that are all judged. `missed` are true pairs that are not among them, because blocking
/// did not propose them or they were cut off: they count as missed at every threshold. At most `most_points`
/// thresholds are returned, spread evenly over the weights; the best one is always among them and is found
/// over all. Throws Error{invalid_argument} when a weight is NaN or `missed` is negative.
AccuracyCurve accuracy_of(std::span<const JudgedPair> pairs, double missed = 0,
                          std::size_t most_points = 256);

/// What the model alone expects: a pair of weight w is a match with probability 2^w / (1 + 2^w), so the
/// expected matches at or above a threshold are the sum of their probabilities (Fellegi and Sunter 1969; the
/// estimate that Belin and Rubin 1995 calibrate). As right as the model's probabilities are; give the pairs
/// down to a low weight, because recall is counted over these pairs and `missed`.
AccuracyCurve expected_accuracy(std::span<const double> weights, double missed = 0,
                                std::size_t most_points = 256);

/// Compared pairs against the truth: each judged, and how many true pairs are not among them. A pair that
/// stands twice counts once, with its higher weight; a pair without a weight has that of its probability.
/// Throws Error{invalid_argument} when a pair has neither, or the truth names accounts and no records.
struct JudgedPairs {
    std::vector<JudgedPair> pairs;
    double missed = 0;
};
JudgedPairs judge(const std::vector<RecordPair>& found, const Truth& truth);

}  // namespace scrm::identity
