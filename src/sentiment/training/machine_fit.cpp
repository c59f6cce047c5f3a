// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "scrm/core/parallel.hpp"
#include "sentiment/text_model_internal.hpp"
#include "sentiment/training/linear_fit_internal.hpp"

namespace scrm::sentiment {
namespace {

/// Passes over the rows; a machine that is not done by then has a cost so large that nothing is penalised.
constexpr unsigned kMostPasses = 300;
/// By how much the projected gradients of one pass may differ at the end: LIBLINEAR's default, finer than
/// any answer shows.
constexpr double kTolerance = 0.1;

/// Numbers below a limit, the same on every machine (Knuth's MMIX generator, its upper half).
class Lot {
  public:
    std::size_t below(std::size_t limit) {
        state_ = state_ * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        return static_cast<std::size_t>(state_ >> 33U) % limit;
    }

  private:
    std::uint64_t state_ = 1;
};

/// A row that one machine learns from.
struct Example {
    std::uint32_t row = 0;
    float sign = 1;
    double rest = 0;    ///< 1 / (2 · cost of the row), the diagonal of the dual problem
    double square = 0;  ///< ‖x‖² of the row with its bias, and the diagonal
    double alpha = 0;   ///< the dual variable, at least 0
};

double squared_length(const SparseMatrix& x, std::size_t row) {
    double sum = 0;
    for (std::uint64_t i = x.starts[row]; i < x.starts[row + 1]; ++i)
        sum += double{x.values[i]} * double{x.values[i]};
    return sum;
}

float product(const SparseMatrix& x, std::size_t row, const std::vector<float>& weights) {
    // Four sums: none has to wait for the one before.
    std::array<float, 4> sums{};
    std::uint64_t i = x.starts[row];
    const std::uint64_t end = x.starts[row + 1];
    for (; i + sums.size() <= end; i += sums.size()) {
        for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += x.values[i + k] * weights[x.indices[i + k]];
    }
    for (; i < end; ++i) sums[0] += x.values[i] * weights[x.indices[i]];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// The machine that tells one label from the rest.
class Machine {
  public:
    Machine(const FitProblem& problem, const std::vector<double>& squares, std::size_t column)
        : x_(*problem.features), weights_(x_.columns(), 0.0F) {
        const bool single = columns_of(problem.labels) == 1;
        const std::size_t label = single ? 1 : column;
        for (std::size_t row = 0; row < x_.rows(); ++row) {
            if (problem.truth[row] < 0) continue;
            const auto truth = static_cast<std::size_t>(problem.truth[row]);
            // The balance lifts the rows of a label against the rest, not the rest against them.
            double cost = problem.cost * problem.weights[row];
            if (truth == label || single) cost *= problem.label_weights[truth];
            if (!(cost > 0)) continue;
            const double rest = 1.0 / (2.0 * cost);
            examples_.push_back({static_cast<std::uint32_t>(row), truth == label ? 1.0F : -1.0F, rest,
                                 squares[row] + 1.0 + rest, 0.0});
        }
    }

    /// Returns the number of passes.
    unsigned fit(const std::stop_token& stop) {
        std::size_t active = examples_.size();
        double reach = std::numeric_limits<double>::infinity();
        for (unsigned pass = 1; pass <= kMostPasses; ++pass) {
            if (stop.stop_requested()) return pass;
            for (std::size_t i = active; i > 1; --i) std::swap(examples_[i - 1], examples_[lot_.below(i)]);
            double top = -std::numeric_limits<double>::infinity();
            double bottom = std::numeric_limits<double>::infinity();
            for (std::size_t i = 0; i < active;) {
                Example& example = examples_[i];
                const double gradient = gradient_of(example);
                if (example.alpha == 0 && gradient > reach) {
                    // It has stayed outside for a pass: put aside until the others are done.
                    std::swap(example, examples_[--active]);
                    continue;
                }
                const double projected = example.alpha > 0 ? gradient : std::min(gradient, 0.0);
                top = std::max(top, projected);
                bottom = std::min(bottom, projected);
                if (projected != 0) move(example, gradient);
                ++i;
            }
            if (top - bottom <= kTolerance || active == 0) {
                if (active == examples_.size()) return pass;
                active = examples_.size();
                reach = std::numeric_limits<double>::infinity();
            } else {
                reach = top > 0 ? top : std::numeric_limits<double>::infinity();
            }
        }
        return kMostPasses;
    }

    const std::vector<float>& weights() const noexcept { return weights_; }
    double bias() const noexcept { return bias_; }

  private:
    double gradient_of(const Example& example) const {
        const double score = product(x_, example.row, weights_) + bias_;
        return example.sign * score - 1.0 + example.rest * example.alpha;
    }

    void move(Example& example, double gradient) {
        const double before = example.alpha;
        example.alpha = std::max(0.0, before - gradient / example.square);
        const double step = (example.alpha - before) * example.sign;
        if (step == 0) return;
        const auto factor = static_cast<float>(step);
        for (std::uint64_t i = x_.starts[example.row]; i < x_.starts[example.row + 1]; ++i)
            weights_[x_.indices[i]] += factor * x_.values[i];
        bias_ += step;
    }

    const SparseMatrix& x_;
    std::vector<float> weights_;
    double bias_ = 0;
    std::vector<Example> examples_;
    Lot lot_;
};

}  // namespace

LinearFit fit_machines(const FitProblem& problem, const Execution& execution) {
    const SparseMatrix& x = *problem.features;
    const std::size_t columns = columns_of(problem.labels);
    std::vector<double> squares(x.rows());
    for (std::size_t row = 0; row < x.rows(); ++row) squares[row] = squared_length(x, row);
    LinearFit fit;
    fit.weights.resize(x.columns() * columns);
    fit.biases.resize(columns);
    std::vector<unsigned> passes(columns);
    for_each_chunk(columns, 1, execution.threads, execution.stop,
                   [&](std::size_t, std::size_t, std::size_t column) {
                       Machine machine{problem, squares, column};
                       passes[column] = machine.fit(execution.stop);
                       for (std::size_t f = 0; f < x.columns(); ++f)
                           fit.weights[f * columns + column] = machine.weights()[f];
                       fit.biases[column] = static_cast<float>(machine.bias());
                   });
    throw_if_stopped(execution.stop);
    fit.steps = *std::ranges::max_element(passes);
    return fit;
}

}  // namespace scrm::sentiment
