// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/evaluation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "scrm/core/error.hpp"

namespace scrm::sentiment {

HeadEvaluation evaluate_answers(std::span<const std::string> labels, std::span<const std::int32_t> truth,
                                std::span<const Answer> answers) {
    if (truth.size() != answers.size())
        throw Error{ErrorCode::invalid_argument, "as many answers as truths are needed"};
    struct Bin {
        double probability = 0;
        std::int64_t right = 0;
        std::int64_t count = 0;
    };
    constexpr std::size_t kBins = 15;
    std::array<Bin, kBins> bins{};
    std::vector<std::int64_t> hits(labels.size(), 0);
    std::vector<std::int64_t> answered(labels.size(), 0);
    HeadEvaluation result;
    result.labels.assign(labels.begin(), labels.end());
    result.support.assign(labels.size(), 0);
    std::int64_t right = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] < 0) continue;
        const bool hit = truth[i] == answers[i].label;
        ++result.n;
        ++result.support.at(static_cast<std::size_t>(truth[i]));
        if (answers[i].label >= 0) ++answered.at(static_cast<std::size_t>(answers[i].label));
        if (hit) {
            ++right;
            ++hits[static_cast<std::size_t>(truth[i])];
        }
        const double p = std::clamp(double{answers[i].probability}, 0.0, 1.0);
        Bin& bin = bins[std::min(kBins - 1, static_cast<std::size_t>(p * kBins))];
        bin.probability += p;
        bin.right += hit ? 1 : 0;
        ++bin.count;
    }
    std::int64_t counted = 0;
    for (std::size_t k = 0; k < labels.size(); ++k) {
        const auto all = result.support[k] + answered[k];
        result.f1.push_back(all == 0 ? 0.0 : 2.0 * static_cast<double>(hits[k]) / static_cast<double>(all));
        if (all == 0) continue;
        ++counted;
        result.macro_f1 += result.f1.back();
    }
    if (counted > 0) result.macro_f1 /= static_cast<double>(counted);
    if (result.n == 0) return result;
    const auto n = static_cast<double>(result.n);
    result.accuracy = static_cast<double>(right) / n;
    for (const Bin& bin : bins) result.ece += std::abs(bin.probability - static_cast<double>(bin.right)) / n;
    return result;
}

}  // namespace scrm::sentiment
