// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/column.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace scrm::table {
namespace {

TEST(StringColumn, KeepsCellsAndNulls) {
    ColumnBuilder builder;
    builder.append("Иван");
    builder.append(std::nullopt);
    builder.append("");
    builder.append(std::string_view{"a\0b", 3});
    const StringColumn column = builder.finish();
    ASSERT_EQ(column.size(), 4);
    EXPECT_EQ(column.at(0), "Иван");
    EXPECT_EQ(column.at(1), std::nullopt);
    EXPECT_EQ(column.text(1), "");
    EXPECT_EQ(column.at(2), "");
    EXPECT_EQ(column.at(3), (std::string_view{"a\0b", 3}));
    EXPECT_EQ(column.null_count(), 1);
    EXPECT_EQ(builder.size(), 0) << "a finished builder starts anew";
}

TEST(StringColumn, HasNoBitmapWithoutNulls) {
    ColumnBuilder builder;
    for (int i = 0; i < 20; ++i) builder.append("x");
    const StringColumn column = builder.finish();
    EXPECT_TRUE(column.validity().bits().empty());
    EXPECT_EQ(column.offsets().size(), 21U);
    EXPECT_EQ(column.bytes(), std::string(20, 'x'));
}

TEST(StringColumn, PutsTheFirstNullAtAnyPosition) {
    for (int first = 0; first < 20; ++first) {
        ColumnBuilder builder;
        for (int i = 0; i < 20; ++i) {
            builder.append(i == first || i == 19 ? std::nullopt : std::optional<std::string_view>{"v"});
        }
        const StringColumn column = builder.finish();
        for (int i = 0; i < 20; ++i)
            EXPECT_EQ(column.at(i).has_value(), i != first && i != 19) << first << " " << i;
        EXPECT_EQ(column.null_count(), first == 19 ? 1 : 2);
        EXPECT_EQ(column.validity().bits().size(), 3U);
    }
}

TEST(StringColumn, IsEmptyByDefault) {
    EXPECT_EQ(StringColumn{}.size(), 0);
}

TEST(NumberColumn, KeepsNumbersAndNulls) {
    Validity validity;
    validity.append(0, true);
    validity.append(1, false);
    const Int64Column column{{7, 0}, validity};
    EXPECT_EQ(column.at(0), 7);
    EXPECT_EQ(column.at(1), std::nullopt);
    EXPECT_EQ(cell_text(Column{column}, 0), "7");
    EXPECT_EQ(cell_text(Column{column}, 1), std::nullopt);
}

TEST(AsWritten, IsWhatTheFloatShows) {
    for (const float score : {3.4F, -0.6F, 0.0F, 1e-20F, 16777216.0F, 1.0F / 3})
        EXPECT_EQ(static_cast<float>(as_written(score)), score);
    EXPECT_EQ(as_written(3.4F), 3.4);
    EXPECT_EQ(format_double(as_written(0.1F + 0.2F)), "0.3");
    EXPECT_EQ(format_double(as_written(-2.7F)), "-2.7");
}

TEST(FormatDouble, IsShortAndExact) {
    EXPECT_EQ(format_double(0.1), "0.1");
    EXPECT_EQ(format_double(12), "12");
    EXPECT_EQ(format_double(-2.5), "-2.5");
    EXPECT_EQ(format_double(1e300), "1e+300");
    EXPECT_EQ(format_double(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(format_double(std::nan("")), "");
    EXPECT_EQ(format_double(std::numeric_limits<double>::infinity()), "");
}

}  // namespace
}  // namespace scrm::table
