// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "identity/blocking/blocking_internal.hpp"
#include "identity/scorer_internal.hpp"
#include "identity/training/patterns_internal.hpp"
#include "scrm/core/progress.hpp"

namespace scrm::identity {

/// A compared pair that is worth keeping; a < b.
struct Edge {
    Row a = 0;
    Row b = 0;
    float weight = 0;

    friend bool operator==(const Edge&, const Edge&) = default;
};

/// All blocked pairs of at least `least_weight` bits, by (a, b). Pairs that were compared before are not
/// compared again.
std::vector<Edge> score_pairs(const Blocking& blocking, const Scorer& scorer, double least_weight,
                              const Execution& execution, const ComparedPairs& compared = {});

}  // namespace scrm::identity
