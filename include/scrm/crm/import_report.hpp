// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace scrm {

/// What became of the rows of one import. read = accepted + quarantined; accepted = inserted + updated +
/// unchanged.
struct ImportReport {
    std::int64_t read = 0;  ///< data rows, without header and blank lines
    std::int64_t accepted = 0;
    std::int64_t quarantined = 0;
    std::int64_t inserted = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::map<std::string, std::int64_t>
        warnings;  ///< field → rows whose value is kept as written, not understood
    std::map<std::string, std::int64_t> reasons;  ///< reason → quarantined rows
    /// What the text that is no UTF-8 seems to be, as iconv calls it: cp1251, koi8-r, cp866. Empty: it is
    /// UTF-8, or nothing known. The rows are stored all the same, with U+FFFD for what could not be read.
    std::string code_page;

    friend bool operator==(const ImportReport&, const ImportReport&) = default;
};

}  // namespace scrm
