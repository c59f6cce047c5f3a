// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/self_comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "identity/linkage_support.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/comparison_library.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

TEST(SelfWeights, ARecordThatSaysLittleStaysBelow) {
    auto people = test::town(300, 9);
    people.push_back({"z-empty", {}});
    people.push_back({"z-poor", {{"given_name", "Anna"}}});
    const RecordSet records = test::record_set(people);
    const MatchModel model = train(MatchModel::person(), records);
    const auto weights = self_weights(records, model);
    ASSERT_EQ(weights.size(), records.size());
    EXPECT_LT(weights[*records.find("z-empty")], 0);
    EXPECT_LT(weights[*records.find("z-poor")], 0);
    EXPECT_GT(weights[*records.find("z-poor")], weights[*records.find("z-empty")]);
    EXPECT_GT(weights[0], 10);
    EXPECT_EQ(self_weights(records, model, {.threads = 3}), weights);
    // No other record brings more, where one spelling does not speak against relatives.
    MatchModel strangers = model;
    strangers.relatives_prior = strangers.namesakes_prior = 0;
    const auto most = self_weights(records, strangers);
    const DedupeResult found = dedupe(records, strangers);
    for (const ScoredPair& pair : found.pairs) {
        EXPECT_LE(pair.weight, most[pair.left] + 1e-6);
        EXPECT_LE(pair.weight, most[pair.right] + 1e-6);
    }
    EXPECT_TRUE(self_weights(test::record_set({}), model).empty());
}

TEST(Unlinkables, ShareBelowEachThreshold) {
    const std::vector<double> weights = {5, -2, 5, 9};
    const auto points = unlinkables(weights);
    ASSERT_EQ(points.size(), 4U);
    EXPECT_EQ(points[0], (UnlinkablePoint{-2, 0.2, 0, 0}));
    EXPECT_EQ(points[1].records, 1U);
    EXPECT_EQ(points[2].weight, 9);
    EXPECT_DOUBLE_EQ(points[2].share, 0.75);
    EXPECT_GT(points[3].weight, 9);
    EXPECT_DOUBLE_EQ(points[3].share, 1);
    EXPECT_TRUE(unlinkables({}).empty());
    std::vector<double> many;
    for (int i = 0; i < 10'000; ++i) many.push_back(i % 7 == 0 ? 3 : i * 0.001);
    const auto thinned = unlinkables(many, 20);
    EXPECT_LE(thinned.size(), 21U);
    EXPECT_TRUE(std::is_sorted(thinned.begin(), thinned.end(),
                               [](const auto& a, const auto& b) { return a.share < b.share; }));
    const std::vector<double> nan = {std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(unlinkables(nan), Error);
    EXPECT_THROW(unlinkables(weights, 1), Error);
}

TEST(ValueFrequencies, RareValuesAreWorthMore) {
    std::vector<test::Person> people;
    for (int i = 0; i < 200; ++i)
        people.push_back({"p" + std::to_string(i),
                          {{"family_name", i < 100   ? "Ivanov"
                                           : i < 199 ? "Petrov"
                                                     : "Tsvetaeva"},
                           {"given_name", "Anna"},
                           {"birth_date", "19" + std::to_string(10 + i % 80) + "-01-02"}}});
    const RecordSet records = test::record_set(people);
    const MatchModel model = MatchModel::person();
    const auto at =
        std::find_if(model.comparisons.begin(), model.comparisons.end(),
                     [](const Comparison& one) { return one.name.find("family") != std::string::npos; });
    ASSERT_NE(at, model.comparisons.end());
    const auto values = value_frequencies(records, model, at->name);
    ASSERT_EQ(values.size(), 3U);
    EXPECT_EQ(values[0].records, 100U);
    EXPECT_DOUBLE_EQ(values[0].share, 0.5);
    EXPECT_EQ(values[2].records, 1U);
    EXPECT_GT(values[2].term_frequency, values[0].term_frequency + 3);
    EXPECT_NEAR(values[2].weight - values[2].term_frequency, values[0].weight - values[0].term_frequency,
                1e-9);
    EXPECT_THROW(value_frequencies(records, model, "shoes"), Error);
    EXPECT_THROW(value_frequencies(records, model, "birth_date"), Error);
}

}  // namespace
}  // namespace scrm::identity
