// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace scrm::table {

/// The formula guard. A spreadsheet takes a cell that starts with `= + - @`, TAB, CR or a full-width form of
/// these for a formula (OWASP: CSV injection), so such a cell is written behind one `'`; so that this can be
/// undone exactly, a cell of any number of `'` followed by one of these gets one more. A plain number
/// (`-0.5`, `+1e3`), a phone (`+7 (916) 123-45-67`) and
/// `--MM-DD` are left as they are.
bool needs_guard(std::string_view cell) noexcept;

/// Takes one guard off: unguard(guarded(x)) == x for every x. Cells without a guard come back unchanged.
std::string_view unguard(std::string_view cell) noexcept;

/// Appends one cell, guarded, and quoted as RFC 4180 says when it holds a quote, CR, LF, a space at an end,
/// or any of the delimiters `,` `;` tab: a spreadsheet of another country splits there and would see a
/// formula behind it.
void append_csv_cell(std::string& out, std::string_view cell);

/// Builds RFC 4180 text in memory: `,`, LF line ends, every cell guarded. Thread-compatible.
class CsvWriter {
  public:
    CsvWriter& cell(std::string_view text);
    CsvWriter& cell(std::int64_t number);
    CsvWriter& cell(int number) { return cell(std::int64_t{number}); }
    /// By format_double.
    CsvWriter& cell(double number);
    CsvWriter& end_row();
    CsvWriter& row(std::initializer_list<std::string_view> cells);

    const std::string& text() const noexcept { return text_; }
    /// The text so far; the writer is then empty, for writing a long file piece by piece (at row ends).
    std::string take();

  private:
    void separate();

    std::string text_;
    bool at_row_start_ = true;
};

}  // namespace scrm::table
