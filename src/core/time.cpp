// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/time.hpp"

#include <array>
#include <cstdio>

namespace scrm {
namespace {

/// A cursor over ASCII digits and punctuation; no locale, no allocation.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool done() const { return pos_ == text_.size(); }
    char peek() const { return done() ? '\0' : text_[pos_]; }
    bool accept(char c) {
        if (peek() != c || done()) return false;
        ++pos_;
        return true;
    }

    std::optional<int> digits(int count) {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            const char c = peek();
            if (done() || c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
            ++pos_;
        }
        return value;
    }

    /// A fraction of a second as microseconds; further digits are read and cut.
    std::optional<int> fraction() {
        int value = 0;
        int count = 0;
        while (!done() && peek() >= '0' && peek() <= '9') {
            if (count < 6) value = value * 10 + (peek() - '0');
            ++count;
            ++pos_;
        }
        if (count == 0) return std::nullopt;
        for (; count < 6; ++count) value *= 10;
        return value;
    }

  private:
    std::string_view text_;
    std::size_t pos_ = 0;
};

std::optional<std::chrono::minutes> scan_offset(Scanner& in) {
    if (in.accept('Z') || in.accept('z')) return std::chrono::minutes{0};
    int sign = 0;
    if (in.accept('+')) sign = 1;
    if (sign == 0 && in.accept('-')) sign = -1;
    if (sign == 0) return std::nullopt;
    const auto hours = in.digits(2);
    if (!hours || *hours > 23) return std::nullopt;
    in.accept(':');
    const auto minutes = in.done() ? std::optional{0} : in.digits(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    return std::chrono::minutes{sign * (*hours * 60 + *minutes)};
}

}  // namespace

std::optional<UtcTime> parse_time(std::string_view text) {
    using namespace std::chrono;
    Scanner in{text};
    const auto y = in.digits(4);
    if (!y || *y == 0 || !in.accept('-')) return std::nullopt;
    const auto m = in.digits(2);
    if (!m || !in.accept('-')) return std::nullopt;
    const auto d = in.digits(2);
    if (!d) return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    UtcTime result = sys_days{date};
    if (in.done()) return result;

    if (!in.accept('T') && !in.accept('t') && !in.accept(' ')) return std::nullopt;
    const auto hh = in.digits(2);
    if (!hh || *hh > 23 || !in.accept(':')) return std::nullopt;
    const auto mm = in.digits(2);
    if (!mm || *mm > 59) return std::nullopt;
    int ss = 0;
    int micros = 0;
    if (in.accept(':')) {
        const auto seconds_read = in.digits(2);
        if (!seconds_read || *seconds_read > 60) return std::nullopt;
        ss = *seconds_read == 60 ? 59 : *seconds_read;
        if (in.accept('.') || in.accept(',')) {
            const auto fraction = in.fraction();
            if (!fraction) return std::nullopt;
            micros = *fraction;
        }
    }
    result += hours{*hh} + minutes{*mm} + seconds{ss} + microseconds{micros};
    if (in.done()) return result;
    in.accept(' ');
    const auto offset = scan_offset(in);
    if (!offset || !in.done()) return std::nullopt;
    return result - *offset;
}

std::string format_time(UtcTime t) {
    using namespace std::chrono;
    const auto midnight = floor<days>(t);
    const year_month_day date{midnight};
    const hh_mm_ss<microseconds> clock{t - midnight};
    std::array<char, 64> buffer{};
    int length =
        std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    std::string text(buffer.data(), static_cast<std::size_t>(length));
    const auto micros = static_cast<int>(clock.subseconds().count());
    if (micros % 1000 != 0) {
        length = std::snprintf(buffer.data(), buffer.size(), ".%06d", micros);
        text.append(buffer.data(), static_cast<std::size_t>(length));
    } else if (micros != 0) {
        length = std::snprintf(buffer.data(), buffer.size(), ".%03d", micros / 1000);
        text.append(buffer.data(), static_cast<std::size_t>(length));
    }
    return text + "Z";
}

const Clock& system_clock() noexcept {
    class SystemClock final : public Clock {
      public:
        UtcTime now() const override {
            return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        }
    };
    static const SystemClock clock;
    return clock;
}

}  // namespace scrm
