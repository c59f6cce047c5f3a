// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scrm/text/code_points.hpp"
#include "sentiment/bit_rows_internal.hpp"
#include "sentiment/rules/letter_trie_internal.hpp"

namespace scrm::sentiment {

/// What stands in a post at one place, for the rules.
struct PostWord {
    std::uint32_t begin = 0;  ///< bytes of the post
    std::uint32_t end = 0;
    std::uint32_t node = 0;      ///< of the trie: the longest known beginning
    std::uint32_t set = 0;       ///< of the PhraseSet that matched the words
    std::uint16_t sentence = 0;  ///< index into PostWords::sentences
    bool whole = false;          ///< the node is the whole word
    bool starts_sentence = false;
    bool starts_clause = false;
    bool capitals = false;  ///< three letters or more, all capital
    bool initial = false;   ///< begins with a capital letter
    bool handle = false;    ///< after @, or an address
    bool quoted = false;    ///< alone between quotation marks
    enum class Kind : std::uint8_t { word, number, percent, currency, url } kind = Kind::word;
};

struct Sentence {
    bool asks = false;  ///< ends in a question mark
    bool exclaims = false;
};

/// Emoji, emoticons and smiles of brackets, with what they say of the author's mood.
struct Mood {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    float value = 0;
};

/// The words of one post. The room is used again by the next one.
struct PostWords {
    std::vector<PostWord> words;
    std::vector<Sentence> sentences;
    std::vector<Mood> moods;
    std::vector<CasedLetter> letters;         ///< by code point, and no letters behind them
    std::vector<std::uint32_t> first_letter;  ///< by word: its code point
    std::vector<std::uint32_t> letter_count;  ///< by word; 0 for a sign
    BitRow letter_bits;                       ///< letters that are no digits
    BitRow digit_bits;
    BitRow capital_bits;
    std::vector<std::uint64_t> present;  ///< a bit for each element of the PhraseSet that some word is
    std::vector<std::uint32_t> anchors;  ///< words that a phrase may be anchored at
    std::uint32_t question_marks = 0;
    std::uint32_t exclamation_marks = 0;
    std::uint32_t urls = 0;
    std::uint32_t handles = 0;
    std::uint32_t hashtags = 0;
    std::uint32_t capitals = 0;
};

/// Cuts a post into words and finds each in the trie. Malformed UTF-8 separates. A post of any length takes
/// time linear in it.
void read_words(const text::CodePoints& post, const LetterTrie& trie, PostWords& out);

/// Polarity of an emoji, 0 for none.
float mood_of(char32_t emoji) noexcept;

}  // namespace scrm::sentiment
