// SPDX-License-Identifier: Apache-2.0
#include "identity/training/strata_internal.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "identity/records/features_internal.hpp"
#include "linkage_support.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

using test::Fields;
using test::Person;

/// Two peoples, each with given names and family names of its own.
std::vector<Person> two_peoples(std::size_t count, bool have_handles) {
    static const std::vector<std::vector<std::string>> kGiven = {
        {"Anna", "Boris", "Elena", "Fedor", "Galina", "Irina"},
        {"Agnes", "Clara", "David", "Henry", "Jacob", "Leon"}};
    static const std::vector<std::vector<std::string>> kFamily = {
        {"Petrov", "Sidorov", "Kuzin", "Lomov", "Gurin", "Timin"},
        {"Smith", "Barlow", "Hughes", "Miller", "Walsh", "Norton"}};
    Random random(7);
    std::vector<Person> out;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t people = random.below(2);
        Fields fields = {{"given_name", kGiven[people][random.below(6)]},
                         {"family_name", kFamily[people][random.below(6)]}};
        if (have_handles) fields.emplace_back("handle", "user_" + std::to_string(i));
        out.push_back({"r" + std::to_string(i), std::move(fields)});
    }
    return out;
}

TEST(StrataTest, StrangersOfOnePeopleShareNamesTogether) {
    const RecordSet people = test::record_set(two_peoples(2'000, false));
    const Rows rows(people);
    Features features(rows, 1);
    features.prepare(MatchModel::person());
    const Strata& strata = features.strata();
    ASSERT_EQ(strata.columns().size(), 2U);
    // Of two people of one people one pair in 36 agrees on both names; independence says one in 144.
    // A little less, since every value counts as seen in any class.
    EXPECT_NEAR(strata.mean_factor(2, 0), 1.9, 0.1);
    EXPECT_EQ(strata.mean_factor(2, 2), 1);
    EXPECT_EQ(strata.mean_factor(3, 0), 1) << "there are two columns";
}

TEST(StrataTest, AColumnThatOneSideLacksHidesNothing) {
    // Customers have no logins, profiles do: the classes are those of the customers.
    const RecordSet profiles = test::record_set(two_peoples(600, true), "profiles");
    const RecordSet customers = test::record_set(two_peoples(2'000, false));
    const Rows rows(profiles, customers);
    Features features(rows, 1);
    features.prepare(MatchModel::person());
    const Strata& strata = features.strata();
    ASSERT_GT(strata.columns().size(), 2U);
    EXPECT_NEAR(strata.mean_factor(2, 0), 1.9, 0.1);
}

TEST(StrataTest, AFamilyNameOfOneRowGoesTogetherWithNothing) {
    std::vector<Person> people = two_peoples(2'000, false);
    constexpr std::size_t kRare = 225;
    for (std::size_t i = 0; i < kRare; ++i) {
        const std::string first(1, static_cast<char>('a' + i / 15));
        const std::string second(1, static_cast<char>('a' + i % 15));
        people[i].fields[1].second = "Zo" + first + "un" + second + "ov";
    }
    const RecordSet records = test::record_set(people);
    const Rows rows(records);
    Features features(rows, 1);
    features.prepare(MatchModel::person());
    const Strata& strata = features.strata();
    ASSERT_EQ(strata.columns().size(), 2U);
    double rare = 0;
    double common = 0;
    for (Row row = 0; row < people.size(); ++row) {
        const double bits =
            strata.excess_bits({strata.columns()[0]->first(row), strata.columns()[1]->first(row)}, 0);
        (rows.record(row) < kRare ? rare : common) += bits;
    }
    // What many rows have says of which people they are, one row hardly.
    EXPECT_LT(rare / kRare, 0.2);
    EXPECT_GT(common / static_cast<double>(people.size() - kRare), 0.6);
}

}  // namespace
}  // namespace scrm::identity
