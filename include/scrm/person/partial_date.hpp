// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace scrm::person {

/// The order of day and month in a column of numeric dates.
enum class DateOrder : std::uint8_t {
    unknown,  ///< nothing in the column tells; 3/4/1987 is refused
    day_month_year,
    month_day_year,
};

/// A calendar date of which the year, or month and day, or the day may be missing: a birthday in a social
/// network. Four bytes, a value; proleptic Gregorian; years 1000–2199. Ordered by year, month, day with
/// missing parts first.
class PartialDate {
  public:
    /// nullopt when a part is out of range, the day does not exist, a day comes without a month, or nothing
    /// is given. February 29 without a year is a date.
    static std::optional<PartialDate> from_parts(std::optional<int> year, std::optional<int> month,
                                                 std::optional<int> day);

    /// Read `1987-03-05`, `1987-03`, `1987`, `--03-05`, `--0305`, `03-05` after `--` only, `19870305`,
    /// `5.3.1987`, `5.3` (dotted dates are day first, whatever `order` says), `3/5/1987` and `3-5-1987` by
    /// `order` or when only one order is possible, an ISO date with a time behind it, and words: "5 марта
    /// 1987", "5 березня 1987 р.", "5 сакавіка", "March 5, 1987", "5 Mar 1987". A two-digit year is read only
    /// when `newest_year` is given: as the latest such year that is not after it. Impossible dates and
    /// anything else: nullopt.
    static std::optional<PartialDate> parse(std::string_view raw, DateOrder order = DateOrder::unknown,
                                            std::optional<int> newest_year = std::nullopt);
    /// What `parse` reads; and of a full date in digits that cannot be, the parts that can: a slip of one
    /// digit leaves the others as evidence. 1987-13-05 is 1987, 1987-02-31 is 1987-02, 9187-03-05 is --03-05,
    /// 1987-00-00 is 1987. nullopt when neither a year nor a day of a month is left.
    static std::optional<PartialDate> possible_parts(std::string_view raw,
                                                     DateOrder order = DateOrder::unknown);

    std::optional<int> year() const noexcept {
        return packed_ >> 16 == 0 ? std::nullopt : std::optional<int>{static_cast<int>(packed_ >> 16)};
    }
    std::optional<int> month() const noexcept {
        const int m = static_cast<int>(packed_ >> 8 & 0xFF);
        return m == 0 ? std::nullopt : std::optional<int>{m};
    }
    std::optional<int> day() const noexcept {
        const int d = static_cast<int>(packed_ & 0xFF);
        return d == 0 ? std::nullopt : std::optional<int>{d};
    }
    bool is_full() const noexcept { return packed_ >> 16 != 0 && (packed_ & 0xFF) != 0; }
    /// Days since 1970-01-01 when the date is full.
    std::optional<std::int32_t> day_number() const noexcept;
    /// A value that systems write when they know nothing: 1800-01-01, 1899-12-30, 1899-12-31, 1900-01-01,
    /// 1901-01-01, 1970-01-01, 2099-12-31 and kin, also the years 1800 and 1900 alone. Identifies nobody.
    bool is_placeholder() const noexcept;

    /// `1987-03-05`, `1987-03`, `1987`, `--03-05`, `--03`.
    std::string text() const;
    /// year << 16 | month << 8 | day, 0 for a missing part; never 0 as a whole.
    std::uint32_t packed() const noexcept { return packed_; }
    /// nullopt for a value that `packed` cannot have given.
    static std::optional<PartialDate> from_packed(std::uint32_t packed);

    friend bool operator==(PartialDate, PartialDate) = default;
    friend auto operator<=>(PartialDate, PartialDate) = default;

  private:
    explicit PartialDate(std::uint32_t packed) noexcept : packed_(packed) {}

    std::uint32_t packed_;
};

/// The order that a column's numeric dates show. A value tells when only one order is possible for it
/// (2/28/1987); the order that at least 95 % of the telling values show, or `unknown` when none tells or they
/// disagree. Dotted dates tell nothing. Looks at every value given.
DateOrder detect_order(std::span<const std::string_view> values);

/// How much two dates agree. Not an order of strength: a model learns a weight for each.
enum class DateAgreement : std::uint8_t {
    different,
    exact,               ///< both full and equal
    day_month_swapped,   ///< 1987-03-05, 1987-05-03
    one_digit,           ///< one digit changed, or two neighbours exchanged, in YYYYMMDD
    same_day_and_month,  ///< a year is missing on one side at least
    other_year,          ///< both full: day and month agree, the year does not
    year_and_month,      ///< both full: the day alone differs; or a day is missing and the rest agrees
    year_only,           ///< the year agrees, the rest does not or is missing
    close,  ///< at most ten days apart across a month's end; or, where a month is not known, at most two
            ///< years
    not_comparable,  ///< no common part: 1987 and --03-05
};

/// Symmetric, total, pure.
DateAgreement compare(PartialDate a, PartialDate b) noexcept;

}  // namespace scrm::person
