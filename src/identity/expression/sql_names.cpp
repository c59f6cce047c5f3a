// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_names_internal.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace scrm::identity {
namespace {

using F = SqlFunction;
constexpr unsigned kAny = 100;

constexpr std::array<SqlName, 82> kFunctions = {{
    {"coalesce", F::coalesce, 1, kAny},
    {"ifnull", F::coalesce, 2, 2},
    {"nvl", F::coalesce, 2, 2},
    {"nullif", F::nullif, 2, 2},
    {"abs", F::absolute, 1, 1},
    {"floor", F::floor, 1, 1},
    {"ceil", F::ceiling, 1, 1},
    {"ceiling", F::ceiling, 1, 1},
    {"round", F::round, 1, 2},
    {"sqrt", F::square_root, 1, 1},
    {"sin", F::sine, 1, 1},
    {"cos", F::cosine, 1, 1},
    {"asin", F::arc_sine, 1, 1},
    {"acos", F::arc_cosine, 1, 1},
    {"atan2", F::arc_tangent2, 2, 2},
    {"radians", F::radians, 1, 1},
    {"pow", F::power, 2, 2},
    {"power", F::power, 2, 2},
    {"greatest", F::greatest, 1, kAny},
    {"least", F::least, 1, kAny},
    {"lower", F::lower, 1, 1},
    {"lcase", F::lower, 1, 1},
    {"upper", F::upper, 1, 1},
    {"ucase", F::upper, 1, 1},
    {"trim", F::trim, 1, 2},
    {"ltrim", F::trim_left, 1, 2},
    {"rtrim", F::trim_right, 1, 2},
    {"substring", F::substring, 2, 3},
    {"substr", F::substring, 2, 3},
    {"left", F::left, 2, 2},
    {"right", F::right, 2, 2},
    {"length", F::length, 1, 1},
    {"char_length", F::length, 1, 1},
    {"concat", F::join_filled, 1, kAny},
    {"replace", F::replace, 3, 3},
    {"regexp_extract", F::regexp_extract, 2, 3},
    {"starts_with", F::starts_with, 2, 2},
    {"prefix", F::starts_with, 2, 2},
    {"startswith", F::starts_with, 2, 2},
    {"contains", F::contains, 2, 2},
    {"levenshtein", F::levenshtein, 2, 2},
    {"editdist3", F::levenshtein, 2, 2},
    {"damerau_levenshtein", F::damerau_levenshtein, 2, 2},
    {"jaro_similarity", F::jaro, 2, 2},
    {"jaro_sim", F::jaro, 2, 2},
    {"jaro_winkler_similarity", F::jaro_winkler, 2, 2},
    {"jaro_winkler", F::jaro_winkler, 2, 2},
    {"jaccard", F::jaccard, 2, 2},
    {"hamming", F::hamming, 2, 2},
    {"array_cosine_similarity", F::cosine_similarity, 2, 2},
    {"list_cosine_similarity", F::cosine_similarity, 2, 2},
    {"try_strptime", F::read_date, 2, 2},
    {"strptime", F::read_date, 2, 2},
    {"try_to_timestamp", F::read_date, 2, 2},
    {"to_timestamp", F::read_date, 2, 2},
    {"to_date", F::read_date, 2, 2},
    {"try_cast_date", F::read_date, 2, 2},
    {"try_cast_timestamp", F::read_date, 2, 2},
    {"date", F::to_date, 1, 1},
    {"epoch", F::epoch, 1, 1},
    {"unix_timestamp", F::epoch, 1, 1},
    {"datediff", F::days_between, 2, 2},
    {"date_diff", F::days_between, 2, 2},
    {"list_value", F::list, 0, kAny},
    {"array", F::list, 0, kAny},
    {"list_intersect", F::list_intersect, 2, 2},
    {"array_intersect", F::list_intersect, 2, 2},
    {"array_length", F::list_length, 1, 2},
    {"array_size", F::list_length, 1, 1},
    {"cardinality", F::list_length, 1, 1},
    {"size", F::list_length, 1, 1},
    {"len", F::length, 1, 1},
    {"list_extract", F::list_element, 2, 2},
    {"element_at", F::list_element, 2, 2},
    {"list_max", F::list_max, 1, 1},
    {"array_max", F::list_max, 1, 1},
    {"list_min", F::list_min, 1, 1},
    {"array_min", F::list_min, 1, 1},
    {"flatten", F::list_flatten, 1, 1},
    {"list_transform", F::list_transform, 2, 2},
    {"array_transform", F::list_transform, 2, 2},
    {"transform", F::list_transform, 2, 2},
}};

constexpr std::array<std::pair<std::string_view, SqlFunction>, 22> kCasts = {{
    {"text", F::to_text},        {"varchar", F::to_text},       {"string", F::to_text},
    {"char", F::to_text},        {"double", F::to_number},      {"float8", F::to_number},
    {"numeric", F::to_number},   {"decimal", F::to_number},     {"double precision", F::to_number},
    {"float", F::to_float},      {"float4", F::to_float},       {"real", F::to_float},
    {"int", F::to_integer},      {"integer", F::to_integer},    {"bigint", F::to_integer},
    {"smallint", F::to_integer}, {"long", F::to_integer},       {"int64", F::to_integer},
    {"date", F::to_date},        {"datetime", F::to_timestamp}, {"timestamp", F::to_timestamp},
    {"int4", F::to_integer},
}};

}  // namespace

std::optional<SqlName> find_sql_function(std::string_view name) {
    const auto at = std::find_if(kFunctions.begin(), kFunctions.end(),
                                 [name](const SqlName& known) { return known.name == name; });
    return at == kFunctions.end() ? std::nullopt : std::optional<SqlName>{*at};
}

std::optional<SqlFunction> find_sql_cast(std::string_view type) {
    const auto at =
        std::find_if(kCasts.begin(), kCasts.end(), [type](const auto& known) { return known.first == type; });
    return at == kCasts.end() ? std::nullopt : std::optional<SqlFunction>{at->second};
}

}  // namespace scrm::identity
