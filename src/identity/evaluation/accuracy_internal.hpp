// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/identity/accuracy.hpp"

namespace scrm::identity {

/// Pairs of one weight: how many, and how many of them are matches.
struct WeightCount {
    double weight = 0;
    double pairs = 0;
    double matches = 0;
};

/// The curve over counts in any order; equal weights are joined.
AccuracyCurve curve_of(std::vector<WeightCount> counts, double missed, std::size_t most_points);

}  // namespace scrm::identity
