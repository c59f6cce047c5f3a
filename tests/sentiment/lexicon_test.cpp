// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/lexicon.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scrm::sentiment {
namespace {

float balance(std::string_view post) {
    const LexiconReading reading = read_lexicon(post);
    return reading.positive - reading.negative;
}

struct Post {
    const char* text;
    int sign;
};

class LexiconSign : public testing::TestWithParam<Post> {};

TEST_P(LexiconSign, IsWhatAReaderSees) {
    const float value = balance(GetParam().text);
    EXPECT_EQ(value > 0, GetParam().sign > 0) << value;
    EXPECT_EQ(value < 0, GetParam().sign < 0) << value;
}

INSTANTIATE_TEST_SUITE_P(
    Posts, LexiconSign,
    testing::Values(Post{"Отличный банк, менеджер вежливая", 1},
                    Post{"Ужасное приложение, постоянно вылетает", -1},
                    Post{"Сотрудница вообще не помогла", -1}, Post{"Ни разу не обманули", 1},
                    Post{"Обслуживание без проблем", 1}, Post{"Карту не вернули до сих пор", -1},
                    Post{"Чудовий застосунок, все швидко", 1}, Post{"Жахливе обслуговування, хамство", -1},
                    Post{"Не раджу нікому цей банк", -1}, Post{"Great app, staff were lovely and helpful", 1},
                    Post{"Absolutely appalling service, on hold for hours", -1},
                    Post{"The staff were not helpful", -1}, Post{"Never had a problem with them", 1},
                    Post{"Открою вклад в марте", 0}, Post{"У меня карта и счёт", 0}, Post{"", 0},
                    Post{"👍", 1}, Post{"🤬", -1}, Post{"всё ок))", 1}, Post{"опять техработы(((", -1}));

TEST(Lexicon, IsAuthoredForThreeLanguages) {
    EXPECT_GE(lexicon_size("ru"), 600U);
    EXPECT_GE(lexicon_size("uk"), 400U);
    EXPECT_GE(lexicon_size("en"), 350U);
    EXPECT_EQ(lexicon_size("fr"), 0U);
}

TEST(Lexicon, NegationTurnsPraiseIntoBlameAndWeakensBlame) {
    const LexiconReading plain = read_lexicon("обманули");
    const LexiconReading turned = read_lexicon("не обманули");
    EXPECT_GT(plain.negative, 0);
    EXPECT_EQ(turned.negative, 0);
    EXPECT_GT(turned.positive, 0);
    EXPECT_LT(turned.positive, plain.negative);
}

TEST(Lexicon, WhatNobodyWantsStaysBad) {
    EXPECT_LT(balance("не хочу очередей"), 0);
    EXPECT_LT(balance("не хочемо обману"), 0);
    EXPECT_GT(balance("не обманули"), 0);
}

TEST(Lexicon, PraiseInQuotationMarksIsNone) {
    EXPECT_GT(balance("банк порадовал"), 0);
    EXPECT_LT(balance("банк «порадовал»"), 0);
    EXPECT_LT(balance("a \"great\" bank"), 0);
    // A name, and words that somebody said.
    EXPECT_GT(balance("вклад «Надёжный»"), 0);
    EXPECT_GT(balance("спросили, сказали «всё отлично»"), 0);
}

TEST(Lexicon, NegationEndsWithItsClause) {
    const LexiconReading reading = read_lexicon("денег нет, сервис отличный");
    EXPECT_GT(reading.positive, 0);
    for (const LexiconHit& hit : reading.hits) EXPECT_FALSE(hit.negated);
}

TEST(Lexicon, DegreeRaisesAndLowers) {
    EXPECT_GT(balance("очень удобно"), balance("удобно"));
    EXPECT_LT(balance("немного удобно"), balance("удобно"));
    EXPECT_LT(balance("УЖАС"), balance("ужас"));
}

TEST(Lexicon, LongerPhraseHidesItsWords) {
    const std::string post = "карта не работает";
    const LexiconReading reading = read_lexicon(post);
    ASSERT_EQ(reading.hits.size(), 1U);
    const TextSpan span = reading.hits[0].span;
    EXPECT_EQ(post.substr(span.begin, span.end - span.begin), "не работает");
}

TEST(Lexicon, SpansAreBytesOfTheOriginal) {
    const std::string post = "Ну и ХАМСТВО… «ужас» 👎";
    std::string found;
    for (const LexiconHit& hit : read_lexicon(post).hits) {
        found += post.substr(hit.span.begin, hit.span.end - hit.span.begin) + "|";
    }
    EXPECT_EQ(found, "ХАМСТВО|ужас|👎|");
}

TEST(Lexicon, ClosingBracketOfARemarkDoesNotSmile) {
    EXPECT_EQ(balance("взял карту (дебетовую)"), 0);
    EXPECT_GT(balance("взял карту)"), 0);
}

struct ProductPost {
    const char* text;
    Product product;
};

class ProductWords : public testing::TestWithParam<ProductPost> {};

TEST_P(ProductWords, WeighMost) {
    const LexiconReading reading = read_lexicon(GetParam().text);
    for (std::size_t i = 0; i < kProducts; ++i) {
        if (i != static_cast<std::size_t>(GetParam().product)) {
            EXPECT_LT(reading.products[i], reading.products[static_cast<std::size_t>(GetParam().product)])
                << i;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Posts, ProductWords,
    testing::Values(ProductPost{"когда вернёте кешбэк по дебетовке", Product::cards},
                    ProductPost{"взял рассрочку, теперь просрочка", Product::credit},
                    ProductPost{"іпотека на новобудову", Product::mortgage},
                    ProductPost{"вклад под хороший процент", Product::deposit},
                    ProductPost{"перевод по СБП идёт третий час", Product::payments_transfers},
                    ProductPost{"застосунок не пускає", Product::online_banking_app},
                    ProductPost{"банкомат зажевал купюры", Product::atm},
                    ProductPost{"во всём отделении одна касса", Product::branch_service},
                    ProductPost{"гаряча лінія не бере слухавку, оператор кинув", Product::call_center},
                    ProductPost{"оформил осаго и страховку", Product::other_none},
                    ProductPost{"my mortgage application", Product::mortgage},
                    ProductPost{"the ATM on the high street", Product::atm}));

TEST(Lexicon, TakesAnyBytes) {
    EXPECT_TRUE(read_lexicon(std::string(100, '\xFF')).hits.empty());
    EXPECT_TRUE(read_lexicon(std::string("\0\0", 2)).hits.empty());
    EXPECT_TRUE(read_lexicon("\xD0").hits.empty());
    EXPECT_EQ(read_lexicon("ужас\xD0 ужас").hits.size(), 2U);
    EXPECT_TRUE(read_lexicon(std::string(1 << 20, 'q')).hits.empty());
}

}  // namespace
}  // namespace scrm::sentiment
