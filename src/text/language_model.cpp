// SPDX-License-Identifier: Apache-2.0
#include "language_model_internal.hpp"

#include <algorithm>
#include <cmath>

#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kSlots = 1U << 13U;
/// Pieces of two letters have the places behind those of one.
constexpr std::size_t kCodes = 64;
constexpr double kStepsPerNat = 6.0;
/// Pieces from which on the evidence is damped: neighbouring pieces repeat each other.
constexpr double kUndamped = 30.0;

constexpr std::uint64_t hashed(std::uint64_t piece) {
    return piece * 0x9E3779B97F4A7C15U >> 32U;
}

}  // namespace

LanguageModel::LanguageModel(std::string_view weights, std::u32string_view letters, std::size_t languages)
    : pieces_(1), slots_(kSlots), shorts_(kCodes + kCodes * kCodes), languages_(languages) {
    while (!weights.empty()) {
        const std::size_t colon = weights.find(':');
        std::string_view piece = weights.substr(0, colon);
        Steps steps;
        for (std::size_t i = 0; i < languages; ++i) {
            steps.of[i] = static_cast<std::int8_t>(weights[colon + 1 + i] - '`');
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

void LanguageModel::insert(std::uint64_t key, const Steps& steps) {
    const auto number = static_cast<std::uint16_t>(pieces_.size());
    pieces_.push_back({steps, key});
    if (key < kCodes * 2) {
        shorts_[key - kCodes] = number;
    } else if (key < kCodes * kCodes * 2) {
        shorts_[key - kCodes * kCodes + kCodes] = number;
    } else {
        const std::uint64_t hash = hashed(key);
        std::size_t slot = hash % kSlots;
        while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
        slots_[slot] = static_cast<std::uint32_t>(hash >> 16U << 16U | number);
    }
}

inline void LanguageModel::add(const Piece& piece, WordScore& score) {
    ++score.pieces;
    for (std::size_t i = 0; i < kMostLanguages; ++i) {
        score.steps[i] = static_cast<std::int16_t>(score.steps[i] + piece.steps.of[i]);
    }
}

inline void LanguageModel::look_up_short(std::size_t place, WordScore& score) const {
    if (const std::uint16_t number = shorts_[place]; number != 0) add(pieces_[number], score);
}

inline void LanguageModel::look_up(std::uint64_t key, WordScore& score) const {
    const std::uint64_t hash = hashed(key);
    for (std::size_t slot = hash % kSlots; slots_[slot] != 0; slot = (slot + 1) % kSlots) {
        if (slots_[slot] >> 16U != hash >> 16U) continue;
        const Piece& piece = pieces_[slots_[slot] & 0xFFFFU];
        if (piece.key == key) return add(piece, score);
    }
}

void LanguageModel::add(std::span<const std::uint8_t> bordered, Score& score) const {
    WordScore word;
    const std::size_t size = bordered.size();
    for (std::size_t at = 0; at < size; ++at) {
        std::uint64_t key = std::uint64_t{1} << 6U | bordered[at];
        if (bordered[at] != 0) look_up_short(bordered[at], word);  // a border alone says nothing
        const std::size_t end = std::min(size, at + kLongestPiece);
        for (std::size_t i = at + 1; i < end; ++i) {
            key = key << 6U | bordered[i];
            if (i == at + 1) {
                look_up_short(key - kCodes * kCodes + kCodes, word);
            } else {
                look_up(key, word);
            }
        }
    }
    if (size > kLongestPiece && size - 2 <= kLongestWord) {
        std::uint64_t key = 1;
        for (const std::uint8_t code : bordered) key = key << 6U | code;
        look_up(key, word);
    }
    score.pieces += word.pieces;
    for (std::size_t i = 0; i < kMostLanguages; ++i) score.steps[i] += word.steps[i];
}

double LanguageModel::margin(const Score& score) const {
    std::int32_t best = -1000000;
    std::int32_t second = best;
    for (std::size_t i = 0; i < languages_; ++i) {
        second = std::max(second, std::min(best, score.steps[i]));
        best = std::max(best, score.steps[i]);
    }
    return (best - second) / std::sqrt(score.pieces / kUndamped + 1.0) / kStepsPerNat;
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
