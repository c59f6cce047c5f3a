// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/code_points.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scrm/text/utf8.hpp"

namespace {

using namespace scrm;
using text::CodePoints;

/// The same with next(), one code point after the other, where nothing is left out nor looks like another.
void expect_as_read_one_by_one(const std::string& bytes, CodePoints& points) {
    points.decode(bytes);
    std::size_t at = 0;
    for (std::string_view rest = bytes; !rest.empty(); ++at) {
        ASSERT_LT(at, points.size()) << bytes;
        ASSERT_EQ(points.begin(at), bytes.size() - rest.size()) << bytes;
        ASSERT_EQ(points[at], text::next(rest)) << bytes;
    }
    ASSERT_EQ(at, points.size()) << bytes;
    EXPECT_EQ(points.begin(at), bytes.size());
    for (std::size_t i = 0; i < CodePoints::kAhead; ++i) EXPECT_EQ(points[at + i], 0U);
    EXPECT_EQ(points.clean(), text::is_clean(bytes)) << bytes;
    EXPECT_EQ(points.bytes().data(), bytes.data());
}

TEST(CodePoints, CharactersOfEveryLengthAreReadAtEveryPlaceOfABlock) {
    CodePoints points;
    for (const std::string& character : {std::string{"x"}, std::string{"ж"}, std::string{"€"},
                                         std::string{"\xF0\x9F\x98\x80"}, std::string(1, '\0')}) {
        for (std::size_t before = 0; before < 140; ++before) {
            const std::string front(before, 'z');
            expect_as_read_one_by_one(front + character, points);
            expect_as_read_one_by_one(front + character + std::string(70, 'b'), points);
        }
    }
    expect_as_read_one_by_one("", points);
}

TEST(CodePoints, WhatIsBrokenIsReadAsOneByOne) {
    CodePoints points;
    for (const char* const broken : {"\x80", "\xC3", "\xD0", "\xE2\x82", "\xE0\x80\x80", "\xED\xA0\x80",
                                     "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xFF", "\xC0\xAF"}) {
        for (std::size_t before = 0; before < 140; ++before) {
            std::string front(before % 2, 'z');
            while (front.size() < before) front += "я";
            expect_as_read_one_by_one(front + broken, points);
            expect_as_read_one_by_one(front + broken + "и дальше — 😀 " + std::string(80, 'b'), points);
        }
    }
}

TEST(CodePoints, RandomTextIsReadAsOneByOne) {
    std::mt19937 random{7};
    const std::vector<std::string> pieces{"ж", "Щ", "z", " ", "—", "😀", "\xD1", "\xE2", "\x9F", "й", "0"};
    CodePoints points;
    for (int round = 0; round < 3000; ++round) {
        std::string bytes;
        const std::size_t size = random() % 100;
        // Mostly whole characters, so that long stretches are well-formed.
        const bool broken = round % 3 == 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::string& piece = pieces[random() % pieces.size()];
            if (broken || text::is_valid(piece)) bytes += piece;
        }
        expect_as_read_one_by_one(bytes, points);
    }
}

std::string read(const std::string& bytes, CodePoints& points) {
    points.decode(bytes);
    std::string out;
    for (const char32_t c : points.values()) text::append(out, c);
    return out;
}

TEST(CodePoints, LettersAreReadAsTheyAreMeant) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"бло\u00ADкировка", "блокировка"},
        {"кар\u200Bта", "карта"},
        {"\uFEFFкарта", "карта"},
        {"\u202Aбанк\u202C \u2066ок\u2069", "банк ок"},
        {"ва\u200Dш", "ваш"},
        {"и\u0306од, і\u0308жак, е\u0308лка", "йод, їжак, ёлка"},
        {"банка\u0301", "банка"},
        {"cafe\u0301", "caf\u00E9"},
        {"ｂａｎｋ！", "bank!"},
        // Latin letters in Cyrillic words.
        {"кapтa нe paбoтaeт", "карта не работает"},
        {"CБEPБAHK", "СБЕРБАНК"},
        {"iнтернет", "інтернет"},
        {"снял деньги c карты", "снял деньги с карты"},
        {"A почему?", "А почему?"},
        // Cyrillic letters in Latin words.
        {"Вarclауs", "Barclays"},
        {"МTS", "MTS"},
        // Both mean what they say.
        {"класс A не нужен", "класс A не нужен"},
        {"iPhoneов", "iPhoneов"},
        {"СберKids, Apple Pay и VISA", "СберKids, Apple Pay и VISA"},
        {"I paid a fee — \u00ABда\u00BB", "I paid a fee — \u00ABда\u00BB"},
        {"\U0001F44D\U0001F3FD нет", "\U0001F44D\U0001F3FD нет"},
    };
    CodePoints points;
    for (const auto& [written, meant] : cases) {
        EXPECT_EQ(read(written, points), meant);
        // At every place of a block, whose borders cut letters.
        for (std::size_t before = 1; before < 70; ++before) {
            const std::string front = std::string(before, '.') + "\n";
            EXPECT_EQ(read(front + written, points), front + meant) << before;
        }
    }
}

