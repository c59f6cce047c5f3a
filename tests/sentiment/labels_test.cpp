// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/labels.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using namespace scrm::sentiment;

TEST(Labels, EveryLabelReadsBack) {
    for (std::size_t i = 0; i < kPolarities; ++i)
        EXPECT_EQ(parse_polarity(to_string(static_cast<Polarity>(i))), static_cast<Polarity>(i));
    for (std::size_t i = 0; i < kIntents; ++i)
        EXPECT_EQ(parse_intent(to_string(static_cast<Intent>(i))), static_cast<Intent>(i));
    std::set<std::string_view> products;
    for (std::size_t i = 0; i < kProducts; ++i) {
        const auto product = static_cast<Product>(i);
        EXPECT_EQ(parse_product(to_string(product)), product);
        products.insert(to_string(product));
    }
    EXPECT_EQ(products.size(), kProducts);
}

TEST(Labels, TextCodesAreThoseOfTheFiles) {
    EXPECT_EQ(to_string(Polarity::negative), "negative");
    EXPECT_EQ(to_string(Intent::gratitude), "gratitude");
    EXPECT_EQ(to_string(Product::payments_transfers), "payments_transfers");
    EXPECT_EQ(to_string(Product::other_none), "other_none");
}

TEST(Labels, NothingElseIsALabel) {
    EXPECT_EQ(parse_polarity("Negative"), std::nullopt);
    EXPECT_EQ(parse_intent(""), std::nullopt);
    EXPECT_EQ(parse_product("cards "), std::nullopt);
}

}  // namespace
