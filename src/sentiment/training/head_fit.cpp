// SPDX-License-Identifier: Apache-2.0
#include "sentiment/training/head_fit_internal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "sentiment/text_model_internal.hpp"
#include "sentiment/training/calibration_internal.hpp"

namespace scrm::sentiment {
namespace {

std::vector<float> label_weights(std::size_t count, std::span<const std::int32_t> labels,
                                 const std::vector<float>& weights, double balance) {
    std::vector<double> mass(count, 0.0);
    double total = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        mass[static_cast<std::size_t>(labels[i])] += weights[i];
        total += weights[i];
    }
    std::vector<float> result;
    for (const double own : mass) {
        const double even = own > 0 ? total / (static_cast<double>(mass.size()) * own) : 1.0;
        result.push_back(static_cast<float>(std::pow(even, balance)));
    }
    return result;
}

bool is_signal(const Layout& layout, std::size_t name) {
    return name >= layout.buckets && name < layout.buckets + layout.signals;
}

/// The same with signals worth more or less. A weight on a small value is a dear one.
SparseMatrix with_signals_worth(SparseMatrix matrix, const Layout& layout, double worth) {
    const auto factor = static_cast<float>(worth);
    for (std::size_t i = 0; i < matrix.indices.size(); ++i) {
        if (is_signal(layout, matrix.names[matrix.indices[i]])) matrix.values[i] *= factor;
    }
    for (std::size_t f = 0; f < matrix.columns(); ++f) {
        if (!is_signal(layout, matrix.names[f])) continue;
        for (std::uint64_t i = matrix.column_starts[f]; i < matrix.column_starts[f + 1]; ++i)
            matrix.column_values[i] *= factor;
    }
    return matrix;
}

/// Half of each, a margin of the machines being worth about two units of log-odds.
void blend(LinearFit& fit, const LinearFit& svm) {
    constexpr float kMarginWorth = 2.0F;
    for (std::size_t i = 0; i < fit.weights.size(); ++i)
        fit.weights[i] = 0.5F * (fit.weights[i] + kMarginWorth * svm.weights[i]);
    for (std::size_t i = 0; i < fit.biases.size(); ++i)
        fit.biases[i] = 0.5F * (fit.biases[i] + kMarginWorth * svm.biases[i]);
    fit.steps += svm.steps;
}

LinearFit fit_to(const SparseMatrix& matrix, const HeadProblem& head, const Way& way,
                 std::span<const std::int32_t> labels, const Execution& execution, const LinearFit* start) {
    FitProblem problem;
    problem.features = &matrix;
    problem.truth = labels;
    problem.weights = head.weights;
    problem.labels = head.truth.head.labels.size();
    problem.label_weights = label_weights(problem.labels, labels, head.weights,
                                          head.truth.balance.value_or(head.options.balance));
    problem.cost = way.cost;
    if (way.fit == Fit::svm) return fit_machines(problem, execution);
    if (way.fit == Fit::margin) {
        problem.loss = Loss::margin;
        problem.start = start;
        return fit_linear(problem, execution);
    }
    LinearFit svm;
    if (way.fit == Fit::blend) {
        svm = fit_machines(problem, execution);
        problem.cost = head.options.cost;
    } else {
        problem.start = start;
    }
    LinearFit fit = fit_linear(problem, execution);
    if (way.fit == Fit::blend) blend(fit, svm);
    return fit;
}

double macro_f1(std::size_t labels, std::span<const std::int32_t> truth, std::span<const Answer> answers,
                const std::vector<float>& weights) {
    std::vector<double> hits(labels, 0.0);
    std::vector<double> either(labels, 0.0);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] < 0) continue;
        either[static_cast<std::size_t>(truth[i])] += weights[i];
        either[static_cast<std::size_t>(answers[i].label)] += weights[i];
        if (truth[i] == answers[i].label) hits[static_cast<std::size_t>(truth[i])] += weights[i];
    }
    double sum = 0;
    double counted = 0;
    for (std::size_t k = 0; k < labels; ++k) {
        if (either[k] == 0) continue;
        sum += 2 * hits[k] / either[k];
        counted += 1;
    }
    return counted == 0 ? 0.0 : sum / counted;
}

