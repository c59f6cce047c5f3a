#include "scrm/person/patronymic.hpp"

#include <gtest/gtest.h>

#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"

namespace scrm::person {
namespace {

std::string key(std::string_view word) {
    return text::latin_key(text::fold(word));
}

TEST(Patronymic, GenderAndCertainty) {
    for (const char* son :
         {"Иванович",    "Сергеевич", "Петрович",  "Ivanovich", "Petrovych",    "Олександрович",
          "Андрійович",  "Ильич",     "Никитич",   "Кузьмич",   "Львович",      "Павлович",
          "Яковлевич",   "Юрійович",  "Сяргеевіч", "Иваныч",    "Нурсултанулы", "Alekseevich",
          "Григорьевич", "Лукич",     "Михайлович"}) {
        const std::string of = key(son);
        const auto reading = read_patronymic(of);
        ASSERT_TRUE(reading) << son;
        EXPECT_EQ(reading->gender, Gender::male) << son;
        EXPECT_TRUE(reading->certain) << son;
    }
    for (const char* daughter :
         {"Ивановна", "Сергеевна", "Ильинична", "Никитична", "Петрівна", "Сергіївна", "Ivanovna", "Petrivna",
          "Іванаўна", "Яківна", "Лукинична", "Саввична", "Ахметқызы", "Сапаркызы"}) {
        const std::string of = key(daughter);
        const auto reading = read_patronymic(of);
        ASSERT_TRUE(reading) << daughter;
        EXPECT_EQ(reading->gender, Gender::female) << daughter;
        EXPECT_TRUE(reading->certain) << daughter;
    }
    for (const char* surname : {"Шушкевич", "Мицкевич", "Грудкевич"}) {
        const std::string of = key(surname);
        const auto reading = read_patronymic(of);
        ASSERT_TRUE(reading) << surname;
        EXPECT_FALSE(reading->certain) << surname;
    }
    for (const char* other :
         {"Иванов", "Анна", "Smith", "", "Ирина", "Рович", "Марьяна", "Кич", "Овна", "Юлия"}) {
        EXPECT_FALSE(read_patronymic(key(other))) << other;
    }
}

struct Pair {
    const char* a;
    const char* b;
    PatronymicAgreement expected;
};

TEST(Patronymic, Compare) {
    using enum PatronymicAgreement;
    constexpr Pair kPairs[] = {
        {"Иванович", "Івановна", same},
        {"Сергеевич", "Сергійович", same},
        {"Сергеевна", "Сергіївна", same},
        {"Николаевич", "Миколайович", same},
        {"Владимирович", "Володимирович", same},
        {"Дмитриевна", "Дмитрівна", same},
        {"Александровна", "Олександрівна", same},
        {"Петрович", "Petrovich", same},
        {"Ильич", "Ілліч", same},
        {"Ильинична", "Іллівна", same},
        {"Павлович", "Павлівна", same},
        {"Львович", "Львівна", same},
        {"Алексеевич", "Олексійович", same},
        {"Михайлович", "Михайлівна", same},
        {"Иваныч", "Иванович", same},
        {"П", "Петрович", initial},
        {"Иванович", "Петрович", different},
        {"С", "Петрович", different},
        {"Николаевич", "Ивановна", different},
        {"", "Петрович", missing},
        {"Викторович", "Вікторович", same},
        {"Евгеньевич", "Євгенович", same},
        {"Зурабович", "Зуробович", close},
    };
    for (const Pair& pair : kPairs) {
        EXPECT_EQ(compare_patronymics(key(pair.a), key(pair.b)), pair.expected) << pair.a << " ~ " << pair.b;
        EXPECT_EQ(compare_patronymics(key(pair.b), key(pair.a)), pair.expected) << pair.b << " ~ " << pair.a;
    }
}

}  // namespace
}  // namespace scrm::person
