// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
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

constexpr bool may_begin_digit(unsigned char byte) noexcept {
    return (static_cast<unsigned char>(byte - '0') <= 9) | (byte == 0xC2) | (byte == 0xD9) | (byte == 0xDB) |
           (byte == 0xDF) | (byte >= 0xE0);
}

/// "@", a bracket of "(at)" and its like, or the first byte of the wide "＠".
constexpr bool begins_email_sign(unsigned char byte) noexcept {
    return (byte == '@') | (byte == '(') | (byte == '[') | (byte == '{') | (byte == 0xEF);
}

inline MaskGlance glance_at(std::string_view bytes) noexcept {
    MaskGlance glance;
    const auto* const all = reinterpret_cast<const unsigned char*>(bytes.data());
    // Counts of one byte each: many are added at a time, for as long as they fit.
    constexpr std::size_t kFits = 255;
    for (std::size_t at = 0; at < bytes.size(); at += kFits) {
        const std::size_t size = std::min(bytes.size() - at, kFits);
        unsigned char digits = 0;
        unsigned char signs = 0;
        for (std::size_t i = 0; i < size; ++i) {
            digits = static_cast<unsigned char>(digits + (may_begin_digit(all[at + i]) ? 1 : 0));
            signs = static_cast<unsigned char>(signs | (begins_email_sign(all[at + i]) ? 1 : 0));
        }
        glance.digits += digits;
        glance.email_sign = glance.email_sign || signs != 0;
    }
    return glance;
}

}  // namespace scrm::text
