// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/aspects.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "scrm/text/letter_case.hpp"
#include "sentiment/rules/rule_parts_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr float kDecided = 0.5F;
constexpr float kSureModel = 0.7F;
constexpr std::size_t kWordsForModel = 3;
/// Longer than any word of contrast in bytes.
constexpr std::size_t kLongestConjunction = 20;

constexpr std::array<std::string_view, 21> kContrast = {
    "но",       "зато",   "а",     "однако",  "хотя",      "правда",        "але",
    "проте",    "зате",   "однак", "хоча",    "натомість", "but",           "however",
    "although", "though", "yet",   "whereas", "while",     "unfortunately", "except"};
constexpr std::array<std::string_view, 5> kCoordinate = {"и", "та", "й", "і", "and"};

/// Why a part of a post begins where it does.
enum class Cut : std::uint8_t { sentence, contrast, comma, coordinate };

struct Part {
    std::size_t first = 0;  ///< words
    std::size_t last = 0;   ///< behind
    Cut cut = Cut::sentence;
    std::array<float, kProducts> products{};
    std::array<TextSpan, kProducts> named{};  ///< the first words that name each
    std::optional<BrandMention> brand;
    float score = 0;
    std::vector<TextSpan> evidence;

    Product product() const {
        const auto best = std::max_element(products.begin(), products.end());
        return *best > 0 ? static_cast<Product>(best - products.begin()) : Product::other_none;
    }
    bool has_target() const { return product() != Product::other_none || brand.has_value(); }
    bool judges() const { return std::abs(score) >= kDecided; }
    TextSpan target() const {
        if (product() != Product::other_none) return named[static_cast<std::size_t>(product())];
        return brand ? brand->span : TextSpan{};
    }
    void join(const Part& next) {
        last = next.last;
        for (std::size_t i = 0; i < kProducts; ++i) {
            if (products[i] == 0) named[i] = next.named[i];
            products[i] += next.products[i];
        }
        if (!brand) brand = next.brand;
        score += next.score;
        evidence.insert(evidence.end(), next.evidence.begin(), next.evidence.end());
    }
};

template <std::size_t n>
bool is_one_of(std::string_view post, const PostWord& word, const std::array<std::string_view, n>& words) {
    if (word.end - word.begin > kLongestConjunction) return false;
    const std::string lower = text::to_lower(post.substr(word.begin, word.end - word.begin));
    return std::find(words.begin(), words.end(), lower) != words.end();
}

/// Every place where a clause could begin.
std::vector<Part> cut(std::string_view post, const PostWords& read) {
    std::vector<Part> parts;
    const auto& words = read.words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::optional<Cut> begins;
        if (i == 0 || words[i].sentence != words[i - 1].sentence) {
            begins = Cut::sentence;
        } else if (is_one_of(post, words[i], kContrast)) {
            begins = Cut::contrast;
        } else if (words[i].starts_clause) {
            begins = Cut::comma;
        } else if (is_one_of(post, words[i], kCoordinate)) {
            begins = Cut::coordinate;
        }
        if (begins) {
            if (!parts.empty()) parts.back().last = i;
            parts.emplace_back();
            parts.back().first = i;
            parts.back().cut = *begins;
        }
    }
    if (!parts.empty()) parts.back().last = words.size();
    return parts;
}

/// The part in which a byte of the post lies; signs between two parts belong to the one before.
Part& part_at(std::vector<Part>& parts, const PostWords& read, std::uint32_t byte) {
    const auto behind = std::upper_bound(
        parts.begin() + 1, parts.end(), byte,
        [&](std::uint32_t at, const Part& part) { return at < read.words[part.first].begin; });
    return *(behind - 1);
}

bool splits(const Part& before, const Part& next) {
    const bool differ = before.product() != next.product() || before.score * next.score < 0;
    switch (next.cut) {
        case Cut::sentence:
        case Cut::contrast:
            return true;
        case Cut::comma:
            return before.has_target() && next.has_target() && differ;
        case Cut::coordinate:
            return before.has_target() && next.has_target() && differ && before.judges() && next.judges();
    }
    return true;
}

