// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/resolution.hpp"

#include <gtest/gtest.h>

#include <string>

#include "identity/linkage_support.hpp"
#include "scrm/identity/records.hpp"

namespace scrm::identity {
namespace {

using test::Person;
using test::record_set;

/// A bank of a town's people; profiles are added by each test beside some ordinary ones.
struct Bank {
    std::vector<Person> customers = test::town(900, 31);
    std::vector<Person> profiles;

    Bank() {
        // Every third customer has a profile with a phone; the rest of the network are strangers.
        for (std::size_t i = 0; i < customers.size(); i += 3) {
            Person profile{account_record_id({"vk", "", std::to_string(i)}), {{"network", "vk"}}};
            for (const auto& [attribute, value] : customers[i].fields)
                profile.fields.emplace_back(attribute, value);
            profiles.push_back(profile);
        }
        for (Person stranger : test::town(900, 32)) {
            stranger.id = account_record_id({"vk", "", "s" + stranger.id});
            stranger.fields.emplace_back("network", "vk");
            profiles.push_back(stranger);
        }
    }
    void add_customer(const std::string& id, test::Fields fields) {
        customers.push_back({id, std::move(fields)});
    }
    void add_profile(const std::string& network, const std::string& id, test::Fields fields) {
        fields.emplace_back("network", network);
        profiles.push_back({account_record_id({network, "", id}), std::move(fields)});
    }
};

std::vector<ResolutionCandidate> of(const ResolutionResult& result, const RecordSet& profiles,
                                    const AccountId& account) {
    std::vector<ResolutionCandidate> out;
    const auto profile = profiles.find(account_record_id(account));
    for (const ResolutionCandidate& row : result.candidates) {
        if (row.profile == *profile) out.push_back(row);
    }
    return out;
}

// A handful of records, as somebody writes them who tries the library out.
TEST(Resolution, AFewRecordsAreEnoughForAPhone) {
    const RecordSet customers = record_set({{"C1",
                                             {{"full_name", "Ковальчук Анна Сергеевна"},
                                              {"birth_date", "1987-03-05"},
                                              {"phone", "+79161230011"},
                                              {"email", "anna.k@mail.ru"},
                                              {"city", "Москва"}}},
                                            {"C2",
                                             {{"full_name", "Сидоров Пётр Ильич"},
                                              {"birth_date", "1975-11-20"},
                                              {"phone", "+79035550022"},
                                              {"email", "sidorov75@yandex.ru"},
                                              {"city", "Казань"}}},
                                            {"C3",
                                             {{"full_name", "Иванова Мария Петровна"},
                                              {"birth_date", "1990-07-01"},
                                              {"phone", "+79265550033"},
                                              {"city", "Омск"}}},
                                            {"C4",
                                             {{"full_name", "Ковальчук Анна Ивановна"},
                                              {"birth_date", "1961-12-12"},
                                              {"phone", "+79161230012"},
                                              {"city", "Тверь"}}}});
    Bank bank;
    bank.profiles.clear();
    bank.add_profile("viber", "1", {{"full_name", "Аня"}, {"phone", "+79161230011"}});
    bank.add_profile("telegram", "2", {{"full_name", "Пётр С."}, {"phone", "8 903 555-00-22"}});
    bank.add_profile("vk", "3", {{"full_name", "Котик"}, {"email", "sidorov75@yandex.ru"}});
    bank.add_profile("vk", "4", {{"full_name", "Мария Иванова"}, {"city", "Омск"}});
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    const auto best = [&](const AccountId& account) {
        const auto rows = of(result, profiles, account);
        return rows.empty() ? std::string{} : std::string{customers.id(rows.front().customer)};
    };
    EXPECT_EQ(best({"viber", "", "1"}), "C1");
    EXPECT_EQ(best({"telegram", "", "2"}), "C2");
    EXPECT_EQ(best({"vk", "", "3"}), "C2");
    EXPECT_EQ(of(result, profiles, {"telegram", "", "2"}).front().tier, Tier::match);
    // Two of one name whose phones are neighbours are two people, and a neighbour's phone makes no link.
    EXPECT_NE(result.cluster[*customers.find("C1")], result.cluster[*customers.find("C4")]);
    for (const ResolutionCandidate& row : result.candidates) {
        if (customers.id(row.customer) == "C4") {
            EXPECT_NE(row.tier, Tier::match);
        }
    }
}

TEST(Resolution, LinksWhoShowsEnoughAndNobodyElse) {
    Bank bank;
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    std::size_t right = 0;
    std::size_t wrong = 0;
    for (const ResolutionCandidate& row : result.candidates) {
        if (row.tier != Tier::match) continue;
        const bool is_stranger = profiles.id(row.profile).find('s') != std::string_view::npos;
        (is_stranger ? wrong : right) += 1;
        EXPECT_GE(row.probability, result.model.thresholds.match_probability);
    }
    EXPECT_GE(right, 330U) << "of 360";
    EXPECT_LE(wrong, 3U);
    EXPECT_EQ(result.tiers.size(), profiles.size());
    EXPECT_GT(result.stranger_share, 0.5);
    EXPECT_LT(result.stranger_share, 0.95);
    ASSERT_TRUE(result.model.customers);
}

TEST(Resolution, SameBytesForAnyThreadCountAndRowOrder) {
    Bank bank;
    Execution one;
    one.threads = 1;
    Execution three;
    three.threads = 3;
    const RecordSet a = record_set(bank.profiles, "profiles");
    const RecordSet b = record_set(test::shuffled(bank.profiles, 5), "profiles");
    const RecordSet c = record_set(bank.customers);
    const RecordSet d = record_set(test::shuffled(bank.customers, 6));
    const ResolutionResult x = resolve(a, c, MatchModel::person(), {}, {}, one);
    const ResolutionResult y = resolve(b, d, MatchModel::person(), {}, {}, three);
    ASSERT_EQ(x.candidates.size(), y.candidates.size());
    for (std::size_t i = 0; i < x.candidates.size(); ++i) {
        EXPECT_EQ(a.id(x.candidates[i].profile), b.id(y.candidates[i].profile));
        EXPECT_EQ(c.id(x.candidates[i].customer), d.id(y.candidates[i].customer));
        EXPECT_EQ(x.candidates[i].probability, y.candidates[i].probability);
        EXPECT_EQ(x.candidates[i].weight, y.candidates[i].weight);
        EXPECT_EQ(x.candidates[i].tier, y.candidates[i].tier);
    }
    EXPECT_EQ(x.model.digest(), y.model.digest());
    EXPECT_EQ(x.stranger_share, y.stranger_share);
}

TEST(Resolution, DecisionsOfPeopleAlwaysHold) {
    Bank bank;
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const RecordIndex linked = *profiles.find(account_record_id({"vk", "", "3"}));
    const RecordIndex owner = *customers.find(bank.customers[3].id);
    const RecordIndex other = *customers.find(bank.customers[50].id);
    const RecordIndex stranger = *profiles.find(account_record_id({"vk", "", "sp10001a"}));
    ResolutionConstraints constraints;
    constraints.rejected = {{linked, owner}};
    constraints.confirmed = {{stranger, other}};
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person(), constraints);
    bool saw_rejected = false;
    bool saw_confirmed = false;
    for (const ResolutionCandidate& row : result.candidates) {
        if (row.profile == linked && row.customer == owner) {
            saw_rejected = true;
            EXPECT_EQ(row.tier, Tier::none);
            EXPECT_TRUE(row.rejected);
        }
        if (row.profile == stranger) {
            EXPECT_EQ(row.customer, other) << "a confirmed owner leaves no other candidate";
            saw_confirmed = true;
            EXPECT_EQ(row.tier, Tier::match);
            EXPECT_EQ(row.probability, 1);
        }
    }
    EXPECT_TRUE(saw_rejected);
    EXPECT_TRUE(saw_confirmed);
}

TEST(Resolution, OneLoginInTwoNetworksSharesEvidence) {
    Bank bank;
    bank.add_customer("yes", {{"full_name", "Чернобаев Тимур"}, {"phone", "+79035550177"}});
    bank.add_profile(
        "vk", "tim",
        {{"full_name", "Тимур Чернобаев"}, {"handle", "night_pilot77"}, {"phone", "+79035550177"}});
    bank.add_profile("telegram", "tim2", {{"full_name", "Тимур"}, {"handle", "night_pilot77"}});
    bank.add_profile("ok", "anna", {{"full_name", "Анна Белозёрская"}, {"handle", "night_pilot77"}});
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    const auto same_name = of(result, profiles, {"telegram", "", "tim2"});
    ASSERT_EQ(same_name.size(), 1U);
    EXPECT_EQ(customers.id(same_name.front().customer), "yes");
    EXPECT_GT(same_name.front().probability, 0.8);
    for (const ResolutionCandidate& row : of(result, profiles, {"ok", "", "anna"}))
        EXPECT_LT(row.probability, 0.1) << "another name under the same login";
}

TEST(Resolution, APointerDoesNotOutweighAnotherName) {
    Bank bank;
    bank.add_customer("target", {{"full_name", "Козлова Ольга"}, {"phone", "+79035550188"}});
    bank.add_profile("vk", "olga",
                     {{"full_name", "Ольга Козлова"}, {"handle", "pelmen_olga"}, {"phone", "+79035550188"}});
    bank.add_profile("ok", "friend", {{"full_name", "Лариса Федотова"}, {"link", "vk:pelmen_olga"}});
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    ASSERT_FALSE(of(result, profiles, {"vk", "", "olga"}).empty());
    EXPECT_EQ(of(result, profiles, {"vk", "", "olga"}).front().tier, Tier::match);
    for (const ResolutionCandidate& row : of(result, profiles, {"ok", "", "friend"}))
        EXPECT_NE(row.tier, Tier::match);
}

TEST(Resolution, NamesakesInOneCityGoToReview) {
    Bank bank;
    for (int i = 0; i < 3; ++i) {
        bank.add_customer("namesake" + std::to_string(i),
                          {{"full_name", "Вершинина Ольга"}, {"city", "Омск"}});
    }
    bank.add_profile("vk", "olga", {{"full_name", "Ольга Вершинина"}, {"city", "Омск"}});
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    ResolutionConstraints constraints;
    const auto id = [&](int i) { return *customers.find("namesake" + std::to_string(i)); };
    constraints.keep_apart = {{id(0), id(1)}, {id(0), id(2)}, {id(1), id(2)}};
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person(), constraints);
    const auto rows = of(result, profiles, {"vk", "", "olga"});
    ASSERT_EQ(rows.size(), 3U) << "all of them are kept for people to choose";
    double sum = 0;
    for (const ResolutionCandidate& row : rows) {
        EXPECT_NE(row.tier, Tier::match);
        sum += row.probability;
    }
    EXPECT_LE(sum, 1.0 + 1e-9);
}

