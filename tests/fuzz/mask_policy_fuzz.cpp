// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/text/mask.hpp"
#include "scrm/text/mask_policy.hpp"
#include "scrm/text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm;
    if (size == 0) return 0;
    // The first byte is the policy.
    text::MaskPolicy policy;
    policy.cards = (bytes[0] & 1U) == 0;
    policy.phones = (bytes[0] & 2U) == 0;
    policy.emails = (bytes[0] & 4U) == 0;
    policy.last_digits_of_cards = (bytes[0] & 8U) == 0;
    policy.last_digits_of_others = (bytes[0] & 16U) != 0;
    policy.accounts = (bytes[0] & 64U) == 0;
    const std::string_view input(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    const std::string masked = text::mask(input, policy);
    SCRM_FUZZ_EXPECT(text::mask(masked, policy) == masked);
    if (policy.cards) SCRM_FUZZ_EXPECT(!text::contains_card(masked));
    std::size_t end = 0;
    for (const text::PrivateSpan& span : text::find_private(input, policy)) {
        SCRM_FUZZ_EXPECT(span.begin >= end && span.end > span.begin && span.end <= input.size());
        end = span.end;
    }
    if (text::is_valid(input)) SCRM_FUZZ_EXPECT(text::is_valid(masked));
    return 0;
}
