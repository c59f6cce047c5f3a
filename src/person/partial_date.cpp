// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/partial_date.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdlib>

namespace scrm::person {
namespace {

constexpr int kFirstYear = 1000;
constexpr int kLastYear = 2199;
constexpr std::size_t kMaxRaw = 64;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_leap(int year) noexcept {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int month, std::optional<int> year) noexcept {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month == 2 && (!year || is_leap(*year))) return 29;
    return kDays[month - 1];
}

// Lower case, each between spaces; month of the row.
constexpr std::string_view kMonthWords[] = {
    " январь января янв січень січня січ студзень студзеня january jan ",
    " февраль февраля фев февр лютий лютого лют люты лютага february feb ",
    " март марта мар березень березня бер сакавік сакавіка march mar ",
    " апрель апреля апр квітень квітня квіт красавік красавіка april apr ",
    " май мая травень травня трав травеня траўня may ",
    " июнь июня июн червень червня черв чэрвень чэрвеня june jun ",
    " июль июля июл липень липня лип ліпень ліпеня july jul ",
    " август августа авг серпень серпня серп жнівень жніўня august aug ",
    " сентябрь сентября сен сент вересень вересня вер верасень верасня september sep sept ",
    " октябрь октября окт жовтень жовтня жовт кастрычнік кастрычніка october oct ",
    " ноябрь ноября ноя нояб листопад листопада лист лістапад лістапада november nov ",
    " декабрь декабря дек грудень грудня груд снежань снежня december dec ",
};

// Words that surround a date without changing it.
constexpr std::string_view kFillers[] = {"г",  "года", "год",  "р",        "року",       "рік",
                                         "рр", "гр",   "st",   "nd",       "rd",         "th",
                                         "of", "the",  "года", "рождения", "народження", "born"};

// Lower case of ASCII and Cyrillic letters; other bytes stay.
std::string lower(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<std::uint8_t>(c);
        if (c >= 'A' && c <= 'Z') {
            out.push_back(static_cast<char>(c + 32));
        } else if (byte == 0xD0 && i + 1 < text.size()) {
            const auto next = static_cast<std::uint8_t>(text[++i]);
            unsigned code = 0x400U | (next & 0x3FU);
            if (code >= 0x410 && code <= 0x42F) {
                code += 0x20;
            } else if (code <= 0x40F) {
                code += 0x50;
            }
            out.push_back(static_cast<char>(0xC0 | code >> 6));
            out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
        } else if (byte == 0xC2 && i + 1 < text.size() && static_cast<std::uint8_t>(text[i + 1]) == 0xA0) {
            out.push_back(' ');
            ++i;
        } else {
            out.push_back(c);
        }
    }
    return out;
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && static_cast<std::uint8_t>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<std::uint8_t>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

struct Number {
    int value = 0;
    int digits = 0;
};

// At most eight digits, else no number.
std::optional<Number> take_number(std::string_view& text) noexcept {
    Number number;
    while (!text.empty() && is_digit(text.front())) {
        if (++number.digits > 8) return std::nullopt;
        number.value = number.value * 10 + (text.front() - '0');
        text.remove_prefix(1);
    }
    if (number.digits == 0) return std::nullopt;
    return number;
}

// "T00:00:00Z", " 0:00", "T12:30:05.123+03:00": a clock time that a system put behind a date.
bool is_time_tail(std::string_view tail) noexcept {
    if (tail.empty()) return true;
    if (tail[0] != 't' && tail[0] != ' ') return false;
    tail.remove_prefix(1);
    tail = trim(tail);
    if (tail.empty() || !is_digit(tail[0])) return false;
    const bool has_colon = tail.find(':') != std::string_view::npos;
    return has_colon && std::ranges::all_of(tail, [](char c) {
               return is_digit(c) || c == ':' || c == '.' || c == '+' || c == '-' || c == 'z' || c == ' ' ||
                      c == 'a' || c == 'p' || c == 'm';
           });
}

std::optional<int> expand_year(Number number, std::optional<int> newest_year) noexcept {
    if (number.digits == 4) return number.value;
    if (number.digits != 2 || !newest_year) return std::nullopt;
    int year = *newest_year - *newest_year % 100 + number.value;
    if (year > *newest_year) year -= 100;
    return year;
}

// The numbers of "5/3/1987" and the separator between them.
struct NumericParts {
    std::array<Number, 3> numbers{};
    int count = 0;
    char separator = 0;
    std::string_view tail;
};

std::optional<NumericParts> split_numeric(std::string_view text) noexcept {
    NumericParts parts;
    while (true) {
        const std::optional<Number> number = take_number(text);
        if (!number) return std::nullopt;
        parts.numbers[static_cast<std::size_t>(parts.count++)] = *number;
        if (parts.count == 3 || text.empty()) break;
        const char c = text.front();
        if (c != '.' && c != '/' && c != '-' && c != ' ') break;
        if (parts.separator != 0 && c != parts.separator) break;
        if (text.size() < 2 || !is_digit(text[1])) break;
        parts.separator = c;
        text.remove_prefix(1);
    }
    parts.tail = text;
    return parts;
}

std::optional<PartialDate> from_year_first(const NumericParts& parts) {
    const auto& [year, month, day] = parts.numbers;
    if (month.digits > 2) return std::nullopt;
    if (parts.count == 2) return PartialDate::from_parts(year.value, month.value, std::nullopt);
    if (day.digits > 2) return std::nullopt;
    return PartialDate::from_parts(year.value, month.value, day.value);
}

std::optional<PartialDate> from_year_last(const NumericParts& parts, DateOrder order,
                                          std::optional<int> newest_year) {
    const auto& [first, second, third] = parts.numbers;
    if (first.digits > 2 || second.digits > 2) return std::nullopt;
    const std::optional<int> year = expand_year(third, newest_year);
    if (!year) return std::nullopt;
    if (parts.separator == '.' || parts.separator == ' ' || order == DateOrder::day_month_year) {
        return PartialDate::from_parts(year, second.value, first.value);
    }
    if (order == DateOrder::month_day_year) return PartialDate::from_parts(year, first.value, second.value);
    const auto day_first = PartialDate::from_parts(year, second.value, first.value);
    const auto month_first = PartialDate::from_parts(year, first.value, second.value);
    if (day_first && month_first && *day_first != *month_first) return std::nullopt;
    return day_first ? day_first : month_first;
}

std::optional<PartialDate> from_two_numbers(const NumericParts& parts, DateOrder order) {
    const auto& [first, second, unused] = parts.numbers;
    if (first.digits > 2) return std::nullopt;
    if (second.digits == 4) {
        if (parts.separator == ' ') return std::nullopt;
        return PartialDate::from_parts(second.value, first.value, std::nullopt);
    }
    if (second.digits > 2) return std::nullopt;
    if (parts.separator == '.') return PartialDate::from_parts(std::nullopt, second.value, first.value);
    if (parts.separator != '/') return std::nullopt;
    if (order == DateOrder::day_month_year)
        return PartialDate::from_parts(std::nullopt, second.value, first.value);
    if (order == DateOrder::month_day_year)
        return PartialDate::from_parts(std::nullopt, first.value, second.value);
    return std::nullopt;
}

std::optional<PartialDate> parse_numeric(std::string_view text, DateOrder order,
                                         std::optional<int> newest_year) {
    const std::optional<NumericParts> parts = split_numeric(text);
    if (!parts || !is_time_tail(parts->tail)) return std::nullopt;
    const Number first = parts->numbers[0];
    if (parts->count == 1) {
        if (first.digits == 8) {
            return PartialDate::from_parts(first.value / 10000, first.value / 100 % 100, first.value % 100);
        }
        if (first.digits == 4 && parts->tail.empty()) return PartialDate::from_parts(first.value, {}, {});
        return std::nullopt;
    }
    if (first.digits == 4) return parts->separator == ' ' ? std::nullopt : from_year_first(*parts);
    if (parts->count == 3) return from_year_last(*parts, order, newest_year);
    return parts->tail.empty() ? from_two_numbers(*parts, order) : std::nullopt;
}

/// The numbers of a date with all its parts, whether or not it exists.
struct WrittenDate {
    int year = 0;
    int month = 0;
    int day = 0;
};

std::optional<WrittenDate> full_date_in_digits(std::string_view text, DateOrder order) {
    const std::optional<NumericParts> parts = split_numeric(text);
    if (!parts || !is_time_tail(parts->tail)) return std::nullopt;
    const auto& [first, second, third] = parts->numbers;
    if (parts->count == 1 && first.digits == 8)
        return WrittenDate{first.value / 10000, first.value / 100 % 100, first.value % 100};
    if (parts->count != 3 || second.digits > 2) return std::nullopt;
    if (first.digits == 4 && third.digits <= 2) return WrittenDate{first.value, second.value, third.value};
    if (first.digits > 2 || third.digits != 4) return std::nullopt;
    if (parts->separator == '.' || order == DateOrder::day_month_year)
        return WrittenDate{third.value, second.value, first.value};
    if (order == DateOrder::month_day_year) return WrittenDate{third.value, first.value, second.value};
    return std::nullopt;
}

// "1987-03-05" and nothing else.
std::optional<PartialDate> parse_iso(std::string_view text) {
    constexpr std::string_view kForm = "dddd-dd-dd";
    if (text.size() != kForm.size()) return std::nullopt;
    std::array<int, 3> numbers{};
    std::size_t number = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (kForm[i] == '-' ? text[i] != '-' : !is_digit(text[i])) return std::nullopt;
        if (kForm[i] == '-')
            ++number;
        else
            numbers[number] = numbers[number] * 10 + (text[i] - '0');
    }
    return PartialDate::from_parts(numbers[0], numbers[1], numbers[2]);
}

