// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_table.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
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

TEST(CsvTable, IsTheSameForAnyThreadCount) {
    // More than is read at once, with quoted line breaks, broken rows and empty cells on the way.
    std::string csv = "id,text,more\n";
    for (int row = 0; row < 60'000; ++row) {
        const std::string number = std::to_string(row);
        if (row % 97 == 0)
            csv += number + "\n";
        else if (row % 13 == 0)
            csv += number + ",\"a \"\"quoted\"\"\nvalue, and more of it\",'=" + number + "\n";
        else
            csv += number + ", some text of row " + number + " ,\n";
    }
    std::istringstream in{csv};
    const CsvTable one = read_csv(in);
    EXPECT_EQ(one.unreadable.size(), 619U);
    ASSERT_EQ(one.table.row_count(), 59'381);
    EXPECT_EQ(one.table.strings("text").at(59'380), "some text of row 59999");
    for (const unsigned threads : {2U, 5U}) {
        std::istringstream again{csv};
        const CsvTable several = read_csv(again, {}, CellSpaces::trimmed, threads);
        EXPECT_EQ(several.rows, one.rows);
        EXPECT_EQ(several.unreadable.size(), one.unreadable.size());
        EXPECT_TRUE(to_csv(several.table) == to_csv(one.table));
    }
}

TEST(CsvTable, ReadsChosenColumnsAsAmongAll) {
    const auto file = std::filesystem::temp_directory_path() / "scrm_csv_table_test_chosen.csv";
    {
        std::ofstream out{file, std::ios::binary};
        out << "id,text,kept,more\n";
        for (int row = 0; row < 30'000; ++row) {
            out << row;
            if (row % 5 == 0)
                out << ",\"a \"\"b\"\", c\",\"1 \"\"2\"\"" << row << "\",\n";
            else
                out << ",a field that is longer than a step, 1 \xFF" << row << ",x\n";
        }
    }
    std::vector<std::string> header;
    const ColumnChoice choice = [&header](const std::vector<std::string>& names) {
        header = names;
        return std::vector<bool>{true, false, true, false};
    };
    const CsvTable all = read_csv(file);
    ASSERT_EQ(all.table.row_count(), 30'000);
    EXPECT_EQ(all.table.strings("kept").at(5), "1 \"2\"5");
    EXPECT_EQ(all.table.strings("kept").at(29'999),
              "1 \xEF\xBF\xBD"
              "29999");
    Table chosen;
    for (const char* name : {"id", "kept"}) chosen.add(name, all.table.strings(name));
    for (const unsigned threads : {1U, 3U}) {
        const CsvTable some = read_whole_csv(file, {}, CellSpaces::trimmed, threads, choice);
        EXPECT_EQ(header, all.table.names());
        EXPECT_EQ(some.rows, all.rows);
        EXPECT_TRUE(to_csv(some.table) == to_csv(chosen));
    }
    std::filesystem::remove(file);
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

// Quotes, guards and U+FFFD make a row of nearly 1 MiB longer when it is written.
TEST(CsvTable, ReadsWhatItWritesOfLongRows) {
    const std::string quotes(400'000, '"');
    const std::string broken(300'000, '\xFF');
    std::istringstream in{"a,b\n\"" + quotes + quotes + "\"," + broken + "\n1,2\n"};
    const CsvTable read = read_csv(in);
    ASSERT_EQ(read.unreadable.size(), 0U);
    ASSERT_EQ(read.table.row_count(), 2);
    EXPECT_EQ(read.table.strings("a").at(0), quotes);
    const std::string written = to_csv(read.table);
    EXPECT_GT(written.size(), kMaxRowBytes);
    std::istringstream again{written};
    EXPECT_EQ(to_csv(read_csv(again).table), written);
}

// Of such a row the reader shows the beginning only.
TEST(CsvTable, CleansWhatStandsBehindTheBeginningOfALongRow) {
    std::istringstream in{"a,b\n\"" + std::string(800'000, '"') + "\"," + std::string(300'000, 'x') +
                          "\xFF\n"};
    const CsvTable read = read_csv(in);
    ASSERT_EQ(read.table.row_count(), 1);
    EXPECT_EQ(read.table.strings("b").at(0), std::string(300'000, 'x') + "\xEF\xBF\xBD");
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
