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

TEST(CompanyName, LegalFormsSpelledOutComeOff) {
    const struct {
        const char* spelled;
        const char* form;
    } cases[] = {
        {"Общество с ограниченной ответственностью \"Ромашка\"", "ООО"},
        {"РОМАШКА, общество с ограниченной ответственностью", "ООО"},
        {"О.О.О. «Ромашка»", "ООО"},
        {"О. О. О. Ромашка", "ООО"},
        {"Публичное акционерное общество «Ромашка»", "ПАО"},
        {"Закрытое акционерное общество Ромашка", "ЗАО"},
        {"Открытое Акционерное Общество Ромашка", "ОАО"},
        {"Акционерное общество «Ромашка»", "АО"},
        {"А.О. Ромашка", "АО"},
        {"Товарищество с ограниченной ответственностью «Ромашка»", "ТОО"},
        {"«Ромашка» жауапкершілігі шектеулі серіктестігі", "ТОО"},
        {"Товариство з обмеженою відповідальністю «Ромашка»", "ТОВ"},
        {"Приватне акціонерне товариство «Ромашка»", "ПрАТ"},
        {"Приватне підприємство Ромашка", "ПП"},
        {"Таварыства з абмежаванай адказнасцю «Ромашка»", "ООО"},
        {"Муниципальное унитарное предприятие «Ромашка»", "МУП"},
        {"Автономная некоммерческая организация Ромашка", "АНО"},
        {"Romashka Limited Liability Company", "LLC"},
        {"Romashka L.L.C.", "LLC"},
        {"Public Joint Stock Company Romashka", "PJSC"},
        {"Romashka Gesellschaft mit beschränkter Haftung", "GmbH"},
        {"Romashka G.m.b.H.", "GmbH"},
        {"Romashka sp. z o.o.", "spzoo"},
    };
    const auto form_of = [](std::string_view form) {
        return parse_company(std::string{form} + " Ромашка")->legal_form;
    };
    for (const auto& c : cases) {
        EXPECT_EQ(key(c.spelled), key("Ромашка")) << c.spelled;
        EXPECT_TRUE(looks_like_company(c.spelled)) << c.spelled;
        const auto name = parse_company(c.spelled);
        ASSERT_TRUE(name) << c.spelled;
        EXPECT_EQ(name->legal_form, form_of(c.form)) << c.spelled;
    }
    // A beginning alone is no form.
    for (const char* raw :
         {"Общество любителей книги", "Открытое море", "Частное мнение", "Limited Edition Club"})
        EXPECT_EQ(looks_like_company(raw), std::string_view{raw}.starts_with("Limited")) << raw;
    EXPECT_FALSE(parse_company("Общество с ограниченной ответственностью"));
}

TEST(CompanyName, SoleTradersArePersons) {
    for (const char* raw : {"ИП Козинаки Пётр Ильич", "Индивидуальный предприниматель Козинаки П. И.",
                            "ФОП Шевченко Т. Г.", "Фізична особа-підприємець Шевченко Тарас",
                            "Козинаки Пётр, И.П.", "Individual entrepreneur Petrov"}) {
        EXPECT_TRUE(names_sole_trader(raw)) << raw;
        EXPECT_FALSE(looks_like_company(raw)) << raw;
    }
    for (const char* raw : {"ООО «ИП Групп»", "Козинаки Пётр", "ИП", "", "Предприниматель года"})
        EXPECT_FALSE(names_sole_trader(raw)) << raw;
    EXPECT_EQ(key("ИП Козинаки Пётр"), key("Индивидуальный предприниматель Козинаки Пётр"));
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
    const std::string words[] = {"Иван",        "ИВАНОВА",  "ООО",    "ооо",     "Ао",  "Рога",
                                 "и",           "Smith",    "LLC",    "limited", "Ltd", "O",
                                 "Анна-Мария",  "пп",       "Ивaн",   "Ёлкин",   "ag",  "КОРПОРАЦИЯ",
                                 "Акционерное", "общество", "Limited"};
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
