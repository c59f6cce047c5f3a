// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/expect.hpp"
#include "scrm/text/confusable.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/utf8.hpp"
#include "scrm/text/words.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);

    const text::Sanitized clean = text::sanitize(input);
    SCRM_FUZZ_EXPECT(text::is_clean(clean.text));
    SCRM_FUZZ_EXPECT((clean.replaced == 0) == text::is_clean(input));
    SCRM_FUZZ_EXPECT(clean.replaced != 0 || clean.text == input);
    SCRM_FUZZ_EXPECT(text::to_utf8(text::to_utf32(clean.text)) == clean.text);
    if (text::is_valid(input)) SCRM_FUZZ_EXPECT(text::to_utf8(text::to_utf32(input)) == input);

    const std::string folded = text::fold(input);
    SCRM_FUZZ_EXPECT(text::is_clean(folded));
    SCRM_FUZZ_EXPECT(text::fold(folded) == folded);
    SCRM_FUZZ_EXPECT(folded.empty() || (folded.front() != ' ' && folded.back() != ' '));
    SCRM_FUZZ_EXPECT(folded.find("  ") == std::string::npos);

    for (const std::string_view word : text::words(folded)) {
        SCRM_FUZZ_EXPECT(!word.empty());
        const std::string plain = text::unconfuse(word);
        SCRM_FUZZ_EXPECT(text::unconfuse(plain) == plain);
        SCRM_FUZZ_EXPECT(text::is_clean(plain));
    }
    SCRM_FUZZ_EXPECT(text::is_valid(text::skeleton(input)));
    return 0;
}
