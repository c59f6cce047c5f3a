// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/comparison_patterns.hpp"

#include <algorithm>
#include <numeric>

#include "identity/scorer_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {

std::vector<ComparisonPattern> comparison_patterns(std::span<const ScoredPair> pairs, const MatchModel& model,
                                                   std::size_t examples) {
    const PatternLayout layout(model);
    std::vector<std::size_t> order(pairs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return pairs[a].pattern < pairs[b].pattern; });
    std::vector<ComparisonPattern> out;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        const Pattern pattern = pairs[order[begin]].pattern;
        ComparisonPattern one;
        one.least_weight = one.most_weight = pairs[order[begin]].weight;
        for (; end < order.size() && pairs[order[end]].pattern == pattern; ++end) {
            const ScoredPair& pair = pairs[order[end]];
            one.least_weight = std::min(one.least_weight, pair.weight);
            one.most_weight = std::max(one.most_weight, pair.weight);
            one.mean_weight += pair.weight;
            one.expected_matches += pair.probability;
        }
        one.pairs = end - begin;
        one.mean_weight /= static_cast<double>(one.pairs);
        for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
            const unsigned level = layout.level(pattern, i);
            if (level > model.comparisons[i].levels.size())
                throw Error{ErrorCode::invalid_argument, "the pairs come from another model"};
            one.levels.push_back(level == 0 ? std::nullopt : std::optional<std::size_t>{level - 1});
        }
        const std::size_t shown = std::min<std::size_t>(examples, one.pairs);
        for (std::size_t i = 0; i < shown; ++i) one.examples.push_back(order[begin + i * one.pairs / shown]);
        out.push_back(std::move(one));
        begin = end;
    }
    std::stable_sort(out.begin(), out.end(), [](const ComparisonPattern& a, const ComparisonPattern& b) {
        return a.mean_weight > b.mean_weight;
    });
    return out;
}

}  // namespace scrm::identity