TEST(Resolution, DuplicateRecordsOfOneCustomerAreOnePerson) {
    Bank bank;
    const test::Fields fields = {
        {"full_name", "Вершинина Ольга Павловна"}, {"birth_date", "1984-11-12"}, {"phone", "+79160001122"}};
    bank.add_customer("first", fields);
    bank.add_customer("second", fields);
    bank.add_profile(
        "vk", "olga",
        {{"full_name", "Ольга Вершинина"}, {"birth_date", "1984-11-12"}, {"phone", "+79160001122"}});
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    const auto rows = of(result, profiles, {"vk", "", "olga"});
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows.front().tier, Tier::match) << "two records of one person are no rivals";
}

TEST(Resolution, OfTwoProfilesInOneNetworkAtMostOneMatches) {
    Bank bank;
    bank.add_customer("victim",
                      {{"full_name", "Вершинина Ольга"}, {"birth_date", "1984-11-12"}, {"city", "Омск"}});
    for (const char* id : {"real", "copy"}) {
        bank.add_profile("vk", id,
                         {{"full_name", "Ольга Вершинина"}, {"birth_date", "1984-11-12"}, {"city", "Омск"}});
    }
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    int matches = 0;
    for (const char* id : {"real", "copy"}) {
        for (const auto& row : of(result, profiles, {"vk", "", id}))
            matches += row.tier == Tier::match ? 1 : 0;
    }
    EXPECT_LE(matches, 1);
}

