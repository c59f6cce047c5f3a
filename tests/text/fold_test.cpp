// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/fold.hpp"

#include <gtest/gtest.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <ctime>
#include <string>
#include <string_view>

#include "scrm/core/random.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

std::string repeat(std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out.append(piece);
    return out;
}

TEST(Fold, Cases) {
    struct Case {
        std::string_view text;
        std::string_view folded;
    };
    const Case cases[] = {
        {"", ""},
        {"Иван", "иван"},
        {"ЁЛКА", "ёлка"},
        {"Е\u0308ЛКА", "ёлка"},  // decomposed ё composes
        {"елка", "елка"},        // and stays apart from е
        {"ЙОД и\u0306од", "йод йод"},
        {"ЇЖАК Ґанок Єва", "їжак ґанок єва"},
        {"ЎДЗЕНЬ", "ўдзень"},
        {"  Анна \t\n Мария  ", "анна мария"},
        {"Анна\u00A0\u2003Мария\u3000", "анна мария"},
        {"a\u0085b\u2028c", "a b c"},
        {"И\u200Bв\u200Dа\u2060н\uFEFF", "иван"},  // zero width
        {"\u202EабВ\u202C", "абв"},                // bidirectional override
        {"so\u00ADft", "soft"},
        {"a\x01\x7F"
         "b",
         "ab"},
        {"ﬁnd № Ⅳ ｆｕｌｌ ① ㎏", "find no iv full 1 kg"},
        {"STRASSE Straße", "strasse strasse"},
        {"İ", "i\u0307"},
        {"Ünal Çağrı", "ünal çağrı"},
        {"\u2764\uFE0F", "\u2764"},  // variation selector
        {"ё\xFFж", "ё\uFFFDж"},
        {"\u0301", "\u0301"},
        {"\u00A8x", "\u0308x"},  // decomposes to a space and a mark: the space is trimmed
        {"1\uFE0F\u20E3", "1\u20E3"},
        {"ΣΟΦΟΣ", "σοφοσ"},
        // Letters of ornament.
        {"ᴀɴɴᴀ ꜱᴍɪᴛʜ", "anna smith"},
        {"ᴨᴇᴛᴩ", "пetр"},
        {"🅰🅽🅽🅰 🅐🅝🅝🅐", "anna anna"},
        {"🅿️", "p"},
        {"ᴀ\u0301", "á"},  // composes
        {"ᶰᴏ", "no"},      // a small capital once it is normal
    };
    for (const Case& c : cases) EXPECT_EQ(fold(c.text), c.folded) << c.text;
}

TEST(Fold, NulVanishes) {
    EXPECT_EQ(fold(std::string_view("a\0b", 3)), "ab");
}

TEST(Fold, KeepsThirtyMarks) {
    EXPECT_EQ(fold("q" + repeat("\u0316", 100)), "q" + repeat("\u0316", 30));
    EXPECT_EQ(fold("q" + repeat("\u0316", 29) + "w"), "q" + repeat("\u0316", 29) + "w");
    // U+0344 becomes two marks; the cap holds for the result too.
    const std::string folded = fold("q" + repeat("\u0344", 30));
    EXPECT_EQ(to_utf32(folded).size(), 31u);
    EXPECT_EQ(fold(folded), folded);
}

/// NFKC_Casefold by ICU alone, with the white space of `fold`.
std::string by_icu(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    std::string normal;
    icu::StringByteSink<std::string> sink(&normal);
    normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                              nullptr, status);
    std::string out;
    for (const char c : normal) {
        const bool space = c == ' ' || (c >= 9 && c <= 13);
        if (space && (out.empty() || out.back() == ' ')) continue;
        out.push_back(space ? ' ' : c);
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

TEST(Fold, FastPathEqualsIcuForEachLetterAndPair) {
    std::u32string alphabet;
    for (char32_t c = U' '; c < 0x7F; ++c) alphabet.push_back(c);
    for (char32_t c = 0x400; c < 0x500; ++c) alphabet.push_back(c);
    for (const char32_t mark : {U'\u0300', U'\u0301', U'\u0306', U'\u0308', U'\u0483'})
        alphabet.push_back(mark);
    for (const char32_t a : alphabet) {
        for (const char32_t b : alphabet) {
            const std::string text = to_utf8(std::u32string{U'x', a, b, U'Я'});
            ASSERT_EQ(fold(text), by_icu(text)) << text;
        }
    }
}

TEST(Fold, FastPathEqualsIcuOnRandomText) {
    Random random(11);
    for (int n = 0; n < 20000; ++n) {
        std::u32string text;
        for (std::uint64_t i = random.below(24); i > 0; --i) {
            const std::uint64_t kind = random.below(20);
            if (kind < 8) {
                text.push_back(static_cast<char32_t>(0x20 + random.below(0x5F)));
            } else if (kind < 17) {
                text.push_back(static_cast<char32_t>(0x400 + random.below(0x60)));
            } else if (kind < 18) {
                text.push_back(static_cast<char32_t>(0x300 + random.below(0x40)));
            } else {
                text.push_back(U' ');
            }
        }
        const std::string bytes = to_utf8(text);
        // ICU alone keeps U+034F's neighbours and long runs the same: no run here passes 24 marks.
        ASSERT_EQ(fold(bytes), by_icu(bytes)) << bytes;
    }
}

TEST(Fold, IsIdempotentOnEveryCodePoint) {
    for (char32_t c = 1; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text = "я";
        append(text, c);
        text += "я";
        const std::string once = fold(text);
        if (once == text) continue;
        ASSERT_EQ(fold(once), once) << static_cast<std::uint32_t>(c);
    }
}

TEST(Fold, HostileInputIsLinear) {
    const auto seconds = [](const std::string& text) {
        const std::clock_t start = std::clock();
        EXPECT_FALSE(fold(text).empty());
        return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    };
    // 1 MB each; ICU alone needs minutes for the first.
    EXPECT_LT(seconds("z" + repeat("\u0301\u0316", 250000)), 5.0);
    EXPECT_LT(seconds(repeat("z\u0301\u0316", 200000)), 10.0);
    EXPECT_LT(seconds(repeat("\uFDFA", 333333)), 20.0);
    EXPECT_LT(seconds(repeat("\u1100\u1161\u11A8", 111111)), 10.0);
    EXPECT_LT(seconds("x" + repeat(" ", 1000000) + "x"), 5.0);
    EXPECT_LT(seconds(repeat("Ж\xFF", 333333)), 10.0);
}

}  // namespace
}  // namespace scrm::text
