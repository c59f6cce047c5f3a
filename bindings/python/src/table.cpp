// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/table.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "bindings.hpp"
#include "repr.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/table_linkage.hpp"
#include "scrm/table/arrow.hpp"
#include "scrm/table/csv_table.hpp"
#include "scrm/table/list_text.hpp"
#include "scrm/text/code_page.hpp"
#include "streams.hpp"
#include "tables.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

/// The destructor of an Arrow capsule: releases what no consumer took.
template <class Struct>
void release_capsule(PyObject* capsule, const char* name) {
    auto* owned = static_cast<Struct*>(PyCapsule_GetPointer(capsule, name));
    if (owned == nullptr) return;
    if (owned->release != nullptr) owned->release(owned);
    delete owned;
}

py::object schema_capsule(const table::Table& table) {
    auto schema = std::make_unique<ArrowSchema>();
    table::export_schema(table, schema.get());
    PyObject* capsule = PyCapsule_New(schema.get(), "arrow_schema", [](PyObject* object) {
        release_capsule<ArrowSchema>(object, "arrow_schema");
    });
    if (capsule == nullptr) throw py::error_already_set();
    schema.release();
    return py::reinterpret_steal<py::object>(capsule);
}

py::object array_capsule(const table::Table& table) {
    auto array = std::make_unique<ArrowArray>();
    table::export_array(table, array.get());
    PyObject* capsule = PyCapsule_New(array.get(), "arrow_array", [](PyObject* object) {
        release_capsule<ArrowArray>(object, "arrow_array");
    });
    if (capsule == nullptr) throw py::error_already_set();
    array.release();
    return py::reinterpret_steal<py::object>(capsule);
}

py::object stream_capsule(const table::Table& table) {
    auto stream = std::make_unique<ArrowArrayStream>();
    table::export_stream(table, stream.get());
    PyObject* capsule = PyCapsule_New(stream.get(), "arrow_array_stream", [](PyObject* object) {
        release_capsule<ArrowArrayStream>(object, "arrow_array_stream");
    });
    if (capsule == nullptr) throw py::error_already_set();
    stream.release();
    return py::reinterpret_steal<py::object>(capsule);
}

py::object cell(const table::Column& column, std::int64_t row) {
    return std::visit(
        [&](const auto& typed) -> py::object {
            const auto value = typed.at(row);
            return value ? py::object{py::cast(*value)} : py::none();
        },
        column);
}

/// Columns by name as lists: for readers without Arrow.
py::dict columns_of(const table::Table& table) {
    py::dict columns;
    for (std::size_t i = 0; i < table.column_count(); ++i) {
        py::list values;
        for (std::int64_t row = 0; row < table.row_count(); ++row) values.append(cell(table.column(i), row));
        columns[py::str(table.names()[i])] = values;
    }
    return columns;
}

/// Whether Python says that there is no value: None, what differs from itself (NaN, NaT), or what cannot tell
/// whether it does (pandas.NA).
bool is_missing(const py::handle& value) {
    if (value.is_none()) return true;
    // By the operator alone: RichCompareBool takes an object for its own equal without asking it.
    const auto equal =
        py::reinterpret_steal<py::object>(PyObject_RichCompare(value.ptr(), value.ptr(), Py_EQ));
    const int truth = equal ? PyObject_IsTrue(equal.ptr()) : -1;
    if (truth >= 0) return truth == 0;
    if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw py::error_already_set();
    PyErr_Clear();
    return true;
}

/// A list, tuple or array: several values.
bool holds_several(const py::handle& value) {
    return PySequence_Check(value.ptr()) != 0 && !py::isinstance<py::str>(value) &&
           !py::isinstance<py::bytes>(value) && !py::isinstance<py::dict>(value);
}

/// One value as an Arrow column of its kind would be read.
std::optional<std::string> single_text(const py::handle& value) {
    if (py::isinstance<py::str>(value) || py::isinstance<py::bytes>(value)) return value.cast<std::string>();
    if (holds_several(value) || py::isinstance<py::dict>(value) || PyAnySet_Check(value.ptr()))
        throw py::type_error("a cell of a dict of columns is one value or a list of them");
    if (is_missing(value)) return std::nullopt;
    if (py::isinstance<py::bool_>(value)) return value.cast<bool>() ? "true" : "false";
    if (py::isinstance<py::float_>(value)) {
        constexpr double kExactIntegers = 9007199254740992;  // 2^53
        const auto number = value.cast<double>();
        if (!std::isfinite(number)) return std::nullopt;
        // Frames make doubles of whole numbers with gaps.
        if (std::abs(number) <= kExactIntegers && number == std::trunc(number))
            return std::to_string(static_cast<std::int64_t>(number));
        return table::format_double(number);
    }
    return py::str(value).cast<std::string>();
}

std::optional<std::string> cell_text(const py::handle& value) {
    if (!holds_several(value)) return single_text(value);
    std::string joined;
    for (const py::handle one : value) {
        const auto text = single_text(one);
        if (text && !text->empty()) joined += (joined.empty() ? "" : ";") + *text;
    }
    return joined;
}

