// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace scrm::text {

/// Digits that touch each other.
struct NumberGroup {
    std::size_t begin;  ///< bytes
    std::size_t end;
    std::size_t first;  ///< index of its first digit
    std::size_t size;   ///< digits
};

/// What stands between two groups of a number.
enum class NumberGap : std::uint8_t { none, blank, dash, dot, bracket, other };

/// Groups of digits that may be one phone, account or document number: between them stand at most four
/// blanks, dashes, dots, brackets or number signs; a line end, comma or bar ends the run.
struct NumberRun {
    std::vector<std::uint8_t> digits;
    std::vector<NumberGroup> groups;
    std::vector<NumberGap> gaps;  ///< gaps[i] stands before groups[i]

    unsigned number(std::size_t digit, std::size_t count) const {
        unsigned value = 0;
        for (std::size_t i = 0; i < count; ++i) value = value * 10 + digits[digit + i];
        return value;
    }
    std::size_t digits_in(std::size_t begin, std::size_t end) const {
        return begin == end ? 0 : groups[end - 1].first + groups[end - 1].size - groups[begin].first;
    }
    /// The group behind exactly `count` digits from `begin` on, 0 where no group ends there.
    std::size_t behind(std::size_t begin, std::size_t count) const;
    /// The eight digits of a group read as a date: 20240512, 12052024.
    bool is_date(std::size_t group) const;
};

/// Reads the run whose first digit stands at `at` into `run` (its room is used again).
void read_number_run(std::string_view text, std::size_t at, NumberRun& run);

/// What the words before a number say that it is; the nearest one decides.
enum class Announced : std::uint8_t {
    nothing,
    phone,
    account_number,  ///< "account no. 1", "номер счёта 1"
    account,  ///< "account 1", "р/с 1", "расчётный счёт 1"; also where a date or a sum follows
    bill,     ///< "счёт 1", or any word of an account with others between: only many digits are one
    passport,
    other
};

/// The most digits of a date, across which words still announce a passport. They announce nothing else
/// across more than four.
constexpr std::size_t kDateDigits = 8;

/// Looks at the few words before `at` in the sentence.
Announced announced_before(std::string_view text, std::size_t at);

/// True when what follows makes the number before it a sum or a share ("руб", "₽", "%", "тыс").
bool is_amount(std::string_view behind);

/// True when the next words name a passport ("4509 123456 паспорт").
bool passport_follows(std::string_view behind);

/// Where the number begins that belongs to a passport's series ending at `end` ("4509 номер 123456"), 0 for
/// none; of a series behind its number ("123456 серия 4509") likewise.
std::size_t passport_number_behind(std::string_view text, std::size_t end);
std::size_t passport_series_behind(std::string_view text, std::size_t end);

/// Groups [begin, end) of the run are a number of a kind; end 0 for none.
std::size_t match_phone(const NumberRun& run, std::size_t begin, std::string_view text, Announced announced);
std::size_t match_account(const NumberRun& run, std::size_t begin, Announced announced,
                          std::string_view behind_run);

/// A passport whose number ends behind group `end`; its letters may stand before the first group.
struct DocumentMatch {
    std::size_t begin = 0;  ///< bytes
    std::size_t end = 0;    ///< group, 0 for none
};
DocumentMatch match_passport(const NumberRun& run, std::size_t begin, std::string_view text,
                             Announced announced);

}  // namespace scrm::text
