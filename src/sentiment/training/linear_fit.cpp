// SPDX-License-Identifier: Apache-2.0
#include "sentiment/training/linear_fit_internal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>
#include <type_traits>

#include "scrm/core/parallel.hpp"
#include "sentiment/text_model_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kRowChunk = 512;
constexpr std::size_t kFeatureChunk = 4096;
constexpr std::size_t kVectorChunk = 1U << 16U;
constexpr std::size_t kHistory = 7;

using Vector = std::vector<float>;

/// Calls `body` with the number of columns as a constant where that is a usual one, so that the loops over
/// columns unroll; with 0 otherwise.
template <class Body>
void with_columns(std::size_t columns, Body&& body) {
    switch (columns) {
        case 1:
            return body(std::integral_constant<std::size_t, 1>{});
        case 3:
            return body(std::integral_constant<std::size_t, 3>{});
        case 5:
            return body(std::integral_constant<std::size_t, 5>{});
        case 7:
            return body(std::integral_constant<std::size_t, 7>{});
        case 10:
            return body(std::integral_constant<std::size_t, 10>{});
        default:
            return body(std::integral_constant<std::size_t, 0>{});
    }
}

/// to[c] += Σ value · from[index][c] over entries [begin, end).
template <std::size_t Constant>
void add_entries(const std::uint32_t* indices, const float* values, std::uint64_t begin, std::uint64_t end,
                 const float* from, std::size_t columns, float* to) {
    if constexpr (Constant == 0) {
        for (std::uint64_t i = begin; i < end; ++i) {
            const float* const row = from + std::size_t{indices[i]} * columns;
            for (std::size_t c = 0; c < columns; ++c) to[c] += values[i] * row[c];
        }
    } else {
        std::array<float, Constant> sums;
        std::copy_n(to, Constant, sums.begin());
        for (std::uint64_t i = begin; i < end; ++i) {
            const float* const row = from + std::size_t{indices[i]} * Constant;
            for (std::size_t c = 0; c < Constant; ++c) sums[c] += values[i] * row[c];
        }
        std::copy_n(sums.begin(), Constant, to);
    }
}

class Objective {
  public:
    Objective(const FitProblem& problem, const Execution& execution)
        : problem_(problem),
          execution_(execution),
          columns_(columns_of(problem.labels)),
          features_(problem.features->columns()),
          slopes_(problem.features->rows() * columns_) {}

    std::size_t size() const noexcept { return (features_ + 1) * columns_; }
    std::size_t columns() const noexcept { return columns_; }
    std::size_t bias_at() const noexcept { return features_ * columns_; }

    /// The value at `w`; fills `gradient`.
    double operator()(const Vector& w, Vector& gradient) {
        const SparseMatrix& x = *problem_.features;
        std::vector<double> losses((x.rows() + kRowChunk - 1) / kRowChunk, 0.0);
        run(x.rows(), kRowChunk, [&](std::size_t begin, std::size_t end, std::size_t chunk) {
            Vector scores(columns_);
            double loss = 0;
            for (std::size_t row = begin; row < end; ++row) loss += row_loss(w, row, scores);
            losses[chunk] = loss;
        });
        std::vector<double> norms((features_ + kFeatureChunk - 1) / kFeatureChunk + 1, 0.0);
        run(features_, kFeatureChunk, [&](std::size_t begin, std::size_t end, std::size_t chunk) {
            double norm = 0;
            for (std::size_t f = begin; f < end; ++f) norm += feature_gradient(w, f, gradient);
            norms[chunk] = norm;
        });
        for (std::size_t c = 0; c < columns_; ++c) {
            double sum = 0;
            for (std::size_t row = 0; problem_.biases && row < x.rows(); ++row)
                sum += slopes_[row * columns_ + c];
            gradient[bias_at() + c] = static_cast<float>(sum);
        }
        return 0.5 * std::accumulate(norms.begin(), norms.end(), 0.0) +
               std::accumulate(losses.begin(), losses.end(), 0.0);
    }

    double dot(const Vector& a, const Vector& b) const {
        std::vector<double> parts((a.size() + kVectorChunk - 1) / kVectorChunk, 0.0);
        run(a.size(), kVectorChunk, [&](std::size_t begin, std::size_t end, std::size_t chunk) {
            // Sums that do not wait for each other.
            std::array<double, 8> sums{};
            std::size_t i = begin;
            for (; i + sums.size() <= end; i += sums.size()) {
                for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += double{a[i + k]} * double{b[i + k]};
            }
            for (; i < end; ++i) sums[0] += double{a[i]} * double{b[i]};
            parts[chunk] = std::accumulate(sums.begin(), sums.end(), 0.0);
        });
        return std::accumulate(parts.begin(), parts.end(), 0.0);
    }

    /// a += factor · b
    void add(Vector& a, double factor, const Vector& b) const {
        const auto f = static_cast<float>(factor);
        run(a.size(), kVectorChunk, [&](std::size_t begin, std::size_t end, std::size_t) {
            for (std::size_t i = begin; i < end; ++i) a[i] += f * b[i];
        });
    }

