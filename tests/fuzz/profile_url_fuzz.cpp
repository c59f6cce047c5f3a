// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/person/profile_url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::person;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    if (const auto ref = parse_profile_url(input)) {
        SCRM_FUZZ_EXPECT(!ref->network.empty());
        SCRM_FUZZ_EXPECT(!ref->network_user_id.empty() || !ref->handle.empty());
        SCRM_FUZZ_EXPECT(ref->canonical_url.empty() || ref->canonical_url.starts_with("https://"));
        if (!ref->canonical_url.empty() && ref->network != "forum") {
            const auto again = parse_profile_url(ref->canonical_url);
            SCRM_FUZZ_EXPECT(again.has_value() && again->network == ref->network);
            SCRM_FUZZ_EXPECT(again->canonical_url == ref->canonical_url);
        }
    }
    const auto mentions = find_profile_mentions(input);
    SCRM_FUZZ_EXPECT(mentions.size() <= 32);
    for (const ProfileRef& ref : mentions)
        SCRM_FUZZ_EXPECT(!ref.network_user_id.empty() || !ref.handle.empty());
    return 0;
}
