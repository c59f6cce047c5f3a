// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/blocking_analysis.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "linkage_support.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/comparison_library.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

using test::record_set;

MatchModel with_rules(std::vector<BlockingRule> rules) {
    MatchModel model = MatchModel::person();
    model.blocking_rules = std::move(rules);
    return model;
}

RecordSet four_people() {
    return record_set({
        {"1", {{"city", "London"}, {"phone", "+79265820947"}}},
        {"2", {{"city", "London"}, {"phone", "+79265820947"}}},
        {"3", {{"city", "London"}, {"phone", "+79161937405"}}},
        {"4", {{"city", "Leeds"}, {"phone", "+79265820947"}}},
        {"5", {{"phone", "+79037482915"}}},
    });
}

TEST(BlockingAnalysis, CountsPairsFromKeys) {
    const BlockingAnalysis analysis =
        analyze_blocking(four_people(), with_rules({{{"phone"}}, {{"city"}}, {{"email"}}}));
    EXPECT_EQ(analysis.all_pairs, 10);
    EXPECT_TRUE(analysis.compares_all);
    EXPECT_EQ(analysis.pairs, 6U);
    ASSERT_EQ(analysis.rules.size(), 3U);
    const RuleAnalysis& phone = analysis.rules[0];
    EXPECT_EQ(phone.rule, "phone");
    EXPECT_EQ(phone.pairs, 3U);  // 1–2, 1–4, 2–4
    EXPECT_EQ(phone.blocks, 1U);
    EXPECT_DOUBLE_EQ(phone.share, 0.5);
    EXPECT_FALSE(phone.new_pairs);
    ASSERT_EQ(phone.largest.size(), 1U);
    EXPECT_EQ(phone.largest[0].key, "+79265820947");
    EXPECT_EQ(phone.largest[0].left, 3U);
    EXPECT_EQ(phone.largest[0].pairs, 3U);
    EXPECT_EQ(analysis.rules[1].cumulative, 6U);
    EXPECT_EQ(analysis.rules[2].pairs, 0U);
    EXPECT_EQ(analysis.rules[2].rule, "email");
}

TEST(BlockingKeys, AMisspeltOneIsNamed) {
    const auto refusal = [](const std::string& key, const RecordSet& records) -> std::string {
        const MatchModel model = with_rules({{{"phone"}}, {{"city", key}}});
        try {
            analyze_blocking(records, model);
            dedupe(records, model);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
            return error.what();
        }
        return {};
    };
    for (const char* wrong :
         {"phoen", "phone_tails", "phoen:near", "nam_pair:grams", "Phone", "other", "bio"})
        EXPECT_NE(refusal(wrong, four_people()).find("'" + std::string{wrong} + "'"), std::string::npos)
            << wrong;
    for (const char* known :
         {"employer", "url", "kind", "public_phone", "other:card", "spelled_pair", "heard_name", "month_day",
          "login", "street_house", "city:near", "handle:grams", "city:grams:near"})
        EXPECT_EQ(refusal(known, four_people()), "") << known;
    // What a record has is a key, and so is what the model compares, if no record has it this time.
    const RecordSet own = record_set({{"1", {{"city", "x"}, {"tribe", "a"}}}, {"2", {{"city", "x"}}}});
    EXPECT_EQ(refusal("tribe", own), "");
    const std::vector<std::string> attributes = {"tribe", "city"};
    dedupe(four_people(), MatchModel::plain(attributes));
    EXPECT_EQ(refusal("phoen", record_set({})), "");
}

TEST(BlockingAnalysis, CountsWhatEachRuleAddsWhenAsked) {
    BlockingAnalysisOptions options;
    options.count_new_pairs = true;
    const BlockingAnalysis analysis =
        analyze_blocking(four_people(), with_rules({{{"phone"}}, {{"city"}}, {{"email"}}}), options);
    EXPECT_EQ(analysis.rules[0].new_pairs, 3U);
    EXPECT_EQ(analysis.rules[1].new_pairs, 2U);  // 1–2 is found by the phone
    EXPECT_EQ(analysis.rules[2].new_pairs, 0U);
    EXPECT_EQ(analysis.rules[2].cumulative_new, 5U);
}

TEST(BlockingAnalysis, ReportsGenericKeysApart) {
    const BlockingAnalysis analysis = analyze_blocking(four_people(), with_rules({{{"city"}, 2}}));
    EXPECT_EQ(analysis.pairs, 0U);
    EXPECT_EQ(analysis.rules[0].generic_keys, 1U);
    EXPECT_EQ(analysis.rules[0].generic_pairs, 3U);
    ASSERT_EQ(analysis.rules[0].largest.size(), 1U);
    EXPECT_TRUE(analysis.rules[0].largest[0].is_generic);
}

TEST(BlockingAnalysis, CountsPairsOfTwoPopulations) {
    const RecordSet left =
        record_set({{"a", {{"birth_date", "1980-02-03"}}}, {"b", {{"birth_date", "1980-02-03"}}}});
    const RecordSet right =
        record_set({{"x", {{"birth_date", "1980-02-03"}}}, {"y", {{"birth_date", "1981-02-03"}}}});
    BlockingAnalysisOptions options;
    options.count_new_pairs = true;
    const BlockingAnalysis analysis =
        analyze_blocking(left, right, with_rules({{{"birth_date"}}, {{"month_day"}}}), options);
    EXPECT_EQ(analysis.rules[0].pairs, 2U);
    EXPECT_EQ(analysis.rules[0].largest[0].key, "1980-02-03");
    EXPECT_EQ(analysis.rules[0].largest[0].left, 2U);
    EXPECT_EQ(analysis.rules[0].largest[0].right, 1U);
    EXPECT_EQ(analysis.rules[1].pairs, 4U);
    EXPECT_EQ(analysis.rules[1].new_pairs, 2U);
    EXPECT_EQ(analysis.rules[1].largest[0].key, "--02-03");
}

