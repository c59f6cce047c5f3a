// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/person/partial_date.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::person;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const auto plain = PartialDate::parse(input);
    for (const DateOrder order : {DateOrder::unknown, DateOrder::day_month_year, DateOrder::month_day_year}) {
        const auto date = PartialDate::parse(input, order, 2026);
        if (!date) continue;
        SCRM_FUZZ_EXPECT(PartialDate::parse(date->text()) == date);
        SCRM_FUZZ_EXPECT(PartialDate::from_packed(date->packed()) == date);
        SCRM_FUZZ_EXPECT(date->day_number().has_value() == date->is_full());
        SCRM_FUZZ_EXPECT(!date->is_full() || compare(*date, *date) == DateAgreement::exact);
        if (plain) SCRM_FUZZ_EXPECT(compare(*plain, *date) == compare(*date, *plain));
    }
    const std::string_view values[] = {input, input};
    detect_order(values);
    return 0;
}
