// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_types_internal.hpp"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using F = SqlFunction;

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::invalid_argument, what);
}

bool is_comparison(F function) {
    return function >= F::equal && function <= F::greater_equal;
}
bool is_arithmetic(F function) {
    return function >= F::add && function <= F::power;
}
bool is_of_texts(F function) {
    return function >= F::lower && function <= F::hamming;
}
bool is_logic(F function) {
    return function == F::both || function == F::either || function == F::negation;
}
/// The parts whose value is the expression's.
std::vector<std::size_t> value_parts(const SqlExpression& expression) {
    std::vector<std::size_t> out;
    const std::size_t count = expression.parts.size();
    if (expression.function == F::case_when) {
        for (std::size_t i = 0; i < count; ++i) {
            if (i % 2 == 1 || i + 1 == count) out.push_back(i);
        }
    } else if (expression.function == F::coalesce || expression.function == F::nullif ||
               expression.function == F::greatest || expression.function == F::least) {
        for (std::size_t i = 0; i < count; ++i) out.push_back(i);
    }
    return out;
}

/// The kind of a value without looking at its parts' uses; null where it is not known.
SqlKind kind_of(const SqlExpression& expression, const DeclaredKinds& columns) {
    const F function = expression.function;
    switch (function) {
        case F::literal:
            return expression.value.kind;
        case F::column: {
            const auto at = columns.find(expression.name);
            return at == columns.end() ? SqlKind::null : at->second;
        }
        case F::is_null:
        case F::starts_with:
        case F::contains:
            return SqlKind::boolean;
        case F::add:
        case F::subtract: {
            const SqlKind first = kind_of(expression.parts[0], columns);
            const SqlKind second = kind_of(expression.parts[1], columns);
            const bool days = function == F::subtract && second == SqlKind::date;
            if (first == SqlKind::date && !days) return SqlKind::date;
            return function == F::add && second == SqlKind::date ? SqlKind::date : SqlKind::number;
        }
        case F::to_text:
            return SqlKind::text;
        case F::to_date:
            return SqlKind::date;
        case F::to_timestamp:
        case F::read_date:
            return SqlKind::timestamp;
        case F::length:
        case F::epoch:
        case F::days_between:
        case F::list_length:
        case F::cosine_similarity:
        case F::to_number:
        case F::to_float:
        case F::to_integer:
            return SqlKind::number;
        case F::list:
        case F::list_intersect:
        case F::list_flatten:
        case F::list_transform:
            return SqlKind::list;
        default:
            break;
    }
    if (is_logic(function) || is_comparison(function)) return SqlKind::boolean;
    if (function >= F::levenshtein && function <= F::hamming) return SqlKind::number;
    if (is_of_texts(function)) return SqlKind::text;
    SqlKind out = SqlKind::null;
    for (const std::size_t i : value_parts(expression)) {
        const SqlKind kind = kind_of(expression.parts[i], columns);
        if (kind == SqlKind::null || kind == out) continue;
        if (out != SqlKind::null) return SqlKind::null;
        out = kind;
    }
    return is_arithmetic(function) ? SqlKind::number : out;
}

/// What a column may be that is compared with a value of this kind.
SqlKinds comparable_with(SqlKind kind) {
    switch (kind) {
        case SqlKind::boolean:
        case SqlKind::number:
        case SqlKind::list:
            return kinds_with(kind);
        case SqlKind::date:
        case SqlKind::timestamp:
            return kinds_with(SqlKind::date);
        default:
            return kAnyKind;  // a literal text is whatever it is compared with
    }
}

/// What a function takes in the given place, of those that say so themselves.
SqlKinds taken_by(F function, std::size_t place) {
    if (is_logic(function)) return kinds_with(SqlKind::boolean);
    if (function == F::subtract) return kinds_with(SqlKind::number) | kinds_with(SqlKind::date);
    if (is_arithmetic(function) || function == F::to_number || function == F::to_float)
        return kinds_with(SqlKind::number);
    if (function == F::epoch || function == F::days_between || function == F::to_date)
        return kinds_with(SqlKind::date);
    if (function == F::list_transform) return place == 0 ? kinds_with(SqlKind::list) : kAnyKind;
    if (function == F::list_element)
        return place == 0 ? kinds_with(SqlKind::list) | kinds_with(SqlKind::text) : kAnyKind;
    if ((function >= F::list_intersect && function <= F::list_flatten) || function == F::cosine_similarity)
        return kinds_with(SqlKind::list);
    return kAnyKind;
}

