// SPDX-License-Identifier: Apache-2.0
//
// What a careful bank neither joins nor links by itself: each case stands in one generated bank.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scrm/identity/records.hpp"
#include "scrm/identity/resolution.hpp"
#include "scrm/identity/sample.hpp"

namespace scrm::identity {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class CautiousBank {
  public:
    CautiousBank()
        : bank_(make_sample({.customers = 1500, .identities = 800, .interactions = 0, .seed = 5})) {}

    void add_customer(const std::string& id, const std::string& name, const Fields& fields) {
        Customer& customer = bank_.customers.emplace_back();
        customer.id = CustomerId{id};
        customer.kind = "person";
        customer.full_name = name;
        for (const auto& [field, value] : fields) {
            if (field == "gender") customer.gender = value;
            if (field == "birth_date") customer.birth_date = value;
            if (field == "phone") customer.phones.push_back(value);
            if (field == "email") customer.emails.push_back(value);
            if (field == "city") customer.city = value;
        }
    }
    void add_profile(const std::string& id, const std::string& name, const Fields& fields) {
        SocialIdentity& profile = bank_.identities.emplace_back();
        profile.account = {"telegram", "", id};
        profile.kind = "person";
        profile.display_name = name;
        for (const auto& [field, value] : fields) {
            if (field == "gender") profile.gender = value;
            if (field == "birth_date") profile.birth_date = value;
            if (field == "phone") profile.phones.push_back(value);
            if (field == "email") profile.emails.push_back(value);
            if (field == "city") profile.city = value;
            if (field == "handle") profile.handle = value;
            if (field == "kind") profile.kind = value;
        }
    }

    void resolve_all() {
        RecordSetBuilder left("profiles");
        RecordSetBuilder right("customers");
        for (const SocialIdentity& profile : bank_.identities) append(left, profile);
        for (const Customer& customer : bank_.customers) append(right, customer);
        profiles_ = left.finish();
        customers_ = right.finish();
        result_ = resolve(profiles_, customers_, MatchModel::person());
    }
    bool are_one(const std::string& a, const std::string& b) const {
        return result_.cluster[customers_.find(a).value()] == result_.cluster[customers_.find(b).value()];
    }
    Tier tier(const std::string& profile) const {
        return result_.tiers[profiles_.find(account_record_id({"telegram", "", profile})).value()];
    }

