// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/utf8.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "utf8_block_internal.hpp"

namespace scrm::text {
namespace {

/// What may follow a first byte: how many continuation bytes, and the range of the first of them (table 3-7
/// of Unicode 15, which excludes overlong forms and surrogates there).
struct Lead {
    std::uint8_t following = 0;
    Byte low = 0x80;
    Byte high = 0xBF;
    Byte bits = 0;  ///< payload mask of the first byte; 0 means that no sequence starts so
};

constexpr std::array<Lead, 256> make_leads() {
    std::array<Lead, 256> leads{};
    for (unsigned b = 0; b < 0x80; ++b) leads[b] = {0, 0, 0, 0x7F};
    for (unsigned b = 0xC2; b <= 0xDF; ++b) leads[b] = {1, 0x80, 0xBF, 0x1F};
    for (unsigned b = 0xE0; b <= 0xEF; ++b) leads[b] = {2, 0x80, 0xBF, 0x0F};
    for (unsigned b = 0xF0; b <= 0xF4; ++b) leads[b] = {3, 0x80, 0xBF, 0x07};
    leads[0xE0].low = 0xA0;
    leads[0xED].high = 0x9F;
    leads[0xF0].low = 0x90;
    leads[0xF4].high = 0x8F;
    return leads;
}

constexpr std::array<Lead, 256> kLeads = make_leads();

/// Length of the well-formed sequence at `p`, or 0.
inline std::size_t sequence(const Byte* p, const Byte* end) noexcept {
    const Lead& lead = kLeads[*p];
    if (lead.bits == 0 || static_cast<std::size_t>(end - p) <= lead.following) return 0;
    if (lead.following == 0) return 1;
    if (p[1] < lead.low || p[1] > lead.high) return 0;
    for (std::size_t i = 2; i <= lead.following; ++i) {
        if ((p[i] & 0xC0) != 0x80) return 0;
    }
    return lead.following + std::size_t{1};
}

#if defined(__SSE2__)
/// Bytes at the front that are surely well-formed, up to a border of characters; whether some are zero.
std::size_t surely_well_formed(std::string_view bytes, bool& zeros) noexcept {
    const auto* const begin = reinterpret_cast<const Byte*>(bytes.data());
    std::uint64_t pending = 0;
    std::uint64_t nul = 0;
    std::size_t at = 0;
    bool good = true;
    for (; good && bytes.size() - at >= kBlock; at += kBlock) {
        const Block block(begin + at);
        good = continues(block, pending);
        nul |= block.equal(0);
    }
    if (good && at < bytes.size()) {
        const std::size_t rest = bytes.size() - at;
        std::array<Byte, kBlock> last{};
        std::memcpy(last.data(), begin + at, rest);
        const Block block(last.data());
        good = continues(block, pending);
        nul |= block.equal(0) & ((std::uint64_t{1} << rest) - 1);
        at += kBlock;
    }
    zeros = nul != 0;
    if (good && pending == 0) return bytes.size();
    at -= good && at <= bytes.size() ? 0 : kBlock;
    // The character that the block cuts begins before it.
    while (at > 0 && (begin[at - 1] & 0x80U) != 0) --at;
    return at;
}
#endif

/// Bytes of well-formed text at the front.
std::size_t well_formed(std::string_view bytes) noexcept {
    const auto* const begin = reinterpret_cast<const Byte*>(bytes.data());
    const Byte* const end = begin + bytes.size();
    const Byte* p = begin;
#if defined(__SSE2__)
    bool zeros = false;
    p += surely_well_formed(bytes, zeros);
#endif
    while (p != end) {
        const std::size_t length = sequence(p, end);
        if (length == 0) break;
        p += length;
    }
    return static_cast<std::size_t>(p - begin);
}

}  // namespace

bool is_valid(std::string_view bytes) noexcept {
    return well_formed(bytes) == bytes.size();
}

bool is_clean(std::string_view bytes) noexcept {
#if defined(__SSE2__)
    bool zeros = false;
    const std::size_t good = surely_well_formed(bytes, zeros);
    return good == bytes.size() ? !zeros
                                : bytes.find('\0') == std::string_view::npos && is_valid(bytes.substr(good));
#else
    return bytes.find('\0') == std::string_view::npos && is_valid(bytes);
#endif
}

char32_t next(std::string_view& rest, bool& malformed) noexcept {
    const auto* const p = reinterpret_cast<const Byte*>(rest.data());
    malformed = false;
    if (*p < 0x80) {
        rest.remove_prefix(1);
        return *p;
    }
    const Lead& lead = kLeads[*p];
    std::size_t length = 1;
    char32_t code_point = *p & lead.bits;
    Byte low = lead.low;
    Byte high = lead.high;
    while (length <= lead.following && length < rest.size() && p[length] >= low && p[length] <= high) {
        code_point = code_point << 6 | (p[length] & 0x3F);
        ++length;
        low = 0x80;
        high = 0xBF;
    }
    malformed = lead.bits == 0 || length <= lead.following;
    rest.remove_prefix(length);
    return malformed ? kReplacement : code_point;
}

char32_t next(std::string_view& rest) noexcept {
    bool malformed = false;
    return next(rest, malformed);
}

void append(std::string& out, char32_t code_point) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(static_cast<Byte>(byte))); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | code_point >> 6);
        put(0x80 | (code_point & 0x3F));
    } else if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        append(out, kReplacement);
    } else if (code_point < 0x10000) {
        put(0xE0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3F));
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

Sanitized sanitize(std::string_view bytes) {
    Sanitized result;
    if (is_clean(bytes)) {
        result.text = bytes;
        return result;
    }
    result.text.reserve(bytes.size() + 16);
    while (!bytes.empty()) {
        const std::size_t good = well_formed(bytes);
        std::string_view run = bytes.substr(0, good);
        bytes.remove_prefix(good);
        for (std::size_t nul = run.find('\0'); nul != std::string_view::npos; nul = run.find('\0')) {
            result.text.append(run.substr(0, nul));
            append(result.text, kReplacement);
            ++result.replaced;
            run.remove_prefix(nul + 1);
        }
        result.text.append(run);
        if (bytes.empty()) break;
        next(bytes);
        append(result.text, kReplacement);
        ++result.replaced;
    }
    return result;
}

std::u32string to_utf32(std::string_view bytes) {
    std::u32string code_points;
    code_points.reserve(bytes.size());
    while (!bytes.empty()) code_points.push_back(next(bytes));
    return code_points;
}

std::string to_utf8(std::u32string_view code_points) {
    std::string bytes;
    bytes.reserve(code_points.size());
    for (const char32_t code_point : code_points) append(bytes, code_point);
    return bytes;
}

}  // namespace scrm::text
