// SPDX-License-Identifier: Apache-2.0
#include "number_run_internal.hpp"

#include "digit_run_internal.hpp"

namespace scrm::text {
namespace {

constexpr int kMostBetween = 4;

/// Folds one character between two digits into what is known of the gap; false ends the run.
bool widen(NumberGap& gap, const MaskCharacter& c) {
    if (c.kind == MaskClass::ignored) return true;
    NumberGap kind = NumberGap::other;
    switch (c.code_point) {
        case U'\n':
        case U'\r':
        case U'\t':
        case U',':
        case U'|':
            return false;
        case U'.':
        case U'\u00B7':
            kind = NumberGap::dot;
            break;
        case U'(':
        case U')':
            kind = NumberGap::bracket;
            break;
        case U'/':
        case U'№':
            break;
        case U' ':
        case U'\u00A0':
        case U'\u2009':
        case U'\u202F':
            kind = NumberGap::blank;
            break;
        default:
            if (c.kind != MaskClass::separator) return false;
            kind = c.code_point == U'-' || (c.code_point >= 0x2010 && c.code_point <= 0x2015) ||
                           c.code_point == 0x2212
                       ? NumberGap::dash
                       : NumberGap::other;
    }
    const auto rank = [](NumberGap of) {
        switch (of) {
            case NumberGap::none:
                return 0;
            case NumberGap::dash:
            case NumberGap::dot:
                return 1;
            case NumberGap::blank:  // ". " and " - " part as a blank does
                return 2;
            case NumberGap::bracket:
                return 3;
            default:
                return 4;
        }
    };
    if (rank(kind) > rank(gap)) gap = kind;
    return true;
}

}  // namespace

std::size_t NumberRun::behind(std::size_t begin, std::size_t count) const {
    for (std::size_t end = begin + 1; end <= groups.size(); ++end) {
        const std::size_t reached = digits_in(begin, end);
        if (reached >= count) return reached == count ? end : 0;
    }
    return 0;
}

bool NumberRun::is_date(std::size_t group) const {
    if (groups[group].size != 8) return false;
    const auto dated = [this](std::size_t year, std::size_t month, std::size_t day) {
        const unsigned century = number(year, 2);
        const unsigned of_year = number(month, 2);
        const unsigned of_month = number(day, 2);
        return (century == 19 || century == 20) && of_year >= 1 && of_year <= 12 && of_month >= 1 &&
               of_month <= 31;
    };
    const std::size_t first = groups[group].first;
    return dated(first, first + 4, first + 6) || dated(first + 4, first + 2, first);
}

void read_number_run(std::string_view text, std::size_t at, NumberRun& run) {
    run.digits.clear();
    run.groups.clear();
    run.gaps.clear();
    std::string_view rest = text.substr(at);
    NumberGap gap = NumberGap::none;
    int between = 0;
    while (!rest.empty()) {
        const std::size_t begin = text.size() - rest.size();
        const MaskCharacter c = next_mask_character(rest);
        const std::size_t end = text.size() - rest.size();
        if (c.kind == MaskClass::digit) {
            if (run.groups.empty() || between > 0) {
                run.groups.push_back({begin, end, run.digits.size(), 0});
                run.gaps.push_back(gap);
            }
            run.digits.push_back(c.value);
            ++run.groups.back().size;
            run.groups.back().end = end;
            gap = NumberGap::none;
            between = 0;
        } else {
            if (c.kind != MaskClass::ignored && ++between > kMostBetween) return;
            if (!widen(gap, c)) return;
        }
    }
}

}  // namespace scrm::text
