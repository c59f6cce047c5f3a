// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include <algorithm>
#include <cmath>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/spikes.hpp"

namespace scrm::sentiment {
namespace {

/// Terms smaller than this part of the sum change nothing.
constexpr double kNegligible = 1e-17;
/// Below this excess over the mean a negative binomial is Poisson to six digits.
constexpr double kPoissonExcess = 1e-6;

/// std::lgamma writes a global.
double log_gamma(double x) {
    int sign = 0;
    return ::lgamma_r(x, &sign);
}

/// Sums pmf(x), pmf(x + 1), … or downwards: `ratio(x)` is the next term over the one at x.
template <class Ratio>
double sum_from(double first, std::int64_t x, std::int64_t step, std::int64_t last, const Ratio& ratio) {
    double term = first;
    double sum = term;
    while (x != last) {
        term *= ratio(x);
        x += step;
        sum += term;
        if (term <= sum * kNegligible) break;
    }
    return sum;
}

constexpr std::int64_t kNoLast = -1;
/// How far the terms of a tail that falls like a power are summed.
constexpr std::int64_t kLeastTerms = 1000;
constexpr double kFarOut = 8;

double log_beta(double a, double b) {
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

double log_binomial(std::int64_t x, std::int64_t n, double p) {
    const auto k = static_cast<double>(x);
    const auto of = static_cast<double>(n);
    return log_gamma(of + 1) - log_gamma(k + 1) - log_gamma(of - k + 1) + k * std::log(p) +
           (of - k) * std::log1p(-p);
}

}  // namespace

double count_tail(std::int64_t count, double mean, double variance) {
    if (count <= 0) return 1;
    if (!(mean > 0)) return 0;
    const auto x = static_cast<double>(count);
    const double excess = variance - mean;
    double at_count = 0;
    double stay = 0;  // ratio of neighbouring terms: (x + size) / (x + 1) · stay, or mean / (x + 1)
    double size = 0;
    const bool poisson = !(excess > kPoissonExcess * mean);
    if (poisson) {
        at_count = std::exp(x * std::log(mean) - mean - log_gamma(x + 1));
    } else {
        size = mean * mean / excess;
        stay = excess / variance;
        at_count = std::exp(log_gamma(x + size) - log_gamma(size) - log_gamma(x + 1) +
                            size * std::log(mean / variance) + x * std::log(stay));
    }
    const auto up = [&](std::int64_t at) {
        const auto n = static_cast<double>(at);
        return poisson ? mean / (n + 1) : (n + size) / (n + 1) * stay;
    };
    if (x > mean) return std::min(1.0, sum_from(at_count, count, 1, kNoLast, up));
    const auto down = [&](std::int64_t at) { return 1 / up(at - 1); };
    return std::clamp(1 - sum_from(at_count * down(count), count - 1, -1, 0, down), 0.0, 1.0);
}

double forecast_tail(std::int64_t count, double mean, double overdispersion, double weeks) {
    if (count <= 0) return 1;
    if (!(mean > 0)) return 0;
    if (overdispersion * mean <= kPoissonExcess) return count_tail(count, mean, mean + mean / weeks);
    // Posts come with p of a Beta(of_weeks, of_posts), the odds of what the weeks held.
    const double size = 1 / overdispersion;
    const double of_weeks = weeks * size;
    const double of_posts = weeks * mean;
    const double all = of_weeks + of_posts + size;
    const auto x = static_cast<double>(count);
    const auto up = [&](std::int64_t at) {
        const auto n = static_cast<double>(at);
        return (size + n) * (of_posts + n) / ((n + 1) * (all + n));
    };
    const double at_count = std::exp(log_gamma(x + size) - log_gamma(size) - log_gamma(x + 1) +
                                     log_beta(of_weeks + size, of_posts + x) - log_beta(of_weeks, of_posts));
    if (x <= mean) {
        const auto down = [&](std::int64_t at) { return 1 / up(at - 1); };
        return std::clamp(1 - sum_from(at_count * down(count), count - 1, -1, 0, down), 0.0, 1.0);
    }
    // Far out the terms fall like x^-(of_weeks + 1), too slowly to be summed: the rest is the integral.
    const auto last = std::max(count + kLeastTerms, static_cast<std::int64_t>(kFarOut * (x + all)));
    double term = at_count;
    double sum = 0;
    std::int64_t at = count;
    for (; at < last && term > sum * kNegligible; ++at) {
        sum += term;
        term *= up(at);
    }
    if (at == last) sum += term * static_cast<double>(at) / of_weeks;
    return std::min(1.0, sum);
}

Trend compare_counts(std::int64_t now, double hours_now, std::int64_t before, double hours_before) {
    if (now < 0 || before < 0 || !(hours_now > 0) || !(hours_before > 0))
        throw Error{ErrorCode::invalid_argument, "counts are at least 0 and hours above 0"};
    Trend trend;
    trend.ratio =
        (static_cast<double>(now) + 0.5) / hours_now / ((static_cast<double>(before) + 0.5) / hours_before);
    const std::int64_t n = now + before;
    if (n == 0) return trend;
    const double share = hours_now / (hours_now + hours_before);
    const double odds = share / (1 - share);
    const double at_now = std::exp(log_binomial(now, n, share));
    const auto up = [&](std::int64_t x) {
        return static_cast<double>(n - x) / static_cast<double>(x + 1) * odds;
    };
    const auto down = [&](std::int64_t x) { return 1 / up(x - 1); };
    const bool more = static_cast<double>(now) > share * static_cast<double>(n);
    const double tail = more ? sum_from(at_now, now, 1, n, up) : sum_from(at_now, now, -1, 0, down);
    trend.p_value = std::min(1.0, 2 * tail);
    return trend;
}

}  // namespace scrm::sentiment
