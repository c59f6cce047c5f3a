// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_writer.hpp"

#include <array>
#include <charconv>

#include "scrm/table/column.hpp"

namespace scrm::table {
namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Whether `text` starts with a character that a spreadsheet may take for the start of a formula.
bool starts_formula(std::string_view text) noexcept {
    if (text.empty()) return false;
    switch (text.front()) {
        case '=':
        case '+':
        case '-':
        case '@':
        case '\t':
        case '\r':
            return true;
        case '\xEF':
            break;
        default:
            return false;
    }
    // U+FF1D, U+FF0B, U+FF0D, U+FF20 in UTF-8.
    return text.starts_with("\xEF\xBC\x9D") || text.starts_with("\xEF\xBC\x8B") ||
           text.starts_with("\xEF\xBC\x8D") || text.starts_with("\xEF\xBC\xA0");
}

std::size_t take_digits(std::string_view text, std::size_t from) noexcept {
    while (from < text.size() && is_digit(text[from])) ++from;
    return from;
}

/// [+-] digits [(. or ,) digits] [e [+-] digits], with a digit before the exponent.
bool is_plain_number(std::string_view text) noexcept {
    std::size_t i = 1;  // the sign, which the caller has seen
    const std::size_t whole = take_digits(text, i);
    std::size_t digits = whole - i;
    i = whole;
    if (i < text.size() && (text[i] == '.' || text[i] == ',')) {
        const std::size_t fraction = take_digits(text, i + 1);
        digits += fraction - i - 1;
        i = fraction;
    }
    if (digits == 0) return false;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        const std::size_t exponent = take_digits(text, i);
        if (exponent == i) return false;
        i = exponent;
    }
    return i == text.size();
}

/// "+", then 7 to 15 digits with spaces, hyphens, dots and brackets between them: no sheet computes that.
bool is_phone(std::string_view text) noexcept {
    if (text.front() != '+' || text.size() > 32) return false;
    int digits = 0;
    for (const char c : text.substr(1)) {
        if (is_digit(c)) {
            ++digits;
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
            return false;
        }
    }
    return digits >= 7 && digits <= 15 && (is_digit(text[1]) || text[1] == '(' || text[1] == ' ');
}

/// --MM-DD
bool is_month_day(std::string_view text) noexcept {
    return text.size() == 7 && text.starts_with("--") && is_digit(text[2]) && is_digit(text[3]) &&
           text[4] == '-' && is_digit(text[5]) && is_digit(text[6]);
}

std::string_view without_quotes(std::string_view text) noexcept {
    std::size_t i = 0;
    while (i < text.size() && text[i] == '\'') ++i;
    return text.substr(i);
}

}  // namespace

bool needs_guard(std::string_view cell) noexcept {
    if (cell.empty()) return false;
    const char first = cell.front();
    if (first == '\'') return starts_formula(without_quotes(cell));
    if (!starts_formula(cell)) return false;
    if (first != '+' && first != '-') return true;
    return !is_plain_number(cell) && !is_phone(cell) && !is_month_day(cell);
}

std::string_view unguard(std::string_view cell) noexcept {
    if (cell.empty() || cell.front() != '\'') return cell;
    return starts_formula(without_quotes(cell)) ? cell.substr(1) : cell;
}

void append_csv_cell(std::string& out, std::string_view cell) {
    const bool guard = needs_guard(cell);
    bool quote = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    for (std::size_t i = 0; !quote && i < cell.size(); ++i) {
        const char c = cell[i];
        quote = c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';' || c == '\t';
    }
    if (!quote) {
        if (guard) out.push_back('\'');
        out.append(cell);
        return;
    }
    out.push_back('"');
    if (guard) out.push_back('\'');
    while (!cell.empty()) {
        const std::size_t end = cell.find('"');
        out.append(cell.substr(0, end));
        if (end == std::string_view::npos) break;
        out.append("\"\"");
        cell.remove_prefix(end + 1);
    }
    out.push_back('"');
}

void CsvWriter::separate() {
    if (!at_row_start_) text_.push_back(',');
    at_row_start_ = false;
}

CsvWriter& CsvWriter::cell(std::string_view text) {
    separate();
    append_csv_cell(text_, text);
    return *this;
}

CsvWriter& CsvWriter::cell(std::int64_t number) {
    separate();
    std::array<char, 24> digits{};
    text_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
    return *this;
}

CsvWriter& CsvWriter::cell(double number) {
    separate();
    text_.append(format_double(number));
    return *this;
}

CsvWriter& CsvWriter::end_row() {
    // A row of one empty cell would be a blank line, which readers skip.
    if (text_.empty() || text_.back() == '\n') text_.append("\"\"");
    text_.push_back('\n');
    at_row_start_ = true;
    return *this;
}

CsvWriter& CsvWriter::row(std::initializer_list<std::string_view> cells) {
    for (const std::string_view text : cells) cell(text);
    return end_row();
}

std::string CsvWriter::take() {
    std::string taken;
    taken.swap(text_);
    return taken;
}

}  // namespace scrm::table
