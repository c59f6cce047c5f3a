// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scrm/identity/accuracy.hpp"

namespace scrm::identity {

/// How many pairs people are to look at.
struct ReviewOptions {
    std::size_t size = 200;
    std::size_t strata = 10;  ///< at most
    std::uint64_t seed = 1;
};

/// Pairs of a range of weights.
struct ReviewStratum {
    double least_weight = 0;  ///< bits
    double most_weight = 0;
    std::uint64_t pairs = 0;
    std::uint64_t sampled = 0;
};

/// A pair to be looked at.
struct SampledPair {
    std::size_t pair = 0;  ///< position in the weights given
    std::size_t stratum = 0;
    double sampling_weight = 1;  ///< pairs that it stands for: pairs / sampled of its stratum
};

struct ReviewSample {
    std::vector<ReviewStratum> strata;  ///< by rising weight; none is empty
    std::vector<SampledPair> pairs;     ///< in random order, so that a review that ends early is fair too
};

/// A stratified random sample without replacement of the pairs of a linkage. Strata are cut by the cumulative
/// square root of the frequency of weights (Dalenius and Hodges 1959). Each gets a share by Neyman's
/// allocation (Cochran, Sampling Techniques, 1977, 5.5) from the model's probabilities held within .05 and
/// .95, because a model that is sure and wrong is what a review is to find, and at least a quarter of an
/// equal share. The same weights and options give the same sample. Throws Error{invalid_argument} when a
/// weight is NaN, or size or strata is 0.
ReviewSample sample_for_review(std::span<const double> weights, const ReviewOptions& options = {});

/// What a person said of a sampled pair.
struct ReviewedPair {
    double weight = 0;
    std::size_t stratum = 0;
    bool match = false;
};

/// Precision and recall of the whole linkage at each sampled weight, from the labels of a sample;
/// `stratum_pairs` are the sizes of the strata. Counts are unbiased (Horvitz and Thompson 1952, over the
/// pairs labelled in each stratum, so pairs left out at random do no harm); precision and recall are ratios
/// of them, whose bias falls with the sample's size. Intervals: share_interval at the effective sample size
/// that the linearised variance of the ratio gives, at most the number of labels (Cochran 1977, 6.11; Korn
/// and Graubard 1998), that of Kish where the sample shows no variance. A threshold between two points is
/// judged by the point above it. Recall is over the sampled pairs and `missed`. Throws
/// Error{invalid_argument} when a stratum has no label, a label names none, or a stratum has more labels than
/// pairs.
AccuracyCurve estimate_accuracy(std::span<const ReviewedPair> labels,
                                std::span<const std::uint64_t> stratum_pairs, double missed = 0);

/// Interval of a share that was seen in `size` independent draws, by Agresti and Coull 1998: it holds at
/// least as much as Wilson's, which falls short for shares near 0 and 1 (Brown, Cai and DasGupta, Statistical
/// Science 2001). [0, 1] when size is 0.
Interval share_interval(double share, double size) noexcept;

}  // namespace scrm::identity
