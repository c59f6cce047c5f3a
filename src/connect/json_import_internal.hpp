// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "connect/cleaning_internal.hpp"
#include "scrm/connect/canonical_json.hpp"
#include "scrm/connect/import_row.hpp"
#include "scrm/table/json_lines.hpp"
#include "scrm/table/row_size.hpp"

namespace scrm::connect {

/// Reads an id from JSON: a string, or the digits of an integer; "" when absent or null. Returns the fault,
/// "" for none: bad_id, id_too_long, id_not_text.
std::string_view read_key(table::JsonValue value, std::string& id);

/// Reads every field but the keys; what cannot be read and every unknown key goes into as_written.
void read_fields(table::JsonValue object, SocialIdentity& identity, RowNotes& notes);
void read_fields(table::JsonValue object, Interaction& interaction, RowNotes& notes);

/// `"at":"2026-01-02T03:04:05.123456Z",`: a decision that came without a time has one when it is exported.
inline constexpr std::size_t kBytesOfTime = 36;

/// Reads the next line into `row`; `convert(object, value, notes)` fills the value and returns why it cannot,
/// or "".
template <class T, class Convert>
bool next_row(table::JsonLineReader& reader, ImportRow<T>& row, const Convert& convert) {
    table::JsonLine line;
    if (!reader.next(line)) return false;
    row = ImportRow<T>{};
    row.row = line.row;
    if (line.fault != table::JsonFault::none) {
        row.reason = table::to_string(line.fault);
    } else if (!line.value.is_object()) {
        row.reason = "not_an_object";
    } else if (table::repeats_member(line.value)) {
        row.reason = "repeated_member";
    } else {
        RowNotes notes{row.warnings, row.originals};
        row.reason = convert(line.value, row.value.emplace(), notes);
    }
    if (row.reason.empty()) {
        append_json_line(row.canonical, *row.value);
        // A time in full, say, may take a row over the limit; then no import would take its export.
        const std::size_t added = std::is_same_v<T, Decision> ? kBytesOfTime : 0;
        if (row.canonical.size() + added > table::kMaxRowBytes &&
            table::counted_line_bytes(row.canonical) + added > table::kMaxRowBytes) {
            row.reason = table::to_string(table::JsonFault::row_too_large);
            row.canonical.clear();
        }
    }
    if (!row.reason.empty()) {
        row.value.reset();
        row.warnings.clear();
        row.originals.clear();
        row.raw_masked = masked_raw(line.raw, true, line.raw_cut);
    }
    return true;
}

}  // namespace scrm::connect
