// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "sentiment/training/calibration_internal.hpp"
#include "sentiment/training/linear_fit_internal.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

SparseMatrix matrix_of(const std::vector<std::vector<float>>& rows) {
    SparseMatrix matrix;
    for (const std::vector<float>& row : rows) {
        std::vector<std::uint32_t> indices;
        std::vector<float> values;
        for (std::uint32_t i = 0; i < row.size(); ++i) {
            if (row[i] == 0) continue;
            indices.push_back(i);
            values.push_back(row[i]);
        }
        matrix.add_row(indices, values);
    }
    matrix.finish();
    return matrix;
}

TEST(MachineFit, FindsTheMinimumThatIsKnown) {
    // ½w² + ½ · 2 · (1 − w)² by hand: w = 2/3. The last two rows say nothing.
    const SparseMatrix matrix = matrix_of({{1}, {-1}, {-1}, {-1}});
    const std::array<std::int32_t, 4> truth{1, 0, -1, 1};
    const std::array<float, 4> weights{1, 1, 1, 0};
    FitProblem problem;
    problem.features = &matrix;
    problem.truth = truth;
    problem.weights = weights;
    problem.labels = 2;
    problem.label_weights = {1, 1};
    problem.cost = 0.5;
    const LinearFit fit = fit_machines(problem, {.threads = 1});
    ASSERT_EQ(fit.weights.size(), 1U);
    EXPECT_NEAR(fit.weights[0], 2.0 / 3, 1e-6);
    EXPECT_NEAR(fit.biases[0], 0, 1e-6);

    problem.cost = 1e4;
    EXPECT_NEAR(fit_machines(problem, {.threads = 1}).weights[0], 1, 1e-3);
}

TEST(MachineFit, IsTheSameForAnyThreadCount) {
    std::vector<std::vector<float>> rows;
    std::vector<std::int32_t> truth;
    for (int i = 0; i < 60; ++i) {
        rows.push_back({static_cast<float>(i % 7), static_cast<float>(i % 5) - 2, 1.0F / (1 + i % 3)});
        truth.push_back(i % 3);
    }
    const SparseMatrix matrix = matrix_of(rows);
    const std::vector<float> weights(rows.size(), 1.0F);
    FitProblem problem;
    problem.features = &matrix;
    problem.truth = truth;
    problem.weights = weights;
    problem.labels = 3;
    problem.label_weights = {1, 1, 1};
    const LinearFit one = fit_machines(problem, {.threads = 1});
    const LinearFit three = fit_machines(problem, {.threads = 3});
    EXPECT_EQ(one.weights, three.weights);
    EXPECT_EQ(one.biases, three.biases);
    // The third feature tells the third label from the others.
    EXPECT_LT(one.weights[2 * 3 + 2], one.weights[2 * 3 + 0]);
}

TEST(Calibration, AnswersAreAsSureAsTheyAreRight) {
    const Head head{"weather", {"dry", "wet", "white"}};
    std::vector<float> scores;
    std::vector<std::int32_t> truth;
    for (int i = 0; i < 40; ++i) {
        for (const float score : {9.0F, 0.0F, 0.0F}) scores.push_back(score);
        truth.push_back(i % 4 == 0 ? 1 : 0);
    }
    truth.push_back(-1);
    for (const float score : {0.0F, 50.0F, 0.0F}) scores.push_back(score);
    const double temperature = consistent_temperature(head, scores, truth);
    const std::vector<Answer> answers = answers_of(head, scores, temperature);
    EXPECT_EQ(answers[0].label, 0);
    EXPECT_NEAR(answers[0].probability, 0.75, 1e-3);
    EXPECT_EQ(consistent_temperature(head, scores, std::vector<std::int32_t>(41, -1)), 1);
}

}  // namespace
