// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <type_traits>

#include "scrm/core/error.hpp"
#include "scrm/core/time.hpp"
#include "scrm/table/list_text.hpp"
#include "table/arrow_cells_internal.hpp"

namespace scrm::table {
namespace {

template <class T>
T load(const ArrowArray& array, std::size_t buffer, std::int64_t index) {
    T value;
    std::memcpy(
        &value,
        static_cast<const char*>(array.buffers[buffer]) + index * static_cast<std::int64_t>(sizeof(T)),
        sizeof(T));
    return value;
}

bool bit(const void* bits, std::int64_t index) {
    return (static_cast<const std::uint8_t*>(bits)[index >> 3] >> (index & 7) & 1) != 0;
}

template <class Number>
std::string_view print(Number number, std::string& scratch) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    scratch.assign(digits.data(), end.ptr);
    return scratch;
}

/// A double that a frame library made of an integer column with gaps prints as the integer that it was.
template <class Real>
std::optional<std::string_view> print_real(Real value, std::string& scratch) {
    if (!std::isfinite(value)) return std::nullopt;
    constexpr Real kExactIntegers = std::is_same_v<Real, float> ? 16777216 : 9007199254740992;  // 2^24, 2^53
    if (std::abs(value) <= kExactIntegers && value == std::trunc(value)) {
        return print(static_cast<std::int64_t>(value), scratch);
    }
    return print(value, scratch);
}

constexpr std::int64_t kMicros = 1'000'000;

std::optional<std::int64_t> micros_of(std::int64_t value, std::int64_t units_per_second) {
    if (units_per_second > kMicros) {
        const std::int64_t nanos = units_per_second / kMicros;
        return value / nanos - (value % nanos < 0 ? 1 : 0);
    }
    std::int64_t micros = 0;
    if (__builtin_mul_overflow(value, kMicros / units_per_second, &micros)) return std::nullopt;
    return micros;
}

/// Whether format_time writes it: the years 1 to 9999.
bool is_printable(std::int64_t micros) {
    return micros >= -62'135'596'800 * kMicros && micros < 253'402'300'800 * kMicros;
}

std::optional<std::string_view> print_time(std::int64_t value, std::int64_t units_per_second,
                                           std::string& scratch) {
    constexpr std::int64_t kDayMicros = 86'400 * kMicros;
    const auto micros = micros_of(value, units_per_second);
    if (!micros || !is_printable(*micros)) return std::nullopt;
    scratch = format_time(from_unix_micros(*micros));
    if (*micros % kDayMicros == 0) scratch.resize(10);
    return scratch;
}

/// The wall clock of the zone and how far it is from UTC. The offset is always there, since without it a
/// midnight would be another moment; its seconds, which clocks had before there were zones, are left out.
std::optional<std::string_view> print_local_time(std::int64_t value, std::int64_t units_per_second,
                                                 const ArrowZone& zone, std::string& scratch) {
    const auto micros = micros_of(value, units_per_second);
    if (!micros || !is_printable(*micros)) return std::nullopt;
    const UtcTime moment = from_unix_micros(*micros);
    const std::int64_t offset =
        zone.named ? (zone.named->to_local(moment).time_since_epoch() - moment.time_since_epoch()).count()
                   : zone.offset_minutes * 60 * kMicros;
    if (!is_printable(*micros + offset)) return std::nullopt;
    scratch = format_time(from_unix_micros(*micros + offset));
    scratch.back() = offset < 0 ? '-' : '+';
    const std::int64_t minutes = std::abs(offset) / (60 * kMicros);
    for (const std::int64_t part : {minutes / 60, minutes % 60}) {
        scratch.push_back(static_cast<char>('0' + part / 10));
        scratch.push_back(static_cast<char>('0' + part % 10));
        scratch.push_back(':');
    }
    scratch.pop_back();
    return scratch;
}

/// A whole number of `words` 32-bit words, the lowest first, in two's complement, as a decimal with so many
/// digits behind the point; below zero with so many zeros behind.
std::string_view print_decimal(std::array<std::uint32_t, 8> number, std::size_t words, std::int32_t scale,
                               std::string& scratch) {
    constexpr std::uint32_t kChunk = 1'000'000'000;
    constexpr int kChunkDigits = 9;
    const bool is_negative = (number[words - 1] >> 31U) != 0;
    for (std::size_t i = 0, carry = 1; is_negative && i < words; ++i) {
        number[i] = ~number[i] + static_cast<std::uint32_t>(carry);
        carry = carry != 0 && number[i] == 0 ? 1 : 0;
    }
    scratch.clear();  // the digits, the last first
    for (std::size_t left = words; left > 0;) {
        std::uint64_t rest = 0;
        for (std::size_t i = left; i-- > 0;) {
            rest = rest << 32U | number[i];
            number[i] = static_cast<std::uint32_t>(rest / kChunk);
            rest %= kChunk;
        }
        while (left > 0 && number[left - 1] == 0) --left;
        for (int i = 0; i < kChunkDigits; ++i, rest /= 10)
            scratch.push_back(static_cast<char>('0' + rest % 10));
    }
    while (scratch.size() > 1 && scratch.back() == '0') scratch.pop_back();
    if (scale > 0) {
        const auto behind = static_cast<std::size_t>(scale);
        if (scratch.size() <= behind) scratch.append(behind + 1 - scratch.size(), '0');
        scratch.insert(behind, 1, '.');
    } else if (scratch != "0") {
        scratch.insert(0, static_cast<std::size_t>(-scale), '0');
    }
    if (is_negative) scratch.push_back('-');
    std::reverse(scratch.begin(), scratch.end());
    return scratch;
}

template <class Offset>
std::string_view text_at(const ArrowArray& array, std::int64_t index) {
    const auto begin = load<Offset>(array, 1, index);
    const auto end = load<Offset>(array, 1, index + 1);
    if (end <= begin) return {};
    return {static_cast<const char*>(array.buffers[2]) + begin, static_cast<std::size_t>(end - begin)};
}

/// A 16-byte view: a length, then up to 12 bytes, or a 4-byte prefix, a buffer number and an offset.
std::string_view view_at(const ArrowArray& array, std::int64_t index) {
    const char* view = static_cast<const char*>(array.buffers[1]) + index * 16;
    std::array<std::int32_t, 4> words{};
    std::memcpy(words.data(), view, sizeof(words));
    const auto size = static_cast<std::size_t>(words[0]);
    if (words[0] <= 12) return {view + 4, size};
    const auto buffer = static_cast<std::size_t>(words[2]) + 2;
    return {static_cast<const char*>(array.buffers[buffer]) + words[3], size};
}

std::string_view format_of(const ArrowSchema& schema) noexcept {
    return schema.format == nullptr ? std::string_view{} : std::string_view{schema.format};
}

/// Of a timestamp ("tsu:Europe/Kyiv"); 0 for every other format.
std::int64_t units_per_second(std::string_view format) noexcept {
    if (!format.starts_with("ts") || format.size() < 3) return 0;
    switch (format[2]) {
        case 's':
            return 1;
        case 'm':
            return 1'000;
        case 'u':
            return 1'000'000;
        case 'n':
            return 1'000'000'000;
        default:
            return 0;
    }
}

/// Of a fixed-size list ("+w:3"); -1 for every other format.
std::int64_t fixed_list_size(std::string_view format) noexcept {
    constexpr std::string_view kStart = "+w:";
    if (!format.starts_with(kStart)) return -1;
    std::int32_t size = -1;
    const char* last = format.data() + format.size();
    const auto [end, error] = std::from_chars(format.data() + kStart.size(), last, size);
    return error == std::errc{} && end == last ? size : -1;
}

/// Of a decimal ("d:19,2", "d:40,2,256").
struct DecimalForm {
    std::size_t words = 0;
    std::int32_t scale = 0;
};

std::optional<DecimalForm> decimal_form(std::string_view format) noexcept {
    // The most digits that 256 bits hold.
    constexpr std::int32_t kMostDigits = 76;
    if (!format.starts_with("d:")) return std::nullopt;
    format.remove_prefix(2);
    std::array<std::int32_t, 3> numbers{0, 0, 128};  // digits, scale, bits
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto [end, error] = std::from_chars(format.data(), format.data() + format.size(), numbers[i]);
        if (error != std::errc{}) return std::nullopt;
        format.remove_prefix(static_cast<std::size_t>(end - format.data()));
        if (format.empty() && i > 0) break;
        if (!format.starts_with(',')) return std::nullopt;
        format.remove_prefix(1);
    }
    const auto [digits, scale, bits] = numbers;
    if (!format.empty() || digits < 1 || digits > kMostDigits || std::abs(scale) > kMostDigits)
        return std::nullopt;
    if (bits != 32 && bits != 64 && bits != 128 && bits != 256) return std::nullopt;
    return DecimalForm{static_cast<std::size_t>(bits) / 32, scale};
}

