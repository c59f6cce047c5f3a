// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/clerical_review.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "identity/evaluation/accuracy_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

constexpr std::size_t kCells = 200;
/// Beyond these weights a pair is all but certain: strata are for what lies between.
constexpr double kMostTelling = 30;
constexpr double kLeastChance = 0.05;
constexpr double kZ = 1.959963984540054;  // of 95%

[[noreturn]] void refuse(const char* what) {
    throw Error{ErrorCode::invalid_argument, what};
}

/// A stratum as a range of the pairs sorted by weight.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::size_t size() const noexcept { return end - begin; }
};

/// Cuts sorted weights where the cumulative root of their frequency passes equal steps.
std::vector<Range> strata_of(const std::vector<double>& weights, std::size_t most) {
    const auto held = [](double weight) { return std::clamp(weight, -kMostTelling, kMostTelling); };
    const double low = held(weights.front());
    const double width = (held(weights.back()) - low) / static_cast<double>(kCells);
    if (width <= 0) return {{0, weights.size()}};
    const auto cell_of = [&](double weight) {
        return std::min(kCells - 1, static_cast<std::size_t>((held(weight) - low) / width));
    };
    std::vector<double> roots(kCells, 0);
    for (const double weight : weights) ++roots[cell_of(weight)];
    for (double& count : roots) count = std::sqrt(count);
    const double step = std::accumulate(roots.begin(), roots.end(), 0.0) / static_cast<double>(most);
    std::vector<std::size_t> stratum_of_cell(kCells);
    double sum = 0;
    for (std::size_t cell = 0; cell < kCells; ++cell) {
        // A cell belongs where its middle lies.
        stratum_of_cell[cell] = std::min(most - 1, static_cast<std::size_t>((sum + roots[cell] / 2) / step));
        sum += roots[cell];
    }
    std::vector<Range> out;
    std::size_t last = most;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const std::size_t stratum = stratum_of_cell[cell_of(weights[i])];
        if (stratum != last) out.push_back({i, i});
        last = stratum;
        out.back().end = i + 1;
    }
    return out;
}

/// How many of each stratum: by size and spread, within a floor and what there is.
std::vector<std::size_t> allocation(const std::vector<Range>& strata, const std::vector<double>& weights,
                                    std::size_t size) {
    std::vector<std::size_t> out(strata.size());
    std::vector<double> want(strata.size());
    const std::size_t floor = std::max<std::size_t>(2, size / (4 * strata.size()));
    for (std::size_t h = 0; h < strata.size(); ++h) {
        double sum = 0;
        for (std::size_t i = strata[h].begin; i < strata[h].end; ++i) sum += probability_of(weights[i]);
        const double share =
            std::clamp(sum / static_cast<double>(strata[h].size()), kLeastChance, 1 - kLeastChance);
        want[h] = static_cast<double>(strata[h].size()) * std::sqrt(share * (1 - share));
        out[h] = std::min(floor, strata[h].size());
    }
    std::size_t given = std::accumulate(out.begin(), out.end(), std::size_t{0});
    // One at a time to whom most is missing: small numbers, exact, and no rounding to settle.
    while (given < size) {
        std::size_t next = strata.size();
        for (std::size_t h = 0; h < strata.size(); ++h) {
            if (out[h] == strata[h].size()) continue;
            if (next == strata.size() ||
                want[h] / static_cast<double>(out[h] + 1) > want[next] / static_cast<double>(out[next] + 1))
                next = h;
        }
        if (next == strata.size()) break;
        ++out[next];
        ++given;
    }
    return out;
}

/// Sums over the labels of a sample for a ratio of two totals.
class RatioEstimator {
  public:
    RatioEstimator(std::span<const ReviewedPair> labels, std::span<const std::uint64_t> pairs,
                   const std::vector<double>& labelled)
        : labels_(labels), pairs_(pairs), labelled_(labelled) {}

