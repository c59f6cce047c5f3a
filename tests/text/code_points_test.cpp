// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/code_points.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scrm/text/utf8.hpp"

namespace {

using namespace scrm;
using text::CodePoints;

/// The same with next(), one code point after the other.
void expect_as_read_one_by_one(const std::string& bytes, CodePoints& points) {
    points.decode(bytes);
    std::size_t at = 0;
    for (std::string_view rest = bytes; !rest.empty(); ++at) {
        ASSERT_LT(at, points.size()) << bytes;
        ASSERT_EQ(points.begin(at), bytes.size() - rest.size()) << bytes;
        ASSERT_EQ(points[at], text::next(rest)) << bytes;
    }
    ASSERT_EQ(at, points.size()) << bytes;
    EXPECT_EQ(points.begin(at), bytes.size());
    for (std::size_t i = 0; i < CodePoints::kAhead; ++i) EXPECT_EQ(points[at + i], 0U);
    EXPECT_EQ(points.clean(), text::is_clean(bytes)) << bytes;
    EXPECT_EQ(points.bytes().data(), bytes.data());
}

TEST(CodePoints, CharactersOfEveryLengthAreReadAtEveryPlaceOfABlock) {
    CodePoints points;
    for (const std::string& character : {std::string{"x"}, std::string{"ж"}, std::string{"€"},
                                         std::string{"\xF0\x9F\x98\x80"}, std::string(1, '\0')}) {
        for (std::size_t before = 0; before < 140; ++before) {
            const std::string front(before, 'a');
            expect_as_read_one_by_one(front + character, points);
            expect_as_read_one_by_one(front + character + std::string(70, 'b'), points);
        }
    }
    expect_as_read_one_by_one("", points);
}

TEST(CodePoints, WhatIsBrokenIsReadAsOneByOne) {
    CodePoints points;
    for (const char* const broken : {"\x80", "\xC3", "\xD0", "\xE2\x82", "\xE0\x80\x80", "\xED\xA0\x80",
                                     "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xFF", "\xC0\xAF"}) {
        for (std::size_t before = 0; before < 140; ++before) {
            std::string front(before % 2, 'a');
            while (front.size() < before) front += "я";
            expect_as_read_one_by_one(front + broken, points);
            expect_as_read_one_by_one(front + broken + "и дальше — 😀 " + std::string(80, 'b'), points);
        }
    }
}

TEST(CodePoints, RandomTextIsReadAsOneByOne) {
    std::mt19937 random{7};
    const std::vector<std::string> pieces{"а", "Щ", "z", " ", "—", "😀", "\xD1", "\xE2", "\x9F", "й", "0"};
    CodePoints points;
    for (int round = 0; round < 3000; ++round) {
        std::string bytes;
        const std::size_t size = random() % 100;
        // Mostly whole characters, so that long stretches are well-formed.
        const bool broken = round % 3 == 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::string& piece = pieces[random() % pieces.size()];
            if (broken || text::is_valid(piece)) bytes += piece;
        }
        expect_as_read_one_by_one(bytes, points);
    }
}

TEST(CodePoints, RoomIsGivenBack) {
    CodePoints points;
    const std::string large(10'000, 'a');
    points.decode(large);
    points.release_above(100);
    EXPECT_EQ(points.size(), 0U);
    points.decode("да");
    points.release_above(100);
    EXPECT_EQ(points.size(), 2U);
}

}  // namespace
