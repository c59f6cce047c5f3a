// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scrm/sentiment/labels.hpp"
#include "scrm/sentiment/tokens.hpp"

namespace scrm::sentiment {

/// One word or phrase that says something good or bad about a bank.
struct LexiconHit {
    float value = 0;  ///< -3 … 3 by the list, turned by a negation, raised or lowered by a word of degree
    bool negated = false;
    TextSpan span;
};

/// What the authored polarity lists say of a post. Emoji and emoticons count too.
struct LexiconReading {
    float positive = 0;  ///< sum of the values above 0
    float negative = 0;  ///< sum of those below, as a positive number
    std::vector<LexiconHit> hits;
    std::array<float, kProducts> products{};  ///< weight of the product words
};

/// A negation turns what follows it within three words of the same clause; "не обманули" is weaker praise
/// than "помогли". A longer phrase hides the words inside it. Pure, linear, thread-safe.
LexiconReading read_lexicon(std::string_view post);

/// Words, beginnings and phrases in the polarity list of a language ("ru", "uk", "en"); 0 for another one.
std::size_t lexicon_size(std::string_view language) noexcept;

}  // namespace scrm::sentiment
