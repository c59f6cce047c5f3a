// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::table {

/// Why a record has no fields. The texts are stable.
enum class CsvFault {
    none,
    unbalanced_quotes,   ///< a quoted field that does not end, or goes on behind its closing quote
    wrong_column_count,  ///< not as many fields as the header has
    row_too_large,       ///< more bytes than CsvOptions has it
    too_many_columns,    ///< more fields than CsvOptions::max_columns
};

/// "none", "unbalanced_quotes", …
std::string_view to_string(CsvFault fault) noexcept;

struct CsvOptions {
    char delimiter = '\0';  ///< NUL: the one of `,` `;` tab that the header holds most often
    std::size_t max_record_bytes = 1U << 20U;  ///< a longer record is row_too_large …
    /// … unless it has no more bytes than this, and its cells count for no more than that: without quotes,
    /// guards and empty cells, as counted_bytes() has them.
    std::size_t max_written_bytes = 0;
    std::size_t max_columns = 1U << 17U;
    std::size_t buffer_bytes = 256U << 10U;  ///< bytes asked of the source at once
};

/// One data record. Every view is valid until the next call of `next`.
struct CsvRecord {
    std::int64_t row = 0;                      ///< data records from 1; lines that are skipped do not count
    std::span<const std::string_view> fields;  ///< as many as the header; empty when there is a fault
    std::string_view raw;                      ///< the record's bytes without its line end
    bool raw_cut = false;                      ///< `raw` is only the first max_record_bytes of the record
    CsvFault fault = CsvFault::none;
};

/// A data record that cannot be read.
struct UnreadableRow {
    std::int64_t row = 0;  ///< data rows from 1
    CsvFault fault = CsvFault::none;
};

/// What a reader that goes on tells of the records that it could not read.
struct UnreadableRows {
    std::int64_t count = 0;
    UnreadableRow first;  ///< where the count is above 0

    void add(const CsvRecord& record) noexcept {
        if (count++ == 0) first = {record.row, record.fault};
    }
};

/// Reads delimited text (RFC 4180 and what is met in the wild) as a stream; memory is bounded by
/// max_record_bytes and max_written_bytes.
///
/// Read are: `,` `;` tab, a `sep=` line, a UTF-8 mark, LF, CRLF or CR line ends, quoted fields with newlines
/// and doubled quotes, quotes inside an unquoted field (kept), a missing final newline. A line that is empty
/// or only spaces is blank and skipped, unless the file has one column: there it is a row. Fields are bytes:
/// whether they are valid UTF-8 is the caller's business (the header must be).
///
/// A broken quote costs one record: the record ends with the line in which its open quote stands, and reading
/// goes on at the next line. A quoted field that goes on behind max_record_bytes is looked for its closing
/// quote to the end of the input: with one, the whole field belongs to one record, which is row_too_large;
/// without one it is a broken quote. A pipe or stream is copied meanwhile into an encrypted temporary
/// file without a name. Time is linear in the size of the input, whatever stands in it. Thread-compatible.
class CsvReader {
  public:
    /// Reads the header. Throws Error{not_found} or Error{unavailable} when the file cannot be opened or
    /// read, and Error{unreadable_input} for an empty input, UTF-16, UTF-32, or a header that is no UTF-8,
    /// broken or too large.
    explicit CsvReader(const std::filesystem::path& file, const CsvOptions& options = {});
    /// The stream must outlive the reader.
    explicit CsvReader(std::istream& in, const CsvOptions& options = {});
    ~CsvReader();
    CsvReader(CsvReader&&) noexcept;
    CsvReader& operator=(CsvReader&&) noexcept;

    /// Column names, spaces around them taken off.
    const std::vector<std::string>& header() const noexcept;
    /// Position of the column of this name. Throws Error{not_found}, and Error{invalid_argument} for a name
    /// that occurs twice.
    std::size_t column(std::string_view name) const;
    char delimiter() const noexcept;
    /// Bytes consumed so far and, for a file, its size (0: unknown), for progress.
    std::int64_t bytes_read() const noexcept;
    std::int64_t bytes_total() const noexcept;

    /// The next data record, readable or not; false at the end. Throws Error{unavailable} when reading fails
    /// or there is no room for the temporary file.
    bool next(CsvRecord& record);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace scrm::table