MatchModel with_expressions(std::vector<std::string> rules) {
    return model_of({comparisons::exact(Column{"city"})}, rules);
}

TEST(BlockingAnalysis, CountsPairsOfExpressions) {
    BlockingAnalysisOptions options;
    options.count_new_pairs = true;
    const MatchModel model =
        with_expressions({"l.phone = r.phone", "l.city = r.city AND l.phone <> r.phone",
                          "substr(l.city, 1, 1) = substr(r.city, 1, 1) AND l.phone = r.phone"});
    const BlockingAnalysis analysis = analyze_blocking(four_people(), model, options);
    EXPECT_EQ(analysis.all_pairs, 10);
    EXPECT_FALSE(analysis.compares_all);
    ASSERT_EQ(analysis.rules.size(), 3U);
    EXPECT_EQ(analysis.rules[0].rule, "l.phone = r.phone");
    EXPECT_EQ(analysis.rules[0].pairs, 3U);  // 1–2, 1–4, 2–4
    EXPECT_EQ(analysis.rules[0].new_pairs, 3U);
    EXPECT_EQ(analysis.rules[0].blocks, 1U);
    ASSERT_EQ(analysis.rules[0].largest.size(), 1U);
    EXPECT_EQ(analysis.rules[0].largest[0].key, "+79265820947");
    EXPECT_EQ(analysis.rules[0].largest[0].left, 3U);
    EXPECT_EQ(analysis.rules[0].largest[0].pairs, 3U);
    EXPECT_EQ(analysis.rules[1].pairs, 3U);      // the city is the key
    EXPECT_EQ(analysis.rules[1].new_pairs, 2U);  // 1–3, 2–3
    EXPECT_EQ(analysis.rules[2].pairs, 3U);
    EXPECT_EQ(analysis.rules[2].new_pairs, 0U);
    EXPECT_EQ(analysis.rules[2].largest[0].key, "L + +79265820947");
    EXPECT_EQ(analysis.pairs, 9U);
    EXPECT_EQ(analysis.rules[2].cumulative_new, 5U);
    const BlockingAnalysis of_none = analyze_blocking(record_set({}), model, options);
    ASSERT_EQ(of_none.rules.size(), 3U);
    EXPECT_EQ(of_none.pairs, 0U);
}

TEST(BlockingAnalysis, CountsPairsOfExpressionsOverTwoPopulations) {
    const RecordSet left = record_set({{"a", {{"city", "Leeds"}}}, {"b", {{"city", "Leeds"}}}});
    const RecordSet right = record_set({{"x", {{"city", "Leeds"}}}, {"y", {{"city", "York"}}}});
    const BlockingAnalysis analysis =
        analyze_blocking(left, right, with_expressions({"l.city = r.city"}), {5, true});
    EXPECT_EQ(analysis.rules[0].pairs, 2U);
    EXPECT_EQ(analysis.rules[0].new_pairs, 2U);
    EXPECT_EQ(analysis.rules[0].largest[0].left, 2U);
    EXPECT_EQ(analysis.rules[0].largest[0].right, 1U);
}

TEST(BlockingAnalysis, OfNoRecordsIsEmpty) {
    const BlockingAnalysis analysis = analyze_blocking(record_set({}), MatchModel::person(), {5, true});
    EXPECT_EQ(analysis.pairs, 0U);
    // No names, so none in two scripts.
    EXPECT_EQ(analysis.rules.size(), MatchModel::person().blocking_rules.size() - 2);
}

TEST(BlockingAnalysis, IsTheSameForAnyOrderAndThreads) {
    std::vector<test::Person> people = test::town(3000, 5);
    const auto of = [](const std::vector<test::Person>& some, unsigned threads) {
        Execution execution;
        execution.threads = threads;
        return analyze_blocking(record_set(some), MatchModel::person(), {3, true}, execution);
    };
    const BlockingAnalysis one = of(people, 1);
    std::reverse(people.begin(), people.end());
    const BlockingAnalysis two = of(people, 2);
    EXPECT_GT(one.pairs, 0U);
    ASSERT_EQ(one.rules.size(), two.rules.size());
    for (std::size_t i = 0; i < one.rules.size(); ++i) {
        EXPECT_EQ(one.rules[i].pairs, two.rules[i].pairs);
        EXPECT_EQ(one.rules[i].new_pairs, two.rules[i].new_pairs);
        ASSERT_EQ(one.rules[i].largest.size(), two.rules[i].largest.size());
        for (std::size_t k = 0; k < one.rules[i].largest.size(); ++k)
            EXPECT_EQ(one.rules[i].largest[k].key, two.rules[i].largest[k].key);
        EXPECT_LE(*one.rules[i].new_pairs, one.rules[i].pairs);
    }
}

}  // namespace
}  // namespace scrm::identity
