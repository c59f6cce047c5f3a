// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "sentiment/features_internal.hpp"

namespace {

using namespace scrm::sentiment;

TextFeatures features_of(std::string_view text, const FeatureTable& table = {}) {
    TextWork work;
    extract_features(text, table, nullptr, work);
    return work.features;
}

std::set<std::uint32_t> buckets_of(std::string_view text, const FeatureTable& table = {}) {
    const TextFeatures features = features_of(text, table);
    return {features.buckets.begin(), features.buckets.end()};
}

double overlap(std::string_view a, std::string_view b) {
    const auto left = buckets_of(a);
    const auto right = buckets_of(b);
    std::size_t both = 0;
    for (const std::uint32_t bucket : left) both += right.contains(bucket) ? 1U : 0U;
    return static_cast<double>(both) / static_cast<double>(std::max(left.size(), right.size()));
}

TEST(Features, CountsAddUpToTheOccurrences) {
    TextWork work;
    extract_features("банк банк банк и ещё раз банк", {}, nullptr, work);
    std::size_t counted = 0;
    for (const std::uint32_t count : work.features.counts) counted += count & ~kWordBit;
    EXPECT_TRUE(work.occurrences.empty());
    find_occurrences(work);
    EXPECT_EQ(counted, work.occurrences.size());
    for (const Occurrence& occurrence : work.occurrences)
        ASSERT_LT(occurrence.feature, work.features.buckets.size());
    EXPECT_TRUE(
        std::ranges::any_of(work.features.counts, [](std::uint32_t c) { return (c & ~kWordBit) > 3; }));
    std::set<std::uint32_t> places;
    for (std::size_t i = 0; i < work.features.buckets.size(); ++i)
        places.insert(work.features.buckets[i] | (work.features.counts[i] & kWordBit));
    EXPECT_EQ(places.size(), work.features.buckets.size());
}

TEST(Features, AFormOfAWordSharesItsLetters) {
    EXPECT_GT(overlap("заблокировали карту", "заблокирована карта"), 0.45);
    EXPECT_LT(overlap("заблокировали карту", "ипотека подорожала"), 0.15);
}

TEST(Features, NegationMakesOtherWords) {
    const auto plain = buckets_of("работает");
    const auto negated = buckets_of("не работает");
    // The letters stay, the word itself is another.
    std::size_t lost = 0;
    for (const std::uint32_t bucket : plain) lost += negated.contains(bucket) ? 0U : 1U;
    EXPECT_GE(lost, 2U);
    EXPECT_EQ(features_of("не, работает").buckets.size(), features_of("не; работает").buckets.size());
}

TEST(Features, TheSeedAndTheSizeMoveEverything) {
    const std::string_view text = "перевод завис, деньги списали";
    EXPECT_NE(buckets_of(text, {1U << 17U, 1}), buckets_of(text, {1U << 17U, 2}));
    for (const std::uint32_t bucket : buckets_of(text, {1U << 10U, 1})) EXPECT_LT(bucket, 1U << 10U);
    for (const std::uint32_t bucket : buckets_of(text, {1'500, 1})) EXPECT_LT(bucket, 1'500U);
    EXPECT_EQ(features_of(text).buckets, features_of(text).buckets);
}

TEST(Features, AnEmptyTextHasNone) {
    EXPECT_TRUE(features_of("").buckets.empty());
    EXPECT_TRUE(features_of(" \n\t").buckets.empty());
}

TEST(Features, BrandsBecomeOneWord) {
    TextWork work;
    tokenize("Альфа Банк опять лежит", work.tokens);
    const TextSpan brand{0, static_cast<std::uint32_t>(std::string_view{"Альфа Банк"}.size())};
    mark_brands(std::span{&brand, 1}, work.tokens);
    ASSERT_EQ(work.tokens.tokens.size(), 3U);
    EXPECT_EQ(work.tokens.tokens[0].kind, TokenKind::brand);
    EXPECT_EQ(work.tokens.tokens[0].span, brand);
    EXPECT_TRUE(work.tokens.letters_of(work.tokens.tokens[0]) == U"_brand_");
}

TEST(Features, ValuesGrowSlowlyAndFit) {
    EXPECT_EQ(feature_value(count_weights(), 0, 5), 0);
    EXPECT_EQ(feature_value(count_weights(), 128, 1), 128);
    EXPECT_GT(feature_value(count_weights(), 128, 4), feature_value(count_weights(), 128, 2));
    EXPECT_LT(feature_value(count_weights(), 128, 4), 4 * feature_value(count_weights(), 128, 1));
    EXPECT_EQ(feature_value(count_weights(), 65535, 1'000'000), 32767);
    EXPECT_EQ(feature_value(count_weights(), 128, 3 | kWordBit), feature_value(count_weights(), 256, 3));
}

}  // namespace
