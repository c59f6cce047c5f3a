// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/time.hpp"
#include "scrm/model/interaction.hpp"
#include "scrm/model/text_label.hpp"

namespace scrm {

/// A part of an assessment that a person can correct.
enum class AssessmentField : std::uint8_t { language, sentiment, intent, product, urgent, lead, churn };
inline constexpr std::size_t kAssessmentFields = 7;

std::string_view to_string(AssessmentField field) noexcept;
std::optional<AssessmentField> parse_assessment_field(std::string_view text) noexcept;

/// Who said it.
enum class Provenance : std::uint8_t { machine, human };

std::string_view to_string(Provenance provenance) noexcept;

/// What one post of a customer says, and how sure that is. Probabilities are calibrated; what a person said
/// has probability 1.
struct Assessment {
    InteractionId interaction;
    std::string language = "und";  ///< ISO 639-1, or und
    Polarity sentiment = Polarity::neutral;
    std::array<double, kPolarities> p_sentiment{};  ///< negative, neutral, positive; they add up to 1
    Intent intent = Intent::other;
    double p_intent = 0;
    Product product = Product::other_none;
    double p_product = 0;
    bool urgent = false;
    double p_urgent = 0;  ///< that it is urgent; so are those of lead and churn
    bool lead = false;
    double p_lead = 0;
    bool churn = false;
    double p_churn = 0;
    std::vector<std::string> brands;                  ///< as written
    std::optional<UtcTime> posted_at;                 ///< when the post was made, as far as its network says
    std::string model;                                ///< digest of the model of the machine's part, hex
    UtcTime assessed_at{};                            ///< by the machine
    std::array<bool, kAssessmentFields> corrected{};  ///< by AssessmentField: a person said this

    Provenance provenance(AssessmentField field) const noexcept {
        return corrected[static_cast<std::size_t>(field)] ? Provenance::human : Provenance::machine;
    }

    friend bool operator==(const Assessment&, const Assessment&) = default;
};

/// What a person said about one field of an assessment, as the text code of the value.
struct Correction {
    AssessmentField field = AssessmentField::sentiment;
    std::string value;

    friend bool operator==(const Correction&, const Correction&) = default;
};

/// The value of any field with which a person gives it back to the machine.
inline constexpr std::string_view kLeaveToMachine = "machine";

/// The text code of a value that the field can have, or `machine`; nullopt for anything else. Languages are
/// two or three lower-case letters; urgent, lead and churn are 1 or 0, also written true, false, yes, no.
std::optional<std::string> parse_correction_value(AssessmentField field, std::string_view text);

/// What a field can have, for a message: "negative, neutral, positive or machine".
std::string correction_values(AssessmentField field);

/// Lets the person win. Throws Error{invalid_argument} for a value that parse_correction_value does not give.
void correct(Assessment& assessment, const Correction& correction);

/// The text code of a field's value.
std::string value_of(const Assessment& assessment, AssessmentField field);

/// The text of an interaction that is assessed: what others wrote to or about the bank. Empty for what the
/// bank itself wrote (direction out), for reactions, for what was deleted, and for a post without words.
std::string_view text_to_assess(const Interaction& interaction) noexcept;

}  // namespace scrm
