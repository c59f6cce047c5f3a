// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::string masked = text::mask_cards(input);
    SCRM_FUZZ_EXPECT(text::mask_cards(masked) == masked);
    SCRM_FUZZ_EXPECT(!text::contains_card(masked));
    SCRM_FUZZ_EXPECT(!text::contains_card(input) || masked != input);
    if (text::is_valid(input)) SCRM_FUZZ_EXPECT(text::is_valid(masked));
    return 0;
}