  private:
    SampleBank bank_;
    RecordSet profiles_;
    RecordSet customers_;
    ResolutionResult result_;
};

TEST(Caution, TwinsWhoseNamesAreALetterApartAreTwo) {
    struct Pair {
        const char* one;
        const char* other;
        const char* birth_date;
        const char* phone;  // of both
    };
    const Pair pairs[] = {
        {"Дубасова Алина Игоревна", "Дубасова Арина Игоревна", "2001-07-07", "+79384417305"},
        {"Мельничук Марія Петрівна", "Мельничук Марина Петрівна", "1999-01-09", ""},
        {"Гривцова Лидия Романовна", "Гривцова Лилия Романовна", "1988-05-14", "+79176620148"},
    };
    CautiousBank bank;
    int number = 0;
    for (const Pair& pair : pairs) {
        const Fields fields = {{"gender", "f"}, {"birth_date", pair.birth_date}, {"phone", pair.phone}};
        bank.add_customer("a" + std::to_string(number), pair.one, fields);
        bank.add_customer("b" + std::to_string(number), pair.other, fields);
        ++number;
    }
    bank.add_profile("of-either", "А. Дубасова", {{"phone", "+79384417305"}});
    bank.add_profile("of-one", "Алина Дубасова", {{"birth_date", "2001-07-07"}});
    bank.resolve_all();
    for (int i = 0; i < number; ++i)
        EXPECT_FALSE(bank.are_one("a" + std::to_string(i), "b" + std::to_string(i))) << pairs[i].one;
    EXPECT_NE(bank.tier("of-either"), Tier::match);
    EXPECT_EQ(bank.tier("of-one"), Tier::match);
}

TEST(Caution, AnotherGenderIsNoOwner) {
    struct Case {
        const char* customer;
        const char* profile;
    };
    const Case cases[] = {{"Жолобов Евгений", "Женя Жолобова"},
                          {"Тучков Александр Петрович", "Саша Тучкова"},
                          {"Кривчиков Валерий", "Лера Кривчикова"}};
    CautiousBank bank;
    int number = 0;
    for (const Case& one : cases) {
        const std::string phone = "+7938441730" + std::to_string(number);
        bank.add_customer(
            "c" + std::to_string(number), one.customer,
            {{"gender", "m"}, {"birth_date", "1983-05-09"}, {"phone", phone}, {"city", "Минск"}});
        bank.add_profile("hers" + std::to_string(number), one.profile, {{"gender", "f"}, {"city", "Минск"}});
        bank.add_profile("phone" + std::to_string(number), one.profile, {{"gender", "f"}, {"phone", phone}});
        ++number;
    }
    bank.resolve_all();
    for (int i = 0; i < number; ++i) {
        EXPECT_NE(bank.tier("hers" + std::to_string(i)), Tier::match) << cases[i].profile;
        EXPECT_NE(bank.tier("phone" + std::to_string(i)), Tier::match) << cases[i].profile;
    }
}

TEST(Caution, TheFormOfAFamilyNameTellsGenderWhereTheGivenNameDoesNot) {
    struct Case {
        const char* customer;
        const char* profile;
        bool is_owner;
    };
    const Case cases[] = {{"Жолобов Евгений", "Женя Жолобова", false},
                          {"Тучков Александр Петрович", "Sasha Tuchkova", false},
                          {"Крикунова Валентина", "Валя Крикунов", false},
                          {"Косарев Олег Львович", "О. Косарева", false},
                          {"Жолобов Геннадий", "Гена Жолобов", true},
                          // A given name of one gender tells; women abroad bear their father's form.
                          {"Вострецова Ольга", "Olga Vostretsov", true},
                          {"Панфилова Галина", "Галя Панфилов", true}};
    CautiousBank bank;
    int number = 0;
    for (const Case& one : cases) {
        const std::string phone = "+7938441731" + std::to_string(number);
        bank.add_customer("c" + std::to_string(number), one.customer,
                          {{"birth_date", "1983-05-09"}, {"phone", phone}, {"city", "Минск"}});
        bank.add_profile("p" + std::to_string(number), one.profile, {{"phone", phone}});
        ++number;
    }
    bank.resolve_all();
    for (int i = 0; i < number; ++i) {
        EXPECT_EQ(bank.tier("p" + std::to_string(i)) == Tier::match, cases[i].is_owner) << cases[i].profile;
    }
}

TEST(Caution, FatherAndSonAndNamesakesAreTwo) {
    CautiousBank bank;
    bank.add_customer("father", "Щавелев Марк Маркович",
                      {{"birth_date", "1961-08-21"}, {"phone", "+79384417305"}, {"city", "Киров"}});
    bank.add_customer("son", "Щавелев Марк Маркович",
                      {{"birth_date", "1989-11-12"}, {"phone", "+79384417305"}, {"city", "Киров"}});
    // Two whole dates of one year are two dates.
    bank.add_customer("one", "Соколова Ольга Ивановна",
                      {{"birth_date", "1985-01-22"}, {"phone", "+79176620148"}, {"city", "Самара"}});
    bank.add_customer("other", "Соколова Ольга Ивановна",
                      {{"birth_date", "1985-11-25"}, {"phone", "+79266620149"}, {"city", "Самара"}});
    bank.resolve_all();
    EXPECT_FALSE(bank.are_one("father", "son"));
    EXPECT_FALSE(bank.are_one("one", "other"));
}

TEST(Caution, DatesThatStandForNoneAndBirthdaysOfNobodyAreNoEvidence) {
    CautiousBank bank;
    bank.add_customer("1900a", "Гринько Ада Львовна", {{"birth_date", "1900-01-01"}});
    bank.add_customer("1900b", "Дегтярь Карп Ильич", {{"birth_date", "1900-01-01"}});
    bank.add_profile("1900", "Ада Степанова", {{"birth_date", "1900-01-01"}});
    bank.add_customer("9999", "Стриж Семён Янович", {{"birth_date", "9999-12-31"}, {"city", "Омск"}});
    bank.add_profile("december", "Семён", {{"birth_date", "1985-12-31"}, {"city", "Омск"}});
    // Without a name and a contact nothing says who they are.
    bank.add_customer("nameless1", "", {{"birth_date", "1984-05-04"}, {"city", "Тула"}});
    bank.add_customer("nameless2", "Не указано", {{"birth_date", "1984-05-04"}, {"city", "Тула"}});
    bank.add_profile("nameless", "😀", {{"birth_date", "1984-05-04"}, {"city", "Тула"}});
    bank.resolve_all();
    EXPECT_NE(bank.tier("1900"), Tier::match);
    EXPECT_NE(bank.tier("december"), Tier::match);
    EXPECT_FALSE(bank.are_one("nameless1", "nameless2"));
    EXPECT_EQ(bank.tier("nameless"), Tier::none);
}

TEST(Caution, ALoginWithALetterOfAnotherScriptIsACopys) {
    CautiousBank bank;
    bank.add_customer("c", "Верещака Роман Тарасович",
                      {{"gender", "m"}, {"birth_date", "1986-06-16"}, {"city", "Воронеж"}});
    const Fields shown = {{"birth_date", "1986-06-16"}, {"city", "Воронеж"}};
    const auto with_login = [&shown](const char* login) {
        Fields fields = shown;
        fields.emplace_back("handle", login);
        return fields;
    };
    bank.add_profile("plain", "Роман Верещака", with_login("roman_vereshchaka"));
    bank.resolve_all();
    EXPECT_EQ(bank.tier("plain"), Tier::match);
    CautiousBank copied;
    copied.add_customer("c", "Верещака Роман Тарасович",
                        {{"gender", "m"}, {"birth_date", "1986-06-16"}, {"city", "Воронеж"}});
    copied.add_profile("copy", "Роман Верещака", with_login("roman_vereshchak\u0430"));
    copied.resolve_all();
    EXPECT_EQ(copied.tier("copy"), Tier::review);
}

TEST(Caution, AHotlineIsNobodys) {
    CautiousBank bank;
    bank.add_customer("c", "Верещака Карп Тарасович", {{"phone", "+78005553535"}, {"city", "Омск"}});
    bank.add_profile("p", "Карп Степанов", {{"phone", "8 800 555-35-35"}});
    bank.resolve_all();
    EXPECT_EQ(bank.tier("p"), Tier::none);
}

TEST(Caution, ABotIsNobody) {
    CautiousBank bank;
    bank.add_customer("c", "Вертоградов Роман Тарасович", {{"gender", "m"}, {"city", "Воронеж"}});
    bank.add_profile("bot", "Роман Вертоградов", {{"kind", "bot"}, {"city", "Воронеж"}});
    bank.resolve_all();
    EXPECT_NE(bank.tier("bot"), Tier::match);
}

// contracts.md: a bad field is kept as written, without a parsed value.
TEST(Caution, WhatCannotBeReadIsNoOtherValue) {
    CautiousBank bank;
    bank.add_customer("c1", "Стриж Семён Янович", {{"email", "ivan petrov@mail.ru"}});
    bank.add_profile("mail", "Семён", {{"email", "petrov@mail.ru"}});
    bank.add_customer("c2", "Чумак Зоя Яновна", {{"phone", "48257316"}});
    bank.add_profile("phone", "Зоя", {{"phone", "48257316"}});
    bank.add_customer("c3", "Гуляй Прохор Янович", {{"birth_date", "1980-02-30"}, {"city", "Омск"}});
    bank.add_profile("date", "Прохор", {{"birth_date", "1980-02-28"}, {"city", "Омск"}});
    bank.resolve_all();
    EXPECT_NE(bank.tier("mail"), Tier::match);
    EXPECT_NE(bank.tier("phone"), Tier::match);
    EXPECT_NE(bank.tier("date"), Tier::match);
}

}  // namespace
}  // namespace scrm::identity
