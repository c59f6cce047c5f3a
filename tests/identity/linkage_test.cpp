// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/linkage.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "identity/linkage_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using test::Person;
using test::record_set;

/// Clusters as sets of ids.
std::set<std::set<std::string>> clusters(const RecordSet& records, const DedupeResult& result) {
    std::map<RecordIndex, std::set<std::string>> members;
    for (RecordIndex i = 0; i < records.size(); ++i)
        members[result.cluster[i]].insert(std::string{records.id(i)});
    std::set<std::set<std::string>> out;
    for (const auto& [root, ids] : members) out.insert(ids);
    return out;
}

bool together(const RecordSet& records, const DedupeResult& result, std::string_view a, std::string_view b) {
    return result.cluster[*records.find(a)] == result.cluster[*records.find(b)];
}

TEST(Dedupe, FindsTheDuplicatesOfATown) {
    const RecordSet records = record_set(test::town(800, 1));
    const DedupeResult result = dedupe(records, MatchModel::person());
    std::size_t right = 0;
    std::size_t wrong = 0;
    for (const auto& cluster : clusters(records, result)) {
        if (cluster.size() == 1) continue;
        std::set<std::string> people;
        for (const std::string& id : cluster) people.insert(id.substr(0, 6));
        (people.size() == 1 ? right : wrong) += 1;
    }
    EXPECT_GE(right, 155U) << "of 160";
    EXPECT_LE(wrong, 1U);
}

TEST(Dedupe, SameResultForAnyThreadCountAndRowOrder) {
    const auto people = test::town(700, 2);
    Execution one;
    one.threads = 1;
    Execution four;
    four.threads = 4;
    const RecordSet a = record_set(people);
    const RecordSet b = record_set(test::shuffled(people, 77));
    const DedupeResult x = dedupe(a, MatchModel::person(), {}, one);
    const DedupeResult y = dedupe(b, MatchModel::person(), {}, four);
    EXPECT_EQ(clusters(a, x), clusters(b, y));
    EXPECT_EQ(x.model.to_json(), y.model.to_json());
    ASSERT_EQ(x.pairs.size(), y.pairs.size());
    for (std::size_t i = 0; i < x.pairs.size(); ++i) {
        EXPECT_EQ(a.id(x.pairs[i].left), b.id(y.pairs[i].left));
        EXPECT_EQ(a.id(x.pairs[i].right), b.id(y.pairs[i].right));
        EXPECT_EQ(x.pairs[i].weight, y.pairs[i].weight) << "to the last bit";
        EXPECT_EQ(x.pairs[i].tier, y.pairs[i].tier);
    }
}

TEST(Dedupe, ClusterIsItsSmallestId) {
    const RecordSet records = record_set(test::town(200, 4));
    const DedupeResult result = dedupe(records, MatchModel::person());
    for (RecordIndex i = 0; i < records.size(); ++i) {
        EXPECT_LE(records.id(result.cluster[i]), records.id(i));
        EXPECT_EQ(result.cluster[result.cluster[i]], result.cluster[i]);
    }
}

TEST(Dedupe, KeptApartStaysApartAndSameIsJoined) {
    const auto people = test::town(300, 6);
    const RecordSet records = record_set(people);
    const DedupeResult free = dedupe(records, MatchModel::person());
    ASSERT_TRUE(together(records, free, "p10000a", "p10000b"));
    ASSERT_FALSE(together(records, free, "p10001a", "p10002a"));
    LinkOptions options;
    options.keep_apart = {{*records.find("p10000b"), *records.find("p10000a")}};
    options.same = {{*records.find("p10001a"), *records.find("p10002a")}};
    const DedupeResult bound = dedupe(records, MatchModel::person(), options);
    EXPECT_FALSE(together(records, bound, "p10000a", "p10000b"));
    EXPECT_TRUE(together(records, bound, "p10001a", "p10002a"));
}

/// A town in which these families live too.
RecordSet town_with(std::vector<Person> family) {
    auto people = test::town(500, 8);
    people.insert(people.end(), family.begin(), family.end());
    return record_set(people);
}

