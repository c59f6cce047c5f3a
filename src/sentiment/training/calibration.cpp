// SPDX-License-Identifier: Apache-2.0
#include "sentiment/training/calibration_internal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"
#include "scrm/sentiment/tokens.hpp"
#include "sentiment/text_model_internal.hpp"

namespace scrm::sentiment {
namespace {

/// One head as a model of its own, to turn scores into probabilities.
TextModel::Parts single_head(const Head& head, double temperature) {
    TextModel::Parts parts;
    parts.table.buckets = 1;
    parts.heads.push_back(head);
    parts.temperature.push_back(static_cast<float>(temperature));
    parts.make_room();
    return parts;
}

/// By the words, so that a text that occurs twice is on one side, also where links and mentions differ:
/// copies are what posts have most of, and across the border they would praise a model that knows them by
/// heart.
std::uint64_t lot_of(const std::string& text, std::uint64_t seed, TokenizedText& tokens) {
    tokenize(text, tokens);
    std::uint64_t lot = mix64(seed);
    bool any = false;
    for (const Token& token : tokens.tokens) {
        if (token.kind == TokenKind::url || token.kind == TokenKind::user) continue;
        any = true;
        for (const char32_t letter : tokens.letters_of(token)) lot = mix64(lot + letter);
        lot = mix64(lot);
    }
    return any ? lot : hash64(text, seed);
}

constexpr double kLeastTemperature = 0.1;
constexpr double kMostTemperature = 10.0;

bool nothing_known(std::span<const std::int32_t> truth) {
    return std::ranges::none_of(truth, [](std::int32_t label) { return label >= 0; });
}

}  // namespace

void refuse(const std::string& why) {
    throw Error{ErrorCode::invalid_argument, why};
}

void check_texts(const TrainingSet& set) {
    const std::size_t n = set.texts.size();
    if (n == 0) refuse("there is nothing to train on");
    if (!set.weights.empty() && set.weights.size() != n) refuse("every text needs a weight");
    if (!set.times.empty() && set.times.size() != n) refuse("every text needs a time");
    if (!set.sidecar.empty() && set.sidecar.size() != n) refuse("every text is held out or not");
    for (const float weight : set.weights) {
        if (!(weight >= 0) || !std::isfinite(weight)) refuse("a weight must be a number of at least 0");
    }
    for (const HeadTruth& truth : set.heads) {
        if (truth.labels.size() != n) refuse("every text needs a label or -1");
        for (const std::int32_t label : truth.labels) {
            if (label < -1 || label >= static_cast<std::int32_t>(truth.head.labels.size()))
                refuse("a label is none of its head");
        }
    }
}

void check_hold_out(double part) {
    if (!(part >= 0) || !(part < 0.9)) refuse("the held-out part is between 0 and 0.9");
}

std::vector<bool> held_out_texts(const TrainingSet& set, double part, std::uint64_t seed) {
    if (!set.sidecar.empty()) return set.sidecar;
    const std::size_t n = set.texts.size();
    std::vector<bool> held(n, false);
    const auto count = static_cast<std::size_t>(part * static_cast<double>(n));
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (set.times.empty()) {
        TokenizedText tokens;
        std::vector<std::uint64_t> lot(n);
        for (std::size_t i = 0; i < n; ++i) lot[i] = lot_of(set.texts[i], seed, tokens);
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return lot[i]; });
    } else {
        std::ranges::stable_sort(order, {}, [&](std::size_t i) {
            return std::isnan(set.times[i]) ? -std::numeric_limits<double>::infinity() : set.times[i];
        });
    }
    for (std::size_t i = n - count; i < n; ++i) held[order[i]] = true;
    return held;
}

double log_loss(const Head& head, std::span<const float> scores, std::span<const std::int32_t> truth,
                double temperature) {
    const TextModel::Parts parts = single_head(head, temperature);
    const std::size_t columns = columns_of(head.labels.size());
    std::vector<double> own(columns);
    std::vector<float> p(head.labels.size());
    double loss = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] < 0) continue;
        std::copy_n(scores.begin() + static_cast<std::ptrdiff_t>(i * columns), columns, own.begin());
        probabilities_of(parts, own, p);
        loss -= std::log(std::max(1e-9, double{p[static_cast<std::size_t>(truth[i])]}));
    }
    return loss;
}

double best_temperature(const Head& head, std::span<const float> scores,
                        std::span<const std::int32_t> truth) {
    if (nothing_known(truth)) return 1.0;
    double low = std::log(kLeastTemperature);
    double high = std::log(kMostTemperature);
    const double ratio = (std::sqrt(5.0) - 1.0) / 2.0;
    constexpr int kSteps = 24;
    double a = high - ratio * (high - low);
    double b = low + ratio * (high - low);
    double at_a = log_loss(head, scores, truth, std::exp(a));
    double at_b = log_loss(head, scores, truth, std::exp(b));
    for (int i = 0; i < kSteps; ++i) {
        if (at_a < at_b) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - ratio * (high - low);
            at_a = log_loss(head, scores, truth, std::exp(a));
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + ratio * (high - low);
            at_b = log_loss(head, scores, truth, std::exp(b));
        }
    }
    return std::exp((low + high) / 2);
}

double consistent_temperature(const Head& head, std::span<const float> scores,
                              std::span<const std::int32_t> truth) {
    if (nothing_known(truth)) return 1.0;
    /// By how much the answers are surer than right, added up.
    const auto excess = [&](double temperature) {
        const std::vector<Answer> answers = answers_of(head, scores, temperature);
        double sum = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            if (truth[i] >= 0) sum += double{answers[i].probability} - (answers[i].label == truth[i] ? 1 : 0);
        }
        return sum;
    };
    double low = std::log(kLeastTemperature);
    double high = std::log(kMostTemperature);
    constexpr int kSteps = 20;
    for (int i = 0; i < kSteps; ++i) {
        const double middle = (low + high) / 2;
        (excess(std::exp(middle)) > 0 ? low : high) = middle;
    }
    return std::exp((low + high) / 2);
}

std::vector<Answer> answers_of(const Head& head, std::span<const float> scores, double temperature) {
    const TextModel::Parts parts = single_head(head, temperature);
    const std::size_t columns = columns_of(head.labels.size());
    std::vector<Answer> answers(scores.size() / columns);
    std::vector<double> own(columns);
    std::vector<float> p(head.labels.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        std::copy_n(scores.begin() + static_cast<std::ptrdiff_t>(i * columns), columns, own.begin());
        probabilities_of(parts, own, p);
        const auto best = std::ranges::max_element(p);
        answers[i] = {static_cast<std::int32_t>(best - p.begin()), *best};
    }
    return answers;
}

}  // namespace scrm::sentiment
