// SPDX-License-Identifier: Apache-2.0
#include "identity/folding_internal.hpp"

#include <algorithm>

namespace scrm::identity {

std::string fold_text(std::string_view raw) {
    std::string out;
    for (const char c : raw) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string latin_text(std::string_view raw) { return fold_text(raw); }

std::vector<std::string_view> words_of(std::string_view folded) {
    std::vector<std::string_view> words;
    while (!folded.empty()) {
        const std::size_t at = folded.find(' ');
        if (at != 0) words.push_back(folded.substr(0, at));
        if (at == std::string_view::npos) break;
        folded.remove_prefix(at + 1);
    }
    return words;
}

double word_jaccard(std::string_view folded_a, std::string_view folded_b) {
    std::vector<std::string_view> a = words_of(folded_a);
    std::vector<std::string_view> b = words_of(folded_b);
    for (auto* words : {&a, &b}) {
        std::sort(words->begin(), words->end());
        words->erase(std::unique(words->begin(), words->end()), words->end());
    }
    std::size_t shared = 0;
    for (const std::string_view word : a) shared += std::binary_search(b.begin(), b.end(), word) ? 1 : 0;
    const std::size_t all = a.size() + b.size() - shared;
    return all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
}

}  // namespace scrm::identity