/// Of a timestamp with a zone other than UTC: "tsu:Europe/Kyiv", "tsu:+07:30". A zone that is not known reads
/// as UTC, in which the moment is right.
std::optional<ArrowZone> zone_of(std::string_view format) {
    constexpr std::size_t kStart = 4;  // "tsu:"
    if (format.size() <= kStart) return std::nullopt;
    const std::string_view name = format.substr(kStart);
    if (name == "UTC" || name == "Etc/UTC" || name == "Z") return std::nullopt;
    if (name.size() == 6 && (name[0] == '+' || name[0] == '-') && name[3] == ':') {
        int hours = 0;
        int minutes = 0;
        const auto hour_end = std::from_chars(name.data() + 1, name.data() + 3, hours).ptr;
        const auto minute_end = std::from_chars(name.data() + 4, name.data() + 6, minutes).ptr;
        if (hour_end != name.data() + 3 || minute_end != name.data() + 6) return std::nullopt;
        const int offset = (hours * 60 + minutes) * (name[0] == '-' ? -1 : 1);
        if (offset == 0) return std::nullopt;
        return ArrowZone{.named = std::nullopt, .offset_minutes = offset};
    }
    try {
        return ArrowZone{.named = TimeZone::named(name), .offset_minutes = 0};
    } catch (const Error&) {
        return std::nullopt;
    }
}

