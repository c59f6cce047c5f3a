// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/classifier.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "sentiment/intent_polarity_internal.hpp"
#include "sentiment/text_model_internal.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kTextChunk = 512;

/// An alarm that is missed costs more than a post that is looked at for nothing; and where probabilities are
/// right, the border with the greatest F1 is half that F1 (Lipton et al. 2014), of which real posts allow .6
/// to .7.
constexpr float kUrgentFrom = 0.35F;

enum class HeadIndex : std::size_t { sentiment, intent, product, urgent, lead, churn };

/// The label of greatest probability.
template <class Label>
Label best(std::span<const float> p, float& probability) {
    const auto top = std::ranges::max_element(p);
    probability = *top;
    return static_cast<Label>(top - p.begin());
}

/// Adverts, news and talk ask nothing of the bank: together against each intent that does, since three that
/// share what is left must not lose to one that has less; then the greatest of them.
Intent best_intent(std::span<const float> p, float& probability) {
    constexpr auto kAsking = static_cast<std::size_t>(Intent::promo);
    const auto asking = p.first(kAsking);
    const auto rest = p.subspan(kAsking);
    const float together = std::accumulate(rest.begin(), rest.end(), 0.0F);
    if (together < std::ranges::max(asking)) return best<Intent>(asking, probability);
    return static_cast<Intent>(kAsking + static_cast<std::size_t>(best<Intent>(rest, probability)));
}

}  // namespace

bool Classifier::fits(const TextModel& model) noexcept {
    return std::ranges::all_of(built_in_heads(), [&](const Head& head) {
        const std::size_t at = model.find_head(head.name);
        return at < model.heads().size() && model.heads()[at].labels == head.labels;
    });
}

Classifier::Classifier(TextModel model, const SignalSource* signals)
    : model_(std::move(model)), signals_(signals) {
    if (!fits(model_))
        throw Error{ErrorCode::invalid_argument, "the text model does not answer what the classifier asks"};
    const auto heads = built_in_heads();
    for (std::size_t h = 0; h < heads.size(); ++h) heads_[h] = model_.find_head(heads[h].name);
}

Classification Classifier::classify(std::string_view text, ScoringRoom& room) const {
    constexpr std::size_t kLabels = kPolarities + kIntents + kProducts + 6;
    std::array<float, kLabels> few;
    std::vector<float> many;
    std::span<float> p = few;
    if (model_.label_count() > kLabels) {
        many.resize(model_.label_count());
        p = many;
    }
    model_.score(text, signals_, room, p);
    const auto of = [&](HeadIndex head, std::size_t labels) {
        return std::span<const float>{p}.subspan(model_.first_label(heads_[static_cast<std::size_t>(head)]),
                                                 labels);
    };
    Classification result;
    float ignored = 0;
    const auto polarity = of(HeadIndex::sentiment, kPolarities);
    result.sentiment = best<Polarity>(polarity, ignored);
    std::ranges::copy(polarity, result.p_sentiment.begin());
    const auto intent = intents_by_polarity(of(HeadIndex::intent, kIntents), polarity);
    result.intent = best_intent(intent, result.p_intent);
    result.product = best<Product>(of(HeadIndex::product, kProducts), result.p_product);
    // Who advertises or reports neither wants a product nor leaves, whatever the words; and nothing is urgent
    // either, nor when somebody thanks for what was done.
    const auto at = [&](Intent label) { return intent[static_cast<std::size_t>(label)]; };
    const float speaks_for_itself = std::max(0.0F, 1 - at(Intent::promo) - at(Intent::news));
    const float waits = std::max(0.0F, speaks_for_itself - at(Intent::gratitude));
    result.p_urgent = of(HeadIndex::urgent, 2)[1] * waits;
    result.p_lead = of(HeadIndex::lead, 2)[1] * speaks_for_itself;
    result.p_churn = of(HeadIndex::churn, 2)[1] * speaks_for_itself;
    result.urgent = result.p_urgent >= kUrgentFrom;
    result.lead = result.p_lead >= 0.5F;
    result.churn = result.p_churn >= 0.5F;
    return result;
}

Classification Classifier::classify(std::string_view text) const {
    thread_local ScoringRoom room;
    return classify(text, room);
}

std::vector<Classification> Classifier::classify(std::span<const std::string_view> texts,
                                                 const Execution& execution) const {
    std::vector<Classification> results(texts.size());
    ProgressMeter progress{execution, "classify", static_cast<std::int64_t>(texts.size())};
    for_each_chunk(texts.size(), kTextChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       ScoringRoom room;
                       for (std::size_t i = begin; i < end; ++i) results[i] = classify(texts[i], room);
                       progress.advance(static_cast<std::int64_t>(end - begin));
                   });
    progress.finish();
    return results;
}

ClassificationExplanation Classifier::explain(std::string_view text, Classification& classification,
                                              ScoringRoom& room) const {
    classification = classify(text, room);
    const auto of = [&](HeadIndex head, std::size_t label) {
        return ExplainedLabel{heads_[static_cast<std::size_t>(head)], label};
    };
    const std::array<ExplainedLabel, 6> labels{
        of(HeadIndex::sentiment, static_cast<std::size_t>(classification.sentiment)),
        of(HeadIndex::intent, static_cast<std::size_t>(classification.intent)),
        of(HeadIndex::product, static_cast<std::size_t>(classification.product)),
        of(HeadIndex::urgent, 1),
        of(HeadIndex::lead, 1),
        of(HeadIndex::churn, 1)};
    auto why = explain_labels(model_, labels, room);
    ClassificationExplanation explanation;
    explanation.sentiment = std::move(why[0]);
    explanation.intent = std::move(why[1]);
    explanation.product = std::move(why[2]);
    explanation.urgent = std::move(why[3]);
    explanation.lead = std::move(why[4]);
    explanation.churn = std::move(why[5]);
    return explanation;
}

}  // namespace scrm::sentiment
