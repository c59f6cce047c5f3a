// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/id_lists.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace scrm::identity {
namespace {

std::vector<std::uint32_t> of(const IdLists& lists, std::size_t row) {
    const auto ids = lists.at(row);
    return {ids.begin(), ids.end()};
}

TEST(IdLists, KeepsNoneOneOrSeveralIdsARow) {
    IdLists lists;
    lists.append();
    lists.append(7);
    lists.append(std::vector<std::uint32_t>{3, 1, 2});
    lists.append(0);
    EXPECT_EQ(lists.size(), 4U);
    EXPECT_EQ(of(lists, 0), std::vector<std::uint32_t>{});
    EXPECT_EQ(of(lists, 1), std::vector<std::uint32_t>{7});
    EXPECT_EQ(of(lists, 2), (std::vector<std::uint32_t>{3, 1, 2}));
    EXPECT_EQ(of(lists, 3), std::vector<std::uint32_t>{});
}

TEST(IdLists, HaveSinglesWhileNoRowHasSeveral) {
    IdLists lists;
    lists.append(5);
    lists.add_new(5);
    lists.append();
    ASSERT_NE(lists.singles(), nullptr);
    EXPECT_EQ(lists.singles()[0], 5U);
    EXPECT_EQ(lists.singles()[1], 0U);
    lists.add(6);
    lists.add(0);
    EXPECT_FALSE(lists.has_several());
    lists.add(5);
    EXPECT_TRUE(lists.has_several());
    EXPECT_EQ(lists.singles(), nullptr);
    EXPECT_EQ(of(lists, 1), (std::vector<std::uint32_t>{6, 5}));
}

TEST(IdLists, ExtendByEmptyRowsAndClear) {
    IdLists lists;
    lists.append(std::vector<std::uint32_t>{1, 2});
    lists.extend(3);
    lists.extend(2);
    EXPECT_EQ(lists.size(), 3U);
    EXPECT_TRUE(lists.at(2).empty());
    lists.add(9);
    EXPECT_EQ(of(lists, 2), std::vector<std::uint32_t>{9});
    lists.clear();
    EXPECT_TRUE(lists.empty());
    EXPECT_FALSE(lists.has_several());
}

TEST(IdLists, AreWhatVectorsOfVectorsAre) {
    std::mt19937 random{5};
    IdLists lists;
    std::vector<std::vector<std::uint32_t>> expected;
    for (int row = 0; row < 2000; ++row) {
        lists.append();
        expected.emplace_back();
        for (auto left = random() % 5; left > 0; --left) {
            const auto id = static_cast<std::uint32_t>(1 + random() % 4);
            const bool is_new =
                std::find(expected.back().begin(), expected.back().end(), id) == expected.back().end();
            if (random() % 2 == 0) {
                lists.add_new(id);
                if (is_new) expected.back().push_back(id);
            } else {
                lists.add(id);
                expected.back().push_back(id);
            }
        }
    }
    lists.shrink_to_fit();
    for (std::size_t row = 0; row < expected.size(); ++row) ASSERT_EQ(of(lists, row), expected[row]) << row;
}

}  // namespace
}  // namespace scrm::identity
