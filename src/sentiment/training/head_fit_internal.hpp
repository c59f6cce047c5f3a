// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/sentiment/training.hpp"
#include "sentiment/training/linear_fit_internal.hpp"

namespace scrm::sentiment {

/// The columns of the matrix: buckets, then signals, then the scores of a base model.
struct Layout {
    std::size_t buckets = 0;
    std::size_t signals = 0;
    std::size_t base_columns = 0;
    bool signals_alone = false;  ///< after the rows of all texts, the same with signals only
};

/// How a head may be fitted.
struct Way {
    Fit fit = Fit::svm;       ///< never automatic
    double cost = 0;          ///< of that fit; of a blend, that of its machines
    double signal_worth = 1;  ///< 0: without signals
    bool with_base = false;   ///< whether the scores of a base are features
};

/// One head and what it is fitted to. All by reference.
struct HeadProblem {
    const SparseMatrix& matrix;
    const Layout& layout;
    const HeadTruth& truth;
    const std::vector<float>& weights;  ///< by row of the matrix
    const TrainingOptions& options;
    const std::vector<bool>& known_to_base;  ///< by bucket; empty without a base
};

/// Weights for signals are those of values times the worth. `start` is a fit of the same way to other rows.
LinearFit fit_head(const HeadProblem& problem, const Way& way, std::span<const std::int32_t> labels,
                   const Execution& execution, const LinearFit* start = nullptr);

/// What was found best on held-out rows.
struct Choice {
    Way way;
    LinearFit fit;  ///< to the early rows; without weights where nothing was held out
    double temperature = 1;
    HeadEvaluation held_out;
};

/// Fits the ways that the options ask for to the rows of `early` and compares them on those of `late`; both
/// are labels by row, -1 for none.
Choice choose_way(const HeadProblem& problem, std::span<const std::int32_t> early,
                  std::span<const std::int32_t> late, const Execution& execution);

}  // namespace scrm::sentiment
