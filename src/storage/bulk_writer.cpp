// SPDX-License-Identifier: Apache-2.0
#include "bulk_writer_internal.hpp"

#include <boost/endian/conversion.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "connection_internal.hpp"

namespace scrm::storage::detail {
namespace {

constexpr std::size_t kSqliteRows = 1000;
constexpr std::size_t kPostgresRows = 20'000;
constexpr std::size_t kPostgresBytes = 8U << 20U;

// Types of the arrays by their oids, which are fixed (pg_type.dat).
constexpr Oid kTextArray = 1009;
constexpr Oid kInt8Array = 1016;
constexpr Oid kFloat8Array = 1022;
constexpr Oid kText = 25;
constexpr Oid kInt8 = 20;
constexpr Oid kFloat8 = 701;

std::string joined(std::span<const BulkColumn> columns, std::string_view separator,
                   const std::function<std::string(const BulkColumn&, std::size_t)>& part) {
    std::string out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i != 0) out.append(separator);
        out.append(part(columns[i], i));
    }
    return out;
}

std::string names(std::span<const BulkColumn> columns) {
    return joined(columns, ", ",
                  [](const BulkColumn& column, std::size_t) { return std::string{column.name}; });
}

std::string_view clean(const BulkColumn& column, std::size_t row) {
    const std::string_view value = column.text(row);
    require_clean(value);
    return value;
}

double number(const BulkColumn& column, std::size_t row) {
    const double value = column.real(row);
    require_number(value);
    return value;
}

/// The values of one chunk in vectors that SOCI binds.
struct SqliteVectors {
    std::vector<std::string> texts;
    std::vector<long long> integers;
    std::vector<double> reals;

    void fill(const BulkColumn& column, std::size_t begin, std::size_t count) {
        if (column.text) {
            texts.resize(count);
            for (std::size_t i = 0; i < count; ++i) texts[i].assign(clean(column, begin + i));
        } else if (column.integer) {
            integers.resize(count);
            for (std::size_t i = 0; i < count; ++i) integers[i] = column.integer(begin + i);
        } else {
            reals.resize(count);
            for (std::size_t i = 0; i < count; ++i) reals[i] = number(column, begin + i);
        }
    }
};

void sqlite_rows(Session& session, const std::string& sql, std::span<const BulkColumn> columns,
                 std::size_t rows) {
    session.guarded([&] {
        std::vector<SqliteVectors> vectors(columns.size());
        std::size_t count = std::min(rows, kSqliteRows);
        for (std::size_t c = 0; c < columns.size(); ++c) vectors[c].fill(columns[c], 0, count);
        // Prepared again for every call: re-use over chunks is right on SQLite only, and never over batches
        // here.
        soci::statement statement{session.connection().soci};
        statement.alloc();
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (columns[c].text) {
                statement.exchange(soci::use(vectors[c].texts));
            } else if (columns[c].integer) {
                statement.exchange(soci::use(vectors[c].integers));
            } else {
                statement.exchange(soci::use(vectors[c].reals));
            }
        }
        statement.prepare(sql);
        statement.define_and_bind();
        statement.execute(true);
        for (std::size_t begin = count; begin < rows; begin += count) {
            count = std::min(rows - begin, kSqliteRows);
            for (std::size_t c = 0; c < columns.size(); ++c) vectors[c].fill(columns[c], begin, count);
            statement.execute(true);
        }
    });
}

BulkCounts sqlite_bulk(Session& session, std::string_view table, const std::string& sql,
                       std::span<const BulkColumn> columns, std::size_t rows, bool count_inserted) {
    const auto largest_id = [&] {
        return count_inserted ? session.integer("select coalesce(max(id), 0) from " + std::string{table})
                              : std::int64_t{0};
    };
    // Nothing is deleted meanwhile, so that the largest row id grows by one for every inserted row.
    const std::int64_t id_before = largest_id();
    const std::int64_t changes_before = session.integer("select total_changes()");
    sqlite_rows(session, sql, columns, rows);
    return {largest_id() - id_before, session.integer("select total_changes()") - changes_before};
}

template <class Integer>
void append_big_endian(std::string& out, Integer value) {
    const Integer sent = boost::endian::native_to_big(value);
    out.append(reinterpret_cast<const char*>(&sent), sizeof sent);
}

/// A one-dimensional array in PostgreSQL's binary form.
class BinaryArray {
  public:
    explicit BinaryArray(Oid element) : element_(element) { clear(); }

    void clear() {
        bytes_.clear();
        append_big_endian(bytes_, std::int32_t{1});  // dimensions
        append_big_endian(bytes_, std::int32_t{0});  // no NULLs
        append_big_endian(bytes_, static_cast<std::int32_t>(element_));
        append_big_endian(bytes_, std::int32_t{0});  // rows, set by finish
        append_big_endian(bytes_, std::int32_t{1});  // lower bound
    }
    void add(std::string_view text) {
        append_big_endian(bytes_, static_cast<std::int32_t>(text.size()));
        bytes_.append(text);
    }
    void add(std::int64_t value) {
        append_big_endian(bytes_, std::int32_t{8});
        append_big_endian(bytes_, value);
    }
    void finish(std::size_t rows) {
        std::string size;
        append_big_endian(size, static_cast<std::int32_t>(rows));
        bytes_.replace(12, 4, size);
    }
    const std::string& bytes() const { return bytes_; }

