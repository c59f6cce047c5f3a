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

    /// Probability of each language; `more` is added to the log-odds.
    Values probabilities(const Score& score, const Values& more) const;

  private:
    /// Wider than the values need: lanes of one width add up fastest, and a word's sum fits.
    struct Steps {
        std::array<std::int16_t, kMostLanguages> of{};
    };
    struct WordScore {
        Steps steps;
        std::int32_t pieces = 0;
    };

    void insert(std::uint64_t piece, const Steps& steps);
    void look_up(std::uint64_t piece, WordScore& score) const;

    std::vector<std::uint64_t> pieces_;
    std::vector<Steps> steps_;
    std::vector<std::uint64_t> seen_;  ///< a bit for each hash: most pieces of a text are not in the model
    Steps start_;
    std::size_t languages_;
};

}  // namespace scrm::text
