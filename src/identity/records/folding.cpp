// SPDX-License-Identifier: Apache-2.0
#include "identity/records/folding_internal.hpp"

#include <algorithm>

#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/words.hpp"

namespace scrm::identity {

std::string fold_text(std::string_view raw) {
    return text::fold(raw);
}

std::string latin_text(std::string_view raw) {
    return text::latin_key(text::fold(raw));
}

std::vector<std::string_view> words_of(std::string_view folded) {
    return text::words(folded);
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
