// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/letter_case.hpp"

#include <gtest/gtest.h>

namespace scrm::text {
namespace {

TEST(LetterCase, EachCodePointHasItsSimpleMapping) {
    EXPECT_EQ(to_lower("ÄÉ Ж Ǆ 1"), "äé ж ǆ 1");
    EXPECT_EQ(to_upper("äé ж ß ﬁ"), "ÄÉ Ж ß ﬁ");
    EXPECT_EQ(to_lower("İ"), "i");
    EXPECT_EQ(to_lower("ΣΑΣ"), "σασ");
    EXPECT_EQ(to_upper("a\xFF"), "A\uFFFD");
    EXPECT_EQ(to_lower(""), "");
}

}  // namespace
}  // namespace scrm::text
