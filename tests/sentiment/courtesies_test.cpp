// SPDX-License-Identifier: Apache-2.0
#include "sentiment/courtesies_internal.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scrm/sentiment/classifier.hpp"
#include "scrm/sentiment/rules.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "scrm/text/utf8.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

/// What is left to read, without the blanks around it.
std::string seen(const std::string& post) {
    text::CodePoints points;
    points.decode(post);
    hide_courtesies(points);
    std::string out;
    for (const char32_t c : points.values()) text::append(out, c);
    points.show();
    std::string shown;
    for (const char32_t c : points.values()) text::append(shown, c);
    EXPECT_EQ(shown, post);
    const std::size_t first = out.find_first_not_of(" \n");
    return first == std::string::npos ? "" : out.substr(first, out.find_last_not_of(" \n") + 1 - first);
}

TEST(Courtesies, GreetingsAreHiddenWhereAPostFollows) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"Здравствуйте! Карта не работает", "Карта не работает"},
        {"ДОБРЫЙ ДЕНЬ. карта не работает", "карта не работает"},
        {"Добрый день подскажите курс", "подскажите курс"},
        {"Доброго времени суток) не пускает в приложение", "не пускает в приложение"},
        {"Привет, где мои деньги", "где мои деньги"},
        {"Всем привет! Кто брал ипотеку?", "Кто брал ипотеку?"},
        {"Вітаю! Картка не працює", "Картка не працює"},
        {"Доброго здоров’я, картка не працює", "картка не працює"},
        {"Hi, my card is blocked", "my card is blocked"},
        {"Good morning - any news on my claim?", "any news on my claim?"},
        {"\n Hello there!\nThe app crashes", "The app crashes"},
        {"Здравствуйте, Ольга! Карту так и не привезли", "Ольга! Карту так и не привезли"},
    };
    for (const auto& [post, left] : cases) EXPECT_EQ(seen(post), left);
    EXPECT_EQ(seen("@vtb Здравствуйте! Карта не работает"), "@vtb               Карта не работает");
}

TEST(Courtesies, WhatOnlyLooksLikeAGreetingStays) {
    for (const char* const post :
         {"Здравствуйте!", "Добрый день, банк", "hi", "Привет от банка ВТБ всем клиентам",
          "Привет Андрей где карта", "Вітаю з днем народження, любий банк",
          "Good morning to everyone but my bank", "Hiring now in London", "Добрый совет: уходите оттуда",
          "Высокая ставка по вкладу", "", "@", "@vtb", "Здравствуйтесь с ними чаще"})
        EXPECT_EQ(seen(post), post);
}

TEST(Courtesies, ClosingsOfPersonsAreHidden) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"Верните комиссию. С уважением, Петров А.В.", "Верните комиссию."},
        {"Верните комиссию\nс уважением,\nАнна Белова", "Верните комиссию"},
        {"Верните комиссию С уважением, Иван, 8 912 345-67-89", "Верните комиссию"},
        {"Поверніть комісію. З повагою, Гнатюк О.", "Поверніть комісію."},
        {"Please refund the fee. Kind regards, A. Smith", "Please refund the fee."},
        {"Where is my card? Regards", "Where is my card?"},
    };
    for (const auto& [post, left] : cases) EXPECT_EQ(seen(post), left);
}

TEST(Courtesies, ClosingsOfBanksAndRespectStay) {
    for (const char* const post :
         {"Ваш запрос принят. С уважением, команда Сбера", "Ваш запрос принят. С уважением, ВТБ",
          "Запит прийнято. З повагою, Монобанк", "We are sorry. Kind regards, Customer Relations",
          "к клиентам тут с уважением", "Отнеслись с уважением, помогли и проводили до дверей",
          "С уважением, Анна", "kind regards do not pay my bills"})
        EXPECT_EQ(seen(post), post);
}

TEST(Courtesies, AnswersDoNotDependOnThem) {
    const Classifier classifier = Classifier::built_in();
    const std::string post = "вчера списали комиссию за обслуживание и никто не объяснил за что.";
    const Classification alone = classifier.classify(post);
    const Classification polite =
        classifier.classify("Здравствуйте! " + post + " С уважением, Елена Круглова");
    EXPECT_EQ(polite.p_sentiment, alone.p_sentiment);
    EXPECT_EQ(polite.intent, alone.intent);
    EXPECT_EQ(polite.p_intent, alone.p_intent);
    EXPECT_EQ(polite.p_urgent, alone.p_urgent);
    // The rules read the same.
    EXPECT_EQ(evaluate_rules("Здравствуйте! " + post).verdict.intent, evaluate_rules(post).verdict.intent);
}

TEST(SpellRussian, RussianInLatinLettersIsAnsweredAsRussian) {
    const TextClassifier classifier = TextClassifier::built_in();
    ScoringRoom room;
    const ClassifiedText latin =
        classifier.classify("spasibo tinkoff, operator ochen bystro pomog s kartoi", true, room);
    EXPECT_EQ(latin.language, "ru");
    EXPECT_EQ(latin.brands, "tinkoff");
    EXPECT_EQ(latin.classification.sentiment, Polarity::positive);
    EXPECT_EQ(latin.classification.intent, Intent::gratitude);
    EXPECT_EQ(
        classifier.classify("prilozhenie opyat ne otkryvaetsya, pozor", false, room).classification.intent,
        Intent::complaint);
    // Other languages keep their letters.
    text::CodePoints points;
    for (const char* const post :
         {"my card is blocked again", "no refund, no reply", "Ich habe eine Frage zur Karte", "karta"}) {
        points.decode(post);
        spell_russian(points);
        EXPECT_EQ(points[0], static_cast<unsigned char>(post[0])) << post;
    }
}

TEST(Courtesies, TheLanguageIsReadFromThemToo) {
    const TextClassifier classifier = TextClassifier::built_in();
    ScoringRoom room;
    EXPECT_EQ(classifier.classify("Вітаю! карта не працює", false, room).language, "uk");
    EXPECT_EQ(classifier.classify("Доброго дня, карта є?", false, room).language, "uk");
}

}  // namespace
