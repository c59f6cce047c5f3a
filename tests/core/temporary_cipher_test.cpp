// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/temporary_cipher.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace scrm {
namespace {

TEST(TemporaryCipher, GivesTheBytesBackFromAnyPlaceInAnyPieces) {
    std::string text;
    while (text.size() < (3U << 20U)) text += "4111 1111 1111 1111 Иван;";
    TemporaryCipher cipher;
    std::string hidden = text;
    constexpr std::uint64_t kStart = (std::uint64_t{1} << 40U) + 7;
    for (std::size_t done = 0, piece = 1; done < hidden.size(); piece = piece * 3 + 1) {
        const std::size_t size = std::min(piece, hidden.size() - done);
        cipher.apply(std::span{hidden}.subspan(done, size), kStart + done);
        done += size;
    }
    EXPECT_EQ(hidden.find("1111"), std::string::npos);
    EXPECT_EQ(hidden.find("Иван"), std::string::npos);
    for (const std::size_t from : {0U, 1U, 15U, 16U, 17U, 100U, 1'000'003U}) {
        std::string part = hidden.substr(from, 100);
        cipher.apply(part, kStart + from);
        EXPECT_EQ(part, text.substr(from, 100)) << from;
    }
    cipher.apply(hidden, kStart);
    EXPECT_EQ(hidden, text);
}

TEST(TemporaryCipher, HasAKeyOfItsOwnAndNoPeriod) {
    std::set<std::string> seen;
    for (int i = 0; i < 20; ++i) {
        TemporaryCipher cipher;
        for (const std::uint64_t place : {0U, 16U, 32U, 4096U}) {
            std::string zeros(16, '\0');
            cipher.apply(zeros, place);
            seen.insert(zeros);
        }
    }
    EXPECT_EQ(seen.size(), 80U);
}

TEST(TemporaryCipher, NothingIsNothing) {
    TemporaryCipher cipher;
    std::string empty;
    cipher.apply(empty, 5);
    EXPECT_TRUE(empty.empty());
}

}  // namespace
}  // namespace scrm
