// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "identity/expression/sql_functions_internal.hpp"
#include "identity/expression/sql_similarity_internal.hpp"

namespace scrm::identity {
namespace {

using F = SqlFunction;

SqlValue extreme_of(F function, const SqlValue::List& list) {
    const SqlValue* best = nullptr;
    for (const SqlValue& item : list) {
        if (item.is_null()) continue;
        if (best == nullptr) {
            best = &item;
            continue;
        }
        const auto order = compare_values(item, *best);
        if (order && (function == F::list_max ? *order > 0 : *order < 0)) best = &item;
    }
    return best == nullptr ? SqlValue{} : *best;
}

/// Values of both, each once; NULL is none of them.
SqlValue intersection(const SqlValue::List& a, const SqlValue::List& b) {
    std::set<std::string> theirs;
    for (const SqlValue& item : b) {
        if (!item.is_null()) theirs.insert(key_of(item));
    }
    SqlValue::List out;
    for (const SqlValue& item : a) {
        if (!item.is_null() && theirs.erase(key_of(item)) > 0) out.push_back(item);
    }
    return SqlValue::of_list(std::move(out));
}

SqlValue element(const SqlValue::List& list, double position) {
    const auto size = static_cast<double>(list.size());
    const double index = position > 0 ? position - 1 : size + position;
    if (position == 0 || index < 0 || index >= size) return {};
    return list[static_cast<std::size_t>(index)];
}

}  // namespace

SqlValue apply_sql_list(SqlFunction function, std::span<const SqlValue* const> arguments) {
    if (function == F::list) {
        SqlValue::List items;
        for (const SqlValue* value : arguments) items.push_back(*value);
        return SqlValue::of_list(std::move(items));
    }
    const SqlValue& first = *arguments[0];
    if (function == F::list_intersect) {
        const SqlValue& second = *arguments[1];
        // DuckDB: nothing is shared with NULL.
        if (first.is_null() || second.is_null()) return SqlValue::of_list({});
        if (first.kind != SqlKind::list || second.kind != SqlKind::list) return {};
        return intersection(*first.list, *second.list);
    }
    if (function == F::list_element && first.kind == SqlKind::text) {
        // Of a text its letters.
        const SqlValue one = SqlValue::of_number(1);
        const SqlValue* const parts[] = {&first, arguments[1], &one};
        return arguments[1]->is_null() ? SqlValue{} : apply_sql_text(F::substring, parts);
    }
    if (first.kind != SqlKind::list) return {};
    switch (function) {
        case F::list_length:
            return SqlValue::of_number(static_cast<double>(first.list->size()));
        case F::list_element: {
            const auto position = as_number(*arguments[1]);
            return position ? element(*first.list, std::trunc(*position)) : SqlValue{};
        }
        case F::list_max:
        case F::list_min:
            return extreme_of(function, *first.list);
        case F::list_flatten: {
            SqlValue::List out;
            for (const SqlValue& item : *first.list) {
                if (item.kind == SqlKind::list) out.insert(out.end(), item.list->begin(), item.list->end());
            }
            return SqlValue::of_list(std::move(out));
        }
        case F::cosine_similarity: {
            if (arguments[1]->kind != SqlKind::list) return {};
            const auto cosine = cosine_of(*first.list, *arguments[1]->list);
            return cosine ? SqlValue::of_number(*cosine) : SqlValue{};
        }
        default:
            return {};
    }
}

}  // namespace scrm::identity
