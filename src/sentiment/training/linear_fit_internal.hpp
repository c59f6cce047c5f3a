// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scrm/core/progress.hpp"

namespace scrm::sentiment {

/// A sparse matrix by rows and, for gradients that come out the same for any number of threads, by columns.
struct SparseMatrix {
    std::vector<std::uint64_t> starts{0};  ///< by row, and the end
    std::vector<std::uint32_t> indices;    ///< dense columns once finished
    std::vector<float> values;
    std::vector<std::uint64_t> column_starts;  ///< by column, and the end
    std::vector<std::uint32_t> column_rows;
    std::vector<float> column_values;
    std::vector<std::uint32_t> names;  ///< the index that a dense column had

    std::size_t rows() const noexcept { return starts.size() - 1; }
    std::size_t columns() const noexcept { return names.size(); }
    /// Appends a row; its indices are distinct.
    void add_row(std::span<const std::uint32_t> row_indices, std::span<const float> row_values);
    /// Gives every index that occurs a dense number and builds the matrix by columns.
    void finish();
};

enum class Loss : std::uint8_t {
    logistic,  ///< multinomial, or binary for one column
    /// The own label against the strongest other one (Crammer & Singer 2001), maximum and corner rounded off
    /// so that there is a gradient everywhere: s · ln(1 + Σ exp((1 + other − own) / s)).
    margin,
};

/// Weights by [feature][column], then one bias a column.
struct LinearFit {
    std::vector<float> weights;
    std::vector<float> biases;
    unsigned steps = 0;
};

/// What is minimised: ½‖W‖² + cost · Σ weight · loss (biases are not part of ‖W‖).
struct FitProblem {
    const SparseMatrix* features = nullptr;
    std::span<const std::int32_t> truth;  ///< label by row, -1 for rows that say nothing
    std::span<const float> weights;       ///< by row
    std::span<const float> offsets;       ///< scores that are there already, [row][column]; empty: none
    const LinearFit* start = nullptr;     ///< where the search begins; null: at 0
    bool biases = true;                   ///< false: they stay 0
    std::size_t labels = 0;
    std::vector<float> label_weights;  ///< by label
    double cost = 4;
    Loss loss = Loss::logistic;
    unsigned max_steps = 150;
    double tolerance = 3e-4;
};

/// L-BFGS (Liu & Nocedal 1989). Deterministic for any number of threads.
LinearFit fit_linear(const FitProblem& problem, const Execution& execution);

/// A linear support vector machine a label, it against the rest, with squared hinge loss: dual coordinate
/// descent (Hsieh et al. 2008), an order of magnitude faster than gradients of all rows. What it minimises
/// has the biases in ‖W‖ too; `start`, `loss`, `offsets`, `biases`, `max_steps` and `tolerance` do not count.
/// Deterministic for any number of threads.
LinearFit fit_machines(const FitProblem& problem, const Execution& execution);

/// Scores of every row, without offsets: [row][column].
std::vector<float> linear_scores(const SparseMatrix& features, const LinearFit& fit, std::size_t columns,
                                 const Execution& execution);

}  // namespace scrm::sentiment
