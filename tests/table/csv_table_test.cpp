// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_table.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

namespace scrm::table {
namespace {

TEST(CsvTable, ReadsColumns) {
    std::istringstream in{"id, name,phone\n1,Иван,'+79161234567\n2\n 3 ,  ,\"'=1\"\n4,a\xFF,\n"};
    const CsvTable csv = read_csv(in);
    EXPECT_EQ(csv.table.names(), (std::vector<std::string>{"id", "name", "phone"}));
    ASSERT_EQ(csv.table.row_count(), 3);
    EXPECT_EQ(csv.rows, (std::vector<std::int64_t>{1, 3, 4}));
    ASSERT_EQ(csv.unreadable.size(), 1U);
    EXPECT_EQ(csv.unreadable[0].row, 2);
    EXPECT_EQ(csv.unreadable[0].fault, CsvFault::wrong_column_count);
    EXPECT_EQ(csv.table.strings("phone").at(0), "+79161234567");
    EXPECT_EQ(csv.table.strings("id").at(1), "3");
    EXPECT_EQ(csv.table.strings("name").at(1), std::nullopt);
    EXPECT_EQ(csv.table.strings("phone").at(1), "=1");
    EXPECT_EQ(csv.table.strings("name").at(2), "a\xEF\xBF\xBD");
}

TEST(CsvTable, KeepsSpacesOfExactCells) {
    std::istringstream in{"id,'=name\n\" 7\",'=1\n"};
    const CsvTable csv = read_csv(in, {}, CellSpaces::kept);
    EXPECT_EQ(csv.table.names(), (std::vector<std::string>{"id", "=name"}));
    EXPECT_EQ(csv.table.strings("id").at(0), " 7");
    EXPECT_EQ(csv.table.strings("=name").at(0), "=1");
}

TEST(CsvTable, WritesWhatItReads) {
    ColumnBuilder text;
    text.append("a,b");
    text.append(std::nullopt);
    Validity validity;
    validity.append(0, false);
    validity.append(1, true);
    Table table;
    table.add("t", text.finish()).add("n", Int64Column{{0, -3}, validity}).add("=d", DoubleColumn{{0.5, 2}});
    EXPECT_EQ(to_csv(table), "t,n,'=d\n\"a,b\",,0.5\n,-3,2\n");
    std::istringstream in{to_csv(table)};
    EXPECT_EQ(read_csv(in).table.strings("n").at(1), "-3");
}

TEST(CsvTable, ReadsPublicLinkageSets) {
    const std::filesystem::path set = SCRM_SOURCE_DIR "/../shared/data/identity/febrl/dataset3.csv";
    if (!std::filesystem::exists(set)) GTEST_SKIP() << "public data sets are not here";
    const CsvTable csv = read_csv(set);
    EXPECT_EQ(csv.table.row_count(), 5000);
    EXPECT_TRUE(csv.unreadable.empty());
    EXPECT_EQ(csv.table.strings("given_name").at(0), "mitchell");
}

}  // namespace
}  // namespace scrm::table
