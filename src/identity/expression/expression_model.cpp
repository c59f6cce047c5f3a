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

/// On one line, and not too long for one.
std::string shown(const std::string& sql) {
    std::string out;
    for (const char c : sql) {
        const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (out.size() > kShownBytes) out = out.substr(0, kShownBytes) + " …";
    return out;
}

SqlExpression parse_part(const std::string& sql, SqlNaming naming, SqlDialect dialect,
                         const std::string& where) {
    try {
        return parse_sql(sql, naming, dialect);
    } catch (const Error& error) {
        throw Error(error.code(), where + ": " + error.what() + ": " + shown(sql));
    }
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
    std::vector<const SqlExpression*> all;
    for (const Comparison& comparison : model.comparisons) {
        auto& conditions = out.conditions.emplace_back();
        for (const Level& level : comparison.levels) {
            conditions.push_back(parse_condition(level.when.expression, dialect,
                                                 "comparison " + comparison.name + ", level " + level.name));
        }
    }
    std::size_t number = 0;
    for (const BlockingRule& rule : model.blocking_rules)
        add_rules(rule, dialect, "blocking rule " + std::to_string(++number), out.rules);
    for (const auto& conditions : out.conditions) {
        for (const SqlExpression& condition : conditions) all.push_back(&condition);
    }
    for (const ParsedRule& rule : out.rules) {
        for (const auto& [left, right] : rule.keys) all.insert(all.end(), {&left, &right});
        if (rule.filter) all.push_back(&*rule.filter);
    }
    out.kinds = infer_kinds(all);
    for (const Comparison& comparison : model.comparisons) {
        for (const Level& level : comparison.levels) {
            if (level.frequency_adjustment)
                out.kinds.try_emplace(level.frequency_adjustment->column, SqlKind::text);
        }
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
        const auto some = columns_of(parse_condition(
            level.when.expression, dialect, "comparison " + comparison.name + ", level " + level.name));
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
    std::vector<std::string> out;
    if (!tables) return out;
    for (const auto& column : parse_model(*this).kinds) out.push_back(column.first);
    return out;
}

}  // namespace scrm::identity
