// SPDX-License-Identifier: Apache-2.0
// Families, offices and namesakes, who have much in common and are not one person.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "identity/training/shared_values_internal.hpp"
#include "identity/training/training_internal.hpp"
#include "linkage_support.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/linkage.hpp"

namespace scrm::identity {
namespace {

using test::Fields;
using test::Found;
using test::found_in;
using test::given_names;
using test::Person;
using test::record_set;
using test::word;

std::string birth_date(Random& random) {
    const auto two = [&random](std::uint64_t low, std::uint64_t bound) {
        const std::string number = std::to_string(low + random.below(bound));
        return number.size() == 1 ? "0" + number : number;
    };
    return std::to_string(1940 + random.below(65)) + '-' + two(1, 12) + '-' + two(1, 28);
}

std::string phone(Random& random) {
    return "+7916" + std::to_string(1'000'000 + random.below(8'999'999));
}

/// Records "a<person>", and "b<person>" of those who are there twice.
struct Crowd {
    std::vector<Person> people;
    std::size_t twice = 0;
};

/// Homes with one family name, address and phone, in every other one a couple; one record in `one_in` is
/// there twice. Without these fields.
Crowd couples(int homes, std::uint64_t one_in, const std::vector<std::string>& without = {}) {
    const std::vector<std::string>& given = given_names();
    Random random(3);
    Crowd made;
    for (int home = 0; home < homes; ++home) {
        const std::string family = word(random, 2);
        const std::string address = std::to_string(1 + random.below(90)) + ' ' + word(random, 3) + " Street";
        const std::string of_home = "+7916" + std::to_string(2'000'000 + home * 41);
        const std::size_t first = random.below(given.size());
        for (int k = 0; k < 1 + home % 2; ++k) {
            Fields fields = {{"given_name", given[(first + static_cast<std::size_t>(k) * 5) % given.size()]},
                             {"family_name", family},
                             {"birth_date", birth_date(random)},
                             {"address", address},
                             {"phone", of_home}};
            std::erase_if(fields, [&without](const auto& field) {
                return std::find(without.begin(), without.end(), field.first) != without.end();
            });
            const std::string number = std::to_string(home) + '-' + std::to_string(k);
            made.people.push_back({"a" + number, fields});
            if (random.below(one_in) != 0) continue;
            made.people.push_back({"b" + number, fields});
            ++made.twice;
        }
    }
    return made;
}

/// Homes in which two bear one name, and differ in nothing but the date of birth.
Crowd fathers_and_sons(int homes) {
    Random random(5);
    Crowd made;
    for (int home = 0; home < homes; ++home) {
        Fields fields = {{"given_name", given_names()[random.below(given_names().size())]},
                         {"city", word(random, 1)},
                         {"email", word(random, 3) + "@mail.ru"},
                         {"family_name", word(random, 2)},
                         {"address", std::to_string(home) + ' ' + word(random, 3) + " Street"},
                         {"phone", phone(random)},
                         {"birth_date", birth_date(random)}};
        made.people.push_back({"a" + std::to_string(home), fields});
        fields.back().second = birth_date(random);
        made.people.push_back({"b" + std::to_string(home), fields});
    }
    return made;
}

TEST(SharedHomes, CouplesWithOnePhoneAndAddressAreNoDuplicates) {
    // However few duplicates there are beside the couples, who are half of the file.
    for (const std::uint64_t one_in : {100, 20}) {
        const Crowd made = couples(1'500, one_in);
        const Found found = found_in(made.people);
        EXPECT_EQ(found.right, made.twice);
        EXPECT_LE(found.wrong, 2U);
    }
}

TEST(SharedHomes, CouplesAreNoDuplicatesInASmallFileEither) {
    for (const std::uint64_t one_in : {20, 3, 2}) {
        const Crowd made = couples(200, one_in);
        const Found found = found_in(made.people);
        EXPECT_EQ(found.right, made.twice);
        EXPECT_LE(found.wrong, 10U) << "of 100 couples";
    }
}

TEST(SharedHomes, CouplesOfWhomOneAttributeAloneTells) {
    // What tells them apart is the given name or the date of birth, and nothing else.
    for (const char* without : {"birth_date", "given_name"}) {
        for (const int homes : {200, 1'500}) {
            for (const std::uint64_t one_in : {20, 3, 2}) {
                const Crowd made = couples(homes, one_in, {without});
                const Found found = found_in(made.people);
                EXPECT_EQ(found.right, made.twice) << without << ' ' << homes << ' ' << one_in;
                EXPECT_LE(found.wrong, static_cast<std::size_t>(homes) / 15)
                    << without << ' ' << homes << ' ' << one_in;
            }
        }
    }
}

TEST(SharedHomes, TrainingSaysWhereItMayHaveMetHouseholds) {
    const Crowd many = fathers_and_sons(60);
    const DedupeResult found = dedupe(record_set(many.people), MatchModel::person());
    ASSERT_EQ(found.model.warnings.size(), 1U);
    const std::string& warning = found.model.warnings.front();
    EXPECT_TRUE(warning.starts_with("birth_date: of the pairs that passed for one person ")) << warning;
    EXPECT_TRUE(warning.ends_with("households")) << warning;
    EXPECT_EQ(MatchModel::from_json(found.model.to_json()).warnings, found.model.warnings);
    // Where the date of birth tells them apart nothing is doubtful, and a model says nothing of an earlier
    // file.
    const Crowd plain = couples(400, 3);
    MatchModel again = found.model;
    again.trained = false;
    EXPECT_TRUE(dedupe(record_set(plain.people), again).model.warnings.empty());
}

/// One in three works in an office of so many, whose telephone, addresses and city all of it give.
Crowd colleagues(std::size_t staff, bool is_born) {
    Random random(17);
    Crowd made;
    for (std::size_t i = 0; i < 2'400; ++i) {
        const bool works = i % 3 == 0;
        const std::string office = std::to_string(10 + i / 3 / staff);
        Fields fields = {
            {"given_name", given_names()[random.below(given_names().size())]},
            {"family_name", word(random, 2)},
            {"phone", works ? "+749500000" + office : phone(random)},
            {"email", (works ? "office" + office : word(random, 4)) + "@mail.com"},
            {"address", works ? office + " Office Plaza"
                              : std::to_string(1 + random.below(90)) + ' ' + word(random, 3) + " Street"},
            {"city", works ? "Kazan" : "Omsk"}};
        if (is_born) fields.emplace_back("birth_date", birth_date(random));
        made.people.push_back({"a" + std::to_string(i), fields});
        if (random.below(5) != 0) continue;
        made.people.push_back({"b" + std::to_string(i), fields});
        ++made.twice;
    }
    return made;
}

TEST(SharedHomes, ColleaguesOfOneOfficeAreNoDuplicates) {
    for (const bool is_born : {true, false}) {
        for (const std::size_t staff : {40, 400}) {
            const Crowd made = colleagues(staff, is_born);
            const Found found = found_in(made.people);
            EXPECT_GE(found.right, made.twice * 49 / 50) << staff;
            // Without a date of birth an office has namesakes.
            EXPECT_LE(found.wrong, made.twice / (is_born ? 50 : 12)) << staff;
        }
    }
}

TEST(SharedHomes, AnOfficeCountsOnce) {
    const RecordSet records = record_set(colleagues(40, true).people);
    const MatchModel model = train(MatchModel::person(), records);
    const auto row_of = [&records](std::string_view id) {
        RecordIndex row = 0;
        while (records.id(row) != id) ++row;
        return row;
    };
    const auto bits = [&](std::string_view a, std::string_view b) {
        std::map<std::string, double> out;
        double sum = 0;
        const Explanation why = explain(records, row_of(a), records, row_of(b), model);
        for (const Evidence& one : why.evidence) {
            out[one.comparison] = one.weight;
            sum += one.weight;
        }
        EXPECT_NEAR(why.prior_weight + sum, why.total_weight, 1e-9);
        return out;
    };
    auto of_office = bits("a0", "a3");
    EXPECT_GT(of_office["phone"], 0);
    EXPECT_EQ(of_office["email"], 0);
    EXPECT_EQ(of_office["address"], 0);
    std::string twin;
    for (RecordIndex row = 0; twin.empty(); ++row) {
        const std::string number{records.id(row).substr(1)};
        if (records.id(row)[0] == 'b' && std::stoul(number) % 3 != 0) twin = number;
    }
    auto of_home = bits("a" + twin, "b" + twin);
    EXPECT_GT(of_home["phone"], 5);
    EXPECT_GT(of_home["email"], 5);
    EXPECT_GT(of_home["address"], 5);
}

TEST(SharedHomes, TrainingLooksAwayFromOfficesOnly) {
    std::vector<Person> people = colleagues(40, true).people;
    // One address in two spellings, a telephone of one's own beside that of the office.
    people.push_back({"x", {{"given_name", "Anna"}, {"address", "Казань, ул. Ленина, д. 5, кв. 7"}}});
    people.push_back({"y", {{"given_name", "Anna"}, {"address", "Kazan, Lenina 5-7"}}});
    for (const char* id : {"v", "w"})
        people.push_back(
            {id, {{"given_name", "Vera"}, {"phone", "+74950000010"}, {"phone", "+79167302418"}}});
    const RecordSet records = record_set(people);
    const Rows rows(records);
    const MatchModel model = fitted_to(MatchModel::person(), rows);
    Features features(rows, 1);
    features.prepare(model);
    const Scorer scorer(model, features);
    const SharedValues shared(model, scorer);
    PairContext context = scorer.context();
    const auto row_of = [&](std::string_view id) {
        Row row = 0;
        while (records.id(rows.record(row)) != id) ++row;
        return row;
    };
    const auto left_out = [&](std::string_view x, std::string_view y) {
        const Row a = row_of(x);
        const Row b = row_of(y);
        const Pattern seen = scorer.pattern(a, b, context);
        std::vector<std::string> names;
        for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
            const bool was_full = scorer.layout().level(seen, i) == 1;
            if (was_full && scorer.layout().level(shared.without({a, b}, seen), i) == 0)
                names.push_back(model.comparisons[i].name);
        }
        return names;
    };
    EXPECT_EQ(left_out("x", "y"), std::vector<std::string>{});
    EXPECT_EQ(left_out("v", "w"), std::vector<std::string>{});
    EXPECT_EQ(left_out("a0", "a3"), (std::vector<std::string>{"phone", "email", "address"}));
}

TEST(SharedHomes, NumbersInAddressesTellNamesakesApart) {
    // Every address is made of the name and a number.
    Random random(23);
    std::vector<std::string> families;
    for (int i = 0; i < 60; ++i) families.push_back(word(random, 2));
    std::vector<Person> people;
    std::size_t twice = 0;
    for (std::size_t i = 0; i < 3'000; ++i) {
        const std::string& given = given_names()[random.below(given_names().size())];
        const std::string& family = families[random.below(families.size())];
        const std::string start = std::string(1, static_cast<char>(given[0] + 'a' - 'A')) + family;
        const Fields fields = {{"given_name", given},
                               {"family_name", family},
                               {"email", start + std::to_string(1 + random.below(999)) + "@mail.com"}};
        people.push_back({"a" + std::to_string(i), fields});
        if (random.below(4) != 0) continue;
        people.push_back({"b" + std::to_string(i), fields});
        ++twice;
    }
    const Found found = found_in(people);
    EXPECT_GE(found.right, twice * 99 / 100);
    EXPECT_LE(found.wrong, twice / 20);
}

TEST(SharedHomes, AddressesOnTheWebAreEvidence) {
    Random random(5);
    std::vector<Person> alone;
    std::vector<Person> with_names;
    for (std::size_t i = 0; i < 400; ++i) {
        const std::string number = std::to_string(i);
        const std::string login = word(random, 3) + number;
        const std::string given = given_names()[random.below(18)];
        const auto add = [&](const std::string& id, const std::string& url) {
            alone.push_back({id, {{"url", url + login}}});
            const bool has_site_of_employer = i % 10 == 9;
            with_names.push_back({id,
                                  {{"given_name", given},
                                   {"family_name", word(random, 3)},  // some marry
                                   {"url", has_site_of_employer ? "www.works.example" : url + login}}});
        };
        add("a" + number, "https://vk.com/");
        if (i % 4 == 0) add("b" + number, "m.vk.com/");
    }
    const Found by_url = found_in(alone);
    EXPECT_EQ(by_url.wrong, 0U);
    EXPECT_GE(by_url.right, 95U);
    const Found by_both = found_in(with_names);
    EXPECT_EQ(by_both.wrong, 0U);
    EXPECT_GE(by_both.right, 95U);
}

TEST(SharedHomes, AddressesOnTheWebFindNoPlaceInAFullModel) {
    const RecordSet records = record_set({{"a", {{"full_name", "Anna K"}, {"url", "a.example"}}},
                                          {"b", {{"full_name", "Anna K"}, {"url", "a.example"}}}});
    const Rows rows(records);
    MatchModel model = MatchModel::person();
    const std::size_t plain = model.comparisons.size();
    EXPECT_EQ(fitted_to(model, rows).comparisons.size(), plain + 1);
    Comparison other = model.comparisons.back();
    other.name = "url";
    model.comparisons.push_back(other);
    EXPECT_EQ(fitted_to(model, rows).comparisons.size(), plain + 1) << "one of its own";
    model.comparisons.back().name = "more";
    while (model.comparisons.size() < 24) {
        other.name += '+';
        model.comparisons.push_back(other);
    }
    EXPECT_EQ(fitted_to(model, rows).comparisons.size(), 24U);
}

TEST(SharedHomes, LoginsThatAreAlikeAreMostlyOfTwo) {
    Random random(8);
    std::vector<Person> people;
    std::size_t twice = 0;
    for (std::size_t i = 0; i < 2'000; ++i) {
        std::string login = given_names()[random.below(18)] + '_' + word(random, 3);
        if (random.below(3) == 0) login = "shadow" + std::to_string(37 * i);
        people.push_back({"a" + std::to_string(i), {{"handle", login}}});
        if (random.below(4) != 0) continue;
        people.push_back({"b" + std::to_string(i), {{"handle", login}}});
        ++twice;
    }
    const Found found = found_in(people);
    EXPECT_GE(found.right, twice * 99 / 100);
    EXPECT_LE(found.wrong, twice / 10);
}

TEST(SharedHomes, AddressesOrTelephonesAloneAreEnough) {
    for (const char* attribute : {"email", "phone"}) {
        Random random(29);
        std::vector<Person> people;
        std::size_t twice = 0;
        for (std::size_t i = 0; i < 3'000; ++i) {
            const std::string value = attribute[0] == 'e'
                                          ? word(random, 3) + "." + word(random, 3) + "@mail.com"
                                          : "+7916" + std::to_string(1'000'000 + i * 2'711);
            people.push_back({"a" + std::to_string(i), {{attribute, value}}});
            if (random.below(4) != 0) continue;
            people.push_back({"b" + std::to_string(i), {{attribute, value}}});
            ++twice;
        }
        const Found found = found_in(people);
        EXPECT_GE(found.right, twice * 99 / 100) << attribute;
        EXPECT_LE(found.wrong, twice / 50) << attribute;
    }
}

TEST(SharedHomes, RecordsFromDocumentsKeepFathersAndSonsApart) {
    const Crowd many = fathers_and_sons(60);
    const RecordSet records = record_set(many.people);
    const auto joined = [&](bool from_documents) {
        LinkOptions options;
        options.training.from_documents = from_documents;
        const DedupeResult found = dedupe(records, MatchModel::person(), options);
        std::size_t pairs = 0;
        for (RecordIndex i = 0; i < found.cluster.size(); ++i) pairs += found.cluster[i] != i ? 1 : 0;
        return pairs;
    };
    EXPECT_GT(joined(false), 30U);
    // The dates of one home nearly agree, by chance.
    EXPECT_EQ(joined(true), 1U);
}

TEST(SharedHomes, TrainingLeavesFixedLevelsAlone) {
    // No given names and no birth dates: gender alone tells people apart.
    Random random(7);
    std::vector<Person> people;
    for (int i = 0; i < 300; ++i) {
        Fields fields = {{"family_name", word(random, 2)}, {"phone", phone(random)}, {"gender", "f"}};
        people.push_back({"a" + std::to_string(i), fields});
        if (i % 4 == 0) people.push_back({"b" + std::to_string(i), fields});
    }
    const MatchModel trained = train(MatchModel::person(), record_set(people));
    const MatchModel start = MatchModel::person();
    for (std::size_t i = 0; i < start.comparisons.size(); ++i) {
        for (std::size_t g = 0; g < start.comparisons[i].levels.size(); ++g) {
            const Level& level = start.comparisons[i].levels[g];
            if (!level.fixed) continue;
            EXPECT_NEAR(trained.comparisons[i].levels[g].m, level.m, 1e-9) << start.comparisons[i].name;
        }
    }
}

TEST(SharedHomes, FathersAndSonsOfOneName) {
    Random random(31);
    std::vector<Person> people;
    std::size_t twice = 0;
    for (std::size_t i = 0; i < 3'000; ++i) {
        const std::string born = birth_date(random);
        Fields fields = {
            {"given_name", given_names()[random.below(given_names().size())]},
            {"family_name", word(random, 3)},
            {"birth_date", born},
            {"phone", phone(random)},
            {"address", std::to_string(1 + random.below(90)) + ' ' + word(random, 3) + " Street"}};
        people.push_back({"a" + std::to_string(i), fields});
        if (random.below(5) == 0) {
            people.push_back({"b" + std::to_string(i), fields});
            ++twice;
        }
        if (i % 1'000 != 0) continue;
        fields[2].second = std::to_string(std::stoi(born.substr(0, 4)) + 26) + "-03-17";
        people.push_back({"s" + std::to_string(10'000 + i), fields});
    }
    const Found found = found_in(people);
    EXPECT_EQ(found.right, twice);
    EXPECT_EQ(found.wrong, 0U) << "of three sons";
}

/// Of one person in `one_in` there is somebody else in the home who has all but this field in common.
struct Homes {
    std::vector<Person> people;
    std::vector<Person> copies;  ///< "b<person>" of one in four
    std::vector<Person> others;  ///< "s9<person>"
};

Homes homes_of_two(std::uint64_t one_in, bool is_twin) {
    Random random(41);
    Homes made;
    for (std::size_t i = 0; i < 3'000; ++i) {
        const std::size_t given = random.below(given_names().size());
        const std::string born = birth_date(random);
        Fields fields = {
            {"given_name", given_names()[given]},
            {"family_name", word(random, 3)},
            {"birth_date", born},
            {"phone", phone(random)},
            {"address", std::to_string(1 + random.below(90)) + ' ' + word(random, 3) + " Street"}};
        const std::string number = std::to_string(10'000 + i);
        made.people.push_back({"a" + number, fields});
        if (random.below(one_in) == 0) {
            Fields other = fields;
            if (is_twin)
                other[0].second = given_names()[(given + 5) % given_names().size()];
            else
                other[2].second = std::to_string(std::stoi(born.substr(0, 4)) + 26) + "-03-17";
            if (random.below(2) == 0) other[3].second = phone(random);
            made.others.push_back({"s9" + number, other});
        }
        if (random.below(4) != 0) continue;
        // Errors fall on every field.
        auto& value = fields[random.below(5)].second;
        if (random.below(3) == 0)
            value = value.substr(0, value.size() / 2) + value.substr(value.size() / 2 + 1);
        made.copies.push_back({"b" + number, fields});
    }
    return made;
}

TEST(SharedHomes, TwinsAndSonsStayTwoPeopleHoweverManyThereAre) {
    for (const bool is_twin : {true, false}) {
        for (const std::uint64_t one_in : {200, 50, 10}) {
            const Homes made = homes_of_two(one_in, is_twin);
            std::vector<Person> all = made.people;
            all.insert(all.end(), made.copies.begin(), made.copies.end());
            all.insert(all.end(), made.others.begin(), made.others.end());
            const Found found = found_in(all);
            EXPECT_GE(found.right, made.copies.size() * 49 / 50) << is_twin << ' ' << one_in;
            EXPECT_LE(found.wrong, 2U) << is_twin << ' ' << made.others.size();
        }
    }
}

TEST(SharedHomes, WhomTheOtherFileHasInPlaceOfATwinIsNoMatch) {
    for (const bool is_twin : {true, false}) {
        const Homes made = homes_of_two(10, is_twin);
        std::vector<Person> right = made.copies;
        right.insert(right.end(), made.others.begin(), made.others.end());
        const RecordSet left = record_set(made.people);
        const RecordSet other = record_set(right);
        for (const bool many : {false, true}) {
            LinkOptions options;
            options.many = many;
            std::size_t right_ones = 0;
            std::size_t wrong = 0;
            std::size_t to_review = 0;
            for (const ScoredPair& pair : link(left, other, MatchModel::person(), options).pairs) {
                const bool is_right = other.id(pair.right)[0] == 'b' &&
                                      other.id(pair.right).substr(1) == left.id(pair.left).substr(1);
                if (pair.tier == Tier::match) ++(is_right ? right_ones : wrong);
                if (pair.tier == Tier::review && !is_right) ++to_review;
            }
            EXPECT_GE(right_ones, made.copies.size() * 49 / 50) << is_twin << ' ' << many;
            EXPECT_LE(wrong, made.others.size() / 50) << is_twin << ' ' << many;
            EXPECT_GE(to_review, made.others.size() / 10) << "a person may look at them";
        }
    }
}

TEST(SharedHomes, AModelOfOlderVersionsHasNoLevelForGenerations) {
    MatchModel old = MatchModel::person();
    for (Comparison& comparison : old.comparisons) {
        if (comparison.name == "birth_date") comparison.levels.pop_back();
    }
    old.trained = true;
    const RecordSet records = record_set(
        {{"a", {{"given_name", "Anna"}, {"family_name", "Lomanova"}, {"birth_date", "1950-02-03"}}},
         {"b", {{"given_name", "Anna"}, {"family_name", "Lomanova"}, {"birth_date", "1981-11-20"}}}});
    const Explanation why = explain(records, 0, records, 1, old);
    const auto part = std::find_if(why.evidence.begin(), why.evidence.end(),
                                   [](const auto& one) { return one.comparison == "birth_date"; });
    ASSERT_NE(part, why.evidence.end());
    EXPECT_EQ(part->level, "different");
}

}  // namespace
}  // namespace scrm::identity
