// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "identity/records/names_internal.hpp"
#include "linkage_support.hpp"

namespace scrm::identity {
namespace {

using test::Fields;
using test::Person;
using test::record_set;

TEST(NameTable, AMemoTellsNothingButWhatComparingTells) {
    // One part stands in names of both scripts, and what two parts sound like depends on which is in which.
    std::vector<Person> people;
    int number = 0;
    const auto add = [&](const char* given, const char* family) {
        people.push_back({"r" + std::to_string(number++), {{"given_name", given}, {"family_name", family}}});
    };
    for (const char* family :
         {"Semyonova", "Semenova", "Simonova", "Somonova", "Yegorova", "Egorova", "Igorova", "Kovalyova",
          "Kovaleva", "Kavalova", "Sherbakova", "Shcherbakova", "Tserbakova"})
        add("Anna", family);
    for (const char* family :
         {"Семёнова", "Семенова", "Симонова", "Сомонова", "Йегорова", "Егорова", "Игорова", "Ковалёва",
          "Ковалева", "Кавалова", "Шербакова", "Щербакова", "Цербакова"})
        add("Анна", family);
    const RecordSet set = record_set(people);
    const NameTable names(Rows{set}, 1);
    const auto rows = static_cast<Row>(set.size());
    const auto fresh = [&](Row a, Row b) {
        PairMemo given;
        PairMemo family;
        return NameTable::packed(names.compare(names.of(a), names.of(b), given, family));
    };
    for (const bool backwards : {false, true}) {
        PairMemo given;
        PairMemo family;
        for (Row i = 0; i < rows; ++i) {
            for (Row k = 0; k < rows; ++k) {
                const Row a = backwards ? rows - 1 - i : i;
                const Row b = backwards ? rows - 1 - k : k;
                EXPECT_EQ(NameTable::packed(names.compare(names.of(a), names.of(b), given, family)),
                          fresh(a, b))
                    << "rows " << a << " and " << b;
            }
        }
    }
}

TEST(NameTable, InitialsAndNamesOfTwoReadings) {
    enum Grade : std::uint8_t { none, same, initial, other };
    struct Case {
        const char* a;
        const char* b;
        Grade given;
        Grade family;
        Grade patronymic;
    };
    const Case cases[] = {
        {"J. Jones", "John Jones", initial, same, none},
        {"C. Brown", "Charles Brown", initial, same, none},
        {"J. Jones", "Peter Jones", other, same, none},
        {"Ю. Ким", "Юлия Ким", initial, same, none},
        {"Yu. Kim", "Юлия Ким", initial, same, none},
        {"Я. Петренко", "Яна Петренко", initial, same, none},
        {"Ю. Ким", "Ольга Ким", other, same, none},
        {"Юлия К.", "Ким Юлия", same, initial, none},
        // A word that is a father's name or a family's.
        {"Дмитрий Климович", "Климович Дмитрий Александрович", same, same, none},
        {"Дзіма Клімовіч", "Климович Дмитрий Александрович", same, same, none},
        {"Маша Абрамович", "Абрамович Мария Львовна", same, same, none},
        {"Иван Петрович", "Иванов Иван Петрович", same, none, same},
        {"Иван Петрович", "Иванов Иван Сергеевич", same, none, other},
        {"Иван Петрович", "Петрович Иван", same, same, none},
        {"Анна Петровна", "Петрова Анна Петровна", same, none, same},
    };
    for (const Case& one : cases) {
        const RecordSet set = record_set({{"1", {{"full_name", one.a}}}, {"2", {{"full_name", one.b}}}});
        const NameTable names(Rows{set}, 1);
        for (const Row first : {0, 1}) {
            PairMemo given_memo;
            PairMemo family_memo;
            const NameOutcome found =
                names.compare(names.of(first), names.of(1 - first), given_memo, family_memo);
            const auto given_grade = [](unsigned outcome) {
                if (outcome == 0) return none;
                const auto grade = static_cast<GivenGrade>(outcome - 1);
                return grade <= GivenGrade::equivalent ? same
                       : grade == GivenGrade::initial  ? initial
                                                       : other;
            };
            const auto family_grade = [](unsigned outcome) {
                if (outcome == 0) return none;
                const auto grade = static_cast<FamilyGrade>(outcome - 1);
                return grade <= FamilyGrade::typo ? same : grade == FamilyGrade::initial ? initial : other;
            };
            const auto patronymic_grade = [](unsigned outcome) {
                if (outcome == 0) return none;
                return static_cast<PatronymicGrade>(outcome - 1) == PatronymicGrade::different ? other : same;
            };
            EXPECT_EQ(given_grade(found.given), one.given) << one.a << " and " << one.b;
            EXPECT_EQ(family_grade(found.family), one.family) << one.a << " and " << one.b;
            EXPECT_EQ(patronymic_grade(found.patronymic), one.patronymic) << one.a << " and " << one.b;
        }
    }
}

/// What the family names of two rows are, compared.
unsigned family_outcome(const Fields& a, const Fields& b) {
    const RecordSet set = record_set({{"1", a}, {"2", b}});
    const NameTable names(Rows{set}, 1);
    PairMemo given;
    PairMemo family;
    const unsigned there = names.compare(names.of(0), names.of(1), given, family).family;
    EXPECT_EQ(names.compare(names.of(1), names.of(0), given, family).family, there);
    return there;
}

constexpr unsigned outcome(FamilyGrade grade) {
    return 1 + static_cast<unsigned>(grade);
}

TEST(NameTable, OtherSpellingsOfAFamilyName) {
    struct Case {
        const char* a;
        const char* b;
        FamilyGrade grade;
    };
    const Case cases[] = {
        {"Šimić", "Simic", FamilyGrade::equivalent},     {"Žižek", "Zizek", FamilyGrade::equivalent},
        {"Żółć", "Zolc", FamilyGrade::equivalent},       {"Šimić", "Шимич", FamilyGrade::exact},
        {"Пятроў", "Петров", FamilyGrade::equivalent},   {"Пятрова", "Петрова", FamilyGrade::equivalent},
        {"Сяргееў", "Сергеев", FamilyGrade::equivalent}, {"Петров", "Пяткоў", FamilyGrade::typo},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(family_outcome({{"family_name", one.a}}, {{"family_name", one.b}}), outcome(one.grade))
            << one.a << " and " << one.b;
        EXPECT_EQ(family_outcome({{"full_name", std::string{"Иван "} + one.a}},
                                 {{"given_name", "Иван"}, {"family_name", one.b}}),
                  outcome(one.grade))
            << one.a << " and " << one.b;
    }
}

TEST(NameTable, NamesOfCompanies) {
    struct Case {
        const char* a;
        const char* b;
        FamilyGrade grade;
    };
    const Case cases[] = {
        {"ООО «Ромашкинский двор»", "Общество с ограниченной ответственностью \"Ромашкинский двор\"",
         FamilyGrade::exact},
        {"ООО «Луч-1»", "ООО «Луч-2»", FamilyGrade::different},
        {"ООО «Луч-1»", "ООО «Луч 1»", FamilyGrade::exact},
        {"ИП Козинаки Пётр Ильич", "Индивидуальный предприниматель Козинаки П. И.", FamilyGrade::exact},
        {"ИП Козинаки Пётр Ильич", "ИП Козинаки Мария Олеговна", FamilyGrade::similar},
        {"ИП Ромашка", "Индивидуальный предприниматель «Ромашка»", FamilyGrade::exact},
    };
    const auto company = [](const char* name) { return Fields{{"kind", "company"}, {"full_name", name}}; };
    for (const Case& one : cases)
        EXPECT_EQ(family_outcome(company(one.a), company(one.b)), outcome(one.grade))
            << one.a << " and " << one.b;
    // The firm of a sole trader is not the customer who bears the name.
    const Fields person{{"kind", "person"}, {"full_name", "Козинаки Пётр Ильич"}};
    EXPECT_EQ(family_outcome(company("ИП Козинаки Пётр Ильич"), person), outcome(FamilyGrade::different));
}

}  // namespace
}  // namespace scrm::identity
