// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/name_sound.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

std::string key(std::string_view word) {
    return text::latin_key(text::fold(word));
}

double likeness(std::string_view latin, std::string_view cyrillic) {
    return cross_script_likeness(key(latin), key(cyrillic));
}

/// Names that no transliteration scheme brings to one key.
const std::vector<std::pair<const char*, const char*>>& one_name() {
    static const std::vector<std::pair<const char*, const char*>> kPairs = {
        {"Hughes", "Хьюз"},          {"Jones", "Джонс"},        {"Shakespeare", "Шекспир"},
        {"Churchill", "Черчилль"},   {"Zhou", "Чжоу"},          {"Xinping", "Синьпин"},
        {"Bordeaux", "Бордо"},       {"Giovanni", "Джованни"},  {"Wojciech", "Войцех"},
        {"Müller", "Мюллер"},        {"Jürgen", "Юрген"},       {"Yamashita", "Ямасита"},
        {"Washington", "Вашингтон"}, {"Matthew", "Мэттью"},     {"Rousseau", "Руссо"},
        {"Sarkozy", "Саркози"},      {"Beethoven", "Бетховен"}, {"Hernandez", "Эрнандес"},
    };
    return kPairs;
}

TEST(NameSound, OneNameInTwoScriptsSoundsAlike) {
    for (const auto& [latin, cyrillic] : one_name()) {
        EXPECT_GE(likeness(latin, cyrillic), 1) << latin << ' ' << cyrillic;
    }
}

TEST(NameSound, OtherNamesDoNot) {
    std::size_t alike = 0;
    for (std::size_t i = 0; i < one_name().size(); ++i) {
        for (std::size_t k = 0; k < one_name().size(); ++k) {
            alike += i != k && likeness(one_name()[i].first, one_name()[k].second) >= 1 ? 1 : 0;
        }
    }
    EXPECT_LE(alike, 1U);  // of 306
}

TEST(NameSound, ABoundChangesOnlyWhatIsBelowIt) {
    const double none = cross_script_likeness("1", "2");
    for (const auto& one : one_name()) {
        for (const auto& other : one_name()) {
            const std::string latin = key(one.first);
            const std::string cyrillic = key(other.second);
            const double exact = cross_script_likeness(latin, cyrillic);
            for (const double least : {-2.5, 0.0, 1.0, 1.3, 2.0}) {
                EXPECT_EQ(cross_script_likeness(latin, cyrillic, least), exact >= least ? exact : none)
                    << latin << ' ' << cyrillic << ' ' << least;
            }
        }
    }
}

TEST(NameSound, OutlinesMostlyMeet) {
    std::size_t outlines = 0;
    std::size_t rough = 0;
    for (const auto& [latin, cyrillic] : one_name()) {
        outlines += sound_outline(key(latin)) == sound_outline(key(cyrillic)) ? 1 : 0;
        rough += rough_sound_outline(key(latin)) == rough_sound_outline(key(cyrillic)) ? 1 : 0;
    }
    EXPECT_GE(outlines, one_name().size() * 6 / 10);
    EXPECT_GE(rough, outlines);
    EXPECT_NE(sound_outline(key("Hughes")), sound_outline(key("Черчилль")));
}

// What only one of the scripts writes, so that one outline a word would keep them apart.
TEST(NameSound, OneOfSeveralRoughOutlinesMeets) {
    const std::vector<std::pair<std::string, std::string>> names = {
        {"Kenji", "Кэндзи"}, {"Junji", "Дзюндзи"}, {"Aizawa", "Айдзава"},  {"Knox", "Нокс"},
        {"Seurat", "Сёра"},  {"Lopez", "Лопес"},   {"Jackson", "Джексон"}, {"Ayumi", "Аюми"}};
    for (const auto& [latin, cyrillic] : names) {
        std::vector<std::string> ours = {"kept"};
        std::vector<std::string> theirs;
        rough_sound_outlines(key(latin), ours);
        rough_sound_outlines(key(cyrillic), theirs);
        EXPECT_EQ(ours.front(), "kept");
        EXPECT_TRUE(std::any_of(theirs.begin(), theirs.end(), [&ours](const std::string& outline) {
            return std::find(ours.begin() + 1, ours.end(), outline) != ours.end();
        })) << latin;
    }
    std::vector<std::string> ours;
    std::vector<std::string> theirs;
    rough_sound_outlines(key("Hughes"), ours);
    rough_sound_outlines(key("Черчилль"), theirs);
    for (const std::string& outline : theirs)
        EXPECT_EQ(std::find(ours.begin(), ours.end(), outline), ours.end());
}

TEST(NameSound, RoughOutlinesAreFewAndBounded) {
    std::vector<std::string> outlines;
    rough_sound_outlines("", outlines);
    EXPECT_EQ(outlines, (std::vector<std::string>{""}));
    outlines.clear();
    rough_sound_outlines("dzksdzkqdzks" + std::string(1000, 'd') + "zkst", outlines);
    EXPECT_LE(outlines.size(), 16U);
    for (const std::string& outline : outlines) {
        EXPECT_LE(outline.size(), 3U);
        EXPECT_EQ(std::count(outlines.begin(), outlines.end(), outline), 1) << outline;
    }
}

TEST(NameSound, BoundedForAnyInput) {
    EXPECT_EQ(cross_script_likeness("", "ivan"), 0);
    EXPECT_EQ(cross_script_likeness("ivan", ""), 0);
    EXPECT_LT(cross_script_likeness(std::string(100'000, 'a'), "ivan"), 0);
    EXPECT_LT(cross_script_likeness("123 456", "ivan"), 0);
    EXPECT_EQ(sound_outline(""), "");
    EXPECT_EQ(rough_sound_outline("aeiou"), "");
    EXPECT_LE(sound_outline(std::string(100'000, 'b') + "trklmn").size(), 4U);
}

}  // namespace
}  // namespace scrm::person
