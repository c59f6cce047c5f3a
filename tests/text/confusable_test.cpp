// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/confusable.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "scrm/text/fold.hpp"

namespace scrm::text {
namespace {

TEST(Skeleton, LookAlikesShareOne) {
    EXPECT_EQ(skeleton("Cбepбaнк"), skeleton("Сбербанк"));
    EXPECT_EQ(skeleton("раураl"), skeleton("paypal"));
    EXPECT_EQ(skeleton("0leg"), skeleton("Oleg"));
    EXPECT_NE(skeleton("Сбербанк"), skeleton("Сбирбанк"));
    EXPECT_EQ(skeleton(""), "");
    EXPECT_FALSE(skeleton("a\xFF").empty());
}

TEST(Skeleton, GrowsBeyondTheFirstBuffer) {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "\uFDFA";
    EXPECT_GT(skeleton(text).size(), text.size());
}

TEST(Skeleton, FromManyThreads) {
    const std::string expected = skeleton("Сбербанк");
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) ASSERT_EQ(skeleton("Cбepбaнк"), expected);
        });
    }
}

TEST(DominantScript, Cases) {
    struct Case {
        std::string_view text;
        Script script;
    };
    const Case cases[] = {
        {"", Script::none},
        {"123 - !", Script::none},
        {"Анна", Script::cyrillic},
        {"Anna", Script::latin},
        {"Cбepбaнк", Script::cyrillic},
        {"Paypаl", Script::latin},
        {"王小明", Script::other},
        {"Caшa", Script::cyrillic},
        {"Анна Smith", Script::latin},
        {"Сосо", Script::cyrillic},
        {"Coco", Script::latin},
        {"Γιώργος", Script::other},
        {"\u0301\u0308", Script::none},
    };
    for (const Case& c : cases) EXPECT_EQ(dominant_script(c.text), c.script) << c.text;
}

TEST(MixedScript, Cases) {
    EXPECT_TRUE(mixed_script("Cбербанк"));
    EXPECT_TRUE(mixed_script("VIPклиент"));
    EXPECT_FALSE(mixed_script("Сбербанк"));
    EXPECT_FALSE(mixed_script("Sber2000"));
    EXPECT_FALSE(mixed_script("王Anna"));
    EXPECT_FALSE(mixed_script(""));
}

TEST(Unconfuse, Cases) {
    struct Case {
        std::string_view token;
        std::string_view plain;
    };
    const Case cases[] = {
        {"Cбepбaнк", "Сбербанк"},  // Latin C, e, p, a
        {"Caшa", "Саша"},
        {"BТБ", "ВТБ"},
        {"Paypаl", "Paypal"},  // Cyrillic а
        {"Аlех", "Alex"},      // Cyrillic А, е, х
        {"Iванов", "Іванов"},
        {"Сбербанк", "Сбербанк"},
        {"Sberbank", "Sberbank"},
        {"USBшник", "USBшник"},  // ш looks like no Latin letter and U, S like no Cyrillic one
        {"VIPклиент", "VIPклиент"},
        {"", ""},
        {"Oлeг\xFF", "Олег\xFF"},
    };
    for (const Case& c : cases) EXPECT_EQ(unconfuse(c.token), c.plain) << c.token;
}

TEST(PlainLetter, Cases) {
    struct Case {
        char32_t letter;
        char32_t plain;
    };
    const Case cases[] = {
        {U'ᴀ', U'A'},
        {U'ʙ', U'B'},
        {U'ꜱ', U'S'},
        {U'ᴢ', U'Z'},
        {U'ᴦ', U'Г'},
        {U'ᴫ', U'Л'},
        {U'🅐', U'A'},
        {U'🅩', U'Z'},
        {U'🅰', U'A'},
        {U'🆉', U'Z'},
        // Others stay.
        {U'a', U'a'},
        {U'я', U'я'},
        {U'ə', U'ə'},
        {U'\U0001F16A', U'\U0001F16A'},
        {U'🆎', U'🆎'},
        {U'😀', U'😀'},
    };
    for (const Case& c : cases) EXPECT_EQ(plain_letter(c.letter), c.plain) << static_cast<unsigned>(c.letter);
}

TEST(Unconfuse, WorksOnFoldedText) {
    EXPECT_EQ(unconfuse(fold("Cбepбaнк")), "сбербанк");
    EXPECT_EQ(unconfuse(fold("CБEPБAHК")), "сбербанк");  // H folds to h, which stands for н
    EXPECT_EQ(unconfuse(fold("ВAЛEHТИHA")), "валентина");
}

}  // namespace
}  // namespace scrm::text
