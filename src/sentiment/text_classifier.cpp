// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "scrm/core/parallel.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "scrm/text/language.hpp"
#include "scrm/text/mask_policy.hpp"
#include "scrm/text/utf8.hpp"
#include "sentiment/text_model_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kTextChunk = 256;

/// Parts that change a score by less than this explain nothing.
constexpr double kTelling = 0.005;

/// Four decimals, as to_chars writes them.
void append_number(std::string& out, double value) {
    constexpr double kUnits = 10'000;
    constexpr double kMost = 1e9;
    const double scaled = std::abs(value) * kUnits;
    const double nearest = std::nearbyint(scaled);
    // Close to the middle between two decimals, and for "-0.0000", the slow way knows better.
    constexpr double kFarFromTheMiddle = 0.499;
    std::array<char, 32> room;
    if (scaled < kMost && std::abs(scaled - nearest) < kFarFromTheMiddle && nearest > 0) {
        auto units = static_cast<std::uint32_t>(nearest);
        char* at = room.data() + room.size();
        for (int digits = 0; digits < 5 || units != 0; ++digits) {
            if (digits == 4) *--at = '.';
            *--at = static_cast<char>('0' + units % 10);
            units /= 10;
        }
        if (value < 0) *--at = '-';
        out.append(at, room.data() + room.size());
        return;
    }
    const auto end =
        std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::fixed, 4).ptr;
    out.append(room.data(), end);
}

void append_number(std::string& out, std::uint32_t value) {
    std::array<char, 16> room;
    out.append(room.data(), std::to_chars(room.data(), room.data() + room.size(), value).ptr);
}

void append_json(std::string& out, std::string_view head, std::string_view label,
                 const LabelExplanation& why) {
    out.append(out.empty() ? "{" : ",").append("\"").append(head).append("\":{\"label\":");
    out.push_back('"');
    for (const char c : label) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    out.append("\",\"bias\":");
    append_number(out, why.bias);
    out.append(",\"spans\":[");
    bool first = true;
    for (const Contribution& part : why.contributions) {
        if (std::abs(part.weight) < kTelling) continue;
        if (!first) out.push_back(',');
        first = false;
        out.push_back('[');
        append_number(out, part.span.begin);
        out.push_back(',');
        append_number(out, part.span.end);
        out.push_back(',');
        append_number(out, part.weight);
        out.push_back(']');
    }
    out.append("]}");
}

std::string explanation_of(const ClassificationExplanation& why, const Classification& c) {
    std::string json;
    constexpr std::size_t kRoomForContribution = 24;
    constexpr std::size_t kHeads = 6;
    json.reserve(kHeads * (64 + why.sentiment.contributions.size() * kRoomForContribution));
    append_json(json, "sentiment", to_string(c.sentiment), why.sentiment);
    append_json(json, "intent", to_string(c.intent), why.intent);
    append_json(json, "product", to_string(c.product), why.product);
    append_json(json, "urgent", "1", why.urgent);
    append_json(json, "lead", "1", why.lead);
    append_json(json, "churn", "1", why.churn);
    return json + "}";
}

}  // namespace

TextClassifier::TextClassifier(TextModel model, const SignalSource* signals)
    : model_(std::move(model)), signals_(signals) {
    if (Classifier::fits(model_)) classifier_.emplace(model_, signals_);
}

TextClassifier TextClassifier::built_in() {
    const Classifier classifier = Classifier::built_in();
    return TextClassifier{classifier.model(), classifier.signals()};
}

ClassifiedText TextClassifier::classify(std::string_view text, bool explain, ScoringRoom& room) const {
    ClassifiedText result = classify_unmasked(text, explain, room);
    const text::CodePoints& points = tokens_of(room).points;
    const bool clean = points.clean() && points.bytes().size() == text.size();
    result.masked_text = clean ? text::mask(text) : text::mask(text::sanitize(text).text);
    return result;
}

