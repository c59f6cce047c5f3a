// SPDX-License-Identifier: Apache-2.0
#include "identity/expression/sql_dates_internal.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <span>
#include <utility>

namespace scrm::identity {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};
constexpr double kDay = 86'400;

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// What a format filled in.
struct Parts {
    int year = 1900;
    int month = 1;
    int day = 1;
    int day_of_year = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    double fraction = 0;
    int offset_minutes = 0;
    bool half_day = false;  // %I or %p: hours of a clock
    bool afternoon = false;
};

std::optional<double> seconds_of(const Parts& parts) {
    using namespace std::chrono;
    sys_days days;
    if (parts.day_of_year != 0) {
        if (parts.day_of_year < 1 || parts.day_of_year > (year{parts.year}.is_leap() ? 366 : 365))
            return std::nullopt;
        days = sys_days{year{parts.year} / January / 1} + std::chrono::days{parts.day_of_year - 1};
    } else {
        const year_month_day date{year{parts.year}, month{static_cast<unsigned>(parts.month)},
                                  day{static_cast<unsigned>(parts.day)}};
        if (!date.ok()) return std::nullopt;
        days = sys_days{date};
    }
    int hour = parts.hour;
    if (parts.half_day) {
        if (hour < 1 || hour > 12) return std::nullopt;
        hour = hour % 12 + (parts.afternoon ? 12 : 0);
    }
    if (hour > 23 || parts.minute > 59 || parts.second > 59) return std::nullopt;
    return static_cast<double>(days.time_since_epoch().count()) * kDay + hour * 3600.0 + parts.minute * 60.0 +
           parts.second + parts.fraction - parts.offset_minutes * 60.0;
}

/// Reads from the front of a text.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool number(std::size_t most_digits, int& out) {
        std::size_t digits = 0;
        int value = 0;
        while (digits < most_digits && digits < rest_.size() && is_digit(rest_[digits]))
            value = value * 10 + (rest_[digits++] - '0');
        if (digits == 0) return false;
        rest_.remove_prefix(digits);
        out = value;
        return true;
    }
    bool fraction(double& out) {
        const std::size_t before = rest_.size();
        int value = 0;
        if (!number(9, value)) return false;
        out = value / std::pow(10.0, static_cast<double>(before - rest_.size()));
        return true;
    }
    template <std::size_t N>
    bool name(const std::array<std::string_view, N>& names, bool whole, int& out) {
        for (std::size_t i = 0; i < N; ++i) {
            if (word(whole ? names[i] : names[i].substr(0, 3))) {
                out = static_cast<int>(i) + 1;
                return true;
            }
        }
        return false;
    }
    bool word(std::string_view word) {
        if (rest_.size() < word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (lower(rest_[i]) != word[i]) return false;
        }
        rest_.remove_prefix(word.size());
        return true;
    }
    bool character(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip_blanks() {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    }
    bool offset(int& minutes) {
        if (character('Z')) return true;
        const bool negative = character('-');
        if (!negative && !character('+')) return false;
        int hours = 0;
        int rest = 0;
        if (!number(2, hours)) return false;
        character(':');
        number(2, rest);
        minutes = (negative ? -1 : 1) * (hours * 60 + rest);
        return true;
    }
    bool empty() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

bool read_specifier(char specifier, Reader& in, Parts& out) {
    int ignored = 0;
    switch (specifier) {
        case 'Y':
            return in.number(4, out.year);
        case 'y':
            if (!in.number(2, out.year)) return false;
            out.year += out.year >= 69 ? 1900 : 2000;
            return true;
        case 'm':
            return in.number(2, out.month);
        case 'd':
            return in.number(2, out.day);
        case 'j':
            return in.number(3, out.day_of_year);
        case 'I':
            out.half_day = true;
            return in.number(2, out.hour);
        case 'H':
            return in.number(2, out.hour);
        case 'M':
            return in.number(2, out.minute);
        case 'S':
            return in.number(2, out.second);
        case 'f':
            return in.fraction(out.fraction);
        case 'p':
            out.afternoon = in.word("pm");
            return out.afternoon || in.word("am");
        case 'b':
            return in.name(kMonths, false, out.month);
        case 'B':
            return in.name(kMonths, true, out.month);
        case 'a':
            return in.name(kWeekdays, false, ignored);
        case 'A':
            return in.name(kWeekdays, true, ignored);
        case 'z':
            return in.offset(out.offset_minutes);
        case '%':
            return in.character('%');
        default:
            return false;
    }
}

std::optional<std::string> translated(std::string_view pattern,
                                      std::span<const std::pair<std::string_view, std::string_view>> words) {
    std::string out;
    while (!pattern.empty()) {
        const auto at = std::find_if(words.begin(), words.end(),
                                     [&](const auto& word) { return pattern.starts_with(word.first); });
        if (at != words.end()) {
            out += at->second;
            pattern.remove_prefix(at->first.size());
            continue;
        }
        const char c = pattern.front();
        if (c == '\'') {  // quoted text
            const std::size_t end = pattern.find('\'', 1);
            if (end == std::string_view::npos) return std::nullopt;
            out += pattern.substr(1, end - 1);
            pattern.remove_prefix(end + 1);
            continue;
        }
        if ((lower(c) >= 'a' && lower(c) <= 'z') && c != 'T') return std::nullopt;
        out += c;
        pattern.remove_prefix(1);
    }
    return out;
}

}  // namespace

