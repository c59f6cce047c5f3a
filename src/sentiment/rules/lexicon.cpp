// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/lexicon.hpp"

#include <algorithm>

#include "sentiment/rules/lexicon_internal.hpp"
#include "sentiment/rules/rule_parts_internal.hpp"

namespace scrm::sentiment {

LexiconReading read_lexicon(std::string_view post) {
    const RuleBook::Parts& parts = default_rules().parts();
    PostReading& reading = reading_room();
    parts.read(post, reading);
    LexiconReading out;
    const auto add = [&](float value, bool negated, TextSpan span) {
        out.hits.push_back({value, negated, span});
        (value < 0 ? out.negative : out.positive) += std::abs(value);
    };
    for (const PolarityHit& hit : reading.polarity) add(hit.value, hit.negated, hit.span);
    for (const Mood& mood : reading.words.moods) add(mood.value, false, {mood.begin, mood.end});
    std::sort(out.hits.begin(), out.hits.end(),
              [](const LexiconHit& a, const LexiconHit& b) { return a.span.begin < b.span.begin; });
    for (const PhraseSet::Match& match : reading.others) {
        const RuleMeaning& meaning = parts.meanings[match.rule];
        if (meaning.head == RuleHead::product) out.products[meaning.label] += meaning.weight;
    }
    return out;
}

std::size_t lexicon_size(std::string_view language) noexcept {
    const std::string_view list = language == "ru"   ? kRussianLexicon
                                  : language == "uk" ? kUkrainianLexicon
                                  : language == "en" ? kEnglishLexicon
                                                     : std::string_view{};
    // Entries stand between commas and line ends; lines in brackets are headings.
    std::size_t entries = 0;
    bool heading = false;
    bool open = false;
    for (const char c : list) {
        if (c == '[') heading = true;
        if (c == ',' || c == '\n') {
            entries += open && !heading ? 1 : 0;
            open = false;
            if (c == '\n') heading = false;
        } else if (c != ' ') {
            open = true;
        }
    }
    return entries;
}

}  // namespace scrm::sentiment