TEST(Resolution, APhoneThatACopyRepeatsClearsNobody) {
    Bank bank;
    bank.add_customer("owner", {{"full_name", "Вершинина Ольга"},
                                {"birth_date", "1984-11-12"},
                                {"city", "Омск"},
                                {"phone", "+79160001122"}});
    const auto probability = [&](test::Fields shown) {
        Bank one = bank;
        shown.insert(shown.end(), {{"full_name", "Ольга Вершинина"},
                                   {"city", "Омск"},
                                   {"phone", "+79160001122"},
                                   {"followers", "3"}});
        one.add_profile("vk", "profile", shown);
        const RecordSet profiles = record_set(one.profiles, "profiles");
        const ResolutionResult result = resolve(profiles, record_set(one.customers), MatchModel::person());
        return of(result, profiles, {"vk", "", "profile"}).front().probability;
    };
    EXPECT_LT(probability({{"public_phone", "+79160001122"}}), probability({}) - 0.01);
    EXPECT_DOUBLE_EQ(probability({{"public_phone", "+79160001122"}, {"phone", "8 916 000-11-22"}}),
                     probability({{"phone", "8 916 000-11-22"}}));
}

TEST(Resolution, APointerCarriesEvidence) {
    Bank bank;
    bank.add_customer(
        "olga",
        {{"full_name", "Вершинина Ольга Павловна"}, {"birth_date", "1984-11-12"}, {"phone", "+79160001122"}});
    bank.add_profile("vk", "1",
                     {{"full_name", "Ольга Вершинина"},
                      {"birth_date", "1984-11-12"},
                      {"phone", "+79160001122"},
                      {"link", "telegram:moonlight"}});
    bank.add_profile("telegram", "2", {{"handle", "moonlight"}, {"full_name", "🌙"}});
    bank.add_profile("telegram", "3", {{"handle", "sunlight"}, {"full_name", "☀"}});
    const RecordSet customers = record_set(bank.customers);
    const RecordSet profiles = record_set(bank.profiles, "profiles");
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    EXPECT_FALSE(of(result, profiles, {"telegram", "", "2"}).empty());
    EXPECT_TRUE(of(result, profiles, {"telegram", "", "3"}).empty());
}

TEST(Resolution, EmptySides) {
    const RecordSet nobody = record_set({});
    const RecordSet someone = record_set({{"1", {{"full_name", "Anna Berg"}}}});
    EXPECT_TRUE(resolve(nobody, someone, MatchModel::person()).candidates.empty());
    const ResolutionResult result = resolve(someone, nobody, MatchModel::person());
    EXPECT_TRUE(result.candidates.empty());
    EXPECT_EQ(result.tiers, std::vector<Tier>{Tier::none});
}

}  // namespace
}  // namespace scrm::identity
