// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/accuracy.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "identity/evaluation/accuracy_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/match_model.hpp"

namespace scrm::identity {
namespace {

void check(double missed, std::size_t most_points) {
    if (!(missed >= 0) || std::isinf(missed))
        throw Error{ErrorCode::invalid_argument, "the number of missed pairs is negative"};
    if (most_points < 2) throw Error{ErrorCode::invalid_argument, "a curve has at least 2 points"};
}

Score score_at(const AccuracyPoint& point, double matches) {
    Score out;
    if (point.pairs > 0) out.precision = point.true_positive / point.pairs;
    if (matches > 0) out.recall = point.true_positive / matches;
    // 2·TP / (pairs + matches) is F1 without the 0 / 0 of a precision and recall of nought.
    if (point.pairs > 0 && matches > 0) out.f1 = 2 * point.true_positive / (point.pairs + matches);
    return out;
}

/// A point for every cell of an even grid of weights, the ends and the best.
void thin(AccuracyCurve& curve, std::size_t most_points) {
    if (curve.points.size() <= most_points) return;
    const std::size_t best = curve.best.value_or(0);
    const double low = curve.points.front().weight;
    const double width = (curve.points.back().weight - low) / static_cast<double>(most_points - 1);
    std::vector<AccuracyPoint> kept;
    double last_cell = -1;
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        const double cell = std::floor((curve.points[i].weight - low) / width);
        const bool is_best = curve.best && i == best;
        if (cell == last_cell && !is_best) continue;
        // The best takes the place of its cell's first, so that the number of points holds.
        if (cell == last_cell)
            kept.back() = curve.points[i];
        else
            kept.push_back(curve.points[i]);
        if (is_best) curve.best = kept.size() - 1;
        last_cell = cell;
    }
    curve.points = std::move(kept);
}

using Ids = std::pair<std::string_view, std::string_view>;

Ids ids_of(const RecordPair& pair) {
    return std::minmax(std::string_view{pair.left_id}, std::string_view{pair.right_id});
}

}  // namespace

AccuracyCurve curve_of(std::vector<WeightCount> counts, double missed, std::size_t most_points) {
    std::sort(counts.begin(), counts.end(),
              [](const WeightCount& a, const WeightCount& b) { return a.weight > b.weight; });
    AccuracyCurve out;
    out.matches = missed;
    for (const WeightCount& count : counts) out.matches += count.matches;
    AccuracyPoint sum;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        sum.pairs += counts[i].pairs;
        sum.true_positive += counts[i].matches;
        if (i + 1 < counts.size() && counts[i + 1].weight == counts[i].weight) continue;
        sum.weight = counts[i].weight;
        sum.probability = probability_of(sum.weight);
        sum.false_positive = std::max(0.0, sum.pairs - sum.true_positive);
        sum.false_negative = std::max(0.0, out.matches - sum.true_positive);
        sum.score = score_at(sum, out.matches);
        out.points.push_back(sum);
    }
    double best = 0;
    for (std::size_t i = 0; i < out.points.size(); ++i) {
        if (out.points[i].score.f1.value_or(0) <= best) continue;
        best = *out.points[i].score.f1;
        out.best = out.points.size() - 1 - i;
    }
    std::reverse(out.points.begin(), out.points.end());
    thin(out, most_points);
    return out;
}

AccuracyCurve accuracy_of(std::span<const JudgedPair> pairs, double missed, std::size_t most_points) {
    check(missed, most_points);
    std::vector<WeightCount> counts;
    counts.reserve(pairs.size());
    for (const JudgedPair& pair : pairs) {
        if (std::isnan(pair.weight)) throw Error{ErrorCode::invalid_argument, "a pair has no weight"};
        counts.push_back({pair.weight, 1, pair.match ? 1.0 : 0.0});
    }
    return curve_of(std::move(counts), missed, most_points);
}

AccuracyCurve expected_accuracy(std::span<const double> weights, double missed, std::size_t most_points) {
    check(missed, most_points);
    std::vector<WeightCount> counts;
    counts.reserve(weights.size());
    for (const double weight : weights) {
        if (std::isnan(weight)) throw Error{ErrorCode::invalid_argument, "a pair has no weight"};
        counts.push_back({weight, 1, probability_of(weight)});
    }
    return curve_of(std::move(counts), missed, most_points);
}

JudgedPairs judge(const std::vector<RecordPair>& found, const Truth& truth) {
    if (!truth.accounts.empty() && truth.clusters.empty() && truth.pairs.empty())
        throw Error{ErrorCode::invalid_argument, "the truth names accounts, the result pairs of records"};
    std::map<Ids, double> weights;
    for (const RecordPair& pair : found) {
        if (!pair.weight && !pair.probability)
            throw Error{ErrorCode::invalid_argument, "a pair has neither a match weight nor a probability"};
        const double weight = pair.weight ? *pair.weight : weight_of(*pair.probability);
        if (std::isnan(weight)) throw Error{ErrorCode::invalid_argument, "a pair's weight is no number"};
        const auto [at, is_new] = weights.try_emplace(ids_of(pair), weight);
        if (!is_new) at->second = std::max(at->second, weight);
    }
    std::unordered_map<std::string_view, std::string_view> group;
    std::unordered_map<std::string_view, double> members;
    for (const ClusterRow& row : truth.clusters) {
        group.try_emplace(row.record_id, row.cluster_id);
        ++members[row.cluster_id];
    }
    std::map<Ids, bool> known;
    for (const RecordPair& pair : truth.pairs)
        if (pair.left_id != pair.right_id) known.try_emplace(ids_of(pair));
    double wanted = static_cast<double>(known.size());
    for (const auto& [cluster, size] : members) wanted += size * (size - 1) / 2;

    JudgedPairs out;
    double right = 0;
    for (const auto& [ids, weight] : weights) {
        const auto left = group.find(ids.first);
        const auto other = group.find(ids.second);
        const bool together = left != group.end() && other != group.end() && left->second == other->second &&
                              ids.first != ids.second;
        const bool match = together || known.contains(ids);
        right += match ? 1 : 0;
        out.pairs.push_back({weight, match});
    }
    out.missed = std::max(0.0, wanted - right);
    return out;
}

}  // namespace scrm::identity