/// The held-out rows as a model would read them that never saw them: buckets that no early row has do not
/// exist for it, and the vector of the others has length 1.
SparseMatrix as_unseen(const SparseMatrix& matrix, const Layout& layout, std::span<const std::int32_t> early,
                       std::span<const std::int32_t> late) {
    std::vector<bool> known(matrix.columns(), false);
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
        if (early[row] < 0) continue;
        for (std::uint64_t i = matrix.starts[row]; i < matrix.starts[row + 1]; ++i)
            known[matrix.indices[i]] = true;
    }
    const auto is_bucket = [&](std::uint32_t column) { return matrix.names[column] < layout.buckets; };
    SparseMatrix unseen;
    unseen.names = matrix.names;
    std::vector<std::uint32_t> indices;
    std::vector<float> values;
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
        if (late[row] < 0) continue;
        indices.clear();
        values.clear();
        double squares = 0;
        for (std::uint64_t i = matrix.starts[row]; i < matrix.starts[row + 1]; ++i) {
            if (!known[matrix.indices[i]]) continue;
            indices.push_back(matrix.indices[i]);
            values.push_back(matrix.values[i]);
            if (is_bucket(indices.back())) squares += double{values.back()} * double{values.back()};
        }
        const auto length = static_cast<float>(squares > 0 ? std::sqrt(squares) : 1.0);
        for (std::size_t i = 0; i < indices.size(); ++i) {
            if (is_bucket(indices[i])) values[i] /= length;
        }
        unseen.add_row(indices, values);
    }
    return unseen;
}

/// Tries ways on the held-out rows and remembers the best.
class Trial {
  public:
    Trial(const HeadProblem& head, std::span<const std::int32_t> early, std::span<const std::int32_t> late,
          const Execution& execution)
        : head_(head), early_(early), late_(late), execution_(execution) {
        for (std::size_t row = 0; row < late.size(); ++row) {
            if (late[row] < 0) continue;
            truth_.push_back(late[row]);
            weights_.push_back(head.weights[row]);
        }
    }

    LinearFit fit(const SparseMatrix& matrix, const Way& way, const LinearFit* start = nullptr) const {
        return fit_to(matrix, head_, way, early_, execution_, start);
    }

    /// To take the place of the one before, a way has to be better by more than `by`.
    bool keep_better(const SparseMatrix& matrix, const Way& way, LinearFit fit, double by) {
        const std::vector<std::string>& labels = head_.truth.head.labels;
        const std::vector<float> scores = linear_scores(as_unseen(matrix, head_.layout, early_, late_), fit,
                                                        columns_of(labels.size()), execution_);
        const std::vector<Answer> answers = answers_of(head_.truth.head, scores, 1.0);
        const double reached = macro_f1(labels.size(), truth_, answers, weights_);
        if (best_ && reached <= reached_ + by) return false;
        reached_ = reached;
        best_.emplace();
        best_->way = way;
        best_->fit = std::move(fit);
        best_->temperature = consistent_temperature(head_.truth.head, scores, truth_);
        best_->held_out =
            evaluate_answers(labels, truth_, answers_of(head_.truth.head, scores, best_->temperature));
        return true;
    }

    Choice& best() { return *best_; }

  private:
    const HeadProblem& head_;
    std::span<const std::int32_t> early_;
    std::span<const std::int32_t> late_;
    const Execution& execution_;
    std::vector<std::int32_t> truth_;  ///< of the held-out rows alone
    std::vector<float> weights_;       ///< likewise
    double reached_ = 0;
    std::optional<Choice> best_;
};