  private:
    template <class Body>
    void run(std::size_t count, std::size_t chunk, Body&& body) const {
        for_each_chunk(count, chunk, execution_.threads, execution_.stop, body);
    }

    double row_loss(const Vector& w, std::size_t row, Vector& scores) {
        float* const slope = slopes_.data() + row * columns_;
        const std::int32_t truth = problem_.truth[row];
        const double weight = truth < 0 ? 0.0
                                        : problem_.cost * problem_.weights[row] *
                                              problem_.label_weights[static_cast<std::size_t>(truth)];
        if (weight == 0) {
            std::fill_n(slope, columns_, 0.0F);
            return 0;
        }
        const SparseMatrix& x = *problem_.features;
        std::copy_n(w.begin() + static_cast<std::ptrdiff_t>(bias_at()), columns_, scores.begin());
        if (!problem_.offsets.empty()) {
            for (std::size_t c = 0; c < columns_; ++c) scores[c] += problem_.offsets[row * columns_ + c];
        }
        with_columns(columns_, [&](auto constant) {
            add_entries<constant>(x.indices.data(), x.values.data(), x.starts[row], x.starts[row + 1],
                                  w.data(), columns_, scores.data());
        });
        return problem_.loss == Loss::logistic ? logistic(truth, weight, scores, slope)
                                               : margin(truth, weight, scores, slope);
    }

    double margin(std::int32_t truth, double weight, Vector& scores, float* slope) const {
        // Rounder corners make it a logistic regression, sharper ones take more steps.
        constexpr double kSoft = 0.2;
        if (columns_ == 1) {
            const double sign = truth == 1 ? 1.0 : -1.0;
            const double lack = (1.0 - sign * scores[0]) / kSoft;
            slope[0] = static_cast<float>(-sign * weight / (1.0 + std::exp(-lack)));
            return weight * kSoft * (std::max(lack, 0.0) + std::log1p(std::exp(-std::abs(lack))));
        }
        const auto own = static_cast<std::size_t>(truth);
        const float reach = 1.0F - scores[own];
        for (std::size_t c = 0; c < columns_; ++c) scores[c] = c == own ? 0.0F : scores[c] + reach;
        const double top = *std::ranges::max_element(scores);
        double total = 0;
        for (std::size_t c = 0; c < columns_; ++c) {
            const double e = std::exp((scores[c] - top) / kSoft);
            slope[c] = static_cast<float>(e);
            total += e;
        }
        const auto share = static_cast<float>(weight / total);
        for (std::size_t c = 0; c < columns_; ++c) slope[c] *= share;
        slope[own] -= static_cast<float>(weight);
        return weight * (kSoft * std::log(total) + top);
    }

    double logistic(std::int32_t truth, double weight, const Vector& scores, float* slope) const {
        if (columns_ == 1) {
            const double sign = truth == 1 ? 1.0 : -1.0;
            const double margin = sign * scores[0];
            slope[0] = static_cast<float>(-sign * weight / (1.0 + std::exp(margin)));
            return weight *
                   (margin > 0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin)));
        }
        double top = scores[0];
        for (std::size_t c = 1; c < columns_; ++c) top = std::max(top, double{scores[c]});
        double total = 0;
        for (std::size_t c = 0; c < columns_; ++c) {
            const double e = std::exp(scores[c] - top);
            slope[c] = static_cast<float>(e);
            total += e;
        }
        const auto share = static_cast<float>(weight / total);
        for (std::size_t c = 0; c < columns_; ++c) slope[c] *= share;
        const auto t = static_cast<std::size_t>(truth);
        slope[t] -= static_cast<float>(weight);
        return weight * (std::log(total) + top - scores[t]);
    }

    double feature_gradient(const Vector& w, std::size_t f, Vector& gradient) const {
        const SparseMatrix& x = *problem_.features;
        const float* const own = w.data() + f * columns_;
        float* const to = gradient.data() + f * columns_;
        double norm = 0;
        for (std::size_t c = 0; c < columns_; ++c) {
            to[c] = own[c];
            norm += double{own[c]} * double{own[c]};
        }
        with_columns(columns_, [&](auto constant) {
            add_entries<constant>(x.column_rows.data(), x.column_values.data(), x.column_starts[f],
                                  x.column_starts[f + 1], slopes_.data(), columns_, to);
        });
        return norm;
    }

    const FitProblem& problem_;
    const Execution& execution_;
    std::size_t columns_;
    std::size_t features_;
    Vector slopes_;
};

struct Pair {
    Vector step;
    Vector change;
    double curvature = 0;
};

