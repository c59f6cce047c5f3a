// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/aspects.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace scrm::sentiment {
namespace {

struct Said {
    Product product;
    Polarity polarity;
    friend bool operator==(const Said&, const Said&) = default;
};

struct Post {
    const char* text;
    std::vector<Said> truth;
};

constexpr auto kGood = Polarity::positive;
constexpr auto kBad = Polarity::negative;

std::vector<Said> judgements(std::string_view text, const Classifier* model = nullptr) {
    std::vector<Said> said;
    for (const ClauseAspect& aspect : read_aspects(text, default_rules(), model))
        if (aspect.polarity != Polarity::neutral) said.push_back({aspect.product, aspect.polarity});
    return said;
}

/// Posts written for this test, read by hand.
const std::vector<Post>& posts() {
    static const std::vector<Post> all = {
        {"Приложение удобное, но поддержка ужасная",
         {{Product::online_banking_app, kGood}, {Product::call_center, kBad}}},
        {"Банкомат съел деньги, зато в отделении помогли сразу",
         {{Product::atm, kBad}, {Product::branch_service, kGood}}},
        {"Отличный кэшбэк по карте и отвратительное приложение",
         {{Product::cards, kGood}, {Product::online_banking_app, kBad}}},
        {"Ипотеку одобрили быстро, спасибо. А вот отделение ужасное, хамят",
         {{Product::mortgage, kGood}, {Product::branch_service, kBad}}},
        {"Додаток зручний, але підтримка жахлива",
         {{Product::online_banking_app, kGood}, {Product::call_center, kBad}}},
        {"Застосунок чудовий, проте банкомати не працюють",
         {{Product::online_banking_app, kGood}, {Product::atm, kBad}}},
        {"Great app but terrible support on the phone",
         {{Product::online_banking_app, kGood}, {Product::call_center, kBad}}},
        {"The mortgage team was wonderful, however the app is awful",
         {{Product::mortgage, kGood}, {Product::online_banking_app, kBad}}},
        {"Вклад хороший, а приложение глючит постоянно",
         {{Product::deposit, kGood}, {Product::online_banking_app, kBad}}},
        {"Приложение виснет. Достало уже!",
         {{Product::online_banking_app, kBad}, {Product::online_banking_app, kBad}}},
        {"Приложение, которое постоянно глючит, бесит", {{Product::online_banking_app, kBad}}},
        {"Карта отличная, выгодная, удобная", {{Product::cards, kGood}}},
        {"Служба поддержки не помогла", {{Product::call_center, kBad}}},
        {"Приложение работает без сбоев, спасибо", {{Product::online_banking_app, kGood}}},
        {"Какая ставка по вкладу на год?", {}},
        {"Сегодня хорошая погода", {{Product::other_none, kGood}}},
        {"Сегодня погода", {}},
    };
    return all;
}

TEST(Aspects, SayWhatAReaderSees) {
    int right = 0;
    for (const Post& post : posts()) {
        const auto said = judgements(post.text);
        right += said == post.truth ? 1 : 0;
        if (said != post.truth) {
            std::string shown;
            for (const Said& one : said)
                shown +=
                    std::string{to_string(one.product)} + " " + std::string{to_string(one.polarity)} + "; ";
            ADD_FAILURE() << post.text << ": " << shown;
        }
    }
    RecordProperty("right", right);
}

TEST(Aspects, SpansAreThoseOfThePost) {
    const std::string text = "Приложение удобное, но поддержка ужасная :(";
    const auto aspects = read_aspects(text);
    ASSERT_EQ(aspects.size(), 2U);
    const auto part = [&](TextSpan span) { return text.substr(span.begin, span.end - span.begin); };
    EXPECT_EQ(part(aspects[0].clause), "Приложение удобное");
    EXPECT_EQ(part(aspects[0].target), "Приложение");
    EXPECT_EQ(part(aspects[0].evidence.at(0)), "удобное");
    EXPECT_EQ(part(aspects[1].clause), "но поддержка ужасная :(");
    EXPECT_EQ(part(aspects[1].target), "поддержка");
    EXPECT_EQ(aspects[1].evidence.size(), 2U);
    EXPECT_FALSE(aspects[1].inherited);
    EXPECT_FALSE(aspects[1].by_model);
}

TEST(Aspects, AClauseWithoutATargetSpeaksOfItsNeighbour) {
    const std::string text = "Дозвонился в поддержку, но это полный позор";
    const auto aspects = read_aspects(text);
    ASSERT_FALSE(aspects.empty());
    const ClauseAspect& last = aspects.back();
    EXPECT_EQ(last.product, Product::call_center);
    EXPECT_TRUE(last.inherited);
    EXPECT_EQ(last.polarity, kBad);
    EXPECT_LT(last.target.end, last.clause.begin);
}

TEST(Aspects, BrandsAreTargets) {
    const auto aspects = read_aspects("Сбербанк отвратителен, зато Тинькофф отличный");
    ASSERT_EQ(aspects.size(), 2U);
    ASSERT_TRUE(aspects[0].brand && aspects[1].brand);
    EXPECT_NE(*aspects[0].brand, *aspects[1].brand);
    EXPECT_EQ(aspects[0].polarity, kBad);
    EXPECT_EQ(aspects[1].polarity, kGood);
}

TEST(Aspects, TheModelAnswersWhereWordsDoNot) {
    const Classifier model = Classifier::built_in();
    const std::string text = "Третий день не могу войти в приложение, деньги висят";
    int by_model = 0;
    int by_words = 0;
    for (const CorpusPost& post : read_corpus(std::string{SCRM_SOURCE_DIR} + "/src/sentiment/corpus")) {
        if (post.polarity == Polarity::neutral || !is_held_back(post)) continue;
        for (const ClauseAspect& aspect : read_aspects(post.text, default_rules(), &model)) {
            if (aspect.polarity == Polarity::neutral) continue;
            (aspect.by_model ? by_model : by_words) += 1;
        }
    }
    EXPECT_GT(by_model, 100);
    EXPECT_GT(by_words, 100);
    const auto aspects = read_aspects(text, default_rules(), &model);
    ASSERT_FALSE(aspects.empty());
    EXPECT_EQ(aspects[0].polarity, kBad);
}

/// Clauses of posts of one mind agree with the post's label.
TEST(Aspects, AgreeWithTheLabelsOfTheCorpus) {
    int agree = 0;
    int all = 0;
    for (const CorpusPost& post : read_corpus(std::string{SCRM_SOURCE_DIR} + "/src/sentiment/corpus")) {
        if (post.intent != Intent::complaint && post.intent != Intent::gratitude) continue;
        if (post.polarity == Polarity::neutral) continue;
        for (const Said& said : judgements(post.text)) {
            ++all;
            agree += said.polarity == post.polarity ? 1 : 0;
        }
    }
    RecordProperty("agree_permille", 1000 * agree / all);
    // Rules and lexicons alone; posts that tell a fault without a word of feeling are beyond them.
    EXPECT_GE(agree, 0.84 * all) << agree << " of " << all;
}

TEST(Aspects, OfAFileAreRowsWithPlacesInCharacters) {
    const auto path = std::filesystem::path{testing::TempDir()} / "aspects.csv";
    std::ofstream{path, std::ios::binary}
        << "id,text\na,\"Приложение удобное, но карта 4111111111111111 ужасная\"\n"
           "b,как дела\nc,\"бро\"кен\n";
    std::ostringstream out;
    const AspectCounts counts = write_aspects(path, {"text", "id"}, default_rules(), nullptr, out);
    EXPECT_EQ(counts.clauses, 2);
    EXPECT_EQ(counts.unreadable.count, 1);
    EXPECT_EQ(counts.unreadable.first.row, 3);
    EXPECT_EQ(out.str(),
              "id,begin,end,product,brand,inherited,polarity,score,by_model,clause\n"
              "a,0,18,online_banking_app,,0,positive," +
                  out.str().substr(out.str().find("positive,") + 9, 1) +
                  ",0,Приложение удобное\na,20,53,cards,,0,negative," +
                  out.str().substr(out.str().find("negative,") + 9, 2) + ",0,но карта [CARD 1111] ужасная\n");
    EXPECT_THROW(write_aspects(path, {"words"}, default_rules(), nullptr, out), Error);
}

TEST(Aspects, AnythingIsAPost) {
    for (const std::string& text : {std::string{}, std::string(1'000'000, ','), std::string(1'000, '\xFF'),
                                    std::string("но"), std::string(":("), std::string("\0карта", 11)})
        read_aspects(text);
    std::string clauses;
    for (int i = 0; i < 20'000; ++i) clauses += "но карта ";
    EXPECT_GE(read_aspects(clauses).size(), 1U);
    // Nothing is named: a search for a target from each clause anew would take minutes.
    clauses.clear();
    for (int i = 0; i < 200'000; ++i) clauses += "но ужас ";
    EXPECT_EQ(read_aspects(clauses).size(), 200'000U);
}

}  // namespace
}  // namespace scrm::sentiment
