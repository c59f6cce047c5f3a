// SPDX-License-Identifier: Apache-2.0
#include "sentiment/table_memory_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace scrm::sentiment;

bool begins_at(const TableBytes& table, std::size_t step) {
    return reinterpret_cast<std::uintptr_t>(table.data()) % step == 0;
}

TEST(TableMemory, BeginsAtACacheLineOrALargePage) {
    constexpr std::size_t kLargePage = std::size_t{2} << 20U;
    for (const std::size_t bytes : {std::size_t{1}, std::size_t{100}, kLargePage - 1}) {
        EXPECT_TRUE(begins_at(TableBytes(bytes, 0), 64)) << bytes;
    }
    for (const std::size_t bytes : {kLargePage, kLargePage + 1, 2 * kLargePage}) {
        EXPECT_TRUE(begins_at(TableBytes(bytes, 0), kLargePage)) << bytes;
    }
}

TEST(TableMemory, KeepsEveryByteAndItsCopiesAreTheirOwn) {
    constexpr std::size_t kBytes = (std::size_t{4} << 20U) + 64;
    TableBytes table(kBytes, 0);
    EXPECT_TRUE(std::all_of(table.begin(), table.end(), [](std::int8_t byte) { return byte == 0; }));
    for (std::size_t i = 0; i < kBytes; ++i) table[i] = static_cast<std::int8_t>(i * 7 % 251);
    TableBytes copy = table;
    EXPECT_EQ(copy, table);
    copy.front() = 1;
    copy.back() = 1;
    EXPECT_EQ(table.front(), 0);
    EXPECT_EQ(table.back(), static_cast<std::int8_t>((kBytes - 1) * 7 % 251));
}

}  // namespace
