// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>

#include "person/contacts/phone_plan_internal.hpp"
#include "scrm/person/country.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxDigits = 17;  // 15 of E.164 and an international prefix
constexpr std::size_t kMaxRaw = 128;
constexpr std::uint64_t kTenTo[] = {1ULL,
                                    10ULL,
                                    100ULL,
                                    1000ULL,
                                    10000ULL,
                                    100000ULL,
                                    1000000ULL,
                                    10000000ULL,
                                    100000000ULL,
                                    1000000000ULL,
                                    10000000000ULL,
                                    100000000000ULL,
                                    1000000000000ULL,
                                    10000000000000ULL,
                                    100000000000000ULL,
                                    1000000000000000ULL};

// Words that may stand beside a number without changing whose it is; lower case.
constexpr std::string_view kLabels[] = {
    "т",        "тел",     "тлф",    "телефон", "моб",   "мобильный", "мобільний",  "мобильны",
    "сот",      "сотовый", "раб",    "рабочий", "дом",   "домашний",  "факс",       "номер",
    "звонить",  "вайбер",  "ватсап", "вотсап",  "вацап", "телеграм",  "контактный", "роб",
    "домашній", "робочий", "тэл",    "тэлефон", "м",     "tel",       "phone",      "mob",
    "mobile",   "cell",    "fax",    "home",    "work",  "whatsapp",  "viber",      "telegram",
    "call",     "ph",      "t",      "m",       "tlf",   "telephone", "number",     "no",
    "wa",       "tg",      "office", "mobil",
};

