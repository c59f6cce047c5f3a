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
    EXPECT_NEAR(strata.mean_factor(2, 0), 2, 0.1);
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
    EXPECT_NEAR(strata.mean_factor(2, 0), 2, 0.1);
}

}  // namespace
}  // namespace scrm::identity