[[noreturn]] void refuse(const std::string& column, const std::string& why) {
    throw Error{ErrorCode::invalid_argument, "column '" + column + "' " + why};
}

}  // namespace

std::string arrow_type_name(const ArrowSchema& schema) {
    struct Named {
        std::string_view start;
        const char* name;
    };
    static constexpr std::array<Named, 16> kNames{{
        {"+s", "struct"},
        {"+m", "map"},
        {"+w", "fixed-size list"},
        {"+vl", "list view"},
        {"+vL", "list view"},
        {"+u", "union"},
        {"+r", "run-end encoded"},
        {"+l", "list"},
        {"+L", "list"},
        {"d:", "decimal"},
        {"e", "half float"},
        {"w:", "fixed-size binary"},
        {"tt", "time of day"},
        {"tD", "duration"},
        {"ti", "interval"},
        {"ts", "timestamp"},
    }};
    const std::string_view format = format_of(schema);
    if (schema.dictionary != nullptr) return "dictionary of " + arrow_type_name(*schema.dictionary);
    for (const Named& named : kNames) {
        if (!format.starts_with(named.start)) continue;
        const std::string_view start = named.start;
        const bool is_list = start == "+l" || start == "+L" || start == "+w" || start.starts_with("+v");
        if (is_list && schema.n_children == 1)
            return std::string{named.name} + " of " + arrow_type_name(*schema.children[0]);
        return named.name;
    }
    return "other";
}

