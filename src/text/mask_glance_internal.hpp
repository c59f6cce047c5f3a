// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace scrm::text {

/// What a text may hold, by its bytes alone: most posts hold nothing that is masked, and are told so at a
/// glance.
struct MaskGlance {
    std::size_t digits =
        0;  ///< bytes that can begin one: ASCII digits, first bytes of blocks that have digits
    bool email_sign = false;  ///< a byte that can begin a sign for @, see begins_email_sign
};

constexpr bool may_begin_digit(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= '0' && byte <= '9') || byte == 0xC2 || byte == 0xD9 || byte == 0xDB || byte == 0xDF ||
           byte >= 0xE0;
}

/// "@", a bracket of "(at)" and its like, or the first byte of the wide "＠".
constexpr bool begins_email_sign(char c) noexcept {
    return c == '@' || c == '(' || c == '[' || c == '{' || c == '\xEF';
}

inline MaskGlance glance_at(std::string_view bytes) noexcept {
    MaskGlance glance;
    // Counts of one byte each: many are added at a time, for as long as they fit.
    constexpr std::size_t kFits = 255;
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, kFits);
        unsigned char digits = 0;
        unsigned char signs = 0;
        for (const char c : part) {
            digits = static_cast<unsigned char>(digits + static_cast<unsigned char>(may_begin_digit(c)));
            signs = static_cast<unsigned char>(signs | static_cast<unsigned char>(begins_email_sign(c)));
        }
        glance.digits += digits;
        glance.email_sign = glance.email_sign || signs != 0;
        bytes.remove_prefix(part.size());
    }
    return glance;
}

}  // namespace scrm::text
