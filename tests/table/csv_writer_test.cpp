// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_writer.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "scrm/table/csv_reader.hpp"

namespace scrm::table {
namespace {

const std::string_view kStarts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

TEST(FormulaGuard, GuardsWhatStartsLikeAFormula) {
    for (const std::string_view start : kStarts) {
        for (const std::string prefix : {"", "'", "''", "'''"}) {
            for (const std::string rest : {"", "1+1", "cmd|' /C calc'!A0", "SUM(A1)", "'", "x"}) {
                const std::string cell = prefix + std::string{start} + rest;
                EXPECT_TRUE(needs_guard(cell)) << cell;
                EXPECT_EQ(unguard("'" + cell), cell) << cell;
            }
        }
    }
}

TEST(FormulaGuard, LeavesNumbersPhonesAndMonthDays) {
    for (const char* cell : {"-0.5",
                             "+1",
                             "-12,5",
                             "+1e3",
                             "-1E-5",
                             "-.5",
                             "+7 (916) 123-45-67",
                             "+79161234567",
                             "+380 44 123 45 67",
                             "--03-31",
                             "",
                             "Иван",
                             "1-2",
                             "'",
                             "''",
                             "'x",
                             "a=b",
                             " =x",
                             "'123",
                             "-1.",
                             "+ 7 916 123 45 67"}) {
        EXPECT_FALSE(needs_guard(cell)) << cell;
    }
}

TEST(FormulaGuard, IsNotFooledByNearNumbers) {
    for (const char* cell : {"-", "+", "-1-1", "+1+2", "-1e", "+7916;+7926", "+79161234567;+79261234567",
                             "--3-31", "--03-31x", "---03-31", "-1 2", "+7=1", "+(1)", "-1..2", "+.", "--1",
                             "+7(916)1234567*2", "+7-916-123-45-67-89-012"}) {
        EXPECT_TRUE(needs_guard(cell)) << cell;
    }
}

std::vector<std::string> read_back(const std::string& text) {
    std::istringstream in{text};
    CsvReader reader{in};
    std::vector<std::string> cells;
    CsvRecord record;
    while (reader.next(record)) {
        EXPECT_EQ(record.fault, CsvFault::none) << text;
        for (const auto field : record.fields) cells.emplace_back(unguard(field));
    }
    return cells;
}

TEST(CsvWriter, EveryCellComesBack) {
    std::vector<std::string> cells{
        "",     " ",      "a",  " a", "a ", "\"",  "\"\"",     "a,b", "a;b",  "a\tb",
        "a\nb", "a\r\nb", "\n", "\r", ",",  "'=x", "a\"b,c\n", "1,5", "Żółw", std::string{"a\0b", 3},
        "\xFF"};
    for (const std::string_view start : kStarts) {
        for (const std::string prefix : {"", "'", "''", " ", "\"", "\n"}) {
            for (const std::string rest : {"", "1", "a\"b", ",", "\n", "'"}) {
                cells.push_back(prefix + std::string{start} + rest);
            }
        }
    }
    CsvWriter out;
    out.row({"a", "b"});
    for (const std::string& cell : cells) out.row({cell, "x"});
    std::vector<std::string> expected;
    for (const std::string& cell : cells) {
        expected.push_back(cell);
        expected.emplace_back("x");
    }
    EXPECT_EQ(read_back(out.text()), expected);
}

TEST(CsvWriter, WritesPlainTextPlainly) {
    CsvWriter out;
    out.row({"id", "name"});
    out.cell("1").cell("O'Neil").end_row();
    out.cell(std::int64_t{-5}).cell(-0.25).end_row();
    out.cell("=1+1").cell("a,\"b\"").end_row();
    EXPECT_EQ(out.text(), "id,name\n1,O'Neil\n-5,-0.25\n'=1+1,\"a,\"\"b\"\"\"\n");
    EXPECT_EQ(out.take().size(), 42U);
    EXPECT_TRUE(out.text().empty());
}

TEST(CsvWriter, AnEmptyOnlyCellIsNoBlankLine) {
    CsvWriter out;
    out.row({"name"}).row({""}).row({"x"});
    EXPECT_EQ(out.text(), "name\n\"\"\nx\n");
    EXPECT_EQ(read_back(out.text()), (std::vector<std::string>{"", "x"}));
}

}  // namespace
}  // namespace scrm::table
