// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/outside_model.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <limits>
#include <stdexcept>
#include <thread>

#include "scrm/core/error.hpp"

namespace scrm::sentiment {
namespace {

using std::chrono::milliseconds;

Head head_of(std::string_view name) {
    const auto heads = Classifier::built_in().model().heads();
    for (const Head& head : heads)
        if (head.name == name) return head;
    return {};
}

/// Does what a test tells it for each batch.
class ToldModel final : public OutsideModel {
  public:
    using Script =
        std::function<void(std::span<const std::string>, std::span<float>, const std::stop_token&)>;
    explicit ToldModel(Script script, std::vector<Head> heads = {head_of("sentiment")})
        : script_(std::move(script)), heads_(std::move(heads)) {}
    std::vector<Head> heads() const override { return heads_; }
    void score(std::span<const std::string> texts, std::span<float> p, const std::stop_token& stop) override {
        script_(texts, p, stop);
    }

  private:
    Script script_;
    std::vector<Head> heads_;
};

void praise(std::span<const std::string> texts, std::span<float> p, const std::stop_token&) {
    for (std::size_t i = 0; i < texts.size(); ++i) p[3 * i + 2] = 1;
}

const std::vector<std::string_view> kTexts = {"Ужасный банк, украли деньги", "Спасибо за помощь!",
                                              "Какая ставка?", "Приложение не работает",
                                              "Moved to another bank today"};

TEST(OutsideModel, AnswersItsHeadsAndTheBuiltInModelTheOthers) {
    std::vector<std::size_t> batches;
    auto model = std::make_shared<ToldModel>([&](auto texts, auto p, const auto& stop) {
        batches.push_back(texts.size());
        praise(texts, p, stop);
    });
    OutsideClassifier classifier{model, {.batch = 2}};
    OutsideReport report;
    const auto answers = classifier.classify(kTexts, report);
    const auto built_in = Classifier::built_in().classify(kTexts, {});
    ASSERT_EQ(answers.size(), kTexts.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        EXPECT_EQ(answers[i].fallback, FallbackReason::none);
        EXPECT_EQ(answers[i].classification.sentiment, Polarity::positive);
        EXPECT_EQ(answers[i].classification.p_sentiment[2], 1);
        EXPECT_EQ(answers[i].classification.intent, built_in[i].intent);
        EXPECT_EQ(answers[i].classification.p_lead, built_in[i].p_lead);
    }
    EXPECT_EQ(batches, (std::vector<std::size_t>{2, 2, 1}));
    EXPECT_EQ(report.texts, 5);
    EXPECT_EQ(report.answered, 5);
    EXPECT_TRUE(report.fallbacks.empty());
}

TEST(OutsideModel, AnswersEveryHead) {
    std::vector<Head> heads;
    for (const char* name : {"churn", "product", "intent", "lead", "urgent"}) heads.push_back(head_of(name));
    auto model = std::make_shared<ToldModel>(
        [](auto, std::span<float> p, const auto&) {
            p[1] = 1;  // churn
            p[2 + static_cast<std::size_t>(Product::atm)] = 1;
            p[12 + static_cast<std::size_t>(Intent::idea)] = 1;
            p[19] = 1;  // no lead
            p[22] = 1;  // urgent
        },
        heads);
    OutsideClassifier classifier{model, {.batch = 1}};
    OutsideReport report;
    const std::vector<std::string_view> one = {"Привет"};
    const Classification said = classifier.classify(one, report).at(0).classification;
    EXPECT_TRUE(said.churn && said.urgent && !said.lead);
    EXPECT_EQ(said.product, Product::atm);
    EXPECT_EQ(said.intent, Intent::idea);
    EXPECT_EQ(said.p_product, 1);
}

TEST(OutsideModel, SeesMaskedTextsUnlessToldOtherwise) {
    const std::vector<std::string_view> card = {"карта 4111 1111 1111 1111 \xFF"};
    std::string seen;
    auto model = std::make_shared<ToldModel>([&](auto texts, auto p, const auto& stop) {
        seen = texts[0];
        praise(texts, p, stop);
    });
    OutsideReport report;
    OutsideClassifier{model}.classify(card, report);
    EXPECT_EQ(seen, "карта [CARD 1111] \xEF\xBF\xBD");
    OutsideClassifier(model, {.masked = false}).classify(card, report);
    EXPECT_EQ(seen, "карта 4111 1111 1111 1111 \xEF\xBF\xBD");
}

struct Failure {
    const char* name;
    ToldModel::Script script;
    FallbackReason reason;
};

TEST(OutsideModel, FailuresFallBackAndSayWhy) {
    const std::vector<Failure> failures = {
        {"throws", [](auto, auto, const auto&) { throw std::runtime_error("text of a customer"); },
         FallbackReason::error},
        {"throws no exception", [](auto, auto, const auto&) { throw 1; }, FallbackReason::error},
        {"fills nothing", [](auto, auto, const auto&) {}, FallbackReason::invalid_answer},
        {"fills more than one",
         [](auto, std::span<float> p, const auto&) { std::fill(p.begin(), p.end(), 0.5F); },
         FallbackReason::invalid_answer},
        {"fills below zero",
         [](auto, std::span<float> p, const auto&) {
             for (std::size_t i = 0; i < p.size(); i += 3) p[i] = -1, p[i + 1] = 2;
         },
         FallbackReason::invalid_answer},
        {"fills no numbers",
         [](auto, std::span<float> p, const auto&) {
             std::fill(p.begin(), p.end(), std::numeric_limits<float>::quiet_NaN());
         },
         FallbackReason::invalid_answer}};
    const auto built_in = Classifier::built_in().classify(kTexts, {});
    for (const Failure& failure : failures) {
        OutsideClassifier classifier{std::make_shared<ToldModel>(failure.script)};
        OutsideReport report;
        const auto answers = classifier.classify(kTexts, report);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            EXPECT_EQ(answers[i].fallback, failure.reason) << failure.name;
            EXPECT_EQ(answers[i].classification.p_sentiment, built_in[i].p_sentiment) << failure.name;
        }
        EXPECT_EQ(report.answered, 0) << failure.name;
        EXPECT_EQ(report.fallbacks.at(failure.reason), 5) << failure.name;
    }
}

TEST(OutsideModel, OneBadBatchDoesNotSpoilTheOthers) {
    int calls = 0;
    auto model = std::make_shared<ToldModel>([&](auto texts, auto p, const auto& stop) {
        if (++calls == 2) throw std::runtime_error("no");
        praise(texts, p, stop);
    });
    OutsideClassifier classifier{model, {.batch = 2}};
    OutsideReport report;
    const auto answers = classifier.classify(kTexts, report);
    EXPECT_EQ(answers[1].fallback, FallbackReason::none);
    EXPECT_EQ(answers[2].fallback, FallbackReason::error);
    EXPECT_EQ(answers[4].fallback, FallbackReason::none);
    EXPECT_EQ(report.answered, 3);
}

TEST(OutsideModel, ALateCallIsLeftAlone) {
    std::atomic<bool> told{false};
    std::atomic<int> calls{0};
    auto model = std::make_shared<ToldModel>([&](auto texts, auto p, const std::stop_token& stop) {
        if (++calls == 1) {
            while (!stop.stop_requested()) std::this_thread::sleep_for(milliseconds{1});
            told = true;
            std::this_thread::sleep_for(milliseconds{500});
        }
        praise(texts, p, stop);
    });
    OutsideClassifier classifier{model, {.batch = 2, .timeout = milliseconds{500}}};
    OutsideReport report;
    const auto answers = classifier.classify(kTexts, report);
    EXPECT_EQ(answers[0].fallback, FallbackReason::timeout);
    EXPECT_EQ(answers[2].fallback, FallbackReason::busy);
    EXPECT_EQ(report.answered, 0);
    EXPECT_GE(report.seconds, 0.4);
    std::this_thread::sleep_for(milliseconds{1'500});
    EXPECT_TRUE(told);
    EXPECT_EQ(classifier.classify(kTexts, report)[0].fallback, FallbackReason::none);
    EXPECT_EQ(report.answered, 5);
}

TEST(OutsideModel, StopsWhenAsked) {
    auto model = std::make_shared<ToldModel>([](auto, auto, const std::stop_token& stop) {
        while (!stop.stop_requested()) std::this_thread::sleep_for(milliseconds{1});
    });
    OutsideClassifier classifier{model, {.timeout = std::chrono::minutes{5}}};
    std::stop_source stop;
    std::jthread later{[&] {
        std::this_thread::sleep_for(milliseconds{100});
        stop.request_stop();
    }};
    OutsideReport report;
    EXPECT_THROW(classifier.classify(kTexts, report, {.stop = stop.get_token()}), Error);
    std::this_thread::sleep_for(milliseconds{50});
}

TEST(OutsideModel, RefusesWhatCannotWork) {
    const auto model = std::make_shared<ToldModel>(praise);
    EXPECT_THROW(OutsideClassifier(nullptr), Error);
    EXPECT_THROW(OutsideClassifier(model, {.batch = 0}), Error);
    EXPECT_THROW(OutsideClassifier(model, {.timeout = milliseconds{0}}), Error);
    Head turned = head_of("sentiment");
    std::swap(turned.labels[0], turned.labels[2]);
    for (const std::vector<Head>& heads : {std::vector<Head>{}, {turned}, {Head{"mood", {"a", "b"}}}})
        EXPECT_THROW(OutsideClassifier(std::make_shared<ToldModel>(praise, heads)), Error);
}

TEST(OutsideModel, ReasonsHaveNames) {
    EXPECT_EQ(to_string(FallbackReason::timeout), "timeout");
    EXPECT_EQ(to_string(FallbackReason::invalid_answer), "invalid_answer");
}

}  // namespace
}  // namespace scrm::sentiment