/// How much better a larger cost, or what fits more freely in another way, has to be: less is chance.
constexpr double kByMoreThanChance = 0.002;

void try_all(const HeadProblem& head, Trial& trial) {
    // Rising, so that of equals the one that learns fewer peculiarities stays.
    constexpr std::array<double, 4> kCosts{0.1, 0.25, 0.6, 1.5};
    // With many labels, machines that look at one label each lose to one that looks at the strongest other,
    // which in turn has no edge over logistic regression with few.
    constexpr std::size_t kFewLabels = 12;
    const double worth = head.truth.signal_worth;
    std::vector<double> worths{worth};
    if (head.layout.signals > 0) worths.push_back(0.0);
    for (const double own : worths) {
        std::optional<SparseMatrix> changed;
        if (own != 1) changed = with_signals_worth(head.matrix, head.layout, own);
        const SparseMatrix& matrix = changed ? *changed : head.matrix;
        for (const double cost : kCosts) {
            const Way way{Fit::svm, cost, own};
            trial.keep_better(matrix, way, trial.fit(matrix, way), kByMoreThanChance);
        }
    }
    const Way machines = trial.best().way;
    const double own = machines.signal_worth;
    std::optional<SparseMatrix> changed;
    if (own != 1) changed = with_signals_worth(head.matrix, head.layout, own);
    const SparseMatrix& matrix = changed ? *changed : head.matrix;
    const LinearFit svm = trial.best().fit;
    if (head.truth.head.labels.size() > kFewLabels) {
        const Way margin{Fit::margin, head.options.margin_cost, own};
        trial.keep_better(matrix, margin, trial.fit(matrix, margin, &svm), 0);
        return;
    }
    const Way logistic{Fit::logistic, head.options.cost, own};
    LinearFit plain = trial.fit(matrix, logistic);
    LinearFit mixed = plain;
    blend(mixed, svm);
    trial.keep_better(matrix, {Fit::blend, machines.cost, own}, std::move(mixed), kByMoreThanChance);
    trial.keep_better(matrix, logistic, std::move(plain), kByMoreThanChance);
}

Way asked_way(const HeadProblem& head) {
    const Fit fit = head.truth.fit.value_or(head.options.fit);
    const double worth = head.truth.signal_worth;
    // Where nothing is held out nothing can calibrate.
    if (fit == Fit::logistic || fit == Fit::automatic) return {Fit::logistic, head.options.cost, worth};
    if (fit == Fit::margin) return {fit, head.options.margin_cost, worth};
    return {fit, head.options.svm_cost, worth};
}

}  // namespace

LinearFit fit_head(const HeadProblem& problem, const Way& way, std::span<const std::int32_t> labels,
                   const Execution& execution, const LinearFit* start) {
    if (way.signal_worth == 1) return fit_to(problem.matrix, problem, way, labels, execution, start);
    return fit_to(with_signals_worth(problem.matrix, problem.layout, way.signal_worth), problem, way, labels,
                  execution, start);
}

Choice choose_way(const HeadProblem& problem, std::span<const std::int32_t> early,
                  std::span<const std::int32_t> late, const Execution& execution) {
    const Way asked = asked_way(problem);
    if (std::ranges::none_of(late, [](std::int32_t label) { return label >= 0; })) {
        Choice choice;
        choice.way = asked;
        return choice;
    }
    Trial trial{problem, early, late, execution};
    if (problem.truth.fit.value_or(problem.options.fit) == Fit::automatic) {
        try_all(problem, trial);
    } else if (asked.signal_worth == 1) {
        trial.keep_better(problem.matrix, asked, trial.fit(problem.matrix, asked), 0);
    } else {
        const SparseMatrix matrix = with_signals_worth(problem.matrix, problem.layout, asked.signal_worth);
        trial.keep_better(matrix, asked, trial.fit(matrix, asked), 0);
    }
    return std::move(trial.best());
}

}  // namespace scrm::sentiment
