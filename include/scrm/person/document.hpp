// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scrm::person {

/// The number of an identity document: passport, tax number (ИНН, ІПН), SSN, СНИЛС, driving licence. A value;
/// ordered by bytes.
///
/// What kind it is stays with the column; check digits are not verified, since foreign numbers have none.
class DocumentNumber {
  public:
    /// Digits and letters in upper case, everything else taken out; leading zeros kept; Cyrillic letters that
    /// look Latin (series АВ, МР) become Latin, other letters stay. A label in front ("ИНН 7707…", "SSN:",
    /// "№") is taken off. nullopt below 4 or above 32 characters, without any digit, or when text other than
    /// a label surrounds it.
    static std::optional<DocumentNumber> parse(std::string_view raw);

    const std::string& text() const noexcept { return text_; }
    /// Typed to fill a form: one digit only, a run (123456789, 987654321), SSNs such as 078-05-1120.
    bool is_placeholder() const noexcept;

    friend bool operator==(const DocumentNumber&, const DocumentNumber&) = default;
    friend auto operator<=>(const DocumentNumber&, const DocumentNumber&) = default;

  private:
    std::string text_;
};

}  // namespace scrm::person
