// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz/expect.hpp"
#include "scrm/core/error.hpp"
#include "scrm/table/csv_reader.hpp"

namespace {

/// Everything that a reader says of an input, as text; the header error alone when there is one.
std::string reading(const std::string& input, std::size_t buffer_bytes) {
    using namespace scrm::table;
    CsvOptions options;
    options.max_record_bytes = 200;
    options.max_columns = 20;
    options.buffer_bytes = buffer_bytes;
    std::istringstream in{input};
    std::string said;
    try {
        CsvReader reader{in, options};
        std::int64_t row = 0;
        CsvRecord record;
        while (reader.next(record)) {
            SCRM_FUZZ_EXPECT(record.row == ++row);
            SCRM_FUZZ_EXPECT(record.raw.size() <= options.max_record_bytes);
            SCRM_FUZZ_EXPECT(record.fault == CsvFault::none ? record.fields.size() == reader.header().size()
                                                            : record.fields.empty());
            said.append(to_string(record.fault)).append(record.raw).push_back('\n');
            for (const std::string_view field : record.fields) said.append(field).push_back('|');
        }
        SCRM_FUZZ_EXPECT(reader.bytes_read() == static_cast<std::int64_t>(input.size()));
    } catch (const scrm::Error& error) {
        SCRM_FUZZ_EXPECT(error.code() == scrm::ErrorCode::unreadable_input);
        said.append(error.what());
    }
    return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(bytes), size);
    const std::string whole = reading(input, 1 << 16);
    SCRM_FUZZ_EXPECT(reading(input, 64) == whole);
    SCRM_FUZZ_EXPECT(reading(input, 67) == whole);
    SCRM_FUZZ_EXPECT(reading(input, 300) == whole);
    return 0;
}
