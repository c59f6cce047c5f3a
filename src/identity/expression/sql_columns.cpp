// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_columns_internal.hpp"

#include <array>
#include <unordered_map>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity {
namespace {

using F = SqlFunction;

/// What a function wants a column to be, when it stands in the given place; null: no matter.
SqlKind wanted_kind(F function, std::size_t place) {
    if ((function >= F::add && function <= F::power) || function == F::to_number || function == F::to_float)
        return SqlKind::number;
    if (function == F::epoch || function == F::days_between || function == F::to_date) return SqlKind::date;
    if (function == F::list_transform || function == F::list_element)
        return place == 0 ? SqlKind::list : SqlKind::null;
    if ((function >= F::list_intersect && function <= F::list_flatten) || function == F::cosine_similarity)
        return SqlKind::list;
    return SqlKind::null;
}

bool is_comparison(F function) {
    return function >= F::equal && function <= F::greater_equal;
}

void infer(const SqlExpression& expression, std::map<std::string, SqlKind>& kinds) {
    for (std::size_t i = 0; i < expression.parts.size(); ++i) {
        const SqlExpression& part = expression.parts[i];
        infer(part, kinds);
        if (part.function != F::column) continue;
        SqlKind& kind = kinds.try_emplace(part.name, SqlKind::null).first->second;
        SqlKind wanted = wanted_kind(expression.function, i);
        if (is_comparison(expression.function)) {
            const SqlExpression& other = expression.parts[1 - i];
            if (other.function == F::literal && other.value.kind == SqlKind::number) wanted = SqlKind::number;
            if (other.function == F::to_integer) wanted = SqlKind::number;
            if (other.function == F::to_date || other.function == F::to_timestamp) wanted = SqlKind::date;
        }
        if (wanted == SqlKind::null || kind == wanted) continue;
        if (kind != SqlKind::null)
            throw Error(ErrorCode::invalid_argument,
                        "the column '" + part.name + "' is used as two kinds of value");
        kind = wanted;
    }
}

SqlColumn load(const Rows& rows, const std::string& name, SqlKind kind) {
    SqlColumn out;
    out.ids.assign(rows.size(), 0);
    out.values.emplace_back();
    std::unordered_map<std::string, std::uint32_t> known;
    for (std::size_t side = 0; side < rows.sides(); ++side) {
        const ValueColumn* column = rows.set(side).column(name);
        if (column == nullptr) continue;
        std::vector<std::uint32_t> joint(column->value_count(), 0);
        for (ValueId id = 1; id < joint.size(); ++id) {
            SqlValue value = read_cell(column->text(id), kind);
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

std::map<std::string, SqlKind> infer_kinds(std::span<const SqlExpression* const> expressions) {
    std::map<std::string, SqlKind> kinds;
    for (const SqlExpression* expression : expressions) {
        infer(*expression, kinds);
        if (expression->function == F::column) kinds.try_emplace(expression->name, SqlKind::null);
    }
    for (auto& [name, kind] : kinds) {
        if (kind == SqlKind::null) kind = SqlKind::text;
    }
    return kinds;
}

SqlColumns::SqlColumns(const Rows& rows, const std::map<std::string, SqlKind>& kinds, unsigned threads)
    : rows_(rows.size()) {
    std::vector<std::pair<const std::string, SqlKind>> wanted(kinds.begin(), kinds.end());
    for (const auto& [name, kind] : wanted) {
        bool found = false;
        for (std::size_t side = 0; side < rows.sides(); ++side)
            found |= rows.set(side).column(name) != nullptr;
        if (!found && rows.size() > 0)
            throw Error(ErrorCode::invalid_argument,
                        "no record has a value in the model's column '" + name + "'");
    }
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