// What follows the two hyphens of "--03-05", "--0305", "--03".
std::optional<PartialDate> parse_without_year(std::string_view text) {
    const std::optional<Number> month = take_number(text);
    if (!month) return std::nullopt;
    if (text.empty()) {
        if (month->digits == 2) return PartialDate::from_parts({}, month->value, {});
        if (month->digits == 4) return PartialDate::from_parts({}, month->value / 100, month->value % 100);
        return std::nullopt;
    }
    if (text.front() != '-' || month->digits > 2) return std::nullopt;
    text.remove_prefix(1);
    const std::optional<Number> day = take_number(text);
    if (!day || day->digits > 2 || !text.empty()) return std::nullopt;
    return PartialDate::from_parts({}, month->value, day->value);
}

int month_of(std::string_view word) {
    std::string between_spaces = " ";
    between_spaces.append(word).push_back(' ');
    for (std::size_t m = 0; m < std::size(kMonthWords); ++m) {
        if (kMonthWords[m].find(between_spaces) != std::string_view::npos) return static_cast<int>(m) + 1;
    }
    return 0;
}

bool is_letter_byte(char c) noexcept {
    return (c >= 'a' && c <= 'z') || static_cast<std::uint8_t>(c) >= 0x80;
}

// "5 марта 1987 г.", "march 5, 1987", "march 1987", "5 марта".
std::optional<PartialDate> parse_words(std::string_view text, std::optional<int> newest_year) {
    std::optional<int> day;
    std::optional<int> year;
    int month = 0;
    bool year_seen = false;
    while (!text.empty()) {
        const char c = text.front();
        if (is_digit(c)) {
            const std::optional<Number> number = take_number(text);
            if (!number) return std::nullopt;
            if (number->digits <= 2 && !day) {
                day = number->value;
            } else if (!year_seen && month != 0) {
                year = expand_year(*number, newest_year);
                if (!year) return std::nullopt;
                year_seen = true;
            } else {
                return std::nullopt;
            }
        } else if (is_letter_byte(c)) {
            std::size_t length = 0;
            while (length < text.size() && is_letter_byte(text[length])) ++length;
            const std::string_view word = text.substr(0, length);
            text.remove_prefix(length);
            const bool filler =
                std::find(std::begin(kFillers), std::end(kFillers), word) != std::end(kFillers);
            if (filler) continue;
            const int named = month_of(word);
            if (named == 0 || month != 0) return std::nullopt;
            month = named;
        } else if (c == ' ' || c == ',' || c == '.' || c == '-' || c == '/' || c == '\'') {
            text.remove_prefix(1);
        } else {
            return std::nullopt;
        }
    }
    if (month == 0) return std::nullopt;
    return PartialDate::from_parts(year, month, day);
}

