// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scrm/table/arrow_abi.hpp"
#include "scrm/table/table.hpp"

namespace scrm::table {

/// Fills `out` with the table's schema, a struct of large_utf8, int64 and float64 children. The caller
/// releases it.
void export_schema(const Table& table, ArrowSchema* out);

/// Fills `out` with all rows as one struct array, without copying a buffer: the array keeps the columns'
/// storage alive. The caller releases it; children may be moved out and released apart, in any order and on
/// any thread.
void export_array(const Table& table, ArrowArray* out);

/// Fills `out` with a stream of one batch. The caller releases it.
void export_stream(const Table& table, ArrowArrayStream* out);

/// Reads every batch of a stream into a table and releases the stream, also when it throws.
///
/// Columns of utf8, large_utf8, string_view, binary kinds of these, and dictionaries of strings become string
/// columns; numbers, booleans ("true"), dates (ISO), timestamps (RFC 3339 UTC, a date alone at midnight; of a
/// zone its wall clock with the offset, "1991-11-30T00:00:00+02:00", so that its date is the zone's), lists
/// of these, also of a fixed size or as views (joined by `;`; Table::lists has them exactly), and nulls
/// become strings too, and Table::cell_type says what they were; a double without fraction is written as an
/// integer ("12"), a decimal with all digits of its scale ("12.50") and without an exponent. Run-end encoded
/// columns are read as their values. Invalid UTF-8 and NUL become U+FFFD. A column of any other type (struct,
/// map, half float, …) becomes one whose cells are not read (Table::add_unread). Throws
/// Error{invalid_argument} when a column is not as its schema says, when the stream is no table or was
/// released before; Error{unreadable_input} when the producer fails.
Table import_stream(ArrowArrayStream* stream);

/// The same for one struct array; both structures are released, also when it throws.
Table import_array(ArrowSchema* schema, ArrowArray* array);

}  // namespace scrm::table
