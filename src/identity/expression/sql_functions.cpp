// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_functions_internal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "identity/expression/sql_dates_internal.hpp"

namespace scrm::identity {
namespace {

using F = SqlFunction;
using Arguments = std::span<const SqlValue* const>;

constexpr double kDay = 86'400;

SqlValue compared(F function, const SqlValue& a, const SqlValue& b) {
    const auto order = compare_values(a, b);
    if (!order) return {};
    switch (function) {
        case F::equal:
            return SqlValue::boolean(*order == 0);
        case F::not_equal:
            return SqlValue::boolean(*order != 0);
        case F::less:
            return SqlValue::boolean(*order < 0);
        case F::less_equal:
            return SqlValue::boolean(*order <= 0);
        case F::greater:
            return SqlValue::boolean(*order > 0);
        default:
            return SqlValue::boolean(*order >= 0);
    }
}

double rounded(double value, double digits) {
    const double scale = std::pow(10.0, std::trunc(digits));
    return std::round(value * scale) / scale;
}

SqlValue of_one_number(F function, double x) {
    switch (function) {
        case F::minus:
            return SqlValue::of_number(-x);
        case F::absolute:
            return SqlValue::of_number(std::abs(x));
        case F::floor:
            return SqlValue::of_number(std::floor(x));
        case F::ceiling:
            return SqlValue::of_number(std::ceil(x));
        case F::round:
            return SqlValue::of_number(std::round(x));
        case F::square_root:
            return SqlValue::of_number(std::sqrt(x));
        case F::sine:
            return SqlValue::of_number(std::sin(x));
        case F::cosine:
            return SqlValue::of_number(std::cos(x));
        case F::arc_sine:
            return SqlValue::of_number(std::asin(x));
        case F::arc_cosine:
            return SqlValue::of_number(std::acos(x));
        case F::radians:
            return SqlValue::of_number(x * (std::numbers::pi / 180));
        case F::to_number:
            return SqlValue::of_number(x);
        case F::to_float:
            return SqlValue::of_number(static_cast<double>(static_cast<float>(x)));
        case F::to_integer:
            return SqlValue::of_number(std::nearbyint(x));
        default:
            return {};
    }
}

SqlValue of_two_numbers(F function, double x, double y) {
    switch (function) {
        case F::add:
            return SqlValue::of_number(x + y);
        case F::subtract:
            return SqlValue::of_number(x - y);
        case F::multiply:
            return SqlValue::of_number(x * y);
        case F::divide:
            return SqlValue::of_number(x / y);
        case F::arc_tangent2:
            return SqlValue::of_number(std::atan2(x, y));
        case F::power:
            return SqlValue::of_number(std::pow(x, y));
        default:
            return {};
    }
}

/// A date so many days later or earlier; DuckDB gives an interval between times, which nothing here reads.
SqlValue moved(F function, const SqlValue& a, const SqlValue& b) {
    const SqlValue& date = a.kind == SqlKind::date ? a : b;
    const SqlValue& other = &date == &a ? b : a;
    const auto days = other.kind == SqlKind::number ? as_number(other) : std::nullopt;
    if (date.kind != SqlKind::date || !days || (function == F::subtract && &date == &b)) return {};
    return SqlValue::of_date(date.number + (function == F::add ? *days : -*days) * kDay);
}

bool is_moment(const SqlValue& value) {
    return value.kind == SqlKind::date || value.kind == SqlKind::timestamp;
}

bool is_arithmetic(F function) {
    return function == F::add || function == F::subtract || function == F::multiply ||
           function == F::divide || function == F::arc_tangent2 || function == F::power;
}

bool is_comparison(F function) {
    return function >= F::equal && function <= F::greater_equal;
}

SqlValue extreme(F function, Arguments arguments) {
    const SqlValue* best = nullptr;
    for (const SqlValue* value : arguments) {
        if (value->is_null()) continue;
        if (best == nullptr) {
            best = value;
            continue;
        }
        const auto order = compare_values(*value, *best);
        if (order && (function == F::greatest ? *order > 0 : *order < 0)) best = value;
    }
    return best == nullptr ? SqlValue{} : *best;
}

SqlValue of_dates(F function, Arguments arguments) {
    const auto seconds = as_seconds(*arguments[0]);
    switch (function) {
        case F::read_date: {
            // What is a date already needs no reading.
            if (is_moment(*arguments[0])) return SqlValue::of_timestamp(*seconds);
            const auto text = as_text(*arguments[0]);
            const auto read = text ? read_date(*text, arguments[1]->text) : std::nullopt;
            return read ? SqlValue::of_timestamp(*read) : SqlValue{};
        }
        case F::epoch:
            return seconds ? SqlValue::of_number(*seconds) : SqlValue{};
        case F::to_date:
            return seconds ? SqlValue::of_date(std::floor(*seconds / kDay) * kDay) : SqlValue{};
        case F::to_timestamp:
            return seconds ? SqlValue::of_timestamp(*seconds) : SqlValue{};
        case F::days_between: {
            const auto other = as_seconds(*arguments[1]);
            if (!seconds || !other) return {};
            return SqlValue::of_number(std::floor(*other / kDay) - std::floor(*seconds / kDay));
        }
        default:
            return {};
    }
}

}  // namespace

SqlValue apply_sql(SqlFunction function, std::span<const SqlValue* const> arguments) {
    const auto is_null = [](const SqlValue* value) { return value->is_null(); };
    if (function == F::greatest || function == F::least) return extreme(function, arguments);
    if (function == F::nullif) {
        const auto order = compare_values(*arguments[0], *arguments[1]);
        return order && *order == 0 ? SqlValue{} : *arguments[0];
    }
    if (function >= F::list && function <= F::list_flatten) return apply_sql_list(function, arguments);
    if (function == F::join_filled) return apply_sql_text(function, arguments);
    if (std::any_of(arguments.begin(), arguments.end(), is_null)) return {};
    if (is_comparison(function)) return compared(function, *arguments[0], *arguments[1]);
    if (function == F::negation) {
        return arguments[0]->kind == SqlKind::boolean ? SqlValue::boolean(!arguments[0]->is_true())
                                                      : SqlValue{};
    }
    if (function >= F::read_date && function <= F::days_between) return of_dates(function, arguments);
    if (function == F::to_date || function == F::to_timestamp) return of_dates(function, arguments);
    if (function == F::to_text) {
        auto text = as_text(*arguments[0]);
        return text ? SqlValue::of_text(std::move(*text)) : SqlValue{};
    }
    if (function == F::cosine_similarity) return apply_sql_list(function, arguments);
    if (function >= F::lower && function <= F::hamming) return apply_sql_text(function, arguments);
    if (function == F::add || function == F::subtract) {
        const SqlValue& a = *arguments[0];
        const SqlValue& b = *arguments[1];
        const bool days = function == F::subtract && a.kind == SqlKind::date && b.kind == SqlKind::date;
        if (!days && (is_moment(a) || is_moment(b))) return moved(function, a, b);
    }
    const auto x = as_number(*arguments[0]);
    if (!x) return {};
    if (function == F::round && arguments.size() == 2) {
        const auto digits = as_number(*arguments[1]);
        return digits ? SqlValue::of_number(rounded(*x, *digits)) : SqlValue{};
    }
    if (!is_arithmetic(function)) return of_one_number(function, *x);
    const auto y = as_number(*arguments[1]);
    return y ? of_two_numbers(function, *x, *y) : SqlValue{};
}

}  // namespace scrm::identity