std::optional<ArrowCells::Kind> ArrowCells::kind_of(const ArrowSchema& schema) noexcept {
    struct Named {
        std::string_view format;
        Kind kind;
    };
    static constexpr std::array<Named, 25> kKinds{{
        {"n", Kind::null},          {"b", Kind::boolean},
        {"c", Kind::int8},          {"C", Kind::uint8},
        {"s", Kind::int16},         {"S", Kind::uint16},
        {"i", Kind::int32},         {"I", Kind::uint32},
        {"l", Kind::int64},         {"L", Kind::uint64},
        {"f", Kind::float32},       {"g", Kind::float64},
        {"u", Kind::text32},        {"z", Kind::text32},
        {"U", Kind::text64},        {"Z", Kind::text64},
        {"vu", Kind::text_view},    {"vz", Kind::text_view},
        {"tdD", Kind::days},        {"tdm", Kind::milliseconds_date},
        {"+l", Kind::list32},       {"+L", Kind::list64},
        {"+vl", Kind::list_view32}, {"+vL", Kind::list_view64},
        {"+r", Kind::run_ends},
    }};
    const std::string_view format = format_of(schema);
    for (const Named& named : kKinds) {
        if (named.format == format) return named.kind;
    }
    if (units_per_second(format) != 0) return Kind::timestamp;
    if (fixed_list_size(format) >= 0) return Kind::fixed_list;
    if (decimal_form(format)) return Kind::decimal;
    return std::nullopt;
}

bool ArrowCells::can_read(const ArrowSchema& schema) noexcept {
    const auto kind = kind_of(schema);
    if (!kind) return false;
    const ArrowSchema* item = nullptr;
    if (schema.dictionary != nullptr) {
        if (*kind < Kind::int8 || *kind > Kind::uint64) return false;  // the keys
        item = schema.dictionary;
        if (item->dictionary != nullptr) return false;
    } else if (is_list(*kind)) {
        if (schema.n_children != 1) return false;
        item = schema.children[0];
    } else if (*kind == Kind::run_ends) {
        if (schema.n_children != 2) return false;
        const auto ends = kind_of(*schema.children[0]);
        if (ends != Kind::int16 && ends != Kind::int32 && ends != Kind::int64) return false;
        item = schema.children[1];
    } else {
        return true;
    }
    const auto item_kind = kind_of(*item);
    return item_kind && !is_list(*item_kind) && *item_kind != Kind::run_ends && can_read(*item);
}

ArrowCells::ArrowCells(const ArrowSchema& schema) : kind_(*kind_of(schema)) {
    if (kind_ == Kind::timestamp) {
        units_per_second_ = units_per_second(format_of(schema));
        zone_ = zone_of(format_of(schema));
    }
    if (kind_ == Kind::decimal) {
        const DecimalForm form = *decimal_form(format_of(schema));
        decimal_words_ = form.words;
        decimal_scale_ = form.scale;
    }
    if (kind_ == Kind::fixed_list) list_size_ = fixed_list_size(format_of(schema));
    // The keys of a dictionary keep their integer kind; it is known by its item.
    if (schema.dictionary != nullptr) {
        item_ = std::make_unique<ArrowCells>(*schema.dictionary);
    } else if (is_list(kind_)) {
        item_ = std::make_unique<ArrowCells>(*schema.children[0]);
    } else if (kind_ == Kind::run_ends) {
        ends_ = std::make_unique<ArrowCells>(*schema.children[0]);
        item_ = std::make_unique<ArrowCells>(*schema.children[1]);
    }
}