std::optional<double> iso_seconds(std::string_view text) {
    Reader in(text);
    Parts parts;
    in.skip_blanks();
    if (!in.number(4, parts.year)) return std::nullopt;
    const bool slashes = in.character('/');
    if (!slashes && !in.character('-')) return std::nullopt;
    if (!in.number(2, parts.month) || !in.character(slashes ? '/' : '-') || !in.number(2, parts.day))
        return std::nullopt;
    if (in.character('T') || in.character(' ')) {
        in.skip_blanks();
        if (in.number(2, parts.hour)) {
            if (!in.character(':') || !in.number(2, parts.minute)) return std::nullopt;
            if (in.character(':') && !in.number(2, parts.second)) return std::nullopt;
            if (in.character('.') && !in.fraction(parts.fraction)) return std::nullopt;
            in.offset(parts.offset_minutes);
        }
    }
    in.skip_blanks();
    return in.empty() ? seconds_of(parts) : std::nullopt;
}

std::string iso_text(double seconds) {
    using namespace std::chrono;
    const double day = std::floor(seconds / kDay);
    const year_month_day date{sys_days{days{static_cast<int>(day)}}};
    const auto rest = static_cast<int>(std::floor(seconds - day * kDay));
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3600,
                  rest / 60 % 60, rest % 60);
    return buffer;
}

bool is_date_format(std::string_view format) {
    constexpr std::string_view kKnown = "YymdjIHMSfpbBaAz%";
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') continue;
        ++i;
        if (i < format.size() && format[i] == '-') ++i;
        if (i >= format.size() || kKnown.find(format[i]) == std::string_view::npos) return false;
    }
    return true;
}

std::optional<double> read_date(std::string_view text, std::string_view format) {
    Reader in(text);
    Parts parts;
    in.skip_blanks();
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%') {
            ++i;
            if (i < format.size() && format[i] == '-') ++i;
            if (i >= format.size() || !read_specifier(format[i], in, parts)) return std::nullopt;
        } else if (is_blank(format[i])) {
            in.skip_blanks();
        } else if (!in.character(format[i])) {
            return std::nullopt;
        }
    }
    in.skip_blanks();
    return in.empty() ? seconds_of(parts) : std::nullopt;
}

std::optional<std::string> from_spark_format(std::string_view pattern) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kWords = {{
        {"yyyy", "%Y"},
        {"yy", "%y"},
        {"MMMM", "%B"},
        {"MMM", "%b"},
        {"MM", "%m"},
        {"M", "%m"},
        {"dd", "%d"},
        {"d", "%d"},
        {"HH", "%H"},
        {"hh", "%I"},
        {"mm", "%M"},
        {"ss", "%S"},
        {"SSS", "%f"},
        {"XX"
         "X",
         "%z"},
        {"a", "%p"},
        {"%", "%%"},
    }};
    return translated(pattern, kWords);
}

std::optional<std::string> from_postgres_format(std::string_view pattern) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWords = {{
        {"YYYY", "%Y"},
        {"MM", "%m"},
        {"DD", "%d"},
        {"HH24", "%H"},
        {"MI", "%M"},
        {"SS", "%S"},
        {"Mon", "%b"},
        {"%", "%%"},
    }};
    return translated(pattern, kWords);
}

}  // namespace scrm::identity
