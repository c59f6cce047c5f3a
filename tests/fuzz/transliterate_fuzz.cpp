// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/transliterate.hpp"
#include "scrm/text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::string clean = text::sanitize(input).text;
    for (const text::Scheme scheme : text::all_schemes()) {
        const std::string latin = text::transliterate(clean, scheme);
        SCRM_FUZZ_EXPECT(text::is_clean(latin));
        SCRM_FUZZ_EXPECT(text::transliterate(latin, scheme) == latin);
        SCRM_FUZZ_EXPECT(latin.size() <= 4 * clean.size());
        text::latin_key(text::fold(latin));
    }
    const std::string key = text::latin_key(text::fold(clean));
    SCRM_FUZZ_EXPECT(text::is_clean(key));
    SCRM_FUZZ_EXPECT(key.find("  ") == std::string::npos);
    SCRM_FUZZ_EXPECT(key.empty() || (key.front() != ' ' && key.back() != ' '));
    text::latin_key(input);
    return 0;
}
