// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/table/json.hpp"
#include "scrm/text/utf8.hpp"

namespace {

void expect_clean(scrm::table::JsonValue value) {
    using namespace scrm;
    SCRM_FUZZ_EXPECT(text::is_clean(value.key()));
    SCRM_FUZZ_EXPECT(text::is_clean(value.text()));
    std::size_t count = 0;
    for (const table::JsonValue member : value) {
        expect_clean(member);
        if (value.is_object()) SCRM_FUZZ_EXPECT(!value.find(member.key()).is_missing());
        ++count;
    }
    SCRM_FUZZ_EXPECT(count == value.size());
    if (value.integer()) SCRM_FUZZ_EXPECT(std::to_string(*value.integer()) == value.text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::table;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    JsonDocument document;
    if (document.parse(input) == JsonFault::none) {
        expect_clean(document.root());
        const std::string packed = canonical(document.root());
        JsonDocument again;
        SCRM_FUZZ_EXPECT(again.parse(packed) == JsonFault::none);
        SCRM_FUZZ_EXPECT(canonical(again.root()) == packed);
    } else {
        SCRM_FUZZ_EXPECT(document.root().is_missing());
    }
    std::string string;
    append_json_string(string, input);
    SCRM_FUZZ_EXPECT(document.parse(string) == JsonFault::none);
    SCRM_FUZZ_EXPECT(document.root().text() == scrm::text::sanitize(input).text);
    return 0;
}
