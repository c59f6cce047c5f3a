// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "scrm/core/random.hpp"

namespace scrm::text {
namespace {

using namespace std::string_view_literals;

/// Straight from table 3-7 of Unicode 15, one row per line: the oracle for the fast validator.
bool is_valid_by_table(std::string_view bytes) {
    const auto in = [&](std::size_t i, unsigned low, unsigned high) {
        return i < bytes.size() && static_cast<unsigned char>(bytes[i]) >= low &&
               static_cast<unsigned char>(bytes[i]) <= high;
    };
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (in(i, 0x00, 0x7F)) {
            i += 1;
        } else if (in(i, 0xC2, 0xDF) && in(i + 1, 0x80, 0xBF)) {
            i += 2;
        } else if ((in(i, 0xE0, 0xE0) && in(i + 1, 0xA0, 0xBF) && in(i + 2, 0x80, 0xBF)) ||
                   (in(i, 0xE1, 0xEC) && in(i + 1, 0x80, 0xBF) && in(i + 2, 0x80, 0xBF)) ||
                   (in(i, 0xED, 0xED) && in(i + 1, 0x80, 0x9F) && in(i + 2, 0x80, 0xBF)) ||
                   (in(i, 0xEE, 0xEF) && in(i + 1, 0x80, 0xBF) && in(i + 2, 0x80, 0xBF))) {
            i += 3;
        } else if ((in(i, 0xF0, 0xF0) && in(i + 1, 0x90, 0xBF) && in(i + 2, 0x80, 0xBF) &&
                    in(i + 3, 0x80, 0xBF)) ||
                   (in(i, 0xF1, 0xF3) && in(i + 1, 0x80, 0xBF) && in(i + 2, 0x80, 0xBF) &&
                    in(i + 3, 0x80, 0xBF)) ||
                   (in(i, 0xF4, 0xF4) && in(i + 1, 0x80, 0x8F) && in(i + 2, 0x80, 0xBF) &&
                    in(i + 3, 0x80, 0xBF))) {
            i += 4;
        } else {
            return false;
        }
    }
    return true;
}

TEST(IsValid, AgreesWithTheTableOnEverySequenceOfTwoBytes) {
    for (unsigned a = 0; a < 256; ++a) {
        for (unsigned b = 0; b < 256; ++b) {
            const std::string bytes = {static_cast<char>(a), static_cast<char>(b)};
            ASSERT_EQ(is_valid(bytes), is_valid_by_table(bytes)) << a << ' ' << b;
            // Behind 6 and in front of 20 letters, where words of 8 bytes are checked at once.
            for (const std::string_view around : {"привет"sv, "Abcdef"sv, "ы1ы"sv}) {
                const std::string longer =
                    std::string(around) + bytes + std::string(around) + "длинный хвост";
                ASSERT_EQ(is_valid(longer), is_valid_by_table(longer)) << around << a << ' ' << b;
            }
        }
    }
}

TEST(IsValid, AgreesWithTheTableOnRandomBytes) {
    Random random(7);
    int valid = 0;
    for (int n = 0; n < 60000; ++n) {
        std::string bytes;
        while (bytes.size() < 24) {
            append(bytes, static_cast<char32_t>(random.below(random.chance(0.2) ? 0x110000 : 0x500)));
        }
        if (random.chance(0.8)) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        ASSERT_EQ(is_valid(bytes), is_valid_by_table(bytes));
        valid += is_valid(bytes) ? 1 : 0;
    }
    EXPECT_GT(valid, 10000);
    EXPECT_LT(valid, 50000);
}

TEST(IsValid, AgreesWithTheTableWhereverBlocksOf64BytesCutTheText) {
    Random random(11);
    int valid = 0;
    for (int n = 0; n < 60000; ++n) {
        const char32_t most = random.chance(0.5) ? 0x500 : 0x110000;
        std::string bytes(random.below(80), 'a');
        while (bytes.size() < 120 + random.below(40))
            append(bytes, static_cast<char32_t>(random.below(most)));
        if (random.chance(0.3)) bytes.resize(64 * (bytes.size() / 64));
        if (random.chance(0.5)) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        const bool expected = is_valid_by_table(bytes);
        valid += expected ? 1 : 0;
        ASSERT_EQ(is_valid(bytes), expected);
        ASSERT_EQ(is_clean(bytes), expected && bytes.find('\0') == std::string::npos);
        ASSERT_EQ(sanitize(bytes).replaced == 0, is_clean(bytes));
    }
    EXPECT_GT(valid, 10000);
    EXPECT_LT(valid, 50000);
}

TEST(IsValid, EveryCodePoint) {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string bytes;
        append(bytes, c);
        ASSERT_TRUE(is_valid(bytes)) << static_cast<std::uint32_t>(c);
        std::string_view rest = bytes;
        bool malformed = true;
        ASSERT_EQ(next(rest, malformed), c);
        ASSERT_FALSE(malformed);
        ASSERT_TRUE(rest.empty());
        ASSERT_FALSE(bytes.size() > 1 && is_valid(std::string_view(bytes).substr(0, bytes.size() - 1)));
    }
}

TEST(IsClean, RefusesNul) {
    EXPECT_TRUE(is_clean(""));
    EXPECT_TRUE(is_clean("имя"));
    EXPECT_TRUE(is_valid("a\0b"sv));
    EXPECT_FALSE(is_clean("a\0b"sv));
    EXPECT_FALSE(is_clean("\xC0\x80"sv));
}

TEST(Sanitize, ReplacesMaximalSubparts) {
    struct Case {
        std::string_view bytes;
        std::string_view text;
        std::int64_t replaced;
    };
    const Case cases[] = {
        {"", "", 0},
        {"Анна", "Анна", 0},
        {"a\0b"sv, "a\uFFFDb", 1},
        {"\0\0"sv, "\uFFFD\uFFFD", 2},
        {"\xFF", "\uFFFD", 1},
        {"\xC0\x80", "\uFFFD\uFFFD", 2},  // overlong NUL: neither byte begins anything
        {"\xE2\x82", "\uFFFD", 1},        // cut-off euro sign: one subpart
        {"\xE2\x82x", "\uFFFDx", 1},
        {"\xF0\x9F\x98", "\uFFFD", 1},
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", 3},            // surrogate
        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD", 4},  // above U+10FFFF
        {"\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD", 3},
        // The example of Unicode 15 table 3-8.
        {"a\xF1\x80\x80\xE1\x80\xC2"
         "b\x80"
         "c\x80\xBF"
         "d",
         "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd", 6},
        {"\xCF\xF0\xE8\xE2\xE5\xF2", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", 6},  // "Привет" in windows-1251
        {"\uFFFD", "\uFFFD", 0},                                                  // a real one is text
    };
    for (const Case& c : cases) {
        const Sanitized result = sanitize(c.bytes);
        EXPECT_EQ(result.text, c.text);
        EXPECT_EQ(result.replaced, c.replaced) << c.text;
        EXPECT_TRUE(is_clean(result.text));
    }
}

TEST(CodePoints, ThereAndBack) {
    const std::string text = "Żółć, Їжак, 王, 😀, \xF4\x8F\xBF\xBF";
    EXPECT_EQ(to_utf8(to_utf32(text)), text);
    EXPECT_EQ(to_utf32("ё\xFFz"), U"ё\uFFFDz");
    EXPECT_EQ(to_utf8(std::u32string{0xD800, 0x110000, U'a'}), "\uFFFD\uFFFDa");
    EXPECT_TRUE(to_utf32("").empty());
}

}  // namespace
}  // namespace scrm::text
