// SPDX-License-Identifier: Apache-2.0
#include "person/contacts/punycode_internal.hpp"

#include <cstdint>
#include <optional>

#include "scrm/text/utf8.hpp"

namespace scrm::person {
namespace {

constexpr std::uint32_t kBase = 36;
constexpr std::uint32_t kFirstThreshold = 1;
constexpr std::uint32_t kLastThreshold = 26;
constexpr std::uint32_t kSkew = 38;
constexpr std::uint32_t kDamp = 700;
constexpr std::uint32_t kInitialBias = 72;
constexpr std::uint32_t kInitialCode = 0x80;
constexpr std::uint32_t kLastCode = 0x10FFFF;

std::optional<std::uint32_t> digit_value(char c) noexcept {
    if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
    if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 26);
    return std::nullopt;
}

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) noexcept {
    delta = first ? delta / kDamp : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    while (delta > (kBase - kFirstThreshold) * kLastThreshold / 2) {
        delta /= kBase - kFirstThreshold;
        k += kBase;
    }
    return k + (kBase - kFirstThreshold + 1) * delta / (delta + kSkew);
}

std::optional<std::string> decode_label(std::string_view encoded) {
    constexpr std::size_t kMaxLabel = 63;
    if (encoded.empty() || encoded.size() > kMaxLabel) return std::nullopt;
    std::u32string codes;
    const std::size_t hyphen = encoded.rfind('-');
    if (hyphen != std::string_view::npos) {
        for (const char c : encoded.substr(0, hyphen)) codes.push_back(static_cast<unsigned char>(c));
        encoded.remove_prefix(hyphen + 1);
    }
    std::uint64_t code = kInitialCode;
    std::uint64_t index = 0;
    std::uint32_t bias = kInitialBias;
    while (!encoded.empty()) {
        const std::uint64_t old_index = index;
        std::uint64_t weight = 1;
        for (std::uint32_t k = kBase;; k += kBase) {
            if (encoded.empty()) return std::nullopt;
            const std::optional<std::uint32_t> digit = digit_value(encoded.front());
            if (!digit) return std::nullopt;
            encoded.remove_prefix(1);
            index += *digit * weight;
            if (index > UINT32_MAX) return std::nullopt;
            const std::uint32_t threshold = k <= bias                    ? kFirstThreshold
                                            : k >= bias + kLastThreshold ? kLastThreshold
                                                                         : k - bias;
            if (*digit < threshold) break;
            weight *= kBase - threshold;
            if (weight > UINT32_MAX) return std::nullopt;
        }
        const auto points = static_cast<std::uint32_t>(codes.size() + 1);
        bias = adapt(static_cast<std::uint32_t>(index - old_index), points, old_index == 0);
        code += index / points;
        index %= points;
        if (code > kLastCode || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
        codes.insert(codes.begin() + static_cast<std::ptrdiff_t>(index), static_cast<char32_t>(code));
        ++index;
    }
    return text::to_utf8(codes);
}

}  // namespace

std::string decode_punycode_domain(std::string_view domain) {
    std::string out;
    while (true) {
        const std::size_t dot = domain.find('.');
        const std::string_view label = domain.substr(0, dot);
        std::optional<std::string> decoded;
        if (label.starts_with("xn--")) decoded = decode_label(label.substr(4));
        out += decoded ? *decoded : std::string{label};
        if (dot == std::string_view::npos) return out;
        out += '.';
        domain.remove_prefix(dot + 1);
    }
}

}  // namespace scrm::person
