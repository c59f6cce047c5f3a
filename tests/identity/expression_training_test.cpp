// SPDX-License-Identifier: Apache-2.0
//
// What training makes of models of expressions where records show little: match_model.hpp's train.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "linkage_support.hpp"
#include "scrm/identity/comparison_library.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

double bits(const Level& level) {
    return std::log2(level.m / level.u);
}

bool says(const MatchModel& model, const std::string& text) {
    return std::any_of(model.warnings.begin(), model.warnings.end(),
                       [&](const std::string& warning) { return warning.find(text) != std::string::npos; });
}

std::string rule_on(const char* column) {
    return block_on(std::array<Column, 1>{column});
}

/// Nobody's birth date is mistyped, and every duplicate has its family name whole.
RecordSet careful_town(std::size_t count) {
    auto people = test::town(count, 5);
    for (std::size_t i = 1; i < people.size(); ++i) {
        if (people[i].id.ends_with('b')) people[i].fields[1] = people[i - 1].fields[1];
    }
    return test::record_set(people);
}

/// Every record is another person.
RecordSet strangers(std::size_t count) {
    auto people = test::town(count, 5);
    std::erase_if(people, [](const test::Person& person) { return person.id.ends_with('b'); });
    return test::record_set(people);
}

TEST(ExpressionTraining, ALevelThatNoMatchShowsIsNoWorseThanTheNext) {
    const std::array<std::string, 2> rules = {rule_on("family_name"), rule_on("birth_date")};
    const MatchModel trained =
        train(model_of({comparisons::date_of_birth("birth_date"), comparisons::exact("family_name")}, rules),
              careful_town(2000));
    const auto& levels = trained.comparisons[0].levels;
    for (std::size_t g = 1; g + 1 < levels.size(); ++g)
        EXPECT_GE(bits(levels[g]), bits(levels[g + 1]) - 1e-9) << levels[g].name;
    for (const Level& level : levels) EXPECT_TRUE(level.null_level || level.m > 1e-5) << level.name;
    EXPECT_GT(levels[1].m, 0.9);
    EXPECT_TRUE(says(trained, "comparison birth_date: no match showed '" + levels[2].name + "'"));
    EXPECT_FALSE(says(trained, levels[1].name));
}

TEST(ExpressionTraining, LevelsOfOtherColumnsKeepTheirEvidence) {
    // "odd" is stronger by what the records show, and stands after what it has no column in common with.
    const std::array<std::string, 1> rules = {rule_on("family_name")};
    Comparison both = comparisons::of_levels("both", {levels::missing("birth_date"), levels::exact("city"),
                                                      levels::exact("birth_date"), levels::otherwise()});
    const MatchModel trained =
        train(model_of({both, comparisons::exact("given_name")}, rules), careful_town(2000));
    const auto& levels = trained.comparisons[0].levels;
    EXPECT_GT(bits(levels[1]), 0);
    EXPECT_GT(bits(levels[1]), bits(levels[3]));
}

TEST(ExpressionTraining, WithoutMatchesThePriorStaysAndThatIsSaid) {
    const std::array<std::string, 1> rules = {rule_on("city")};
    MatchModel model = model_of({comparisons::exact("phone")}, rules);
    for (Level& level : model.comparisons[0].levels) level.fixed_m = level.fixed_u = true;
    model.comparisons[0].levels[1].u = 1e-6;
    model.comparisons[0].levels[2].u = 1;
    const MatchModel trained = train(model, strangers(300));
    EXPECT_EQ(trained.prior, 1e-4);
    EXPECT_TRUE(trained.trained);
    EXPECT_TRUE(says(trained, "the prior was not learnt"));
    EXPECT_EQ(trained.comparisons, model.comparisons);
    EXPECT_FALSE(says(train(model, careful_town(300)), "prior"));
}

TEST(ExpressionTraining, WhatIsGivenStays) {
    const std::array<std::string, 2> rules = {rule_on("family_name"), rule_on("birth_date")};
    std::vector<Level> given = {levels::missing("city"), levels::exact("city"), levels::otherwise()};
    given[1].m = 0.77;
    given[1].assumed_m = false;
    given[1].fixed_m = true;
    given[2].u = 0.66;
    given[2].assumed_u = false;
    given[2].fixed_u = true;
    MatchModel model = model_of({comparisons::of_levels("city", given), comparisons::exact("family_name"),
                                 comparisons::exact("birth_date")},
                                rules, {}, 0.003);
    EXPECT_TRUE(model.fixed_prior);
    const MatchModel trained = train(model, careful_town(1500));
    EXPECT_EQ(trained.prior, 0.003);
    EXPECT_EQ(trained.comparisons[0].levels[1].m, 0.77);
    EXPECT_NE(trained.comparisons[0].levels[1].u, model.comparisons[0].levels[1].u);
    EXPECT_EQ(trained.comparisons[0].levels[2].u, 0.66);
    EXPECT_NE(trained.comparisons[0].levels[2].m, model.comparisons[0].levels[2].m);
    EXPECT_EQ(MatchModel::from_json(trained.to_json()).to_json(), trained.to_json());
}

TEST(ExpressionTraining, AModelWithEverythingGivenIsNotTrained) {
    MatchModel model = model_of({comparisons::exact("city")}, std::array{rule_on("city")}, {}, 0.5);
    for (Level& level : model.comparisons[0].levels) level.fixed_m = level.fixed_u = true;
    model.comparisons[0].levels[1].m = 0.9;
    model.comparisons[0].levels[1].u = 0.1;
    const DedupeResult found = dedupe(strangers(40), model);
    ASSERT_FALSE(found.pairs.empty());
    EXPECT_NEAR(found.pairs[0].weight, std::log2(9), 1e-12);
    EXPECT_TRUE(found.model.warnings.empty());
    EXPECT_EQ(found.model.comparisons, model.comparisons);
}

TEST(ExpressionTraining, ComparisonsThatCannotBeLearntAreNamedWithTheReason) {
    const std::array<std::string, 1> rules = {rule_on("family_name")};
    const std::vector<Comparison> all = {comparisons::exact("family_name"), comparisons::exact("birth_date")};
    const MatchModel blocked = train(model_of(all, rules), careful_town(600));
    EXPECT_TRUE(says(blocked, "comparison family_name: m was not learnt: every blocking rule"));
    EXPECT_FALSE(says(blocked, "birth_date: m was not learnt"));
    EXPECT_TRUE(says(train(model_of(all, {}), careful_town(100)), "there is no blocking rule"));
    EXPECT_TRUE(
        says(train(model_of(all, rules), strangers(1500)), "comparison birth_date: m was not learnt"));
    EXPECT_TRUE(says(train(model_of(all, rules), strangers(1)), "no two records"));
    // A second training says what it knows, not what the first did.
    EXPECT_EQ(train(blocked, careful_town(600)).warnings, blocked.warnings);
}

}  // namespace
}  // namespace scrm::identity
