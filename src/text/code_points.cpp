// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/code_points.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "latin_spelling_internal.hpp"
#include "letters_meant_internal.hpp"
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
    bool doubtful = false;  ///< whether as_meant() may change something

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

/// Whether a text may hold what as_meant() changes: a glance, that lets nearly all texts go.
class Glance {
  public:
    void look(const Block& block) {
        const std::uint64_t latin = block.latin();
        lone_ = lone_ || (latin & ~(latin << 1U) & ~(latin >> 1U)) != 0;
        if (block.high() == 0) {
            found_ = found_ || ((before_ & 3U) & latin) != 0;
            before_ = (latin >> 63U) << 2U;
            return;
        }
        const std::uint64_t from_d0 = block.at_least(0xD0);
        const std::uint64_t from_d4 = block.at_least(0xD4);
        const std::uint64_t cyrillic = from_d0 & ~from_d4;
        const std::uint64_t beside = (latin << 1U | before_ >> 2U) & cyrillic;
        const std::uint64_t behind = (cyrillic << 2U | (before_ & 3U)) & latin;
        before_ = (latin >> 63U) << 2U | cyrillic >> 62U;
        cyrillic_ = cyrillic_ || cyrillic != 0;
        found_ = found_ || (beside | behind) != 0;
        const std::uint64_t rare = (block.at_least(0xC2) & ~from_d0) | from_d4;
        if (rare != 0 && !found_) found_ = is_rare(block, from_d4);
    }

    bool found() const { return found_ || (lone_ && cyrillic_); }

  private:
    /// Soft hyphens, combining marks, what is invisible or full-width.
    static bool is_rare(const Block& block, std::uint64_t from_d4) {
        constexpr std::uint64_t kLast = std::uint64_t{1} << 63U;
        const std::uint64_t c2 = block.equal(0xC2);
        const std::uint64_t from_e0 = block.at_least(0xE0);
        if (((c2 << 1U) & block.equal(0xAD)) != 0 || (c2 & kLast) != 0 ||
            (block.at_least(0xCC) & ~block.at_least(0xCE)) != 0 ||
            ((from_d4 & ~from_e0) & block.equal(0xD8)) != 0)
            return true;
        if (from_e0 == 0) return false;
        const std::uint64_t e2 = block.equal(0xE2);
        const std::uint64_t second = (e2 << 1U) & block.equal(0x80);
        const std::uint64_t invisible =
            (block.at_least(0x8B) & ~block.at_least(0x90)) | (block.at_least(0xAA) & ~block.at_least(0xAF));
        return ((second << 1U) & invisible) != 0 || ((e2 << 1U) & block.equal(0x81)) != 0 ||
               ((e2 | second) & kLast) != 0 || block.equal(0xEF) != 0;
    }

    std::uint64_t before_ = 0;  ///< the last letters of the block before
    bool found_ = false;
    bool cyrillic_ = false;
    bool lone_ = false;  ///< a Latin letter alone, or one that a border makes so
};

/// Block by block, for as long as all is surely well-formed. Where a character begins is a bit of a mask, so
/// that blanks among letters of two bytes are not to be guessed.
void decode_blocks(std::string_view bytes, Output& out) {
    const auto* const begin = reinterpret_cast<const Byte*>(bytes.data());
    std::uint64_t pending = 0;
    std::array<Byte, kBlock + kLongest> last{};
    Glance glance;
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
            out.doubtful = glance.found();
            return;
        }
        out.zeros = out.zeros || (block.equal(0) & within) != 0;
        glance.look(block);
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
    out.doubtful = glance.found();
}
#endif

}  // namespace

void CodePoints::decode(std::string_view bytes) {
    hidden_.clear();
    latin_values_.clear();
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
        out.doubtful = true;
    }
    if (out.doubtful) out.count = as_meant(out.values, out.begins, out.count);
    size_ = out.count;
    std::fill_n(values_.begin() + static_cast<std::ptrdiff_t>(size_), kAhead, U'\0');
    begins_[size_] = static_cast<std::uint32_t>(bytes_.size());
    clean_ = well_formed && !out.zeros;
}

void CodePoints::hide(std::size_t first, std::size_t last) {
    const auto begin = values_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = values_.begin() + static_cast<std::ptrdiff_t>(last);
    hidden_.push_back({first, {begin, end}});
    std::fill(begin, end, U' ');
}

void CodePoints::spell_in_cyrillic() {
    Spelling spelling = text::spell_in_cyrillic(values(), {begins_.data(), size_});
    latin_values_.assign(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(size_));
    latin_begins_.assign(begins_.begin(), begins_.begin() + static_cast<std::ptrdiff_t>(size_));
    put(spelling.values, spelling.begins);
}

void CodePoints::put(std::span<const char32_t> values, std::span<const std::uint32_t> begins) {
    size_ = values.size();
    if (values_.size() < size_ + kAhead) {
        values_.resize(size_ + kAhead);
        begins_.resize(size_ + kAhead);
    }
    std::ranges::copy(values, values_.begin());
    std::ranges::copy(begins, begins_.begin());
    std::fill_n(values_.begin() + static_cast<std::ptrdiff_t>(size_), kAhead, U'\0');
    begins_[size_] = static_cast<std::uint32_t>(bytes_.size());
}

void CodePoints::show() {
    if (!latin_values_.empty()) put(latin_values_, latin_begins_);
    latin_values_.clear();
    // The last one first: it may have hidden blanks of those before.
    for (; !hidden_.empty(); hidden_.pop_back()) {
        const Hidden& last = hidden_.back();
        std::ranges::copy(last.values, values_.begin() + static_cast<std::ptrdiff_t>(last.first));
    }
}

void CodePoints::release_above(std::size_t kept) {
    if (values_.size() <= kept + kAhead) return;
    *this = CodePoints{};
}

}  // namespace scrm::text
