// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/comparison_patterns.hpp"

#include <gtest/gtest.h>

#include "identity/linkage_support.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/explain.hpp"

namespace scrm::identity {
namespace {

TEST(ComparisonPatterns, CountThePairsAndSayTheLevelsThatExplainSays) {
    const RecordSet records = test::record_set(test::town(300, 5));
    LinkOptions options;
    options.min_probability = 0.01;
    const DedupeResult result = dedupe(records, MatchModel::person(), options);
    const auto patterns = comparison_patterns(result.pairs, result.model);
    ASSERT_GT(patterns.size(), 2U);
    std::uint64_t pairs = 0;
    double last = 1e9;
    for (const ComparisonPattern& pattern : patterns) {
        pairs += pattern.pairs;
        EXPECT_LE(pattern.mean_weight, last);
        last = pattern.mean_weight;
        EXPECT_LE(pattern.least_weight, pattern.mean_weight + 1e-9);
        EXPECT_GE(pattern.most_weight, pattern.mean_weight - 1e-9);
        EXPECT_EQ(pattern.levels.size(), result.model.comparisons.size());
        EXPECT_EQ(pattern.examples.size(), std::min<std::uint64_t>(3, pattern.pairs));
    }
    EXPECT_EQ(pairs, result.pairs.size());
    const ComparisonPattern& first = patterns.front();
    const ScoredPair& example = result.pairs[first.examples.front()];
    const Explanation why = explain(records, example.left, records, example.right, result.model);
    for (std::size_t i = 0; i < first.levels.size(); ++i) {
        const auto& levels = result.model.comparisons[i].levels;
        EXPECT_EQ(first.levels[i] ? levels[*first.levels[i]].name : "no evidence", why.evidence[i].level);
    }
}

TEST(ComparisonPatterns, OfAnotherModelAreRefused) {
    ScoredPair pair;
    pair.pattern = ~std::uint64_t{0};
    const std::vector<ScoredPair> pairs = {pair};
    const std::vector<std::string> names = {"city"};
    EXPECT_TRUE(comparison_patterns({}, MatchModel::plain(names)).empty());
    EXPECT_NO_THROW(comparison_patterns({}, MatchModel::person()));
    const MatchModel five = [] {
        MatchModel model = MatchModel::plain(std::vector<std::string>{"city"});
        model.comparisons[0].levels.resize(4);
        return model;
    }();
    EXPECT_THROW(comparison_patterns(pairs, five), Error);
}

}  // namespace
}  // namespace scrm::identity
