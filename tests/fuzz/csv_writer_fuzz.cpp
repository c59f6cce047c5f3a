// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/csv_writer.hpp"

namespace {

bool is_plain(std::string_view cell) {
    return cell.find_first_not_of("+-0123456789.,eE() ") == std::string_view::npos;
}

bool starts_formula(std::string_view cell) {
    for (const std::string_view start : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
        if (cell.starts_with(start)) return true;
    }
    return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace scrm::table;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t half = size / 2;
    const std::string_view cells[] = {input, input.substr(0, half), input.substr(half)};

    CsvWriter out;
    out.row({"a", "b", "c"});
    out.row({cells[0], cells[1], cells[2]});
    std::istringstream in{out.text()};
    CsvReader reader{in};
    CsvRecord record;
    SCRM_FUZZ_EXPECT(reader.next(record));
    SCRM_FUZZ_EXPECT(record.fault == CsvFault::none);
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string_view written = record.fields[i];
        SCRM_FUZZ_EXPECT(!starts_formula(written) || is_plain(written));
        SCRM_FUZZ_EXPECT(unguard(written) == cells[i]);
    }
    SCRM_FUZZ_EXPECT(!reader.next(record));
    return 0;
}
