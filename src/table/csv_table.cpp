// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_table.hpp"

#include <utility>

#include "scrm/table/csv_writer.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::table {
namespace {

std::string_view without_spaces_around(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

CsvTable read_all(CsvReader& reader, CellSpaces spaces) {
    const bool exact = spaces == CellSpaces::kept;
    CsvTable result;
    std::vector<ColumnBuilder> columns(reader.header().size());
    CsvRecord record;
    while (reader.next(record)) {
        if (record.fault != CsvFault::none) {
            result.unreadable.push_back({record.row, record.fault});
            continue;
        }
        result.rows.push_back(record.row);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string_view cell =
                unguard(exact ? record.fields[i] : without_spaces_around(record.fields[i]));
            if (cell.empty()) {
                columns[i].append(std::nullopt);
            } else if (text::is_clean(cell)) {
                columns[i].append(cell);
            } else {
                columns[i].append(text::sanitize(cell).text);
            }
        }
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string& name = reader.header()[i];
        result.table.add(exact ? std::string{unguard(name)} : name, columns[i].finish());
    }
    return result;
}

}  // namespace

CsvTable read_csv(const std::filesystem::path& file, const CsvOptions& options, CellSpaces spaces) {
    CsvReader reader{file, options};
    return read_all(reader, spaces);
}

CsvTable read_csv(std::istream& in, const CsvOptions& options, CellSpaces spaces) {
    CsvReader reader{in, options};
    return read_all(reader, spaces);
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
