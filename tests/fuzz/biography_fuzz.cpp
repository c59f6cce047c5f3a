// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/person/biography.hpp"
#include "scrm/person/place.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::person;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const Biography bio = read_biography(input);
    SCRM_FUZZ_EXPECT(bio.city.empty() || parse_city(bio.city).has_value());
    if (bio.born && bio.born->year())
        SCRM_FUZZ_EXPECT(*bio.born->year() >= 1930 && *bio.born->year() <= 2015);
    for (const PhoneNumber& phone : bio.phones)
        SCRM_FUZZ_EXPECT(PhoneNumber::parse(phone.text()).has_value());
    return 0;
}
