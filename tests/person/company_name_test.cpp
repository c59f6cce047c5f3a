#include "scrm/person/company_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scrm::person {
namespace {

std::string key(std::string_view raw) {
    const auto name = parse_company(raw);
    return name ? name->key : "";
}

TEST(CompanyName, LegalFormsComeOff) {
    const std::string romashka = key("Ромашка");
    for (const char* raw :
         {"ООО «Ромашка»", "ООО \"Ромашка\"", "Romashka LLC", "Romashka, Ltd.", "ROMASHKA INC", "ТОВ Ромашка",
          "о.о.о. Ромашка", "АО Ромашка", "ЗАО  Ромашка", "Romashka GmbH", "Romashka S.A."}) {
        EXPECT_EQ(key(raw), romashka) << raw;
        EXPECT_TRUE(looks_like_company(raw)) << raw;
        EXPECT_FALSE(parse_company(raw)->legal_form.empty()) << raw;
    }
    EXPECT_EQ(parse_company("Romashka Ltd")->legal_form, parse_company("Romashka Limited")->legal_form);
    EXPECT_NE(parse_company("Romashka Ltd")->legal_form, parse_company("Romashka Inc")->legal_form);
}

TEST(CompanyName, WordsStay) {
    EXPECT_EQ(key("Рога и Копыта"), key("Roga & Kopyta"));
    EXPECT_EQ(key("Johnson & Johnson"), key("Johnson and Johnson Inc."));
    EXPECT_NE(key("Ромашка"), key("Василёк"));
    EXPECT_TRUE(parse_company("Ромашка")->legal_form.empty());
}

TEST(CompanyName, NoWordNoName) {
    for (const char* raw : {"", "ООО", "LLC Ltd", "  ", "«»", "&"}) EXPECT_FALSE(parse_company(raw)) << raw;
}

TEST(CompanyName, PersonsAreNone) {
    for (const char* raw : {"ИП Иванов Иван", "ФОП Шевченко", "Иван Петров", ""})
        EXPECT_FALSE(looks_like_company(raw)) << raw;
}

// Names of plain letters are told at a glance. A letter that vanishes when a text is folded makes one look
// closer.
TEST(CompanyName, AGlanceTellsTheSame) {
    const std::string words[] = {"Иван",       "ИВАНОВА", "ООО",  "ооо",     "Ао",  "Рога",
                                 "и",          "Smith",   "LLC",  "limited", "Ltd", "O",
                                 "Анна-Мария", "пп",      "Ивaн", "Ёлкин",   "ag",  "КОРПОРАЦИЯ"};
    int companies = 0;
    for (const std::string& one : words) {
        for (const std::string& other : words) {
            for (const char* between : {" ", "-", "  ", ". "}) {
                const std::string raw = one + between + other;
                EXPECT_EQ(looks_like_company(raw), looks_like_company(raw + "\u200B")) << raw;
                companies += looks_like_company(raw) ? 1 : 0;
            }
        }
    }
    EXPECT_GT(companies, 100);
}

TEST(CompanyName, BoundsInput) {
    EXPECT_LE(key(std::string(1 << 20, 'a')).size(), 300U);
}

}  // namespace
}  // namespace scrm::person
