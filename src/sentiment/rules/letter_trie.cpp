// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "scrm/text/utf8.hpp"
#include "sentiment/rules/letter_trie_internal.hpp"

namespace scrm::sentiment {
namespace {

/// In letters of two bytes and of three; scripts that rules are not written in.
constexpr bool is_foreign(char32_t c) {
    return (c >= 0xC0 && c < 0x2C0) || (c >= 0x400 && c < 0x800) || (c >= 0x1000 && c < 0x2000) ||
           (c >= 0x3000 && c < 0xE000);
}

constexpr std::array<CasedLetter, kLetterTableEnd> make_table() {
    std::array<CasedLetter, kLetterTableEnd> table{};
    for (char32_t c = 0; c < kLetterTableEnd; ++c) {
        if (is_foreign(c)) table[c] = kForeign;
    }
    const auto put = [&](char32_t code_point, unsigned letter, bool upper) {
        table[code_point] = static_cast<CasedLetter>(letter | (upper ? kCapital : 0U));
    };
    for (unsigned c = 0; c < 26; ++c) {
        put(U'a' + c, kLatin + c, false);
        put(U'A' + c, kLatin + c, true);
    }
    for (unsigned c = 0; c < 10; ++c) put(U'0' + c, kDigit + c, false);
    for (unsigned c = 0; c < 32; ++c) {
        put(0x410 + c, kCyrillic + c, true);
        put(0x430 + c, kCyrillic + c, false);
    }
    put(0x401, kCyrillic + 5, true);  // Ё
    put(0x451, kCyrillic + 5, false);
    constexpr std::array<std::pair<char32_t, char32_t>, 5> kPairs{
        {{0x406, 0x456}, {0x407, 0x457}, {0x404, 0x454}, {0x490, 0x491}, {0x40E, 0x45E}}};
    for (unsigned i = 0; i < kPairs.size(); ++i) {
        put(kPairs[i].first, kExtra + i, true);
        put(kPairs[i].second, kExtra + i, false);
    }
    return table;
}

}  // namespace

constexpr std::array<CasedLetter, kLetterTableEnd> kLetterTable = make_table();

CasedLetter other_letter(char32_t c) noexcept {
    return is_foreign(c) ? kForeign : kNoLetter;
}

std::vector<Letter> letters_of(std::string_view word) {
    std::vector<Letter> out;
    while (!word.empty()) {
        const char32_t c = text::next(word);
        if (c == '\'' || c == 0x2019 || c == 0x2BC) {
            out.push_back(kApostrophe);
        } else if (c < 0x80) {
            if (kLetterTable[c] != kNoLetter) out.push_back(without_case(kLetterTable[c]));
        } else if (c >= 0x400 && c < 0x500) {
            out.push_back(without_case(kLetterTable[c]));
        }
    }
    return out;
}

LetterTrie::Node LetterTrie::insert(Node from, Letter letter) {
    for (Node child = building_[from].first_child; child != kNone; child = building_[child].next_sibling) {
        if (building_[child].letter == letter) return child;
    }
    const Node made = static_cast<Node>(building_.size());
    building_.push_back({kNone, building_[from].first_child, letter});
    building_[from].first_child = made;
    return made;
}

std::vector<LetterTrie::Node> LetterTrie::freeze() {
    std::vector<Node> renumbered(building_.size(), kNone);
    std::vector<bool> taken;
    const auto reserve = [&](std::size_t count) {
        if (cells_.size() >= count) return;
        cells_.resize(count);
        taken.resize(count, false);
    };
    reserve(building_.size() + kLetters);
    taken[kRoot] = true;
    renumbered[kRoot] = kRoot;
    std::vector<Node> children;
    std::size_t first_free = 1;
    const auto place_children = [&](Node old) {
        children.clear();
        Letter least = kLetters;
        for (Node child = building_[old].first_child; child != kNone; child = building_[child].next_sibling) {
            children.push_back(child);
            least = std::min(least, building_[child].letter);
        }
        if (children.empty()) return;
        while (first_free < taken.size() && taken[first_free]) ++first_free;
        std::size_t base = std::max<std::size_t>(first_free, least) - least;
        const auto fits = [&] {
            reserve(base + kLetters + 1);
            return std::none_of(children.begin(), children.end(),
                                [&](Node child) { return taken[base + building_[child].letter]; });
        };
        while (!fits()) ++base;
        cells_[renumbered[old]].base = static_cast<std::uint32_t>(base);
        for (const Node child : children) {
            const Node at = static_cast<Node>(base + building_[child].letter);
            taken[at] = true;
            cells_[at].parent = renumbered[old];
            renumbered[child] = at;
        }
    };
    // The nodes that nearly every word passes lie together; behind them each word's own letters follow one
    // another, so that a word is read from few cache lines.
    constexpr int kSharedDepth = 3;
    std::vector<Node> open{kRoot};
    for (int depth = 0; depth < kSharedDepth; ++depth) {
        std::vector<Node> deeper;
        for (const Node node : open) {
            place_children(node);
            deeper.insert(deeper.end(), children.begin(), children.end());
        }
        open = std::move(deeper);
    }
    std::reverse(open.begin(), open.end());
    while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        place_children(node);
        open.insert(open.end(), children.begin(), children.end());
    }
    building_.clear();
    building_.shrink_to_fit();
    return renumbered;
}

void LetterTrie::walk(std::array<Walk, kTogether>& words) const noexcept {
    const Cell* const cells = cells_.data();
    // A word that has come to its end stays there, by a mask: where that is cannot be guessed.
    for (std::uint32_t moved = 1; moved != 0;) {
        moved = 0;
        for (Walk& word : words) {
            const std::uint32_t to = cells[word.node].base + without_case(*word.letters);
            const std::uint32_t known =
                std::uint32_t{cells[to].parent == word.node} & std::uint32_t{word.letters != word.end};
            word.node ^= (word.node ^ to) & (0U - known);
            word.letters += known;
            moved |= known;
        }
    }
}

}  // namespace scrm::sentiment
