// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/labelled_training.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "linkage_support.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/comparison_library.hpp"

namespace scrm::identity {
namespace {

using test::Person;
using test::record_set;

/// People of a town and the pairs of records that are one person.
struct Labelled {
    RecordSet records;
    std::vector<MatchedPair> matches;
};

Labelled town(std::size_t count, std::uint64_t seed) {
    const std::vector<Person> people = test::town(count, seed);
    Labelled out{record_set(people), {}};
    for (std::size_t i = 1; i < people.size(); ++i) {
        if (people[i].id.substr(0, 6) == people[i - 1].id.substr(0, 6))
            out.matches.emplace_back(static_cast<RecordIndex>(i - 1), static_cast<RecordIndex>(i));
    }
    return out;
}

MatchModel column_model() {
    const std::array distances = {1};
    const std::array<std::string, 1> rules = {block_on(std::array<Column, 1>{"birth_date"})};
    return model_of({comparisons::exact("phone"), comparisons::levenshtein("family_name", distances)}, rules);
}

const Level& level_of(const MatchModel& model, std::string_view comparison, std::size_t level) {
    return std::find_if(model.comparisons.begin(), model.comparisons.end(),
                        [comparison](const Comparison& one) { return one.name == comparison; })
        ->levels[level];
}

TEST(EstimateM, OfColumnsIsTheShareOfTheLabelledPairs) {
    const Labelled bank = town(400, 3);
    const auto n = static_cast<double>(bank.matches.size());
    ASSERT_EQ(n, 80);
    const MatchModel before = column_model();
    const MatchModel after = estimate_m(before, bank.records, bank.matches);
    // Every second of the pairs has no phone on one side; the others have the same one. A letter was erased
    // from every family name.
    EXPECT_NEAR(level_of(after, "phone", 1).m, (n / 2 + 2 * level_of(before, "phone", 1).m) / (n / 2 + 2),
                1e-12);
    EXPECT_NEAR(level_of(after, "family_name", 2).m, (n + 3 * level_of(before, "family_name", 2).m) / (n + 3),
                1e-12);
    for (const Comparison& comparison : after.comparisons) {
        double sum = 0;
        for (const Level& level : comparison.levels) {
            if (level.null_level) continue;
            sum += level.m;
            EXPECT_GT(level.m, 0) << "a level that no pair shows stays possible";
            EXPECT_FALSE(level.assumed_m);
            EXPECT_TRUE(level.assumed_u);
        }
        EXPECT_NEAR(sum, 1, 1e-12);
    }
    EXPECT_EQ(after.prior, before.prior);
    EXPECT_EQ(after.trained, before.trained);
    for (std::size_t i = 0; i < after.comparisons.size(); ++i) {
        for (std::size_t g = 0; g < after.comparisons[i].levels.size(); ++g)
            EXPECT_EQ(after.comparisons[i].levels[g].u, before.comparisons[i].levels[g].u);
    }
}

TEST(EstimateM, LeavesWhatIsFixed) {
    const Labelled bank = town(200, 4);
    MatchModel model = column_model();
    model.comparisons[0].levels[1].fixed_m = true;
    model.comparisons[0].levels[1].m = 0.25;
    const MatchModel after = estimate_m(model, bank.records, bank.matches);
    EXPECT_EQ(after.comparisons[0].levels[1].m, 0.25);
    EXPECT_NE(after.comparisons[1].levels[2].m, model.comparisons[1].levels[2].m);
}

TEST(EstimateM, IsTheSameForAnyOrderAndThreadCount) {
    Labelled bank = town(600, 5);
    const MatchModel trained = train(MatchModel::person(), bank.records);
    Execution four;
    four.threads = 4;
    for (const MatchModel& model : {column_model(), trained}) {
        const MatchModel one = estimate_m(model, bank.records, bank.matches);
        std::vector<MatchedPair> turned;
        for (const auto& [left, right] : bank.matches) turned.emplace_back(right, left);
        std::reverse(turned.begin(), turned.end());
        EXPECT_EQ(estimate_m(model, bank.records, turned, four).to_json(), one.to_json());
    }
}

TEST(EstimateM, OfPersonsComesFromTheLabelsToo) {
    const Labelled bank = town(600, 6);
    const MatchModel before = train(MatchModel::person(), bank.records);
    const MatchModel after = estimate_m(before, bank.records, bank.matches);
    EXPECT_TRUE(after.trained);
    EXPECT_EQ(after.prior, before.prior);
    // No pair has two phones, all have one birth date, no family name is whole.
    EXPECT_GT(level_of(after, "phone", 0).m, 0.9);
    EXPECT_GT(level_of(after, "birth_date", 0).m, 0.9);
    EXPECT_LT(level_of(after, "family_name", 0).m, 0.2);
    for (std::size_t i = 0; i < after.comparisons.size(); ++i) {
        const Comparison& comparison = after.comparisons[i];
        if (comparison.m_from_u || comparison.name == "email") {
            EXPECT_EQ(comparison, before.comparisons[i]) << "nothing to learn from";
        }
    }
    after.validate();
}

TEST(EstimateM, WhatIsNoPairIsRefused) {
    const Labelled bank = town(20, 7);
    const std::vector<MatchedPair> wrong[] = {{}, {{1, 1}}, {{0, 1'000'000}}};
    for (const auto& matches : wrong) {
        for (const MatchModel& model : {column_model(), MatchModel::person()}) {
            try {
                estimate_m(model, bank.records, matches);
                ADD_FAILURE();
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
            }
        }
    }
}

/// 500 people; the first 40 stand twice, 20 of these with their document, 30 with their phone.
RecordSet counted() {
    std::vector<Person> people;
    for (int i = 0; i < 540; ++i) {
        const int person = i < 500 ? i : i - 500;
        test::Fields fields = {{"city", "Omsk"}};
        if (i < 500 || person < 20)
            fields.emplace_back("national_id", "AB" + std::to_string(100'000 + person * 7));
        if (i < 500 || person >= 10) fields.emplace_back("phone", std::to_string(79'160'000'000 + person));
        people.push_back({"r" + std::to_string(1000 + i), fields});
    }
    return record_set(people);
}

TEST(EstimatePrior, CountsEachPairThatARuleFindsOnce) {
    const RecordSet records = counted();
    const double all = 540.0 * 539 / 2;
    const std::vector<BlockingRule> keys = {{{"national_id"}}, {{"phone"}}};
    const std::vector<BlockingRule> expressions = {
        {.keys = {}, .expression = "l.national_id = r.national_id"},
        {.keys = {}, .expression = "l.phone = r.phone"}};
    const MatchModel columns = model_of({comparisons::exact("phone"), comparisons::exact("national_id")}, {});
    for (const double recall : {1.0, 0.8}) {
        const PriorEstimate found = estimate_prior(records, MatchModel::person(), keys, recall);
        EXPECT_EQ(found.found, 40U);
        EXPECT_EQ(found.all_pairs, all);
        EXPECT_DOUBLE_EQ(found.prior, 40 / all / recall);
        EXPECT_LT(found.interval.lower, found.prior);
        EXPECT_GT(found.interval.upper, found.prior);
        // Of 40 by chance about ± 12.4.
        EXPECT_NEAR(found.interval.upper - found.interval.lower, 2 * 12.6 / all / recall, 0.5 / all);
        const PriorEstimate same = estimate_prior(records, columns, expressions, recall);
        EXPECT_EQ(same.found, found.found);
        EXPECT_EQ(same.prior, found.prior);
        EXPECT_EQ(same.interval, found.interval);
    }
}

TEST(EstimatePrior, BetweenTwoPopulationsAndWithFrequentKeys) {
    const RecordSet left =
        record_set({{"1", {{"phone", "+79265820947"}}}, {"2", {{"phone", "+79265820948"}}}});
    const RecordSet right = record_set({{"a", {{"phone", "+79265820947"}}},
                                        {"b", {{"phone", "+79265820947"}}},
                                        {"c", {{"phone", "+79265820999"}}}});
    const std::vector<BlockingRule> phone = {{{"phone"}}};
    const PriorEstimate found = estimate_prior(left, right, MatchModel::person(), phone, 1);
    EXPECT_EQ(found.found, 2U);
    EXPECT_EQ(found.all_pairs, 6);
    // One that nearly all share, above the cap of a rule.
    const std::vector<BlockingRule> frequent = {{{"kind"}, 3}};
    std::vector<Person> people;
    for (int i = 0; i < 60; ++i)
        people.push_back({"r" + std::to_string(i), {{"kind", i < 50 ? "company" : "person"}}});
    people.push_back({"x", {{"city", "Omsk"}}});
    EXPECT_EQ(estimate_prior(record_set(people), MatchModel::person(), frequent, 1).found,
              50U * 49 / 2 + 10 * 9 / 2);
}

TEST(EstimatePrior, WhatTellsNothingIsRefused) {
    const RecordSet records = counted();
    const auto refused = [&](const MatchModel& model, const std::vector<BlockingRule>& rules, double recall) {
        try {
            estimate_prior(records, model, rules, recall);
        } catch (const Error& error) {
            return error.code() == ErrorCode::invalid_argument;
        }
        return false;
    };
    const MatchModel person = MatchModel::person();
    const std::vector<BlockingRule> phone = {{{"phone"}}};
    EXPECT_TRUE(refused(person, {}, 1));
    EXPECT_TRUE(refused(person, phone, 0));
    EXPECT_TRUE(refused(person, phone, 1.5));
    EXPECT_TRUE(refused(person, phone, std::nan("")));
    EXPECT_TRUE(refused(person, {{{"email"}}}, 1)) << "finds nothing";
    EXPECT_TRUE(refused(person, {{{"city"}}}, 0.9)) << "finds all pairs, so that no recall below 1 fits";
    EXPECT_TRUE(refused(person, {{.keys = {}, .expression = "l.phone = r.phone"}}, 1));
    EXPECT_TRUE(refused(column_model(), phone, 1));
    EXPECT_FALSE(refused(person, phone, 1));
}

}  // namespace
}  // namespace scrm::identity
