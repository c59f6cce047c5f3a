// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "session_internal.hpp"

namespace scrm::storage::detail {

/// One column of a bulk statement: its name and where its values come from, by row.
struct BulkColumn {
    std::string_view name;
    std::function<std::string_view(std::size_t)> text;  // exactly one of the three is set
    std::function<std::int64_t(std::size_t)> integer;
    std::function<double(std::size_t)> real;

    static BulkColumn texts(std::string_view name, std::function<std::string_view(std::size_t)> value) {
        return {name, std::move(value), {}, {}};
    }
    static BulkColumn integers(std::string_view name, std::function<std::int64_t(std::size_t)> value) {
        return {name, {}, std::move(value), {}};
    }
    static BulkColumn reals(std::string_view name, std::function<double(std::size_t)> value) {
        return {name, {}, {}, std::move(value)};
    }
};

struct BulkCounts {
    std::int64_t inserted = 0;  ///< only for tables with a row id, when asked for
    std::int64_t changed = 0;   ///< inserted, updated or deleted
};

/// insert into `table` … `conflict`, which is an ON CONFLICT clause or empty. No key may stand twice among
/// the rows that are written. `where` is a condition on the row, called `given`, or empty: all of them.
///
/// SQLite: prepared vectors of 1000 rows. PostgreSQL: arrays in binary form through one statement a chunk,
/// which is as fast as COPY into a temporary table and needs no right to make one.
BulkCounts bulk_insert(Session& session, std::string_view table, std::span<const BulkColumn> columns,
                       std::size_t rows, std::string_view conflict, bool count_inserted = false,
                       std::string_view where = {});

/// delete from `table` where all columns equal those of a row, and `condition`, a condition on the table or
/// empty, holds.
BulkCounts bulk_delete(Session& session, std::string_view table, std::span<const BulkColumn> columns,
                       std::size_t rows, std::string_view condition = {});

}  // namespace scrm::storage::detail
