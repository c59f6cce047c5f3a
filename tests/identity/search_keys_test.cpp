// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/search_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "scrm/core/digest.hpp"
#include "scrm/identity/sample.hpp"

namespace scrm::identity {
namespace {

Customer person(const std::string& name, const std::string& phone = {}, const std::string& email = {},
                const std::string& birth_date = {}) {
    Customer customer;
    customer.id = CustomerId{"1"};
    customer.full_name = name;
    if (!phone.empty()) customer.phones = {phone};
    if (!email.empty()) customer.emails = {email};
    customer.birth_date = birth_date;
    return customer;
}

std::size_t shared(const Customer& a, const Customer& b) {
    SearchKeys keys;
    const auto x = keys.of(a);
    const auto y = keys.of(b);
    EXPECT_TRUE(std::is_sorted(x.begin(), x.end()));
    std::vector<std::int64_t> both;
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
    return both.size();
}

TEST(SearchKeys, AQuestionMeetsItsAnswer) {
    const Customer ivanov =
        person("Иванов Иван Петрович", "+7 916 490-72-13", "ivan.petrov@yandex.ru", "1980-02-03");
    for (const Customer& question :
         {person("Иван Иванов"), person("Ваня Иванов"), person("Ivan Ivanov"), person("Иванова Иван"),
          person("Иванов"), person("Ивонов Иван"), person("", "8 (916) 490-72-13"),
          person("", "+380 44 490-72-13"), person("", "", "IvanPetrov@ya.ru"),
          person("", "", "ivan.petrov@mail.ru"), person("Сидоров Пётр", "", "", "1980-02-03"),
          person("Иванкин Игорь")}) {
        EXPECT_GE(shared(ivanov, question), 1U) << question.full_name;
    }
    EXPECT_GE(shared(person("Hughes John"), person("Хьюз Джон")), 1U);
    EXPECT_GE(shared(person("ООО «Ромашка Сервис»"), person("Ромашка")), 1U);
    Customer company = person("Ромашка Сервис");
    company.kind = "company";
    EXPECT_GE(shared(company, person("Ромашка")), 1U);
}

TEST(SearchKeys, StrangersDoNot) {
    const Customer ivanov = person("Иванов Иван", "+79164907213", "ivan@ya.ru", "1980-02-03");
    EXPECT_EQ(shared(ivanov, person("Сидоров Пётр", "+79164907214", "petr@ya.ru", "1981-02-03")), 0U);
    EXPECT_EQ(shared(ivanov, person("")), 0U);
    // A commonplace, a placeholder, a mailbox of many and half a date are no keys.
    SearchKeys keys;
    Customer nobody = person("", "+79999999999", "info@bank.ru", "--02-03");
    nobody.city = "Москва";
    EXPECT_TRUE(keys.of(nobody).empty());
}

TEST(SearchKeys, AreFewWhateverARecordHolds) {
    Customer many = person("Иванов Иван Петрович");
    for (int i = 0; i < 1000; ++i) many.phones.push_back("+7916" + std::to_string(1234567 + 11 * i));
    SearchKeys keys;
    EXPECT_LE(keys.of(many).size(), SearchKeys::kMost);
    // Names stay among them.
    EXPECT_GE(shared(many, person("Иван Иванов")), 1U);
}

// Keys lie in databases: when this fails, kSearchKeyRecipe needs another name, so that they are made anew.
TEST(SearchKeys, AreThoseThatTheRecipeIsNamedFor) {
    SampleOptions options;
    options.customers = 2000;
    options.identities = 0;
    options.seed = 11;
    SearchKeys keys;
    std::uint64_t sum = 0;
    for (const Customer& customer : make_sample(options).customers) {
        for (const std::int64_t key : keys.of(customer)) sum = mix64(sum + static_cast<std::uint64_t>(key));
    }
    EXPECT_EQ(kSearchKeyRecipe, "person-6");
    EXPECT_EQ(sum, 10716642784561994851U);
}

}  // namespace
}  // namespace scrm::identity