std::vector<Part> read_parts(std::string_view post, const RuleBook::Parts& rules,
                             const PostReading& reading) {
    std::vector<Part> parts = cut(post, reading.words);
    if (parts.empty()) return parts;
    for (const PhraseSet::Match& match : reading.others) {
        const RuleMeaning& meaning = rules.meanings[match.rule];
        if (meaning.head != RuleHead::product || static_cast<Product>(meaning.label) == Product::other_none)
            continue;
        const TextSpan span = rules.span_of(reading, match);
        Part& part = part_at(parts, reading.words, span.begin);
        if (part.products[meaning.label] == 0) part.named[meaning.label] = span;
        part.products[meaning.label] += meaning.weight;
    }
    for (const BrandMention& mention : reading.brands) {
        Part& part = part_at(parts, reading.words, mention.span.begin);
        if (!part.brand || (mention.own && !part.brand->own)) part.brand = mention;
    }
    const auto judge = [&](float value, TextSpan span) {
        Part& part = part_at(parts, reading.words, span.begin);
        part.score += value;
        part.evidence.push_back(span);
    };
    for (const PolarityHit& hit : reading.polarity) judge(hit.value, hit.span);
    for (const Mood& mood : reading.words.moods) judge(mood.value, {mood.begin, mood.end});

    std::vector<Part> joined;
    for (const Part& part : parts) {
        if (joined.empty() || splits(joined.back(), part)) {
            joined.push_back(part);
        } else {
            joined.back().join(part);
        }
    }
    return joined;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// For each part the one whose target it speaks of: itself, before it or behind it in its sentence, else the
/// last of the sentence before; kNone where nothing is named.
std::vector<std::size_t> sources_of(const std::vector<Part>& parts) {
    std::vector<std::size_t> sources(parts.size(), kNone);
    std::size_t here = kNone;
    std::size_t former = kNone;
    std::vector<std::size_t> formers(parts.size(), kNone);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].cut == Cut::sentence) former = std::exchange(here, kNone);
        if (parts[i].has_target()) here = i;
        sources[i] = here;
        formers[i] = former;
    }
    std::size_t behind = kNone;
    for (std::size_t i = parts.size(); i-- > 0;) {
        if (parts[i].has_target()) behind = i;
        if (sources[i] == kNone) sources[i] = behind;
        if (sources[i] == kNone) sources[i] = formers[i];
        if (parts[i].cut == Cut::sentence) behind = kNone;
    }
    return sources;
}

void ask_model(const Classifier& model, std::string_view clause, ScoringRoom& room, ClauseAspect& aspect) {
    const Classification answer = model.classify(clause, room);
    const auto label = static_cast<std::size_t>(answer.sentiment);
    if (answer.p_sentiment[label] < kSureModel) return;
    aspect.polarity = answer.sentiment;
    aspect.by_model = answer.sentiment != Polarity::neutral;
}

}  // namespace

std::vector<ClauseAspect> read_aspects(std::string_view post, const RuleBook& rules,
                                       const Classifier* model) {
    PostReading& reading = reading_room();
    rules.parts().read(post, reading);
    const std::vector<Part> parts = read_parts(post, rules.parts(), reading);
    const std::vector<std::size_t> sources = sources_of(parts);
    std::vector<ClauseAspect> aspects;
    std::vector<std::size_t> lengths;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Part& part = parts[i];
        ClauseAspect aspect;
        aspect.clause = {reading.words.words[part.first].begin, reading.words.words[part.last - 1].end};
        for (const TextSpan& span : part.evidence) aspect.clause.end = std::max(aspect.clause.end, span.end);
        if (const std::size_t source = sources[i]; source != kNone) {
            aspect.product = parts[source].product();
            aspect.target = parts[source].target();
            if (parts[source].brand) aspect.brand = parts[source].brand->brand;
            aspect.inherited = source != i;
        }
        aspect.score = part.score;
        if (part.judges()) aspect.polarity = part.score < 0 ? Polarity::negative : Polarity::positive;
        aspect.evidence = part.evidence;
        std::sort(aspect.evidence.begin(), aspect.evidence.end(),
                  [](const TextSpan& a, const TextSpan& b) { return a.begin < b.begin; });
        aspects.push_back(std::move(aspect));
        lengths.push_back(part.last - part.first);
    }
    // The model reads with the same room for words, so it is asked when all has been taken out of it.
    if (model != nullptr) {
        ScoringRoom room;
        for (std::size_t i = 0; i < aspects.size(); ++i)
            if (aspects[i].polarity == Polarity::neutral && lengths[i] >= kWordsForModel)
                ask_model(
                    *model,
                    post.substr(aspects[i].clause.begin, aspects[i].clause.end - aspects[i].clause.begin),
                    room, aspects[i]);
    }
    std::erase_if(aspects, [](const ClauseAspect& aspect) {
        const bool names = aspect.product != Product::other_none || aspect.brand.has_value();
        return aspect.polarity == Polarity::neutral && (!names || aspect.inherited);
    });
    return aspects;
}

}  // namespace scrm::sentiment
