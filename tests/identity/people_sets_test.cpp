// SPDX-License-Identifier: Apache-2.0
// Sets of records that one default recipe has to link, whatever they show.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "linkage_support.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

using test::Fields;
using test::Found;
using test::Person;
using test::record_set;
using test::word;

/// Pairs of tier match.
Found matches(const LinkResult& result, const RecordSet& left, const RecordSet& right) {
    Found found;
    for (const ScoredPair& pair : result.pairs) {
        if (pair.tier == Tier::match) found.add(left.id(pair.left), right.id(pair.right));
    }
    return found;
}

TEST(PeopleSets, NamesOfAnyNationInTwoScripts) {
    static const std::vector<std::pair<const char*, const char*>> kGiven = {
        {"Hugh", "Хью"},          {"Wojciech", "Войцех"}, {"Guillaume", "Гийом"}, {"Jürgen", "Юрген"},
        {"Giovanni", "Джованни"}, {"Yoko", "Ёко"},        {"Michael", "Майкл"},   {"Xavier", "Ксавье"},
        {"Charles", "Чарльз"},    {"Zhang", "Чжан"}};
    static const std::vector<std::pair<const char*, const char*>> kFamily = {
        {"Shakespeare", "Шекспир"},
        {"Churchill", "Черчилль"},
        {"Bordeaux", "Бордо"},
        {"Müller", "Мюллер"},
        {"Yamashita", "Ямасита"},
        {"Washington", "Вашингтон"},
        {"Hernandez", "Эрнандес"},
        {"Beethoven", "Бетховен"},
        {"Newton", "Ньютон"},
        {"Zhukowski", "Жуковский"},
        {"Fitzgerald", "Фицджеральд"},
        {"Chopin", "Шопен"},
        {"Jackson", "Джексон"},
        {"Thatcher", "Тэтчер"},
        {"Rousseau", "Руссо"},
        {"Voltaire", "Вольтер"},
        {"Dickens", "Диккенс"},
        {"Hitchcock", "Хичкок"},
        {"Eisenhower", "Эйзенхауэр"},
        {"Roosevelt", "Рузвельт"},
        {"Tarantino", "Тарантино"},
        {"Kawasaki", "Кавасаки"},
        {"Nakamura", "Накамура"},
        {"Schwarzenegger", "Шварценеггер"},
        {"Wittgenstein", "Витгенштейн"},
        {"Kowalczyk", "Ковальчик"},
        {"Garcia", "Гарсиа"},
        {"Rodriguez", "Родригес"},
        {"Fujimoto", "Фудзимото"},
        {"Andersson", "Андерссон"},
        {"Johansson", "Юханссон"},
        {"Christie", "Кристи"},
        {"Macmillan", "Макмиллан"},
        {"Sullivan", "Салливан"},
        {"Gallagher", "Галлахер"},
        {"Cartwright", "Картрайт"}};
    std::vector<Person> latin;
    std::vector<Person> cyrillic;
    for (std::size_t i = 0; i < 4 * kFamily.size(); ++i) {
        const auto& given = kGiven[i * 3 % kGiven.size()];
        const auto& family = kFamily[i % kFamily.size()];
        const std::string number = std::to_string(i);
        latin.push_back({"l" + number, {{"full_name", std::string{given.first} + ' ' + family.first}}});
        if (i % 3 == 0) continue;  // nobody's
        cyrillic.push_back({"r" + number, {{"full_name", std::string{given.second} + ' ' + family.second}}});
    }
    const RecordSet l = record_set(latin);
    const RecordSet r = record_set(cyrillic);
    const Found found = matches(link(l, r, MatchModel::person()), l, r);
    EXPECT_GE(found.right, 75U) << "of " << cyrillic.size();
    EXPECT_LE(found.wrong, found.right / 10);
}

