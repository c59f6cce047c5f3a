// SPDX-License-Identifier: Apache-2.0
#include "identity/records/near_keys_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "linkage_support.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/frozen_model.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/resolution.hpp"

namespace scrm::identity {
namespace {

using test::record_set;

const std::array<std::string_view, 1> kHandle = {"handle"};

KeyColumn texts(const Rows& rows) {
    return {rows, kHandle, [](std::string_view raw, std::vector<std::string>& out) { out.emplace_back(raw); },
            1};
}

bool meet(std::string_view a, std::string_view b) {
    const RecordSet set =
        record_set({{"1", {{"handle", std::string{a}}}}, {"2", {{"handle", std::string{b}}}}});
    const Rows rows(set);
    const KeyColumn keys = near_keys(rows, texts(rows));
    const auto x = keys.ids(0);
    const auto y = keys.ids(1);
    return std::any_of(x.begin(), x.end(),
                       [&](std::uint32_t key) { return std::find(y.begin(), y.end(), key) != y.end(); });
}

/// Of two texts of letters of one byte: whether they have a neighbour in common.
bool share_a_neighbour(const std::string& a, const std::string& b) {
    const auto around = [](const std::string& text) {
        std::vector<std::string> out = {text};
        for (std::size_t i = 0; i < text.size(); ++i) out.push_back(std::string{text}.erase(i, 1));
        return out;
    };
    const auto y = around(b);
    const auto x = around(a);
    return std::any_of(x.begin(), x.end(),
                       [&](const std::string& one) { return std::find(y.begin(), y.end(), one) != y.end(); });
}

TEST(NearKeys, ValuesOneLetterApartMeet) {
    EXPECT_TRUE(meet("+79161234567", "+79161234568"));
    EXPECT_TRUE(meet("+79161234567", "+79162134567"));
    EXPECT_TRUE(meet("anna.k@mail.ru", "ana.k@mail.ru"));
    EXPECT_TRUE(meet("ana.k@mail.ru", "anna.k@mail.ru"));
    EXPECT_TRUE(meet("xanna.k@mail.ru", "anna.k@mail.ru"));
    EXPECT_TRUE(meet("anna.k@mail.ru", "anna.k@mail.rux"));
    EXPECT_TRUE(meet("щербакова", "шербакова"));
    EXPECT_TRUE(meet("щербакова", "щербаква"));
}

TEST(NearKeys, OthersDoNot) {
    EXPECT_FALSE(meet("+79161234567", "+79161234589"));
    EXPECT_FALSE(meet("anna.k@mail.ru", "inna.m@mail.ru"));
    EXPECT_FALSE(meet("anna.k@mail.ru", "anna.k@gmail.com"));
    EXPECT_FALSE(meet("anna1", "anna2"));  // too short to tell
    // щ and ш, two letters of which one byte of two is equal, twice.
    EXPECT_FALSE(meet("щербащова", "шербашова"));
}

TEST(NearKeys, ValuesMeetWhereTheyHaveANeighbourInCommon) {
    Random random(11);
    std::size_t near = 0;
    for (int i = 0; i < 4000; ++i) {
        std::string a;
        for (std::uint64_t n = 6 + random.below(4); n > 0; --n) a += static_cast<char>('a' + random.below(2));
        std::string b = a;
        for (std::uint64_t n = random.below(3); n > 0; --n) {
            if (random.below(2) == 0)
                b[random.below(b.size())] = static_cast<char>('a' + random.below(3));
            else
                b.insert(random.below(b.size()), 1, 'a');
        }
        if (a == b || b.size() < 6) continue;
        near += share_a_neighbour(a, b) ? 1 : 0;
        ASSERT_EQ(meet(a, b), share_a_neighbour(a, b)) << a << ' ' << b;
    }
    EXPECT_GT(near, 1000U);
}

TEST(NearKeys, WhatNoOtherValueHasIsNoKey) {
    const RecordSet set = record_set({{"1", {{"handle", "abrakadabra"}, {"handle", "quetzalcoatl"}}},
                                      {"2", {{"handle", "quetzalcoati"}}},
                                      {"3", {{"handle", "abrakadabra"}}},
                                      {"4", {{"handle", "somebody"}}}});
    const Rows rows(set);
    const KeyColumn keys = near_keys(rows, texts(rows));
    ASSERT_EQ(keys.ids(0).size(), 1U);  // one value of two; equal values are one
    EXPECT_EQ(keys.text(keys.ids(0).front()), "quetzalcoat");
    EXPECT_EQ(keys.ids(1).size(), 1U);
    EXPECT_TRUE(keys.ids(2).empty());
    EXPECT_TRUE(keys.ids(3).empty());
}

TEST(NearKeys, NamesOfKeys) {
    EXPECT_EQ(key_of_near("phone:near"), "phone");
    EXPECT_EQ(key_of_near("phone"), "");
}

bool has_near_rules(const MatchModel& model) {
    return std::any_of(model.blocking_rules.begin(), model.blocking_rules.end(),
                       [](const BlockingRule& rule) { return !key_of_near(rule.keys.front()).empty(); });
}

/// Whether `dedupe` compared the records.
bool compared(const RecordSet& records, const DedupeResult& result, std::string_view a, std::string_view b) {
    return std::any_of(result.pairs.begin(), result.pairs.end(), [&](const ScoredPair& pair) {
        const auto left = records.id(pair.left);
        const auto right = records.id(pair.right);
        return (left == a && right == b) || (left == b && right == a);
    });
}

// People who share nothing else that blocks wrote their contacts down with a slip.
TEST(NearKeys, TablesCompareContactsWithASlip) {
    auto people = test::town(2500, 8);
    people.push_back({"slip1", {{"given_name", "Zinaida"}, {"phone", "+79163084517"}}});
    people.push_back({"slip2", {{"given_name", "Zinaida"}, {"phone", "+79163034517"}}});
    people.push_back({"slip3", {{"given_name", "Taras"}, {"email", "t.quetzalcoatl@mail.ru"}}});
    people.push_back({"slip4", {{"given_name", "Taras"}, {"email", "t.quetzalcaotl@mail.ru"}}});
    const RecordSet records = record_set(people);
    LinkOptions all;
    all.min_probability = 0;
    const DedupeResult found = dedupe(records, MatchModel::person(), all);
    EXPECT_TRUE(has_near_rules(found.model));
    EXPECT_TRUE(compared(records, found, "slip1", "slip2"));
    EXPECT_TRUE(compared(records, found, "slip3", "slip4"));
    const DedupeResult without = dedupe(records, without_table_rules(MatchModel::person()), all);
    EXPECT_FALSE(compared(records, without, "slip1", "slip2"));
    EXPECT_FALSE(compared(records, without, "slip3", "slip4"));
}

// A key may be made of one that is itself made of another, and of names.
TEST(NearKeys, OfAnyKey) {
    const RecordSet records = record_set(test::town(2500, 8));
    MatchModel model = MatchModel::person();
    for (const char* key : {"street_house:near", "name_pair:near", "birth_date:near", "name_pair:grams"})
        model.blocking_rules.push_back({{key}, 12});
    const DedupeResult found = dedupe(records, model);
    EXPECT_TRUE(std::any_of(found.blocking.begin(), found.blocking.end(),
                            [](const BlockingCount& rule) { return rule.rule == "name_pair:near"; }));
}

// Records come to a live resolver one by one, and the batch must find what it finds.
TEST(NearKeys, ABankIsResolvedWithoutThem) {
    const RecordSet customers = record_set(test::town(300, 8));
    const RecordSet profiles = record_set(test::town(100, 9));
    const ResolutionResult found = resolve(profiles, customers, MatchModel::person());
    EXPECT_FALSE(has_near_rules(found.model));
    ASSERT_TRUE(found.model.customers);
    EXPECT_FALSE(has_near_rules(*found.model.customers));
    MatchModel trained = MatchModel::person();
    trained.trained = true;
    trained.customers = std::make_shared<const MatchModel>(trained);
    const FrozenModel frozen = FrozenModel::freeze(profiles, customers, trained);
    EXPECT_FALSE(has_near_rules(frozen.model()));
    EXPECT_FALSE(has_near_rules(*frozen.model().customers));
}

}  // namespace
}  // namespace scrm::identity
