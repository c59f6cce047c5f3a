// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/comparison_library.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "identity/expression/expression_model_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

std::string number_text(double value) {
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc{} ? std::string(buffer, end) : std::string{"0"};
}

std::string text_literal(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += c;
        out += c;
    }
    return out + "'";
}

std::string call(std::string_view function, const Column& column) {
    return std::string{function} + "(" + column.left() + ", " + column.right() + ")";
}

Level measured(std::string_view label, std::string_view function, const Column& column, std::string_view sign,
               double threshold) {
    const std::string bound = std::string{sign} + " " + number_text(threshold);
    return levels::expression(std::string{label} + " of " + column.name() + " " + bound,
                              call(function, column) + " " + bound);
}

/// `least` to `most`; never NaN.
double within(double value, double least, double most, const char* what) {
    if (value >= least && value <= most) return value;
    throw Error(ErrorCode::invalid_argument, std::string{"a level: "} + what);
}

double as_similarity(double value) {
    return within(value, 0, 1, "a similarity is between 0 and 1");
}

double as_distance(double value) {
    return within(value, 0, std::numeric_limits<double>::max(), "a distance is a number from 0 on");
}

std::span<const Level> not_empty(std::span<const Level> parts) {
    if (parts.empty()) throw Error(ErrorCode::invalid_argument, "a level: it has no parts");
    return parts;
}

template <class Text>
std::string joined(std::span<const Level> parts, std::string_view word, const Text& text) {
    std::string out;
    for (const Level& part : parts) out += (out.empty() ? "" : std::string{word}) + "(" + text(part) + ")";
    return out;
}

std::string sql_of(const Level& level) {
    return level.when.expression;
}

std::string name_of(const Level& level) {
    return level.name;
}

/// NULL, exact, then a level for each threshold, otherwise.
template <class Threshold, class Make>
Comparison at_thresholds(const Column& column, std::span<const Threshold> thresholds, const Make& make) {
    std::vector<Level> all = {levels::missing(column), levels::exact(column)};
    for (const Threshold threshold : thresholds) all.push_back(make(column, threshold));
    all.push_back(levels::otherwise());
    return comparisons::of_levels(column.name(), std::move(all));
}

/// No evidence where none of the parts is any.
Level grouped(std::span<const Level> parts, std::string_view word) {
    Level out = levels::expression(joined(parts, word, name_of), joined(parts, word, sql_of));
    out.null_level = true;
    for (const Level& part : parts) out.null_level &= part.null_level;
    out.assumed_m = !out.null_level;
    out.assumed_u = !out.null_level;
    return out;
}

Level frequency_of(Level level, const std::string& column) {
    level.frequency_adjustment = FrequencyAdjustment{.column = column};
    return level;
}

Level renamed(Level level, std::string name) {
    level.name = std::move(name);
    return level;
}

/// word(…)
bool looks_like_call(std::string_view text) {
    const auto is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    const auto end = std::find_if_not(text.begin(), text.end(), is_word);
    return end != text.begin() && end != text.end() && *end == '(' && text.back() == ')';
}

/// Of operators only those that no name holds: a column may well be called "e-mail" or "black and white".
bool is_operator_of_names(SqlFunction function) {
    return function <= SqlFunction::negation || function == SqlFunction::is_null ||
           (function >= SqlFunction::equal && function <= SqlFunction::minus);
}

/// A key of a blocking rule over either record.
std::pair<std::string, std::string> both_sides(const Column& column) {
    const auto as_name = [](const Column& named) { return std::pair{named.of("l"), named.of("r")}; };
    const std::string& text = column.name();
    if (!column.is_plain()) return as_name(column);
    std::vector<SqlPlace> places;
    SqlExpression parsed;
    try {
        parsed = parse_sql(text, SqlNaming::bare, SqlDialect::duckdb, &places);
    } catch (const Error& error) {
        if (looks_like_call(text)) throw Error(error.code(), std::string{error.what()} + ": " + shown(text));
        return as_name(column);
    }
    if (parsed.function == SqlFunction::column) return as_name(Column(parsed.name));
    if (places.empty() || is_operator_of_names(parsed.function)) return as_name(column);
    std::pair<std::string, std::string> out;
    std::size_t done = 0;
    for (const SqlPlace& place : places) {
        const std::string between = text.substr(done, place.position - done);
        out.first += between + Column(place.name).of("l");
        out.second += between + Column(place.name).of("r");
        done = place.position + place.size;
    }
    out.first += text.substr(done);
    out.second += text.substr(done);
    return out;
}

}  // namespace

