// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/rules.hpp"

#include <algorithm>
#include <array>

#include "sentiment/rules/rule_parts_internal.hpp"

namespace scrm::sentiment {
namespace {

/// More of one rule in a post adds nothing.
constexpr std::uint8_t kMostOfOneRule = 2;
constexpr float kSignalScale = 0.5F;
constexpr float kClearPolarity = 1.5F;
constexpr float kNewsOrPromo = 1.5F;

std::size_t at(Intent intent) {
    return static_cast<std::size_t>(intent);
}

/// Weighs the findings where no model does. A rule counts once, however often it is met: three times
/// "спасибо" is one thanks.
RuleVerdict judge(const RuleBook::Parts& parts, const PostReading& reading) {
    RuleVerdict out;
    float bad = 0;
    float good = 0;
    for (const PolarityHit& hit : reading.polarity) (hit.value < 0 ? bad : good) += hit.value;
    for (const Mood& mood : reading.words.moods) (mood.value < 0 ? bad : good) += mood.value;
    out.polarity_score = good + bad;

    std::array<float, kIntents> intents{};
    std::array<float, kProducts> products{};
    std::vector<std::uint8_t> met(parts.meanings.size(), 0);
    float personal = 0;
    for (const PhraseSet::Match& match : reading.others) {
        const RuleMeaning& meaning = parts.meanings[match.rule];
        if (meaning.head == RuleHead::product) {
            products[meaning.label] += meaning.weight;
            continue;
        }
        if (met[match.rule]++ != 0) continue;
        switch (meaning.head) {
            case RuleHead::intent:
                intents[meaning.label] += meaning.weight;
                break;
            case RuleHead::urgent:
                out.urgent_score += meaning.weight;
                break;
            case RuleHead::lead:
                out.lead_score += meaning.weight;
                break;
            case RuleHead::churn:
                out.churn_score += meaning.weight;
                break;
            case RuleHead::shape:
                personal += parts.phrases.rules()[match.rule].id == "shape.first_person" ? 1.0F : 0.0F;
                break;
            default:
                break;
        }
    }
    const bool mock = parts.mock_thanks_in(reading);
    intents[at(Intent::complaint)] += -0.4F * bad + (mock ? 2.0F : 0.0F);
    intents[at(Intent::gratitude)] += 0.3F * good + 0.4F * bad;
    if (reading.words.question_marks > 0) intents[at(Intent::question)] += 1.0F;
    intents[at(Intent::question)] += 0.1F * bad;
    if (reading.words.urls > 0) {
        intents[at(Intent::promo)] += 0.5F;
        intents[at(Intent::news)] += 0.5F;
    }
    intents[at(Intent::news)] -= personal;
    intents[at(Intent::promo)] -= personal;
    // News tells of stolen money and frozen cards as well, but nobody waits for an answer.
    if (std::max(intents[at(Intent::news)], intents[at(Intent::promo)]) >= kNewsOrPromo) {
        out.urgent_score -= kRuleThreshold;
        out.churn_score -= kRuleThreshold;
    }
    const auto best = std::max_element(intents.begin(), intents.end());
    out.intent = *best > 0.5F ? static_cast<Intent>(best - intents.begin()) : Intent::other;

    const auto product = std::max_element(products.begin(), products.end());
    out.product = *product > 0 ? static_cast<Product>(product - products.begin()) : Product::other_none;

    if (mock || out.intent == Intent::complaint) {
        out.polarity = Polarity::negative;
    } else if (out.intent == Intent::gratitude) {
        out.polarity = Polarity::positive;
    } else if (out.polarity_score <= -kClearPolarity && out.intent != Intent::promo) {
        out.polarity = Polarity::negative;
    } else if (out.polarity_score >= 2 * kClearPolarity && out.intent != Intent::promo) {
        out.polarity = Polarity::positive;
    }
    out.urgent = out.urgent_score >= kRuleThreshold;
    out.lead = out.lead_score >= kRuleThreshold;
    out.churn = out.churn_score >= kRuleThreshold;
    return out;
}

void emit(const RuleBook::Parts& parts, const PostReading& reading, std::vector<Signal>& out) {
    for (const PolarityHit& hit : reading.polarity) {
        const std::uint16_t kind = !hit.negated    ? parts.meanings[hit.rule].signal
                                   : hit.value < 0 ? parts.negated_good
                                                   : parts.negated_bad;
        out.push_back({kind, kSignalScale * std::min(std::abs(hit.value) / 2, 2.0F), hit.span});
    }
    for (const Mood& mood : reading.words.moods) {
        out.push_back({mood.value > 0 ? parts.mood_good : parts.mood_bad,
                       kSignalScale * std::abs(mood.value),
                       {mood.begin, mood.end}});
    }
    thread_local std::vector<std::uint8_t> met;
    met.assign(parts.meanings.size(), 0);
    for (const PhraseSet::Match& match : reading.others) {
        const RuleMeaning& meaning = parts.meanings[match.rule];
        if (met[match.rule] >= kMostOfOneRule) continue;
        const float value = met[match.rule]++ == 0 ? 2 * kSignalScale : kSignalScale;
        out.push_back({meaning.signal, value, parts.span_of(reading, match)});
    }
    const PostWords& words = reading.words;
    const TextSpan whole =
        words.words.empty() ? TextSpan{} : TextSpan{words.words.front().begin, words.words.back().end};
    const auto shape = [&](std::uint16_t kind, std::uint32_t count) {
        if (count > 0) out.push_back({kind, kSignalScale * static_cast<float>(std::min(count, 3U)), whole});
    };
    shape(parts.question_mark, words.question_marks);
    shape(parts.exclamation_mark, words.exclamation_marks);
    shape(parts.url, words.urls);
    shape(parts.handle, words.handles);
    shape(parts.hashtag, words.hashtags);
    shape(parts.capitals, words.capitals);
    shape(parts.mock_thanks, parts.mock_thanks_in(reading) ? 2 : 0);
    shape(parts.brand_named, reading.brands.empty() ? 0 : 1);
    for (std::size_t i = 1; i < reading.brands.size(); ++i) {
        if (reading.brands[i].brand == reading.brands[0].brand) continue;
        out.push_back({parts.brands_several, 2 * kSignalScale, reading.brands[i].span});
        break;
    }
    std::sort(out.begin(), out.end(), [](const Signal& a, const Signal& b) {
        return a.span.begin != b.span.begin ? a.span.begin < b.span.begin
               : a.kind != b.kind           ? a.kind < b.kind
               : a.span.end != b.span.end   ? a.span.end < b.span.end
                                            : a.value > b.value;
    });
}

/// The post as its tokens have it decoded; tokens of another text are not believed.
const text::CodePoints& points_of(std::string_view post, const TokenizedText& tokens, PostReading& room) {
    const std::string_view known = tokens.points.bytes();
    if (known.data() == post.data() && known.size() == post.size()) return tokens.points;
    room.points.decode(post);
    return room.points;
}

}  // namespace

RuleBook::RuleBook(BrandConfiguration brands) : parts_(std::make_unique<const Parts>(std::move(brands))) {}
RuleBook::~RuleBook() = default;
RuleBook::RuleBook(RuleBook&&) noexcept = default;
RuleBook& RuleBook::operator=(RuleBook&&) noexcept = default;

RuleHits RuleBook::evaluate(std::string_view post) const {
    PostReading& reading = reading_room();
    parts_->read(post, reading);
    RuleHits out;
    for (const PolarityHit& hit : reading.polarity) {
        const auto label = static_cast<std::uint8_t>(hit.value < 0 ? Polarity::negative : Polarity::positive);
        out.hits.push_back(
            {parts_->phrases.rules()[hit.rule].id, RuleHead::polarity, label, hit.value, hit.span});
    }
    for (const PhraseSet::Match& match : reading.others) {
        const RuleMeaning& meaning = parts_->meanings[match.rule];
        out.hits.push_back({parts_->phrases.rules()[match.rule].id, meaning.head, meaning.label,
                            meaning.weight, parts_->span_of(reading, match)});
    }
    std::stable_sort(out.hits.begin(), out.hits.end(),
                     [](const RuleHit& a, const RuleHit& b) { return a.span.begin < b.span.begin; });
    out.brands = reading.brands;
    out.verdict = judge(*parts_, reading);
    return out;
}

std::span<const std::string_view> RuleBook::names() const {
    return parts_->names;
}

void RuleBook::signals(std::string_view post, const TokenizedText& tokens, std::vector<Signal>& out) const {
    PostReading& reading = reading_room();
    parts_->read(points_of(post, tokens, reading), reading);
    emit(*parts_, reading, out);
}

void RuleBook::brands(std::string_view post, const TokenizedText& tokens, std::vector<TextSpan>& out) const {
    PostReading& reading = reading_room();
    parts_->read(points_of(post, tokens, reading), reading);
    for (const BrandMention& mention : reading.brands) out.push_back(mention.span);
}

void RuleBook::read(std::string_view post, const TokenizedText& tokens, std::vector<Signal>& found,
                    std::vector<TextSpan>& named) const {
    PostReading& reading = reading_room();
    parts_->read(points_of(post, tokens, reading), reading);
    emit(*parts_, reading, found);
    for (const BrandMention& mention : reading.brands) named.push_back(mention.span);
}

const BrandConfiguration& RuleBook::configuration() const noexcept {
    return parts_->configuration;
}

const RuleBook& default_rules() {
    static const RuleBook rules;
    return rules;
}

const SignalSource& default_signals() {
    return default_rules();
}

RuleHits evaluate_rules(std::string_view post) {
    return default_rules().evaluate(post);
}

}  // namespace scrm::sentiment
