// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/expression/sql_types_internal.hpp"
#include "identity/records/rows_internal.hpp"

namespace scrm::identity {

/// How the cells of a column are read.
struct SqlColumnKind {
    SqlKind kind = SqlKind::text;
    bool is_declared = false;  ///< by the source
};
using SqlColumnKinds = std::map<std::string, SqlColumnKind>;

/// Kinds of the columns that the expressions read: what their sources declare; else what expressions do with
/// them (numbers where they are multiplied or measured, lists where they are intersected, moments where their
/// seconds are counted), and what their values show where that leaves a choice; else text. Throws as
/// infer_kinds.
SqlColumnKinds column_kinds(const Rows& rows, std::span<const SqlExpression* const> expressions);

/// Whether a source has the column.
bool has_column(const Rows& rows, const std::string& name);
/// Whether it has values, none of which can be read as its kind.
bool is_unreadable(const Rows& rows, const std::string& name, SqlColumnKind kind);

/// A column over the joint rows, typed and interned. Id 0 is NULL.
struct SqlColumn {
    std::vector<std::uint32_t> ids;  ///< by row
    std::vector<SqlValue> values;    ///< by id
};

/// The columns that a model's expressions read. Immutable once built, thread-safe.
class SqlColumns {
  public:
    SqlColumns(const Rows& rows, const SqlColumnKinds& kinds, unsigned threads);

    const SqlColumn& column(const std::string& name) const;
    std::size_t row_count() const noexcept { return rows_; }

  private:
    std::size_t rows_ = 0;
    std::map<std::string, SqlColumn> columns_;
};

/// Rows by their values in several columns together: equal ids mean equal values in all of them.
class SqlTuples {
  public:
    SqlTuples(const SqlColumns& columns, const std::vector<std::string>& names);
    SqlTuples(const SqlTuples&) = delete;
    SqlTuples& operator=(const SqlTuples&) = delete;

    std::uint32_t id(Row row) const noexcept { return ids_->at(row); }
    const std::vector<std::uint32_t>& ids() const noexcept { return *ids_; }
    /// Number of ids.
    std::size_t size() const noexcept { return first_row_.size(); }
    /// Whether any row has the values: NULL of a full column is none.
    bool is_used(std::size_t id) const noexcept { return first_row_[id] != kNoRow; }
    /// A row that has the values, for ids in use.
    Row example(std::size_t id) const noexcept { return first_row_[id]; }

  private:
    static constexpr Row kNoRow = ~Row{0};

    std::vector<std::uint32_t> own_;
    const std::vector<std::uint32_t>* ids_ = nullptr;  // own_, or those of the only column
    std::vector<Row> first_row_;
};

}  // namespace scrm::identity
