// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/person/address.hpp"
#include "scrm/person/country.hpp"
#include "scrm/person/place.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::person;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    if (const auto id = parse_city(input)) {
        SCRM_FUZZ_EXPECT(static_cast<std::size_t>(*id) < all_cities().size());
        SCRM_FUZZ_EXPECT(distance_km(*id, *id) == 0);
        SCRM_FUZZ_EXPECT(compare_cities(input, input) == PlaceAgreement::same);
    }
    const std::string_view left = input.substr(0, size / 2);
    const std::string_view right = input.substr(size / 2);
    SCRM_FUZZ_EXPECT(compare_cities(left, right) == compare_cities(right, left));
    if (const auto region = parse_region(input, "US")) SCRM_FUZZ_EXPECT(region->starts_with("US-"));
    if (const auto country = Country::parse(input))
        SCRM_FUZZ_EXPECT(Country::parse(country->code()) == country);
    const AddressKey a = parse_address(left);
    const AddressKey b = parse_address(right);
    SCRM_FUZZ_EXPECT(compare(a, b) == compare(b, a));
    return 0;
}