/// Three pairs of people who share a family name, a phone and a city.
std::vector<Person> families() {
    return {
        {"twin1",
         {{"full_name", "Соколова Мария Ивановна"},
          {"birth_date", "1991-05-06"},
          {"phone", "+79161112233"},
          {"city", "Tver"}}},
        {"twin2",
         {{"full_name", "Соколова Дарья Ивановна"},
          {"birth_date", "1991-05-06"},
          {"phone", "+79161112233"},
          {"city", "Tver"}}},
        {"wife",
         {{"full_name", "Громова Ольга Сергеевна"},
          {"birth_date", "1980-01-02"},
          {"phone", "+79165556677"},
          {"city", "Omsk"}}},
        {"husband",
         {{"full_name", "Громов Павел Андреевич"},
          {"birth_date", "1978-03-04"},
          {"phone", "+79165556677"},
          {"city", "Omsk"}}},
        {"father",
         {{"full_name", "Лосев Иван Петрович"},
          {"birth_date", "1960-07-08"},
          {"phone", "+79168889900"},
          {"city", "Perm"}}},
        {"son",
         {{"full_name", "Лосев Иван Иванович"},
          {"birth_date", "1985-09-10"},
          {"phone", "+79168889900"},
          {"city", "Perm"}}},
    };
}

void expect_families_apart(const RecordSet& records) {
    const DedupeResult result = dedupe(records, MatchModel::person());
    EXPECT_FALSE(together(records, result, "twin1", "twin2"));
    EXPECT_FALSE(together(records, result, "wife", "husband"));
    EXPECT_FALSE(together(records, result, "father", "son"));
}

TEST(Dedupe, TwinsSpousesFatherAndSonStayApart) {
    expect_families_apart(town_with(families()));
}

TEST(Dedupe, FamiliesStayApartInAFileOfSixRecords) {
    expect_families_apart(record_set(families()));
}

TEST(Dedupe, SeniorAndJuniorAreTwo) {
    const RecordSet records = town_with({
        {"sr", {{"full_name", "David Dobbins Sr"}, {"phone", "+12025550123"}, {"address", "1450 City Rd"}}},
        {"jr", {{"full_name", "David Dobbins Jr."}, {"phone", "+12025550123"}, {"address", "1450 City Rd"}}},
    });
    EXPECT_FALSE(together(records, dedupe(records, MatchModel::person()), "sr", "jr"));
}

TEST(Dedupe, OnePersonInTwoSpellings) {
    const RecordSet records = town_with({
        {"ru", {{"full_name", "Щербакова Юлия Сергеевна"}, {"birth_date", "1987-03-05"}, {"city", "Казань"}}},
        {"en",
         {{"given_name", "Yulia"},
          {"family_name", "Shcherbakova"},
          {"birth_date", "05.03.1987"},
          {"city", "Kazan"}}},
        {"bob", {{"full_name", "Robert Lansbury"}, {"birth_date", "1970-02-03"}}},
        {"rob", {{"full_name", "Bob Lansbury"}, {"birth_date", "1970-02-03"}}},
    });
    const DedupeResult result = dedupe(records, MatchModel::person());
    EXPECT_TRUE(together(records, result, "ru", "en"));
    EXPECT_TRUE(together(records, result, "bob", "rob"));
}

TEST(Dedupe, HostileInput) {
    std::vector<Person> people;
    const std::vector<std::string> cells = {"",
                                            "\xFF\xFE",
                                            std::string(5000, 'x'),
                                            "=1+1",
                                            "' OR 1",
                                            std::string(1, '\0'),
                                            "\xF0\x9F\xA6\x8A",
                                            "2020-02-30",
                                            "; ; ;",
                                            "null",
                                            "0",
                                            "\xED\xA0\x80"};
    for (std::size_t i = 0; i < 120; ++i) {
        Person person{"h" + std::to_string(i), {}};
        std::size_t k = i;
        for (const char* attribute :
             {"full_name", "birth_date", "phone", "email", "handle", "city", "address", "postcode",
              "national_id", "gender", "kind", "other:x", "region"}) {
            person.fields.emplace_back(attribute, cells[k++ % cells.size()]);
        }
        people.push_back(std::move(person));
    }
    const RecordSet records = record_set(people);
    const DedupeResult result = dedupe(records, MatchModel::person());
    EXPECT_EQ(result.cluster.size(), records.size());
}

