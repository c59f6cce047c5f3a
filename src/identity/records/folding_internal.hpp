// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scrm::identity {

/// Case, Unicode form and white space folded; words by one space. What "exact" means for text.
std::string fold_text(std::string_view raw);

/// The folded text in comparable Latin letters; for text of other scripts a transliteration.
std::string latin_text(std::string_view raw);

/// The words of a folded text.
std::vector<std::string_view> words_of(std::string_view folded);

/// Shared words / all words, each word once; 0 for two empty texts.
double word_jaccard(std::string_view folded_a, std::string_view folded_b);

}  // namespace scrm::identity
