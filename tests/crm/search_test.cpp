// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "property/small_bank.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/crm.hpp"
#include "scrm/identity/search_keys.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

class CrmSearch : public test::OnBothDatabases {
  protected:
    static std::int64_t rows(const test::TestDatabase& database, const std::string& table) {
        return std::stoll(database.raw("select count(*) from " + table));
    }
    static bool is_verified(const Crm& crm) {
        const auto checks = crm.verify();
        return std::all_of(checks.begin(), checks.end(), [](const auto& check) { return check.ok; });
    }
};
SCRM_ON_BOTH_DATABASES(CrmSearch);

SearchQuery by_name(const std::string& name) {
    SearchQuery query;
    query.name = name;
    return query;
}

/// A question about a customer: some of what the record says, with slips.
SearchQuery question_about(const Customer& customer, Random& random) {
    SearchQuery query;
    query.name = customer.full_name;
    if (random.chance(0.5)) query.name = query.name.substr(0, query.name.rfind(' '));
    if (random.chance(0.3)) query.birth_date = customer.birth_date;
    if (random.chance(0.3) && !customer.phones.empty()) query.phone = customer.phones.front();
    if (random.chance(0.3) && !customer.emails.empty()) query.email = customer.emails.front();
    if (random.chance(0.3)) query.city = customer.city;
    const bool has_contact = !query.phone.empty() || !query.email.empty();
    if (has_contact && random.chance(0.5)) query.name.clear();
    return query;
}

Customer as_customer(const SearchQuery& query) {
    Customer asked;
    asked.full_name = query.name;
    asked.phones = {query.phone};
    asked.emails = {query.email};
    asked.birth_date = query.birth_date;
    return asked;
}

bool share_a_key(const Customer& a, const Customer& b) {
    identity::SearchKeys keys;
    const auto x = keys.of(a);
    const auto y = keys.of(b);
    std::vector<std::int64_t> both;
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
    return !both.empty();
}

TEST_P(CrmSearch, a_number_without_its_country_is_found) {
    Crm crm = Crm::open(database_.url());
    const auto file = database_.folder() / "customers.csv";
    std::ofstream{file} << "customer_id,full_name,phones,country\n"
                           "1,Ганна Коваль,050 111 22 32,Україна\n2,Пётр Дуб,8 916 123-45-68,\n";
    EXPECT_TRUE(crm.customers().import_csv(file).warnings.empty());
    const std::pair<const char*, const char*> cases[] = {
        {"050 111-22-32", "1"}, {"+380501112232", "1"}, {"9161234568", "2"}};
    for (const auto& [phone, id] : cases) {
        SearchQuery query;
        query.phone = phone;
        const auto hits = crm.customers().search(query);
        ASSERT_EQ(hits.size(), 1U) << phone;
        EXPECT_EQ(hits.front().customer.id.str(), id);
    }
    EXPECT_TRUE(is_verified(crm));
}

TEST_P(CrmSearch, a_lone_word_is_taken_for_either_name) {
    Crm crm = Crm::open(database_.url());
    const auto file = database_.folder() / "customers.csv";
    std::ofstream{file}
        << "customer_id,full_name,given_name,family_name\n"
           "1,Мельник Сергей Петрович,,\n2,,Марія,Кармазін\n3,Lee Anna,,\n4,Саломея Жилина,,\n";
    EXPECT_TRUE(crm.customers().import_csv(file).warnings.empty());
    const std::pair<const char*, const char*> cases[] = {{"Мельник", "1"}, {" Кармазін ", "2"},
                                                         {"Lee", "3"},     {"Жилина", "4"},
                                                         {"Жилин", "4"},   {"Саломея", "4"}};
    for (const auto& [name, id] : cases) {
        for (const bool complete : {false, true}) {
            SearchQuery query = by_name(name);
            query.complete = complete;
            const auto hits = crm.customers().search(query);
            ASSERT_FALSE(hits.empty()) << name;
            EXPECT_EQ(hits.front().customer.id.str(), id) << name;
        }
    }
}

TEST_P(CrmSearch, every_family_name_of_a_bank_finds_a_bearer) {
    const auto bank = test::small_bank(31, 400, 10);
    Crm crm = Crm::open(database_.url());
    test::import_customers(crm, bank.customers);
    std::set<std::string> seen;
    for (const Customer& customer : bank.customers) {
        if (customer.family_name.empty() || customer.family_name.find(' ') != std::string::npos ||
            !seen.insert(customer.family_name).second)
            continue;
        EXPECT_FALSE(crm.customers().search(by_name(customer.family_name)).empty()) << customer.family_name;
    }
    EXPECT_GT(seen.size(), 100U);
}

TEST_P(CrmSearch, contacts_that_many_people_give_find_all_who_hold_them) {
    Crm crm = Crm::open(database_.url());
    const auto file = database_.folder() / "customers.csv";
    std::ofstream{file} << "customer_id,full_name,phones,emails\n"
                           "1,Ирина Волк,+79161234567,info@tur138.ru\n2,Олег Дуб,8 916 123-45-67,\n"
                           "3,Ганна Коваль,+380501112232,INFO@tur138.ru\n";
    EXPECT_TRUE(crm.customers().import_csv(file).warnings.empty());
    const auto found = [&](const SearchQuery& query) {
        std::vector<std::string> ids;
        for (const SearchHit& hit : crm.customers().search(query)) ids.push_back(hit.customer.id.str());
        return ids;
    };
    SearchQuery query;
    query.phone = "+7 916 123-45-67";
    EXPECT_EQ(found(query), (std::vector<std::string>{"1", "2"}));
    query.name = "Олег Дуб";
    EXPECT_EQ(found(query).front(), "2");
    query = {};
    query.email = "info@tur138.ru";
    EXPECT_EQ(found(query), (std::vector<std::string>{"1", "3"}));
    query.email = "info@tur139.ru";
    EXPECT_TRUE(found(query).empty());
}