TEST(Dedupe, EmptySetsAndNothingToCompare) {
    EXPECT_TRUE(dedupe(record_set({}), MatchModel::person()).cluster.empty());
    const RecordSet bare = record_set({{"1", {}}, {"2", {}}, {"3", {{"bio", "x"}}}});
    const DedupeResult result = dedupe(bare, MatchModel::person());
    EXPECT_EQ(clusters(bare, result).size(), 3U);
}

TEST(Dedupe, AOneValueColumnDoesNotMakeOneCluster) {
    auto people = test::town(900, 12);
    for (Person& person : people) {
        person.fields.emplace_back("postcode", "101000");
        person.fields.emplace_back("other:branch", "main");
    }
    const RecordSet records = record_set(people);
    const DedupeResult result = dedupe(records, MatchModel::person());
    EXPECT_GE(clusters(records, result).size(), 880U);
}

TEST(Dedupe, CancelsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    Execution execution;
    execution.stop = stop.get_token();
    EXPECT_THROW(dedupe(record_set(test::town(400, 1)), MatchModel::person(), {}, execution), Error);
}

TEST(Link, AtMostOneMatchForALeftRecordWithoutMany) {
    const auto people = test::town(600, 21);
    std::vector<Person> left;
    std::vector<Person> right;
    for (const Person& person : people) (person.id.back() == 'b' ? left : right).push_back(person);
    const RecordSet l = record_set(left);
    const RecordSet r = record_set(right);
    const LinkResult result = link(l, r, MatchModel::person());
    std::map<RecordIndex, int> matches;
    std::size_t right_ones = 0;
    for (const ScoredPair& pair : result.pairs) {
        EXPECT_GE(pair.weight, 0.0 - 1e-6);
        EXPECT_NEAR(pair.probability, probability_of(pair.weight), 1e-12);
        if (pair.tier != Tier::match) continue;
        ++matches[pair.left];
        right_ones += l.id(pair.left).substr(0, 6) == r.id(pair.right).substr(0, 6) ? 1 : 0;
    }
    for (const auto& [record, count] : matches) EXPECT_EQ(count, 1);
    EXPECT_GE(right_ones, 115U) << "of 120";
}

TEST(Link, LowerProbabilitiesOnRequest) {
    const RecordSet l = record_set(test::town(60, 1));
    const RecordSet r = record_set(test::town(60, 1));
    LinkOptions options;
    options.min_probability = 1e-9;
    EXPECT_GT(link(l, r, MatchModel::person(), options).pairs.size(),
              link(l, r, MatchModel::person()).pairs.size());
}

TEST(Link, PlainAttributesWithoutMeaning) {
    std::vector<Person> left;
    std::vector<Person> right;
    for (int i = 0; i < 200; ++i) {
        const std::string title = "song number " + std::to_string(i * 7919 % 1000) + " of the band";
        const std::string band = "band " + std::to_string(i % 23);
        left.push_back({"l" + std::to_string(i), {{"title", title}, {"artist", band}}});
        right.push_back(
            {"r" + std::to_string(i), {{"title", i % 3 == 0 ? title + "s" : title}, {"artist", band}}});
    }
    const std::vector<std::string> attributes = {"title", "artist"};
    const RecordSet l = record_set(left);
    const RecordSet r = record_set(right);
    const LinkResult result = link(l, r, MatchModel::plain(attributes));
    std::size_t right_ones = 0;
    std::size_t matches = 0;
    for (const ScoredPair& pair : result.pairs) {
        if (pair.tier != Tier::match) continue;
        ++matches;
        right_ones += l.id(pair.left).substr(1) == r.id(pair.right).substr(1) ? 1 : 0;
    }
    EXPECT_GE(right_ones, 120U);
    EXPECT_GE(right_ones * 100, matches * 90);
}

}  // namespace
}  // namespace scrm::identity
