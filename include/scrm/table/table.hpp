// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/table/column.hpp"

namespace scrm::table {

/// Named columns of one length: what goes into a stand-alone linkage and what every result comes out as.
///
/// A cheap value: copies share the columns' storage. Names are kept as the source wrote them and may repeat;
/// only looking up a repeated name is an error. Thread-safe to read.
class Table {
  public:
    /// Throws Error{invalid_argument} when the length differs from the columns already there. Columns of
    /// numbers are of type number, whatever `type` is.
    Table& add(std::string name, Column column, CellType type = CellType::unknown);
    /// A column of lists, written twice: `joined` is what `column` gives, the items that are something with
    /// `;` between; `exact` a JSON array in each row, `["a", "", null, 1.5]`, in which `\` escapes `"` and
    /// itself only. Throws as `add`.
    Table& add_lists(std::string name, StringColumn joined, StringColumn exact);
    /// A column whose cells cannot be read, for their `type`. It has a name and a place, and whoever asks for
    /// its cells is told why there are none. Throws as `add`.
    Table& add_unread(std::string name, std::int64_t rows, std::string type);

    std::int64_t row_count() const noexcept { return rows_; }
    std::size_t column_count() const noexcept { return columns_.size(); }
    const std::vector<std::string>& names() const noexcept { return names_; }
    /// Throws Error{invalid_argument}, naming the column and its type, when its cells were not read.
    const Column& column(std::size_t index) const {
        if (!unread_.empty()) throw_if_unread(index);
        return columns_.at(index);
    }

    CellType cell_type(std::size_t index) const { return types_.at(index); }
    /// The arrays of a column of lists; nullptr for any other column.
    const StringColumn* lists(std::size_t index) const noexcept {
        const auto found = lists_.find(index);
        return found == lists_.end() ? nullptr : &found->second;
    }

    /// nullopt when no column has this name; throws Error{invalid_argument} when several have it.
    std::optional<std::size_t> find(std::string_view name) const;

    /// The typed column; throws Error{not_found} or, for another type, Error{invalid_argument}, naming the
    /// column.
    const StringColumn& strings(std::string_view name) const;
    const Int64Column& integers(std::string_view name) const;
    const DoubleColumn& doubles(std::string_view name) const;
    const StringColumn& strings(std::size_t index) const;

  private:
    void take_rows(const std::string& name, std::int64_t rows);
    void throw_if_unread(std::size_t index) const;

    std::vector<std::string> names_;
    std::vector<Column> columns_;
    std::vector<CellType> types_;
    std::map<std::size_t, std::string> unread_;  // index → type
    std::map<std::size_t, StringColumn> lists_;  // index → arrays
    std::int64_t rows_ = 0;
};

}  // namespace scrm::table
