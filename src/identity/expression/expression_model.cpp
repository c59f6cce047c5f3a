// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/expression_model_internal.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "identity/expression/sql_columns_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/text/letter_case.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kShownBytes = 300;

/// Does what may be refused, and says then where it stands and how it is written.
template <class Work>
auto explained(const std::string& where, const std::string& sql, const Work& work) {
    try {
        return work();
    } catch (const Error& error) {
        throw Error(error.code(), where + ": " + error.what() + ": " + shown(sql));
    }
}

SqlExpression parse_part(const std::string& sql, SqlNaming naming, SqlDialect dialect,
                         const std::string& where) {
    return explained(where, sql, [&] { return parse_sql(sql, naming, dialect); });
}

std::string place_of(const Comparison& comparison, const Level& level) {
    return "comparison " + shown(comparison.name) + ", level " + shown(level.name);
}

std::vector<const SqlExpression*> expressions_of(const ParsedModel& parsed) {
    std::vector<const SqlExpression*> out;
    for (const auto& conditions : parsed.conditions) {
        for (const SqlExpression& condition : conditions) out.push_back(&condition);
    }
    for (const ParsedRule& rule : parsed.rules) {
        for (const auto& [left, right] : rule.keys) out.insert(out.end(), {&left, &right});
        if (rule.filter) out.push_back(&*rule.filter);
    }
    return out;
}

/// Columns whose values are counted for frequency adjustments.
std::set<std::string> counted_columns(const MatchModel& model) {
    std::set<std::string> out;
    for (const Comparison& comparison : model.comparisons) {
        for (const Level& level : comparison.levels) {
            if (level.frequency_adjustment) out.insert(level.frequency_adjustment->column);
        }
    }
    return out;
}

bool is_else(const std::string& sql) {
    std::string word;
    for (const char c : sql) {
        if (c != ' ' && (c < '\t' || c > '\r')) word += c;
    }
    return text::to_upper(word) == "ELSE";
}

/// Left over the left row, right over the right one; swapped when it is the other way round.
bool as_key(const SqlExpression& part, std::vector<std::pair<SqlExpression, SqlExpression>>& keys) {
    if (part.function != SqlFunction::equal) return false;
    const unsigned first = sides_of(part.parts[0]);
    const unsigned second = sides_of(part.parts[1]);
    if (first == 1 && second == 2)
        keys.emplace_back(part.parts[0], part.parts[1]);
    else if (first == 2 && second == 1)
        keys.emplace_back(part.parts[1], part.parts[0]);
    else
        return false;
    return true;
}

void add_rules(const BlockingRule& rule, SqlDialect dialect, const std::string& where,
               std::vector<ParsedRule>& rules) {
    const SqlExpression whole = parse_part(rule.expression, SqlNaming::prefixes, dialect, where);
    for (const SqlExpression* alternative : joined_parts(whole, SqlFunction::either)) {
        ParsedRule& out = rules.emplace_back();
        out.text = shown(rule.expression);
        for (const SqlExpression* part : joined_parts(*alternative, SqlFunction::both)) {
            if (as_key(*part, out.keys)) continue;
            if (!out.filter) {
                out.filter = *part;
                continue;
            }
            SqlExpression both;
            both.function = SqlFunction::both;
            both.parts = {std::move(*out.filter), *part};
            out.filter = std::move(both);
        }
    }
}

/// The m that Splink takes for a level that has none; `rank` counts the levels from 0, weakest first.
double default_m(std::size_t rank, std::size_t count) {
    constexpr double kExact = 0.95;
    return rank + 1 == count ? kExact : (1 - kExact) / static_cast<double>(count - 1);
}

/// Its u: match weights from −5 to 3 bits in even steps, 10 for the strongest level.
double default_u(std::size_t rank, std::size_t count) {
    double bits = 10;
    if (rank + 1 < count) {
        const double steps = count > 2 ? static_cast<double>(count - 2) : 1;
        bits = count > 2 ? -5 + 8 * static_cast<double>(rank) / steps : -5;
    }
    return default_m(rank, count) / std::exp2(bits);
}

}  // namespace

