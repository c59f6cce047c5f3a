// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/core/zone.hpp"

namespace scrm::sentiment {

struct SpikeOptions {
    TimeZone zone = TimeZone::utc();  ///< whose hours of the week repeat
    /// Probability that an hour raises an alarm though nothing happened, in (0, .5]. At 1e-4 a topic raises
    /// less than one false alarm a year; a hundred topics, less than one in four days.
    double false_alarm_rate = 1e-4;
    int weeks = 8;               ///< weeks before an hour that its baseline is learnt from, 2–104
    int min_weeks = 3;           ///< an hour with less history raises no alarm, 2–weeks
    std::int64_t min_posts = 5;  ///< an hour with fewer posts raises no alarm, at least 1
};

/// Hours in a row that have more posts than chance explains.
struct Spike {
    UtcTime from;
    UtcTime to;    ///< the end of the last hour
    UtcTime peak;  ///< beginning of the hour with the least probability
    std::int64_t posts = 0;
    double expected = 0;
    double p_value = 1;  ///< of the peak hour alone: P(as many posts or more)
};

struct SpikeReport {
    std::vector<Spike> spikes;  ///< by time
    std::int64_t hours = 0;     ///< that were tested
    /// 1 / k at the end: what the variance of an hour has above Poisson, in squares of its mean; 0 for
    /// Poisson.
    double overdispersion = 0;
};

/// P(X ≥ count) for a negative binomial X with that mean and variance; Poisson when the variance is not above
/// the mean. 1 for count ≤ 0. Pure, thread-safe.
double count_tail(std::int64_t count, double mean, double variance);

/// P(X ≥ count) for a negative binomial X of variance mean + overdispersion · mean², whose mean is known from
/// `weeks` earlier counts of the same law only, above 0: the beta negative binomial distribution (generalized
/// Waring; Johnson, Kemp and Kotz, Univariate Discrete Distributions, §6.2.3), whose tail falls like a power.
/// The Gamma–Poisson predictive distribution where overdispersion is 0. 1 for count ≤ 0. Pure, thread-safe.
double forecast_tail(std::int64_t count, double mean, double overdispersion, double weeks);

/// Spikes in the number of posts an hour.
///
/// The baseline of an hour are the hours of the same place in the week – Monday 9:00 in `zone`, whatever the
/// daylight saving – in the `weeks` before it, with a pull of one week's weight toward what the day of the
/// week and the hour of the day say by themselves, raised or lowered by what the last seven days had against
/// the `weeks`. Of an hour that was a spike the baselines see no more than four standard deviations, unless
/// half of the last two days were spikes: then the new level is learnt.
///
/// An hour is a spike when P(X ≥ posts) is at most `false_alarm_rate`. X is negative binomial: the Poisson
/// distribution of a rate that is itself known from a few weeks only (the Gamma–Poisson predictive
/// distribution, Gelman et al., Bayesian Data Analysis, §2.6), wider where the hours vary by more than
/// Poisson (forecast_tail): then the variance is mean + mean² / k, k by the method of moments (Cameron and
/// Trivedi, Regression Analysis of Count Data, §3.3) from the hours before, with two standard errors on top.
/// The rate holds for each tested hour of a stream without spikes whose weeks are alike. Simulations in
/// tests/sentiment/spikes_test.cpp confirm it, up to a variance of sixteen times the mean.
///
/// `times` may come in any order. Hours are those from the first post's to the last full one before `until`;
/// later posts are not looked at. Throws Error{invalid_argument} for options out of range or a stream that
/// spans over 100 years. Linear in posts and hours; pure, thread-safe.
SpikeReport find_spikes(std::span<const UtcTime> times, UtcTime until, const SpikeOptions& options = {});

/// The same for counts of hours, the first of which begins at `from` (a full hour of UTC).
SpikeReport find_spikes(std::span<const std::int64_t> hourly, UtcTime from, const SpikeOptions& options = {});

/// How a topic moved between two periods.
struct Trend {
    double ratio = 0;    ///< posts an hour now over posts an hour before, with ½ added to both counts
    double p_value = 1;  ///< of a change this large in either direction, if nothing had changed
};

/// The conditional test of two Poisson counts (Przyborowski and Wilenski 1940): given both, the share of
/// `now` is binomial. `now` posts in `hours_now` against `before` in `hours_before`. Throws
/// Error{invalid_argument} unless counts are at least 0 and hours above 0. Pure, thread-safe.
Trend compare_counts(std::int64_t now, double hours_now, std::int64_t before, double hours_before);

}  // namespace scrm::sentiment
