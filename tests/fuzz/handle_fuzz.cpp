// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/person/handle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::person;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const auto whole = Handle::parse(input);
    const auto left = Handle::parse(input.substr(0, size / 2));
    const auto right = Handle::parse(input.substr(size / 2));
    for (const auto& handle : {whole, left, right}) {
        if (!handle) continue;
        SCRM_FUZZ_EXPECT(!handle->text().empty() && !handle->canonical().empty());
        SCRM_FUZZ_EXPECT(compare(*handle, *handle) == HandleAgreement::exact);
        const auto again = Handle::parse(handle->text());
        SCRM_FUZZ_EXPECT(again.has_value() && again->skeleton() == handle->skeleton());
        const auto year = handle->trailing_year();
        SCRM_FUZZ_EXPECT(!year || (*year >= 1930 && *year <= 2015));
        SCRM_FUZZ_EXPECT(compare_with_name_keys(*handle, {}, {}) == HandleNameAgreement::none);
    }
    if (left && right) {
        SCRM_FUZZ_EXPECT(compare(*left, *right) == compare(*right, *left));
        const std::string_view keys[] = {left->skeleton()};
        compare_with_name_keys(*right, keys, keys);
    }
    return 0;
}
