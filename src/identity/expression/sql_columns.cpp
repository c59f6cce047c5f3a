// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_columns_internal.hpp"

#include <optional>
#include <unordered_map>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

SqlValue read(std::string_view cell, SqlColumnKind kind) {
    return kind.is_declared ? read_typed_cell(cell, kind.kind) : read_cell(cell, kind.kind);
}

/// Of a type that says more than how it is written.
std::optional<SqlKind> kind_of(table::CellType type) {
    switch (type) {
        case table::CellType::boolean:
            return SqlKind::boolean;
        case table::CellType::number:
            return SqlKind::number;
        case table::CellType::date:
            return SqlKind::date;
        case table::CellType::timestamp:
            return SqlKind::timestamp;
        case table::CellType::list:
            return SqlKind::list;
        default:
            return std::nullopt;
    }
}

/// What all sides that have values of the column say; nullopt where they do not agree or one has texts.
std::optional<SqlKind> declared_kind(const Rows& rows, const std::string& name) {
    std::optional<SqlKind> out;
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        const RecordSet& set = rows.set(side);
        const auto declared = set.declared(name);
        const auto kind = declared ? kind_of(*declared) : std::nullopt;
        if (!kind && set.column(name) == nullptr) continue;
        if (!kind) return std::nullopt;
        if (out && *out != *kind) {
            const auto are = [&](SqlKind a, SqlKind b) {
                return (*out == a && *kind == b) || (*out == b && *kind == a);
            };
            if (are(SqlKind::date, SqlKind::timestamp))
                out = SqlKind::timestamp;
            else
                return std::nullopt;
        } else {
            out = kind;
        }
    }
    return out;
}

bool is_declared_text(const Rows& rows, const std::string& name) {
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        if (rows.set(side).declared(name) == table::CellType::text) return true;
    }
    return false;
}

/// How many values were looked at and whether any can be read as the kind.
struct Reading {
    std::size_t values = 0;
    bool any = false;
};
Reading try_reading(const Rows& rows, const std::string& name, SqlColumnKind kind) {
    Reading out;
    for (std::size_t side = 0; side < rows.sides() && !out.any; ++side) {
        const ValueColumn* column = rows.set(side).column(name);
        const std::size_t count = column == nullptr ? 0 : column->value_count();
        for (ValueId id = 1; id < count && !out.any; ++id, ++out.values)
            out.any = !read(column->text(id), kind).is_null();
    }
    return out;
}

SqlKind kind_by_use(const Rows& rows, const std::string& name, SqlKinds kinds) {
    if ((kinds & kinds_with(SqlKind::text)) != 0 && is_declared_text(rows, name)) return SqlKind::text;
    const SqlKind usual = usual_kind(kinds);
    if (usual == SqlKind::number && (kinds & kinds_with(SqlKind::date)) != 0 &&
        !try_reading(rows, name, {.kind = SqlKind::number}).any &&
        try_reading(rows, name, {.kind = SqlKind::date}).any)
        return SqlKind::date;
    return usual;
}

SqlColumn load(const Rows& rows, const std::string& name, SqlColumnKind kind) {
    SqlColumn out;
    out.ids.assign(rows.size(), 0);
    out.values.emplace_back();
    std::unordered_map<std::string, std::uint32_t> known;
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        const ValueColumn* column = rows.set(side).column(name);
        if (column == nullptr) continue;
        std::vector<std::uint32_t> joint(column->value_count(), 0);
        for (ValueId id = 1; id < joint.size(); ++id) {
            SqlValue value = read(column->text(id), kind);
            if (value.is_null()) continue;
            const auto [at, is_new] =
                known.try_emplace(key_of(value), static_cast<std::uint32_t>(out.values.size()));
            if (is_new) out.values.push_back(std::move(value));
            joint[id] = at->second;
        }
        const std::size_t last = side == 0 ? rows.split() : rows.size();
        for (std::size_t row = rows.first_row(side); row < last; ++row)
            out.ids[row] = joint[column->first(rows.record(static_cast<Row>(row)))];
    }
    return out;
}

}  // namespace

SqlColumnKinds column_kinds(const Rows& rows, std::span<const SqlExpression* const> expressions) {
    DeclaredKinds declared;
    for (const SqlExpression* expression : expressions) {
        for (const std::string& name : columns_of(*expression)) {
            if (const auto kind = declared_kind(rows, name)) declared.emplace(name, *kind);
        }
    }
    SqlColumnKinds out;
    for (const auto& [name, kinds] : infer_kinds(expressions, declared)) {
        const auto at = declared.find(name);
        out[name] = at == declared.end() ? SqlColumnKind{.kind = kind_by_use(rows, name, kinds)}
                                         : SqlColumnKind{.kind = at->second, .is_declared = true};
    }
    return out;
}

bool has_column(const Rows& rows, const std::string& name) {
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        if (rows.set(side).declared(name) || rows.set(side).column(name) != nullptr) return true;
    }
    return false;
}

bool is_unreadable(const Rows& rows, const std::string& name, SqlColumnKind kind) {
    const Reading reading = try_reading(rows, name, kind);
    return reading.values > 0 && !reading.any;
}

SqlColumns::SqlColumns(const Rows& rows, const SqlColumnKinds& kinds, unsigned threads) : rows_(rows.size()) {
    const std::vector<std::pair<std::string, SqlColumnKind>> wanted(kinds.begin(), kinds.end());
    std::vector<SqlColumn> loaded(wanted.size());
    for_each_chunk(wanted.size(), 1, threads, {}, [&](std::size_t i, std::size_t, std::size_t) {
        loaded[i] = load(rows, wanted[i].first, wanted[i].second);
    });
    for (std::size_t i = 0; i < wanted.size(); ++i) columns_.emplace(wanted[i].first, std::move(loaded[i]));
}

const SqlColumn& SqlColumns::column(const std::string& name) const {
    const auto at = columns_.find(name);
    if (at == columns_.end()) throw Error(ErrorCode::internal, "a column was not loaded: " + name);
    return at->second;
}

SqlTuples::SqlTuples(const SqlColumns& columns, const std::vector<std::string>& names) {
    if (names.empty()) {
        own_.assign(columns.row_count(), 0);
        first_row_.assign(1, columns.row_count() == 0 ? kNoRow : Row{0});
        ids_ = &own_;
        return;
    }
    ids_ = &columns.column(names.front()).ids;
    std::size_t count = columns.column(names.front()).values.size();
    for (std::size_t i = 1; i < names.size(); ++i) {
        const auto& next = columns.column(names[i]).ids;
        std::unordered_map<std::uint64_t, std::uint32_t> known;
        std::vector<std::uint32_t> joined(next.size());
        for (std::size_t row = 0; row < next.size(); ++row) {
            const std::uint64_t pair = static_cast<std::uint64_t>((*ids_)[row]) << 32 | next[row];
            joined[row] = known.try_emplace(pair, static_cast<std::uint32_t>(known.size())).first->second;
        }
        count = known.size();
        own_ = std::move(joined);
        ids_ = &own_;
    }
    first_row_.assign(count, kNoRow);
    for (std::size_t row = ids_->size(); row-- > 0;) first_row_[(*ids_)[row]] = static_cast<Row>(row);
}

}  // namespace scrm::identity
