// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace scrm::connect {

/// A field that is kept as written but not understood, or had to be cleaned. At most one a field and row.
struct FieldWarning {
    std::string field;   ///< the column or JSON key of the canonical format; "attributes" for columns of the
                         ///< source's own
    std::string reason;  ///< stable: bad_date, bad_time, bad_phone, bad_email, bad_gender, bad_value,
                         ///< bad_number, bad_type, bad_text, too_long, no_name

    friend bool operator==(const FieldWarning&, const FieldWarning&) = default;
};

/// The bytes of a field whose text had to be cleaned (invalid UTF-8, NUL), as they came; card numbers are
/// masked.
struct OriginalBytes {
    std::string field;
    std::string bytes;  ///< a CSV cell, or the raw JSON of the value

    friend bool operator==(const OriginalBytes&, const OriginalBytes&) = default;
};

/// What became of one data row of an import: a value, or a reason why there is none.
///
/// Reasons are stable: unbalanced_quotes, wrong_column_count, row_too_large, too_many_columns, bad_json,
/// json_too_deep, not_an_object, repeated_member (one of two would be lost), wrong_record, no_id, bad_id
/// (NUL, invalid UTF-8), id_too_long, id_not_text (a JSON value that is neither string nor integer),
/// conflicting_duplicate, bad_decision.
template <class T>
struct ImportRow {
    std::int64_t row = 0;    ///< data rows from 1, blank lines not counted
    std::optional<T> value;  ///< empty: quarantine the row
    std::string canonical;   ///< to_json_line(*value); empty without a value
    std::string reason;      ///< why there is no value
    std::string raw_masked;  ///< the row's bytes with cards masked when there is no value; may hold any byte
    std::vector<FieldWarning> warnings;
    std::vector<OriginalBytes> originals;
};

}  // namespace scrm::connect
