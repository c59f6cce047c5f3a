// SPDX-License-Identifier: Apache-2.0
#include "assessment_series_internal.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string_view>
#include <tuple>

#include "scrm/core/time.hpp"

namespace scrm::detail {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::years;

/// As many bars as a chart shows well.
constexpr std::int64_t kMostDays = 62;
constexpr std::int64_t kMostDaysOfWeeks = 7 * 62;
constexpr std::int64_t kMostDaysOfMonths = 366 * 5;

sys_days day_of(std::int64_t number) {
    return sys_days{days{number}};
}

std::chrono::year_month_day date_of(sys_days day) {
    return std::chrono::year_month_day{day};
}

std::string_view unit_for(std::int64_t span) {
    if (span <= kMostDays) return "day";
    if (span <= kMostDaysOfWeeks) return "week";
    return span <= kMostDaysOfMonths ? "month" : "year";
}

/// The first day of the period that the day is in; weeks begin on Mondays.
sys_days begin_of(std::string_view unit, sys_days day) {
    if (unit == "day") return day;
    if (unit == "week") return day - (std::chrono::weekday{day} - std::chrono::Monday);
    const auto date = date_of(day);
    if (unit == "month") return sys_days{date.year() / date.month() / 1};
    return sys_days{date.year() / 1 / 1};
}

sys_days next_of(std::string_view unit, sys_days begin) {
    if (unit == "day") return begin + days{1};
    if (unit == "week") return begin + days{7};
    const auto date = date_of(begin);
    const year_month month{date.year(), date.month()};
    return sys_days{(month + (unit == "month" ? months{1} : months{12})) / 1};
}

std::string text_of(sys_days day) {
    return format_time(UtcTime{day}).substr(0, 10);
}

}  // namespace

AssessmentSeries series_of(const std::vector<storage::AssessmentCount>& counts) {
    AssessmentSeries series;
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
    for (const storage::AssessmentCount& count : counts) {
        if (!count.day) continue;
        first = std::min(first.value_or(*count.day), *count.day);
        last = std::max(last.value_or(*count.day), *count.day);
    }
    if (!first) first = last = 0;
    series.unit = unit_for(*last - *first + 1);
    const sys_days origin = begin_of(series.unit, day_of(*first));
    std::map<sys_days, std::int64_t> index;
    for (sys_days begin = origin; begin <= day_of(*last); begin = next_of(series.unit, begin))
        index.emplace(begin, static_cast<std::int64_t>(index.size()));

    std::map<std::tuple<std::int64_t, std::string, Product>, AssessmentCell> cells;
    bool dated = false;
    for (const storage::AssessmentCount& count : counts) {
        std::int64_t period = -1;
        if (count.day) {
            period = index.at(begin_of(series.unit, day_of(*count.day)));
            dated = true;
        }
        AssessmentCell& cell = cells[{period, count.network, count.product}];
        cell.period = period;
        cell.network = count.network;
        cell.product = count.product;
        cell.by_sentiment[static_cast<std::size_t>(count.sentiment)] += count.posts;
        cell.by_intent[static_cast<std::size_t>(count.intent)] += count.posts;
    }
    if (dated) {
        for (const auto& entry : index) series.periods.push_back(text_of(entry.first));
    }
    for (auto& [key, cell] : cells) series.cells.push_back(std::move(cell));
    return series;
}

}  // namespace scrm::detail
