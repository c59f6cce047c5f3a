// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/explain.hpp"

#include <gtest/gtest.h>

#include "identity/linkage_support.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

TEST(Explanation, AddsUpToTheWeightThatDecided) {
    const RecordSet records = test::record_set(test::town(500, 41));
    const DedupeResult result = dedupe(records, MatchModel::person());
    ASSERT_GE(result.pairs.size(), 20U);
    for (std::size_t i = 0; i < 20; ++i) {
        const ScoredPair& pair = result.pairs[i];
        const Explanation why = explain(records, pair.left, records, pair.right, result.model);
        double sum = why.prior_weight;
        for (const Evidence& part : why.evidence) sum += part.weight;
        EXPECT_NEAR(sum, why.total_weight, 1e-9);
        EXPECT_NEAR(why.total_weight, pair.weight, 1e-9);
        EXPECT_EQ(why.left_id, records.id(pair.left));
        EXPECT_NEAR(why.probability, pair.probability, 1e-12);
    }
}

TEST(Explanation, NamesValuesAndLevels) {
    auto people = test::town(200, 42);
    people.push_back({"x", {{"full_name", "Berg Anna"}, {"phone", "+79162385041"}}});
    people.push_back({"y", {{"full_name", "Anna Berg"}, {"phone", "8 916 238-50-41"}}});
    const RecordSet records = test::record_set(people);
    const Explanation why =
        explain(records, *records.find("x"), records, *records.find("y"), MatchModel::person());
    for (const Evidence& part : why.evidence) {
        if (part.comparison == "phone") {
            EXPECT_EQ(part.left, "+79162385041");
            EXPECT_EQ(part.right, "8 916 238-50-41");
            EXPECT_EQ(part.level, "same");
            EXPECT_GT(part.weight, 5);
        }
        if (part.comparison == "birth_date") {
            EXPECT_EQ(part.level, "no evidence");
            EXPECT_EQ(part.weight, 0);
        }
    }
}

TEST(Explanation, JsonIsOneLineAndSafe) {
    Explanation why;
    why.left_id = "a\"b\n\xFF";
    why.evidence.push_back(
        {.comparison = "city", .attributes = {"city"}, .left = "<script>", .right = "", .level = "same"});
    const std::string json = to_json(why);
    EXPECT_EQ(json.find('\n'), std::string::npos);
    EXPECT_NE(json.find("\\\""), std::string::npos);
}

// A common value of a comparison by levels weighs less than the level says.
TEST(Explain, RarityCountsInLevels) {
    std::vector<test::Person> people;
    for (int i = 0; i < 200; ++i)
        people.push_back({"p" + std::to_string(1000 + i), {{"city", i % 5 == 0 ? "Omsk" : "Tver"}}});
    const RecordSet records = test::record_set(people);
    MatchModel model;
    model.trained = true;
    Comparison& city = model.comparisons.emplace_back();
    city.name = "city";
    city.measure = "levels";
    city.attributes = {"city"};
    Level same{.name = "same", .when = {}, .m = 0.9, .u = 0.01};
    same.when.kind = PredicateKind::exact;
    same.term_frequency = true;
    city.levels = {same, Level{.name = "different", .when = {}, .m = 0.1, .u = 0.99}};
    model.blocking_rules = {{{"city"}}};
    const Explanation found = explain(records, 0, records, 5, model);
    ASSERT_EQ(found.evidence.size(), 1U);
    EXPECT_EQ(found.evidence.front().level, "same");
    EXPECT_LT(found.evidence.front().term_frequency, -1);
}

}  // namespace
}  // namespace scrm::identity
