// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "identity/expression/sql_functions_internal.hpp"
#include "identity/expression/sql_similarity_internal.hpp"
#include "scrm/text/letter_case.hpp"
#include "scrm/text/similarity.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::identity {
namespace {

using F = SqlFunction;
using Arguments = std::span<const SqlValue* const>;

/// Unicode's general category Zs.
bool is_space(char32_t c) {
    return c == U' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

std::string trimmed(std::string_view bytes, const std::optional<std::string>& letters, bool left,
                    bool right) {
    const std::u32string text = text::to_utf32(bytes);
    const std::u32string taken = letters ? text::to_utf32(*letters) : std::u32string{};
    const auto goes = [&](char32_t c) {
        return letters ? taken.find(c) != std::u32string::npos : is_space(c);
    };
    std::size_t first = 0;
    std::size_t last = text.size();
    while (left && first < last && goes(text[first])) ++first;
    while (right && last > first && goes(text[last - 1])) --last;
    return text::to_utf8(std::u32string_view{text}.substr(first, last - first));
}

/// Code points from a position counted from 1; from the end below 0. A negative length goes to the left.
std::string substring(std::string_view bytes, double start, std::optional<double> length) {
    const std::u32string text = text::to_utf32(bytes);
    const auto size = static_cast<double>(text.size());
    double first = start > 0 ? start - 1 : start < 0 ? size + start : -1;
    double last = length ? first + *length : size;
    if (last < first) std::swap(first, last);
    first = std::clamp(first, 0.0, size);
    last = std::clamp(last, 0.0, size);
    return text::to_utf8(std::u32string_view{text}.substr(static_cast<std::size_t>(first),
                                                          static_cast<std::size_t>(last - first)));
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out;
    if (from.empty()) return std::string{text};
    for (std::size_t at = 0; (at = text.find(from)) != std::string_view::npos;
         text.remove_prefix(at + from.size()))
        out.append(text.substr(0, at)).append(to);
    return out.append(text);
}

SqlValue similarity(F function, const std::string& a, const std::string& b) {
    switch (function) {
        case F::levenshtein:
            return SqlValue::of_number(text::levenshtein(a, b));
        case F::damerau_levenshtein:
            return SqlValue::of_number(unrestricted_damerau_levenshtein(a, b));
        case F::jaro:
            return SqlValue::of_number(a.empty() || b.empty() ? 0 : text::jaro(a, b));
        case F::jaro_winkler:
            return SqlValue::of_number(a.empty() || b.empty() ? 0 : text::jaro_winkler(a, b));
        case F::jaccard:
            return a.empty() || b.empty() ? SqlValue{} : SqlValue::of_number(letter_jaccard(a, b));
        default: {
            const auto distance = hamming_distance(a, b);
            return distance ? SqlValue::of_number(*distance) : SqlValue{};
        }
    }
}

}  // namespace

SqlValue apply_sql_text(SqlFunction function, std::span<const SqlValue* const> arguments) {
    if (function == F::join_filled) {
        std::string out;
        for (const SqlValue* value : arguments) out += as_text(*value).value_or("");
        return SqlValue::of_text(std::move(out));
    }
    if (function == F::length && arguments[0]->kind == SqlKind::list)
        return SqlValue::of_number(static_cast<double>(arguments[0]->list->size()));
    const auto first = as_text(*arguments[0]);
    if (!first) return {};
    const auto number = [&](std::size_t i) { return as_number(*arguments[i]).value_or(0); };
    const auto second = [&] { return arguments.size() > 1 ? as_text(*arguments[1]) : std::nullopt; };
    switch (function) {
        case F::lower:
            return SqlValue::of_text(text::to_lower(*first));
        case F::upper:
            // DuckDB has a capital sharp s.
            return SqlValue::of_text(replaced(text::to_upper(*first), "ß", "ẞ"));
        case F::trim:
            return SqlValue::of_text(trimmed(*first, second(), true, true));
        case F::trim_left:
            return SqlValue::of_text(trimmed(*first, second(), true, false));
        case F::trim_right:
            return SqlValue::of_text(trimmed(*first, second(), false, true));
        case F::substring:
            return SqlValue::of_text(substring(
                *first, number(1), arguments.size() > 2 ? std::optional<double>{number(2)} : std::nullopt));
        case F::left:
        case F::right: {
            const auto size = static_cast<double>(text::to_utf32(*first).size());
            const double count = number(1) >= 0 ? number(1) : std::max(0.0, size + number(1));
            return SqlValue::of_text(function == F::left
                                         ? substring(*first, 1, count)
                                         : substring(*first, std::max(1.0, size - count + 1), size));
        }
        case F::length:
            return SqlValue::of_number(static_cast<double>(text::to_utf32(*first).size()));
        case F::join:
            return SqlValue::of_text(*first + second().value_or(""));
        case F::replace:
            return SqlValue::of_text(
                replaced(*first, second().value_or(""), as_text(*arguments[2]).value_or("")));
        case F::starts_with:
            return SqlValue::boolean(first->starts_with(second().value_or("")));
        case F::contains:
            return SqlValue::boolean(first->find(second().value_or("")) != std::string::npos);
        default:
            return similarity(function, *first, second().value_or(""));
    }
}

}  // namespace scrm::identity
