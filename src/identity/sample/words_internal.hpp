// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// The authored word lists of the synthetic bank. Every list is in order of frequency, commonest first.
namespace scrm::identity::sample {

enum class Nation : std::uint8_t { ru, uk, be, kk, en };
inline constexpr std::size_t kNations = 5;

/// `shorts`: comma separated diminutives, commonest first; may be empty.
struct GivenName {
    std::string_view name;
    std::string_view shorts;
};

/// `other`: a former or colloquial name; may be empty. Population in thousands.
struct City {
    std::string_view name;
    std::string_view region;
    std::string_view country;
    std::string_view latin;
    std::string_view other;
    std::uint32_t population;
    Nation nation;
    std::string_view area_code;
};

std::span<const GivenName> male_names(Nation nation) noexcept;
std::span<const GivenName> female_names(Nation nation) noexcept;
/// Male forms.
std::span<const std::string_view> surnames(Nation nation) noexcept;
/// Roots of rarer surnames; `surname_endings(nation)` are put to them.
std::span<const std::string_view> surname_roots() noexcept;
std::span<const std::string_view> surname_prefixes() noexcept;
std::span<const std::string_view> surname_endings(Nation nation) noexcept;

std::span<const City> cities() noexcept;
std::span<const std::string_view> streets(Nation nation) noexcept;
std::span<const std::string_view> employers(Nation nation) noexcept;
std::span<const std::string_view> company_words() noexcept;

std::span<const std::string_view> nick_adjectives() noexcept;
std::span<const std::string_view> nick_nouns() noexcept;
std::span<const std::string_view> cyrillic_nicks() noexcept;
std::span<const std::string_view> decorations() noexcept;
std::span<const std::string_view> hobbies(Nation nation) noexcept;
std::span<const std::string_view> posts(Nation nation) noexcept;
std::span<const std::string_view> replies(Nation nation) noexcept;
std::span<const std::string_view> thanks(Nation nation) noexcept;

}  // namespace scrm::identity::sample