/// The quasi-Newton direction for `gradient`.
Vector direction_of(const Objective& objective, const std::deque<Pair>& history, const Vector& gradient) {
    Vector q = gradient;
    std::vector<double> factors(history.size());
    for (std::size_t i = history.size(); i-- > 0;) {
        factors[i] = objective.dot(history[i].step, q) / history[i].curvature;
        objective.add(q, -factors[i], history[i].change);
    }
    if (!history.empty()) {
        const Pair& last = history.back();
        const auto scale = static_cast<float>(last.curvature / objective.dot(last.change, last.change));
        for (float& value : q) value *= scale;
    }
    for (std::size_t i = 0; i < history.size(); ++i) {
        const double back = objective.dot(history[i].change, q) / history[i].curvature;
        objective.add(q, factors[i] - back, history[i].step);
    }
    for (float& value : q) value = -value;
    return q;
}

}  // namespace

void SparseMatrix::add_row(std::span<const std::uint32_t> row_indices, std::span<const float> row_values) {
    indices.insert(indices.end(), row_indices.begin(), row_indices.end());
    values.insert(values.end(), row_values.begin(), row_values.end());
    starts.push_back(indices.size());
}

void SparseMatrix::finish() {
    const std::uint32_t top = indices.empty() ? 0 : *std::ranges::max_element(indices) + 1;
    std::vector<std::uint32_t> counts(top, 0);
    for (const std::uint32_t index : indices) ++counts[index];
    std::vector<std::uint32_t> dense(top, 0);
    column_starts.assign(1, 0);
    for (std::uint32_t index = 0; index < top; ++index) {
        if (counts[index] == 0) continue;
        dense[index] = static_cast<std::uint32_t>(names.size());
        names.push_back(index);
        column_starts.push_back(column_starts.back() + counts[index]);
    }
    column_rows.resize(indices.size());
    column_values.resize(indices.size());
    std::vector<std::uint64_t> next(column_starts.begin(), column_starts.end() - 1);
    for (std::size_t row = 0; row < rows(); ++row) {
        for (std::uint64_t i = starts[row]; i < starts[row + 1]; ++i) {
            indices[i] = dense[indices[i]];
            const std::uint64_t at = next[indices[i]]++;
            column_rows[at] = static_cast<std::uint32_t>(row);
            column_values[at] = values[i];
        }
    }
}

LinearFit fit_linear(const FitProblem& problem, const Execution& execution) {
    Objective objective{problem, execution};
    Vector w(objective.size(), 0.0F);
    Vector gradient(objective.size());
    double value = objective(w, gradient);
    const double first_norm = std::sqrt(objective.dot(gradient, gradient));
    if (problem.start != nullptr) {
        std::ranges::copy(problem.start->weights, w.begin());
        std::ranges::copy(problem.start->biases,
                          w.begin() + static_cast<std::ptrdiff_t>(objective.bias_at()));
        value = objective(w, gradient);
    }
    std::deque<Pair> history;
    LinearFit fit;
    Vector next_gradient(objective.size());
    for (; fit.steps < problem.max_steps; ++fit.steps) {
        throw_if_stopped(execution.stop);
        const double norm = std::sqrt(objective.dot(gradient, gradient));
        if (norm <= problem.tolerance * first_norm || norm == 0) break;
        Vector direction = direction_of(objective, history, gradient);
        double slope = objective.dot(direction, gradient);
        if (slope >= 0) {
            history.clear();
            direction = direction_of(objective, history, gradient);
            slope = -norm * norm;
        }
        double length = history.empty() ? std::min(1.0, 1.0 / norm) : 1.0;
        Vector next;
        double next_value = std::numeric_limits<double>::infinity();
        constexpr int kTries = 30;
        int tries = 0;
        for (; tries < kTries; ++tries, length /= 2) {
            next = w;
            objective.add(next, length, direction);
            next_value = objective(next, next_gradient);
            if (next_value <= value + 1e-4 * length * slope) break;
        }
        if (tries == kTries) break;
        Pair pair;
        pair.step = next;
        objective.add(pair.step, -1.0, w);
        pair.change = next_gradient;
        objective.add(pair.change, -1.0, gradient);
        pair.curvature = objective.dot(pair.step, pair.change);
        if (pair.curvature > 1e-10) {
            if (history.size() == kHistory) history.pop_front();
            history.push_back(std::move(pair));
        }
        w.swap(next);
        gradient.swap(next_gradient);
        value = next_value;
    }
    const auto bias = static_cast<std::ptrdiff_t>(objective.bias_at());
    fit.biases.assign(w.begin() + bias, w.end());
    w.resize(objective.bias_at());
    fit.weights = std::move(w);
    return fit;
}

std::vector<float> linear_scores(const SparseMatrix& x, const LinearFit& fit, std::size_t columns,
                                 const Execution& execution) {
    std::vector<float> scores(x.rows() * columns);
    for_each_chunk(x.rows(), kRowChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       for (std::size_t row = begin; row < end; ++row) {
                           float* const to = scores.data() + row * columns;
                           std::ranges::copy(fit.biases, to);
                           with_columns(columns, [&](auto constant) {
                               add_entries<constant>(x.indices.data(), x.values.data(), x.starts[row],
                                                     x.starts[row + 1], fit.weights.data(), columns, to);
                           });
                       }
                   });
    return scores;
}

}  // namespace scrm::sentiment
