// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_value_internal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "identity/expression/sql_dates_internal.hpp"

namespace scrm::identity {
namespace {

constexpr double kDay = 86'400;

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<double> parse_number(std::string_view text) {
    text = without_blanks(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// As DuckDB casts texts to booleans.
std::optional<bool> parse_boolean(std::string_view text) {
    std::string word;
    for (const char c : without_blanks(text)) word += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (word == "true" || word == "t" || word == "1" || word == "yes" || word == "y") return true;
    if (word == "false" || word == "f" || word == "0" || word == "no" || word == "n") return false;
    return std::nullopt;
}

/// A number; of more digits than every double holds, with them.
SqlValue number_value(std::string_view text) {
    constexpr std::size_t kExactDigits = 15;
    const auto number = parse_number(text);
    if (!number) return {};
    SqlValue out = SqlValue::of_number(*number);
    text = without_blanks(text);
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const bool is_integer =
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (is_integer && digits.size() > kExactDigits && digits.front() != '0') out.text = text;
    return out;
}

SqlValue element(std::string_view text, bool quoted, bool typed) {
    if (!quoted) {
        text = without_blanks(text);
        if (text == "null" || text == "NULL" || text == "None") return {};
        if (typed && (text == "true" || text == "True")) return SqlValue::boolean(true);
        if (typed && (text == "false" || text == "False")) return SqlValue::boolean(false);
        if (typed) return number_value(text);
    }
    return SqlValue::of_text(std::string{text});
}

/// The parts between the brackets. `typed`: what is not quoted is no text.
SqlValue::List bracketed(std::string_view text, bool typed) {
    SqlValue::List out;
    std::string part;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c == '"' || c == '\'') && without_blanks(part).empty() && !quoted) {
            part.clear();
            quoted = true;
            for (++i; i < text.size() && text[i] != c; ++i) {
                if (text[i] == '\\' && i + 1 < text.size()) ++i;
                part += text[i];
            }
        } else if (c == ',') {
            out.push_back(element(part, quoted, typed));
            part.clear();
            quoted = false;
        } else if (!quoted || !is_blank(c)) {
            part += c;
        }
    }
    if (quoted || !without_blanks(part).empty()) out.push_back(element(part, quoted, typed));
    if (typed || out.size() != 1 || quoted) return out;
    // Numbers by white space, as NumPy prints them.
    SqlValue::List numbers;
    std::string_view rest = out.front().text;
    while (!(rest = without_blanks(rest)).empty()) {
        const auto end = std::find_if(rest.begin(), rest.end(), is_blank) - rest.begin();
        const std::string_view word = rest.substr(0, static_cast<std::size_t>(end));
        if (!parse_number(word)) return out;
        numbers.push_back(SqlValue::of_text(std::string{word}));
        rest.remove_prefix(word.size());
    }
    return numbers;
}

SqlValue read_list(std::string_view cell, bool typed) {
    const std::string_view inner = without_blanks(cell);
    if (inner.size() >= 2 && inner.front() == '[' && inner.back() == ']')
        return SqlValue::of_list(bracketed(inner.substr(1, inner.size() - 2), typed));
    SqlValue::List out;
    for (std::string_view rest = cell;;) {
        const std::size_t at = rest.find(';');
        const std::string_view part = without_blanks(rest.substr(0, at));
        if (!part.empty()) out.push_back(SqlValue::of_text(std::string{part}));
        if (at == std::string_view::npos) break;
        rest.remove_prefix(at + 1);
    }
    return SqlValue::of_list(std::move(out));
}

int sign_of(double a, double b) {
    if (std::isnan(a) || std::isnan(b))
        return static_cast<int>(std::isnan(a)) - static_cast<int>(std::isnan(b));
    return a < b ? -1 : static_cast<int>(a > b);
}

bool is_moment(SqlKind kind) {
    return kind == SqlKind::date || kind == SqlKind::timestamp;
}

/// Shortest text that reads back to the same number.
std::string number_text(double value) {
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc{} ? std::string(buffer, end) : std::string{};
}

/// Integers of more digits than a double holds, by their digits.
int compare_digits(std::string_view a, std::string_view b) {
    const bool below = a.starts_with('-');
    if (below != b.starts_with('-')) return below ? -1 : 1;
    const int size = sign_of(static_cast<double>(a.size()), static_cast<double>(b.size()));
    const int order = size != 0 ? size : a.compare(b);
    const int sign = order < 0 ? -1 : static_cast<int>(order > 0);
    return below ? -sign : sign;
}

std::optional<int> compare_lists(const SqlValue& a, const SqlValue& b) {
    const SqlValue::List& x = *a.list;
    const SqlValue::List& y = *b.list;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
        // NULL within a list equals itself and is above every value.
        if (x[i].is_null() || y[i].is_null()) {
            if (x[i].is_null() != y[i].is_null()) return x[i].is_null() ? 1 : -1;
            continue;
        }
        const auto order = compare_values(x[i], y[i]);
        if (!order || *order != 0) return order;
    }
    if (x.size() == y.size()) return 0;
    return x.size() < y.size() ? -1 : 1;
}

}  // namespace