// Two records of a person have nothing in common with the fourth, which fits the third.
TEST(PeopleSets, ARecordBetweenJoinsTwoWithNothingInCommon) {
    Random random(3);
    std::vector<Person> people;
    constexpr std::size_t kPersons = 900;
    std::vector<std::string> cities;
    for (int i = 0; i < 40; ++i) cities.push_back(word(random, 3));
    std::vector<std::string> families;
    for (int i = 0; i < 300; ++i) families.push_back(word(random, 3));
    for (std::size_t i = 0; i < kPersons; ++i) {
        const std::string number = std::to_string(i);
        const std::string given = word(random, 2);
        const std::string family = families[random.below(families.size())];
        const std::string day = std::to_string(1940 + random.below(60)) + '-' +
                                std::to_string(10 + random.below(3)) + '-' +
                                std::to_string(10 + random.below(18));
        const std::string phone = "+7916" + std::to_string(1'000'000 + random.below(9'000'000));
        const std::string city = cities[i % cities.size()];
        people.push_back({"a" + number, {{"given_name", given}, {"birth_date", day}, {"phone", phone}}});
        people.push_back({"A" + number, {{"given_name", given}, {"birth_date", day}, {"phone", phone}}});
        people.push_back({"b" + number, {{"family_name", family}, {"phone", phone}, {"city", city}}});
        people.push_back({"c" + number, {{"family_name", family}, {"city", city}}});
    }
    const RecordSet records = record_set(people);
    const DedupeResult found = dedupe(records, MatchModel::person());
    std::size_t whole = 0;
    std::size_t wrong = 0;
    for (RecordIndex i = 0; i < records.size(); ++i) {
        const auto of = [&](RecordIndex record) { return records.id(record).substr(1); };
        wrong += of(found.cluster[i]) == of(i) ? 0 : 1;
        whole +=
            records.id(i).front() == 'c' && of(found.cluster[i]) == of(i) && found.cluster[i] != i ? 1 : 0;
    }
    EXPECT_GE(whole, kPersons * 8 / 9) << "of " << kPersons;
    EXPECT_LE(wrong, kPersons / 20);
}

// Half the rows have no contact, and no whole name with a birth date.
TEST(PeopleSets, RowsThatLackMuchMeetByWhatIsLeft) {
    Random random(4);
    std::vector<Person> people;
    constexpr std::size_t kPersons = 1000;
    for (std::size_t i = 0; i < kPersons; ++i) {
        const std::string number = std::to_string(i);
        const std::string given = word(random, 2);
        const std::string city = word(random, 3);
        const std::string street = word(random, 3) + "street " + std::to_string(1 + random.below(90));
        people.push_back({"a" + number, {{"given_name", given}, {"city", city}, {"street", street}}});
        people.push_back({"b" + number, {{"given_name", given}, {"city", city}, {"birth_date", "1980"}}});
    }
    const RecordSet records = record_set(people);
    LinkOptions all;
    all.min_probability = 0;
    const DedupeResult found = dedupe(records, MatchModel::person(), all);
    std::size_t compared = 0;
    for (const ScoredPair& pair : found.pairs)
        compared += records.id(pair.left).substr(1) == records.id(pair.right).substr(1) ? 1 : 0;
    EXPECT_GE(compared, kPersons * 9 / 10);
    // Full rows are not blocked by such rules, nor is a model whose rules somebody chose.
    const DedupeResult full = dedupe(record_set(test::town(2500, 8)), MatchModel::person());
    MatchModel chosen = MatchModel::person();
    chosen.blocking_rules.pop_back();
    const DedupeResult own = dedupe(records, chosen);
    const auto has_gap_rules = [](const DedupeResult& result) {
        const auto& rules = result.model.blocking_rules;
        return std::any_of(rules.begin(), rules.end(), [](const BlockingRule& rule) {
            return rule.keys == std::vector<std::string>{"given_group", "city"};
        });
    };
    EXPECT_TRUE(has_gap_rules(found));
    EXPECT_FALSE(has_gap_rules(full));
    EXPECT_FALSE(has_gap_rules(own));
}

TEST(PeopleSets, LoginsAlone) {
    Random random(5);
    std::vector<Person> left;
    std::vector<Person> right;
    for (int i = 0; i < 300; ++i) {
        const std::string login = word(random, 2) + word(random, 2);
        const std::string number = std::to_string(i);
        left.push_back({"l" + number, {{"handle", (i % 2 == 0 ? "real" : "the") + login}}});
        const std::string other = i % 4 == 0 ? login : i % 4 == 1 ? login + "official" : login + number;
        if (i % 5 != 0) right.push_back({"r" + number, {{"handle", other}}});
    }
    const RecordSet l = record_set(left);
    const RecordSet r = record_set(right);
    const Found found = matches(link(l, r, MatchModel::person()), l, r);
    EXPECT_GE(found.right, 200U) << "of 240";
    EXPECT_LE(found.wrong, 10U);
}

