// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_table.hpp"

#include <algorithm>
#include <functional>
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

/// Records copied, so that columns take their fields over while more are read.
class Batch {
  public:
    /// Of the columns with these numbers.
    explicit Batch(std::vector<std::size_t> columns) : columns_(std::move(columns)) {}

    std::size_t rows() const noexcept { return clean_.size(); }
    std::string_view field(std::size_t row, std::size_t column) const noexcept {
        const Extent& extent = fields_[row * columns_.size() + column];
        return {bytes_.data() + extent.begin, extent.size};
    }
    /// The row's fields need no look at their bytes.
    bool is_clean(std::size_t row) const noexcept { return clean_[row]; }
    /// Reads about so much anew; `result` gets the rows' numbers.
    void read(CsvReader& reader, CsvTable& result) {
        constexpr std::size_t kBytes = 1U << 20U;
        constexpr std::size_t kFields = 1U << 17U;
        bytes_.clear();
        fields_.clear();
        clean_.clear();
        const bool is_ascii_delimiter = static_cast<unsigned char>(reader.delimiter()) < 0x80;
        CsvRecord record;
        while (bytes_.size() < kBytes && fields_.size() < kFields && reader.next(record)) {
            if (record.fault != CsvFault::none) {
                result.unreadable.push_back({record.row, record.fault});
                continue;
            }
            result.rows.push_back(record.row);
            // Delimiters keep fields apart: text that is well-formed as a whole is so field by field.
            clean_.push_back(is_ascii_delimiter && !record.raw_cut && text::is_clean(record.raw));
            keep(record);
        }
    }

  private:
    struct Extent {
        std::size_t begin = 0;
        std::size_t size = 0;
    };

    /// One copy of the record serves all fields but those of which quotes were taken out.
    void keep(const CsvRecord& record) {
        const std::size_t begin = bytes_.size();
        const char* const first = record.raw.data();
        const char* const last = first + record.raw.size();
        bytes_.append(record.raw);
        for (const std::size_t column : columns_) {
            const std::string_view field = record.fields[column];
            const bool is_within =
                !std::less<>{}(field.data(), first) && !std::less<>{}(last, field.data() + field.size());
            if (is_within) {
                fields_.push_back({begin + static_cast<std::size_t>(field.data() - first), field.size()});
            } else {
                fields_.push_back({bytes_.size(), field.size()});
                bytes_.append(field);
            }
        }
    }

    std::vector<std::size_t> columns_;
    std::string bytes_;
    std::vector<Extent> fields_;
    std::vector<bool> clean_;  // of each row
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

std::vector<std::size_t> chosen_of(const std::vector<std::string>& header, const ColumnChoice& choice) {
    std::vector<std::size_t> chosen;
    const std::vector<bool> wanted = choice ? choice(header) : std::vector<bool>(header.size(), true);
    for (std::size_t column = 0; column < header.size(); ++column) {
        if (wanted.at(column)) chosen.push_back(column);
    }
    return chosen;
}

CsvTable read_all(CsvReader& reader, CellSpaces spaces, unsigned threads, const ColumnChoice& choice) {
    /// Columns that one thread takes over together, since they lie side by side.
    constexpr std::size_t kColumnsAtOnce = 4;
    CsvTable result;
    const std::vector<std::size_t> chosen = chosen_of(reader.header(), choice);
    std::vector<ColumnBuilder> columns(chosen.size());
    Batch batch(chosen);
    Batch next(chosen);
    batch.read(reader, result);
    const std::size_t groups = (columns.size() + kColumnsAtOnce - 1) / kColumnsAtOnce;
    while (batch.rows() > 0) {
        for_each_chunk(groups + 1, 1, threads, {}, [&](std::size_t task, std::size_t, std::size_t) {
            if (task == 0) {
                next.read(reader, result);
                return;
            }
            const std::size_t begin = (task - 1) * kColumnsAtOnce;
            const std::size_t end = std::min(begin + kColumnsAtOnce, columns.size());
            for (std::size_t row = 0; row < batch.rows(); ++row) {
                for (std::size_t column = begin; column < end; ++column)
                    append_cell(columns[column], batch.field(row, column), spaces, batch.is_clean(row));
            }
        });
        std::swap(batch, next);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string& name = reader.header()[chosen[i]];
        result.table.add(spaces == CellSpaces::kept ? std::string{unguard(name)} : name, columns[i].finish());
    }
    return result;
}

}  // namespace

CsvTable read_csv(const std::filesystem::path& file, const CsvOptions& options, CellSpaces spaces,
                  unsigned threads) {
    CsvReader reader{file, options};
    return read_all(reader, spaces, threads, {});
}

CsvTable read_csv(std::istream& in, const CsvOptions& options, CellSpaces spaces, unsigned threads) {
    CsvReader reader{in, options};
    return read_all(reader, spaces, threads, {});
}

CsvTable read_whole_csv(const std::filesystem::path& file, const CsvOptions& options, CellSpaces spaces,
                        unsigned threads, const ColumnChoice& choice) {
    CsvReader reader{file, options};
    CsvTable result = read_all(reader, spaces, threads, choice);
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
