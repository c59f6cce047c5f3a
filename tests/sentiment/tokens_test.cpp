// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/tokens.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "scrm/text/utf8.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

TokenizedText tokens_of(std::string_view text) {
    TokenizedText out;
    tokenize(text, out);
    return out;
}

/// Folded tokens with a bar between.
std::string folded(std::string_view text) {
    const TokenizedText tokens = tokens_of(text);
    std::string joined;
    for (const Token& token : tokens.tokens) {
        if (!joined.empty()) joined += '|';
        joined += text::to_utf8(tokens.letters_of(token));
    }
    return joined;
}

struct Case {
    std::string_view text;
    std::string_view expected;
};

TEST(Tokens, FoldsAsTheModelsReadPosts) {
    const std::vector<Case> cases{
        {"", ""},
        {"   \n", ""},
        {"Карта не работает", "карта|не|работает"},
        {"ЁЛКИ, всё плохо", "елки|все|плохо"},
        {"Чому їжак і ґанок?", "чому|їжак|і|ґанок|?"},
        {"м'яч, м’яч та п`ять", "м'яч|м'яч|та|п'ять"},
        {"онлайн-банк - это -да", "онлайн-банк|это|да"},
        {"аааааа нууууу", "ааа|нууу"},
        {"кредит 15,5% на 1 000 000₽", "кредит|0|%|на|0|₽"},
        {"@sberbank верните деньги!!!!", "_user_|верните|деньги|!!!"},
        {"см. https://t.co/YEVH?a=1 и www.vtb.ru/x", "см|_url_|и|_url_"},
        {"зайди на sberbank.ru/cards сейчас", "зайди|на|_url_|сейчас"},
        {"Пришел.Ушел", "пришел|ушел"},
        {"#сбер_онлайн лежит", "сбер_онлайн|лежит"},
        {"спасибо)))) (ага) ну и(", "спасибо|)))|ага|ну|и|("},
        {"ок :) :-( ;D =)", "ок|:)|:(|:D|:)"},
        {"Tom &amp; Jerry &#1071; &nope;", "tom|jerry|я|nope"},
        {"Что?! Как?? Да... нет.", "что|?!|как|??|да|...|нет"},
        {"👍👍👍 ❤️ 👍🏽", "👍|👍|❤|👍"},
        {"ｆｕｌｌ　ｗｉｄｔｈ", "full|width"},
        {"и\xCC\x86од е\xCC\x88лка і\xCC\x88сти", "йод|елка|їсти"},
        {"со\xC2\xADво\xE2\x80\x8B й", "сово|й"},
        {"плохо\xFF\xFEочень", "плохо|очень"},
    };
    for (const Case& c : cases) EXPECT_EQ(folded(c.text), c.expected) << c.text;
}

TEST(Tokens, AnEmptyLineEndsAClauseAndABrokenOneDoesNot) {
    for (const char* text : {"не\nпомогли", "не\r\nпомогли", "не \n  помогли"})
        EXPECT_FALSE(tokens_of(text).tokens.front().clause_end) << text;
    for (const char* text : {"не\n\nпомогли", "не\r\n\r\nпомогли", "не.\nпомогли"})
        EXPECT_TRUE(tokens_of(text).tokens.front().clause_end) << text;
}

TEST(Tokens, SpansAreBytesOfTheText) {
    const std::string text = "Ой &lt;3 @vtb ВТБ!";
    const TokenizedText tokens = tokens_of(text);
    std::vector<std::string> cut;
    for (const Token& token : tokens.tokens)
        cut.push_back(text.substr(token.span.begin, token.span.end - token.span.begin));
    EXPECT_EQ(cut, (std::vector<std::string>{"Ой", "3", "@vtb", "ВТБ", "!"}));
    EXPECT_TRUE(tokens.tokens[3].capitals);
    EXPECT_FALSE(tokens.tokens[0].capitals);
    EXPECT_TRUE(tokens.tokens[0].clause_end);
    EXPECT_TRUE(tokens.tokens[3].clause_end);
    EXPECT_FALSE(tokens.tokens[2].clause_end);
}

TEST(Tokens, SpansAreInOrderAndInsideForAnything) {
    std::string text;
    for (int i = 0; i < 4096; ++i) text.push_back(static_cast<char>((i * 131 + i / 7 * 29) & 0xFF));
    const TokenizedText tokens = tokens_of(text);
    std::uint32_t before = 0;
    for (const Token& token : tokens.tokens) {
        EXPECT_LE(before, token.span.end);
        EXPECT_LE(token.span.begin, token.span.end);
        EXPECT_LE(token.span.end, text.size());
        EXPECT_LE(token.begin, token.end);
        EXPECT_LE(token.end, tokens.letters.size());
        before = token.span.begin;
    }
}

TEST(Tokens, AWordOfAnyLengthIsWhole) {
    for (const std::size_t size : {1U, 63U, 64U, 65U, 128U, 129U, 1'000U}) {
        std::string word;
        for (std::size_t i = 0; i < size; ++i) word.push_back(static_cast<char>('a' + i * 7 % 26));
        EXPECT_EQ(folded(word), word) << size;
        EXPECT_EQ(folded("см. " + word + "-" + word + " ок"), "см|" + word + "-" + word + "|ок") << size;
    }
}

TEST(Tokens, HostileTextTakesLinearTime) {
    std::string marks = "a";
    for (int i = 0; i < 100'000; ++i) marks += "\xCC\x81";
    std::string dots;
    for (int i = 0; i < 100'000; ++i) dots += "a.b.";
    const std::vector<std::string> texts{std::string(1U << 20U, 'x'),
                                         marks,
                                         dots,
                                         std::string(1U << 20U, '\xFF'),
                                         std::string(1U << 20U, '('),
                                         std::string(1U << 20U, ':'),
                                         std::string(1U << 20U, '@')};
    const auto started = std::chrono::steady_clock::now();
    for (const std::string& text : texts) tokens_of(text);
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{20});
}

}  // namespace
