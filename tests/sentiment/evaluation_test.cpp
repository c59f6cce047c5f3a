// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/evaluation.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

TEST(Evaluation, CountsAsByHand) {
    const std::vector<std::string> labels{"a", "b", "c", "never"};
    const std::vector<std::int32_t> truth{0, 0, 0, 1, 1, 2, -1};
    const std::vector<Answer> answers{{0, 0.9F}, {0, 0.8F}, {1, 0.6F}, {1, 0.7F},
                                      {1, 0.7F}, {0, 0.5F}, {2, 1.0F}};
    const HeadEvaluation e = evaluate_answers(labels, truth, answers);
    EXPECT_EQ(e.n, 6);
    EXPECT_DOUBLE_EQ(e.accuracy, 4.0 / 6);
    EXPECT_DOUBLE_EQ(e.f1[0], 2.0 * 2 / (3 + 3));
    EXPECT_DOUBLE_EQ(e.f1[1], 2.0 * 2 / (2 + 3));
    EXPECT_DOUBLE_EQ(e.f1[2], 0);
    EXPECT_DOUBLE_EQ(e.macro_f1, (e.f1[0] + e.f1[1]) / 3);
    EXPECT_EQ(e.support, (std::vector<std::int64_t>{3, 2, 1, 0}));
}

TEST(Evaluation, TheCalibrationErrorIsTheMeanGap) {
    const std::vector<std::string> labels{"a", "b"};
    // Four answers at .75, three of them right: no gap. Two at 1, both wrong: a gap of 1.
    const std::vector<std::int32_t> truth{0, 0, 0, 0, 1, 1};
    const std::vector<Answer> answers{{0, 0.75F}, {0, 0.75F}, {0, 0.75F}, {1, 0.75F}, {0, 1.0F}, {0, 1.0F}};
    EXPECT_NEAR(evaluate_answers(labels, truth, answers).ece, 2.0 / 6, 1e-9);
}

TEST(Evaluation, NothingToCountIsZero) {
    const std::vector<std::string> labels{"a", "b"};
    const HeadEvaluation e = evaluate_answers(labels, {}, {});
    EXPECT_EQ(e.n, 0);
    EXPECT_EQ(e.macro_f1, 0);
    const std::vector<std::int32_t> truth{0};
    EXPECT_THROW(evaluate_answers(labels, truth, {}), Error);
}

}  // namespace
