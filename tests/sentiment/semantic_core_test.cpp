// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/semantic_core.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "scrm/core/error.hpp"
#include "sentiment/planted_posts.hpp"

namespace scrm::sentiment {
namespace {

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

std::vector<std::string> drawn_posts(std::size_t count, std::uint64_t seed) {
    Random random{seed};
    std::vector<std::string> posts;
    for (std::size_t i = 0; i < count; ++i) posts.push_back(drawn_post(random, 8, 20));
    return posts;
}

const CoreTerm* find(const std::vector<CoreTerm>& core, std::string_view text) {
    const auto at =
        std::find_if(core.begin(), core.end(), [&](const CoreTerm& term) { return term.text == text; });
    return at == core.end() ? nullptr : &*at;
}

TEST(SemanticCore, LogLikelihoodIsDunnings) {
    // "the swiss", the first line of his table: 110, 2442, 111, 29114.
    EXPECT_NEAR(log_likelihood_ratio(110, 2552, 111, 29225), 270.72, 0.005);
    EXPECT_EQ(log_likelihood_ratio(10, 1000, 10, 1000), 0);
    EXPECT_EQ(log_likelihood_ratio(1, 1000, 10, 1000), 0);
    EXPECT_EQ(log_likelihood_ratio(5, 0, 0, 10), 0);
    EXPECT_GT(log_likelihood_ratio(10, 10, 0, 10), log_likelihood_ratio(9, 10, 0, 10));
    EXPECT_GT(log_likelihood_ratio(5, 100, 0, 100), 0);
}

TEST(SemanticCore, FindsPlantedTermsOfAnyForm) {
    std::vector<std::string> period = drawn_posts(3'000, 1);
    const std::vector<std::string> reference = drawn_posts(9'000, 2);
    const std::vector<std::string> forms = {"биометрический калейдоскоп", "биометрические калейдоскопы",
                                            "биометрическими калейдоскопами", "биометрического калейдоскопа"};
    Random random{3};
    std::vector<std::uint32_t> planted;
    for (std::uint32_t i = 0; i < period.size(); i += 50) {
        planted.push_back(i);
        period[i] += ". " + forms[random.below(forms.size())] + " http://x.ru/1 @user 100500";
    }
    const auto core = semantic_core(views(period), views(reference));
    ASSERT_FALSE(core.empty());
    const CoreTerm& best = core.front();
    EXPECT_NE(std::find(forms.begin(), forms.end(), best.text), forms.end()) << best.text;
    EXPECT_EQ(best.posts, static_cast<std::int64_t>(planted.size()));
    EXPECT_EQ(best.reference_posts, 0);
    EXPECT_EQ(best.forms.size(), forms.size());
    EXPECT_EQ(best.examples, (std::vector<std::uint32_t>{0, 50, 100}));
    EXPECT_GT(best.lift, 100);
    // Its halves say nothing more: no drawn post has its noun.
    for (const CoreTerm& term : core)
        EXPECT_FALSE(term.text.starts_with("калейдоскоп") || term.text == "биометрический") << term.text;
}

TEST(SemanticCore, WordsForTheDayAreNoTerms) {
    std::vector<std::string> period = drawn_posts(2'000, 6);
    const std::vector<std::string> reference = drawn_posts(2'000, 7);
    const std::vector<std::string> times = {"сегодня утром", "в пятницу", "сьогодні ввечері", "this morning"};
    for (std::size_t i = 0; i < period.size(); ++i) {
        period[i] += ", " + times[i % times.size()];
        if (i % 20 < 4) period[i] += " встал калейдоскоп";
    }
    const auto core = semantic_core(views(period), views(reference));
    EXPECT_NE(find(core, "встал калейдоскоп"), nullptr);
    for (const CoreTerm& term : core) {
        for (const std::string_view time : {"сегодня", "утром", "пятницу", "сьогодні", "ввечері", "morning"})
            EXPECT_FALSE(term.text.starts_with(time) || term.text.ends_with(time)) << term.text;
    }
}

TEST(SemanticCore, RanksRaisedTermsAndGivesTheirLift) {
    std::vector<std::string> period = drawn_posts(4'000, 4);
    std::vector<std::string> reference = drawn_posts(4'000, 5);
    // A noun that no drawn post has: the corpus decides what the others say.
    for (std::size_t i = 0; i < 80; ++i) period[i * 7] += ", калейдоскоп";
    for (std::size_t i = 0; i < 20; ++i) reference[i * 7] += ", калейдоскоп";
    const auto core = semantic_core(views(period), views(reference), {.longest = 1});
    const CoreTerm* found = find(core, "калейдоскоп");
    ASSERT_NE(found, nullptr);
    EXPECT_NEAR(found->lift, 4, 0.8);
    EXPECT_GE(found->reference_posts, 20);
    EXPECT_NEAR(found->g2, log_likelihood_ratio(found->posts, 4'000, found->reference_posts, 4'000), 1e-9);
}

TEST(SemanticCore, IsSilentWhenNothingChanged) {
    // Some 5,000 terms of the corpus have five posts; at P < .0001 half a term is expected by chance.
    std::size_t terms = 0;
    for (std::uint64_t seed = 10; seed < 14; ++seed)
        terms += semantic_core(views(drawn_posts(3'000, seed)), views(drawn_posts(3'000, seed + 100))).size();
    EXPECT_LE(terms, 6U);
}

TEST(SemanticCore, CountsAPostOnceAndLeavesJoiningWordsAndNumbers) {
    const std::vector<std::string> period(10, "и вот это комиссия, комиссия, комиссия 500 и на комиссию");
    const std::vector<std::string> reference(10, "погода на даче");
    const auto core = semantic_core(views(period), views(reference), {.min_posts = 1, .min_g2 = 0});
    ASSERT_EQ(core.size(), 1U);
    EXPECT_EQ(core[0].text, "комиссия");
    EXPECT_EQ(core[0].posts, 10);
}

TEST(SemanticCore, ANegationIsPartOfATermButNone) {
    const std::vector<std::string> period(10, "терминал не работает, карту не");
    const std::vector<std::string> reference(10, "погода на даче");
    const auto core = semantic_core(views(period), views(reference), {.min_posts = 1, .min_g2 = 0});
    std::vector<std::string> texts;
    for (const CoreTerm& term : core) texts.push_back(term.text);
    std::sort(texts.begin(), texts.end());
    EXPECT_EQ(texts, (std::vector<std::string>{"карту", "терминал не работает"}));
}

TEST(SemanticCore, IsTheSameForAnyThreadCount) {
    std::vector<std::string> period = drawn_posts(3'000, 20);
    for (std::size_t i = 0; i < period.size(); i += 9) period[i] += " сбой эквайринга";
    const std::vector<std::string> reference = drawn_posts(3'000, 21);
    const SemanticCoreOptions options{.min_g2 = 2};
    const auto one = semantic_core(views(period), views(reference), options, {.threads = 1});
    const auto many = semantic_core(views(period), views(reference), options, {.threads = 4});
    ASSERT_EQ(one.size(), many.size());
    EXPECT_EQ(one.size(), options.limit);
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].text, many[i].text);
        EXPECT_EQ(one[i].forms, many[i].forms);
        EXPECT_EQ(one[i].g2, many[i].g2);
        EXPECT_EQ(one[i].examples, many[i].examples);
    }
}

TEST(SemanticCore, RefusesWhatCannotWork) {
    const std::vector<std::string_view> some = {"а"};
    EXPECT_THROW(semantic_core({}, some), Error);
    EXPECT_THROW(semantic_core(some, {}), Error);
    EXPECT_THROW(semantic_core(some, some, {.longest = 0}), Error);
    EXPECT_THROW(semantic_core(some, some, {.longest = 5}), Error);
    EXPECT_THROW(semantic_core(some, some, {.min_posts = 0}), Error);
    EXPECT_THROW(semantic_core(some, some, {.min_g2 = -1}), Error);
}

}  // namespace
}  // namespace scrm::sentiment
