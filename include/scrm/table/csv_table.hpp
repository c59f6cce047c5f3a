// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "scrm/table/csv_reader.hpp"
#include "scrm/table/row_size.hpp"
#include "scrm/table/table.hpp"

namespace scrm::table {

struct CsvTable {
    Table table;                            ///< string columns; an empty cell is null
    std::vector<std::int64_t> rows;         ///< row number in the file of each table row
    std::vector<UnreadableRow> unreadable;  ///< records that are not in the table
};

/// As tables are read: what was read comes back from what was written of it, although that is longer.
inline constexpr CsvOptions kTableCsv{.max_written_bytes = kMaxWrittenRowBytes};

/// What becomes of the spaces around a cell.
enum class CellSpaces { trimmed, kept };

/// A whole CSV as a table of strings: spaces around cells and formula guards taken off, invalid UTF-8 and NUL
/// as U+FFFD. With CellSpaces::kept cells and column names are as they were before scrm wrote them.
/// On up to `threads` threads (0: available_threads()); the result is the same for any number. Errors as
/// CsvReader.
CsvTable read_csv(const std::filesystem::path& file, const CsvOptions& options = kTableCsv,
                  CellSpaces spaces = CellSpaces::trimmed, unsigned threads = 1);
CsvTable read_csv(std::istream& in, const CsvOptions& options = kTableCsv,
                  CellSpaces spaces = CellSpaces::trimmed, unsigned threads = 1);

/// Of a header's columns, which to read; one answer a column.
using ColumnChoice = std::function<std::vector<bool>(const std::vector<std::string>& header)>;

/// The same for who has no place for a row that cannot be read. Columns that are not chosen cost little and
/// are not in the table; empty: all are. Throws Error{unreadable_input} naming the file and the first such
/// row, and what the choice throws.
CsvTable read_whole_csv(const std::filesystem::path& file, const CsvOptions& options = kTableCsv,
                        CellSpaces spaces = CellSpaces::trimmed, unsigned threads = 1,
                        const ColumnChoice& choice = {});

/// Header and rows by CsvWriter's rules; a null is an empty cell.
std::string to_csv(const Table& table);

}  // namespace scrm::table
