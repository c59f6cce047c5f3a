// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sentiment/post_words_internal.hpp"
#include "sentiment/rules/letter_trie_internal.hpp"

namespace scrm::sentiment {

/// Words and phrases that are looked for together, in one pass.
///
/// They are written as text, so that a reader sees language and not code:
///
///     $want = хочу хотим мечта*             a class: words and beginnings of words
///     [lead.want 2]                         a rule: its id and its weight; phrases follow,
///     $want .. взять|оформить, нужен кредит  separated by commas or line ends
///
/// A phrase is words in a row: `слово` that word, `слов*` any word that begins so, `a|b*|$c` one of them
/// (each one word: "a|b c|d" is refused), `$num` a number, `$percent`, `$currency`. `..` allows up to 3 other
/// words, `...` up to 6, never across the end of a sentence. `^` first: the phrase starts a sentence. `?`
/// last: the sentence is a question. `!` first: the phrase does not count after a negation. `#` starts a
/// comment.
class PhraseSet {
  public:
    static constexpr std::size_t kMostWords = 12;  ///< of a phrase

    struct Rule {
        std::string id;
        float weight = 0;
    };
    struct Match {
        std::uint16_t rule = 0;
        std::uint16_t letters = 0;  ///< how much of it is spelt out: the longer phrase knows better
        std::uint32_t first = 0;    ///< words, inclusive
        std::uint32_t last = 0;
    };

    /// Adds classes and rules. A rule id that is there gets more phrases. Throws Error(invalid_argument) for
    /// text that is not as above.
    void add(std::string_view text);

    /// Adds one phrase to a rule, which is made with this weight when it is not there.
    void add_phrase(std::string_view id, float weight, std::string_view phrase);

    /// After the last add.
    void freeze();

    const std::vector<Rule>& rules() const noexcept { return rules_; }
    std::size_t phrases() const noexcept { return phrases_.size(); }
    const LetterTrie& trie() const noexcept { return trie_; }

    /// The matches in `words`, by their anchor word. Notes in each word what it can be.
    void match(PostWords& words, std::vector<Match>& out) const;

    /// True when the word, of a post that was matched, is of the class (without `$`).
    bool is_of(const PostWord& word, std::uint16_t element) const noexcept {
        const Set& set = sets_[word.set];
        const std::uint16_t* const begin = set_elements_.data() + set.begin;
        for (std::uint16_t i = 0; i < set.count; ++i) {
            if (begin[i] >= element) return begin[i] == element;
        }
        return false;
    }
    std::uint16_t class_element(std::string_view name);

  private:
    static constexpr std::uint16_t kNumber = 0;
    static constexpr std::uint16_t kPercent = 1;
    static constexpr std::uint16_t kCurrency = 2;
    static constexpr std::uint16_t kUrl = 3;
    static constexpr std::size_t kGroup = 4;

    struct Element {
        std::uint16_t id = 0;
        std::uint8_t gap = 0;  ///< other words that may stand before it
    };
    struct Phrase {
        std::uint16_t rule = 0;
        std::uint16_t letters = 0;
        std::uint32_t elements = 0;  ///< first of them
        std::uint16_t partner = 0;   ///< an element besides the anchor: a post without it lacks the phrase
        std::uint8_t count = 0;
        std::uint8_t anchor = 0;
        bool starts = false;
        bool asks = false;
        bool affirmed = false;
        bool plain = false;  ///< one word that counts wherever it stands
    };
    struct Set {
        std::uint32_t begin = 0;
        std::uint16_t count = 0;
        std::uint16_t phrases = 0;   ///< that have a word of this set as their anchor
        std::uint32_t anchored = 0;  ///< the first of them in set_phrases_
        std::uint16_t groups = 0;    ///< of kGroup elements, at least one
    };

    void add_line(std::string_view line);
    void add_class(std::string_view name, std::string_view words);
    std::uint16_t element_of(std::string_view written);
    void add_pattern(std::string_view pattern);
    std::uint16_t new_element();
    void choose_anchors(const std::vector<std::uint32_t>& spelt);
    std::uint32_t set_of(const PostWord& word) const noexcept;
    bool try_phrase(const PostWords& words, const Phrase& phrase, std::size_t at,
                    Match& match) const noexcept;
    bool negated(const PostWords& words, std::size_t first) const noexcept;
    std::uint32_t intern(std::vector<std::uint16_t> elements,
                         std::map<std::vector<std::uint16_t>, std::uint32_t>& known);

    std::vector<Rule> rules_;
    std::map<std::string, std::uint16_t, std::less<>> rule_of_id_;
    std::map<std::string, std::uint16_t, std::less<>> element_of_text_;
    std::map<std::uint16_t, std::vector<std::string>> literals_;  ///< of a class or a set of alternatives
    std::vector<Phrase> phrases_;
    std::vector<Element> elements_;
    std::vector<std::uint32_t> rarity_;  ///< by element: letters that it spells out, 0 for a class
    std::uint16_t rule_ = 0;
    std::uint16_t negation_ = 0;

    LetterTrie trie_;
    std::vector<std::uint32_t> prefix_set_;  ///< by node
    std::vector<std::uint32_t> exact_set_;
    std::vector<Set> sets_;
    std::vector<std::uint16_t> set_elements_;
    std::vector<Phrase> set_phrases_;            ///< copies: what a word calls up lies together
    std::vector<std::uint32_t> anchored_begin_;  ///< by element, into anchored_
    std::vector<std::uint16_t> anchored_;
    std::uint32_t number_set_ = 0;
    std::uint32_t percent_set_ = 0;
    std::uint32_t currency_set_ = 0;
    std::uint32_t url_set_ = 0;
};

}  // namespace scrm::sentiment
