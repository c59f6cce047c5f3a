// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_table.hpp"

#include <utility>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/table/csv_writer.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::table {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t';
}

std::string_view without_spaces_around(std::string_view text) {
    if (!text.empty() && !is_space(text.front()) && !is_space(text.back())) return text;
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Records with their fields copied, so that columns take them over while more are read.
class Batch {
  public:
    std::size_t rows() const noexcept { return rows_; }
    std::string_view field(std::size_t row, std::size_t column) const noexcept {
        const std::size_t at = row * width_ + column;
        return std::string_view{bytes_}.substr(ends_[at], ends_[at + 1] - ends_[at]);
    }
    /// The row's fields need no look at their bytes.
    bool is_clean(std::size_t row) const noexcept { return clean_[row]; }
    /// Reads about so much anew; `result` gets the rows' numbers.
    void read(CsvReader& reader, CsvTable& result) {
        constexpr std::size_t kBytes = 1U << 20U;
        constexpr std::size_t kFields = 1U << 17U;
        width_ = reader.header().size();
        rows_ = 0;
        bytes_.clear();
        ends_.assign(1, 0);
        clean_.clear();
        const bool is_ascii_delimiter = static_cast<unsigned char>(reader.delimiter()) < 0x80;
        CsvRecord record;
        while (bytes_.size() < kBytes && ends_.size() < kFields && reader.next(record)) {
            if (record.fault != CsvFault::none) {
                result.unreadable.push_back({record.row, record.fault});
                continue;
            }
            result.rows.push_back(record.row);
            // Delimiters keep fields apart: text that is well-formed as a whole is so field by field.
            clean_.push_back(is_ascii_delimiter && text::is_clean(record.raw));
            for (const std::string_view field : record.fields) {
                bytes_.append(field);
                ends_.push_back(bytes_.size());
            }
            ++rows_;
        }
    }

  private:
    std::size_t width_ = 0;
    std::size_t rows_ = 0;
    std::string bytes_;
    std::vector<std::size_t> ends_;  // of each field, from 0
    std::vector<bool> clean_;        // of each row
};

void append_cell(ColumnBuilder& column, std::string_view field, CellSpaces spaces, bool is_clean) {
    const std::string_view cell = unguard(spaces == CellSpaces::kept ? field : without_spaces_around(field));
    if (cell.empty()) {
        column.append(std::nullopt);
    } else if (is_clean || text::is_clean(cell)) {
        column.append(cell);
    } else {
        column.append(text::sanitize(cell).text);
    }
}

CsvTable read_all(CsvReader& reader, CellSpaces spaces, unsigned threads) {
    CsvTable result;
    std::vector<ColumnBuilder> columns(reader.header().size());
    Batch batch;
    Batch next;
    batch.read(reader, result);
    while (batch.rows() > 0) {
        for_each_chunk(columns.size() + 1, 1, threads, {}, [&](std::size_t task, std::size_t, std::size_t) {
            if (task == 0) {
                next.read(reader, result);
                return;
            }
            for (std::size_t row = 0; row < batch.rows(); ++row)
                append_cell(columns[task - 1], batch.field(row, task - 1), spaces, batch.is_clean(row));
        });
        std::swap(batch, next);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string& name = reader.header()[i];
        result.table.add(spaces == CellSpaces::kept ? std::string{unguard(name)} : name, columns[i].finish());
    }
    return result;
}

}  // namespace

CsvTable read_csv(const std::filesystem::path& file, const CsvOptions& options, CellSpaces spaces,
                  unsigned threads) {
    CsvReader reader{file, options};
    return read_all(reader, spaces, threads);
}

CsvTable read_csv(std::istream& in, const CsvOptions& options, CellSpaces spaces, unsigned threads) {
    CsvReader reader{in, options};
    return read_all(reader, spaces, threads);
}

CsvTable read_whole_csv(const std::filesystem::path& file, const CsvOptions& options, CellSpaces spaces,
                        unsigned threads) {
    CsvTable result = read_csv(file, options, spaces, threads);
    if (!result.unreadable.empty()) {
        throw Error{ErrorCode::unreadable_input,
                    file.filename().string() + ": row " + std::to_string(result.unreadable.front().row) +
                        " cannot be read (" + std::string{to_string(result.unreadable.front().fault)} + ")"};
    }
    return result;
}

std::string to_csv(const Table& table) {
    CsvWriter out;
    for (const std::string& name : table.names()) out.cell(name);
    out.end_row();
    for (std::int64_t row = 0; row < table.row_count(); ++row) {
        for (std::size_t i = 0; i < table.column_count(); ++i) {
            const Column& column = table.column(i);
            if (const auto* strings = std::get_if<StringColumn>(&column)) {
                out.cell(strings->text(row));
            } else if (const auto* integers = std::get_if<Int64Column>(&column)) {
                const auto cell = integers->at(row);
                if (cell) {
                    out.cell(*cell);
                } else {
                    out.cell(std::string_view{});
                }
            } else {
                const auto cell = std::get<DoubleColumn>(column).at(row);
                if (cell) {
                    out.cell(*cell);
                } else {
                    out.cell(std::string_view{});
                }
            }
        }
        out.end_row();
    }
    return out.take();
}

}  // namespace scrm::table
