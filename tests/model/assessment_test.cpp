// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/assessment.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"

namespace scrm {
namespace {

TEST(Assessment, EveryFieldReadsBack) {
    for (std::size_t i = 0; i < kAssessmentFields; ++i) {
        const auto field = static_cast<AssessmentField>(i);
        EXPECT_FALSE(to_string(field).empty());
        EXPECT_EQ(parse_assessment_field(to_string(field)), field);
    }
    EXPECT_FALSE(parse_assessment_field("Sentiment"));
    EXPECT_FALSE(parse_assessment_field(""));
    EXPECT_FALSE(parse_assessment_field("brands"));
}

TEST(Assessment, AValueIsOneThatTheFieldCanHave) {
    using enum AssessmentField;
    const auto value = [](AssessmentField field, std::string_view text) {
        return parse_correction_value(field, text).value_or("?");
    };
    EXPECT_EQ(value(sentiment, "negative"), "negative");
    EXPECT_EQ(value(sentiment, "angry"), "?");
    EXPECT_EQ(value(sentiment, ""), "?");
    EXPECT_EQ(value(intent, "idea"), "idea");
    EXPECT_EQ(value(intent, "negative"), "?");
    EXPECT_EQ(value(product, "atm"), "atm");
    EXPECT_EQ(value(product, "ATM"), "?");
    EXPECT_EQ(value(urgent, "1"), "1");
    EXPECT_EQ(value(urgent, "yes"), "1");
    EXPECT_EQ(value(lead, "false"), "0");
    EXPECT_EQ(value(churn, "2"), "?");
    EXPECT_EQ(value(language, "uk"), "uk");
    EXPECT_EQ(value(language, "und"), "und");
    EXPECT_EQ(value(language, "UK"), "?");
    EXPECT_EQ(value(language, "russian"), "?");
    for (std::size_t i = 0; i < kAssessmentFields; ++i)
        EXPECT_EQ(value(static_cast<AssessmentField>(i), "machine"), "machine");
}

TEST(Assessment, AMessageSaysWhatAFieldCanHave) {
    EXPECT_EQ(correction_values(AssessmentField::sentiment), "negative, neutral, positive or machine");
    EXPECT_EQ(correction_values(AssessmentField::lead), "1, 0 or machine");
    EXPECT_EQ(correction_values(AssessmentField::language), "two or three letters like ru or machine");
    Assessment said;
    try {
        correct(said, {AssessmentField::sentiment, "angry"});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        EXPECT_STREQ(error.what(), "sentiment can be negative, neutral, positive or machine, nothing else");
    }
}

TEST(Assessment, WhatAPersonSaysWinsAndIsCertain) {
    Assessment said;
    said.sentiment = Polarity::negative;
    said.p_sentiment = {.7, .2, .1};
    said.urgent = true;
    said.p_urgent = .9;
    correct(said, {AssessmentField::sentiment, "positive"});
    EXPECT_EQ(said.sentiment, Polarity::positive);
    EXPECT_EQ(said.p_sentiment, (std::array<double, 3>{0, 0, 1}));
    EXPECT_EQ(said.provenance(AssessmentField::sentiment), Provenance::human);
    EXPECT_EQ(said.provenance(AssessmentField::urgent), Provenance::machine);
    correct(said, {AssessmentField::urgent, "no"});
    EXPECT_FALSE(said.urgent);
    EXPECT_EQ(said.p_urgent, 0);
    correct(said, {AssessmentField::product, "deposit"});
    correct(said, {AssessmentField::intent, "question"});
    correct(said, {AssessmentField::language, "kk"});
    correct(said, {AssessmentField::lead, "1"});
    correct(said, {AssessmentField::churn, "1"});
    EXPECT_EQ(value_of(said, AssessmentField::product), "deposit");
    EXPECT_EQ(value_of(said, AssessmentField::intent), "question");
    EXPECT_EQ(value_of(said, AssessmentField::language), "kk");
    EXPECT_EQ(value_of(said, AssessmentField::lead), "1");
    EXPECT_EQ(value_of(said, AssessmentField::churn), "1");
    EXPECT_EQ(value_of(said, AssessmentField::urgent), "0");
    EXPECT_EQ(said.p_lead, 1);
    EXPECT_EQ(said.p_product, 1);
    EXPECT_THROW(correct(said, {AssessmentField::intent, "angry"}), Error);
}

TEST(Assessment, AFieldThatIsLeftToTheMachineStaysAsItWas) {
    Assessment said;
    said.intent = Intent::idea;
    said.p_intent = .5;
    const Assessment before = said;
    correct(said, {AssessmentField::intent, "machine"});
    EXPECT_EQ(said, before);
}

TEST(Assessment, WhatCustomersWroteIsAssessed) {
    Interaction post;
    post.text = "где мои деньги";
    EXPECT_EQ(text_to_assess(post), post.text) << "a direction that nobody told may be that of a customer";
    post.direction = "in";
    EXPECT_EQ(text_to_assess(post), post.text);
    for (const auto& [member, value] :
         {std::pair{&Interaction::direction, "out"}, std::pair{&Interaction::op, "delete"},
          std::pair{&Interaction::kind, "reaction"}, std::pair{&Interaction::text, " \n\t"},
          std::pair{&Interaction::text, ""}}) {
        Interaction other = post;
        other.*member = value;
        EXPECT_EQ(text_to_assess(other), "") << value;
    }
    post.op = "edit";
    EXPECT_EQ(text_to_assess(post), post.text);
}

TEST(InteractionId, IsReadFromTextAndWrittenAsIt) {
    const auto id = InteractionId::parse("vk:-1_2:3", "page");
    ASSERT_TRUE(id);
    EXPECT_EQ(*id, (InteractionId{"vk", "page", "-1_2:3"}));
    EXPECT_EQ(id->text(), "vk:-1_2:3");
    for (const char* text : {"", ":", "vk", "vk:", ":1"}) EXPECT_FALSE(InteractionId::parse(text)) << text;
}

}  // namespace
}  // namespace scrm