std::string shown(const std::string& sql) {
    std::string out;
    for (const char c : sql) {
        const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (out.size() <= kShownBytes) return out;
    std::size_t end = kShownBytes;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
    return out.substr(0, end) + " …";
}

bool has_expressions(const MatchModel& model) noexcept {
    return model.tables.has_value();
}

SqlDialect parse_dialect(const std::string& name) {
    if (name == "duckdb") return SqlDialect::duckdb;
    if (name == "spark" || name == "databricks") return SqlDialect::spark;
    if (name == "sqlite") return SqlDialect::sqlite;
    if (name == "postgres") return SqlDialect::postgres;
    throw Error(ErrorCode::invalid_argument, "the SQL dialect is none of duckdb, spark, sqlite, postgres");
}

SqlExpression parse_condition(const std::string& sql, SqlDialect dialect, const std::string& where) {
    if (is_else(sql)) {
        SqlExpression out;
        out.value = SqlValue::boolean(true);
        return out;
    }
    return parse_part(sql, SqlNaming::suffixes, dialect, where);
}

ParsedModel parse_model(const MatchModel& model) {
    ParsedModel out;
    const SqlDialect dialect = parse_dialect(model.tables ? model.tables->dialect : "duckdb");
    for (const Comparison& comparison : model.comparisons) {
        auto& conditions = out.conditions.emplace_back();
        for (const Level& level : comparison.levels) {
            const std::string place = place_of(comparison, level);
            conditions.push_back(parse_condition(level.when.expression, dialect, place));
            explained(place, level.when.expression, [&] { check_condition(conditions.back(), {}); });
        }
    }
    std::size_t number = 0;
    for (const BlockingRule& rule : model.blocking_rules)
        add_rules(rule, dialect, "blocking rule " + std::to_string(++number), out.rules);
    std::set<std::string> columns;
    for (const auto& column : infer_kinds(expressions_of(out))) columns.insert(column.first);
    for (const std::string& column : counted_columns(model)) columns.insert(column);
    out.columns.assign(columns.begin(), columns.end());
    return out;
}

void require_columns(const ParsedModel& parsed, const Rows& rows) {
    bool is_known = rows.size() > 0;
    for (std::size_t side = 0; side < rows.sides(); ++side) is_known |= rows.set(side).has_declared();
    for (const std::string& name : parsed.columns) {
        if (is_known && !has_column(rows, name))
            throw Error(ErrorCode::invalid_argument, "no table has the model's column '" + name + "'");
    }
}

SqlColumnKinds column_kinds(const MatchModel& model, const ParsedModel& parsed, const Rows& rows) {
    require_columns(parsed, rows);
    const auto all = expressions_of(parsed);
    SqlColumnKinds out = column_kinds(rows, all);
    DeclaredKinds kinds;
    for (const auto& [name, kind] : out) kinds.emplace(name, kind.kind);
    // What makes a column a number is at fault that it holds none, not that it IS NULL.
    const auto decides = [](const SqlExpression& expression, const std::string& name) {
        const SqlExpression* const only[] = {&expression};
        return infer_kinds(only).at(name) != kAnyKind;
    };
    const auto readable = [&](const SqlExpression& expression, bool whatever_decides = true) {
        for (const std::string& name : columns_of(expression)) {
            if (!whatever_decides && !decides(expression, name)) continue;
            if (is_unreadable(rows, name, out.at(name)))
                throw Error(ErrorCode::invalid_argument, "the column '" + name + "' has no value that is " +
                                                             std::string{kind_name(out.at(name).kind)});
        }
    };
    for (const bool whatever_decides : {false, true}) {
        for (std::size_t i = 0; i < parsed.conditions.size(); ++i) {
            for (std::size_t g = 0; g < parsed.conditions[i].size(); ++g) {
                const Level& level = model.comparisons[i].levels[g];
                explained(place_of(model.comparisons[i], level), level.when.expression, [&] {
                    check_condition(parsed.conditions[i][g], kinds);
                    readable(parsed.conditions[i][g], whatever_decides);
                });
            }
        }
    }
    for (const ParsedRule& rule : parsed.rules) {
        explained("a blocking rule", rule.text, [&] {
            for (const auto& [left, right] : rule.keys) {
                check_equality(left, right, kinds);
                readable(left);
                readable(right);
            }
            if (rule.filter) {
                check_condition(*rule.filter, kinds);
                readable(*rule.filter);
            }
        });
    }
    for (const std::string& name : counted_columns(model)) {
        if (!out.contains(name)) out.emplace(name, SqlColumnKind{});
    }
    return out;
}

void assume_probabilities(Comparison& comparison) {
    const auto count =
        static_cast<std::size_t>(std::count_if(comparison.levels.begin(), comparison.levels.end(),
                                               [](const Level& level) { return !level.null_level; }));
    std::size_t rank = count;
    for (Level& level : comparison.levels) {
        if (level.null_level) continue;
        --rank;
        if (level.assumed_m) level.m = default_m(rank, count);
        if (level.assumed_u) level.u = default_u(rank, count);
    }
}

std::vector<std::string> columns_of_levels(const Comparison& comparison, SqlDialect dialect) {
    std::set<std::string> names;
    for (const Level& level : comparison.levels) {
        const auto some =
            columns_of(parse_condition(level.when.expression, dialect, place_of(comparison, level)));
        names.insert(some.begin(), some.end());
    }
    return {names.begin(), names.end()};
}

const Level* exact_level_of(const Comparison& comparison, const std::vector<SqlExpression>& conditions,
                            const std::string& column) {
    for (std::size_t i = 0; i < comparison.levels.size(); ++i) {
        const std::string exact = exact_match_column(conditions[i]);
        if (!exact.empty() && text::to_lower(exact) == text::to_lower(column)) return &comparison.levels[i];
    }
    return nullptr;
}

std::vector<std::string> MatchModel::columns() const {
    return tables ? parse_model(*this).columns : std::vector<std::string>{};
}

}  // namespace scrm::identity
