// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/table.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "scrm/core/error.hpp"

namespace scrm::table {
namespace {

StringColumn strings(std::initializer_list<const char*> cells) {
    ColumnBuilder builder;
    for (const char* cell : cells) builder.append(cell);
    return builder.finish();
}

ErrorCode code_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "no error";
    return ErrorCode::internal;
}

TEST(Table, FindsColumnsByNameAndType) {
    Table table;
    table.add("id", strings({"a", "b"})).add("n", Int64Column{{1, 2}}).add("p", DoubleColumn{{0.5, 1.5}});
    EXPECT_EQ(table.row_count(), 2);
    EXPECT_EQ(table.column_count(), 3U);
    EXPECT_EQ(table.find("n"), 1U);
    EXPECT_EQ(table.find("x"), std::nullopt);
    EXPECT_EQ(table.strings("id").at(1), "b");
    EXPECT_EQ(table.integers("n").at(1), 2);
    EXPECT_EQ(table.doubles("p").at(0), 0.5);
    EXPECT_EQ(table.strings(std::size_t{0}).at(0), "a");
}

TEST(Table, RefusesWrongColumns) {
    Table table;
    table.add("id", strings({"a", "b"}));
    EXPECT_EQ(code_of([&] { table.add("x", strings({"a"})); }), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of([&] { (void)table.strings("y"); }), ErrorCode::not_found);
    EXPECT_EQ(code_of([&] { (void)table.integers("id"); }), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of([&] { (void)table.strings(std::size_t{7}); }), ErrorCode::not_found);
    table.add("id", strings({"c", "d"}));
    EXPECT_EQ(code_of([&] { (void)table.find("id"); }), ErrorCode::invalid_argument);
    EXPECT_EQ(table.column_count(), 2U);
}

}  // namespace
}  // namespace scrm::table
