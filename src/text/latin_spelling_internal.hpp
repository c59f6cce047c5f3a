// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace scrm::text {

/// Code points and where each begins.
struct Spelling {
    std::vector<char32_t> values;
    std::vector<std::uint32_t> begins;
};

/// Spells the Latin words of a Russian text in Cyrillic letters: what speakers type ("ya", "ja" and "ia" are
/// я), with the soft signs that can be told from the letters beside. Handles, addresses and names that are
/// written alike everywhere stay. Linear.
Spelling spell_in_cyrillic(std::span<const char32_t> values, std::span<const std::uint32_t> begins);

}  // namespace scrm::text
