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

/// What the values of a column are multiplied by. A weight on a small value is a dear one.
float worth_of(const Layout& layout, const Way& way, std::size_t name) {
    if (name < layout.buckets) return 1.0F;
    if (name < layout.buckets + layout.signals) return static_cast<float>(way.signal_worth);
    return way.with_base ? 1.0F : 0.0F;
}

/// The features as a way sees them; in `room` where they are not those of the problem.
const SparseMatrix& seen_by(const Way& way, const HeadProblem& head, std::optional<SparseMatrix>& room) {
    if (way.signal_worth == 1 && way.with_base == (head.layout.base_columns > 0)) return head.matrix;
    room = head.matrix;
    for (std::size_t i = 0; i < room->indices.size(); ++i)
        room->values[i] *= worth_of(head.layout, way, room->names[room->indices[i]]);
    for (std::size_t f = 0; f < room->columns(); ++f) {
        const float worth = worth_of(head.layout, way, room->names[f]);
        for (std::uint64_t i = room->column_starts[f]; i < room->column_starts[f + 1]; ++i)
            room->column_values[i] *= worth;
    }
    return *room;
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

/// The held-out rows as a model would read them that never saw them: buckets that no early row has and the
/// base does not know do not exist for it, and the vector of the others has length 1.
SparseMatrix as_unseen(const SparseMatrix& matrix, const HeadProblem& head, bool with_base,
                       std::span<const std::int32_t> early, std::span<const std::int32_t> late) {
    const Layout& layout = head.layout;
    std::vector<bool> known(matrix.columns(), false);
    for (std::size_t column = 0; with_base && column < matrix.columns(); ++column) {
        const std::size_t name = matrix.names[column];
        known[column] = name < layout.buckets && head.known_to_base[name];
    }
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
        const std::vector<float> scores =
            linear_scores(as_unseen(matrix, head_, way.with_base, early_, late_), fit,
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

    /// By how much two ways of the same worth differ on so many texts: they disagree on one text in ten.
    double chance() const { return 0.3 / std::sqrt(static_cast<double>(truth_.size())); }

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

/// All that may be known beforehand, with less and less of it: what is left out has to be worse than chance.
std::vector<Way> knowledge(const HeadProblem& head, bool many_labels, double cost) {
    // A few answers about something else tell many labels little apart.
    const bool base = head.layout.base_columns > 0 && !(many_labels && head.options.base_on_trial);
    std::vector<Way> ways;
    for (const double worth : {head.truth.signal_worth, 0.0}) {
        if (worth == 0 && head.layout.signals == 0) continue;
        ways.push_back({Fit::svm, cost, worth, base});
        if (base && head.options.base_on_trial) ways.push_back({Fit::svm, cost, worth, false});
    }
    return ways;
}

void try_all(const HeadProblem& head, Trial& trial) {
    constexpr double kFirstCost = 0.25;
    constexpr double kSmallerCost = 0.1;
    constexpr double kLargerCost = 0.6;
    constexpr double kCostOfMany = 1.5;
    constexpr double kAsGood = 0.002;
    // With many labels, machines that look at one label each lose to one that looks at the strongest other,
    // which in turn has no edge over logistic regression with few.
    constexpr std::size_t kFewLabels = 12;
    const bool many = head.truth.head.labels.size() > kFewLabels;
    // Posts held out by lot are of the days of the others and praise what is learnt by heart, such as the
    // news of these days; what is to come does not. A scheme of many labels is no matter of days.
    const double clearly = many ? kAsGood : trial.chance();
    for (const Way& way : knowledge(head, many, kFirstCost)) {
        std::optional<SparseMatrix> room;
        const SparseMatrix& matrix = seen_by(way, head, room);
        trial.keep_better(matrix, way, trial.fit(matrix, way), clearly);
    }
    Way way = trial.best().way;
    std::optional<SparseMatrix> room;
    const SparseMatrix& matrix = seen_by(way, head, room);
    const auto try_cost = [&](double cost, double by) {
        way.cost = cost;
        trial.keep_better(matrix, way, trial.fit(matrix, way), by);
    };
    // Of equals the one that learns fewer peculiarities stays.
    try_cost(kSmallerCost, -kAsGood);
    try_cost(kLargerCost, clearly);
    if (many) try_cost(kCostOfMany, clearly);
    const LinearFit svm = trial.best().fit;
    if (many) {
        way.fit = Fit::margin;
        way.cost = head.options.margin_cost;
        trial.keep_better(matrix, way, trial.fit(matrix, way, &svm), 0);
        return;
    }
    // What else there is knows better how sure it is, but seldom more.
    constexpr double kSureAsRight = 0.03;
    if (trial.best().held_out.ece <= kSureAsRight) return;
    Way mix = trial.best().way;
    mix.fit = Fit::blend;
    way.fit = Fit::logistic;
    way.cost = head.options.cost;
    LinearFit plain = trial.fit(matrix, way);
    LinearFit mixed = plain;
    blend(mixed, svm);
    trial.keep_better(matrix, mix, std::move(mixed), -kAsGood);
    trial.keep_better(matrix, way, std::move(plain), kAsGood);
}

Way asked_way(const HeadProblem& head) {
    const Fit fit = head.truth.fit.value_or(head.options.fit);
    Way way{fit, head.options.svm_cost, head.truth.signal_worth, head.layout.base_columns > 0};
    // Where nothing is held out nothing can calibrate.
    if (fit == Fit::automatic) way.fit = Fit::logistic;
    if (way.fit == Fit::logistic) way.cost = head.options.cost;
    if (way.fit == Fit::margin) way.cost = head.options.margin_cost;
    return way;
}

}  // namespace

LinearFit fit_head(const HeadProblem& problem, const Way& way, std::span<const std::int32_t> labels,
                   const Execution& execution, const LinearFit* start) {
    std::optional<SparseMatrix> room;
    return fit_to(seen_by(way, problem, room), problem, way, labels, execution, start);
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
    } else {
        std::optional<SparseMatrix> room;
        const SparseMatrix& matrix = seen_by(asked, problem, room);
        trial.keep_better(matrix, asked, trial.fit(matrix, asked), 0);
    }
    return std::move(trial.best());
}

}  // namespace scrm::sentiment