SqlValue read_cell(std::string_view cell, SqlKind kind) {
    switch (kind) {
        case SqlKind::boolean: {
            const auto truth = parse_boolean(cell);
            return truth ? SqlValue::boolean(*truth) : SqlValue{};
        }
        case SqlKind::number:
            return number_value(cell);
        case SqlKind::date:
        case SqlKind::timestamp: {
            const auto seconds = iso_seconds(cell);
            if (!seconds) return {};
            const bool has_time = cell.find(':') != std::string_view::npos;
            return has_time ? SqlValue::of_timestamp(*seconds) : SqlValue::of_date(*seconds);
        }
        case SqlKind::list:
            return read_list(cell, false);
        default:
            return SqlValue::of_text(std::string{cell});
    }
}

SqlValue read_typed_cell(std::string_view cell, SqlKind kind) {
    if (kind == SqlKind::list) return read_list(cell, true);
    SqlValue out = read_cell(cell, kind);
    if (is_moment(kind) && !out.is_null()) out.kind = kind;
    return out;
}

std::optional<std::string> as_text(const SqlValue& value) {
    switch (value.kind) {
        case SqlKind::null:
            return std::nullopt;
        case SqlKind::boolean:
            return value.is_true() ? "true" : "false";
        case SqlKind::number:
            return value.text.empty() ? number_text(value.number) : value.text;
        case SqlKind::text:
            return value.text;
        case SqlKind::date:
            return iso_text(value.number).substr(0, iso_text(value.number).size() - 9);
        case SqlKind::timestamp:
            return iso_text(value.number);
        case SqlKind::list: {
            std::string out;
            for (const SqlValue& item : *value.list)
                out += (out.empty() ? "[" : ", ") + as_text(item).value_or("NULL");
            return out.empty() ? "[]" : out + "]";
        }
    }
    return std::nullopt;
}

std::optional<double> as_number(const SqlValue& value) {
    if (value.kind == SqlKind::number || value.kind == SqlKind::boolean) return value.number;
    if (value.kind == SqlKind::text) return parse_number(value.text);
    if (is_moment(value.kind)) return value.number / kDay;
    return std::nullopt;
}

std::optional<double> as_seconds(const SqlValue& value) {
    if (is_moment(value.kind)) return value.number;
    if (value.kind == SqlKind::text) return iso_seconds(value.text);
    return std::nullopt;
}

std::optional<int> compare_values(const SqlValue& a, const SqlValue& b) {
    if (a.is_null() || b.is_null()) return std::nullopt;
    if (a.kind == SqlKind::text && b.kind == SqlKind::text) {
        const int order = a.text.compare(b.text);
        return order < 0 ? -1 : static_cast<int>(order > 0);
    }
    if (a.kind == SqlKind::list || b.kind == SqlKind::list) {
        return a.kind == b.kind ? compare_lists(a, b) : std::nullopt;
    }
    if (a.kind != b.kind && (a.kind == SqlKind::boolean || b.kind == SqlKind::boolean) &&
        (a.kind == SqlKind::text || b.kind == SqlKind::text)) {
        const auto x = a.kind == SqlKind::text ? parse_boolean(a.text) : a.is_true();
        const auto y = b.kind == SqlKind::text ? parse_boolean(b.text) : b.is_true();
        if (!x || !y) return std::nullopt;
        return static_cast<int>(*x) - static_cast<int>(*y);
    }
    const bool moments = is_moment(a.kind) || is_moment(b.kind);
    const auto x = moments ? as_seconds(a) : as_number(a);
    const auto y = moments ? as_seconds(b) : as_number(b);
    if (!x || !y) return std::nullopt;
    const bool has_digits =
        a.kind == SqlKind::number && b.kind == SqlKind::number && !a.text.empty() && !b.text.empty();
    return has_digits ? compare_digits(a.text, b.text) : sign_of(*x, *y);
}

std::string key_of(const SqlValue& value) {
    // A date equals the timestamp of its midnight.
    const SqlKind kind = value.kind == SqlKind::timestamp ? SqlKind::date : value.kind;
    std::string out(1, static_cast<char>('0' + static_cast<int>(kind)));
    if (value.is_null()) return out;
    if (kind == SqlKind::list) {
        for (const SqlValue& item : *value.list) {
            const std::string key = key_of(item);
            out += std::to_string(key.size()) + ':' + key;
        }
    } else if (kind == SqlKind::text || !value.text.empty()) {
        out += value.text;  // the empty text is none but itself
    } else if (std::isnan(value.number)) {
        out += "nan";  // whatever its sign
    } else {
        out += number_text(value.number == 0 ? 0.0 : value.number);
    }
    return out;
}

}  // namespace scrm::identity
