// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace scrm::text {

/// The trained weights: "piece:steps piece:steps …", one character of `steps` a language, '`' for zero. The
/// first piece is empty and holds what each language starts with.
extern const std::string_view kCyrillicModel;
extern const std::string_view kLatinModel;

/// A linear model over pieces of words: runs of up to four letters, the borders of a word counted as letters,
/// and whole words of up to eight letters. Letters are codes of 1–63, 0 is the border.
class LanguageModel {
  public:
    static constexpr std::size_t kMostLanguages = 15;
    static constexpr std::size_t kLanes = 16;
    static constexpr std::size_t kLongestPiece = 4;
    static constexpr std::size_t kLongestWord = 8;
    static constexpr std::uint8_t kOtherLetter = 63;

    struct Score {
        std::array<std::int32_t, kLanes> steps{};  ///< by language; the last lane counts the known pieces

        void add(const Score& word) noexcept {
            for (std::size_t i = 0; i < kLanes; ++i) steps[i] += word.steps[i];
        }
    };

    /// `letters`: the alphabet that the codes 1, 2, 3 … stand for.
    LanguageModel(std::string_view weights, std::u32string_view letters, std::size_t languages);

    /// What the pieces of one word say.
    struct Reading {
        const LanguageModel* model = nullptr;
        std::span<const std::uint8_t> bordered;  ///< codes of at most 40 letters, a border before and behind
        Score score;
    };
    /// As many words as are read side by side: each letter waits for the memory that the one before it named,
    /// so that words wait together.
    static constexpr std::size_t kTogether = 4;

    /// Fills the scores of up to kTogether words, which may be of different models.
    static void read(std::span<Reading> words);

    using Values = std::array<double, kMostLanguages>;

    /// By how much the likeliest language leads the next one, in log-odds.
    double margin(const Score& score) const;

    /// Probability of each language; `more` is added to the log-odds.
    Values probabilities(const Score& score, const Values& more) const;

  private:
    static constexpr std::size_t kCount = kMostLanguages;

    struct Steps {
        std::array<std::int8_t, kLanes> of{};

        void add(const Steps& piece);
    };
    struct Word {
        std::uint64_t spelling = 0;  ///< six bits a letter, 0 for none
        Steps steps;
    };

    struct OpenNode;
    static std::uint16_t insert(std::vector<OpenNode>& nodes, std::uint16_t from, std::uint8_t code);
    void add_whole_word(Reading& word) const;
    void join(const std::vector<OpenNode>& nodes, const std::vector<Steps>& pieces);

    // The pieces as an automaton (Aho and Corasick 1975): its state is the longest run of a piece's first
    // letters in which the letters read so far end. A state whose run no piece continues shares the row of a
    // shorter one.
    std::vector<std::uint16_t> next_;    ///< [row][code] → state
    std::vector<std::uint16_t> row_of_;  ///< by state
    std::vector<Steps> ends_;            ///< by state: what all pieces that end there say together
    std::vector<Word> words_;            ///< whole words longer than a piece: open addressing by spelling
    Steps start_;
    std::size_t languages_;
};

}  // namespace scrm::text
