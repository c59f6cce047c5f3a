// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scrm/identity/accuracy.hpp"
#include "scrm/identity/evaluate.hpp"

namespace scrm::identity {

/// How the people of a cluster sample were drawn.
enum class ClusterSampling {
    by_record,   ///< records at random, then all records of each one's person: large clusters come more often
    by_cluster,  ///< people at random, each as likely as another
};

/// Pairwise accuracy of a whole result, from the people of a sample.
struct ClusterAccuracy {
    std::uint64_t people = 0;   ///< in the sample
    std::uint64_t records = 0;  ///< of these people
    Score score;
    std::optional<Interval> precision_interval;
    std::optional<Interval> recall_interval;
};

/// Estimates pairwise precision and recall from people whose records were all found by hand; `found` is the
/// whole result. For a person c with records split over found clusters k, with overlaps o_k and sizes s_k,
///
///     A_c = Σ o_k (o_k − 1) / 2,   B_c = A_c + ½ Σ o_k (s_k − o_k),   D_c = |c| (|c| − 1) / 2
///
/// are his right pairs, his share of the found pairs, and his true pairs; precision = Σ w A / Σ w B and
/// recall = Σ w A / Σ w D, with w = 1 / |c| for people drawn by records. O. Binette, S. A. York,
/// E. Hickerson, Y. Baek, S. Madhavan, C. Jones, Estimating the Performance of Entity Resolution Algorithms:
/// Lessons Learned Through PatentsView.org, The American Statistician 77 (2023). Unlike a precision counted
/// on hand-picked clusters it does not grow when a benchmark leaves out the rest of the population.
/// Intervals: the linearised variance of a ratio under sampling with replacement, turned into
/// share_interval.
/// A record of the sample that the result lacks is a found cluster of its own. Throws
/// Error{invalid_argument} when a record stands twice in `people` or in `found`.
ClusterAccuracy estimate_cluster_accuracy(const std::vector<ClusterRow>& people,
                                          const std::vector<ClusterRow>& found, ClusterSampling sampling);

}  // namespace scrm::identity