/// YYYYMMDD, a digit in 4 bits each.
std::uint32_t digits_of(PartialDate date) noexcept {
    static constexpr auto kPairs = [] {
        std::array<std::uint8_t, 100> pairs{};
        for (std::size_t i = 0; i < pairs.size(); ++i)
            pairs[i] = static_cast<std::uint8_t>(i / 10 * 16 + i % 10);
        return pairs;
    }();
    const std::uint32_t year = date.packed() >> 16;
    const std::uint32_t month = date.packed() >> 8 & 0xFF;
    const std::uint32_t day = date.packed() & 0xFF;
    return static_cast<std::uint32_t>(kPairs[year / 100]) << 24 |
           static_cast<std::uint32_t>(kPairs[year % 100]) << 16 |
           static_cast<std::uint32_t>(kPairs[month]) << 8 | kPairs[day];
}

/// One digit changed, or two neighbours exchanged.
bool differ_in_one_digit(PartialDate a, PartialDate b) noexcept {
    const std::uint32_t left = digits_of(a);
    const std::uint32_t right = digits_of(b);
    const std::uint32_t change = left ^ right;
    const int lowest = std::countr_zero(change) & ~3;
    const std::uint32_t rest = change >> lowest;
    if (rest < 0x10) return true;
    if (rest >= 0x100 || rest >> 4 != (rest & 0xF)) return false;
    return (left >> lowest & 0xF) == (right >> (lowest + 4) & 0xF) &&
           (left >> (lowest + 4) & 0xF) == (right >> lowest & 0xF);
}

