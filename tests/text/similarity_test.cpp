// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/similarity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "scrm/core/random.hpp"

namespace scrm::text {
namespace {

double naive_jaro(std::u32string a, std::u32string b) {
    if (a == b) return 1;
    if (a.empty() || b.empty()) return 0;
    if (a.size() > b.size() || (a.size() == b.size() && a > b)) std::swap(a, b);
    const auto window = static_cast<int>(std::max<std::size_t>(b.size() / 2, 1)) - 1;
    std::vector<bool> used(a.size());
    std::u32string in_b;
    for (int j = 0; j < static_cast<int>(b.size()); ++j) {
        for (int i = std::max(0, j - window); i <= std::min(static_cast<int>(a.size()) - 1, j + window);
             ++i) {
            const auto ui = static_cast<std::size_t>(i);
            if (!used[ui] && a[ui] == b[static_cast<std::size_t>(j)]) {
                used[ui] = true;
                in_b += a[ui];
                break;
            }
        }
    }
    std::u32string in_a;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (used[i]) in_a += a[i];
    }
    if (in_a.empty()) return 0;
    int moved = 0;
    for (std::size_t i = 0; i < in_a.size(); ++i) moved += in_a[i] != in_b[i];
    const auto m = static_cast<double>(in_a.size());
    return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - moved / 2) / m) / 3;
}