CellType ArrowCells::type() const noexcept {
    if (is_list(kind_)) return CellType::list;
    if (item_ != nullptr) return item_->type();
    switch (kind_) {
        case Kind::null:
            return CellType::unknown;
        case Kind::boolean:
            return CellType::boolean;
        case Kind::text32:
        case Kind::text64:
        case Kind::text_view:
            return CellType::text;
        case Kind::days:
        case Kind::milliseconds_date:
            return CellType::date;
        case Kind::timestamp:
            return CellType::timestamp;
        default:
            return CellType::number;
    }
}

void ArrowCells::check(const ArrowArray& array, const std::string& column) const {
    std::int64_t buffers = 2;
    std::int64_t children = is_list(kind_) ? 1 : 0;
    if (kind_ == Kind::null) buffers = 0;
    if (kind_ == Kind::fixed_list) buffers = 1;
    if (kind_ == Kind::text32 || kind_ == Kind::text64 || kind_ == Kind::text_view ||
        kind_ == Kind::list_view32 || kind_ == Kind::list_view64)
        buffers = 3;
    if (kind_ == Kind::run_ends) {
        buffers = 0;
        children = 2;
    }
    const auto bad = [&column] { refuse(column, "does not look as its Arrow schema says"); };
    if (array.n_buffers < buffers || array.length < 0 || array.offset < 0 ||
        (children > 0 && array.n_children != children) ||
        (item_ != nullptr && children == 0 && array.dictionary == nullptr))
        bad();
    if (ends_ != nullptr) {
        ends_->check(*array.children[0], column);
        const ArrowArray& ends = *array.children[0];
        const std::int64_t last = array.offset + array.length;
        // Every row is in a run, and every run has a value.
        if (ends.length > array.children[1]->length ||
            (last > 0 && (ends.length == 0 || ends_->integer_at(ends, ends.offset + ends.length - 1) < last)))
            bad();
    }
    if (item_ != nullptr)
        item_->check(children > 0 ? *array.children[children - 1] : *array.dictionary, column);
}

std::optional<std::int64_t> ArrowCells::integer_at(const ArrowArray& array, std::int64_t index) const {
    switch (kind_) {
        case Kind::int8:
            return load<std::int8_t>(array, 1, index);
        case Kind::uint8:
            return load<std::uint8_t>(array, 1, index);
        case Kind::int16:
            return load<std::int16_t>(array, 1, index);
        case Kind::uint16:
            return load<std::uint16_t>(array, 1, index);
        case Kind::int32:
        case Kind::days:
            return load<std::int32_t>(array, 1, index);
        case Kind::uint32:
            return load<std::uint32_t>(array, 1, index);
        case Kind::int64:
        case Kind::timestamp:
        case Kind::milliseconds_date:
            return load<std::int64_t>(array, 1, index);
        case Kind::uint64: {
            const auto value = load<std::uint64_t>(array, 1, index);
            if (value > 0x7FFF'FFFF'FFFF'FFFFULL) return std::nullopt;
            return static_cast<std::int64_t>(value);
        }
        default:
            return std::nullopt;
    }
}

ArrowCells::Span ArrowCells::items_of(const ArrowArray& array, std::int64_t index) const {
    switch (kind_) {
        case Kind::list32:
            return {load<std::int32_t>(array, 1, index), load<std::int32_t>(array, 1, index + 1)};
        case Kind::list64:
            return {load<std::int64_t>(array, 1, index), load<std::int64_t>(array, 1, index + 1)};
        case Kind::list_view32: {
            const std::int64_t begin = load<std::int32_t>(array, 1, index);
            return {begin, begin + load<std::int32_t>(array, 2, index)};
        }
        case Kind::list_view64: {
            const auto begin = load<std::int64_t>(array, 1, index);
            return {begin, begin + load<std::int64_t>(array, 2, index)};
        }
        default:
            return {index * list_size_, (index + 1) * list_size_};
    }
}

std::string_view ArrowCells::joined(const ArrowArray& array, std::int64_t index, std::string& scratch) const {
    const Span items = items_of(array, index);
    std::string text;
    std::string one;
    for (std::int64_t i = items.begin; i < items.end; ++i) {
        const auto cell = item_->at(*array.children[0], i, one);
        if (!cell || cell->empty()) continue;
        if (!text.empty()) text.push_back(';');
        text.append(*cell);
    }
    scratch = std::move(text);
    return scratch;
}

std::optional<std::string> ArrowCells::list_at(const ArrowArray& array, std::int64_t row) const {
    const std::int64_t index = array.offset + row;
    if (is_null(array, index)) return std::nullopt;
    const Span items = items_of(array, index);
    const CellType type = item_->type();
    const bool is_plain = type == CellType::number || type == CellType::boolean;
    std::string out = "[";
    std::string one;
    for (std::int64_t i = items.begin; i < items.end; ++i)
        append_list_item(out, item_->at(*array.children[0], i, one), is_plain);
    return out + "]";
}

/// The value of the first run that ends behind the row.
std::optional<std::string_view> ArrowCells::in_run(const ArrowArray& array, std::int64_t index,
                                                   std::string& scratch) const {
    const ArrowArray& ends = *array.children[0];
    std::int64_t low = 0;
    std::int64_t high = ends.length - 1;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (*ends_->integer_at(ends, ends.offset + middle) > index)
            high = middle;
        else
            low = middle + 1;
    }
    return item_->at(*array.children[1], low, scratch);
}

