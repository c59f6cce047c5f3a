// SPDX-License-Identifier: Apache-2.0
#include "scrm/model/assessment.hpp"

#include <algorithm>

#include "enum_text_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm {
namespace {

constexpr detail::EnumText<AssessmentField, kAssessmentFields> kFields{{{
    {AssessmentField::language, "language"},
    {AssessmentField::sentiment, "sentiment"},
    {AssessmentField::intent, "intent"},
    {AssessmentField::product, "product"},
    {AssessmentField::urgent, "urgent"},
    {AssessmentField::lead, "lead"},
    {AssessmentField::churn, "churn"},
}}};

bool is_language(std::string_view text) {
    return (text.size() == 2 || text.size() == 3) &&
           std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::optional<bool> parse_flag(std::string_view text) {
    if (text == "1" || text == "true" || text == "yes") return true;
    if (text == "0" || text == "false" || text == "no") return false;
    return std::nullopt;
}

std::string_view flag_text(bool flag) {
    return flag ? "1" : "0";
}

template <class Label>
std::string names_of(std::size_t labels) {
    std::string out;
    for (std::size_t i = 0; i < labels; ++i) {
        if (i != 0) out += ", ";
        out += to_string(static_cast<Label>(i));
    }
    return out;
}

void say(bool& answer, double& probability, std::string_view value) {
    answer = value == "1";
    probability = answer ? 1 : 0;
}

}  // namespace

std::string_view to_string(AssessmentField field) noexcept {
    return kFields.text(field);
}
std::optional<AssessmentField> parse_assessment_field(std::string_view text) noexcept {
    return kFields.parse(text);
}
std::string_view to_string(Provenance provenance) noexcept {
    return provenance == Provenance::human ? "human" : "machine";
}

std::optional<std::string> parse_correction_value(AssessmentField field, std::string_view text) {
    if (text == kLeaveToMachine) return std::string{text};
    bool known = false;
    switch (field) {
        case AssessmentField::language:
            known = is_language(text);
            break;
        case AssessmentField::sentiment:
            known = parse_polarity(text).has_value();
            break;
        case AssessmentField::intent:
            known = parse_intent(text).has_value();
            break;
        case AssessmentField::product:
            known = parse_product(text).has_value();
            break;
        case AssessmentField::urgent:
        case AssessmentField::lead:
        case AssessmentField::churn:
            if (const auto flag = parse_flag(text)) return std::string{flag_text(*flag)};
            break;
    }
    if (!known) return std::nullopt;
    return std::string{text};
}

std::string correction_values(AssessmentField field) {
    std::string out;
    switch (field) {
        case AssessmentField::language:
            out = "two or three letters like ru";
            break;
        case AssessmentField::sentiment:
            out = names_of<Polarity>(kPolarities);
            break;
        case AssessmentField::intent:
            out = names_of<Intent>(kIntents);
            break;
        case AssessmentField::product:
            out = names_of<Product>(kProducts);
            break;
        case AssessmentField::urgent:
        case AssessmentField::lead:
        case AssessmentField::churn:
            out = "1, 0";
            break;
    }
    return out.append(" or ").append(kLeaveToMachine);
}

void correct(Assessment& assessment, const Correction& correction) {
    const auto value = parse_correction_value(correction.field, correction.value);
    if (!value)
        throw Error{ErrorCode::invalid_argument, std::string{to_string(correction.field)} + " can be " +
                                                     correction_values(correction.field) + ", nothing else"};
    if (*value == kLeaveToMachine) return;
    switch (correction.field) {
        case AssessmentField::language:
            assessment.language = *value;
            break;
        case AssessmentField::sentiment:
            assessment.sentiment = parse_polarity(*value).value_or(Polarity::neutral);
            assessment.p_sentiment = {};
            assessment.p_sentiment[static_cast<std::size_t>(assessment.sentiment)] = 1;
            break;
        case AssessmentField::intent:
            assessment.intent = parse_intent(*value).value_or(Intent::other);
            assessment.p_intent = 1;
            break;
        case AssessmentField::product:
            assessment.product = parse_product(*value).value_or(Product::other_none);
            assessment.p_product = 1;
            break;
        case AssessmentField::urgent:
            say(assessment.urgent, assessment.p_urgent, *value);
            break;
        case AssessmentField::lead:
            say(assessment.lead, assessment.p_lead, *value);
            break;
        case AssessmentField::churn:
            say(assessment.churn, assessment.p_churn, *value);
            break;
    }
    assessment.corrected[static_cast<std::size_t>(correction.field)] = true;
}

std::string value_of(const Assessment& assessment, AssessmentField field) {
    switch (field) {
        case AssessmentField::language:
            return assessment.language;
        case AssessmentField::sentiment:
            return std::string{to_string(assessment.sentiment)};
        case AssessmentField::intent:
            return std::string{to_string(assessment.intent)};
        case AssessmentField::product:
            return std::string{to_string(assessment.product)};
        case AssessmentField::urgent:
            return std::string{flag_text(assessment.urgent)};
        case AssessmentField::lead:
            return std::string{flag_text(assessment.lead)};
        case AssessmentField::churn:
            return std::string{flag_text(assessment.churn)};
    }
    return {};
}

std::string_view text_to_assess(const Interaction& interaction) noexcept {
    if (interaction.direction == "out" || interaction.op == "delete" || interaction.kind == "reaction")
        return {};
    if (interaction.text.find_first_not_of(" \t\r\n") == std::string::npos) return {};
    return interaction.text;
}

}  // namespace scrm
