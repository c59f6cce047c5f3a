// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/text/language.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const text::LanguageGuess guess = text::identify_language(input);
    SCRM_FUZZ_EXPECT(guess.language.size() == 2 || guess.language == "und");
    SCRM_FUZZ_EXPECT(guess.probability >= 0 && guess.probability <= 1);
    const text::LanguageGuess again = text::identify_language(input);
    SCRM_FUZZ_EXPECT(again.language == guess.language && again.probability == guess.probability);
    return 0;
}
