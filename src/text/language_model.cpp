// SPDX-License-Identifier: Apache-2.0
#include "language_model_internal.hpp"

#include <algorithm>
#include <cmath>

#include "scrm/core/error.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

/// Letters and the border.
constexpr std::size_t kCodes = 64;
constexpr std::uint16_t kNoCell = 0xFFFF;
constexpr double kStepsPerNat = 6.0;
/// Pieces from which on the evidence is damped: neighbouring pieces repeat each other.
constexpr double kUndamped = 30.0;

}  // namespace

struct LanguageModel::OpenNode {
    std::uint16_t first_child = 0;  ///< 0 for none: the root is nobody's child
    std::uint16_t next_sibling = 0;
    std::uint16_t piece = 0;
    std::uint8_t code = 0;
};

LanguageModel::LanguageModel(std::string_view weights, std::u32string_view letters, std::size_t languages)
    : pieces_(1), languages_(languages) {
    std::vector<OpenNode> nodes(1);
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
        std::uint16_t node = 0;
        std::size_t length = 0;
        while (!piece.empty()) {
            const char32_t letter = next(piece);
            const std::size_t found = letters.find(letter);
            const std::size_t code = letter == U'_'                       ? 0
                                     : found == std::u32string_view::npos ? kOtherLetter
                                                                          : found + 1;
            node = insert(nodes, node, static_cast<std::uint8_t>(code));
            ++length;
        }
        const auto number = static_cast<std::uint16_t>(pieces_.size());
        pieces_.push_back(steps);
        // Letters that the alphabet lacks are one: of long pieces that become equal the first one holds, of
        // short ones the last.
        if (nodes[node].piece == 0 || length <= 2) nodes[node].piece = number;
    }
    pack(nodes);
}

std::uint16_t LanguageModel::insert(std::vector<OpenNode>& nodes, std::uint16_t from, std::uint8_t code) {
    for (std::uint16_t child = nodes[from].first_child; child != 0; child = nodes[child].next_sibling) {
        if (nodes[child].code == code) return child;
    }
    const auto made = static_cast<std::uint16_t>(nodes.size());
    nodes.push_back({0, nodes[from].first_child, 0, code});
    nodes[from].first_child = made;
    return made;
}

void LanguageModel::pack(const std::vector<OpenNode>& nodes) {
    std::vector<std::uint16_t> cell_of(nodes.size(), 0);
    std::vector<bool> taken(kCodes, false);
    cells_.assign(kCodes, {});
    taken[0] = true;
    std::vector<std::uint16_t> queue{0};
    std::size_t first_free = 1;
    for (std::size_t i = 0; i < queue.size(); ++i) {
        const OpenNode& node = nodes[queue[i]];
        Cell& cell = cells_[cell_of[queue[i]]];
        cell.piece = node.piece;
        if (node.first_child == 0) continue;
        while (first_free < taken.size() && taken[first_free]) ++first_free;
        std::size_t base = first_free;
        const auto fits = [&] {
            for (std::uint16_t child = node.first_child; child != 0; child = nodes[child].next_sibling) {
                const std::size_t at = base + nodes[child].code;
                if (at < taken.size() && taken[at]) return false;
            }
            return true;
        };
        while (!fits()) ++base;
        cell.base = static_cast<std::uint16_t>(base);
        if (taken.size() < base + kCodes) {
            taken.resize(base + kCodes, false);
            cells_.resize(base + kCodes);
        }
        for (std::uint16_t child = node.first_child; child != 0; child = nodes[child].next_sibling) {
            const auto at = static_cast<std::uint16_t>(base + nodes[child].code);
            taken[at] = true;
            cells_[at].parent = cell_of[queue[i]];
            cell_of[child] = at;
            queue.push_back(child);
        }
    }
    // A cell without children has the base 0 and names no cell below it as its child.
    cells_.resize(cells_.size() + kCodes);
    if (cells_.size() >= kNoCell) throw Error{ErrorCode::internal, "the language model is too large"};
}

inline void LanguageModel::add(std::uint16_t piece, WordScore& score) const {
    ++score.pieces;
    const Steps& steps = pieces_[piece];
    for (std::size_t i = 0; i < kMostLanguages; ++i) {
        score.steps[i] = static_cast<std::int16_t>(score.steps[i] + steps.of[i]);
    }
}

void LanguageModel::add(std::span<const std::uint8_t> bordered, Score& score) const {
    WordScore word;
    const std::size_t size = bordered.size();
    const bool whole = size > kLongestPiece && size - 2 <= kLongestWord;
    const Cell* const cells = cells_.data();
    for (std::size_t at = 0; at < size; ++at) {
        std::uint16_t node = 0;
        const std::size_t end = std::min(size, at + kLongestPiece);
        const std::size_t last = at == 0 && whole ? size : end;
        for (std::size_t i = at; i < last; ++i) {
            const auto child = static_cast<std::uint16_t>(cells[node].base + bordered[i]);
            if (cells[child].parent != node) break;
            node = child;
            const std::uint16_t piece = cells[node].piece;
            // A border alone says nothing; a longer run than a piece counts as the whole word only.
            if (piece == 0 || (i == at && bordered[i] == 0) || (i >= end && i + 1 != size)) continue;
            add(piece, word);
        }
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