bool is_boolean(const py::handle& value) {
    return py::isinstance<py::bool_>(value);
}

bool is_number(const py::handle& value) {
    return !is_boolean(value) && (py::isinstance<py::int_>(value) || py::isinstance<py::float_>(value));
}

/// Whether there are values and all are such.
bool is_all(const py::handle& values, bool (*is_such)(const py::handle&)) {
    bool any = false;
    for (const py::handle value : values) {
        if (!holds_several(value) && is_missing(value)) continue;
        if (!is_such(value)) return false;
        any = true;
    }
    return any;
}

table::CellType type_of(const py::handle& values) {
    if (is_all(values, is_boolean)) return table::CellType::boolean;
    return is_all(values, is_number) ? table::CellType::number : table::CellType::unknown;
}

void add_lists(table::Table& table, const std::string& name, const py::handle& lists) {
    table::ColumnBuilder joined;
    table::ColumnBuilder exact;
    for (const py::handle list : lists) {
        if (!holds_several(list)) {
            joined.append(std::nullopt);
            exact.append(std::nullopt);
            continue;
        }
        const bool is_plain = type_of(list) != table::CellType::unknown;
        std::string array = "[";
        for (const py::handle one : list) table::append_list_item(array, single_text(one), is_plain);
        joined.append(cell_text(list));
        exact.append(array + "]");
    }
    table.add_lists(name, joined.finish(), exact.finish());
}

/// Lists of values by column name: a pandas DataFrame without Arrow, or a plain dict.
table::Table from_columns(const py::dict& columns) {
    table::Table table;
    for (const auto& [name, values] : columns) {
        if (py::isinstance<py::str>(values) || !py::isinstance<py::iterable>(values)) {
            throw py::type_error(
                "a table is a dict of columns, each a list of values; rows of dicts become one by "
                "pandas.DataFrame(rows)");
        }
        const auto column = py::str(name).cast<std::string>();
        if (is_all(values, holds_several)) {
            add_lists(table, column, values);
            continue;
        }
        table::ColumnBuilder builder;
        for (const py::handle value : values) builder.append(cell_text(value));
        table.add(column, builder.finish(), type_of(values));
    }
    return table;
}

/// A column of one kind: whole numbers, numbers, else texts.
table::Column column_from(const py::handle& values) {
    bool whole = true;
    bool numbers = true;
    for (const py::handle value : values) {
        whole = whole && py::isinstance<py::int_>(value);
        numbers = numbers && (py::isinstance<py::float_>(value) || py::isinstance<py::int_>(value));
    }
    if (whole) {
        std::vector<std::int64_t> cells;
        for (const py::handle value : values) cells.push_back(value.cast<std::int64_t>());
        return table::Int64Column{std::move(cells)};
    }
    if (numbers) {
        std::vector<double> cells;
        for (const py::handle value : values) cells.push_back(value.cast<double>());
        return table::DoubleColumn{std::move(cells)};
    }
    table::ColumnBuilder builder;
    for (const py::handle value : values) builder.append(value.cast<std::string>());
    return builder.finish();
}

table::Table with_columns(const table::Table& of, const py::dict& columns) {
    table::Table out;
    for (std::size_t i = 0; i < of.column_count(); ++i) {
        const py::str name{of.names()[i]};
        if (columns.contains(name))
            out.add(of.names()[i], column_from(columns[name]));
        else if (const table::StringColumn* lists = of.lists(i))
            out.add_lists(of.names()[i], of.strings(i), *lists);
        else
            out.add(of.names()[i], of.column(i), of.cell_type(i));
    }
    for (const auto& [name, values] : columns) {
        const auto text = name.cast<std::string>();
        if (!of.find(text)) out.add(text, column_from(values));
    }
    return out;
}

/// A table without the rows that could not be read, which a warning counts.
table::Table read_what_can_be_read(const std::filesystem::path& path, table::CellSpaces spaces) {
    table::CsvTable read;
    {
        const py::gil_scoped_release released;
        read = table::read_csv(path, table::kTableCsv, spaces);
    }
    if (!read.unreadable.empty()) {
        const table::UnreadableRow& first = read.unreadable.front();
        const std::string told = path.filename().string() + ": " + std::to_string(read.unreadable.size()) +
                                 " of " + std::to_string(read.rows.size() + read.unreadable.size()) +
                                 " rows cannot be read and are left out, the first is row " +
                                 std::to_string(first.row) + " (" + std::string{to_string(first.fault)} +
                                 "); strict=True raises instead";
        if (PyErr_WarnEx(PyExc_UserWarning, told.c_str(), 1) != 0) throw py::error_already_set();
    }
    return std::move(read.table);
}

bool is_frame(const py::object& source) {
    return py::hasattr(source, "to_dict") && py::hasattr(source, "columns");
}

table::Table from_frame(const py::object& frame) {
    const py::object columns = frame.attr("columns");
    if (py::hasattr(columns, "is_unique") && !columns.attr("is_unique").cast<bool>())
        throw Error{ErrorCode::invalid_argument, "two columns of the frame have one name"};
    return from_columns(frame.attr("to_dict")("list").cast<py::dict>());
}

