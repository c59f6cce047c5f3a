// SPDX-License-Identifier: Apache-2.0
// Values that most rows of a file have, and values of attributes that the model does not know.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "linkage_support.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

using test::Fields;
using test::Found;
using test::found_in;
using test::given_names;
using test::Person;
using test::record_set;
using test::word;

struct Staff {
    std::vector<Person> people;
    std::size_t twice = 0;
};

/// `count` people of few family names, one in `one_in` of them twice, and `more` in every row.
Staff staff(std::size_t count, std::uint64_t one_in, const Fields& more = {}) {
    Random random(17);
    std::vector<std::string> families;
    for (int i = 0; i < 600; ++i) families.push_back(word(random, 2));
    Staff made;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& given = given_names()[random.below(given_names().size())];
        const std::string& family = families[random.below(families.size())];
        Fields fields = {
            {"given_name", given},
            {"family_name", family},
            {"phone", "+7916" + std::to_string(1'000'000 + random.below(8'999'999))},
            {"email", given + '.' + family + std::to_string(random.below(99)) + "@works.example"}};
        fields.insert(fields.end(), more.begin(), more.end());
        made.people.push_back({"a" + std::to_string(i), fields});
        if (one_in == 0 || random.below(one_in) != 0) continue;
        fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(2 + random.below(2)));
        made.people.push_back({"b" + std::to_string(i), fields});
        ++made.twice;
    }
    return made;
}

TEST(SharedValues, ColleaguesOfOneFirmAreNoDuplicates) {
    for (const char* attribute : {"employer", "occupation", "other:branch"}) {
        const Found found = found_in(staff(500, 0, {{attribute, "Acme Corp"}}).people);
        EXPECT_LE(found.wrong, 3U) << attribute;
    }
}

TEST(SharedValues, WhatEveryRowHasChangesNothing) {
    const Found without = found_in(staff(2'000, 10).people);
    EXPECT_LE(without.wrong, 15U);
    for (const auto& [attribute, value] : Fields{{"birth_date", "1900-01-01"},
                                                 {"postcode", "10001"},
                                                 {"address", "1 Main Street"},
                                                 {"employer", "Acme Corp"},
                                                 {"city", "Springfield"},
                                                 {"other:branch", "B1"}}) {
        const Found found = found_in(staff(2'000, 10, {{attribute, value}}).people);
        EXPECT_LE(found.wrong, without.wrong + 5) << attribute;
        EXPECT_GE(found.right + 5, without.right) << attribute;
    }
}

TEST(SharedValues, ATelephoneOfAllIsNoEvidence) {
    std::vector<Person> people;
    for (const Person& person : staff(500, 0).people)
        people.push_back({person.id, {person.fields[0], person.fields[1], {"phone", "+74950000010"}}});
    const MatchModel model = dedupe(record_set(people), MatchModel::person()).model;
    const auto phone = std::ranges::find(model.comparisons, "phone", &Comparison::name);
    ASSERT_NE(phone, model.comparisons.end());
    const Level& same = phone->levels.front();
    EXPECT_LT(std::log2(same.m / same.u), 0.1);
    EXPECT_NEAR(same.relative.value(), 1, 0.05);
}

TEST(SharedValues, ADateThatMostHaveNarrowsNoBlock) {
    Staff made = staff(400, 10, {{"birth_date", "1900-01-01"}});
    const auto rules_by_date = [](const std::vector<Person>& people) {
        const MatchModel model = dedupe(record_set(people), MatchModel::person()).model;
        return std::ranges::count_if(model.blocking_rules, [](const BlockingRule& rule) {
            return rule.keys.size() > 1 && std::ranges::find(rule.keys, "birth_date") != rule.keys.end();
        });
    };
    EXPECT_EQ(rules_by_date(made.people), 0);
    for (std::size_t i = 0; i < made.people.size(); i += 2)
        made.people[i].fields.back().second =
            "19" + std::to_string(50 + i % 50) + "-03-" + std::to_string(10 + i % 19);
    EXPECT_GT(rules_by_date(made.people), 3);
}

TEST(SharedValues, DocumentsProposePairsInLargeFiles) {
    // So many that not all pairs are compared; nothing else is the same in both records.
    Random random(29);
    std::vector<Person> people;
    std::size_t twice = 0;
    for (std::size_t i = 0; i < 2'500; ++i) {
        const std::string number = std::to_string(4'000'000'000 + random.below(999'999'999));
        const auto add = [&](char which) {
            people.push_back({which + std::to_string(i),
                              {{"given_name", given_names()[i % given_names().size()]},
                               {"other:passport", number},
                               {"other:segment", random.below(2) == 0 ? "retail" : "premium"},
                               {"city", word(random, 3)}}});
        };
        add('a');
        if (i % 6 != 0) continue;
        add('b');
        ++twice;
    }
    const Found found = found_in(people);
    EXPECT_GE(found.right, twice * 95 / 100);
    EXPECT_LE(found.wrong, 5U);
}

}  // namespace
}  // namespace scrm::identity