bool ArrowCells::is_null(const ArrowArray& array, std::int64_t index) const noexcept {
    return array.buffers[0] != nullptr && array.null_count != 0 && !bit(array.buffers[0], index);
}

std::optional<std::string_view> ArrowCells::at(const ArrowArray& array, std::int64_t row,
                                               std::string& scratch) const {
    if (kind_ == Kind::null) return std::nullopt;
    const std::int64_t index = array.offset + row;
    if (kind_ == Kind::run_ends) return in_run(array, index, scratch);
    if (is_null(array, index)) return std::nullopt;
    switch (kind_) {
        case Kind::null:
            return std::nullopt;
        case Kind::boolean:
            return bit(array.buffers[1], index) ? "true" : "false";
        case Kind::float32:
            return print_real(load<float>(array, 1, index), scratch);
        case Kind::float64:
            return print_real(load<double>(array, 1, index), scratch);
        case Kind::text32:
            return text_at<std::int32_t>(array, index);
        case Kind::text64:
            return text_at<std::int64_t>(array, index);
        case Kind::text_view:
            return view_at(array, index);
        case Kind::days:
            return print_time(std::int64_t{load<std::int32_t>(array, 1, index)} * 86'400, 1, scratch);
        case Kind::milliseconds_date:
            return print_time(*integer_at(array, index), 1'000, scratch);
        case Kind::decimal: {
            std::array<std::uint32_t, 8> number{};
            const std::size_t bytes = decimal_words_ * sizeof(number[0]);
            std::memcpy(number.data(),
                        static_cast<const char*>(array.buffers[1]) + index * static_cast<std::int64_t>(bytes),
                        bytes);
            return print_decimal(number, decimal_words_, decimal_scale_, scratch);
        }
        case Kind::timestamp:
            if (zone_) return print_local_time(*integer_at(array, index), units_per_second_, *zone_, scratch);
            return print_time(*integer_at(array, index), units_per_second_, scratch);
        case Kind::list32:
        case Kind::list64:
        case Kind::list_view32:
        case Kind::list_view64:
        case Kind::fixed_list:
            return joined(array, index, scratch);
        default:
            break;
    }
    const auto number = integer_at(array, index);
    if (item_ != nullptr) {
        if (!number || *number < 0 || *number >= array.dictionary->length) return std::nullopt;
        return item_->at(*array.dictionary, *number, scratch);
    }
    if (!number) return print(load<std::uint64_t>(array, 1, index), scratch);
    return print(*number, scratch);
}

}  // namespace scrm::table
