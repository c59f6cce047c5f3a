// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/code_page.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scrm::text {
namespace {

// "Иванов Сергей Петрович, Смирнова Ольга" as each code page writes it.
constexpr std::string_view kCp1251 =
    "\xC8\xE2\xE0\xED\xEE\xE2 \xD1\xE5\xF0\xE3\xE5\xE9 \xCF\xE5\xF2\xF0\xEE\xE2\xE8\xF7, "
    "\xD1\xEC\xE8\xF0\xED\xEE\xE2\xE0 \xCE\xEB\xFC\xE3\xE0";
constexpr std::string_view kKoi8 =
    "\xE9\xD7\xC1\xCE\xCF\xD7 \xF3\xC5\xD2\xC7\xC5\xCA \xF0\xC5\xD4\xD2\xCF\xD7\xC9\xDE, "
    "\xF3\xCD\xC9\xD2\xCE\xCF\xD7\xC1 \xEF\xCC\xD8\xC7\xC1";
constexpr std::string_view kCp866 =
    "\x88\xA2\xA0\xAD\xAE\xA2 \x91\xA5\xE0\xA3\xA5\xA9 \x8F\xA5\xE2\xE0\xAE\xA2\xA8\xE7, "
    "\x91\xAC\xA8\xE0\xAD\xAE\xA2\xA0 \x8E\xAB\xEC\xA3\xA0";

TEST(CodePage, TellsTheThreeApart) {
    EXPECT_EQ(guess_cyrillic_code_page(kCp1251), "cp1251");
    EXPECT_EQ(guess_cyrillic_code_page(kKoi8), "koi8-r");
    EXPECT_EQ(guess_cyrillic_code_page(kCp866), "cp866");
}

TEST(CodePage, AlsoInCapitals) {
    EXPECT_EQ(guess_cyrillic_code_page("\xC8\xC2\xC0\xCD\xCE\xC2 \xD1\xC5\xD0\xC3\xC5\xC9 "
                                       "\xCF\xC5\xD2\xD0\xCE\xC2\xC8\xD7 \xCE\xCB\xDC\xC3\xC0"),
              "cp1251");
}

TEST(CodePage, SaysNothingOfOtherBytes) {
    EXPECT_EQ(guess_cyrillic_code_page(""), std::nullopt);
    EXPECT_EQ(guess_cyrillic_code_page("Ivanov"), std::nullopt);
    EXPECT_EQ(guess_cyrillic_code_page(kCp1251.substr(0, 8)), std::nullopt) << "too few to tell";
    std::string noise;
    for (int i = 0x80; i < 0x100; ++i) noise.push_back(static_cast<char>(i));
    EXPECT_EQ(guess_cyrillic_code_page(noise), std::nullopt);
}

}  // namespace
}  // namespace scrm::text
