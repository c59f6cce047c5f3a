// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/sentiment/signal.hpp"
#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// How features fall into the table.
struct FeatureTable {
    unsigned bits = 17;  ///< 2^bits buckets, kMinBits to kMaxBits
    std::uint64_t seed = 0;
};
inline constexpr unsigned kMinBits = 10;
inline constexpr unsigned kMaxBits = 20;

/// One n-gram of one place: its bucket and the tokens first..last that it covers.
struct Occurrence {
    std::uint32_t bucket = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

/// The features of a text: buckets in the order in which they were first met, and how often.
struct TextFeatures {
    std::vector<std::uint32_t> buckets;
    std::vector<std::uint32_t> counts;
};

/// Everything that is needed while one text is looked at; used again for the next. Thread-compatible.
struct TextWork {
    TokenizedText tokens;
    std::vector<TextSpan> brands;
    std::vector<Signal> signals;
    std::vector<Occurrence> occurrences;
    TextFeatures features;
    std::vector<std::uint64_t> seen;  ///< open addressing: bucket + 1 in the high half, index in the low half
    std::vector<std::int16_t> values;
};

/// Tokens that overlap a span become one `_brand_` each. Spans are in order and apart.
void mark_brands(std::span<const TextSpan> spans, TokenizedText& tokens);

/// Fills `work.tokens`, `work.signals` (empty without a source), `work.occurrences` and `work.features`.
void extract_features(std::string_view text, const FeatureTable& table, const SignalSource* source,
                      TextWork& work);

/// Sublinear tf · idf in fixed point, so that sums are exact, and the same on every machine.
inline constexpr float kIdfUnit = 128.0F;
std::int16_t feature_value(std::uint16_t idf, std::uint32_t count) noexcept;

}  // namespace scrm::sentiment
