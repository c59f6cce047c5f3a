// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fuzz/expect.hpp"
#include "sentiment/small_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::sentiment;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    TokenizedText tokens;
    tokenize(text, tokens);
    std::uint32_t begin = 0;
    for (const Token& token : tokens.tokens) {
        SCRM_FUZZ_EXPECT(begin <= token.span.begin);
        SCRM_FUZZ_EXPECT(token.span.begin < token.span.end && token.span.end <= text.size());
        SCRM_FUZZ_EXPECT(token.begin < token.end && token.end <= tokens.letters.size());
        begin = token.span.begin;
    }
    static const TextModel model = small_model();
    ScoringRoom room;
    std::vector<float> p(model.label_count());
    model.score(text, nullptr, room, p);
    SCRM_FUZZ_EXPECT(std::abs(p[0] + p[1] + p[2] - 1.0F) < 1e-4F);
    const LabelExplanation why = model.explain(0, 0, room);
    double sum = why.bias;
    for (const Contribution& part : why.contributions) sum += part.weight;
    SCRM_FUZZ_EXPECT(std::abs(sum - why.score) < 1e-5);
    return 0;
}
