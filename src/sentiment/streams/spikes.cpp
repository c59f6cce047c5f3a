// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/spikes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

#include "scrm/core/error.hpp"

namespace scrm::sentiment {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::size_t kHoursOfDay = 24;
constexpr std::size_t kDays = 7;
constexpr std::size_t kHoursOfWeek = kHoursOfDay * kDays;
constexpr std::int64_t kMostHours = std::int64_t{100} * 8'766;
/// Weeks of its own that the pull of day and hour weighs as much as.
constexpr double kPull = 1;
/// Half a post more than was seen (Jeffreys' prior of a rate): what never happened is not impossible.
constexpr double kPrior = 0.5;
/// Weeks of a place in the week from which its residuals say something of the dispersion.
constexpr std::size_t kWeeksForResiduals = 2;
/// In standard deviations: what the dispersion and the baselines see of one hour at most.
constexpr double kClipResidual = 8;
constexpr double kClipSpike = 4;
/// A new level: half of the last two days were spikes.
constexpr std::size_t kRecentHours = 48;
constexpr std::size_t kNewLevel = 24;

/// The counts of the last weeks, by place in the week.
class Baseline {
  public:
    explicit Baseline(int weeks) : window_(static_cast<std::int64_t>(weeks) * kHoursOfWeek) {}

    struct Forecast {
        double mean = 0;
        double weeks = 0;  ///< that the place has been seen
        double level = 0;  ///< relative variance of the level
    };

    Forecast of(std::size_t slot) const {
        Forecast out;
        const auto seen = static_cast<double>(slots_[slot].size());
        const std::size_t day = slot / kHoursOfDay;
        const std::size_t hour = slot % kHoursOfDay;
        const double overall = mean(all_);
        const double usual = overall > 0 ? mean(days_[day]) * mean(hours_[hour]) / overall : 0;
        out.weeks = seen;
        out.mean = (sums_[slot] + kPull * usual + kPrior) / (seen + kPull);
        const double level = mean(week_);
        if (overall > 0 && level > 0) {
            out.mean *= (week_.sum + kPrior) / (week_.count * overall + kPrior);
            out.level = 1 / (week_.sum + kPrior);
        }
        return out;
    }

    void add(std::int64_t hour, std::size_t slot, double count) {
        forget(hour);
        slots_[slot].push_back({hour, count});
        order_.push_back(slot);
        change(slot, count, 1);
        last_week_.push_back(count);
        week_.sum += count;
        week_.count += 1;
        if (last_week_.size() <= kHoursOfWeek) return;
        week_.sum -= last_week_.front();
        week_.count -= 1;
        last_week_.pop_front();
    }

    /// Drops what lies further back than the window.
    void forget(std::int64_t hour) {
        while (!order_.empty()) {
            const std::size_t slot = order_.front();
            if (slots_[slot].front().hour + window_ > hour) return;
            change(slot, -slots_[slot].front().count, -1);
            slots_[slot].pop_front();
            order_.pop_front();
        }
    }

  private:
    struct Seen {
        std::int64_t hour = 0;
        double count = 0;
    };
    struct Total {
        double sum = 0;
        double count = 0;
    };
    static double mean(const Total& total) {
        return total.count > 0 ? std::max(total.sum, 0.0) / total.count : 0;
    }

    void change(std::size_t slot, double count, double of_hours) {
        sums_[slot] = std::max(0.0, sums_[slot] + count);
        for (Total* total : {&days_[slot / kHoursOfDay], &hours_[slot % kHoursOfDay], &all_}) {
            total->sum += count;
            total->count += of_hours;
        }
    }

    std::int64_t window_;
    std::array<std::deque<Seen>, kHoursOfWeek> slots_;
    std::deque<std::size_t> order_;
    std::array<double, kHoursOfWeek> sums_{};
    std::array<Total, kDays> days_{};
    std::array<Total, kHoursOfDay> hours_{};
    Total all_;
    std::deque<double> last_week_;
    Total week_;
};

/// 1 / k by the method of moments, of the hours so far.
class Overdispersion {
  public:
    double value() const { return squares_ > 0 ? std::max(0.0, excess_ / squares_) : 0; }
    /// Two standard errors above it: after a week of hours the estimate is still rough, and one that is too
    /// low raises false alarms.
    double careful() const {
        return squares_ > 0 ? std::max(0.0, (excess_ + 2 * std::sqrt(noise_)) / squares_) : 0;
    }

    /// `estimate` is what the variance of the forecast adds, relative to that of the count.
    void add(double residual, double mean, double estimate) {
        const double excess = residual * residual / (1 + estimate) - mean;
        const double surprise = excess - mean * mean * value();
        excess_ += excess;
        squares_ += mean * mean;
        noise_ += surprise * surprise;
    }