/// The stream of a frame; of a pandas column that mixes types pyarrow makes none, and quotes a value of it.
std::optional<py::object> stream_of(const py::object& source) {
    try {
        return source.attr("__arrow_c_stream__")();
    } catch (const py::error_already_set& error) {
        const bool is_refused = error.matches(PyExc_ValueError) || error.matches(PyExc_TypeError);
        if (!is_refused || !is_frame(source)) throw;
        return std::nullopt;
    }
}

}  // namespace

table::Table table_from(const py::object& source) {
    if (py::isinstance<table::Table>(source)) return source.cast<table::Table>();
    if (py::hasattr(source, "__arrow_c_stream__")) {
        if (const auto capsule = stream_of(source)) {
            auto* stream =
                static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule->ptr(), "arrow_array_stream"));
            if (stream == nullptr) throw py::error_already_set();
            return table::import_stream(stream);
        }
        return from_frame(source);
    }
    if (py::isinstance<py::dict>(source)) return from_columns(source.cast<py::dict>());
    if (is_frame(source)) return from_frame(source);
    throw py::type_error(
        "expected a table: anything with __arrow_c_stream__, a pandas DataFrame, or a dict of columns");
}

void bind_table(py::module_& module) {
    py::class_<table::Table>(module, "Table", "Named columns of one length; speaks Arrow.")
        .def(py::init(&table_from), "source"_a,
             "Make a table from anything with __arrow_c_stream__, a pandas DataFrame or a dict of columns.")
        .def_property_readonly(
            "column_names", [](const table::Table& self) { return self.names(); },
            "Names of the columns, in order.")
        .def("__len__", &table::Table::row_count)
        .def("__repr__",
             [](const table::Table& self) {
                 std::string names;
                 for (const std::string& name : self.names()) names += (names.empty() ? "" : ",") + name;
                 return repr_of("Table", {{"rows", std::to_string(self.row_count())}, {"columns", names}});
             })
        .def("with_columns", &with_columns, "columns"_a,
             "Return the table with columns replaced, or added behind: a dict of lists of int, of float or "
             "of str.")
        .def("to_dict", &columns_of, "Return the columns as a dict of lists.")
        .def(
            "__arrow_c_schema__", [](const table::Table& self) { return schema_capsule(self); },
            "Export the schema as a PyCapsule.")
        .def(
            "__arrow_c_array__",
            [](const table::Table& self, const py::object&) {
                return py::make_tuple(schema_capsule(self), array_capsule(self));
            },
            "requested_schema"_a = py::none(), "Export all rows as two PyCapsules.")
        .def(
            "__arrow_c_stream__",
            [](const table::Table& self, const py::object&) { return stream_capsule(self); },
            "requested_schema"_a = py::none(), "Export the rows as a stream in a PyCapsule.")
        .def(
            "to_pandas",
            [](const table::Table& self) {
                return py::module_::import("pandas").attr("DataFrame")(columns_of(self));
            },
            "Return a pandas DataFrame.")
        .def(
            "write_csv",
            [](const table::Table& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { out << table::to_csv(self); });
            },
            "path"_a, "Write the table as CSV to a path, whole or not at all, or to a file descriptor.");
    module.def(
        "read_csv",
        [](const std::filesystem::path& path, bool trim, bool strict) {
            const auto spaces = trim ? table::CellSpaces::trimmed : table::CellSpaces::kept;
            if (!strict) return read_what_can_be_read(path, spaces);
            const py::gil_scoped_release released;
            return read_tables(std::array{path}, spaces).front();
        },
        "path"_a, py::kw_only(), "trim"_a = false, "strict"_a = false,
        "Read a CSV file as a table of strings; delimiter and BOM are found by themselves. Cells are as they "
        "are written, as `scrm dedupe` reads them; trim takes the spaces around them off. A row that cannot "
        "be "
        "read is left out, and a UserWarning says how many are and which is the first; strict raises "
        "instead.");
    module.def(
        "guess_code_page",
        [](const py::bytes& bytes) -> std::optional<std::string> {
            const auto page = text::guess_cyrillic_code_page(static_cast<std::string_view>(bytes));
            if (!page) return std::nullopt;
            return std::string{*page};
        },
        "bytes"_a,
        "Return the code page that bytes which are no UTF-8 seem to be, as iconv calls it, or None.");
    module.def(
        "write_file",
        [](const py::object& target, const py::buffer& content) {
            const py::buffer_info bytes = content.request();
            const std::string_view text{static_cast<const char*>(bytes.ptr),
                                        static_cast<std::size_t>(bytes.size * bytes.itemsize)};
            write_to(target, [&](std::ostream& out) {
                out.write(text.data(), static_cast<std::streamsize>(text.size()));
            });
        },
        "target"_a, "content"_a,
        "Write bytes to a path, whole or not at all, or to a file descriptor. A database is never replaced.");
}

}  // namespace scrm::python
