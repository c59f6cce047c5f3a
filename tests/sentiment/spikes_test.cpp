// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/spikes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"

namespace scrm::sentiment {
namespace {

using std::chrono::hours;

constexpr std::size_t kWeek = 168;
const UtcTime kMonday = *parse_time("2026-01-05T00:00:00Z");

std::int64_t poisson(double rate, Random& random) {
    if (rate > 20) return poisson(rate / 2, random) + poisson(rate / 2, random);
    const double limit = std::exp(-rate);
    double product = random.uniform();
    std::int64_t count = 0;
    for (; product > limit; ++count) product *= random.uniform();
    return count;
}

double normal(Random& random) {
    return std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(2 * std::numbers::pi * random.uniform());
}

/// Mean 1, variance 1 / shape; shape ≥ 1 (Marsaglia and Tsang 2000).
double gamma(double shape, Random& random) {
    const double d = shape - 1.0 / 3;
    for (;;) {
        const double x = normal(random);
        const double v = std::pow(1 + x / std::sqrt(9 * d), 3);
        if (v > 0 && std::log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v))
            return d * v / shape;
    }
}

/// Days with a wave, quiet nights, other week-ends, and a Monday morning that no day or hour explains.
double profile(std::size_t hour) {
    const std::size_t day = hour / 24 % 7;
    const auto of_day = static_cast<double>(hour % 24);
    double rate = 1 + 0.8 * std::sin((of_day - 8) * std::numbers::pi / 12);
    if (day >= 5) rate = 0.6 + 0.3 * std::sin((of_day - 13) * std::numbers::pi / 12);
    if (day == 0 && hour % 24 == 9) rate *= 2;
    return rate;
}

struct Stream {
    double level = 1;
    double shape = 0;   ///< of the Gamma that each hour's rate is multiplied by; 0: Poisson
    double growth = 0;  ///< a week
    std::size_t weeks = 60;
};

std::vector<std::int64_t> simulate(const Stream& stream, std::uint64_t seed) {
    Random random{seed};
    std::vector<std::int64_t> counts;
    for (std::size_t i = 0; i < stream.weeks * kWeek; ++i) {
        const double weeks = static_cast<double>(i) / kWeek;
        double rate = stream.level * profile(i) * std::pow(1 + stream.growth, weeks);
        if (stream.shape > 0) rate *= gamma(stream.shape, random);
        counts.push_back(poisson(rate, random));
    }
    return counts;
}

/// False alarms an hour over streams without a spike.
double false_alarms(const Stream& stream, double rate, int streams) {
    double alarms = 0;
    double tested = 0;
    for (int i = 0; i < streams; ++i) {
        SpikeOptions options;
        options.false_alarm_rate = rate;
        options.min_posts = 1;
        const auto report =
            find_spikes(simulate(stream, static_cast<std::uint64_t>(i + 1)), kMonday, options);
        for (const Spike& spike : report.spikes)
            alarms += static_cast<double>(std::chrono::duration_cast<hours>(spike.to - spike.from).count());
        tested += static_cast<double>(report.hours);
    }
    return alarms / tested;
}

TEST(Spikes, FalseAlarmsAreAsRareAsStated) {
    struct Case {
        Stream stream;
        double least;  ///< part of the stated rate below which the alarm is deaf
        double most;
    };
    for (const Case& one :
         {Case{{.level = 0.3}, 0.05, 1.2}, Case{{.level = 3}, 0.2, 1.2}, Case{{.level = 30}, 0.3, 1.2},
          Case{{.level = 300}, 0.3, 1.2}, Case{{.level = 5, .shape = 4}, 0.2, 1.3},
          Case{{.level = 60, .shape = 10}, 0.2, 1.3}, Case{{.level = 5, .shape = 1}, 0.2, 1.3},
          Case{{.level = 30, .shape = 10}, 0.2, 1.3}, Case{{.level = 30, .shape = 4}, 0.2, 1.3},
          Case{{.level = 30, .shape = 2}, 0.2, 1.3}}) {
        const double rate = false_alarms(one.stream, 1e-3, 24);
        RecordProperty("rate_" + std::to_string(static_cast<int>(one.stream.level * 10)) + "_" +
                           std::to_string(static_cast<int>(one.stream.shape)),
                       std::to_string(rate));
        EXPECT_LE(rate, one.most * 1e-3) << one.stream.level << " " << one.stream.shape;
        EXPECT_GE(rate, one.least * 1e-3) << one.stream.level << " " << one.stream.shape;
    }
}

TEST(Spikes, TheDefaultRateHoldsToo) {
    const double rate = false_alarms({.level = 8, .weeks = 100}, SpikeOptions{}.false_alarm_rate, 40);
    RecordProperty("rate", std::to_string(rate));
    EXPECT_LE(rate, 1.4e-4);
    EXPECT_GT(rate, 0);
}

TEST(Spikes, GrowthIsNoSpike) {
    EXPECT_LE(false_alarms({.level = 20, .growth = 0.02}, 1e-3, 16), 1.7e-3);
}

TEST(Spikes, PlantedSpikesAreFoundWhereTheyAre) {
    int found = 0;
    int exactly = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        auto counts = simulate({.level = 20, .weeks = 12}, seed);
        // Tuesday, 14:00–17:00 of the eleventh week.
        const std::size_t at = 10 * kWeek + 24 + 14;
        for (std::size_t i = at; i < at + 3; ++i) counts[i] *= 3;
        const auto report = find_spikes(counts, kMonday);
        for (const Spike& spike : report.spikes) {
            if (spike.to <= kMonday + hours{at} || spike.from >= kMonday + hours{at + 3}) continue;
            ++found;
            exactly += spike.from == kMonday + hours{at} && spike.to == kMonday + hours{at + 3} ? 1 : 0;
            EXPECT_GT(static_cast<double>(spike.posts), 2 * spike.expected);
            EXPECT_GE(spike.peak, spike.from);
            EXPECT_LT(spike.peak, spike.to);
            EXPECT_LE(spike.p_value, 1e-4);
        }
    }
    EXPECT_EQ(found, 20);
    EXPECT_GE(exactly, 17);
}

