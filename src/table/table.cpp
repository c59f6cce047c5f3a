// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/table.hpp"

#include <utility>

#include "scrm/core/error.hpp"
#include "scrm/table/column_names.hpp"

namespace scrm::table {
namespace {

template <class Typed>
const Typed& typed(const Column& column, std::string_view name, const char* type) {
    if (const auto* found = std::get_if<Typed>(&column)) return *found;
    throw Error{ErrorCode::invalid_argument, "column '" + std::string{name} + "' does not hold " + type};
}

const Column& named(const Table& table, std::string_view name) {
    const auto index = table.find(name);
    if (!index) throw Error{ErrorCode::not_found, no_such_column(name, table.names())};
    return table.column(*index);
}

}  // namespace

Table& Table::add(std::string name, Column column, CellType type) {
    take_rows(name, table::row_count(column));
    names_.push_back(std::move(name));
    types_.push_back(std::holds_alternative<StringColumn>(column) ? type : CellType::number);
    columns_.push_back(std::move(column));
    return *this;
}

Table& Table::add_lists(std::string name, StringColumn joined, StringColumn exact) {
    if (joined.size() != exact.size())
        throw Error{ErrorCode::invalid_argument, "column '" + name + "' has two numbers of rows"};
    add(std::move(name), std::move(joined), CellType::list);
    lists_.emplace(columns_.size() - 1, std::move(exact));
    return *this;
}

Table& Table::add_unread(std::string name, std::int64_t rows, std::string type) {
    take_rows(name, rows);
    unread_.emplace(columns_.size(), std::move(type));
    names_.push_back(std::move(name));
    columns_.emplace_back(StringColumn{});
    types_.push_back(CellType::unknown);
    return *this;
}

void Table::take_rows(const std::string& name, std::int64_t rows) {
    if (!columns_.empty() && rows != rows_) {
        throw Error{ErrorCode::invalid_argument, "column '" + name + "' has " + std::to_string(rows) +
                                                     " rows, not " + std::to_string(rows_)};
    }
    rows_ = rows;
}

void Table::throw_if_unread(std::size_t index) const {
    const auto found = unread_.find(index);
    if (found == unread_.end()) return;
    throw Error{ErrorCode::invalid_argument,
                "column '" + names_[index] + "' has the Arrow type " + found->second + ", which is not read"};
}

std::optional<std::size_t> Table::find(std::string_view name) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i] != name) continue;
        if (found)
            throw Error{ErrorCode::invalid_argument, "column '" + std::string{name} + "' occurs twice"};
        found = i;
    }
    return found;
}

const StringColumn& Table::strings(std::string_view name) const {
    return typed<StringColumn>(named(*this, name), name, "text");
}

const Int64Column& Table::integers(std::string_view name) const {
    return typed<Int64Column>(named(*this, name), name, "integers");
}

const DoubleColumn& Table::doubles(std::string_view name) const {
    return typed<DoubleColumn>(named(*this, name), name, "real numbers");
}

const StringColumn& Table::strings(std::size_t index) const {
    if (index >= columns_.size()) {
        throw Error{ErrorCode::not_found, "no column at position " + std::to_string(index)};
    }
    return typed<StringColumn>(column(index), names_[index], "text");
}

}  // namespace scrm::table
