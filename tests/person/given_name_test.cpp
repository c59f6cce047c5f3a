#include "scrm/person/given_name.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

std::string key(std::string_view word) {
    return text::latin_key(text::fold(word));
}

GivenAgreement compare(std::string_view a, std::string_view b) {
    const std::string x = key(a);
    const std::string y = key(b);
    const GivenAgreement agreement = compare_given_names(x, y);
    const ReadGivenName read_x{x, given_name_readings(x)};
    EXPECT_EQ(compare_given_names(read_x, ReadGivenName{y, given_name_readings(y)}), agreement)
        << a << ' ' << b;
    return agreement;
}

std::set<std::string_view> names_of(std::string_view word) {
    std::set<std::string_view> names;
    for (const GivenNameReading& reading : given_name_readings(key(word)))
        names.insert(given_name_text(reading.name));
    return names;
}

TEST(GivenName, ListHoldsFiveHundredNamesOnce) {
    EXPECT_GE(given_name_count(), 500U);
    std::set<std::pair<std::string_view, std::optional<Gender>>> seen;
    for (std::size_t i = 0; i < given_name_count(); ++i) {
        const auto id = static_cast<GivenNameId>(i);
        ASSERT_FALSE(given_name_text(id).empty()) << i;
        EXPECT_FALSE(given_name_key(id).empty()) << given_name_text(id);
        EXPECT_TRUE(seen.emplace(given_name_text(id), gender_of(id)).second) << given_name_text(id);
    }
}

TEST(GivenName, ReadingsPutFullFormsFirst) {
    for (std::size_t i = 0; i < given_name_count(); ++i) {
        const auto readings = given_name_readings(given_name_key(static_cast<GivenNameId>(i)));
        ASSERT_FALSE(readings.empty());
        EXPECT_FALSE(readings.front().short_form);
        bool short_seen = false;
        for (const GivenNameReading& reading : readings) {
            EXPECT_FALSE(short_seen && !reading.short_form);
            short_seen = reading.short_form;
        }
    }
    EXPECT_TRUE(given_name_readings("").empty());
    EXPECT_TRUE(given_name_readings("ivanov").empty());
    EXPECT_TRUE(given_name_readings("zzzzzz").empty());
}

TEST(GivenName, ShortFormsAreManyToMany) {
    const auto slava = names_of("Слава");
    for (const char* full :
         {"Вячеслав", "Владислав", "Станислав", "Ярослав", "Святослав", "Мирослав", "Ростислав"}) {
        EXPECT_TRUE(slava.contains(full)) << full;
    }
    const auto sasha = names_of("Sasha");
    EXPECT_TRUE(sasha.contains("Александр"));
    EXPECT_TRUE(sasha.contains("Александра"));
    EXPECT_TRUE(names_of("Olexandr").contains("Александр"));
    EXPECT_TRUE(names_of("Валя").contains("Валентин"));
    EXPECT_TRUE(names_of("Валя").contains("Валентина"));
}

TEST(GivenName, Gender) {
    const auto gender = [](std::string_view word) { return gender_of(given_name_readings(key(word))); };
    for (const char* man :
         {"Иван", "Никита", "Илья", "Ваня", "Bob", "Олексій", "Нурлан", "Микола", "Кузьма", "Лука", "Дима"}) {
        EXPECT_EQ(gender(man), Gender::male) << man;
    }
    for (const char* woman :
         {"Анна", "Любовь", "Настя", "Liz", "Оксана", "Айгуль", "Надія", "Маша", "Jennifer", "Лена"}) {
        EXPECT_EQ(gender(woman), Gender::female) << woman;
    }
    for (const char* either : {"Саша", "Женя", "Валя", "Taylor", "Петров", "", "Слава"}) {
        EXPECT_EQ(gender(either), std::nullopt) << either;
    }
}

struct Pair {
    const char* a;
    const char* b;
    GivenAgreement expected;
};

