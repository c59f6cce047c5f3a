// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/match_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "identity/linkage_support.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/text/letter_case.hpp"

namespace scrm::identity {
namespace {

TEST(MatchModel, PersonIsValidAndSurvivesJson) {
    const MatchModel model = MatchModel::person();
    model.validate();
    const std::string json = model.to_json();
    const MatchModel back = MatchModel::from_json(json);
    EXPECT_EQ(back.to_json(), json);
    EXPECT_EQ(back.digest(), model.digest());
    EXPECT_EQ(back.comparisons, model.comparisons);
    EXPECT_EQ(back.thresholds, model.thresholds);
}

TEST(MatchModel, EveryLevelOfPersonWeighsNoMoreThanTheOneBefore) {
    for (const Comparison& comparison : MatchModel::person().comparisons) {
        for (std::size_t i = 1; i < comparison.levels.size(); ++i) {
            const Level& strong = comparison.levels[i - 1];
            const Level& weak = comparison.levels[i];
            if (strong.fixed || weak.fixed) continue;
            // Two dates of which one lacks the year agree in all that can be compared.
            if (weak.name == "same_day_and_month") continue;
            EXPECT_GE(strong.m / strong.u * 1.6, weak.m / weak.u) << comparison.name << ' ' << weak.name;
        }
    }
}

TEST(MatchModel, SaveAndLoad) {
    const auto file = std::filesystem::temp_directory_path() / "scrm_match_model_test.json";
    MatchModel model = MatchModel::person();
    model.stranger_share = 0.625;
    model.activity = ActivityFactors{3.5, 0.75};
    model.shared_logins = SharedLoginTrust{.5, .6, .7, .2, .3, .4, .05, .1, .15};
    model.customers = std::make_shared<const MatchModel>(MatchModel::person());
    model.save(file);
    const MatchModel back = MatchModel::load(file);
    EXPECT_EQ(back.digest(), model.digest());
    ASSERT_TRUE(back.customers);
    EXPECT_EQ(back.stranger_share, 0.625);
    ASSERT_TRUE(back.activity);
    EXPECT_EQ(back.activity->active, 3.5);
    EXPECT_EQ(back.activity->inactive, 0.75);
    EXPECT_EQ(back.shared_logins, model.shared_logins);
    std::filesystem::remove(file);
    try {
        MatchModel::load(file);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
    }
    EXPECT_THROW(model.save("/nonexistent-folder/model.json"), Error);
}

TEST(MatchModel, DigestSeesEveryNumber) {
    MatchModel model = MatchModel::person();
    const Digest before = model.digest();
    model.comparisons[0].levels[0].m += 1e-9;
    EXPECT_NE(model.digest(), before);
}

TEST(MatchModel, RefusesWhatIsNoModel) {
    for (const char* json : {"", "[]", "{}", "null", "{\"format\":\"other\"}",
                             "{\"format\":\"scrm-match-model\",\"version\":2}"}) {
        EXPECT_THROW(MatchModel::from_json(json), Error) << json;
    }
    try {
        MatchModel::from_json(R"({"link_type": "dedupe_only", "comparisons": []})");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string{error.what()}.find("settings of Splink"), std::string::npos);
    }
    std::string json = MatchModel::person().to_json();
    EXPECT_THROW(MatchModel::from_json(json.substr(0, json.size() / 2)), Error);
    json.insert(1, "\"surprise\": 1,");
    EXPECT_THROW(MatchModel::from_json(json), Error) << "an unknown member may be a misspelt one";
    EXPECT_THROW(MatchModel::from_json(std::string(100'000, '[')), Error);
}

TEST(MatchModel, RefusesAMemberThatStandsTwice) {
    const std::string json = MatchModel::person().to_json();
    for (const std::string member : {"\"prior\":", "\"m\":", "\"kind\":", "\"keys\":"}) {
        const std::size_t at = json.find(member);
        ASSERT_NE(at, std::string::npos) << member;
        const std::size_t end = json.find_first_of(",}", json.find(member == "\"keys\":" ? ']' : ':', at));
        std::string twice = json;
        twice.insert(at, json.substr(at, end - at) + ",");
        try {
            MatchModel::from_json(twice);
            FAIL() << member;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
            EXPECT_NE(std::string{error.what()}.find("stands twice"), std::string::npos) << error.what();
        }
    }
}

struct Damage {
    const char* name;
    void (*apply)(MatchModel&);
};

class MatchModelDamage : public testing::TestWithParam<Damage> {};

TEST_P(MatchModelDamage, IsRefused) {
    MatchModel model = MatchModel::person();
    GetParam().apply(model);
    EXPECT_THROW(model.validate(), Error);
}

INSTANTIATE_TEST_SUITE_P(
    All, MatchModelDamage,
    testing::Values(Damage{"NoComparison", [](MatchModel& m) { m.comparisons.clear(); }},
                    Damage{"OneLevel", [](MatchModel& m) { m.comparisons[0].levels.resize(1); }},
                    Damage{"NegativeM", [](MatchModel& m) { m.comparisons[0].levels[0].m = -0.1; }},
                    Damage{"UAboveOne", [](MatchModel& m) { m.comparisons[0].levels[0].u = 1.1; }},
                    Damage{"NotANumber", [](MatchModel& m) { m.comparisons[0].levels[0].u = std::nan(""); }},
                    Damage{"TwoNames", [](MatchModel& m) { m.comparisons[1].name = m.comparisons[0].name; }},
                    Damage{"UnknownMeasure", [](MatchModel& m) { m.comparisons[0].measure = "magic"; }},
                    Damage{"NoAttribute", [](MatchModel& m) { m.comparisons[0].attributes.clear(); }},
                    Damage{"Prior", [](MatchModel& m) { m.prior = 0; }},
                    Damage{"ReviewAboveMatch", [](MatchModel& m) { m.thresholds.review_probability = 0.99; }},
                    Damage{"EmptyRule", [](MatchModel& m) { m.blocking_rules.push_back({}); }},
                    Damage{"TooMany",
                           [](MatchModel& m) {
                               for (int i = 0; i < 30; ++i) {
                                   m.comparisons.push_back(m.comparisons[0]);
                                   m.comparisons.back().name += std::to_string(i);
                               }
                           }}),
    [](const auto& suite) { return std::string{suite.param.name}; });

TEST(MatchModel, WeightsAndProbabilities) {
    EXPECT_DOUBLE_EQ(weight_of(0.5), 0);
    EXPECT_DOUBLE_EQ(probability_of(0), 0.5);
    EXPECT_NEAR(weight_of(probability_of(-12.5)), -12.5, 1e-9);
    EXPECT_DOUBLE_EQ(weight_of(0), -60);
    EXPECT_DOUBLE_EQ(weight_of(1), 60);
}

TEST(Training, LearnsFromRowsInAnyOrderAndOnAnyThreadCount) {
    const auto people = test::town(600, 3);
    Execution one;
    one.threads = 1;
    Execution three;
    three.threads = 3;
    const MatchModel a = train(MatchModel::person(), test::record_set(people), {}, one);
    const MatchModel b = train(MatchModel::person(), test::record_set(test::shuffled(people, 9)), {}, three);
    EXPECT_EQ(a.to_json(), b.to_json());
    EXPECT_TRUE(a.trained);
}

TEST(Training, AFewRowsLeaveTheModelNearlyAsItWas) {
    const auto people = test::town(4, 5);
    const MatchModel model = train(MatchModel::person(), test::record_set(people));
    const MatchModel start = MatchModel::person();
    for (std::size_t i = 0; i < start.comparisons.size(); ++i) {
        EXPECT_NEAR(model.comparisons[i].levels.front().m, start.comparisons[i].levels.front().m, 0.1)
            << start.comparisons[i].name;
    }
    model.validate();
}

TEST(Training, HowOftenHandlesNameFamiliesIsSeenOnStrangers) {
    // Every fourth profile shows a given name and a handle made of its owner's family name; none is a
    // customer's, so that no match could teach it.
    const auto named = [](const MatchModel& model) {
        return std::find_if(model.comparisons.begin(), model.comparisons.end(),
                            [](const Comparison& one) { return one.name == "handle_family"; });
    };
    for (const std::size_t every : {4, 2}) {
        std::vector<test::Person> profiles;
        std::size_t i = 0;
        for (const test::Person& stranger : test::town(1500, 78)) {
            test::Person profile{account_record_id({"vk", "", stranger.id}), {{"network", "vk"}}};
            for (const auto& [attribute, value] : stranger.fields) {
                if (attribute == "given_name") profile.fields.emplace_back(attribute, value);
                if (attribute == "family_name" && i % every == 0)
                    profile.fields.emplace_back("handle", text::to_lower(value) + std::to_string(i % 90));
                else if (attribute == "family_name")
                    profile.fields.emplace_back("handle", "night_owl" + std::to_string(i));
            }
            ++i;
            profiles.push_back(std::move(profile));
        }
        const auto customers = test::town(1500, 77);
        const MatchModel model =
            train(MatchModel::person(), test::record_set(profiles), test::record_set(customers));
        ASSERT_NE(named(model), model.comparisons.end());
        const Level& level = named(model)->levels.front();
        EXPECT_NEAR(level.m, 1.0 / static_cast<double>(every), 0.12);
        EXPECT_NEAR(*level.relative, level.m, 1e-9);
        EXPECT_NEAR(named(model)->levels.back().m, 1 - level.m, 1e-9);
    }
}

TEST(Training, EmptyAndSingleSetsTrain) {
    EXPECT_NO_THROW(train(MatchModel::person(), test::record_set({})));
    EXPECT_NO_THROW(train(MatchModel::person(), test::record_set({{"1", {{"full_name", "Anna Berg"}}}})));
    EXPECT_NO_THROW(train(MatchModel::person(), test::record_set({}), test::record_set({{"1", {}}})));
}

TEST(Training, ATrainedModelIsFrozenWhenUsed) {
    MatchModel model = train(MatchModel::person(), test::record_set(test::town(300, 3)));
    EXPECT_EQ(MatchModel::from_json(model.to_json()).to_json(), model.to_json());
}

}  // namespace
}  // namespace scrm::identity
