// SPDX-License-Identifier: Apache-2.0
#include "language_model_internal.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "scrm/core/error.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

/// Letters and the border.
constexpr std::size_t kCodes = 64;
constexpr unsigned kCodeBits = 6;
constexpr std::size_t kMostStates = 0xFFFF;
constexpr double kStepsPerNat = 6.0;
/// Pieces from which on the evidence is damped: neighbouring pieces repeat each other.
constexpr double kUndamped = 30.0;

/// The letters of a short word as one number.
std::uint64_t spelling_of(std::span<const std::uint8_t> letters) {
    std::uint64_t spelling = 0;
    for (const std::uint8_t code : letters) spelling = spelling << kCodeBits | code;
    return spelling;
}

std::size_t slot_of(std::uint64_t spelling, std::size_t slots) {
    return (spelling * 0x9E3779B97F4A7C15ULL >> 32U) & (slots - 1);
}

}  // namespace

struct LanguageModel::OpenNode {
    std::uint16_t first_child = 0;  ///< 0 for none: the root is nobody's child
    std::uint16_t next_sibling = 0;
    std::uint16_t piece = 0;
    std::uint8_t code = 0;
};

LanguageModel::LanguageModel(std::string_view weights, std::u32string_view letters, std::size_t languages)
    : languages_(languages) {
    std::vector<OpenNode> nodes(1);
    std::vector<Steps> pieces(1);  // the first one is none
    std::vector<Word> words;
    while (!weights.empty()) {
        const std::size_t colon = weights.find(':');
        std::string_view piece = weights.substr(0, colon);
        Steps steps;
        for (std::size_t i = 0; i < languages; ++i) {
            steps.of[i] = static_cast<std::int8_t>(weights[colon + 1 + i] - '`');
        }
        steps.of[kCount] = 1;
        weights.remove_prefix(std::min(weights.size(), colon + languages + 2));
        if (piece.empty()) {
            start_ = steps;
            continue;
        }
        std::vector<std::uint8_t> codes;
        while (!piece.empty()) {
            const char32_t letter = next(piece);
            const std::size_t found = letters.find(letter);
            const std::size_t code = letter == U'_'                       ? 0
                                     : found == std::u32string_view::npos ? kOtherLetter
                                                                          : found + 1;
            codes.push_back(static_cast<std::uint8_t>(code));
        }
        // Letters that the alphabet lacks are one: of long pieces that become equal the first one holds, of
        // short ones the last.
        if (codes.size() > kLongestPiece) {
            if (codes.front() != 0 || codes.back() != 0 || codes.size() - 2 > kLongestWord) continue;
            const std::uint64_t spelling = spelling_of(std::span(codes).subspan(1, codes.size() - 2));
            if (std::ranges::find(words, spelling, &Word::spelling) == words.end())
                words.push_back({spelling, steps});
            continue;
        }
        std::uint16_t node = 0;
        for (const std::uint8_t code : codes) node = insert(nodes, node, code);
        if (nodes[node].piece != 0 && codes.size() > 2) continue;
        nodes[node].piece = static_cast<std::uint16_t>(pieces.size());
        pieces.push_back(steps);
        if (std::max(nodes.size(), pieces.size()) > kMostStates)
            throw Error{ErrorCode::internal, "the language model is too large"};
    }
    join(nodes, pieces);
    constexpr std::size_t kSlotsForOne = 4;
    words_.resize(std::bit_ceil(kSlotsForOne * (words.size() + 1)));
    for (const Word& word : words) {
        std::size_t slot = slot_of(word.spelling, words_.size());
        while (words_[slot].spelling != 0) slot = (slot + 1) % words_.size();
        words_[slot] = word;
    }
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

void LanguageModel::join(const std::vector<OpenNode>& nodes, const std::vector<Steps>& pieces) {
    struct Open {
        std::uint16_t node = 0;
        std::uint16_t shorter = 0;  ///< state of the next shorter run that ends in the same letters
    };
    std::vector<Open> states{{}};
    row_of_.assign(1, 0);
    ends_.assign(1, {});
    // Shorter runs are joined before longer ones, so that what a run falls back to is there.
    for (std::size_t state = 0; state < states.size(); ++state) {
        const auto [node, shorter] = states[state];
        const std::size_t before = row_of_[shorter];
        row_of_[state] = static_cast<std::uint16_t>(before);
        if (nodes[node].first_child == 0) continue;
        const std::size_t row = next_.size() / kCodes;
        row_of_[state] = static_cast<std::uint16_t>(row);
        next_.resize(next_.size() + kCodes, 0);
        if (state != 0)
            std::copy_n(next_.begin() + static_cast<std::ptrdiff_t>(before * kCodes), kCodes,
                        next_.begin() + static_cast<std::ptrdiff_t>(row * kCodes));
        for (std::uint16_t child = nodes[node].first_child; child != 0; child = nodes[child].next_sibling) {
            std::uint16_t& next = next_[row * kCodes + nodes[child].code];
            Steps ends = ends_[next];
            const bool border = state == 0 && nodes[child].code == 0;  // alone it says nothing
            if (nodes[child].piece != 0 && !border) ends.add(pieces[nodes[child].piece]);
            states.push_back({child, next});
            next = static_cast<std::uint16_t>(states.size() - 1);
            row_of_.push_back(0);
            ends_.push_back(ends);
        }
    }
}

void LanguageModel::Steps::add(const Steps& piece) {
    for (std::size_t i = 0; i < kLanes; ++i) {
        const int sum = of[i] + piece.of[i];
        if (sum < std::numeric_limits<std::int8_t>::min() || sum > std::numeric_limits<std::int8_t>::max())
            throw Error{ErrorCode::internal, "the steps of the language model are too large"};
        of[i] = static_cast<std::int8_t>(sum);
    }
}

void LanguageModel::read(std::span<Reading> words) {
    constexpr std::size_t kLongest = 42;
    std::array<std::array<std::uint16_t, kLongest>, kTogether> states;
    std::array<const std::uint8_t*, kTogether> codes{};
    std::array<std::size_t, kTogether> last{};
    std::array<const LanguageModel*, kTogether> models{};
    std::array<std::size_t, kTogether> rows{};
    std::size_t longest = 0;
    for (std::size_t k = 0; k < kTogether; ++k) {
        // Where there are fewer words the first one is read again.
        const Reading& word = words[k < words.size() ? k : 0];
        models[k] = word.model;
        codes[k] = word.bordered.data();
        last[k] = word.bordered.size() - 1;
        longest = std::max(longest, word.bordered.size());
    }
    for (std::size_t i = 0; i < longest; ++i) {
        for (std::size_t k = 0; k < kTogether; ++k) {
            // Behind its end a word goes on with its last border, which nobody asks for.
            const std::uint8_t code = codes[k][std::min(i, last[k])];
            const std::uint16_t state = models[k]->next_[rows[k] * kCodes + code];
            rows[k] = models[k]->row_of_[state];
            states[k][i] = state;
        }
    }
    for (std::size_t k = 0; k < words.size(); ++k) {
        const Steps* const ends = models[k]->ends_.data();
        std::array<std::int16_t, kLanes> sums{};
        for (std::size_t i = 0; i <= last[k]; ++i) {
            const Steps& steps = ends[states[k][i]];
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                sums[lane] = static_cast<std::int16_t>(sums[lane] + steps.of[lane]);
        }
        for (std::size_t lane = 0; lane < kLanes; ++lane) words[k].score.steps[lane] = sums[lane];
        models[k]->add_whole_word(words[k]);
    }
}

void LanguageModel::add_whole_word(Reading& word) const {
    const std::span<const std::uint8_t> bordered = word.bordered;
    if (bordered.size() <= kLongestPiece || bordered.size() - 2 > kLongestWord) return;
    const std::uint64_t spelling = spelling_of(bordered.subspan(1, bordered.size() - 2));
    for (std::size_t slot = slot_of(spelling, words_.size()); words_[slot].spelling != 0;
         slot = (slot + 1) % words_.size()) {
        if (words_[slot].spelling != spelling) continue;
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            word.score.steps[lane] += words_[slot].steps.of[lane];
        return;
    }
}

double LanguageModel::margin(const Score& score) const {
    std::int32_t best = -1000000;
    std::int32_t second = best;
    for (std::size_t i = 0; i < languages_; ++i) {
        second = std::max(second, std::min(best, score.steps[i]));
        best = std::max(best, score.steps[i]);
    }
    return (best - second) / std::sqrt(score.steps[kCount] / kUndamped + 1.0) / kStepsPerNat;
}

LanguageModel::Values LanguageModel::probabilities(const Score& score, const Values& more) const {
    Values p{};
    const double damping = 1.0 / std::sqrt(score.steps[kCount] / kUndamped + 1.0);
    double highest = -1e9;
    for (std::size_t i = 0; i < languages_; ++i) {
        p[i] = (score.steps[i] * damping + start_.of[i]) / kStepsPerNat + more[i];
        highest = std::max(highest, p[i]);
    }
    // What is further behind than this is lost beside 1 in any sum of as few numbers.
    constexpr double kLost = -40;
    double sum = 0;
    for (std::size_t i = 0; i < languages_; ++i) {
        const double behind = p[i] - highest;
        sum += p[i] = behind < kLost ? 0.0 : std::exp(behind);
    }
    for (std::size_t i = 0; i < languages_; ++i) p[i] /= sum;
    return p;
}

}  // namespace scrm::text
