// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/accuracy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

TEST(AccuracyCurve, CountsByHand) {
    const std::vector<JudgedPair> pairs = {{8, true}, {5, true}, {5, false}, {2, true}, {-3, false}};
    const AccuracyCurve curve = accuracy_of(pairs, 1);
    EXPECT_DOUBLE_EQ(curve.matches, 4);
    ASSERT_EQ(curve.points.size(), 4U);
    const AccuracyPoint& at5 = curve.points[2];
    EXPECT_DOUBLE_EQ(at5.weight, 5);
    EXPECT_DOUBLE_EQ(at5.pairs, 3);
    EXPECT_DOUBLE_EQ(at5.true_positive, 2);
    EXPECT_DOUBLE_EQ(at5.false_positive, 1);
    EXPECT_DOUBLE_EQ(at5.false_negative, 2);
    EXPECT_DOUBLE_EQ(*at5.score.precision, 2.0 / 3);
    EXPECT_DOUBLE_EQ(*at5.score.recall, 0.5);
    EXPECT_DOUBLE_EQ(at5.probability, 32.0 / 33);
    EXPECT_FALSE(at5.precision_interval);
    // F1: .4 at 8, .571 at 5, .75 at 2, .667 at -3.
    ASSERT_TRUE(curve.best);
    EXPECT_DOUBLE_EQ(curve.points[*curve.best].weight, 2);
    EXPECT_DOUBLE_EQ(*curve.points[*curve.best].score.f1, 0.75);
}

TEST(AccuracyCurve, OrderOfPairsDoesNotMatterAndTiesAreOnePoint) {
    std::vector<JudgedPair> pairs = {{1, false}, {4, true}, {4, false}, {4, true}, {0, false}};
    const AccuracyCurve first = accuracy_of(pairs);
    std::reverse(pairs.begin(), pairs.end());
    EXPECT_EQ(accuracy_of(pairs), first);
    EXPECT_EQ(first.points.size(), 3U);
}

TEST(AccuracyCurve, WithoutMatchesOrPairs) {
    EXPECT_TRUE(accuracy_of({}).points.empty());
    const std::vector<JudgedPair> none = {{1, false}};
    const AccuracyCurve curve = accuracy_of(none);
    EXPECT_FALSE(curve.best);
    EXPECT_FALSE(curve.points[0].score.recall);
    EXPECT_EQ(curve.points[0].score.precision, 0.0);
    EXPECT_EQ(accuracy_of({}, 5).matches, 5);
}

TEST(AccuracyCurve, ThinningKeepsTheBestAndTheEnds) {
    Random random(7);
    std::vector<JudgedPair> pairs;
    for (int i = 0; i < 20'000; ++i) {
        const double weight = -20 + 40 * random.uniform();
        pairs.push_back({weight, random.chance(probability_of(weight * 2))});
    }
    const AccuracyCurve whole = accuracy_of(pairs, 10, pairs.size());
    const AccuracyCurve thinned = accuracy_of(pairs, 10, 50);
    EXPECT_LE(thinned.points.size(), 50U);
    EXPECT_GE(thinned.points.size(), 49U);
    ASSERT_TRUE(thinned.best && whole.best);
    EXPECT_EQ(thinned.points[*thinned.best], whole.points[*whole.best]);
    EXPECT_EQ(thinned.points.front(), whole.points.front());
    EXPECT_EQ(thinned.points.back(), whole.points.back());
    for (const AccuracyPoint& point : whole.points)
        EXPECT_LE(point.score.f1, whole.points[*whole.best].score.f1);
}

TEST(ExpectedAccuracy, IsTheTruthOnAverageForCalibratedWeights) {
    Random random(3);
    std::vector<double> weights;
    std::vector<JudgedPair> pairs;
    for (int i = 0; i < 50'000; ++i) {
        weights.push_back(-12 + 24 * random.uniform());
        pairs.push_back({weights.back(), random.chance(probability_of(weights.back()))});
    }
    const AccuracyCurve expected = expected_accuracy(weights, 0, 64);
    const AccuracyCurve met = accuracy_of(pairs, 0, pairs.size());
    for (const AccuracyPoint& point : expected.points) {
        const auto at = std::find_if(met.points.begin(), met.points.end(), [&](const AccuracyPoint& other) {
            return other.weight == point.weight;
        });
        ASSERT_NE(at, met.points.end());
        EXPECT_NEAR(*point.score.precision, *at->score.precision, 0.01);
        EXPECT_NEAR(*point.score.recall, *at->score.recall, 0.01);
    }
    EXPECT_NEAR(expected.matches, met.matches, 300);
}

TEST(AccuracyCurve, MistakesAreRefused) {
    const std::vector<JudgedPair> nan = {{std::numeric_limits<double>::quiet_NaN(), true}};
    EXPECT_THROW(accuracy_of(nan), Error);
    EXPECT_THROW(accuracy_of({}, -1), Error);
    EXPECT_THROW(accuracy_of({}, std::numeric_limits<double>::infinity()), Error);
    EXPECT_THROW(accuracy_of({}, 0, 1), Error);
    const std::vector<double> no_weight = {std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(expected_accuracy(no_weight), Error);
}

TEST(JudgedPairs, AgainstClustersAndPairs) {
    Truth clusters;
    clusters.clusters = {{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "2"}, {"e", "2"}};
    const std::vector<RecordPair> found = {
        {"a", "b", {}, {}, 9.0}, {"b", "a", {}, {}, 4.0}, {"c", "d", {}, {}, 2.0}, {"x", "a", 0.5, {}, {}}};
    const JudgedPairs judged = judge(found, clusters);
    ASSERT_EQ(judged.pairs.size(), 3U);
    EXPECT_EQ(judged.missed, 3);  // a-c, b-c, d-e
    EXPECT_EQ(judged.pairs[0].weight, 9);
    EXPECT_TRUE(judged.pairs[0].match);
    EXPECT_FALSE(judged.pairs[1].match);  // a-x, of probability one half: 0 bits
    EXPECT_EQ(judged.pairs[1].weight, 0);
    Truth pairs;
    pairs.pairs = {{"b", "a", {}, {}}, {"d", "c", {}, {}}, {"c", "d", {}, {}}, {"q", "r", {}, {}}};
    EXPECT_EQ(judge(found, pairs).missed, 1);
    EXPECT_TRUE(judge(found, pairs).pairs[2].match);
    Truth accounts;
    accounts.accounts.push_back({});
    EXPECT_THROW(judge(found, accounts), Error);
    EXPECT_THROW(judge({{"a", "b", {}, {}}}, clusters), Error);
}

}  // namespace
}  // namespace scrm::identity
