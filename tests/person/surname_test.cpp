#include "scrm/person/surname.hpp"

#include <gtest/gtest.h>

#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

std::string key(std::string_view word) {
    return text::latin_key(text::fold(word));
}

std::string neutral(std::string_view word) {
    return std::string{surname_key(key(word))};
}

TEST(Surname, FormsOfOneSurnameShareAKey) {
    const std::vector<std::vector<const char*>> families = {
        {"Иванов", "Иванова", "Ivanov", "Ivanova", "ИВАНОВА"},
        {"Сергеев", "Сергеева", "Sergeev", "Sergeyeva"},
        {"Ковальский", "Ковальская", "Ковальський", "Ковальська", "Kovalskiy", "Kovalskaya", "Kovalska",
         "Kowalski"},
        {"Троцкий", "Троцкая", "Троцький", "Троцька", "Trotsky", "Trotskaya"},
        {"Толстой", "Толстая", "Tolstoy", "Tolstaya"},
        {"Путин", "Путина", "Putin", "Putina"},
        {"Голицын", "Голицына", "Golitsyn", "Golitsyna"},
        {"Белый", "Белая", "Belyi", "Belaya"},
        {"Чорний", "Чорна", "Chornyi", "Chorna"},
        {"Ильин", "Ильина", "Ільїна", "Ilyina"},
        {"Достоевский", "Достоевская", "Dostoevsky", "Dostoyevskaya"},
        {"Соловьёв", "Соловьева", "Соловйова"},
        {"Иваноў", "Иванов"},
        {"Донской", "Донская"},
    };
    for (const auto& family : families) {
        for (const char* form : family) EXPECT_EQ(neutral(form), neutral(family.front())) << form;
    }
}

TEST(Surname, OthersComeBackWhole) {
    for (const char* name : {"Шевченко", "Ткачук", "Петросян", "Окуджава", "Smith", "Нет", "Ли", "Мельник",
                             "Мицкевич", "Гонгадзе", "Сорока", "Ива", "Ким", "Hall", "Коваль", "Нова"}) {
        const std::string whole = key(name);
        EXPECT_EQ(neutral(name), whole) << name;
    }
    EXPECT_EQ(surname_key(""), "");
}

TEST(Surname, GenderOfEnding) {
    for (const char* woman : {"Иванова", "Ковальська", "Троцкая", "Толстая", "Sergeeva", "Kovalskaya"}) {
        EXPECT_EQ(surname_gender(key(woman)), Gender::female) << woman;
    }
    for (const char* man : {"Иванов", "Ковальський", "Trotsky", "Sergeev", "Донской"}) {
        EXPECT_EQ(surname_gender(key(man)), Gender::male) << man;
    }
    for (const char* either : {"Шевченко", "Щербина", "Smith", "Путин", "Ткачук", "", "Ли", "Нова"}) {
        EXPECT_EQ(surname_gender(key(either)), std::nullopt) << either;
    }
}

TEST(Surname, Endings) {
    for (const char* name : {"Иванов", "Сидорова", "Петренко", "Ткачук", "Петросян", "Гонгадзе", "Johnson",
                             "Седых", "Ковальчук", "Мельник", "Чавчавадзе", "Коваленко"}) {
        EXPECT_TRUE(has_surname_ending(key(name))) << name;
    }
    for (const char* word : {"Иван", "Smith", "Ли", "", "Анна", "Jones"})
        EXPECT_FALSE(has_surname_ending(key(word))) << word;
}

TEST(Surname, SoundMergesSpellings) {
    const auto sound = [](std::string_view word) { return surname_sound(neutral(word)); };
    EXPECT_EQ(sound("Иванов"), sound("Иваноф"));
    EXPECT_EQ(sound("Петров"), sound("Петровa"));
    EXPECT_EQ(sound("Козлов"), sound("Kozlova"));
    EXPECT_EQ(sound("Schmidt"), sound("Schmitt"));
    EXPECT_NE(sound("Петров"), sound("Сидоров"));
    EXPECT_EQ(surname_sound(""), "");
    EXPECT_LE(surname_sound("abcdefghijklmnop").size(), 6U);
}

struct Pair {
    const char* a;
    const char* b;
    SurnameAgreement expected;
};

TEST(Surname, Compare) {
    using enum SurnameAgreement;
    constexpr Pair kPairs[] = {
        {"Иванов", "Ivanov", same},
        {"Щербаков", "Shcherbakov", same},
        {"Щербаков", "Scherbakov", same},
        {"Ковальчук", "Kovalchuk", same},
        {"Иванов", "Иванова", gender_form},
        {"Ivanova", "Иванов", gender_form},
        {"Ковальська", "Ковальский", gender_form},
        {"Сидоров", "Сидоровв", same},
        {"Сидорв", "Сидоров", typo},
        {"Сидоров", "Сидрова", typo},
        {"Shevchenko", "Shevchneko", typo},
        {"П", "Петров", initial},
        {"Петров", "Сидоров", different},
        {"Иванов", "Иваненко", similar},
        {"", "Иванов", missing},
    };
    for (const Pair& pair : kPairs) {
        EXPECT_EQ(compare_surnames(key(pair.a), key(pair.b)), pair.expected) << pair.a << " ~ " << pair.b;
        EXPECT_EQ(compare_surnames(key(pair.b), key(pair.a)), pair.expected) << pair.b << " ~ " << pair.a;
    }
}

TEST(Surname, OtherSpellings) {
    constexpr struct {
        const char* word;
        const char* other;  ///< a word that has the key; empty: none
    } kCases[] = {
        {"Šimić", "Simic"},
        {"Žižek", "Zizek"},
        {"Żółć", "Zolc"},
        {"Çelik", "Celik"},
        {"Şahin", "Sahin"},
        {"Пятроў", "Петров"},
        {"Пятрова", "Петрова"},
        {"Сяргееў", "Сергеев"},
        {"Цітоў", "Титов"},
        {"Міронаў", "Миронов"},
        {"Мядзведзеў", "Медведев"},
        {"Müller", ""},
        {"Wałęsa", ""},
        {"Simic", ""},
        {"Петров", ""},
        {"Пяткова", ""},
        {"Ляхов", ""},
        {"Іваноў", ""},
        {"Кузнецова", ""},
        {"Тяпкин", ""},
        {"", ""},
    };
    for (const auto& c : kCases) {
        const std::string folded = text::fold(c.word);
        const std::string word_key = text::latin_key(folded);
        const std::string other = other_surname_key({folded, word_key});
        EXPECT_EQ(other, key(c.other)) << c.word;
    }
}

TEST(Surname, AnotherDigitIsAnotherName) {
    using enum SurnameAgreement;
    constexpr Pair kPairs[] = {
        {"Луч-1", "Луч-2", different},
        {"Луч-1", "Луч", different},
        {"Вектор 2000", "Вектор 2001", different},
    };
    for (const Pair& pair : kPairs) {
        EXPECT_EQ(compare_surnames(key(pair.a), key(pair.b)), pair.expected) << pair.a << " ~ " << pair.b;
    }
    EXPECT_EQ(compare_surnames("zvezda 21", "zveda 21"), typo);
}

}  // namespace
}  // namespace scrm::person