DateAgreement compare_full(PartialDate a, PartialDate b) noexcept {
    if (a == b) return DateAgreement::exact;
    const std::uint32_t change = a.packed() ^ b.packed();
    const bool year = change >> 16 == 0;
    const bool month = (change >> 8 & 0xFF) == 0;
    const bool day = (change & 0xFF) == 0;
    const std::uint32_t turned = (b.packed() & 0xFF) << 8 | (b.packed() >> 8 & 0xFF);
    if (year && (a.packed() & 0xFFFF) == turned) return DateAgreement::day_month_swapped;
    if (differ_in_one_digit(a, b)) return DateAgreement::one_digit;
    if (month && day) return DateAgreement::other_year;
    if (year && month) return DateAgreement::year_and_month;
    constexpr int kCloseDays = 10;
    const auto months = [](PartialDate date) {
        return static_cast<int>(date.packed() >> 16) * 12 + static_cast<int>(date.packed() >> 8 & 0xFF);
    };
    const bool may_be_close = std::abs(months(a) - months(b)) <= 1;
    if (may_be_close && std::abs(*a.day_number() - *b.day_number()) <= kCloseDays)
        return DateAgreement::close;
    return year ? DateAgreement::year_only : DateAgreement::different;
}

}  // namespace

std::optional<PartialDate> PartialDate::from_parts(std::optional<int> year, std::optional<int> month,
                                                   std::optional<int> day) {
    if (year && (*year < kFirstYear || *year > kLastYear)) return std::nullopt;
    if (month && (*month < 1 || *month > 12)) return std::nullopt;
    if (day && (!month || *day < 1 || *day > days_in(*month, year))) return std::nullopt;
    if (!year && !month) return std::nullopt;
    return PartialDate{static_cast<std::uint32_t>(year.value_or(0)) << 16 |
                       static_cast<std::uint32_t>(month.value_or(0)) << 8 |
                       static_cast<std::uint32_t>(day.value_or(0))};
}

std::optional<PartialDate> PartialDate::parse(std::string_view raw, DateOrder order,
                                              std::optional<int> newest_year) {
    if (raw.size() > kMaxRaw) return std::nullopt;
    // Most dates of a file are written so, and need no closer look.
    if (const auto plain = parse_iso(raw)) return plain;
    std::string_view text = trim(raw);
    if (text.empty()) return std::nullopt;
    if (text.starts_with("--")) return parse_without_year(text.substr(2));
    const std::string folded = lower(text);
    text = trim(folded);
    if (!is_digit(text.front())) return parse_words(text, newest_year);
    if (const auto numeric = parse_numeric(text, order, newest_year)) return numeric;
    // "5 марта 1987" begins with a digit too; so does "05.03.1987 г.", whose filler the words' reader cannot
    // know.
    for (const std::string_view filler : {" г.р.", " г. р.", "г.р.", " г.", "г.", " г", " р.", "р.", " р"}) {
        if (!text.ends_with(filler)) continue;
        std::string_view head = trim(text.substr(0, text.size() - filler.size()));
        if (const auto numeric = parse_numeric(head, order, newest_year)) return numeric;
        break;
    }
    return parse_words(text, newest_year);
}

