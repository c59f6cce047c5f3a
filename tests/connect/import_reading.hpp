// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "scrm/connect/import_row.hpp"

namespace scrm::connect {

/// Every row that a reader makes of a text.
template <class Reader, class T>
std::vector<ImportRow<T>> read_rows(const std::string& text) {
    std::istringstream in{text};
    Reader reader{in};
    std::vector<ImportRow<T>> rows;
    ImportRow<T> row;
    while (reader.next(row)) rows.push_back(row);
    return rows;
}

/// "field:reason field:reason" of a row's warnings.
template <class T>
std::string warnings_of(const ImportRow<T>& row) {
    std::string text;
    for (const FieldWarning& warning : row.warnings) {
        if (!text.empty()) text += " ";
        text += warning.field + ":" + warning.reason;
    }
    return text;
}

}  // namespace scrm::connect