TEST_P(CrmSearch, the_best_answer_is_that_of_the_complete_comparison_where_they_share_a_key) {
    const auto bank = test::small_bank(21, 3000, 10);
    Crm crm = Crm::open(database_.url());
    test::import_customers(crm, bank.customers);
    Random random{4};
    int compared = 0;
    for (int round = 0; round < test::scaled(60); ++round) {
        SearchQuery query = question_about(bank.customers[random.below(bank.customers.size())], random);
        std::vector<SearchHit> by_keys;
        try {
            by_keys = crm.customers().search(query);
        } catch (const Error& error) {
            // The sample has phones and dates that are none.
            ASSERT_EQ(error.code(), ErrorCode::invalid_argument);
            continue;
        }
        query.complete = true;
        const auto complete = crm.customers().search(query);
        if (complete.empty()) {
            EXPECT_TRUE(by_keys.empty());
            continue;
        }
        if (!share_a_key(as_customer(query), complete.front().customer)) continue;
        ++compared;
        ASSERT_FALSE(by_keys.empty()) << query.name;
        EXPECT_EQ(by_keys.front().customer, complete.front().customer) << query.name;
        EXPECT_EQ(by_keys.front().match_weight, complete.front().match_weight) << query.name;
        // And so are all that share one, in this order.
        std::vector<CustomerId> wanted;
        for (const SearchHit& hit : complete) {
            if (share_a_key(as_customer(query), hit.customer)) wanted.push_back(hit.customer.id);
        }
        std::vector<CustomerId> given;
        for (const SearchHit& hit : by_keys) given.push_back(hit.customer.id);
        for (const CustomerId& id : wanted) {
            EXPECT_NE(std::find(given.begin(), given.end(), id), given.end()) << query.name;
        }
    }
    EXPECT_GE(compared, test::scaled(40));
}

TEST_P(CrmSearch, where_no_key_tells_every_record_is_compared) {
    Crm crm = Crm::open(database_.url());
    std::istringstream in{
        "customer_id,full_name,phones,city\n1,Иванов Иван,+79164907213,Москва\n"
        "2,Сидоров Пётр,+79167083355,Тверь\n"};
    crm.customers().import_csv(in);
    // Without a key: a phone with a slip in its last digits.
    SearchQuery slip;
    slip.phone = "+79164907214";
    const auto hits = crm.customers().search(slip);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].customer.id.str(), "1");
    // A key that leads to somebody else: what fits less than half is no answer yet.
    const auto heard = crm.customers().search(by_name("Сидорв Пётр"));
    ASSERT_FALSE(heard.empty());
    EXPECT_EQ(heard[0].customer.id.str(), "2");
}

TEST_P(CrmSearch, answers_follow_every_change) {
    Crm crm = Crm::open(database_.url());
    const auto import = [&](const std::string& rows) {
        std::istringstream in{"customer_id,full_name,phones\n" + rows};
        crm.customers().import_csv(in);
    };
    import("1,Иванов Иван,+79164907213\n2,Сидоров Пётр,\n");
    EXPECT_EQ(crm.customers().search(by_name("Ваня Иванов")).at(0).customer.id.str(), "1");
    import("1,Кузнецова Мария,+79164907213\n3,Иванов Иван,\n");
    EXPECT_EQ(crm.customers().search(by_name("Мария Кузнецова")).at(0).customer.id.str(), "1");
    EXPECT_EQ(crm.customers().search(by_name("Иван Иванов")).at(0).customer.id.str(), "3");
    crm.customers().erase({CustomerId{"1"}, CustomerId{"3"}});
    EXPECT_TRUE(crm.customers().search(by_name("Мария Кузнецова")).empty());
    EXPECT_TRUE(is_verified(crm));
    crm.customers().erase({CustomerId{"2"}});
    crm.close();
    EXPECT_EQ(rows(database_, "scrm_search_key"), 0);
    EXPECT_EQ(rows(database_, "scrm_search_record"), 0);
}

TEST_P(CrmSearch, keys_of_another_recipe_are_not_trusted) {
    {
        Crm crm = Crm::open(database_.url());
        std::istringstream in{"customer_id,full_name\n1,Иванов Иван\n"};
        crm.customers().import_csv(in);
    }
    database_.raw("update scrm_meta set value = 'older' where name = 'search_keys'");
    database_.raw("delete from scrm_search_key");
    database_.raw("delete from scrm_search_record");
    {
        Crm crm = Crm::open(database_.url());
        EXPECT_EQ(crm.customers().search(by_name("Иван Иванов")).size(), 1U);
    }
    Crm::migrate(database_.url(), false);
    EXPECT_GE(rows(database_, "scrm_search_key"), 1);
    EXPECT_TRUE(is_verified(Crm::open(database_.url())));
}

TEST_P(CrmSearch, restored_and_transferred_banks_are_searched_by_keys) {
    const auto bank = test::small_bank(3, 200, 10);
    const auto file = database_.folder() / "copy.backup";
    {
        Crm crm = Crm::open(database_.url());
        test::import_customers(crm, bank.customers);
        crm.backup(file);
    }
    const std::int64_t keys = rows(database_, "scrm_search_key");
    EXPECT_GE(keys, 200);
    const test::TestDatabase other{GetParam()};
    Crm::restore(file, other.url());
    EXPECT_EQ(rows(other, "scrm_search_key"), keys);
    EXPECT_TRUE(is_verified(Crm::open(other.url())));
}

}  // namespace
}  // namespace scrm