TEST(Spikes, AQuietHourNeedsFewPosts) {
    // Four in the morning never has a post; ten of them are news, and ten at noon are not.
    std::vector<std::int64_t> counts(6 * kWeek, 0);
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = i % 24 >= 10 && i % 24 < 20 ? 8 : 0;
    counts[5 * kWeek + 4] = 10;
    counts[5 * kWeek + 12] = 10;
    const auto report = find_spikes(counts, kMonday);
    ASSERT_EQ(report.spikes.size(), 1U);
    EXPECT_EQ(report.spikes[0].from, kMonday + hours{5 * kWeek + 4});
    EXPECT_EQ(report.spikes[0].posts, 10);
}

TEST(Spikes, OverdispersionIsFound) {
    EXPECT_LT(find_spikes(simulate({.level = 30}, 1), kMonday).overdispersion, 0.01);
    const double found = find_spikes(simulate({.level = 30, .shape = 5}, 1), kMonday).overdispersion;
    EXPECT_NEAR(found, 0.2, 0.05);
}

TEST(Spikes, ANewLevelIsLearnt) {
    auto counts = simulate({.level = 20, .weeks = 30}, 3);
    for (std::size_t i = 12 * kWeek; i < counts.size(); ++i) counts[i] *= 3;
    const auto report = find_spikes(counts, kMonday);
    ASSERT_FALSE(report.spikes.empty());
    std::int64_t late = 0;
    for (const Spike& spike : report.spikes) late += spike.from >= kMonday + hours{15 * kWeek} ? 1 : 0;
    EXPECT_EQ(report.spikes.front().from < kMonday + hours{12 * kWeek + 24}, true);
    EXPECT_LE(late, 3);
}

TEST(Spikes, HoursOfTheWeekFollowTheZone) {
    // Posts at 9:00 of New York in winter and summer: another hour of UTC from March on.
    const TimeZone zone = TimeZone::named("America/New_York");
    std::vector<UtcTime> times;
    const auto start = std::chrono::local_days{std::chrono::year{2026} / 1 / 5};
    for (int day = 0; day < 150; ++day)
        for (int i = 0; i < 30; ++i)
            times.push_back(zone.to_utc(start + std::chrono::days{day} + hours{9} + std::chrono::seconds{i}));
    const UtcTime until = times.back() + hours{2};
    EXPECT_TRUE(find_spikes(times, until, {.zone = zone}).spikes.empty());
    EXPECT_FALSE(find_spikes(times, until).spikes.empty());
}

TEST(Spikes, TimesOfAnyOrderAreCountedUpToTheEnd) {
    std::vector<UtcTime> times = {kMonday + hours{5}, kMonday + std::chrono::minutes{30},
                                  kMonday + hours{900}};
    EXPECT_TRUE(find_spikes(times, kMonday + hours{10}).spikes.empty());
    EXPECT_TRUE(find_spikes(std::span<const UtcTime>{}, kMonday).spikes.empty());
    EXPECT_EQ(find_spikes(times, kMonday).hours, 0);
    EXPECT_THROW(find_spikes(times, kMonday + std::chrono::years{200}), Error);
}

