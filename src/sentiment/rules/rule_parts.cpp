// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/rule_parts_internal.hpp"

#include <algorithm>
#include <map>

#include "scrm/core/error.hpp"
#include "sentiment/rules/brand_aliases_internal.hpp"
#include "sentiment/rules/lexicon_internal.hpp"
#include "sentiment/rules/rules_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr float kNegatedPraise = -0.7F;
constexpr float kNegatedBlame = -0.35F;
constexpr float kRaised = 1.4F;
constexpr float kLowered = 0.6F;
constexpr float kShouted = 1.2F;
constexpr std::size_t kNegationReach = 3;
constexpr float kProductWeight = 3;  // of a bank's own product name without words in the list

std::vector<std::string_view> parts_of(std::string_view id) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t dot = id.find('.');
        out.push_back(id.substr(0, dot));
        if (dot == std::string_view::npos) return out;
        id.remove_prefix(dot + 1);
    }
}

RuleMeaning meaning_of(const PhraseSet::Rule& rule) {
    RuleMeaning out;
    out.weight = rule.weight;
    const std::vector<std::string_view> parts = parts_of(rule.id);
    const std::string_view head = parts.front();
    if (head == "brand") {
        out.kind = RuleMeaning::Kind::brand;
        out.brand = static_cast<std::uint16_t>(std::stoul(std::string(parts.at(1))));
        if (parts.size() > 2) {
            out.care = parts[2] == "context" ? RuleMeaning::Care::context : RuleMeaning::Care::capital;
        }
        return out;
    }
    if (head == "polarity") {
        out.head = RuleHead::polarity;
        out.label = static_cast<std::uint8_t>(rule.weight < 0 ? Polarity::negative : Polarity::positive);
    } else if (head == "product") {
        out.head = RuleHead::product;
        out.label = static_cast<std::uint8_t>(parse_product(parts.at(1)).value());
    } else if (head == "intent") {
        out.head = RuleHead::intent;
        out.label = static_cast<std::uint8_t>(parse_intent(parts.at(1)).value());
    } else if (head == "urgent") {
        out.head = RuleHead::urgent;
    } else if (head == "lead") {
        out.head = RuleHead::lead;
    } else if (head == "churn") {
        out.head = RuleHead::churn;
    }
    return out;
}

void add_brands(const BrandConfiguration& configuration, PhraseSet& phrases) {
    const auto add = [&](const std::string& id, float weight, const std::vector<std::string>& aliases) {
        for (const std::string& alias : aliases) phrases.add_phrase(id, weight, phrase_of_alias(alias));
    };
    for (std::size_t i = 0; i < configuration.brands.size(); ++i) {
        const Brand& brand = configuration.brands[i];
        const std::string id = "brand." + std::to_string(i);
        add(id, 1, brand.aliases);
        add(id + ".context", 1, brand.ambiguous);
        add(id + ".capital", 1, brand.capitalised);
    }
    for (const ProductName& product : configuration.products) {
        add("product." + std::string(to_string(product.product)), kProductWeight, product.aliases);
    }
}

/// Takes the words of a match, unless a longer one has taken some of them.
bool take(const PhraseSet::Match& match, std::vector<std::uint8_t>& taken) {
    for (std::size_t i = match.first; i <= match.last; ++i) {
        if (taken[i] != 0) return false;
    }
    for (std::size_t i = match.first; i <= match.last; ++i) taken[i] = 1;
    return true;
}

}  // namespace

RuleBook::Parts::Parts(BrandConfiguration brands) : configuration(std::move(brands)) {
    configuration.check();
    for (const std::string_view text :
         {kLexiconWords, kRussianLexicon, kUkrainianLexicon, kEnglishLexicon, kProductWords, kIntentRules,
          kUrgentRules, kLeadRules, kChurnRules, kShapeRules}) {
        phrases.add(text);
    }
    add_brands(configuration, phrases);
    negation = phrases.class_element("negation");
    wanting = phrases.class_element("wanting");
    intense = phrases.class_element("intense");
    damp = phrases.class_element("damp");
    bank_word = phrases.class_element("bankish");
    phrases.freeze();
    for (const PhraseSet::Rule& rule : phrases.rules()) meanings.push_back(meaning_of(rule));
    name_signals();
}