  private:
    Oid element_;
    std::string bytes_;
};

BulkCounts postgres_chunk(Session& session, const std::string& sql, std::span<const BulkColumn> columns,
                          const std::vector<BinaryArray>& arrays) {
    std::vector<Oid> types;
    std::vector<const char*> values;
    std::vector<int> lengths;
    const std::vector<int> formats(columns.size(), 1);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        types.push_back(columns[c].text ? kTextArray : columns[c].integer ? kInt8Array : kFloat8Array);
        values.push_back(arrays[c].bytes().data());
        lengths.push_back(static_cast<int>(arrays[c].bytes().size()));
    }
    BulkCounts counts;
    session.guarded([&] {
        PGconn* connection = session.connection().postgresql();
        PGresult* result = PQexecParams(connection, sql.c_str(), static_cast<int>(columns.size()),
                                        types.data(), values.data(), lengths.data(), formats.data(), 0);
        if (result != nullptr && PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1) {
            counts.inserted = std::stoll(PQgetvalue(result, 0, 0));
            counts.changed = std::stoll(PQgetvalue(result, 0, 1));
        }
        check_result(connection, result);
    });
    return counts;
}

BulkCounts postgres_bulk(Session& session, const std::string& sql, std::span<const BulkColumn> columns,
                         std::size_t rows) {
    std::vector<BinaryArray> arrays;
    for (const BulkColumn& column : columns) {
        arrays.emplace_back(column.text ? kText : column.integer ? kInt8 : kFloat8);
    }
    BulkCounts total;
    std::size_t in_chunk = 0;
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        session.guarded([&] {
            for (std::size_t c = 0; c < columns.size(); ++c) {
                if (columns[c].text) {
                    const std::string_view value = clean(columns[c], row);
                    arrays[c].add(value);
                    bytes += value.size();
                } else if (columns[c].integer) {
                    arrays[c].add(columns[c].integer(row));
                } else {
                    arrays[c].add(std::bit_cast<std::int64_t>(number(columns[c], row)));
                }
            }
        });
        ++in_chunk;
        if (row + 1 < rows && in_chunk < kPostgresRows && bytes < kPostgresBytes) continue;
        for (BinaryArray& array : arrays) array.finish(in_chunk);
        const BulkCounts counts = postgres_chunk(session, sql, columns, arrays);
        total.inserted += counts.inserted;
        total.changed += counts.changed;
        for (BinaryArray& array : arrays) array.clear();
        in_chunk = 0;
        bytes = 0;
    }
    return total;
}

std::string array_parameters(std::span<const BulkColumn> columns) {
    return "unnest(" +
           joined(columns, ", ",
                  [](const BulkColumn& column, std::size_t i) {
                      const char* type = column.text ? "text[]" : column.integer ? "int8[]" : "float8[]";
                      return "$" + std::to_string(i + 1) + "::" + type;
                  }) +
           ") as given(" + names(columns) + ")";
}

}  // namespace

BulkCounts bulk_insert(Session& session, std::string_view table, std::span<const BulkColumn> columns,
                       std::size_t rows, std::string_view conflict, bool count_inserted,
                       std::string_view where) {
    if (rows == 0) return {};
    const std::string into = "insert into " + std::string{table} + "(" + names(columns) + ") ";
    const std::string condition = where.empty() ? "" : "where " + std::string{where} + " ";
    if (session.is_sqlite()) {
        const bool all = where.empty();
        const std::string values = joined(columns, ", ", [&](const BulkColumn& column, std::size_t i) {
            return ":v" + std::to_string(i) + (all ? "" : " as " + std::string{column.name});
        });
        const std::string from =
            all ? "values (" + values + ") " : "select * from (select " + values + ") as given " + condition;
        return sqlite_bulk(session, table, into + from + std::string{conflict}, columns, rows,
                           count_inserted);
    }
    // A row that was inserted, not updated, has no xmax.
    return postgres_bulk(session,
                         "with written as (" + into + "select " + names(columns) + " from " +
                             array_parameters(columns) + " " + condition + std::string{conflict} +
                             " returning (xmax = 0) as fresh) "
                             "select count(*) filter (where fresh), count(*) from written",
                         columns, rows);
}

BulkCounts bulk_delete(Session& session, std::string_view table, std::span<const BulkColumn> columns,
                       std::size_t rows, std::string_view condition) {
    if (rows == 0) return {};
    const std::string also = condition.empty() ? "" : " and " + std::string{condition};
    const std::string from = "delete from " + std::string{table} + " ";
    if (session.is_sqlite()) {
        const std::string where = joined(columns, " and ", [](const BulkColumn& column, std::size_t i) {
            return std::string{column.name} + " = :v" + std::to_string(i);
        });
        return sqlite_bulk(session, table, from + "where " + where + also, columns, rows, false);
    }
    const std::string where = joined(columns, " and ", [&](const BulkColumn& column, std::size_t) {
        const std::string name{column.name};
        return std::string{table} + "." + name + " = given." + name;
    });
    return postgres_bulk(session,
                         "with gone as (" + from + "using " + array_parameters(columns) + " where " + where +
                             also + " returning 1) select 0, count(*) from gone",
                         columns, rows);
}

}  // namespace scrm::storage::detail
