// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/person/phone.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using scrm::person::PhoneNumber;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    for (const std::string_view region : {"RU", "UA", "BY", "US", ""}) {
        const auto number = PhoneNumber::parse(input, region);
        if (!number) continue;
        const auto again = PhoneNumber::parse(number->text(), "");
        SCRM_FUZZ_EXPECT(again.has_value());
        SCRM_FUZZ_EXPECT(again->e164() == number->e164() && again->country() == number->country());
        SCRM_FUZZ_EXPECT(number->e164() < 1'000'000'000'000'000ULL);
        SCRM_FUZZ_EXPECT(number->last_digits(7) < 10'000'000ULL);
        SCRM_FUZZ_EXPECT(number->extension().size() <= 7);
        SCRM_FUZZ_EXPECT(number->country().empty() || number->country().size() == 2);
    }
    const auto all = scrm::person::parse_phones(input, "RU");
    SCRM_FUZZ_EXPECT(all.size() <= size);
    return 0;
}
