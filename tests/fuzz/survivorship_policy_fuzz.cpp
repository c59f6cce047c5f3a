// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/survivorship.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using scrm::identity::SurvivorshipPolicy;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    try {
        const SurvivorshipPolicy policy = SurvivorshipPolicy::from_json(input);
        SCRM_FUZZ_EXPECT(SurvivorshipPolicy::from_json(policy.to_json()) == policy);
    } catch (const scrm::Error& error) {
        SCRM_FUZZ_EXPECT(error.code() == scrm::ErrorCode::unreadable_input);
    }
    return 0;
}