TEST(PeopleSets, HouseholdsAreNotPersons) {
    Random random(11);
    static const std::vector<std::string> kGiven = {"Anna",  "Boris", "Clara", "David", "Elena", "Fedor",
                                                    "Henry", "Irina", "Jacob", "Maria", "Oscar", "Peter"};
    std::vector<Person> then;
    std::vector<Person> now;
    for (int home = 0; home < 150; ++home) {
        const std::string family = word(random, 2);
        const std::string address = std::to_string(1 + random.below(90)) + ' ' + word(random, 3) + " Street";
        const std::size_t first = random.below(kGiven.size());
        for (std::size_t k = 0; k < 5; ++k) {
            const std::string number = std::to_string(home) + "-" + std::to_string(k);
            const Fields fields = {{"given_name", kGiven[(first + k * 2) % kGiven.size()]},
                                   {"family_name", family},
                                   {"address", address}};
            then.push_back({"l" + number, fields});
            if (k != 0) now.push_back({"r" + number, fields});
        }
    }
    const RecordSet l = record_set(then);
    const RecordSet r = record_set(now);
    const LinkResult result = link(l, r, MatchModel::person());
    const Found found = matches(result, l, r);
    EXPECT_GE(found.right, 570U) << "of 600";
    EXPECT_LE(found.wrong, 15U);
    double against = 0;
    for (const Comparison& comparison : result.model.comparisons) {
        if (comparison.name != "given_name") continue;
        for (const Level& level : comparison.levels)
            against += level.name == "different" || level.name == "conflict" ? level.m : 0;
    }
    EXPECT_LE(against, 0.21);
}

// Errors fall on what a household shares, too: its misspelt rows are no better persons.
TEST(PeopleSets, MisspeltHouseholdsAreNotPersons) {
    Random random(12);
    static const std::vector<std::string> kGiven = {"Anna",  "Boris", "Clara", "David", "Elena", "Fedor",
                                                    "Henry", "Irina", "Jacob", "Maria", "Oscar", "Peter"};
    const auto written = [&random](std::string text) {
        if (random.chance(0.4)) text[random.below(text.size())] = static_cast<char>('a' + random.below(26));
        return text;
    };
    std::vector<Person> people;
    for (int home = 0; home < 600; ++home) {
        const std::string family = word(random, 3);
        const std::string street = std::to_string(1 + random.below(90)) + ' ' + word(random, 3) + " Street";
        const std::string city = word(random, 3);
        const std::string postcode = std::to_string(10'000 + random.below(90'000));
        const std::size_t first = random.below(kGiven.size());
        for (std::size_t k = 0; k < 1 + random.below(4); ++k) {
            const std::string born = std::to_string(1940 + random.below(60)) + "-0" +
                                     std::to_string(1 + random.below(9)) + '-' +
                                     std::to_string(10 + random.below(18));
            for (const char row : {'a', 'b'}) {
                people.push_back({row + std::to_string(home) + '-' + std::to_string(k),
                                  {{"given_name", written(kGiven[(first + k * 2) % kGiven.size()])},
                                   {"family_name", written(family)},
                                   {"birth_date", random.chance(0.3) ? "" : born},
                                   {"street", written(street)},
                                   {"city", written(city)},
                                   {"postcode", written(postcode)}}});
            }
        }
    }
    const RecordSet records = record_set(people);
    const DedupeResult found = dedupe(records, MatchModel::person());
    std::size_t wrong = 0;
    std::size_t right = 0;
    for (RecordIndex i = 0; i < records.size(); ++i) {
        if (found.cluster[i] == i) continue;
        const bool is_one = records.id(found.cluster[i]).substr(1) == records.id(i).substr(1);
        ++(is_one ? right : wrong);
    }
    const std::size_t persons = people.size() / 2;
    EXPECT_GE(right, persons * 3 / 5) << "of " << persons;
    EXPECT_LE(wrong, persons / 50) << "of " << persons;
}

TEST(PeopleSets, LoginsMadeOfNamesMakeNoPersonsOfNamesakes) {
    // Every address has its owner's name in it, so that those of namesakes and relatives are alike.
    Random random(31);
    std::vector<Person> people = test::town(2000, 31);
    std::erase_if(people, [](const Person& person) {
        return person.id.back() == 'b' && std::stoul(person.id.substr(1)) % 25 != 0;
    });
    static const std::vector<std::string> kProviders = {"@mail.ru", "@yandex.ru", "@gmail.com", "@ukr.net"};
    std::map<std::string, std::string> address_of;
    for (Person& person : people) {
        std::string& address = address_of[person.id.substr(0, person.id.size() - 1)];
        if (address.empty()) {
            const std::string& family = person.fields[1].second;
            address = (random.chance(0.5) ? person.fields[0].second.substr(0, 1) + "." + family : family) +
                      std::to_string(10 + random.below(90)) + kProviders[random.below(kProviders.size())];
        }
        person.fields.emplace_back("email", address);
    }
    const RecordSet set = record_set(test::shuffled(people, 5));
    const DedupeResult result = dedupe(set, MatchModel::person());
    std::map<RecordIndex, std::vector<std::string>> clusters;
    for (RecordIndex i = 0; i < set.size(); ++i) {
        const std::string_view id = set.id(i);
        clusters[result.cluster[i]].emplace_back(id.substr(0, id.size() - 1));
    }
    std::size_t right = 0;
    std::size_t wrong = 0;
    for (const auto& [root, ids] : clusters) {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) ++(ids[i] == ids[k] ? right : wrong);
        }
    }
    EXPECT_GE(right, 76U) << "of 80";
    EXPECT_LE(wrong, 20U);
}