TEST(Spikes, CountTailIsExact) {
    // Poisson(3): P(X ≥ 5) = 1 − e⁻³(1 + 3 + 4.5 + 4.5 + 3.375).
    EXPECT_NEAR(count_tail(5, 3, 3), 1 - std::exp(-3) * 16.375, 1e-12);
    EXPECT_NEAR(count_tail(2, 3, 3), 1 - std::exp(-3) * 4, 1e-12);
    EXPECT_EQ(count_tail(0, 3, 3), 1);
    EXPECT_EQ(count_tail(3, 0, 0), 0);
    // Geometric (size 1) of mean 1: P(X ≥ n) = 2⁻ⁿ.
    EXPECT_NEAR(count_tail(10, 1, 2), std::pow(0.5, 10), 1e-12);
    EXPECT_NEAR(count_tail(60, 1, 2) / std::pow(0.5, 60), 1, 1e-9);
    EXPECT_NEAR(count_tail(1, 1, 2), 0.5, 1e-12);
    // Nearly Poisson is Poisson.
    EXPECT_NEAR(count_tail(150, 100, 100.001) / count_tail(150, 100, 100), 1, 1e-3);
    EXPECT_LT(count_tail(1'000'000, 100'000, 100'100), 1e-300);
}

TEST(Spikes, ForecastTailIsThatOfAMeanKnownFromAFewWeeks) {
    // Of size 1 and a mean known for certain: geometric.
    EXPECT_NEAR(forecast_tail(10, 1, 1, 1e6) / std::pow(0.5, 10), 1, 1e-4);
    // Large means of size 1 are exponential; known from n weeks P(X ≥ x) = (1 + x / (n · mean))⁻ⁿ (Pareto).
    EXPECT_NEAR(forecast_tail(50'000, 10'000, 1, 8) / std::pow(1 + 50'000 / 80'000.0, -8), 1, 1e-3);
    EXPECT_NEAR(forecast_tail(2'000'000, 10'000, 1, 2) / std::pow(1 + 2'000'000 / 20'000.0, -2), 1, 1e-2);
    EXPECT_NEAR(forecast_tail(5'000, 10'000, 1, 8) / std::pow(1 + 5'000 / 80'000.0, -8), 1, 1e-3);
    // Without overdispersion it is the Gamma–Poisson one, and near it nothing jumps.
    EXPECT_EQ(forecast_tail(20, 8, 0, 6), count_tail(20, 8, 8 + 8.0 / 6));
    EXPECT_NEAR(forecast_tail(20, 8, 1e-5, 6) / count_tail(20, 8, 8 + 8.0 / 6), 1, 0.35);
    EXPECT_EQ(forecast_tail(0, 8, 0.5, 6), 1);
    EXPECT_EQ(forecast_tail(3, 0, 0.5, 6), 0);
    double before = 1;
    for (std::int64_t count = 1; count < 300; ++count) {
        const double tail = forecast_tail(count, 20, 0.3, 8);
        EXPECT_LT(tail, before) << count;
        before = tail;
    }
}

TEST(Spikes, ComparedCountsAreBinomial) {
    const Trend same = compare_counts(100, 24, 100, 24);
    EXPECT_NEAR(same.ratio, 1, 1e-12);
    EXPECT_EQ(same.p_value, 1);
    // All ten in the first of two equal halves: 2 · 2⁻¹⁰.
    EXPECT_NEAR(compare_counts(10, 1, 0, 1).p_value, 2 * std::pow(0.5, 10), 1e-12);
    EXPECT_NEAR(compare_counts(0, 1, 10, 1).p_value, 2 * std::pow(0.5, 10), 1e-12);
    EXPECT_EQ(compare_counts(0, 1, 0, 1).p_value, 1);
    EXPECT_NEAR(compare_counts(60, 24, 30, 48).ratio, 60.5 / 24 / (30.5 / 48), 1e-12);
    EXPECT_THROW(compare_counts(-1, 1, 0, 1), Error);
    EXPECT_THROW(compare_counts(1, 0, 0, 1), Error);
}

TEST(Spikes, RefuseImpossibleOptions) {
    const std::array<std::int64_t, 1> counts{1};
    for (const SpikeOptions& wrong :
         {SpikeOptions{.false_alarm_rate = 0}, SpikeOptions{.false_alarm_rate = 0.6},
          SpikeOptions{.weeks = 1}, SpikeOptions{.weeks = 200}, SpikeOptions{.min_weeks = 1},
          SpikeOptions{.min_weeks = 9}, SpikeOptions{.min_posts = 0}})
        EXPECT_THROW(find_spikes(counts, kMonday, wrong), Error);
}

}  // namespace
}  // namespace scrm::sentiment