ClassifiedText TextClassifier::classify_unmasked(std::string_view text, bool explain,
                                                 ScoringRoom& room) const {
    ClassifiedText result;
    if (!classifier_) {
        std::vector<float> p(model_.label_count());
        model_.score(text, signals_, room, p);
        const auto labels = static_cast<std::ptrdiff_t>(model_.heads()[0].labels.size());
        const auto best = std::max_element(p.begin(), p.begin() + labels);
        result.label = static_cast<std::int32_t>(best - p.begin());
        result.p_label = *best;
        if (explain) {
            const auto label = static_cast<std::size_t>(result.label);
            append_json(result.explanation, "label", model_.heads()[0].labels[label],
                        model_.explain(0, label, room));
            result.explanation += "}";
        }
    } else if (explain) {
        const ClassificationExplanation why = classifier_->explain(text, result.classification, room);
        result.explanation = explanation_of(why, result.classification);
    } else {
        result.classification = classifier_->classify(text, room);
    }
    result.language = text::identify_language(tokens_of(room).points).language;
    for (const TextSpan& span : brands_of(room)) {
        if (!result.brands.empty()) result.brands += ';';
        result.brands.append(text.substr(span.begin, span.end - span.begin));
    }
    if (!text::is_clean(result.brands)) result.brands = text::sanitize(result.brands).text;
    return result;
}

table::Table TextClassifier::classify_column(const table::StringColumn& texts, bool explain,
                                             const Execution& execution) const {
    std::vector<ClassifiedText> rows(static_cast<std::size_t>(texts.size()));
    ProgressMeter progress{execution, "classify", texts.size()};
    for_each_chunk(rows.size(), kTextChunk, execution.threads, execution.stop,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       ScoringRoom room;
                       for (std::size_t i = begin; i < end; ++i)
                           rows[i] = classify(texts.text(static_cast<std::int64_t>(i)), explain, room);
                       progress.advance(static_cast<std::int64_t>(end - begin));
                   });
    progress.finish();
    table::Table out;
    const auto strings = [&](std::string name, auto&& value) {
        table::ColumnBuilder column;
        for (const ClassifiedText& row : rows) column.append(std::string_view{value(row)});
        out.add(std::move(name), column.finish());
    };
    const auto doubles = [&](std::string name, auto&& value) {
        std::vector<double> column;
        for (const ClassifiedText& row : rows) column.push_back(value(row));
        out.add(std::move(name), table::DoubleColumn{std::move(column)});
    };
    const auto flags = [&](std::string name, auto&& value) {
        std::vector<std::int64_t> column;
        for (const ClassifiedText& row : rows) column.push_back(value(row) ? 1 : 0);
        out.add(std::move(name), table::Int64Column{std::move(column)});
    };
    using Row = const ClassifiedText&;
    strings("language", [](Row r) { return std::string_view{r.language}; });
    if (classifier_) {
        strings("sentiment", [](Row r) { return to_string(r.classification.sentiment); });
        doubles("p_negative", [](Row r) { return r.classification.p_sentiment[0]; });
        doubles("p_neutral", [](Row r) { return r.classification.p_sentiment[1]; });
        doubles("p_positive", [](Row r) { return r.classification.p_sentiment[2]; });
        strings("intent", [](Row r) { return to_string(r.classification.intent); });
        doubles("p_intent", [](Row r) { return r.classification.p_intent; });
        strings("product", [](Row r) { return to_string(r.classification.product); });
        doubles("p_product", [](Row r) { return r.classification.p_product; });
        flags("urgent", [](Row r) { return r.classification.urgent; });
        doubles("p_urgent", [](Row r) { return r.classification.p_urgent; });
        flags("lead", [](Row r) { return r.classification.lead; });
        doubles("p_lead", [](Row r) { return r.classification.p_lead; });
        flags("churn", [](Row r) { return r.classification.churn; });
        doubles("p_churn", [](Row r) { return r.classification.p_churn; });
    } else {
        const auto& labels = model_.heads()[0].labels;
        strings("label", [&](Row r) { return std::string_view{labels[static_cast<std::size_t>(r.label)]}; });
        doubles("p_label", [](Row r) { return r.p_label; });
    }
    strings("brands", [](Row r) { return std::string_view{r.brands}; });
    strings("masked_text", [](Row r) { return std::string_view{r.masked_text}; });
    if (explain) strings("explanation", [](Row r) { return std::string_view{r.explanation}; });
    return out;
}

}  // namespace scrm::sentiment
