#include "scrm/model/ids.hpp"

#include <gtest/gtest.h>

namespace scrm {
namespace {

TEST(AccountId, SplitsAtTheFirstColon) {
    const auto id = AccountId::parse("forum:user:7", "bank.example");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->network, "forum");
    EXPECT_EQ(id->network_user_id, "user:7");
    EXPECT_EQ(id->scope, "bank.example");
    EXPECT_EQ(id->text(), "forum:user:7");
}

TEST(AccountId, NeedsBothSides) {
    for (const char* text : {"", "vk", "vk:", ":1"}) EXPECT_FALSE(AccountId::parse(text)) << text;
}

TEST(CustomerId, IsOrderedByBytesAndKeepsThemExactly) {
    EXPECT_LT(CustomerId{"0010"}, CustomerId{"10"});
    EXPECT_LT(CustomerId{"z"}, CustomerId{"Я"});
    EXPECT_EQ(CustomerId{"18446744073709551616"}.str(), "18446744073709551616");
}

}  // namespace
}  // namespace scrm
