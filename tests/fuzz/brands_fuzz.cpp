// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/core/error.hpp"
#include "scrm/sentiment/rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::sentiment;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    BrandConfiguration brands;
    try {
        brands = BrandConfiguration::from_json(text);
    } catch (const scrm::Error&) {
        return 0;
    }
    const std::string written = brands.to_json();
    SCRM_FUZZ_EXPECT(BrandConfiguration::from_json(written).to_json() == written);
    return 0;
}