TEST(PeopleSets, RecordsOfNoPersonsByWhatIsRareInThem) {
    Random random(3);
    std::vector<Person> songs;
    for (int i = 0; i < 400; ++i) {
        const std::string number = std::to_string(i);
        std::string title = word(random, 2) + ' ' + word(random, 2) + ' ' + word(random, 1);
        const std::string artist = word(random, 3);
        songs.push_back({"a" + number, {{"other:title", title}, {"other:artist", artist}}});
        if (i % 2 == 0) continue;
        title.erase(3, 1);
        songs.push_back({"b" + number, {{"other:title", artist + " - " + title}, {"other:artist", artist}}});
    }
    const RecordSet set = record_set(songs);
    const DedupeResult result = dedupe(set, MatchModel::person());
    std::map<std::string, RecordIndex> cluster;
    for (RecordIndex i = 0; i < set.size(); ++i) cluster[std::string{set.id(i)}] = result.cluster[i];
    std::size_t joined = 0;
    for (int i = 1; i < 400; i += 2) {
        joined += cluster.at("a" + std::to_string(i)) == cluster.at("b" + std::to_string(i)) ? 1 : 0;
    }
    EXPECT_GE(joined, 190U) << "of 200";
    std::map<RecordIndex, std::size_t> sizes;
    for (const auto& [id, root] : cluster) ++sizes[root];
    std::size_t larger = 0;
    for (const auto& [root, size] : sizes) larger += size > 2 ? 1 : 0;
    EXPECT_LE(larger, 8U) << "of " << sizes.size();
}

TEST(PeopleSets, OneOnlyAnswerMayBeThinAndManyMayNot) {
    // Logins that have something in common but not much, each with one counterpart: below even odds by
    // themselves.
    Random random(23);
    std::vector<Person> left;
    std::vector<Person> right;
    for (int i = 0; i < 300; ++i) {
        const std::string number = std::to_string(i);
        const std::string shared = word(random, 2);
        const std::string own = i % 3 == 0 ? shared : word(random, 2);
        left.push_back({"l" + number, {{"handle", word(random, 2) + shared}}});
        right.push_back({"r" + number, {{"handle", own + word(random, 2)}}});
    }
    const RecordSet l = record_set(left);
    const RecordSet r = record_set(right);
    // A threshold one bit above the thinnest answer: who has no rival is still an answer.
    MatchModel model = MatchModel::person();
    double thinnest = 60;
    for (const ScoredPair& pair : link(l, r, model).pairs) {
        if (pair.tier == Tier::match) thinnest = std::min(thinnest, pair.weight);
    }
    model.thresholds.cluster_weight = thinnest + 1;
    std::size_t thin = 0;
    for (const ScoredPair& pair : link(l, r, model).pairs) {
        if (pair.tier != Tier::match) continue;
        EXPECT_GE(pair.weight, model.thresholds.cluster_weight - 2);
        thin += pair.weight < model.thresholds.cluster_weight ? 1 : 0;
    }
    EXPECT_GT(thin, 0U);
    LinkOptions options;
    options.many = true;
    for (const ScoredPair& pair : link(l, r, MatchModel::person(), options).pairs) {
        EXPECT_TRUE(pair.tier != Tier::match || pair.weight >= 0);
    }
}

TEST(PeopleSets, AnAnswerThatAnotherTakesGivesWayToTheNext) {
    // "repcasten" is no less like "repcasar", which belongs to a namesake of that very login, than like its
    // own.
    Random random(29);
    std::vector<Person> left = {{"l1", {{"handle", "RepCasar"}}}, {"l2", {{"handle", "RepCasten"}}}};
    std::vector<Person> right = {{"r1", {{"handle", "repcasar"}}}, {"r2", {{"handle", "RepSeanCasten"}}}};
    for (int i = 3; i < 300; ++i) {
        const std::string number = std::to_string(i);
        const std::string login = "rep" + word(random, 3);
        left.push_back({"l" + number, {{"handle", login}}});
        right.push_back({"r" + number, {{"handle", login}}});
    }
    const RecordSet l = record_set(left);
    const RecordSet r = record_set(right);
    const LinkResult result = link(l, r, MatchModel::person());
    std::map<std::string, std::string> answers;
    for (const ScoredPair& pair : result.pairs) {
        if (pair.tier != Tier::match) continue;
        EXPECT_TRUE(answers.emplace(l.id(pair.left), r.id(pair.right)).second)
            << "two answers for one record";
    }
    EXPECT_EQ(answers["l1"], "r1");
    EXPECT_EQ(answers["l2"], "r2");
}

}  // namespace
}  // namespace scrm::identity
