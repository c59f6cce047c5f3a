// SPDX-License-Identifier: Apache-2.0
#include "language_model_internal.hpp"

#include <algorithm>
#include <cmath>

#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kSlots = 1U << 13U;
constexpr std::size_t kSeenBits = 1U << 16U;
constexpr double kStepsPerNat = 6.0;
/// Pieces from which on the evidence is damped: neighbouring pieces repeat each other.
constexpr double kUndamped = 30.0;

constexpr std::uint64_t hashed(std::uint64_t piece) {
    return piece * 0x9E3779B97F4A7C15U >> 48U;
}

}  // namespace

LanguageModel::LanguageModel(std::string_view weights, std::u32string_view letters, std::size_t languages)
    : pieces_(kSlots), steps_(kSlots), seen_(kSeenBits / 64), languages_(languages) {
    while (!weights.empty()) {
        const std::size_t colon = weights.find(':');
        std::string_view piece = weights.substr(0, colon);
        Steps steps;
        for (std::size_t i = 0; i < languages; ++i) {
            steps.of[i] = static_cast<std::int16_t>(weights[colon + 1 + i] - '`');
        }
        weights.remove_prefix(std::min(weights.size(), colon + languages + 2));
        if (piece.empty()) {
            start_ = steps;
            continue;
        }
        std::uint64_t key = 1;
        while (!piece.empty()) {
            const char32_t letter = next(piece);
            const std::size_t found = letters.find(letter);
            const std::uint64_t code = letter == U'_'                       ? 0
                                       : found == std::u32string_view::npos ? kOtherLetter
                                                                            : found + 1;
            key = key << 6U | code;
        }
        insert(key, steps);
    }
}

void LanguageModel::insert(std::uint64_t piece, const Steps& steps) {
    const std::uint64_t hash = hashed(piece);
    seen_[hash / 64] |= std::uint64_t{1} << hash % 64;
    std::size_t slot = hash % kSlots;
    while (pieces_[slot] != 0) slot = (slot + 1) % kSlots;
    pieces_[slot] = piece;
    steps_[slot] = steps;
}

inline void LanguageModel::look_up(std::uint64_t piece, WordScore& score) const {
    const std::uint64_t hash = hashed(piece);
    if ((seen_[hash / 64] >> hash % 64 & 1U) == 0) return;
    std::size_t slot = hash % kSlots;
    while (pieces_[slot] != piece) {
        if (pieces_[slot] == 0) return;
        slot = (slot + 1) % kSlots;
    }
    ++score.pieces;
    const Steps& steps = steps_[slot];
    for (std::size_t i = 0; i < kMostLanguages; ++i) {
        score.steps.of[i] = static_cast<std::int16_t>(score.steps.of[i] + steps.of[i]);
    }
}

void LanguageModel::add(std::span<const std::uint8_t> bordered, Score& score) const {
    WordScore word;
    const std::size_t size = bordered.size();
    for (std::size_t at = 0; at < size; ++at) {
        std::uint64_t key = std::uint64_t{1} << 6U | bordered[at];
        if (bordered[at] != 0) look_up(key, word);  // a border alone says nothing
        const std::size_t end = std::min(size, at + kLongestPiece);
        for (std::size_t i = at + 1; i < end; ++i) {
            key = key << 6U | bordered[i];
            look_up(key, word);
        }
    }
    if (size > kLongestPiece && size - 2 <= kLongestWord) {
        std::uint64_t key = 1;
        for (const std::uint8_t code : bordered) key = key << 6U | code;
        look_up(key, word);
    }
    score.pieces += word.pieces;
    for (std::size_t i = 0; i < kMostLanguages; ++i) score.steps[i] += word.steps.of[i];
}

LanguageModel::Values LanguageModel::probabilities(const Score& score, const Values& more) const {
    Values p{};
    const double damping = 1.0 / std::sqrt(score.pieces / kUndamped + 1.0);
    double highest = -1e9;
    for (std::size_t i = 0; i < languages_; ++i) {
        p[i] = (score.steps[i] * damping + start_.of[i]) / kStepsPerNat + more[i];
        highest = std::max(highest, p[i]);
    }
    double sum = 0;
    for (std::size_t i = 0; i < languages_; ++i) sum += p[i] = std::exp(p[i] - highest);
    for (std::size_t i = 0; i < languages_; ++i) p[i] /= sum;
    return p;
}

}  // namespace scrm::text
