// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string_view>

#include "scrm/table/json.hpp"

namespace scrm::table {

/// One line of a JSON-lines file. Every view and value is valid until the next call of `next`.
struct JsonLine {
    std::int64_t row = 0;  ///< lines from 1; blank lines do not count
    std::string_view raw;  ///< the line without its end
    bool raw_cut = false;  ///< `raw` is only the first kMaxRowBytes of the line
    JsonValue value;       ///< missing when there is a fault
    JsonFault fault = JsonFault::none;
};

/// What a line counts for: its bytes as counted_bytes() has them, without the `record` that an export adds to
/// an interaction. Thread-safe.
std::size_t counted_line_bytes(std::string_view line) noexcept;

/// Reads JSON lines as a stream, LF or CRLF, with or without a UTF-8 mark and final newline; memory is
/// bounded by kMaxWrittenRowBytes. A line that counts for more than kMaxRowBytes is row_too_large. A line
/// that cannot be read costs only itself. Thread-compatible.
class JsonLineReader {
  public:
    /// Throws Error{not_found} or Error{unavailable} when the file cannot be opened or read, and
    /// Error{unreadable_input} for UTF-16, UTF-32 and an empty input; blank lines are no records.
    explicit JsonLineReader(const std::filesystem::path& file);
    /// The stream must outlive the reader.
    explicit JsonLineReader(std::istream& in);
    ~JsonLineReader();
    JsonLineReader(JsonLineReader&&) noexcept;
    JsonLineReader& operator=(JsonLineReader&&) noexcept;

    bool next(JsonLine& line);
    /// Bytes consumed so far and, for a file, its size (0: unknown), for progress.
    std::int64_t bytes_read() const noexcept;
    std::int64_t bytes_total() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace scrm::table
