// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/clerical_review.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

/// Pairs of a linkage whose model is too sure by a factor of two.
std::vector<JudgedPair> population(std::size_t count) {
    Random random(11);
    std::vector<JudgedPair> out;
    for (std::size_t i = 0; i < count; ++i) {
        // Most pairs are far below the threshold, as blocking leaves them.
        const double weight = random.chance(0.8) ? -18 + 14 * random.uniform() : -4 + 22 * random.uniform();
        out.push_back({weight, random.chance(probability_of(weight / 2))});
    }
    return out;
}

std::vector<double> weights_of(const std::vector<JudgedPair>& pairs) {
    std::vector<double> out;
    for (const JudgedPair& pair : pairs) out.push_back(pair.weight);
    return out;
}

AccuracyCurve reviewed(const std::vector<JudgedPair>& pairs, const ReviewSample& sample) {
    std::vector<ReviewedPair> labels;
    for (const SampledPair& one : sample.pairs)
        labels.push_back({pairs[one.pair].weight, one.stratum, pairs[one.pair].match});
    std::vector<std::uint64_t> sizes;
    for (const ReviewStratum& stratum : sample.strata) sizes.push_back(stratum.pairs);
    return estimate_accuracy(labels, sizes);
}

TEST(ClericalReview, StrataPartitionThePairsAndWeightsAddUp) {
    const auto pairs = population(5'000);
    const auto weights = weights_of(pairs);
    const ReviewSample sample = sample_for_review(weights, {.size = 120, .strata = 8, .seed = 5});
    EXPECT_EQ(sample.pairs.size(), 120U);
    EXPECT_LE(sample.strata.size(), 8U);
    EXPECT_GE(sample.strata.size(), 5U);
    std::uint64_t total = 0;
    for (std::size_t h = 0; h < sample.strata.size(); ++h) {
        total += sample.strata[h].pairs;
        EXPECT_GE(sample.strata[h].sampled, 2U);
        if (h > 0) {
            EXPECT_GE(sample.strata[h].least_weight, sample.strata[h - 1].most_weight);
        }
    }
    EXPECT_EQ(total, pairs.size());
    double stands_for = 0;
    std::set<std::size_t> distinct;
    for (const SampledPair& one : sample.pairs) {
        stands_for += one.sampling_weight;
        distinct.insert(one.pair);
        const ReviewStratum& stratum = sample.strata[one.stratum];
        EXPECT_GE(weights[one.pair], stratum.least_weight);
        EXPECT_LE(weights[one.pair], stratum.most_weight);
    }
    EXPECT_EQ(distinct.size(), 120U);
    EXPECT_NEAR(stands_for, 5'000, 1e-6);
}

TEST(ClericalReview, TheSeedDecides) {
    const auto weights = weights_of(population(1'000));
    const auto ids = [&](std::uint64_t seed) {
        std::vector<std::size_t> out;
        for (const SampledPair& one : sample_for_review(weights, {.size = 40, .seed = seed}).pairs)
            out.push_back(one.pair);
        return out;
    };
    EXPECT_EQ(ids(1), ids(1));
    EXPECT_NE(ids(1), ids(2));
}

TEST(ClericalReview, FewPairsAreAllTaken) {
    const std::vector<double> weights = {3, 1, 1, 2};
    const ReviewSample sample = sample_for_review(weights, {.size = 100});
    EXPECT_EQ(sample.pairs.size(), 4U);
    for (const SampledPair& one : sample.pairs) EXPECT_EQ(one.sampling_weight, 1);
    EXPECT_TRUE(sample_for_review({}).pairs.empty());
    const std::vector<double> equal(50, 2.0);
    EXPECT_EQ(sample_for_review(equal, {.size = 10}).strata.size(), 1U);
    EXPECT_EQ(sample_for_review(equal, {.size = 1}).pairs.size(), 2U);  // a spread needs two
}

TEST(ClericalReview, ALabelledCensusIsExact) {
    const auto pairs = population(300);
    const ReviewSample sample = sample_for_review(weights_of(pairs), {.size = 300});
    const AccuracyCurve estimated = reviewed(pairs, sample);
    const AccuracyCurve exact = accuracy_of(pairs, 0, 300);
    ASSERT_EQ(estimated.points.size(), exact.points.size());
    for (std::size_t i = 0; i < exact.points.size(); ++i) {
        EXPECT_NEAR(*estimated.points[i].score.precision, *exact.points[i].score.precision, 1e-12);
        EXPECT_NEAR(*estimated.points[i].score.recall, *exact.points[i].score.recall, 1e-12);
        EXPECT_EQ(estimated.points[i].precision_interval->lower, *estimated.points[i].score.precision);
    }
}

// Over many samples of one population the estimates centre on the truth and the intervals hold it.
TEST(ClericalReview, EstimatesAreUnbiasedAndIntervalsCover) {
    const auto pairs = population(20'000);
    const auto weights = weights_of(pairs);
    for (const double threshold : {0.0, 6.0, 10.0}) {
        double precision_sum = 0;
        double recall_sum = 0;
        double matches_sum = 0;
        int precision_held = 0;
        int recall_held = 0;
        double matches = 0;
        double found = 0;
        double right = 0;
        for (const JudgedPair& pair : pairs) {
            matches += pair.match ? 1 : 0;
            found += pair.weight >= threshold ? 1 : 0;
            right += pair.match && pair.weight >= threshold ? 1 : 0;
        }
        constexpr int kSamples = 150;
        for (int i = 0; i < kSamples; ++i) {
            const auto sample =
                sample_for_review(weights, {.size = 300, .seed = static_cast<std::uint64_t>(i)});
            const AccuracyCurve curve = reviewed(pairs, sample);
            const auto at =
                std::find_if(curve.points.begin(), curve.points.end(),
                             [&](const AccuracyPoint& point) { return point.weight >= threshold; });
            ASSERT_NE(at, curve.points.end());
            // No sampled pair lies between the threshold and the point: they say the same.
            precision_sum += *at->score.precision;
            recall_sum += *at->score.recall;
            matches_sum += curve.matches;
            precision_held += at->precision_interval->lower <= right / found &&
                                      right / found <= at->precision_interval->upper
                                  ? 1
                                  : 0;
            recall_held +=
                at->recall_interval->lower <= right / matches && right / matches <= at->recall_interval->upper
                    ? 1
                    : 0;
        }
        EXPECT_NEAR(precision_sum / kSamples, right / found, 0.01) << threshold;
        EXPECT_NEAR(recall_sum / kSamples, right / matches, 0.01) << threshold;
        EXPECT_NEAR(matches_sum / kSamples / matches, 1, 0.02) << threshold;
        EXPECT_GE(precision_held, kSamples * 92 / 100) << threshold;
        EXPECT_GE(recall_held, kSamples * 92 / 100) << threshold;
    }
}

TEST(ClericalReview, MistakesAreRefused) {
    const std::vector<ReviewedPair> labels = {{1, 0, true}};
    const std::vector<std::uint64_t> one = {1};
    const std::vector<std::uint64_t> two = {1, 4};
    const std::vector<std::uint64_t> none = {0};
    EXPECT_NO_THROW(estimate_accuracy(labels, one));
    EXPECT_THROW(estimate_accuracy(labels, two), Error);   // nothing is known of the second
    EXPECT_THROW(estimate_accuracy(labels, none), Error);  // more labels than pairs
    const std::vector<ReviewedPair> stray = {{1, 3, true}};
    EXPECT_THROW(estimate_accuracy(stray, one), Error);
    EXPECT_THROW(sample_for_review({}, {.size = 0}), Error);
    EXPECT_THROW(sample_for_review({}, {.strata = 0}), Error);
}

TEST(ShareInterval, KnownValues) {
    // Of 95%: two successes and two failures added, nearly.
    EXPECT_NEAR(share_interval(81.0 / 263, 263).lower, 0.2553, 5e-4);
    EXPECT_NEAR(share_interval(81.0 / 263, 263).upper, 0.3663, 5e-4);
    EXPECT_EQ(share_interval(0, 20).lower, 0);
    EXPECT_NEAR(share_interval(0, 20).upper, 0.1898, 5e-4);
    EXPECT_NEAR(share_interval(1, 20).lower, 1 - 0.1898, 5e-4);
    EXPECT_EQ(share_interval(0.5, 0), (Interval{0, 1}));
}

}  // namespace
}  // namespace scrm::identity