  private:
    double excess_ = 0;
    double squares_ = 0;
    double noise_ = 0;
};

std::size_t slot_of(UtcTime time, const TimeZone& zone) {
    const LocalTime local = zone.to_local(time);
    const auto day = std::chrono::floor<days>(local);
    const std::chrono::weekday weekday{day};
    const auto hour = std::chrono::floor<hours>(local - day).count();
    return (weekday.iso_encoding() - 1) * kHoursOfDay + static_cast<std::size_t>(hour);
}

void check(const SpikeOptions& options) {
    const auto refuse = [](const char* why) { throw Error{ErrorCode::invalid_argument, why}; };
    if (!(options.false_alarm_rate > 0 && options.false_alarm_rate <= 0.5))
        refuse("a rate of false alarms lies above 0 and is at most 0.5");
    if (options.weeks < 2 || options.weeks > 104) refuse("a baseline has 2 to 104 weeks");
    if (options.min_weeks < 2 || options.min_weeks > options.weeks)
        refuse("min_weeks is at least 2 and at most the weeks of the baseline");
    if (options.min_posts < 1) refuse("min_posts is at least 1");
}

/// The last two days, spike or not.
class Recent {
  public:
    void add(bool spike) {
        flags_.push_back(spike);
        spikes_ += spike ? 1 : 0;
        if (flags_.size() <= kRecentHours) return;
        spikes_ -= flags_.front() ? 1 : 0;
        flags_.pop_front();
    }
    bool new_level() const noexcept { return spikes_ >= kNewLevel; }

  private:
    std::deque<bool> flags_;
    std::size_t spikes_ = 0;
};

void extend(std::vector<Spike>& spikes, UtcTime hour, std::int64_t posts, double expected, double p) {
    if (spikes.empty() || spikes.back().to != hour) spikes.push_back({hour, hour, hour, 0, 0, 1});
    Spike& spike = spikes.back();
    spike.to = hour + hours{1};
    spike.posts += posts;
    spike.expected += expected;
    if (p >= spike.p_value) return;
    spike.p_value = p;
    spike.peak = hour;
}

}  // namespace

SpikeReport find_spikes(std::span<const std::int64_t> hourly, UtcTime from, const SpikeOptions& options) {
    check(options);
    if (static_cast<std::int64_t>(hourly.size()) > kMostHours)
        throw Error{ErrorCode::invalid_argument, "the posts span over 100 years"};
    SpikeReport report;
    Baseline baseline{options.weeks};
    Overdispersion dispersion;
    Recent recent;
    for (std::size_t i = 0; i < hourly.size(); ++i) {
        const auto number = static_cast<std::int64_t>(i);
        const UtcTime hour = from + hours{number};
        const std::size_t slot = slot_of(hour, options.zone);
        baseline.forget(number);
        const Baseline::Forecast forecast = baseline.of(slot);
        auto seen = static_cast<double>(hourly[i]);
        bool spike = false;
        if (forecast.weeks >= static_cast<double>(kWeeksForResiduals)) {
            const double mean = forecast.mean;
            const double poisson = mean + mean * mean * dispersion.careful();
            const double estimate = 1 / forecast.weeks + mean * forecast.level;
            const double variance = poisson * (1 + estimate);
            const double deviation = std::sqrt(variance);
            if (forecast.weeks >= static_cast<double>(options.min_weeks)) {
                ++report.hours;
                if (hourly[i] >= options.min_posts && seen > mean) {
                    const double p = forecast_tail(hourly[i], mean, dispersion.careful(), 1 / estimate);
                    spike = p <= options.false_alarm_rate;
                    if (spike) extend(report.spikes, hour, hourly[i], mean, p);
                }
            }
            dispersion.add(std::clamp(seen - mean, -kClipResidual * deviation, kClipResidual * deviation),
                           mean, estimate);
            recent.add(spike);
            if (spike && !recent.new_level()) seen = std::min(seen, mean + kClipSpike * deviation);
        }
        baseline.add(number, slot, seen);
    }
    report.overdispersion = dispersion.value();
    return report;
}

SpikeReport find_spikes(std::span<const UtcTime> times, UtcTime until, const SpikeOptions& options) {
    check(options);
    const UtcTime end = std::chrono::floor<hours>(until);
    const auto first = std::min_element(times.begin(), times.end());
    if (first == times.end() || *first >= end) return {};
    const UtcTime from = std::chrono::floor<hours>(*first);
    const auto count = std::chrono::duration_cast<hours>(end - from).count();
    if (count > kMostHours) throw Error{ErrorCode::invalid_argument, "the posts span over 100 years"};
    std::vector<std::int64_t> hourly(static_cast<std::size_t>(count), 0);
    for (const UtcTime time : times) {
        if (time >= end) continue;
        ++hourly[static_cast<std::size_t>(std::chrono::floor<hours>(time - from).count())];
    }
    return find_spikes(hourly, from, options);
}

}  // namespace scrm::sentiment
