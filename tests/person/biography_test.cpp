// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/biography.hpp"

#include <gtest/gtest.h>

#include "scrm/person/place.hpp"

namespace scrm::person {
namespace {

std::vector<std::string> phones_of(std::string_view bio, std::string_view country = {}) {
    std::vector<std::string> out;
    for (const PhoneNumber& phone : read_biography(bio, country).phones) out.push_back(phone.text());
    return out;
}

std::string born_of(std::string_view bio) {
    const auto born = read_biography(bio).born;
    return born ? born->text() : "";
}

/// English name of the city that a biography says.
std::string city_of(std::string_view bio) {
    const std::string raw = read_biography(bio).city;
    const auto found = parse_city(raw);
    return found ? std::string{city(*found).english_name} : raw;
}

TEST(ReadBiography, PhonesAsPeopleWriteThem) {
    using Numbers = std::vector<std::string>;
    EXPECT_EQ(phones_of("мой телефон +79161234567"), Numbers{"+79161234567"});
    EXPECT_EQ(phones_of("звоните 8 (916) 123-45-67, пишите"), Numbers{"+79161234567"});
    EXPECT_EQ(phones_of("WhatsApp +7 916 123 45 67 | йога"), Numbers{"+79161234567"});
    EXPECT_EQ(phones_of("запись: wa.me/79161234567"), Numbers{"+79161234567"});
    EXPECT_EQ(phones_of("тел. 067 123 45 67", "UA"), Numbers{"+380671234567"});
    EXPECT_EQ(phones_of("+79161234567\n8-921-765-43-21"), (Numbers{"+79161234567", "+79217654321"}));
    EXPECT_EQ(phones_of("+79161234567 или 8 916 123 45 67"), Numbers{"+79161234567"});
    EXPECT_EQ(
        phones_of("☎️ 8️⃣9️⃣1️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣"),
        Numbers{"+79161234567"});
    EXPECT_EQ(
        phones_of(
            "тел. ➕7️⃣ 9️⃣1️⃣6️⃣ 1️⃣2️⃣3️⃣ 4️⃣5️⃣ 6️⃣7️⃣ "
            "💅"),
        Numbers{"+79161234567"});
    EXPECT_EQ(phones_of("８９１６１２３４５６７"), Numbers{"+79161234567"});
}

TEST(ReadBiography, OtherNumbersAreNoPhones) {
    for (const char* bio : {"", "заказ 79161234567890", "ИНН 770012345678", "1987-03-05 10:00:00",
                            "карта [CARD 1234]", "рост 187 вес 78 глаза 2", "12 345 678 подписчиков"})
        EXPECT_TRUE(phones_of(bio).empty()) << bio;
}

TEST(ReadBiography, Emails) {
    const Biography bio = read_biography("почта: Ivan@Mail.ru, вторая ivan.p@bank.example");
    ASSERT_EQ(bio.emails.size(), 2);
    EXPECT_EQ(bio.emails[0].canonical(), "ivan@mail.ru");
}

TEST(ReadBiography, BirthDates) {
    struct Case {
        const char* bio;
        const char* born;
    };
    const Case cases[] = {
        {"🎂 13.04", "--04-13"},
        {"йога | 🎂 13.04.1990", "1990-04-13"},
        {"🎂13.4.90 🐈", "1990-04-13"},
        {"🎂 13 апреля", "--04-13"},
        {"🎈5 марта 1987 года", "1987-03-05"},
        {"др 13.04", "--04-13"},
        {"ДР: 13.04.1990", "1990-04-13"},
        {"Дата рождения - 13.04.1990", "1990-04-13"},
        {"Родилась 5 марта 1987", "1987-03-05"},
        {"народився 5 березня 1987", "1987-03-05"},
        {"born April 13, 1990", "1990-04-13"},
        {"Bday: 13 Apr", "--04-13"},
        {"1990 г.р.", "1990"},
        {"Иван, 1990 г. р.", "1990"},
        {"13.04.1990 г.р.", "1990-04-13"},
        {"1990 года рождения", "1990"},
        {"13.04.1990", "1990-04-13"},
        {"13/04/1990", "1990-04-13"},
        {"люблю путешествовать | 1961", "1961"},
        {"1961 | родился 1961", "1961"},
        // No birth date.
        {"13.04", ""},
        {"с 1998 года в строю", ""},
        {"1812", ""},
        {"2024", ""},
        {"осн. 1990", ""},
        {"🎂 торты на заказ 24/7", ""},
        {"2009 — 2013", ""},
        {"🎂 13.04 | др 14.04", ""},
        {"др 32.04", ""},
        {"мама двоих детей", ""},
    };
    for (const Case& one : cases) EXPECT_EQ(born_of(one.bio), one.born) << one.bio;
}

TEST(ReadBiography, Cities) {
    struct Case {
        const char* bio;
        const char* city;
    };
    const Case cases[] = {
        {"📍 Казань", "Kazan"},
        {"📍Москва и область", "Moscow"},
        {"мама двоих сыновей\n📍 Krasnodar ok.ru/profile/2933869278", "Krasnodar"},
        {"🏠 СПб", "Saint Petersburg"},
        {"🇷🇺 Москва", "Moscow"},
        {"г. Омск", "Omsk"},
        {"г.Омск, мастер маникюра", "Omsk"},
        {"город: Тюмень", "Tyumen"},
        {"из Москвы", "Moscow"},
        {"родом из Перми", "Perm"},
        {"Живу в Питере", "Saint Petersburg"},
        {"живу у Львові", "Lviv"},
        {"from Kyiv", "Kyiv"},
        {"living in London", "London"},
        {"Новокузнецк | 🎂 13.04", "Novokuznetsk"},
        {"Студент\nКраснодар", "Krasnodar"},
        {"Moscow, Russia", "Moscow"},
        {"Москва • СПб", ""},
        // No city.
        {"люблю Москву", ""},
        {"Владимир", ""},
        {"📍 Владимир", "Vladimir"},
        {"Шевченко", ""},
        {"📍 Шевченко", "Aktau"},
        {"из дома", ""},
        {"из рук в руки", ""},
        {"верный", ""},
        {"инженер", ""},
        {"📍 ул. Ленина, 5", ""},
        {"детский сад № 7", ""},
        {"Служу России", ""},
    };
    for (const Case& one : cases) EXPECT_EQ(city_of(one.bio), one.city) << one.bio;
}

TEST(ReadBiography, OneTextMaySayAll) {
    const Biography bio = read_biography(
        "Иван ✈️ инженер 📍 Казань 🎂 13.04.1990 📲 8 916 123-45-67 📩 "
        "ivan@mail.ru");
    EXPECT_EQ(bio.city, "Казань");
    EXPECT_EQ(bio.born->text(), "1990-04-13");
    ASSERT_EQ(bio.phones.size(), 1);
    EXPECT_EQ(bio.emails.size(), 1);
    EXPECT_FALSE(bio.empty());
    EXPECT_TRUE(read_biography("пеку торты").empty());
}

}  // namespace
}  // namespace scrm::person