Column Column::through(std::string_view before, std::string_view after) const {
    Column out = *this;
    out.before_ = std::string{before} + out.before_;
    out.after_ += after;
    return out;
}

Column Column::substring(int start, int length) const {
    return through("SUBSTRING(", ", " + std::to_string(start) + ", " + std::to_string(length) + ")");
}

Column Column::matching(std::string_view pattern, int group) const {
    return through("NULLIF(regexp_extract(",
                   ", " + text_literal(pattern) + ", " + std::to_string(group) + "), '')");
}

Column Column::date(std::string_view format) const {
    return through("try_strptime(", ", " + text_literal(format) + ")");
}

std::string Column::quoted(std::string_view side) const {
    std::string out = "\"";
    for (const char c : name_) {
        if (c == '"') out += c;
        out += c;
    }
    return out.append(side) + "\"";
}

double TimeSpan::seconds() const noexcept {
    constexpr double kDay = 86'400;
    constexpr std::array<double, 6> kSeconds = {1, 60, 3'600, kDay, kDay * 365.25 / 12, kDay * 365.25};
    return count * kSeconds[static_cast<std::size_t>(unit)];
}

namespace levels {

Level expression(std::string name, std::string sql) {
    Level out;
    out.name = std::move(name);
    out.when.kind = PredicateKind::expression;
    out.when.expression = std::move(sql);
    out.assumed_m = true;
    out.assumed_u = true;
    return out;
}

Level missing(const Column& column) {
    Level out = expression(column.name() + " is missing",
                           column.left() + " IS NULL OR " + column.right() + " IS NULL");
    out.null_level = true;
    out.assumed_m = false;
    out.assumed_u = false;
    return out;
}

Level otherwise() {
    return expression("all other comparisons", "ELSE");
}

Level exact(const Column& column, bool frequencies) {
    Level out = expression("exact match on " + column.name(), column.left() + " = " + column.right());
    return frequencies ? frequency_of(std::move(out), column.name()) : out;
}

Level literal(const Column& column, std::string_view value) {
    const std::string wanted = " = " + text_literal(value);
    return expression(column.name() + wanted, column.left() + wanted + " AND " + column.right() + wanted);
}

Level swapped(const Column& one, const Column& other) {
    return expression(one.name() + " and " + other.name() + " swapped",
                      one.left() + " = " + other.right() + " AND " + one.right() + " = " + other.left());
}

Level levenshtein(const Column& column, int distance) {
    return measured("Levenshtein distance", "levenshtein", column, "<=", as_distance(distance));
}

Level damerau_levenshtein(const Column& column, int distance) {
    return measured("Damerau-Levenshtein distance", "damerau_levenshtein", column,
                    "<=", as_distance(distance));
}

Level jaro(const Column& column, double similarity) {
    return measured("Jaro similarity", "jaro_similarity", column, ">=", as_similarity(similarity));
}

Level jaro_winkler(const Column& column, double similarity) {
    return measured("Jaro-Winkler similarity", "jaro_winkler_similarity", column,
                    ">=", as_similarity(similarity));
}

Level jaccard(const Column& column, double similarity) {
    return measured("Jaccard similarity", "jaccard", column, ">=", as_similarity(similarity));
}

Level time_apart(const Column& column, TimeSpan most) {
    static constexpr std::array<std::string_view, 6> kUnits = {"second", "minute", "hour",
                                                               "day",    "month",  "year"};
    const std::string unit{kUnits[static_cast<std::size_t>(most.unit)]};
    as_distance(most.seconds());
    return expression(column.name() + " at most " + number_text(most.count) + " " + unit + " apart",
                      "ABS(EPOCH(" + column.left() + ") - EPOCH(" + column.right() +
                          ")) <= " + number_text(most.seconds()));
}

Level number_apart(const Column& column, double most) {
    as_distance(most);
    return expression(column.name() + " at most " + number_text(most) + " apart",
                      "ABS(" + column.left() + " - " + column.right() + ") <= " + number_text(most));
}

Level km_apart(const Column& latitude, const Column& longitude, double most) {
    as_distance(most);
    const std::string cosine = "sin(radians(" + latitude.left() + ")) * sin(radians(" + latitude.right() +
                               ")) + cos(radians(" + latitude.left() + ")) * cos(radians(" +
                               latitude.right() + ")) * cos(radians(" + longitude.right() + " - " +
                               longitude.left() + "))";
    // Rounding may leave it a little outside of [-1, 1].
    const std::string bounded =
        "CASE WHEN (" + cosine + ") > 1 THEN 1 WHEN (" + cosine + ") < -1 THEN -1 ELSE (" + cosine + ") END";
    return expression("at most " + number_text(most) + " km apart",
                      "CAST(acos(" + bounded + ") * 6371 AS FLOAT) <= " + number_text(most));
}

Level shared_items(const Column& list, int least) {
    within(least, 1, std::numeric_limits<int>::max(), "a number of shared items is at least 1");
    return expression(list.name() + " share at least " + std::to_string(least),
                      "array_length(" + call("list_intersect", list) + ") >= " + std::to_string(least));
}

Level cosine_similarity(const Column& list, double similarity) {
    return measured("cosine similarity", "array_cosine_similarity", list,
                    ">=", within(similarity, -1, 1, "a cosine is between -1 and 1"));
}

Level all_of(std::span<const Level> parts) {
    return grouped(not_empty(parts), " AND ");
}

Level any_of(std::span<const Level> parts) {
    return grouped(not_empty(parts), " OR ");
}

Level none_of(std::span<const Level> parts) {
    return expression("NOT (" + joined(not_empty(parts), " OR ", name_of) + ")",
                      "NOT (" + joined(parts, " OR ", sql_of) + ")");
}

}  // namespace levels

namespace comparisons {

Comparison of_levels(std::string name, std::vector<Level> levels) {
    Comparison out;
    out.name = std::move(name);
    out.measure = "expression";
    out.levels = std::move(levels);
    assume_probabilities(out);
    return out;
}

Comparison exact(const Column& column, bool frequencies) {
    return of_levels(column.name(),
                     {levels::missing(column), levels::exact(column, frequencies), levels::otherwise()});
}

Comparison levenshtein(const Column& column, std::span<const int> distances) {
    return at_thresholds(column, distances, levels::levenshtein);
}

Comparison damerau_levenshtein(const Column& column, std::span<const int> distances) {
    return at_thresholds(column, distances, levels::damerau_levenshtein);
}

Comparison jaro(const Column& column, std::span<const double> similarities) {
    return at_thresholds(column, similarities, levels::jaro);
}

Comparison jaro_winkler(const Column& column, std::span<const double> similarities) {
    return at_thresholds(column, similarities, levels::jaro_winkler);
}

Comparison jaccard(const Column& column, std::span<const double> similarities) {
    return at_thresholds(column, similarities, levels::jaccard);
}

Comparison date_of_birth(const Column& column, std::string_view format) {
    const Column date = column.date(format);
    return of_levels(column.name(),
                     {levels::missing(date), levels::exact(column), levels::levenshtein(column, 1),
                      levels::time_apart(date, {1, TimeSpan::Unit::month}),
                      levels::time_apart(date, {1, TimeSpan::Unit::year}),
                      levels::time_apart(date, {10, TimeSpan::Unit::year}), levels::otherwise()});
}

Comparison time_apart(const Column& column, std::span<const TimeSpan> spans) {
    return at_thresholds(column, spans, levels::time_apart);
}

Comparison email(const Column& column) {
    const Column user = column.matching("^[^@]+");
    return of_levels(column.name(),
                     {levels::missing(column), levels::exact(column, true),
                      renamed(levels::exact(user), "exact match on the user of " + column.name()),
                      levels::jaro_winkler(column, 0.88),
                      renamed(levels::jaro_winkler(user, 0.88), "user of " + column.name() + " alike"),
                      levels::otherwise()});
}

Comparison postcode(const Column& column) {
    const auto part = [&column](std::string_view label, std::string_view pattern) {
        return renamed(levels::exact(column.matching(pattern)), std::string{label} + " of " + column.name());
    };
    return of_levels(column.name(), {levels::missing(column), levels::exact(column),
                                     part("sector", "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]"),
                                     part("district", "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?"),
                                     part("area", "^[A-Za-z]{1,2}"), levels::otherwise()});
}

Comparison name_of_person(const Column& column) {
    return of_levels(column.name(), {levels::missing(column), levels::exact(column, true),
                                     levels::jaro_winkler(column, 0.92), levels::jaro_winkler(column, 0.88),
                                     levels::jaro_winkler(column, 0.7), levels::otherwise()});
}

Comparison forename_surname(const Column& forename, const Column& surname) {
    const std::array missing = {levels::missing(forename), levels::missing(surname)};
    const std::array equal = {levels::exact(forename), levels::exact(surname)};
    std::vector<Level> all = {levels::all_of(missing), levels::all_of(equal),
                              levels::swapped(forename, surname)};
    for (const double similarity : {0.92, 0.88}) {
        const std::array alike = {levels::jaro_winkler(forename, similarity),
                                  levels::jaro_winkler(surname, similarity)};
        all.push_back(levels::all_of(alike));
    }
    all.push_back(levels::exact(surname, true));
    all.push_back(levels::exact(forename, true));
    all.push_back(levels::otherwise());
    return of_levels(forename.name() + "_" + surname.name(), std::move(all));
}

Comparison distance_in_km(const Column& latitude, const Column& longitude,
                          std::span<const double> kilometres) {
    const std::array missing = {levels::missing(latitude), levels::missing(longitude)};
    std::vector<Level> all = {levels::any_of(missing)};
    for (const double most : kilometres) all.push_back(levels::km_apart(latitude, longitude, most));
    all.push_back(levels::otherwise());
    return of_levels(latitude.name() + "_" + longitude.name(), std::move(all));
}

Comparison shared_items(const Column& list, std::span<const int> sizes) {
    std::vector<Level> all = {levels::missing(list)};
    for (const int least : sizes) all.push_back(levels::shared_items(list, least));
    all.push_back(levels::otherwise());
    return of_levels(list.name(), std::move(all));
}

Comparison cosine_similarity(const Column& list, std::span<const double> similarities) {
    std::vector<Level> all = {levels::missing(list)};
    for (const double similarity : similarities) all.push_back(levels::cosine_similarity(list, similarity));
    all.push_back(levels::otherwise());
    return of_levels(list.name(), std::move(all));
}

}  // namespace comparisons

MatchModel model_of(std::vector<Comparison> comparisons, std::span<const std::string> blocking_rules,
                    TableSettings tables, std::optional<double> prior) {
    MatchModel out;
    out.comparisons = std::move(comparisons);
    out.tables = std::move(tables);
    out.prior = prior.value_or(out.prior);
    out.fixed_prior = prior.has_value();
    for (const std::string& rule : blocking_rules)
        out.blocking_rules.push_back({.keys = {}, .expression = rule});
    const SqlDialect dialect = parse_dialect(out.tables->dialect);
    for (Comparison& comparison : out.comparisons)
        comparison.attributes = columns_of_levels(comparison, dialect);
    out.validate();
    return out;
}

std::string block_on(std::span<const Column> columns) {
    std::string out;
    for (const Column& column : columns) {
        const auto [left, right] = both_sides(column);
        out += (out.empty() ? "" : " AND ") + left + " = " + right;
    }
    return out;
}

}  // namespace scrm::identity
