// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace scrm::detail {

/// The text codes of an enumeration, both ways.
template <class Enum, std::size_t N>
struct EnumText {
    std::array<std::pair<Enum, std::string_view>, N> entries;

    constexpr std::string_view text(Enum value) const noexcept {
        for (const auto& [candidate, code] : entries) {
            if (candidate == value) return code;
        }
        return {};
    }
    constexpr std::optional<Enum> parse(std::string_view code) const noexcept {
        for (const auto& [candidate, text] : entries) {
            if (text == code) return candidate;
        }
        return std::nullopt;
    }
};

}  // namespace scrm::detail