TEST(CodePoints, WhatIsLeftOutBelongsToWhatStandsBeforeIt) {
    CodePoints points;
    const std::string bytes = "\u200Bи\u0306\u00AD к";
    ASSERT_EQ(read(bytes, points), "й к");
    EXPECT_EQ(points.begin(0), 3U);
    EXPECT_EQ(points.begin(1), 9U);
    EXPECT_EQ(points.begin(2), 10U);
    EXPECT_EQ(points.begin(3), bytes.size());
    EXPECT_EQ(points.bytes(), bytes);
    EXPECT_TRUE(points.clean());
    for (std::size_t i = 0; i < CodePoints::kAhead; ++i) EXPECT_EQ(points[3 + i], 0U);
    EXPECT_EQ(read(std::string(1000, '\xAD'), points).size(), 3000U);
    EXPECT_EQ(read("\u0301\u0301", points), "");
}

TEST(CodePoints, RussianInLatinLettersIsSpeltInCyrillicOnes) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"Karta ne rabotaet", "Карта не работает"},
        {"prilozheniye vyletaet, skol'ko mozhno", "приложение вылетает, сколько можно"},
        {"skolko zhdat' otveta ot podderzhki", "сколько ждать ответа от поддержки"},
        {"Schet zablokirovan, eto shutka?", "Счет заблокирован, это шутка?"},
        {"otkryvaetsya Yandex i ochered'", "открывается Яндех и очередь"},
        {"s'el kartu Visa", "съел карту Visa"},
        // What is no word of the language stays.
        {"@sber_help gde dengi http://t.co/kartA", "@sber_help где денги http://t.co/kartA"},
        {"да 5 ₽", "да 5 ₽"},
        {"", ""},
    };
    CodePoints points;
    for (const auto& [latin, cyrillic] : cases) {
        points.decode(latin);
        points.spell_in_cyrillic();
        std::string out;
        for (const char32_t c : points.values()) text::append(out, c);
        EXPECT_EQ(out, cyrillic);
        EXPECT_EQ(points.begin(points.size()), latin.size());
        for (std::size_t i = 0; i < CodePoints::kAhead; ++i) EXPECT_EQ(points[points.size() + i], 0U);
        points.show();
        std::string shown;
        for (const char32_t c : points.values()) text::append(shown, c);
        EXPECT_EQ(shown, latin);
    }
}

TEST(CodePoints, WhatIsHiddenIsShownAgain) {
    CodePoints points;
    points.decode("privet, karta");
    points.hide(0, 8);
    points.spell_in_cyrillic();
    EXPECT_EQ(points[0], U' ');
    EXPECT_EQ(points[8], U'к');
    EXPECT_EQ(points.begin(8), 8U);
    points.show();
    EXPECT_EQ(points[0], U'p');
    EXPECT_EQ(points[8], U'k');
    points.hide(0, 1);
    points.decode("a");
    points.show();
    EXPECT_EQ(points[0], U'a');
}

TEST(CodePoints, RoomIsGivenBack) {
    CodePoints points;
    const std::string large(10'000, 'a');
    points.decode(large);
    points.release_above(100);
    EXPECT_EQ(points.size(), 0U);
    points.decode("да");
    points.release_above(100);
    EXPECT_EQ(points.size(), 2U);
}

}  // namespace