void RuleBook::Parts::name_signals() {
    std::map<std::string, std::uint16_t, std::less<>> known;
    const auto name = [&](std::string id) {
        const auto [entry, made] = known.try_emplace(id, static_cast<std::uint16_t>(name_store.size()));
        if (made) name_store.push_back(std::move(id));
        return entry->second;
    };
    for (std::size_t i = 0; i < meanings.size(); ++i) {
        if (meanings[i].kind == RuleMeaning::Kind::rule) meanings[i].signal = name(phrases.rules()[i].id);
    }
    negated_good = name("polarity.negated_praise");
    negated_bad = name("polarity.negated_blame");
    mood_good = name("polarity.emoji_positive");
    mood_bad = name("polarity.emoji_negative");
    mock_thanks = name("intent.complaint.thanks_and_blame");
    question_mark = name("shape.question_mark");
    exclamation_mark = name("shape.exclamation_mark");
    url = name("shape.url");
    handle = name("shape.handle");
    hashtag = name("shape.hashtag");
    capitals = name("shape.capitals");
    brand_named = name("shape.brand");
    brands_several = name("shape.several_brands");
    if (name_store.size() > kMaxSignals) throw Error(ErrorCode::internal, "too many kinds of signals");
    names.assign(name_store.begin(), name_store.end());
}

TextSpan RuleBook::Parts::span_of(const PostReading& reading, const PhraseSet::Match& match) const {
    return {reading.words.words[match.first].begin, reading.words.words[match.last].end};
}

void RuleBook::Parts::read(const text::CodePoints& post, PostReading& out) const {
    read_words(post, phrases.trie(), out.words);
    phrases.match(out.words, out.matches);
    // Polarity words, products and brands hide one another; rules of the other heads all count.
    out.others.clear();
    std::size_t kept = 0;
    for (const PhraseSet::Match& match : out.matches) {
        const RuleMeaning& meaning = meanings[match.rule];
        const bool hides = meaning.kind == RuleMeaning::Kind::brand || meaning.head == RuleHead::polarity ||
                           meaning.head == RuleHead::product;
        if (hides) {
            out.matches[kept++] = match;
        } else {
            out.others.push_back(match);
        }
    }
    out.matches.resize(kept);
    // The longer phrase first: it knows better what its words mean.
    std::sort(out.matches.begin(), out.matches.end(), [](const auto& a, const auto& b) {
        if (a.letters != b.letters) return a.letters > b.letters;
        return a.first != b.first ? a.first < b.first : a.rule < b.rule;
    });
    read_polarity(out);
    read_products(out);
    read_brands(out);
}