    /// The interval of Σ numerator / (Σ denominator + constant), both 0 or 1 for each label.
    template <class Numerator, class Denominator>
    Interval interval(const Numerator& numerator, const Denominator& denominator, double constant) const {
        double above = 0;
        double below = constant;
        double weights = 0;
        double squares = 0;
        bool is_census = true;
        for (const ReviewedPair& label : labels_) {
            const double weight = weight_of_stratum(label.stratum);
            if (numerator(label)) above += weight;
            if (!denominator(label)) continue;
            below += weight;
            weights += weight;
            squares += weight * weight;
            is_census = is_census && weight == 1;
        }
        if (below <= 0 || weights <= 0) return {};
        const double ratio = above / below;
        // Each pair of the domain was looked at: nothing is left to chance.
        if (is_census) return {ratio, ratio};
        std::vector<double> sum(pairs_.size(), 0);
        std::vector<double> sum_squares(pairs_.size(), 0);
        for (const ReviewedPair& label : labels_) {
            const double residual = (numerator(label) ? 1.0 : 0.0) - (denominator(label) ? ratio : 0.0);
            sum[label.stratum] += residual;
            sum_squares[label.stratum] += residual * residual;
        }
        double variance = 0;
        for (std::size_t h = 0; h < pairs_.size(); ++h) {
            const double n = labelled_[h];
            const double total = static_cast<double>(pairs_[h]);
            if (n < 2 || n >= total) continue;
            const double spread = std::max(0.0, (sum_squares[h] - sum[h] * sum[h] / n) / (n - 1));
            variance += total * total * (1 - n / total) * spread / n;
        }
        variance /= below * below;
        const double kish = weights * weights / squares;
        if (variance <= 0 || ratio <= 0 || ratio >= 1) return share_interval(ratio, kish);
        // Few mistakes seen make the variance look small: no more than the labels are worth by weight.
        return share_interval(ratio, std::min(kish, ratio * (1 - ratio) / variance));
    }
    double weight_of_stratum(std::size_t stratum) const {
        return static_cast<double>(pairs_[stratum]) / labelled_[stratum];
    }

  private:
    std::span<const ReviewedPair> labels_;
    std::span<const std::uint64_t> pairs_;
    const std::vector<double>& labelled_;
};

}  // namespace

Interval share_interval(double share, double size) noexcept {
    if (!(size > 0)) return {};
    const double draws = size + kZ * kZ;
    const double middle = (share * size + kZ * kZ / 2) / draws;
    const double half = kZ * std::sqrt(middle * (1 - middle) / draws);
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

ReviewSample sample_for_review(std::span<const double> weights, const ReviewOptions& options) {
    if (options.size == 0 || options.strata == 0) refuse("a review needs a size and a number of strata");
    for (const double weight : weights)
        if (std::isnan(weight)) refuse("a pair has no weight");
    ReviewSample out;
    if (weights.empty()) return out;
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return weights[a] < weights[b]; });
    std::vector<double> sorted;
    sorted.reserve(order.size());
    for (const std::size_t i : order) sorted.push_back(weights[i]);
    const std::size_t most = std::clamp<std::size_t>(options.size / 2, 1, options.strata);
    const auto strata = strata_of(sorted, most);
    const auto sizes = allocation(strata, sorted, options.size);
    Random random(options.seed);
    for (std::size_t h = 0; h < strata.size(); ++h) {
        const auto [begin, end] = strata[h];
        out.strata.push_back({sorted[begin], sorted[end - 1], end - begin, sizes[h]});
        for (std::size_t k = 0; k < sizes[h]; ++k) {
            std::swap(order[begin + k], order[begin + k + random.below(end - begin - k)]);
            out.pairs.push_back(
                {order[begin + k], h, static_cast<double>(end - begin) / static_cast<double>(sizes[h])});
        }
    }
    for (std::size_t i = out.pairs.size(); i > 1; --i)
        std::swap(out.pairs[i - 1], out.pairs[random.below(i)]);
    return out;
}

AccuracyCurve estimate_accuracy(std::span<const ReviewedPair> labels,
                                std::span<const std::uint64_t> stratum_pairs, double missed) {
    if (!(missed >= 0) || std::isinf(missed)) refuse("the number of missed pairs is negative");
    std::vector<double> labelled(stratum_pairs.size(), 0);
    for (const ReviewedPair& label : labels) {
        if (label.stratum >= stratum_pairs.size()) refuse("a label names no stratum");
        if (std::isnan(label.weight)) refuse("a pair has no weight");
        ++labelled[label.stratum];
    }
    for (std::size_t h = 0; h < labelled.size(); ++h) {
        if (labelled[h] == 0) refuse("a stratum has no labelled pair: nothing is known of its weights");
        if (labelled[h] > static_cast<double>(stratum_pairs[h]))
            refuse("a stratum has more labels than pairs");
    }
    const RatioEstimator estimator(labels, stratum_pairs, labelled);
    std::vector<WeightCount> counts;
    counts.reserve(labels.size());
    for (const ReviewedPair& label : labels) {
        const double weight = estimator.weight_of_stratum(label.stratum);
        counts.push_back({label.weight, weight, label.match ? weight : 0});
    }
    AccuracyCurve out = curve_of(std::move(counts), missed, std::max<std::size_t>(2, labels.size()));
    for (AccuracyPoint& point : out.points) {
        const auto found = [&](const ReviewedPair& label) { return label.weight >= point.weight; };
        const auto right = [&](const ReviewedPair& label) { return label.match && found(label); };
        if (point.score.precision) point.precision_interval = estimator.interval(right, found, 0);
        if (point.score.recall)
            point.recall_interval = estimator.interval(
                right, [](const ReviewedPair& label) { return label.match; }, missed);
    }
    return out;
}

}  // namespace scrm::identity