int naive_distance(const std::u32string& a, const std::u32string& b, bool swaps) {
    std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = static_cast<int>(i + j);
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
            if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

std::string utf8(const std::u32string& text) {
    std::string out;
    for (const char32_t c : text) {
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x800) {
            out += static_cast<char>(0xC0 | (c >> 6));
            out += static_cast<char>(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            out += static_cast<char>(0xE0 | (c >> 12));
            out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
            out += static_cast<char>(0x80 | (c & 0x3F));
        } else {
            out += static_cast<char>(0xF0 | (c >> 18));
            out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
            out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
            out += static_cast<char>(0x80 | (c & 0x3F));
        }
    }
    return out;
}

TEST(Similarity, PublishedJaroWinklerValues) {
    EXPECT_NEAR(jaro("MARTHA", "MARHTA"), 0.944444, 1e-6);
    EXPECT_NEAR(jaro_winkler("MARTHA", "MARHTA"), 0.961111, 1e-6);
    EXPECT_NEAR(jaro_winkler("DWAYNE", "DUANE"), 0.84, 1e-6);
    EXPECT_NEAR(jaro_winkler("DIXON", "DICKSONX"), 0.813333, 1e-6);
    EXPECT_NEAR(jaro("CRATE", "TRACE"), 0.733333, 1e-6);
    EXPECT_NEAR(jaro_winkler("Мария", "Марья"), 0.906667, 1e-6);
}

TEST(Similarity, EdgesOfJaro) {
    EXPECT_EQ(jaro("", ""), 1);
    EXPECT_EQ(jaro("", "a"), 0);
    EXPECT_EQ(jaro("a", "a"), 1);
    EXPECT_EQ(jaro("a", "b"), 0);
    EXPECT_EQ(jaro("ab", "ba"), 0);
    EXPECT_EQ(jaro_winkler(std::string_view("a\0b", 3), std::string_view("a\0b", 3)), 1);
}

TEST(Similarity, KnownDistances) {
    EXPECT_EQ(levenshtein("kitten", "sitting"), 3);
    EXPECT_EQ(levenshtein("", "abc"), 3);
    EXPECT_EQ(levenshtein("Ґалаґан", "Галаган"), 2);
    EXPECT_EQ(levenshtein("Ѡмега", "Ґмега"), 1);
    EXPECT_EQ(damerau_levenshtein("ca", "ac"), 1);
    EXPECT_EQ(levenshtein("ca", "ac"), 2);
    EXPECT_EQ(damerau_levenshtein("ca", "abc"), 3)
        << "optimal string alignment, not the unrestricted distance";
    EXPECT_EQ(damerau_levenshtein("19560409", "19650409"), 1);
}

TEST(Similarity, CutoffCapsTheResult) {
    EXPECT_EQ(levenshtein("abcdef", "uvwxyz", 2), 3);
    EXPECT_EQ(levenshtein("abc", "abcdefgh", 2), 3);
    EXPECT_EQ(levenshtein("abc", "abd", 1), 1);
    EXPECT_EQ(levenshtein("abc", "abd", 0), 1);
    EXPECT_EQ(damerau_levenshtein(std::string(100, 'a'), std::string(100, 'b'), 3), 4);
    EXPECT_EQ(levenshtein("abc", "xyz", -7), 1);
}

TEST(Similarity, InvalidBytesAreSymbols) {
    EXPECT_EQ(levenshtein("\xFF\xFE", "\xFF\xFD"), 1);
    EXPECT_EQ(levenshtein("\xD0", "\xD0\x90"), 1);
    EXPECT_EQ(levenshtein("\xED\xA0\x80", ""), 3);
    EXPECT_LT(jaro("\xC3", "\xC4"), 1);
}

struct Alphabet {
    const char* name;
    std::u32string symbols;
};

class SimilarityReference : public testing::TestWithParam<Alphabet> {};

TEST_P(SimilarityReference, AgreesWithTheTextbookOnRandomStrings) {
    const std::u32string& symbols = GetParam().symbols;
    Random random(20261124);
    for (int round = 0; round < 6000; ++round) {
        const std::size_t bound = round % 20 == 0 ? 150 : round % 5 == 0 ? 70 : 12;
        const auto text = [&] {
            std::u32string out;
            for (auto n = random.below(bound); n > 0; --n) out += symbols[random.below(symbols.size())];
            return out;
        };
        std::u32string a = text();
        std::u32string b = random.chance(0.5) ? text() : a;
        for (auto edits = random.below(4); edits > 0 && !b.empty(); --edits) {
            const auto at = random.below(b.size());
            if (random.chance(0.3))
                b.erase(at, 1);
            else if (random.chance(0.5) && at + 1 < b.size())
                std::swap(b[at], b[at + 1]);
            else
                b[at] = symbols[random.below(symbols.size())];
        }
        const std::string a8 = utf8(a);
        const std::string b8 = utf8(b);
        ASSERT_DOUBLE_EQ(jaro(a8, b8), naive_jaro(a, b)) << a8 << '|' << b8;
        ASSERT_DOUBLE_EQ(jaro(std::u32string_view(b), std::u32string_view(a)), naive_jaro(a, b));
        ASSERT_EQ(jaro_winkler(a8, b8), jaro_winkler(b8, a8));
        const int plain = naive_distance(a, b, false);
        const int swaps = naive_distance(a, b, true);
        ASSERT_EQ(levenshtein(a8, b8), plain) << a8 << '|' << b8;
        ASSERT_EQ(damerau_levenshtein(a8, b8), swaps) << a8 << '|' << b8;
        ASSERT_EQ(damerau_levenshtein(std::u32string_view(b), std::u32string_view(a)), swaps);
        const int cutoff = static_cast<int>(random.below(8));
        ASSERT_EQ(levenshtein(a8, b8, cutoff), std::min(plain, cutoff + 1))
            << a8 << '|' << b8 << ' ' << cutoff;
        ASSERT_EQ(damerau_levenshtein(a8, b8, cutoff), std::min(swaps, cutoff + 1)) << a8 << '|' << b8;
    }
}

INSTANTIATE_TEST_SUITE_P(Alphabets, SimilarityReference,
                         testing::Values(Alphabet{"Latin", U"abcde"}, Alphabet{"Cyrillic", U"абвґѠѡ"},
                                         Alphabet{"Mixed", U"abя\u00E9\u4E2D\U0001F600\u0490"}),
                         [](const auto& suite) { return suite.param.name; });

}  // namespace
}  // namespace scrm::text