void RuleBook::Parts::read_polarity(PostReading& out) const {
    out.polarity.clear();
    const auto& words = out.words.words;
    out.taken.assign(words.size(), 0);
    for (const PhraseSet::Match& match : out.matches) {
        const RuleMeaning& meaning = meanings[match.rule];
        if (meaning.kind != RuleMeaning::Kind::rule || meaning.head != RuleHead::polarity) continue;
        if (!take(match, out.taken)) continue;
        PolarityHit hit{match.rule, meaning.weight, false, span_of(out, match)};
        if (words[match.first].capitals) hit.value *= kShouted;
        // A single word of praise in quotation marks means its opposite; with a capital letter it is a name.
        if (hit.value > 0 && match.first == match.last && words[match.first].quoted &&
            !words[match.first].initial) {
            hit.negated = true;
            hit.value *= kNegatedPraise;
            out.polarity.push_back(hit);
            continue;
        }
        std::size_t at = match.first;
        bool degree = true;
        // "Ни разу не обманули": a phrase with its own negation is not turned by another.
        const bool turnable = !phrases.is_of(words[match.first], negation);
        for (std::size_t back = 1; back <= kNegationReach && back <= match.first; ++back) {
            if (words[at].starts_clause) break;
            at = match.first - back;
            if (degree && phrases.is_of(words[at], intense)) hit.value *= kRaised;
            if (degree && phrases.is_of(words[at], damp)) hit.value *= kLowered;
            degree = false;
            // "Не хочу очередей": what nobody wants stays as bad as it is.
            if (hit.value < 0 && phrases.is_of(words[at], wanting)) break;
            if (!turnable || out.taken[at] != 0 || !phrases.is_of(words[at], negation)) continue;
            hit.negated = true;
            hit.value *= hit.value > 0 ? kNegatedPraise : kNegatedBlame;
            break;
        }
        out.polarity.push_back(hit);
    }
}

void RuleBook::Parts::read_products(PostReading& out) const {
    out.taken.assign(out.words.words.size(), 0);
    for (const PhraseSet::Match& match : out.matches) {
        const RuleMeaning& meaning = meanings[match.rule];
        if (meaning.kind != RuleMeaning::Kind::rule || meaning.head != RuleHead::product) continue;
        if (take(match, out.taken)) out.others.push_back(match);
    }
}

void RuleBook::Parts::read_brands(PostReading& out) const {
    out.brands.clear();
    bool any = false;
    bool banking = false;
    for (const PhraseSet::Match& match : out.matches) {
        const RuleMeaning& meaning = meanings[match.rule];
        any = any || meaning.kind == RuleMeaning::Kind::brand;
        banking = banking ||
                  (meaning.kind == RuleMeaning::Kind::brand && meaning.care == RuleMeaning::Care::none) ||
                  (meaning.kind == RuleMeaning::Kind::rule && meaning.head == RuleHead::product &&
                   meaning.label < static_cast<std::uint8_t>(Product::branch_service));
    }
    if (!any) return;
    const auto& words = out.words.words;
    for (std::size_t i = 0; i < words.size() && !banking; ++i) banking = phrases.is_of(words[i], bank_word);
    out.taken.assign(words.size(), 0);
    for (const PhraseSet::Match& match : out.matches) {
        const RuleMeaning& meaning = meanings[match.rule];
        if (meaning.kind != RuleMeaning::Kind::brand) continue;
        const PostWord& first = words[match.first];
        if (meaning.care == RuleMeaning::Care::context && !banking && !first.handle) continue;
        if (meaning.care == RuleMeaning::Care::capital) {
            const bool named = first.handle || (first.initial && !first.starts_sentence);
            if (!named || !banking) continue;
        }
        if (!take(match, out.taken)) continue;
        out.brands.push_back({meaning.brand, configuration.brands[meaning.brand].own, span_of(out, match)});
    }
    std::sort(out.brands.begin(), out.brands.end(),
              [](const BrandMention& a, const BrandMention& b) { return a.span.begin < b.span.begin; });
}

bool RuleBook::Parts::mock_thanks_in(const PostReading& reading) const {
    bool thanks = false;
    for (const PhraseSet::Match& match : reading.others) {
        const RuleMeaning& meaning = meanings[match.rule];
        thanks = thanks || (meaning.head == RuleHead::intent &&
                            meaning.label == static_cast<std::uint8_t>(Intent::gratitude));
    }
    if (!thanks) return false;
    float good = 0;
    float bad = 0;
    for (const PolarityHit& hit : reading.polarity) (hit.value > 0 ? good : bad) += hit.value;
    return -bad > good && -bad >= 3;
}

PostReading& reading_room() {
    thread_local PostReading room;
    return room;
}

}  // namespace scrm::sentiment