std::optional<PartialDate> PartialDate::possible_parts(std::string_view raw, DateOrder order) {
    if (const auto date = parse(raw, order)) return date;
    if (raw.size() > kMaxRaw) return std::nullopt;
    const std::string folded = lower(raw);
    const std::optional<WrittenDate> written = full_date_in_digits(trim(folded), order);
    if (!written) return std::nullopt;
    // 9999-12-31 and 0001-01-01 are what systems write for no date.
    const bool is_edge =
        (written->month == 12 && written->day == 31) || (written->month == 1 && written->day == 1);
    const auto year = from_parts(written->year, {}, {});
    if (!year && is_edge) return std::nullopt;
    const auto day = from_parts(year ? year->year() : std::nullopt, written->month, written->day);
    if (day) return day;
    return year ? from_parts(written->year, written->month, {}).value_or(*year) : year;
}

std::optional<std::int32_t> PartialDate::day_number() const noexcept {
    if (!is_full()) return std::nullopt;
    using namespace std::chrono;
    const year_month_day date{std::chrono::year{*year()}, std::chrono::month{static_cast<unsigned>(*month())},
                              std::chrono::day{static_cast<unsigned>(*day())}};
    return static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count());
}

bool PartialDate::is_placeholder() const noexcept {
    const auto packed = [](std::uint32_t y, std::uint32_t m, std::uint32_t d) {
        return y << 16 | m << 8 | d;
    };
    const std::uint32_t known[] = {
        packed(1800, 1, 1),   packed(1800, 0, 0), packed(1899, 12, 30), packed(1899, 12, 31),
        packed(1900, 1, 1),   packed(1900, 0, 0), packed(1900, 1, 0),   packed(1901, 1, 1),
        packed(1970, 1, 1),   packed(1970, 1, 0), packed(2099, 12, 31), packed(2100, 1, 1),
        packed(2199, 12, 31),
    };
    return std::find(std::begin(known), std::end(known), packed_) != std::end(known);
}

std::string PartialDate::text() const {
    std::string out;
    const auto append = [&out](int value, int width) {
        const std::string digits = std::to_string(value);
        out.append(static_cast<std::size_t>(width) - digits.size(), '0').append(digits);
    };
    if (const auto y = year()) {
        append(*y, 4);
    } else {
        out += '-';
    }
    if (const auto m = month()) {
        out += '-';
        append(*m, 2);
    }
    if (const auto d = day()) {
        out += '-';
        append(*d, 2);
    }
    return out;
}

std::optional<PartialDate> PartialDate::from_packed(std::uint32_t packed) {
    const auto part = [](std::uint32_t value) {
        return value == 0 ? std::nullopt : std::optional<int>{static_cast<int>(value)};
    };
    return from_parts(part(packed >> 16), part(packed >> 8 & 0xFF), part(packed & 0xFF));
}

DateOrder detect_order(std::span<const std::string_view> values) {
    std::size_t day_first = 0;
    std::size_t month_first = 0;
    for (const std::string_view value : values) {
        const std::optional<NumericParts> parts = split_numeric(trim(value));
        if (!parts || parts->count != 3 || (parts->separator != '/' && parts->separator != '-')) continue;
        const auto& [first, second, third] = parts->numbers;
        if (first.digits > 2 || second.digits > 2 || third.digits == 1 || third.digits == 3) continue;
        const auto fits = [](int month, int day) {
            return month >= 1 && month <= 12 && day >= 1 && day <= 31;
        };
        const bool as_day_first = fits(second.value, first.value);
        const bool as_month_first = fits(first.value, second.value);
        if (as_day_first && !as_month_first) ++day_first;
        if (as_month_first && !as_day_first) ++month_first;
    }
    if (day_first > 0 && day_first >= 19 * month_first) return DateOrder::day_month_year;
    if (month_first > 0 && month_first >= 19 * day_first) return DateOrder::month_day_year;
    return DateOrder::unknown;
}

DateAgreement compare(PartialDate a, PartialDate b) noexcept {
    if (a.is_full() && b.is_full()) return compare_full(a, b);
    const bool days = a.day() && b.day();
    const bool months = a.month() && b.month();
    const bool same_month = months && a.month() == b.month();
    if (!a.year() || !b.year()) {
        if (days)
            return same_month && a.day() == b.day() ? DateAgreement::same_day_and_month
                                                    : DateAgreement::different;
        if (months && !same_month) return DateAgreement::different;
        return DateAgreement::not_comparable;
    }
    constexpr int kCloseYears = 2;
    if (a.year() != b.year()) {
        const bool is_close = !months && std::abs(*a.year() - *b.year()) <= kCloseYears;
        return is_close ? DateAgreement::close : DateAgreement::different;
    }
    return same_month ? DateAgreement::year_and_month : DateAgreement::year_only;
}

}  // namespace scrm::person
