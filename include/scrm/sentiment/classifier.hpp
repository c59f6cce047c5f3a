// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/sentiment/labels.hpp"
#include "scrm/sentiment/text_model.hpp"

namespace scrm::sentiment {

/// What a post says, with calibrated probabilities. The intent is read in the light of the polarity.
/// Promo, news and other stand together against each of the other intents, so that p_intent of one of them
/// need not be the greatest. p_lead and p_churn are those of the head times the probability that the post is
/// neither promo nor news, which by definition hold neither; p_urgent times that it is not gratitude either.
/// A post is a lead or leaves from a probability of .5 on, and is urgent from .35 on.
struct Classification {
    Polarity sentiment = Polarity::neutral;
    std::array<float, kPolarities> p_sentiment{};  ///< negative, neutral, positive; they add up to 1
    Intent intent = Intent::other;
    float p_intent = 0;
    Product product = Product::other_none;
    float p_product = 0;
    bool urgent = false;
    float p_urgent = 0;
    bool lead = false;
    float p_lead = 0;
    bool churn = false;
    float p_churn = 0;
};

/// Why each answer was given: the score of the label that was chosen (of "1" for urgent, lead and churn).
struct ClassificationExplanation {
    LabelExplanation sentiment;
    LabelExplanation intent;
    LabelExplanation product;
    LabelExplanation urgent;
    LabelExplanation lead;
    LabelExplanation churn;
};

/// Polarity, intent, product, urgency, lead and churn of posts in Russian, Ukrainian and English. A cheap
/// value. Immutable and thread-safe.
class Classifier {
  public:
    /// The model that is compiled in. Loaded once a process, on the first call.
    static Classifier built_in();
    /// Throws Error{invalid_argument} unless the model has the built-in heads with their labels.
    explicit Classifier(TextModel model, const SignalSource* signals = nullptr);

    /// True when `model` has the built-in heads with their labels.
    static bool fits(const TextModel& model) noexcept;

    const TextModel& model() const noexcept { return model_; }
    const SignalSource* signals() const noexcept { return signals_; }

    Classification classify(std::string_view text) const;
    /// With room that the caller keeps for the next text.
    Classification classify(std::string_view text, ScoringRoom& room) const;
    /// In the order of `texts`; the same for any thread count.
    std::vector<Classification> classify(std::span<const std::string_view> texts,
                                         const Execution& execution) const;

    /// Also says why; the answers are those of classify.
    ClassificationExplanation explain(std::string_view text, Classification& classification,
                                      ScoringRoom& room) const;

  private:
    TextModel model_;
    const SignalSource* signals_;
    std::array<std::size_t, 6> heads_{};
};

}  // namespace scrm::sentiment
