// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/record_set.hpp"

#include <gtest/gtest.h>

#include "identity/linkage_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using test::record_set;

TEST(RecordSet, KeepsValuesOfEachRecord) {
    const RecordSet set =
        record_set({{"b", {{"phone", "1"}, {"phone", "2"}, {"phone", "1"}, {"city", " Omsk "}}},
                    {"a", {{"city", ""}}},
                    {"c", {{"city", "Omsk"}, {"phone", "2"}}}});
    EXPECT_EQ(set.size(), 3U);
    EXPECT_EQ(set.id(0), "b");
    EXPECT_EQ(set.values(0, "phone"), (std::vector<std::string_view>{"1", "2"}));
    EXPECT_EQ(set.values(0, "city"), (std::vector<std::string_view>{"Omsk"}));
    EXPECT_TRUE(set.values(1, "city").empty());
    EXPECT_TRUE(set.values(1, "nothing").empty());
    EXPECT_EQ(set.values(2, "phone"), (std::vector<std::string_view>{"2"}));
    EXPECT_EQ(set.column("city")->first(0), set.column("city")->first(2));
    EXPECT_EQ(set.column("city")->value_count(), 2U) << "the empty value and Omsk";
    EXPECT_TRUE(set.column("phone")->is_multi_valued());
    EXPECT_FALSE(set.column("city")->is_multi_valued());
}

TEST(RecordSet, FindsRecordsByExactId) {
    const RecordSet set = record_set({{"007", {}}, {"7", {}}, {"", {}}, {"Ы", {}}});
    EXPECT_EQ(set.find("7"), RecordIndex{1});
    EXPECT_EQ(set.find("007"), RecordIndex{0});
    EXPECT_EQ(set.find(""), RecordIndex{2});
    EXPECT_EQ(set.find("Ы"), RecordIndex{3});
    EXPECT_EQ(set.find("07"), std::nullopt);
    EXPECT_EQ(set.by_id()[0], RecordIndex{2});
}

TEST(RecordSet, RefusesAnIdTwice) {
    try {
        record_set({{"secret-id", {}}, {"x", {}}, {"secret-id", {}}});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::already_exists);
        EXPECT_EQ(std::string{error.what()}.find("secret"), std::string::npos);
    }
}

TEST(RecordSet, CutsLongValuesAtACodePoint) {
    std::string value(511, 'a');
    value += "Ж and much more";
    const RecordSet set = record_set({{"1", {{"bio", value}}}});
    EXPECT_EQ(set.values(0, "bio").front(), std::string(511, 'a'));
}

TEST(RecordSet, EmptyBuilderGivesAnEmptySet) {
    RecordSetBuilder builder("none");
    builder.add("city", "before any record");
    const RecordSet set = builder.finish();
    EXPECT_TRUE(set.empty());
    EXPECT_TRUE(set.columns().empty());
    EXPECT_EQ(set.population(), "none");
}

TEST(RecordSet, KnowsWhatSourcesDeclared) {
    RecordSetBuilder builder;
    builder.declare("n", table::CellType::number);
    builder.declare("empty", table::CellType::date);
    builder.declare("n", table::CellType::number);
    builder.declare("both", table::CellType::text);
    builder.declare("both", table::CellType::number);
    builder.begin("1");
    const RecordSet set = builder.finish();
    EXPECT_TRUE(set.has_declared());
    EXPECT_EQ(set.declared("n"), table::CellType::number);
    EXPECT_EQ(set.declared("empty"), table::CellType::date);
    EXPECT_EQ(set.declared("both"), table::CellType::unknown);
    EXPECT_EQ(set.declared("other"), std::nullopt);
    EXPECT_EQ(set.column("empty"), nullptr);
}

}  // namespace
}  // namespace scrm::identity
