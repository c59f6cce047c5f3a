// SPDX-License-Identifier: Apache-2.0
#include "identity/blocking/heard_keys_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "linkage_support.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/resolution.hpp"

namespace scrm::identity {
namespace {

using test::Person;
using test::record_set;

Person named(const std::string& id, const std::string& name) {
    return {id, {{"full_name", name}}};
}

KeyColumn heard(const Rows& rows, unsigned threads = 1) {
    return heard_name_keys(rows, NameTable(rows, threads), threads);
}

std::size_t shared_keys(const KeyColumn& keys, Row a, Row b) {
    const auto ours = keys.ids(a);
    const auto theirs = keys.ids(b);
    return static_cast<std::size_t>(std::count_if(ours.begin(), ours.end(), [&theirs](std::uint32_t key) {
        return std::find(theirs.begin(), theirs.end(), key) != theirs.end();
    }));
}

// The outlines of these names differ, or are too short to tell anything.
TEST(HeardKeys, TwoScriptsMeetWhereOutlinesDoNot) {
    const RecordSet left = record_set({named("1", "Kenji Wademant"), named("2", "Aizawa Ayumi"),
                                       named("3", "Fox Deschamps"), named("4", "Hayashi Matthew")});
    const RecordSet right = record_set({named("1", "Вадеман, Кэндзи"), named("2", "Айдзава Аюми"),
                                        named("3", "Фокс Дешам"), named("4", "Хаяси Мэттью")});
    const Rows rows(left, right);
    const KeyColumn keys = heard(rows);
    for (Row a = 0; a < 4; ++a) {
        for (Row b = 4; b < 8; ++b) EXPECT_EQ(shared_keys(keys, a, b) > 0, b == a + 4) << a << ' ' << b;
    }
}

TEST(HeardKeys, OneScriptIsToldApartByLetters) {
    const RecordSet latin = record_set({named("1", "Kenji Tanaka")});
    const RecordSet cyrillic = record_set({named("1", "Кэндзи Танака")});
    const RecordSet both = record_set({named("1", "Kenji Tanaka"), named("2", "Кэндзи Танака")});
    EXPECT_TRUE(heard(Rows(latin, latin)).empty());
    EXPECT_TRUE(heard(Rows(cyrillic)).empty());
    EXPECT_GT(shared_keys(heard(Rows(both)), 0, 1), 0U);
    // Rows 0 and 2, 1 and 3 have one name in one script, on two sides.
    const Rows twice(both, both);
    const KeyColumn keys = heard(twice);
    EXPECT_EQ(shared_keys(keys, 0, 2), 0U);
    EXPECT_EQ(shared_keys(keys, 1, 3), 0U);
    EXPECT_GT(shared_keys(keys, 0, 3), 0U);
    EXPECT_GT(shared_keys(keys, 1, 2), 0U);
}

TEST(HeardKeys, TheSameForAnyThreads) {
    std::vector<Person> people;
    for (int i = 0; i < 400; ++i) {
        const std::string end(1, static_cast<char>('a' + i % 26));
        people.push_back(named("l" + std::to_string(i), "Kenji Tana" + end + "ka"));
        people.push_back(
            named("r" + std::to_string(i), "Кэндзи Тана" + std::string(i % 2 == 0 ? "м" : "к") + "а"));
    }
    const RecordSet records = record_set(people);
    const Rows rows(records);
    const KeyColumn one = heard(rows, 1);
    const KeyColumn four = heard(rows, 4);
    for (Row row = 0; row < rows.size(); ++row) {
        ASSERT_EQ(one.ids(row).size(), four.ids(row).size());
        for (std::size_t i = 0; i < one.ids(row).size(); ++i)
            EXPECT_EQ(one.text(one.ids(row)[i]), four.text(four.ids(row)[i]));
    }
}

// Which Latin word a Cyrillic one sounds like is known when all words are.
TEST(HeardKeys, ABankIsResolvedWithoutThem) {
    const auto has_them = [](const MatchModel& model) {
        return std::any_of(model.blocking_rules.begin(), model.blocking_rules.end(),
                           [](const BlockingRule& rule) { return rule.keys.front() == kHeardName; });
    };
    EXPECT_TRUE(has_them(MatchModel::person()));
    const RecordSet customers = record_set(test::town(50, 8));
    const ResolutionResult found = resolve(customers, customers, MatchModel::person());
    EXPECT_FALSE(has_them(found.model));
}

}  // namespace
}  // namespace scrm::identity
