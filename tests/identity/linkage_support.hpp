// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity::test {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Person {
    std::string id;
    Fields fields;
};

inline RecordSet record_set(const std::vector<Person>& people, const std::string& population = "customers") {
    RecordSetBuilder builder(population);
    for (const Person& person : people) {
        builder.begin(person.id);
        for (const auto& [attribute, value] : person.fields) builder.add(attribute, value);
    }
    return builder.finish();
}

/// Pairs by what follows the first letter of both ids: equal is right.
struct Found {
    std::size_t right = 0;
    std::size_t wrong = 0;

    void add(std::string_view a, std::string_view b) { ++(a.substr(1) == b.substr(1) ? right : wrong); }
};

/// Words by syllables, so that no two are alike by accident.
inline std::string word(Random& random, std::size_t syllables) {
    static const std::vector<std::string> kSyllables = {"ba",  "cor", "du",  "fen", "gis", "ho",   "jun",
                                                        "kel", "lo",  "mar", "nim", "par", "ques", "ro",
                                                        "sab", "tul", "van", "wex", "yor", "zin"};
    std::string out;
    for (std::size_t i = 0; i < syllables; ++i) out += kSyllables[random.below(kSyllables.size())];
    return out;
}

inline const std::vector<std::string>& given_names() {
    static const std::vector<std::string> kGiven = {"Anna",  "Boris", "Clara", "David", "Elena", "Fedor",
                                                    "Henry", "Irina", "Jacob", "Maria", "Oscar", "Peter",
                                                    "Simon", "Vera",  "Laura", "Kevin", "Diana", "Roman"};
    return kGiven;
}

/// People with enough variety to train on: `count` of them, every fifth twice, with small errors in the
/// second record.
inline std::vector<Person> town(std::size_t count, std::uint64_t seed) {
    static const std::vector<std::string> given = {"Anna",  "Boris",  "Clara", "David", "Elena",
                                                   "Fedor", "Galina", "Henry", "Irina", "Jacob",
                                                   "Kira",  "Leon",   "Maria", "Nikita"};
    static const std::vector<std::string> start = {"Bor", "Kor",  "Mak", "Sid", "Tim",
                                                   "Vol", "Zhar", "Lom", "Gur", "Pet"};
    static const std::vector<std::string> middle = {"an", "ol", "uch", "ed", "in",
                                                    "ar", "os", "ev",  "ut", "ich"};
    static const std::vector<std::string> cities = {"Kazan", "Omsk", "Tver", "Perm", "Ufa", "Sochi"};
    Random random(seed);
    std::vector<Person> people;
    for (std::size_t i = 0; i < count; ++i) {
        const auto pick = [&random](const std::vector<std::string>& list) {
            return list[random.below(list.size())];
        };
        const auto two = [&random](std::uint64_t low, std::uint64_t bound) {
            const std::string number = std::to_string(low + random.below(bound));
            return number.size() == 1 ? "0" + number : number;
        };
        Person person;
        const std::string number = std::to_string(10'000 + i);
        person.id = "p" + number + "a";
        const std::string family = pick(start) + pick(middle) + pick(middle) + "enko";
        person.fields = {
            {"given_name", pick(given)},
            {"family_name", family},
            {"birth_date", std::to_string(1940 + random.below(65)) + "-" + two(1, 12) + "-" + two(1, 28)},
            {"phone", "+7916" + std::to_string(1'000'000 + random.below(8'999'999))},
            {"city", pick(cities)}};
        people.push_back(person);
        if (i % 5 != 0) continue;
        person.id = "p" + number + "b";
        person.fields[1].second.erase(2, 1);
        if (i % 2 == 0) person.fields.erase(person.fields.begin() + 3);
        people.push_back(person);
    }
    return people;
}

/// What deduplication finds by the built-in model: pairs of one cluster.
inline Found found_in(const std::vector<Person>& people) {
    const RecordSet records = record_set(people);
    const DedupeResult result = dedupe(records, MatchModel::person());
    std::map<RecordIndex, std::vector<RecordIndex>> clusters;
    for (RecordIndex i = 0; i < records.size(); ++i) clusters[result.cluster[i]].push_back(i);
    Found found;
    for (const auto& [number, members] : clusters) {
        for (std::size_t i = 0; i < members.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) found.add(records.id(members[i]), records.id(members[k]));
        }
    }
    return found;
}

inline std::vector<Person> shuffled(std::vector<Person> people, std::uint64_t seed) {
    Random random(seed);
    for (std::size_t i = people.size(); i > 1; --i) std::swap(people[i - 1], people[random.below(i)]);
    return people;
}

}  // namespace scrm::identity::test
