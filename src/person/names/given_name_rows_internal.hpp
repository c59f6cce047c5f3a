// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace scrm::person {

/// One name of the authored list. Spellings are split at `|`; a transliteration that text::latin_key reads
/// alike is not repeated.
struct GivenNameRow {
    char gender;                   ///< m, f, or b for both
    std::string_view full;         ///< in the languages of the list; the first one names the row
    std::string_view short_forms;  ///< short, pet and everyday forms
};

std::span<const GivenNameRow> east_slavic_male_names() noexcept;
std::span<const GivenNameRow> east_slavic_female_names() noexcept;
std::span<const GivenNameRow> eurasian_names() noexcept;
std::span<const GivenNameRow> english_male_names() noexcept;
std::span<const GivenNameRow> english_female_names() noexcept;

/// Names of one origin that people rarely use for one another: first spellings, split at `|`.
std::span<const std::string_view> cognate_names() noexcept;

}  // namespace scrm::person
