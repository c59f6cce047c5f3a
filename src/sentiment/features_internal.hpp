// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/sentiment/signal.hpp"
#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// How features fall into the table.
struct FeatureTable {
    std::uint32_t buckets = 1U << 17U;  ///< kFewestBuckets to kMostBuckets
    std::uint64_t seed = 0;
};
inline constexpr unsigned kMinBits = 10;
inline constexpr unsigned kMaxBits = 20;
inline constexpr std::uint32_t kFewestBuckets = 1U << kMinBits;
inline constexpr std::uint32_t kMostBuckets = 1U << kMaxBits;

/// Set in the bucket of an n-gram of words. There are several times as many runs of letters as words, so
/// words weigh twice as much, which gives both about the same part of a text's length.
inline constexpr std::uint32_t kWordBit = 1U << 31U;

/// One n-gram of one place: which of the features it is, and the tokens first..last that it covers.
struct Occurrence {
    std::uint32_t feature = 0;  ///< index into TextFeatures
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

/// Where the rows of a model are, so that each is on its way to the processor before it is needed.
struct FeatureRows {
    const std::int8_t* first = nullptr;  ///< null: none
    std::size_t stride = 0;
};

/// The features of a text: buckets in the order in which they were first met, and how often.
struct TextFeatures {
    std::vector<std::uint32_t> buckets;
    std::vector<std::uint32_t> counts;  ///< with kWordBit or without
};

/// Everything that is needed while one text is looked at; used again for the next. Thread-compatible.
struct TextWork {
    TokenizedText tokens;
    std::vector<TextSpan> brands;
    std::vector<Signal> signals;
    TextFeatures features;
    std::vector<Occurrence> occurrences;  ///< only after find_occurrences
    bool occurrences_known = false;
    std::vector<std::uint32_t> ngrams;  ///< in order, each the number of its feature; room behind them
    /// By token: its word, its pair with the one before, its letters. And where the tokens end.
    std::vector<std::uint32_t> first_ngram;
    std::size_t ngram_count = 0;
    std::vector<std::uint16_t> seen;  ///< open addressing by bucket with kWordBit: a feature's number + 1
    std::vector<std::uint32_t> seen_of_many;  ///< the same for a text of more features than fit the other
    std::vector<std::uint32_t> keys;          ///< by the number + 1: the bucket with kWordBit
    std::vector<std::int16_t> values;
};

/// Tokens that overlap a span become one `_brand_` each. Spans are in order and apart.
void mark_brands(std::span<const TextSpan> spans, TokenizedText& tokens);

/// Fills `work.tokens`, `work.signals` (empty without a source) and `work.features`.
void extract_features(std::string_view text, const FeatureTable& table, const SignalSource* source,
                      TextWork& work, const FeatureRows& rows = {});

/// Fills `work.occurrences` for the text whose features `work` holds: only explanations need the places.
void find_occurrences(TextWork& work);

/// Sublinear tf · idf in fixed point, so that sums are exact, and the same on every machine.
inline constexpr float kIdfUnit = 128.0F;
/// 1 + ln n in fixed point, for counts up to the last one, which stands for all above.
inline constexpr std::size_t kKnownCounts = 256;
inline constexpr unsigned kCountShift = 8;
using CountWeights = std::array<std::uint32_t, kKnownCounts>;
const CountWeights& count_weights();
/// `count` as in TextFeatures. Without a branch: how often an n-gram occurs is not to be guessed.
inline std::int16_t feature_value(const CountWeights& weights, std::uint16_t idf,
                                  std::uint32_t count) noexcept {
    const std::uint32_t weight = weights[std::min<std::size_t>(count & ~kWordBit, kKnownCounts - 1)];
    const std::uint32_t value = std::uint32_t{idf} * weight >> (kCountShift - (count >> 31U));
    constexpr std::uint32_t kMost = std::numeric_limits<std::int16_t>::max();
    return static_cast<std::int16_t>(std::min(value, kMost));
}

}  // namespace scrm::sentiment
