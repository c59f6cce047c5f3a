// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace scrm::text {

/// Reads one symbol; a stray byte becomes a code point that no valid text holds.
inline char32_t next_symbol(std::string_view bytes, std::size_t& at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0U;
    };
    const std::uint32_t lead = byte(at);
    const auto tail = [&](std::size_t i) { return (byte(at + i) & 0xC0U) == 0x80U; };
    if (lead < 0x80) {
        ++at;
        return lead;
    }
    if (lead >= 0xC2 && lead < 0xE0 && tail(1)) {
        const std::uint32_t c = ((lead & 0x1FU) << 6) | (byte(at + 1) & 0x3FU);
        at += 2;
        return c;
    }
    if (lead >= 0xE0 && lead < 0xF0 && tail(1) && tail(2)) {
        const std::uint32_t c =
            ((lead & 0x0FU) << 12) | ((byte(at + 1) & 0x3FU) << 6) | (byte(at + 2) & 0x3FU);
        if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
            at += 3;
            return c;
        }
    }
    if (lead >= 0xF0 && lead < 0xF5 && tail(1) && tail(2) && tail(3)) {
        const std::uint32_t c = ((lead & 0x07U) << 18) | ((byte(at + 1) & 0x3FU) << 12) |
                                ((byte(at + 2) & 0x3FU) << 6) | (byte(at + 3) & 0x3FU);
        if (c >= 0x10000 && c <= 0x10FFFF) {
            at += 4;
            return c;
        }
    }
    ++at;
    return 0x110000U + lead;
}

/// Text of ASCII and basic Cyrillic as one byte per symbol; Ґ and ґ take the places of two letters of Old
/// Slavonic.
class OneByteText {
  public:
    using View = std::basic_string_view<std::uint8_t>;

    static constexpr std::size_t kMost = 128;  ///< bytes of text

    /// False when it is another text, or too long.
    bool assign(std::string_view bytes) {
        if (bytes.size() > symbols_.size()) return false;
        for (std::size_t i = 0; i < bytes.size();) {
            const auto lead = static_cast<std::uint8_t>(bytes[i]);
            if (lead < 0x80) {
                symbols_[size_++] = lead;
                ++i;
                continue;
            }
            const char32_t c = next_symbol(bytes, i);
            if (c == U'\u0490' || c == U'\u0491') {
                symbols_[size_++] = static_cast<std::uint8_t>(0xE0U + (c & 1U));
            } else if (c >= 0x400 && c < 0x480 && c != 0x460 && c != 0x461) {
                symbols_[size_++] = static_cast<std::uint8_t>(0x80U | (c & 0x7FU));
            } else {
                return false;
            }
        }
        return true;
    }
    /// UTF-8 of a symbol that it made.
    static void append(std::string& out, std::uint8_t symbol) {
        if (symbol < 0x80) {
            out.push_back(static_cast<char>(symbol));
            return;
        }
        const unsigned c =
            symbol == 0xE0 || symbol == 0xE1 ? 0x490U + (symbol & 1U) : 0x400U + (symbol & 0x7FU);
        out.push_back(static_cast<char>(0xC0U | c >> 6));
        out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    }
    View view() const { return {symbols_.data(), size_}; }

  private:
    std::array<std::uint8_t, kMost> symbols_;
    std::size_t size_ = 0;
};

/// Jaro from its counts: matched symbols, half of those that stand in another order, and both lengths.
double jaro_from_counts(std::size_t matches, std::size_t transpositions, std::size_t a, std::size_t b);

}  // namespace scrm::text