constexpr std::string_view kExtensionWords[] = {"доб",        "добавочный", "вн",         "внутр",
                                                "внутренний", "дод",        "додатковий", "ext",
                                                "extension",  "x",          "х",          "extn"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// One symbol of a phone cell: what matters of it, and its length in bytes.
enum class Kind { digit, plus, separator, letter, extension_mark, pause, other };
struct Symbol {
    Kind kind;
    char value;  // the digit, or the first byte of a letter
    std::uint8_t length;
};

Symbol three_byte_symbol(std::string_view rest) noexcept {
    const auto second = static_cast<std::uint8_t>(rest[1]);
    const auto third = static_cast<std::uint8_t>(rest[2]);
    switch (static_cast<std::uint8_t>(rest[0])) {
        case 0xE2:
            // Spaces, dashes, zero-width and direction marks of General Punctuation, the minus sign.
            if ((second == 0x80 && (third <= 0x95 || (third >= 0xA8 && third <= 0xAF))) ||
                (second == 0x81 && third >= 0xA0 && third <= 0xA9) || (second == 0x88 && third == 0x92)) {
                return {Kind::separator, 0, 3};
            }
            if (second == 0x83 && third == 0xA3) return {Kind::separator, 0, 3};  // keycap around a digit
            break;
        case 0xE3:
            if (second == 0x80 && third == 0x80) return {Kind::separator, 0, 3};
            break;
        case 0xEF:
            if (second == 0xBB && third == 0xBF) return {Kind::separator, 0, 3};
            if (second == 0xB8 && third <= 0x8F) return {Kind::separator, 0, 3};  // variation selectors
            if (second == 0xBC && third >= 0x90 && third <= 0x99) {
                return {Kind::digit, static_cast<char>('0' + (third - 0x90)), 3};
            }
            if (second == 0xBC && third == 0x8B) return {Kind::plus, 0, 3};
            if (second == 0xBC && (third == 0x88 || third == 0x89 || third == 0x8D))
                return {Kind::separator, 0, 3};
            break;
        default:
            break;
    }
    return {Kind::other, 0, 3};
}

Symbol next_symbol(std::string_view rest) noexcept {
    const char c = rest[0];
    if (is_digit(c)) return {Kind::digit, c, 1};
    switch (c) {
        case ' ':
        case '-':
        case '(':
        case ')':
        case '.':
        case '\t':
        case '/':
        case '[':
        case ']':
        case ':':
        case '\r':
        case '\n':
        case '\'':
        case '"':
            return {Kind::separator, 0, 1};
        case '+':
            return {Kind::plus, 0, 1};
        case '#':
            return {Kind::extension_mark, 0, 1};
        case ',':
        case ';':
            return {Kind::pause, 0, 1};
        default:
            break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return {Kind::letter, c, 1};
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte >= 0xD0 && byte <= 0xD2 && rest.size() >= 2) return {Kind::letter, c, 2};
    if (byte == 0xC2 && rest.size() >= 2 && static_cast<std::uint8_t>(rest[1]) == 0xA0)
        return {Kind::separator, 0, 2};
    if (byte == 0xC2 && rest.size() >= 2 && static_cast<std::uint8_t>(rest[1]) == 0xAD)
        return {Kind::separator, 0, 2};
    if (byte >= 0xE0 && byte <= 0xEF && rest.size() >= 3) return three_byte_symbol(rest);
    return {Kind::other, 0, 1};
}

// Lower case of ASCII and of the Cyrillic letters that labels are written with.
void append_lower(std::string& word, std::string_view letter) {
    if (letter.size() == 1) {
        const char c = letter[0];
        word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
        return;
    }
    const unsigned code =
        (static_cast<std::uint8_t>(letter[0]) & 0x1FU) << 6 | (static_cast<std::uint8_t>(letter[1]) & 0x3FU);
    unsigned lower = code;
    if (code >= 0x410 && code <= 0x42F) lower = code + 0x20;
    if (code >= 0x400 && code <= 0x40F) lower = code + 0x50;
    word.push_back(static_cast<char>(0xC0 | lower >> 6));
    word.push_back(static_cast<char>(0x80 | (lower & 0x3F)));
}

struct Scanned {
    std::array<char, kMaxDigits> digits{};
    std::size_t count = 0;
    bool plus = false;
    std::uint32_t extension = 0;

    std::string_view view() const noexcept { return {digits.data(), count}; }
};

// Spreadsheets write a number as 79161234567.0; the ".0" is no digit of it.
std::string_view without_spreadsheet_tail(std::string_view raw) noexcept {
    if (raw.size() < 12 || !raw.ends_with(".0")) return raw;
    const std::string_view head = raw.substr(0, raw.size() - 2);
    const std::string_view digits = head[0] == '+' ? head.substr(1) : head;
    return std::ranges::all_of(digits, is_digit) ? head : raw;
}

std::optional<Scanned> scan(std::string_view raw) {
    if (raw.size() > kMaxRaw) return std::nullopt;
    raw = without_spreadsheet_tail(raw);
    Scanned result;
    bool in_extension = false;
    bool extension_from_pause = false;
    bool closed = false;  // a label stood behind the number: further digits would be another one
    while (!raw.empty()) {
        const Symbol symbol = next_symbol(raw);
        switch (symbol.kind) {
            case Kind::digit:
                if (in_extension) {
                    if (result.extension == 0) result.extension = 1;
                    if (result.extension >= 10'000'000) return std::nullopt;
                    result.extension = result.extension * 10 + static_cast<std::uint32_t>(symbol.value - '0');
                } else {
                    if (closed || result.count == kMaxDigits) return std::nullopt;
                    result.digits[result.count++] = symbol.value;
                }
                break;
            case Kind::plus:
                if (result.plus || result.count > 0) return std::nullopt;
                result.plus = true;
                break;
            case Kind::separator:
                break;
            case Kind::extension_mark:
                if (result.count < 7 || result.extension != 0) return std::nullopt;
                in_extension = true;
                break;
            case Kind::pause:
                if (result.count < 7 || result.extension != 0) return std::nullopt;
                in_extension = true;
                extension_from_pause = true;
                break;
            case Kind::letter: {
                std::string word;
                Symbol letter = symbol;
                while (letter.kind == Kind::letter) {
                    append_lower(word, raw.substr(0, letter.length));
                    raw.remove_prefix(letter.length);
                    if (raw.empty()) break;
                    letter = next_symbol(raw);
                }
                if (result.count >= 7 && result.extension == 0 && is_one_of(word, kExtensionWords)) {
                    in_extension = true;
                } else if (!is_one_of(word, kLabels) || (result.count > 0 && result.count < 7)) {
                    return std::nullopt;
                } else {
                    closed = result.count > 0;
                }
                continue;
            }
            case Kind::other:
                return std::nullopt;
        }
        raw.remove_prefix(symbol.length);
    }
    // A pause followed by many digits is a second number, not an extension.
    if (extension_from_pause && result.extension >= 1'000'000) return std::nullopt;
    if (result.count < 5) return std::nullopt;
    return result;
}

std::uint64_t to_number(std::string_view digits) noexcept {
    std::uint64_t value = 0;
    for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
    return value;
}

struct Reading {
    std::uint64_t number = 0;
    std::array<char, 2> country{};
};

Reading make_reading(std::string_view digits, std::string_view country) noexcept {
    Reading reading{to_number(digits), {}};
    if (country.size() == 2) reading.country = {country[0], country[1]};
    return reading;
}

std::optional<Reading> ask_library(const std::string& number, const std::string& region) {
    using i18n::phonenumbers::PhoneNumberUtil;
    const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
    i18n::phonenumbers::PhoneNumber parsed;
    if (library.Parse(number, region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
    if (!library.IsValidNumber(parsed)) return std::nullopt;
    std::string formatted;
    library.Format(parsed, PhoneNumberUtil::E164, &formatted);
    std::string country;
    library.GetRegionCodeForNumber(parsed, &country);
    const std::string_view digits = std::string_view{formatted}.substr(1);
    if (digits.empty() || digits.size() > 15) return std::nullopt;
    return make_reading(digits, country);
}

std::optional<Reading> read_international(std::string_view digits) {
    if (digits.size() < 7 || digits.size() > 15 || digits[0] == '0') return std::nullopt;
    const PlanReading plan = read_plan(digits);
    if (plan.known) {
        if (plan.country.empty()) return std::nullopt;
        return make_reading(digits, plan.country);
    }
    return ask_library(std::string(1, '+').append(digits), "ZZ");
}

// A number of one of the planned countries, typed whole but without its plus. Eleven digits in front of which
// 1 or 7 stands are left to the caller: they may be national somewhere.
std::optional<Reading> read_neighbour(std::string_view digits) {
    if (digits.size() < 10 || digits[0] == '1' || digits[0] == '7') return std::nullopt;
    const PlanReading plan = read_plan(digits);
    if (plan.country.empty()) return std::nullopt;
    return make_reading(digits, plan.country);
}

std::optional<Reading> read_prefixed(std::string_view prefix, std::string_view digits) {
    std::array<char, 16> whole{};
    if (prefix.size() + digits.size() > whole.size()) return std::nullopt;
    std::copy(digits.begin(), digits.end(), std::copy(prefix.begin(), prefix.end(), whole.begin()));
    return read_international({whole.data(), prefix.size() + digits.size()});
}

std::optional<Reading> read_zone_seven(std::string_view digits) {
    if (digits.starts_with("810") && digits.size() >= 13) return read_international(digits.substr(3));
    if (digits.size() == 11 && (digits[0] == '7' || digits[0] == '8'))
        return read_prefixed("7", digits.substr(1));
    if (digits.size() == 10) return read_prefixed("7", digits);
    return read_neighbour(digits);
}

std::optional<Reading> read_ukrainian(std::string_view digits) {
    if (digits.size() == 11 && digits[0] == '7') return read_international(digits);
    if (digits.size() == 11 && digits.starts_with("80")) return read_prefixed("3", digits);
    if (digits.size() == 10 && digits[0] == '0') return read_prefixed("38", digits);
    if (digits.size() == 9 && digits[0] != '0') return read_prefixed("380", digits);
    return read_neighbour(digits);
}

std::optional<Reading> read_belarusian(std::string_view digits) {
    if (digits.starts_with("810") && digits.size() >= 13) return read_international(digits.substr(3));
    if (digits.size() == 11 && digits[0] == '7') return read_international(digits);
    if (digits.size() == 11 && digits.starts_with("80")) return read_prefixed("375", digits.substr(2));
    if (digits.size() == 10 && digits[0] == '0') return read_prefixed("375", digits.substr(1));
    if (digits.size() == 9) return read_prefixed("375", digits);
    return read_neighbour(digits);
}

std::optional<Reading> read_north_american(std::string_view digits) {
    if (digits.starts_with("011") && digits.size() >= 12) return read_international(digits.substr(3));
    if (digits.size() == 11 && digits[0] == '1') return read_international(digits);
    if (digits.size() == 10) return read_prefixed("1", digits);
    return std::nullopt;
}

std::optional<Reading> read_national(std::string_view digits, std::string_view region) {
    if (region == "RU" || region == "KZ") return read_zone_seven(digits);
    if (region == "UA") return read_ukrainian(digits);
    if (region == "BY") return read_belarusian(digits);
    if (region == "US" || region == "CA") return read_north_american(digits);
    if (region.size() != 2) return std::nullopt;
    return ask_library(std::string{digits}, std::string{region});
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && static_cast<std::uint8_t>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<std::uint8_t>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

// What is typed to fill a form: digits of two kinds, a pattern of up to three, or seven that all stand in one
// step from their neighbours.
bool is_filler(std::string_view digits) noexcept {
    std::array<bool, 10> seen{};
    for (const char c : digits) seen[static_cast<std::size_t>(c - '0')] = true;
    if (std::count(seen.begin(), seen.end(), true) <= 2) return true;
    if (digits.substr(3) == digits.substr(0, digits.size() - 3)) return true;
    constexpr std::size_t kRun = 7;
    for (const int step : {1, 9}) {
        std::size_t run = 1;
        for (std::size_t i = 1; i < digits.size(); ++i) {
            run = (digits[i - 1] - '0' + step) % 10 == digits[i] - '0' ? run + 1 : 1;
            if (run == kRun) return true;
        }
    }
    return false;
}

// A number that a human typed as a national one: it says which country's people wrote the column.
bool looks_national(std::string_view value) noexcept {
    value = trim(value);
    if (value.empty() || value[0] == '+' || value.starts_with("00")) return false;
    std::string digits;
    for (const char c : value) {
        if (is_digit(c)) digits.push_back(c);
    }
    return digits.size() >= 7 && !read_neighbour(digits);
}

}  // namespace

class PhoneReader {
  public:
    static std::optional<PhoneNumber> read(std::string_view raw, std::string_view region) {
        const std::optional<Scanned> scanned = scan(trim(raw));
        if (!scanned) return std::nullopt;
        const std::string_view digits = scanned->view();
        std::optional<Reading> reading;
        if (scanned->plus) {
            reading = read_international(digits);
        } else if (digits.starts_with("00")) {
            reading = read_international(digits.substr(2));
        } else {
            reading = read_national(digits, region);
            // Without a region only a whole number of a planned country can be read.
            if (!reading && region.empty()) reading = read_neighbour(digits);
        }
        if (!reading) return std::nullopt;
        PhoneNumber number;
        number.number_ = reading->number;
        number.country_ = reading->country;
        number.extension_ = scanned->extension;
        return number;
    }
};

std::optional<PhoneNumber> PhoneNumber::parse(std::string_view raw, std::string_view default_region) {
    return PhoneReader::read(raw, default_region);
}

std::string PhoneNumber::text() const {
    return std::string(1, '+').append(std::to_string(number_));
}

std::string PhoneNumber::extension() const {
    return extension_ == 0 ? std::string{} : std::to_string(extension_).substr(1);
}

std::uint64_t PhoneNumber::last_digits(int count) const noexcept {
    return number_ % kTenTo[static_cast<std::size_t>(std::clamp(count, 1, 15))];
}

bool PhoneNumber::is_service() const noexcept {
    constexpr std::uint64_t kRussian = 780;  // +7 800 to +7 809, of eleven digits
    if (country() == "RU" || country() == "KZ") return number_ / kTenTo[8] == kRussian;
    constexpr std::array<std::string_view, 30> kPrefixes = {
        "380800", "380900", "1800",  "1833",  "1844",  "1855",  "1866",  "1877",  "1888",  "1900",
        "44800",  "44808",  "44843", "44844", "44845", "44870", "44871", "44872", "44873", "49180",
        "49800",  "49900",  "3380",  "3381",  "3382",  "3389",  "48800", "48801", "800",   "979"};
    const std::string digits = std::to_string(number_);
    return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                       [&digits](std::string_view prefix) { return digits.starts_with(prefix); });
}

bool PhoneNumber::is_placeholder() const noexcept {
    const auto digit = [this](int from_right) {
        return static_cast<int>(number_ / kTenTo[static_cast<std::size_t>(from_right)] % 10);
    };
    // Seven digits that all stand in one step (0, +1, -1 modulo 10) from their neighbours: a chance of 3 in a
    // million.
    const auto is_run = [&digit](int from, int step) {
        for (int i = from; i < from + 6; ++i) {
            if ((digit(i + 1) + step + 10) % 10 != digit(i)) return false;
        }
        return true;
    };
    return is_run(0, 0) || is_run(0, 1) || is_run(0, -1);
}

std::optional<PhoneNumber> parse_phone_in(std::string_view raw, std::string_view country) {
    // A number with + is the same everywhere, and most are written so.
    if (!country.empty() && !raw.starts_with('+')) {
        const std::optional<Country> region = Country::parse(country);
        const std::optional<PhoneNumber> number =
            region ? PhoneNumber::parse(raw, region->code()) : std::nullopt;
        if (number) return number;
    }
    return PhoneNumber::parse(raw);
}

std::string unplanned_digits(std::string_view raw) {
    constexpr std::size_t kFewest = 7;
    constexpr std::size_t kMost = 15;
    const std::optional<Scanned> scanned = scan(trim(raw));
    if (!scanned || scanned->count < kFewest || scanned->count > kMost) return {};
    const std::string_view digits = scanned->view();
    // What names its country is not of an unknown one, but mistyped.
    if (scanned->plus || digits.starts_with("00") || is_filler(digits)) return {};
    return std::string{digits};
}

std::vector<PhoneNumber> parse_phones(std::string_view cell, std::string_view default_region) {
    static constexpr std::string_view kWords[] = {" или ", " або ", " or ", " и ", " і ", " та "};
    std::vector<PhoneNumber> found;
    const auto add = [&](std::string_view piece) {
        const std::optional<PhoneNumber> number = PhoneNumber::parse(piece, default_region);
        if (!number) return false;
        if (std::ranges::find(found, *number) == found.end()) found.push_back(*number);
        return true;
    };
    if (add(cell)) return found;
    std::size_t start = 0;
    std::size_t i = 0;
    while (i < cell.size()) {
        std::size_t gap = 0;
        const char c = cell[i];
        if (c == ';' || c == ',' || c == '/' || c == '\n' || c == '|') gap = 1;
        if (c == ' ') {
            for (const std::string_view word : kWords) {
                if (cell.substr(i).starts_with(word)) gap = word.size();
            }
        }
        if (c == '+' && i > start) {
            add(cell.substr(start, i - start));
            start = i;
        }
        if (gap == 0) {
            ++i;
            continue;
        }
        add(cell.substr(start, i - start));
        i += gap;
        start = i;
    }
    add(cell.substr(start));
    return found;
}

std::string_view likely_region(std::span<const std::string_view> values, std::string_view fallback) {
    static constexpr std::string_view kRegions[] = {"RU", "KZ", "UA", "BY", "US", "GB", "AU", "DE"};
    constexpr std::size_t kSample = 1000;
    std::array<std::size_t, std::size(kRegions)> votes{};
    std::size_t fallback_votes = 0;
    for (const std::string_view value : values.first(std::min(values.size(), kSample))) {
        if (!looks_national(value)) continue;
        for (std::size_t r = 0; r < std::size(kRegions); ++r) {
            // The library reads German or British numbers out of almost any digits unless the trunk zero is
            // asked for.
            const bool needs_zero = r >= 5;
            if (needs_zero && trim(value).find('0') > 1) continue;
            const std::optional<PhoneNumber> number = PhoneNumber::parse(value, kRegions[r]);
            if (number && number->country() == kRegions[r]) {
                ++votes[r];
                if (kRegions[r] == fallback) ++fallback_votes;
            }
        }
    }
    std::string_view best = fallback;
    std::size_t most = fallback_votes;
    for (std::size_t r = 0; r < std::size(kRegions); ++r) {
        if (votes[r] > most) {
            most = votes[r];
            best = kRegions[r];
        }
    }
    return best;
}

}  // namespace scrm::person
