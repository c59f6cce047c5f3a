// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace scrm::person {

enum class Gender : std::uint8_t { male, female };

/// The gender that a cell states: m, f, male, муж., жін, чоловік, w, мужской …; nullopt for empty, unknown
/// and any other word. Bare digits are never read: 1 is female in one network and male in ISO 5218.
std::optional<Gender> parse_gender(std::string_view raw);

}  // namespace scrm::person
