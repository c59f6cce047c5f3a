// SPDX-License-Identifier: Apache-2.0
#include "sentiment/post_words_internal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "scrm/sentiment/rules.hpp"
#include "scrm/sentiment/tokens.hpp"
#include "sentiment/bit_rows_internal.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

TEST(BitRow, RunsGoOnOverTheEndOfAWord) {
    BitRow row;
    row.make_room(200);
    for (std::size_t word = 0; word < 4; ++word) row.set_word(word, ~std::uint64_t{0});
    row.set_word(2, lowest_bits(10));
    EXPECT_EQ(row.from(0), ~std::uint64_t{0});
    EXPECT_EQ(row.run(100), 38U);
    EXPECT_EQ(row.run(64), 64U);
    EXPECT_EQ(row.run(137), 1U);
    EXPECT_EQ(row.run(138), 0U);
}

TEST(BitRow, BytesInARangeAreThoseThatAComparisonFinds) {
    std::array<std::uint8_t, 64> bytes{};
    std::mt19937 random{5};
    for (int round = 0; round < 200; ++round) {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        const auto mask = static_cast<std::uint8_t>(round % 2 == 0 ? 0xFF : 0x7F);
        const auto low = static_cast<std::uint8_t>(random() % 120);
        const auto count = static_cast<std::uint8_t>(1 + random() % 100);
        std::uint64_t expected = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const unsigned byte = bytes[i] & mask;
            if (byte >= low && byte < unsigned{low} + count) expected |= std::uint64_t{1} << i;
        }
        EXPECT_EQ(bits_in_range(bytes.data(), mask, low, count), expected);
    }
}

LetterTrie trie_of(const std::vector<std::string>& words) {
    LetterTrie trie;
    for (const std::string& word : words) {
        LetterTrie::Node node = LetterTrie::kRoot;
        for (const Letter letter : letters_of(word)) node = trie.insert(node, letter);
    }
    trie.freeze();
    return trie;
}

/// What of a word the trie holds, read from the words that went into it.
bool holds(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::any_of(words, [&](const std::string& w) { return w.starts_with(word); });
}

TEST(PostWords, WordsAreFoundWhereverTheyStand) {
    const std::vector<std::string> known{"банк", "бан", "карта", "don't", "3g", "слово", "2024"};
    const LetterTrie trie = trie_of(known);
    const std::string post = "Банк КАРТА картами don't 3g слово2024 банкбанкбанкбанк а";
    const std::vector<std::string> words{"банк",  "карта", "картами",          "don't", "3", "g",
                                         "слово", "2024",  "банкбанкбанкбанк", "а"};
    text::CodePoints points;
    PostWords out;
    for (std::size_t blanks = 0; blanks < 140; ++blanks) {
        const std::string moved = std::string(blanks, ' ') + post;
        points.decode(moved);
        read_words(points, trie, out);
        ASSERT_EQ(out.words.size(), words.size());
        for (std::size_t i = 0; i < words.size(); ++i) {
            EXPECT_EQ(out.words[i].whole, holds(known, words[i])) << words[i] << " behind " << blanks;
            EXPECT_EQ(out.words[i].end - out.words[i].begin, words[i].size());
        }
        EXPECT_TRUE(out.words[1].capitals);
        EXPECT_TRUE(out.words[0].initial);
        EXPECT_FALSE(out.words[2].capitals);
        EXPECT_EQ(out.words[4].kind, PostWord::Kind::number);
        EXPECT_EQ(out.capitals, 1U);
    }
}

TEST(PostWords, AWordMayBeLongerThanARowOfBits) {
    const std::string longest(200, 'a');
    const LetterTrie trie = trie_of({longest});
    text::CodePoints points;
    PostWords out;
    for (const std::size_t size : {63U, 64U, 65U, 128U, 200U, 201U}) {
        const std::string post = "x " + std::string(size, 'A');
        points.decode(post);
        read_words(points, trie, out);
        ASSERT_EQ(out.words.size(), 2U);
        EXPECT_EQ(out.words[1].whole, size <= 200);
        EXPECT_TRUE(out.words[1].capitals);
        EXPECT_EQ(out.words[1].end, post.size());
    }
}

TEST(PostWords, BlanksBeforeAPostMoveItsHits) {
    const std::string post =
        "Сбербанк опять СПИСАЛ деньги!!! Не работает приложение :(( Верните 5000 руб, я уйду в тинькофф.ру";
    const RuleHits plain = evaluate_rules(post);
    ASSERT_FALSE(plain.hits.empty());
    for (std::uint32_t blanks = 1; blanks < 130; ++blanks) {
        const RuleHits moved = evaluate_rules(std::string(blanks, ' ') + post);
        ASSERT_EQ(moved.hits.size(), plain.hits.size());
        for (std::size_t i = 0; i < plain.hits.size(); ++i) {
            EXPECT_EQ(moved.hits[i].rule, plain.hits[i].rule);
            EXPECT_EQ(moved.hits[i].span.begin, plain.hits[i].span.begin + blanks);
            EXPECT_EQ(moved.hits[i].span.end, plain.hits[i].span.end + blanks);
        }
    }
}

/// A hashtag is read letter by letter, a word as a whole where it can be.
TEST(Tokens, AWordHasTheLettersOfItsHashtag) {
    const std::vector<std::string> pieces{"а", "Ё", "ё", "z", "Q", "и\xCC\x86", "-", "'", "ооо", "№", "ї"};
    std::mt19937 random{11};
    TokenizedText word;
    TokenizedText tag;
    for (int round = 0; round < 4000; ++round) {
        std::string letters = "н";
        for (std::size_t i = random() % 60; i > 0; --i) letters += pieces[random() % pieces.size()];
        const std::string front(random() % 70, ' ');
        const std::string as_word = front + letters;
        const std::string as_tag = front + "#" + letters;
        tokenize(as_word, word);
        tokenize(as_tag, tag);
        ASSERT_FALSE(word.tokens.empty());
        ASSERT_FALSE(tag.tokens.empty());
        EXPECT_EQ(word.tokens[0].kind, TokenKind::word);
        EXPECT_EQ(tag.tokens[0].kind, TokenKind::hashtag);
        EXPECT_EQ(word.letters_of(word.tokens[0]), tag.letters_of(tag.tokens[0])) << letters;
        EXPECT_EQ(word.tokens[0].capitals, tag.tokens[0].capitals) << letters;
        EXPECT_EQ(word.tokens[0].span.end + 1, tag.tokens[0].span.end) << letters;
    }
}

}  // namespace
