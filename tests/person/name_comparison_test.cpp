#include "scrm/person/name_comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace scrm::person {
namespace {

struct Pair {
    const char* a;
    const char* b;
    NameAgreement expected;
};

constexpr const char* name_of(NameAgreement agreement) {
    constexpr const char* kNames[] = {"exact_with_patronymic",
                                      "exact",
                                      "other_family",
                                      "given_equivalent",
                                      "typo",
                                      "swapped",
                                      "initial",
                                      "given_cognate",
                                      "surname_missing_given",
                                      "given_missing_surname",
                                      "patronymic_conflict",
                                      "other_surname",
                                      "surname_only",
                                      "gender_conflict",
                                      "different",
                                      "not_comparable"};
    return kNames[static_cast<std::size_t>(agreement)];
}

using enum NameAgreement;

constexpr Pair kPairs[] = {
    // The same name in full.
    {"Иванов Иван Петрович", "Иван Петрович Иванов", exact_with_patronymic},
    {"Иванов Иван Петрович", "Ivanov Ivan Petrovich", exact_with_patronymic},
    {"Ковальчук Олексій Миколайович", "Ковальчук Алексей Николаевич", exact_with_patronymic},
    {"Шевченко Олена Василівна", "Шевченко Елена Васильевна", exact_with_patronymic},
    {"Дмитрий Сергеевич Козлов", "Козлов Дмитро Сергійович", exact_with_patronymic},
    {"Юлия Андреевна Попова", "Yulia Andreevna Popova", exact_with_patronymic},
    {"Гусейнов Али Мамед оглы", "Али Мамед оглы Гусейнов", exact_with_patronymic},
    {"Саша Петрович Кузнецов", "Александр Петрович Кузнецов", exact_with_patronymic},
    {"Наталья Ивановна Лысенко", "Лисенко Наталія Іванівна", exact_with_patronymic},
    {"Нурлан Серикович Ахметов", "Akhmetov Nurlan Serikovich", exact_with_patronymic},
    // Given name and surname.
    {"Иван Петров", "Ivan Petrov", exact},
    {"Иван Петров", "Petrov Ivan", exact},
    {"иван петров", "ИВАН ПЕТРОВ", exact},
    {"Иван Петров", "Иванов Иван", given_other_surname},
    {"Юлия Щербакова", "Yulia Scherbakova", exact},
    {"Юлия Щербакова", "Iuliia Shcherbakova", exact},
    {"Юлія Ковальчук", "Yulia Kovalchuk", exact},
    {"❤️ Аня Петрова ❤️", "Аня Петрова", exact},
    {"𝓐𝓷𝓷𝓪 Petrova", "Анна Петрова", exact},
    {"1van Petr0v", "Иван Петров", exact},
    {"Ивaн Пeтpов", "Иван Петров", exact},
    {"Dr. John Smith", "John Smith", exact},
    {"Smith, John", "John Smith", exact},
    {"John Smith Jr", "John Smith", exact},
    {"Артём Королёв", "Артем Королев", exact},
    {"Сергей Соловьёв", "Sergey Solovyov", exact},
    {"Anna Petrov", "Анна Петрова", exact},
    {"Екатерина Толстая", "Ekaterina Tolstaya", exact},
    {"Ольга Ковальская", "Olga Kovalska", exact},
    {"Иван Петров", "Иван Петрович Петров", exact},
    {"Vincent van Gogh", "Vincent Gogh", exact},
    {"John F. Kennedy", "John Kennedy", exact},
    {"IvanPetrov", "Иван Петров", exact},
    {"ivan.petrov", "Иван Петров", exact},
    {"Леонид Якубович", "Леонид Аркадьевич Якубович", exact},
    {"Нұрсұлтан Назарбаев", "Nursultan Nazarbayev", exact},
    {"Tran Nguyen", "Nguyen Tran", exact},
    {"Мухаммед Али", "Али Мухаммед", exact},
    {"Петров-Водкин Кузьма", "Кузьма Петров-Водкин", exact},
    {"Дмитрий \"Дима\" Козлов", "Дмитрий Козлов", exact},
    {"Anthony O'Brien", "Anthony OBrien", exact},
    {"Світлана Лобода", "Svitlana Loboda", exact},
    {"Уладзімір Караткевіч", "Uladzimir Karatkevich", exact},
    {"Ахметов Серик", "Serik Akhmetov", exact},
    {"Мария Иванова (Петрова)", "Мария Иванова", exact},
    // Maiden and double names.
    {"Мария Иванова (Петрова)", "Мария Петрова", other_family},
    {"Маша (Иванова) Петрова", "Мария Иванова", other_family},
    {"Mary Smith née Jones", "Mary Jones", other_family},
    {"Анна Петрова-Водкина", "Анна Петрова", other_family},
    {"Анна Петрова-Водкина", "Водкина Анна", other_family},
    {"Gabriel Garcia Marquez", "Gabriel Garcia", other_family},
    {"Мария Иванова урожд. Сидорова", "Маша Сидорова", other_family},
    // Short and foreign forms.
    {"Саша Петров", "Александр Петров", given_equivalent},
    {"Саша Петрова", "Александра Петрова", given_equivalent},
    {"Шура Петрова", "Саша Петрова", given_equivalent},
    {"Дима Козлов", "Дмитрий Козлов", given_equivalent},
    {"Dima Kozlov", "Дмитро Козлов", given_equivalent},
    {"Катя Смирнова", "Ekaterina Smirnova", given_equivalent},
    {"Kate Smirnova", "Екатерина Смирнова", given_equivalent},
    {"Олена Петренко", "Елена Петренко", given_equivalent},
    {"Микола Ткачук", "Николай Ткачук", given_equivalent},
    {"Володимир Бондар", "Владимир Бондарь", given_equivalent},
    {"Bob Smith", "Robert Smith", given_equivalent},
    {"Bill Gates", "William Gates", given_equivalent},
    {"Liz Taylor", "Elizabeth Taylor", given_equivalent},
    {"Mike Johnson", "Michael Johnson", given_equivalent},
    {"Лёха Морозов", "Алексей Морозов", given_equivalent},
    {"Серёга Белов", "Сергей Белов", given_equivalent},
    {"Настя Орлова", "Анастасия Орлова", given_equivalent},
    {"Anastasia Orlova", "Настёна Орлова", given_equivalent},
    {"Слава Орлов", "Вячеслав Орлов", given_equivalent},
    {"Слава Орлов", "Святослав Орлов", given_equivalent},
    {"Маричка Гончар", "Марія Гончар", given_equivalent},
    {"Сашко Бойко", "Олександр Бойко", given_equivalent},
    {"Alex Boyko", "Олександр Бойко", given_equivalent},
    // Another spelling of the family name: no marks, or by the ear.
    {"Ivan Šimić", "Ivan Simic", given_equivalent},
    {"Slavoj Žižek", "Slavoj Zizek", given_equivalent},
    {"Łukasz Żółć", "Lukasz Zolc", given_equivalent},
    {"Олег Пятроў", "Олег Петров", given_equivalent},
    {"Алена Пятрова", "Елена Петрова", given_equivalent},
    {"Олег Сяргееў", "Олег Сергеев", given_equivalent},
    {"Алег Мядзведзеў", "Олег Медведев", given_equivalent},
    {"Ганна Сяргеева", "Анна Сергеева", given_equivalent},
    {"Нгуен Ван Ань", "Nguyen Van Anh", exact},
    {"Кастусь Каліноўскі", "Константин Калиновский", typo},
    {"Гоша Куценко", "Игорь Куценко", given_equivalent},
    {"Жора Минин", "Георгий Минин", given_equivalent},
    {"Айка Серикова", "Айгерим Серикова", given_equivalent},
    {"Алик Мамедов", "Али Мамедов", given_equivalent},
    {"John Michael Smith", "Michael Smith", given_equivalent},
    {"Аня (Annie) Петрова", "Annie Петрова", given_equivalent},
    {"Таня Ким", "Татьяна Ким", given_equivalent},
    // Typing errors.
    {"Иван Сидорв", "Иван Сидоров", typo},
    {"Иван Сиодров", "Иван Сидоров", typo},
    {"Alksandr Volkov", "Alexander Volkov", typo},
    {"Jonatahn Miller", "Jonathan Miller", typo},
    {"John Shevchneko", "John Shevchenko", typo},
    {"Дмитирй Козлов", "Дмитрий Козлов", typo},
    {"Katherina Mueller", "Katherina Muller", typo},
    {"Анна Кузнецовва", "Анна Кузнецова", given_equivalent},
    {"Hanna Scherbakova", "Hanna Shcherbakova", given_equivalent},
    {"Gary Smith", "Harry Smith", surname_only},
    {"Jon Smith", "Jen Smith", gender_conflict},
    {"Joan Smith", "Jean Smith", given_cognate},
    // The order is wrong in fields that are sure: see SwappedFields.
    // Initials.
    {"И. Иванов", "Иван Иванов", initial_and_surname},
    {"Иванов И.", "Иван Иванов", initial_and_surname},
    {"И. И. Иванов", "Иван Ильич Иванов", initial_and_surname},
    {"И. П. Иванов", "Иванов Иван Петрович", initial_and_surname},
    {"Yu. Ivanova", "Юлия Иванова", initial_and_surname},
    {"Ю. Иванова", "Yulia Ivanova", initial_and_surname},
    {"J. Smith", "John Smith", initial_and_surname},
    {"Петренко О.В.", "Олена Василівна Петренко", initial_and_surname},
    {"И. Иванова", "Ирина Иванова", initial_and_surname},
    {"И. Петров", "И. Петров", initial_and_surname},
    // Cognates.
    {"John Petrov", "Иван Петров", given_cognate},
    {"George Orlov", "Юрий Орлов", given_cognate},
    {"James Levin", "Яков Левин", given_cognate},
    // A part is missing.
    {"Петров", "Иван Петров", surname_missing_given},
    {"Петров", "Petrov", surname_missing_given},
    {"Аня", "Анна Петрова", given_missing_surname},
    {"Аня П.", "Анна Петрова", given_missing_surname},
    {"Анна", "Anna", given_missing_surname},
    {"Иван Петрович", "Иван Петрович", given_missing_surname},
    {"Саша", "Шура", given_missing_surname},
    // Same name, other father.
    {"Иванов Иван Петрович", "Иванов Иван Сергеевич", patronymic_conflict},
    {"Шевченко Олена Василівна", "Шевченко Олена Петрівна", patronymic_conflict},
    {"И. П. Иванов", "Иванов Иван Сергеевич", patronymic_conflict},
    {"John Smith Jr", "John Smith Sr", patronymic_conflict},
    {"John Smith II", "John Smith III", patronymic_conflict},
    {"Саша Петрович Кузнецов", "Александр Иванович Кузнецов", patronymic_conflict},
    // Same given name, other surname.
    {"Анна Петрова", "Анна Сидорова", given_other_surname},
    {"Анна Ивановна Петрова", "Анна Ивановна Сидорова", given_other_surname},
    {"Аня Петрова", "Анна Шевченко", given_other_surname},
    {"John Smith", "John Brown", given_other_surname},
    // Relatives.
    {"Иванов Иван Петрович", "Иванов Пётр Иванович", surname_only},
    {"Сидоров Пётр", "Сидоров Павел", surname_only},
    {"Шевченко Анна", "Шевченко Мария", surname_only},
    {"Шевченко Анна Петровна", "Шевченко Мария Петровна", surname_only},
    {"И. Иванов", "Пётр Иванов", surname_only},
    {"John Smith", "Peter Smith", surname_only},
    {"Владислав Орлов", "Вячеслав Орлов", surname_only},
    {"Мария Орлова", "Марина Орлова", surname_only},
    {"Алексей Ким", "Александр Ким", surname_only},
    // Spouses, brother and sister.
    {"Иван Петров", "Анна Петрова", gender_conflict},
    {"Петров Иван Сергеевич", "Петрова Мария Сергеевна", gender_conflict},
    {"Саша Петров", "Саша Петрова", gender_conflict},
    {"Александр Петров", "Александра Петрова", gender_conflict},
    {"Евгений Сидоров", "Евгения Сидорова", gender_conflict},
    {"Тарас Шевченко", "Оксана Шевченко", gender_conflict},
    {"John Smith", "Mary Smith", gender_conflict},
    {"Валентин Ткач", "Валентина Ткач", gender_conflict},
    {"Mr Taylor Brown", "Mrs Taylor Brown", gender_conflict},
    // Strangers.
    {"Иван Петров", "Сергей Сидоров", different},
    {"Иван Петров", "Анна Сидорова", different},
    {"John Smith", "Peter Brown", different},
    {"Саша Петров", "Саша Сидорова", different},
    {"Иван Петрович", "Иван Сергеевич", different},
    {"Анна", "Мария", different},
    {"Anna", "Petr Ivanov", different},
    {"Олексій Ткач", "Олександр Ткачук", different},
    {"Tran Nguyen", "Li Zhang", different},
    {"Иван Козлов", "John Volkov", different},
    {"Аня П.", "Анна Сидорова", given_other_surname},
    // Nothing to compare.
    {"", "Иван Петров", not_comparable},
    {"killer777", "Иван Петров", not_comparable},
    {"Мой мир", "Мой мир", not_comparable},
    {"ООО Ромашка", "Иван Петров", not_comparable},
    {"Петров", "Анна", not_comparable},
    {"", "", not_comparable},
};

TEST(NameComparison, Levels) {
    static_assert(std::size(kPairs) >= 150);
    for (const Pair& pair : kPairs) {
        const PersonName a = parse_name(pair.a);
        const PersonName b = parse_name(pair.b);
        EXPECT_EQ(compare(a, b), pair.expected) << pair.a << " ~ " << pair.b << ": " << name_of(compare(a, b))
                                                << " for " << name_of(pair.expected);
    }
}

TEST(NameComparison, IsSymmetric) {
    for (const Pair& x : kPairs) {
        const PersonName a = parse_name(x.a);
        for (const Pair& y : kPairs) {
            for (const char* other : {y.a, y.b}) {
                const PersonName b = parse_name(other);
                ASSERT_EQ(compare(a, b), compare(b, a)) << x.a << " ~ " << other;
                ASSERT_EQ(compare_parts(a, b), compare_parts(b, a)) << x.a << " ~ " << other;
            }
        }
    }
}

TEST(NameComparison, AgreesWithItself) {
    for (const Pair& pair : kPairs) {
        for (const char* raw : {pair.a, pair.b}) {
            const PersonName name = parse_name(raw);
            if (!name.is_usable()) continue;
            EXPECT_LE(compare(name, name), given_missing_surname) << raw;
            EXPECT_NE(compare(name, name), typo) << raw;
        }
    }
}

TEST(NameComparison, SwappedFields) {
    const auto of = [](const char* given, const char* family) {
        return parse_name(NameFields{"", given, family, ""});
    };
    EXPECT_EQ(compare(of("thomas", "james"), of("james", "thomas")), swapped);
    EXPECT_EQ(compare(of("michaela", "neumann"), of("neumann", "michaela")), exact);
    EXPECT_EQ(compare(of("neumann", "zbynek"), of("zbynek", "neumann")), swapped);
    EXPECT_EQ(compare(of("james", "thomas"), of("james", "thomas")), exact);
    EXPECT_EQ(compare(of("james", "thomas"), of("james", "brown")), given_other_surname);
    EXPECT_NE(compare(of("james", "brown"), of("brown", "")), swapped);
}

TEST(NameComparison, Parts) {
    const auto parts = [](const char* a, const char* b) {
        return compare_parts(parse_name(a), parse_name(b));
    };
    const NameAgreementParts wife = parts("Иван Петров", "Анна Петрова");
    EXPECT_EQ(wife.given, GivenAgreement::different);
    EXPECT_EQ(wife.surname, SurnameAgreement::gender_form);
    EXPECT_TRUE(wife.gender_conflict);
    const NameAgreementParts son = parts("Иванов Иван Петрович", "Иванов Пётр Иванович");
    EXPECT_EQ(son.surname, SurnameAgreement::same);
    EXPECT_EQ(son.patronymic, PatronymicAgreement::different);
    EXPECT_FALSE(son.gender_conflict);
    const NameAgreementParts short_name = parts("Дима Козлов", "Козлов Дмитрий Сергеевич");
    EXPECT_EQ(short_name.given, GivenAgreement::short_form);
    EXPECT_EQ(short_name.patronymic, PatronymicAgreement::missing);
    EXPECT_TRUE(parts("John Smith Jr", "John Smith Sr").suffix_conflict);
    EXPECT_EQ(parts("", "Иван"), NameAgreementParts{});
}

bool share_key(const PersonName& a, const PersonName& b) {
    std::vector<std::uint64_t> x;
    std::vector<std::uint64_t> y;
    name_keys(a, x);
    name_keys(b, y);
    EXPECT_TRUE(std::is_sorted(x.begin(), x.end()));
    return std::any_of(x.begin(), x.end(),
                       [&](std::uint64_t key) { return std::binary_search(y.begin(), y.end(), key); });
}

TEST(NameKeys, AgreeingNamesShareOne) {
    for (const Pair& pair : kPairs) {
        const PersonName a = parse_name(pair.a);
        const PersonName b = parse_name(pair.b);
        if (compare(a, b) > initial_and_surname || compare(a, b) == typo) continue;
        EXPECT_TRUE(share_key(a, b)) << pair.a << " ~ " << pair.b;
    }
}

TEST(NameKeys, StrangersShareNone) {
    for (const Pair& pair : kPairs) {
        if (pair.expected != different) continue;
        EXPECT_FALSE(share_key(parse_name(pair.a), parse_name(pair.b))) << pair.a << " ~ " << pair.b;
    }
    std::vector<std::uint64_t> none;
    name_keys(parse_name("killer777"), none);
    EXPECT_TRUE(none.empty());
}

TEST(NameKeys, AppendsOnly) {
    std::vector<std::uint64_t> keys{7};
    name_keys(parse_name("Саша Петров"), keys);
    ASSERT_GT(keys.size(), 2U);
    EXPECT_EQ(keys.front(), 7U);
    EXPECT_LE(keys.size(), 16U);
}

}  // namespace
}  // namespace scrm::person