class Inference {
  public:
    explicit Inference(const DeclaredKinds& declared) : declared_(declared) {}

    void visit(const SqlExpression& expression, SqlKinds wanted) {
        const F function = expression.function;
        if (function == F::column) return narrow(expression.name, wanted);
        if (is_comparison(function)) {
            for (std::size_t i = 0; i < 2; ++i)
                visit(expression.parts[i], comparable_with(kind_of(expression.parts[1 - i], declared_)));
            return;
        }
        const auto values = value_parts(expression);
        SqlKinds of_values = wanted;
        for (const std::size_t i : values)
            of_values &= comparable_with(kind_of(expression.parts[i], declared_));
        if (of_values == 0) of_values = wanted;  // of several kinds: said by the check
        for (std::size_t i = 0; i < expression.parts.size(); ++i) {
            const bool is_value = std::find(values.begin(), values.end(), i) != values.end();
            const bool decides = function == F::case_when && !is_value;
            visit(expression.parts[i], is_value  ? of_values
                                       : decides ? kinds_with(SqlKind::boolean)
                                                 : taken_by(function, i));
        }
    }

    std::map<std::string, SqlKinds> finish() { return std::move(kinds_); }

  private:
    void narrow(const std::string& name, SqlKinds wanted) {
        SqlKinds& kinds = kinds_.try_emplace(name, kAnyKind).first->second;
        if (const auto at = declared_.find(name); at != declared_.end()) {
            kinds = kinds_with(at->second);
            return;
        }
        kinds &= wanted;
        if (kinds == 0) refuse("the column '" + name + "' is used as two kinds of value");
    }

    const DeclaredKinds& declared_;
    std::map<std::string, SqlKinds> kinds_;
};

/// Numbers and truth values are one class, dates and times another.
SqlKind class_of(SqlKind kind) {
    if (kind == SqlKind::boolean) return SqlKind::number;
    return kind == SqlKind::timestamp ? SqlKind::date : kind;
}

class Check {
  public:
    explicit Check(const DeclaredKinds& columns) : columns_(columns) {}

