// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "identity/expression/expression_blocking_internal.hpp"
#include "identity/expression/expression_scorer_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {

/// A model of expressions over rows, ready to compare.
struct ExpressionEngine {
    ParsedModel parsed;
    SqlColumns columns;
    ExpressionScorer scorer;

    ExpressionEngine(const Rows& rows, const MatchModel& model, unsigned threads)
        : parsed(parse_model(model)),
          columns(rows, column_kinds(model, parsed, rows), threads),
          scorer(model, parsed, columns, threads) {}
};

/// A pair with its weight; a is the left row.
struct WeighedPair {
    Row a = 0;
    Row b = 0;
    double weight = 0;
};

/// The proposed pairs of at least `least` bits, by (a, b). Pairs without a weight are left out.
std::vector<WeighedPair> weigh_pairs(const ExpressionBlocking& blocking, const ExpressionScorer& scorer,
                                     double least, const Execution& execution);

}  // namespace scrm::identity