TEST(GivenName, Compare) {
    using enum GivenAgreement;
    constexpr Pair kPairs[] = {
        {"Юлия", "Yulia", same},
        {"Юлія", "Iuliia", same},
        {"Олексій", "Oleksii", same},
        {"Сергей", "Sergey", same},
        {"Артём", "Артем", same},
        {"Дмитрий", "Dmitriy", same},
        {"Дмитрий", "Дмитро", equivalent},
        {"Александр", "Олександр", equivalent},
        {"Александр", "Alejandro", equivalent},
        {"Елена", "Олена", equivalent},
        {"Елена", "Helen", equivalent},
        {"Екатерина", "Катерина", equivalent},
        {"Kateryna", "Catherine", equivalent},
        {"Николай", "Микола", equivalent},
        {"Михаил", "Michael", equivalent},
        {"Владимир", "Володимир", equivalent},
        {"Уладзімір", "Владимир", equivalent},
        {"Татьяна", "Тетяна", equivalent},
        {"Анна", "Ганна", equivalent},
        {"Мухаммед", "Магомед", equivalent},
        {"Нурсултан", "Nursultan", same},
        {"Allison", "Alison", same},
        {"Саша", "Александр", short_form},
        {"Шура", "Александр", short_form},
        {"Сашко", "Олександр", short_form},
        {"Саша", "Шура", short_form},
        {"Alex", "Александр", short_form},
        {"Sasha", "Alexandra", short_form},
        {"Дима", "Дмитро", short_form},
        {"Dima", "Dmitry", short_form},
        {"Bob", "Robert", short_form},
        {"Bill", "William", short_form},
        {"Liz", "Elizabeth", short_form},
        {"Peggy", "Margaret", short_form},
        {"Катенька", "Екатерина", short_form},
        {"Серёженька", "Сергей", short_form},
        {"Слава", "Ярослав", short_form},
        {"Лёха", "Алексей", short_form},
        {"Ксюша", "Оксана", short_form},
        {"Гоша", "Игорь", short_form},
        {"Ваня", "Іван", short_form},
        {"Маричка", "Марія", short_form},
        {"Тима", "Тимур", short_form},
        {"Иван", "John", cognate},
        {"Юрий", "George", cognate},
        {"Яков", "James", cognate},
        {"Georgy", "Юрій", cognate},
        {"Алексндр", "Александр", typo},
        {"Dmitrjj", "Dmitry", same},
        {"Jonatahn", "Jonathan", typo},
        {"Elizbeth", "Elizabeth", typo},
        {"И", "Иван", initial},
        {"Ivan", "I", initial},
        {"И", "И", initial},
        {"Мария", "Марина", similar},
        {"Даниил", "Данила", equivalent},
        {"Александр", "Александра", similar},
        {"Евгений", "Евгения", similar},
        {"Владислав", "Вячеслав", different},
        {"Владислав", "Станислав", different},
        {"Иван", "Пётр", different},
        {"Алексей", "Александр", different},
        {"Анна", "Мария", different},
        {"И", "Пётр", different},
        {"", "Пётр", missing},
        {"", "", missing},
    };
    for (const Pair& pair : kPairs) {
        EXPECT_EQ(compare(pair.a, pair.b), pair.expected) << pair.a << " ~ " << pair.b;
        EXPECT_EQ(compare(pair.b, pair.a), pair.expected) << pair.b << " ~ " << pair.a;
    }
}

TEST(GivenName, TwoNamesWithOneShortFormAreTwo) {
    EXPECT_EQ(compare("Анна", "Анастасия"), GivenAgreement::different);
    EXPECT_EQ(compare("Луиза", "Лия"), GivenAgreement::different);
    EXPECT_EQ(compare("Дарья", "Дарина"), GivenAgreement::cognate);
    EXPECT_EQ(compare("Ирина", "Арина"), GivenAgreement::cognate);
    EXPECT_EQ(compare("Вера", "Вероника"), GivenAgreement::cognate);
    EXPECT_EQ(compare("Ася", "Анна"), GivenAgreement::short_form);
    EXPECT_EQ(compare("Ася", "Анастасия"), GivenAgreement::short_form);
    EXPECT_EQ(compare("Даша", "Дарина"), GivenAgreement::short_form);
    EXPECT_EQ(compare("Ариша", "Арина"), GivenAgreement::short_form);
}

}  // namespace
}  // namespace scrm::person
