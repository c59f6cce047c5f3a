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
    static constexpr std::size_t kMostLanguages = 16;
    static constexpr std::size_t kLongestPiece = 4;
    static constexpr std::size_t kLongestWord = 8;
    static constexpr std::uint8_t kOtherLetter = 63;

    struct Score {
        std::array<std::int32_t, kMostLanguages> steps{};
        std::int32_t pieces = 0;  ///< known ones
    };

    /// `letters`: the alphabet that the codes 1, 2, 3 … stand for.
    LanguageModel(std::string_view weights, std::u32string_view letters, std::size_t languages);

    /// Adds the pieces of one word of at most 40 letters, which are codes with a border before and behind.
    void add(std::span<const std::uint8_t> bordered, Score& score) const;

    using Values = std::array<double, kMostLanguages>;

    /// By how much the likeliest language leads the next one, in log-odds.
    double margin(const Score& score) const;

    /// Probability of each language; `more` is added to the log-odds.
    Values probabilities(const Score& score, const Values& more) const;

  private:
    struct Steps {
        std::array<std::int8_t, kMostLanguages> of{};
    };
    /// A node of the trie of pieces, as a double array (Aoe 1989): the child behind a code is the cell at
    /// base
    /// + code, if that one names this cell as its parent.
    struct Cell {
        std::uint16_t base = 0;
        std::uint16_t parent = 0xFFFF;
        std::uint16_t piece = 0;  ///< number of the piece that ends here, 0 for none
    };
    /// Lanes of one width add up fastest, and the sum of a word fits.
    struct WordScore {
        std::array<std::int16_t, kMostLanguages> steps{};
        std::int32_t pieces = 0;
    };

    struct OpenNode;
    static std::uint16_t insert(std::vector<OpenNode>& nodes, std::uint16_t from, std::uint8_t code);
    void pack(const std::vector<OpenNode>& nodes);
    void add(std::uint16_t piece, WordScore& score) const;

    std::vector<Steps> pieces_;  ///< the first one is none
    std::vector<Cell> cells_;
    Steps start_;
    std::size_t languages_;
};

}  // namespace scrm::text
