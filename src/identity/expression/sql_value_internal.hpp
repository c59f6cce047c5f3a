// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::identity {

/// What a column or a part of a condition holds.
enum class SqlKind : std::uint8_t {
    null,
    boolean,
    number,
    text,
    date,       ///< a day, as seconds since 1970 UTC
    timestamp,  ///< a moment, as seconds since 1970 UTC
    list,
};

/// A value of SQL: typed, or NULL. A value type; lists are shared.
struct SqlValue {
    using List = std::vector<SqlValue>;

    SqlKind kind = SqlKind::null;
    double number = 0;      ///< of boolean (0 or 1), number, date and timestamp
    std::string text = {};  ///< of text; of a number the digits of an integer that a double may round
    std::shared_ptr<const List> list = {};

    static SqlValue boolean(bool value) { return {.kind = SqlKind::boolean, .number = value ? 1.0 : 0.0}; }
    static SqlValue of_number(double value) { return {.kind = SqlKind::number, .number = value}; }
    static SqlValue of_text(std::string value) { return {.kind = SqlKind::text, .text = std::move(value)}; }
    static SqlValue of_list(List value) {
        return {.kind = SqlKind::list, .list = std::make_shared<const List>(std::move(value))};
    }
    static SqlValue of_date(double seconds) { return {.kind = SqlKind::date, .number = seconds}; }
    static SqlValue of_timestamp(double seconds) { return {.kind = SqlKind::timestamp, .number = seconds}; }

    bool is_null() const noexcept { return kind == SqlKind::null; }
    bool is_true() const noexcept { return kind == SqlKind::boolean && number != 0; }
};

/// A cell as its column's kind; NULL where it cannot be read as that; a date with a time is a timestamp.
/// Lists are `[a, b]`, quoted or not, as JSON and DuckDB print them, numbers by white space as NumPy prints
/// them, or else parts by `;`.
SqlValue read_cell(std::string_view cell, SqlKind kind);
/// A cell of a column whose source says that it is of the kind: a timestamp at midnight is one, and what is
/// not quoted in a list (Table::add_lists) is a number or boolean.
SqlValue read_typed_cell(std::string_view cell, SqlKind kind);

/// DuckDB's CAST(… AS VARCHAR); nullopt for NULL.
std::optional<std::string> as_text(const SqlValue& value);
/// Numbers, booleans and texts that show a number.
std::optional<double> as_number(const SqlValue& value);
/// Seconds since 1970 of dates, timestamps and ISO texts.
std::optional<double> as_seconds(const SqlValue& value);

/// −1, 0, 1; nullopt when either is NULL or they cannot be compared. Numbers, booleans and dates are compared
/// with texts by what the text shows; NaN is above every number, as in DuckDB.
std::optional<int> compare_values(const SqlValue& a, const SqlValue& b);

/// Equal keys mean equal values of one kind, dates and timestamps being one: what values are interned by.
/// Never empty.
std::string key_of(const SqlValue& value);

}  // namespace scrm::identity