    void run(const SqlExpression& expression) const {
        for (const SqlExpression& part : expression.parts) run(part);
        const F function = expression.function;
        const auto& parts = expression.parts;
        if (is_logic(function)) {
            for (const SqlExpression& part : parts) need_condition(part);
        } else if (function == F::case_when) {
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2) need_condition(parts[i]);
        } else if (is_comparison(function) || function == F::nullif) {
            compare(parts[0], parts[1]);
        } else if (function == F::greatest || function == F::least) {
            for (std::size_t i = 1; i < parts.size(); ++i) compare(parts[0], parts[i]);
        } else if (is_arithmetic(function)) {
            calculate(expression);
        } else if (is_of_texts(function) && function != F::length) {
            for (const SqlExpression& part : parts) exclude(part, {SqlKind::list});
        } else if (function == F::to_number || function == F::to_float || function == F::to_integer) {
            exclude(parts[0], {SqlKind::list, SqlKind::date, SqlKind::timestamp});
        } else if (function == F::epoch || function == F::days_between || function == F::to_date ||
                   function == F::to_timestamp || function == F::read_date) {
            for (const SqlExpression& part : parts)
                exclude(part, {SqlKind::list, SqlKind::number, SqlKind::boolean});
        } else if (taken_by(function, 0) == kinds_with(SqlKind::list)) {
            const std::size_t lists = function == F::list_transform ? 1 : parts.size();
            for (std::size_t i = 0; i < lists; ++i)
                exclude(parts[i], {SqlKind::boolean, SqlKind::number, SqlKind::text, SqlKind::date,
                                   SqlKind::timestamp});
        } else if (function == F::list_element) {
            exclude(parts[0], {SqlKind::boolean, SqlKind::number, SqlKind::date, SqlKind::timestamp});
        }
    }

    void need_condition(const SqlExpression& part) const {
        const SqlKind kind = kind_of(part, columns_);
        if (kind != SqlKind::boolean && kind != SqlKind::null)
            refuse(std::string{kind_name(kind)} + " is no condition");
    }

    /// DuckDB wants a cast between classes; a literal is cast by itself where it can mean the other kind.
    void compare(const SqlExpression& left, const SqlExpression& right) const {
        const SqlKind a = class_of(kind_of(left, columns_));
        const SqlKind b = class_of(kind_of(right, columns_));
        if (a == SqlKind::null || b == SqlKind::null || a == b) return;
        const bool has_text = a == SqlKind::text || b == SqlKind::text;
        const bool has_list = a == SqlKind::list || b == SqlKind::list;
        const bool has_literal = left.function == F::literal || right.function == F::literal;
        if (!has_text || has_list || !has_literal)
            refuse(std::string{kind_name(kind_of(left, columns_))} + " is not comparable with " +
                   std::string{kind_name(kind_of(right, columns_))});
    }

  private:
    void exclude(const SqlExpression& part, std::initializer_list<SqlKind> kinds) const {
        const SqlKind kind = kind_of(part, columns_);
        if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end())
            refuse(std::string{kind_name(kind)} + " where another kind of value is needed");
    }

    /// Of dates: days are added, and the days between two are counted.
    void calculate(const SqlExpression& expression) const {
        const auto& parts = expression.parts;
        if (expression.function != F::add && expression.function != F::subtract) {
            for (const SqlExpression& part : parts)
                exclude(part, {SqlKind::list, SqlKind::date, SqlKind::timestamp});
            return;
        }
        for (const SqlExpression& part : parts) exclude(part, {SqlKind::list, SqlKind::timestamp});
        const bool first = kind_of(parts[0], columns_) == SqlKind::date;
        const bool second = kind_of(parts[1], columns_) == SqlKind::date;
        if (second && first == (expression.function == F::add))
            refuse("a date where another kind of value is needed");
    }

    const DeclaredKinds& columns_;
};

}  // namespace

std::string_view kind_name(SqlKind kind) {
    switch (kind) {
        case SqlKind::boolean:
            return "a truth value";
        case SqlKind::number:
            return "a number";
        case SqlKind::text:
            return "a text";
        case SqlKind::date:
            return "a date";
        case SqlKind::timestamp:
            return "a time";
        case SqlKind::list:
            return "a list";
        case SqlKind::null:
            break;
    }
    return "nothing";
}

std::map<std::string, SqlKinds> infer_kinds(std::span<const SqlExpression* const> expressions,
                                            const DeclaredKinds& declared) {
    Inference inference(declared);
    for (const SqlExpression* expression : expressions) inference.visit(*expression, kAnyKind);
    return inference.finish();
}

SqlKind usual_kind(SqlKinds kinds) noexcept {
    if (kinds == kAnyKind) return SqlKind::text;
    // x[1] alone says nothing: of a text, which is all that CSV has, it is a letter.
    if (kinds == (kinds_with(SqlKind::list) | kinds_with(SqlKind::text))) return SqlKind::text;
    for (const SqlKind kind : {SqlKind::list, SqlKind::number, SqlKind::date, SqlKind::boolean}) {
        if ((kinds & kinds_with(kind)) != 0) return kind;
    }
    return SqlKind::text;
}

void check_condition(const SqlExpression& condition, const DeclaredKinds& columns) {
    const Check check(columns);
    check.run(condition);
    check.need_condition(condition);
}

void check_equality(const SqlExpression& left, const SqlExpression& right, const DeclaredKinds& columns) {
    const Check check(columns);
    check.run(left);
    check.run(right);
    check.compare(left, right);
}

}  // namespace scrm::identity
