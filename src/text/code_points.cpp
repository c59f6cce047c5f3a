// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/code_points.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "scrm/text/utf8.hpp"
#include "utf8_block_internal.hpp"

namespace scrm::text {
namespace {

/// Where decoded code points go, and how far the text is read.
struct Output {
    char32_t* values = nullptr;
    std::uint32_t* begins = nullptr;
    std::size_t count = 0;
    std::size_t at = 0;  ///< bytes
    bool zeros = false;

    void put(char32_t value, std::size_t begin) {
        values[count] = value;
        begins[count] = static_cast<std::uint32_t>(begin);
        ++count;
    }
};

#if defined(__SSE2__)
constexpr std::size_t kLongest = 4;  // bytes of a character

/// The character at `p`, which is well-formed.
char32_t character(const Byte* p) {
    const auto more = [&](std::size_t i) { return static_cast<char32_t>(p[i] & 0x3FU); };
    const char32_t lead = *p;
    if (lead < 0x80) return lead;
    if (lead < 0xE0) return (lead & 0x1FU) << 6U | more(1);
    if (lead < 0xF0) return (lead & 0x0FU) << 12U | more(1) << 6U | more(2);
    return (lead & 0x07U) << 18U | more(1) << 12U | more(2) << 6U | more(3);
}

/// Block by block, for as long as all is surely well-formed. Where a character begins is a bit of a mask, so
/// that blanks among letters of two bytes are not to be guessed.
void decode_blocks(std::string_view bytes, Output& out) {
    const auto* const begin = reinterpret_cast<const Byte*>(bytes.data());
    std::uint64_t pending = 0;
    std::array<Byte, kBlock + kLongest> last{};
    for (std::size_t at = 0; at < bytes.size(); at += kBlock) {
        const std::size_t rest = bytes.size() - at;
        const Byte* from = begin + at;
        if (rest < last.size()) {
            last.fill(0);
            std::memcpy(last.data(), from, rest);
            from = last.data();
        }
        const Block block(from);
        const std::uint64_t within = rest < kBlock ? (std::uint64_t{1} << rest) - 1 : ~std::uint64_t{0};
        const bool good = continues(block, pending);
        if (!good || (rest <= kBlock && pending != 0)) {
            // The character that the border of the block cuts was read too early.
            while (at > 0 && (begin[at - 1] & 0x80U) != 0) --at;
            while (out.count > 0 && out.begins[out.count - 1] >= at) --out.count;
            out.at = at;
            return;
        }
        out.zeros = out.zeros || (block.equal(0) & within) != 0;
        std::uint64_t starts = ~(block.high() & ~block.at_least(0xC0)) & within;
        if (block.at_least(0xE0) == 0) {
            for (; starts != 0; starts &= starts - 1) {
                const auto i = static_cast<std::size_t>(std::countr_zero(starts));
                const char32_t lead = from[i];
                const char32_t two = (lead & 0x1FU) << 6U | (from[i + 1] & 0x3FU);
                // Chosen by a mask: blanks and letters take turns in no order that could be guessed.
                const char32_t is_two = 0U - (lead >> 7U);
                out.put(lead ^ ((lead ^ two) & is_two), at + i);
            }
        } else {
            for (; starts != 0; starts &= starts - 1) {
                const auto i = static_cast<std::size_t>(std::countr_zero(starts));
                out.put(character(from + i), at + i);
            }
        }
    }
    out.at = bytes.size();
}
#endif

}  // namespace

void CodePoints::decode(std::string_view bytes) {
    bytes_ = bytes.substr(0, std::numeric_limits<std::uint32_t>::max());
    if (values_.size() < bytes_.size() + kAhead) {
        values_.resize(bytes_.size() + kAhead);
        begins_.resize(bytes_.size() + kAhead);
    }
    Output out{values_.data(), begins_.data()};
#if defined(__SSE2__)
    decode_blocks(bytes_, out);
#endif
    bool well_formed = true;
    for (std::string_view rest = bytes_.substr(out.at); !rest.empty();) {
        const std::size_t begin = bytes_.size() - rest.size();
        bool malformed = false;
        const char32_t value = next(rest, malformed);
        well_formed = well_formed && !malformed;
        out.zeros = out.zeros || value == 0;
        out.put(value, begin);
    }
    size_ = out.count;
    std::fill_n(values_.begin() + static_cast<std::ptrdiff_t>(size_), kAhead, U'\0');
    begins_[size_] = static_cast<std::uint32_t>(bytes_.size());
    clean_ = well_formed && !out.zeros;
}

void CodePoints::release_above(std::size_t kept) {
    if (values_.size() <= kept + kAhead) return;
    *this = CodePoints{};
}

}  // namespace scrm::text
