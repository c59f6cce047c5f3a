// SPDX-License-Identifier: Apache-2.0
#include "identity/records/gram_index_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "identity/records/rows_internal.hpp"
#include "linkage_support.hpp"

namespace scrm::identity {
namespace {

using test::record_set;

const std::array<std::string_view, 1> kHandle = {"handle"};

KeyColumn handles(const Rows& rows) {
    return {rows, kHandle, [](std::string_view raw, std::vector<std::string>& out) { out.emplace_back(raw); },
            1};
}

/// The id of a text in a column.
std::uint32_t id_of(const KeyColumn& column, std::string_view text) {
    for (std::uint32_t id = 1; id < column.id_count(); ++id) {
        if (column.text(id) == text) return id;
    }
    return 0;
}

TEST(GramIndex, WhatIsRareCountsAndTheOrderOfWordsDoesNot) {
    const RecordSet set = record_set({{"1", {{"handle", "the brown fox"}}},
                                      {"2", {{"handle", "fox the brown"}}},
                                      {"3", {{"handle", "the brwon fox"}}},
                                      {"4", {{"handle", "the zebra"}}},
                                      {"5", {{"handle", "the crocodile"}}},
                                      {"6", {{"handle", "щука"}}}});
    const Rows rows(set);
    const KeyColumn column = handles(rows);
    const GramIndex index(column);
    const auto cosine = [&](std::string_view a, std::string_view b) {
        return index.cosine(id_of(column, a), id_of(column, b));
    };
    EXPECT_NEAR(cosine("the brown fox", "fox the brown"), 1, 1e-6);
    EXPECT_NEAR(cosine("щука", "щука"), 1, 1e-6);
    const double misspelt = cosine("the brown fox", "the brwon fox");
    EXPECT_GT(misspelt, 0.2);
    EXPECT_LT(misspelt, 0.5);
    EXPECT_LT(cosine("the zebra", "the crocodile"), 0.1);
    EXPECT_EQ(cosine("щука", "the zebra"), 0);
}

TEST(GramIndex, EachOfSeveralValuesBlocks) {
    const RecordSet set = record_set({{"1", {{"handle", "abrakadabra"}, {"handle", "quetzalcoatl"}}},
                                      {"2", {{"handle", "myquetzalcoatl"}}},
                                      {"3", {{"handle", "theabrakadabra"}}},
                                      {"4", {{"handle", "somebody"}}}});
    const Rows rows(set);
    const KeyColumn column = handles(rows);
    const KeyColumn keys = gram_keys(rows, column);
    const auto meet = [&](Row a, Row b) {
        const auto x = keys.ids(a);
        const auto y = keys.ids(b);
        return std::any_of(x.begin(), x.end(),
                           [&](std::uint32_t key) { return std::find(y.begin(), y.end(), key) != y.end(); });
    };
    EXPECT_TRUE(meet(0, 1));
    EXPECT_TRUE(meet(0, 2));
    EXPECT_FALSE(meet(1, 2));
    EXPECT_TRUE(keys.ids(3).empty());
}

TEST(GramIndex, NamesOfKeys) {
    EXPECT_EQ(attribute_of_grams("other:title:grams"), "other:title");
    EXPECT_EQ(attribute_of_grams("title"), "");
}

}  // namespace
}  // namespace scrm::identity
