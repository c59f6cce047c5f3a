// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/expect.hpp"
#include "scrm/sentiment/aspects.hpp"
#include "scrm/sentiment/near_duplicates.hpp"
#include "scrm/sentiment/semantic_core.hpp"
#include "scrm/sentiment/spam.hpp"
#include "scrm/text/stem.hpp"
#include "scrm/text/utf8.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

void within(TextSpan span, std::string_view text) {
    SCRM_FUZZ_EXPECT(span.begin <= span.end && span.end <= text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);

    DuplicateIndex index;
    index.add(text);
    const NearDuplicate again = index.add(text);
    SCRM_FUZZ_EXPECT(again.copy && again.similarity == 1);
    SCRM_FUZZ_EXPECT(again.original == 0 || post_similarity(text, text) == 0);

    for (const ClauseAspect& aspect : read_aspects(text)) {
        within(aspect.clause, text);
        within(aspect.target, text);
        SCRM_FUZZ_EXPECT(aspect.clause.begin < aspect.clause.end);
        for (const TextSpan& span : aspect.evidence) within(span, text);
    }
    const SpamScore spam = score_post(text);
    SCRM_FUZZ_EXPECT(spam.score >= 0 && spam.score <= 1);
    for (const SpamReason& reason : spam.reasons) SCRM_FUZZ_EXPECT(std::abs(reason.weight) <= 1);

    const std::vector<std::string_view> period{text, text};
    const std::vector<std::string_view> reference{"погода на даче"};
    for (const CoreTerm& term : semantic_core(period, reference, {.min_posts = 2, .min_g2 = 0})) {
        SCRM_FUZZ_EXPECT(term.posts == 2 && !term.text.empty() && text::is_valid(term.text));
        SCRM_FUZZ_EXPECT(!term.examples.empty() && term.examples[0] == 0);
    }

    std::u32string word = text::to_utf32(text);
    const std::u32string before = word;
    text::stem(word);
    SCRM_FUZZ_EXPECT(word.size() <= before.size());
    return 0;
}
