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

SqlValue element(std::string_view text, bool quoted) {
    if (!quoted) {
        text = without_blanks(text);
        if (text == "null" || text == "NULL" || text == "None") return {};
    }
    return SqlValue::of_text(std::string{text});
}

/// The parts between the brackets.
SqlValue::List bracketed(std::string_view text) {
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
            out.push_back(element(part, quoted));
            part.clear();
            quoted = false;
        } else if (!quoted || !is_blank(c)) {
            part += c;
        }
    }
    if (quoted || !without_blanks(part).empty()) out.push_back(element(part, quoted));
    if (out.size() != 1 || quoted) return out;
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

SqlValue read_list(std::string_view cell) {
    const std::string_view inner = without_blanks(cell);
    if (inner.size() >= 2 && inner.front() == '[' && inner.back() == ']')
        return SqlValue::of_list(bracketed(inner.substr(1, inner.size() - 2)));
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
        case SqlKind::number: {
            const auto number = parse_number(cell);
            return number ? SqlValue::of_number(*number) : SqlValue{};
        }
        case SqlKind::date:
        case SqlKind::timestamp: {
            const auto seconds = iso_seconds(cell);
            if (!seconds) return {};
            const bool has_time = cell.find(':') != std::string_view::npos;
            return has_time ? SqlValue::of_timestamp(*seconds) : SqlValue::of_date(*seconds);
        }
        case SqlKind::list:
            return read_list(cell);
        default:
            return SqlValue::of_text(std::string{cell});
    }
}

std::optional<std::string> as_text(const SqlValue& value) {
    switch (value.kind) {
        case SqlKind::null:
            return std::nullopt;
        case SqlKind::boolean:
            return value.is_true() ? "true" : "false";
        case SqlKind::number:
            return number_text(value.number);
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
    const bool moments = is_moment(a.kind) || is_moment(b.kind);
    const auto x = moments ? as_seconds(a) : as_number(a);
    const auto y = moments ? as_seconds(b) : as_number(b);
    if (!x || !y) return std::nullopt;
    return sign_of(*x, *y);
}

std::string key_of(const SqlValue& value) {
    std::string out(1, static_cast<char>('0' + static_cast<int>(value.kind)));
    if (value.kind == SqlKind::text) {
        out += value.text;
    } else if (value.kind == SqlKind::list) {
        for (const SqlValue& item : *value.list) {
            const std::string key = key_of(item);
            out += std::to_string(key.size()) + ':' + key;
        }
    } else if (!value.is_null()) {
        out += number_text(value.number == 0 ? 0.0 : value.number);
    }
    return out;
}

}  // namespace scrm::identity
