// SPDX-License-Identifier: Apache-2.0
#include "letters_meant_internal.hpp"

#include <unicode/unorm2.h>

#include <algorithm>
#include <string_view>

#include "scrm/core/error.hpp"
#include "scrm/text/confusable.hpp"

namespace scrm::text {
namespace {

constexpr bool in(char32_t c, char32_t low, char32_t high) {
    return c >= low && c <= high;
}

/// Not joiners of emoji alone: no reader of posts takes a family for one sign.
constexpr bool is_invisible(char32_t c) {
    return c == 0xAD || c == 0x34F || c == 0x61C || in(c, 0x200B, 0x200F) || in(c, 0x202A, 0x202E) ||
           in(c, 0x2060, 0x206F) || in(c, 0xFE00, 0xFE0F) || c == 0xFEFF;
}

constexpr bool is_mark(char32_t c) {
    return in(c, 0x300, 0x36F);
}

constexpr bool is_latin(char32_t c) {
    return in(c | 0x20, 'a', 'z') || ((c | 0x20) == 0xEF) || ((c | 0x20) == 0xEB);
}

constexpr bool is_cyrillic(char32_t c) {
    return in(c, 0x400, 0x52F) && !in(c, 0x482, 0x489);
}

constexpr bool is_capital(char32_t c) {
    return in(c, 'A', 'Z') || in(c, 0x400, 0x42F);
}

const UNormalizer2* composer() {
    static const UNormalizer2* const instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        const UNormalizer2* const opened = unorm2_getNFCInstance(&status);
        if (U_FAILURE(status))
            throw Error(ErrorCode::internal, "the normalization tables of ICU cannot be loaded");
        return opened;
    }();
    return instance;
}

/// Leaves out what is no letter of its own.
std::size_t composed(char32_t* values, std::uint32_t* begins, std::size_t count) {
    constexpr char32_t kFullWidth = 0xFEE0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        char32_t c = values[i];
        if (is_invisible(c)) continue;
        if (is_mark(c)) {
            if (kept == 0) continue;
            const UChar32 both = unorm2_composePair(composer(), static_cast<UChar32>(values[kept - 1]),
                                                    static_cast<UChar32>(c));
            // A stress mark, which is on no letter of the alphabet, says nothing.
            if (both >= 0) values[kept - 1] = static_cast<char32_t>(both);
            continue;
        }
        if (in(c, 0xFF01, 0xFF5E)) c -= kFullWidth;
        values[kept] = c;
        begins[kept] = begins[i];
        ++kept;
    }
    return kept;
}

class Scripts {
  public:
    Scripts(char32_t* values, std::size_t count) : values_(values), count_(count) {}

    void unmix() {
        if (std::none_of(values_, values_ + count_, is_latin)) return;
        for (std::size_t at = 0; at < count_; ++at) {
            const std::size_t begin = at;
            bool has_latin = false;
            bool has_cyrillic = false;
            for (; at < count_; ++at) {
                const bool is = is_latin(values_[at]);
                if (!is && !is_cyrillic(values_[at])) break;
                (is ? has_latin : has_cyrillic) = true;
            }
            if (has_latin && has_cyrillic) unmix_word(begin, at);
            if (has_latin && at == begin + 1 && is_lone_cyrillic(begin))
                values_[begin] = cyrillic_look_alike(values_[begin]);
        }
    }

  private:
    /// A word with letters of both scripts that are like no other ("iPhoneов") means what it says.
    void unmix_word(std::size_t begin, std::size_t end) {
        bool own_latin = false;
        bool own_cyrillic = false;
        for (std::size_t i = begin; i < end; ++i) {
            if (is_latin(values_[i]))
                own_latin = own_latin || cyrillic_look_alike(values_[i]) == 0;
            else
                own_cyrillic = own_cyrillic || latin_look_alike(values_[i]) == 0;
        }
        if (own_latin && own_cyrillic) return;
        const bool to_cyrillic = !own_latin && (own_cyrillic || is_mostly_cyrillic());
        for (std::size_t i = begin; i < end; ++i) {
            const char32_t meant =
                to_cyrillic ? cyrillic_look_alike(values_[i]) : latin_look_alike(values_[i]);
            if (meant != 0) values_[i] = meant;
        }
    }

    /// By the letters that are like no other.
    bool is_mostly_cyrillic() const {
        std::ptrdiff_t more = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            if (is_cyrillic(values_[i]))
                more += latin_look_alike(values_[i]) == 0 ? 1 : 0;
            else if (is_latin(values_[i]))
                more -= cyrillic_look_alike(values_[i]) == 0 ? 1 : 0;
        }
        return more >= 0;
    }

    bool is_blank(std::size_t at) const { return values_[at] == U' ' || values_[at] == U'\n'; }

    /// The prepositions and the "and" of Cyrillic languages, typed on the same key of the other keyboard. A
    /// capital letter among words is a name ("класс A").
    bool is_lone_cyrillic(std::size_t at) const {
        constexpr std::u32string_view kWords = U"acioyk";
        const char32_t c = values_[at];
        const bool capital = is_capital(c);
        if (kWords.find(capital ? c | 0x20 : c) == std::u32string_view::npos) return false;
        if (at + 2 >= count_ || !is_blank(at + 1) || !is_cyrillic(values_[at + 2])) return false;
        if (at == 0) return true;
        if (at == 1 || !is_blank(at - 1)) return false;
        const char32_t before = values_[at - 2];
        return is_cyrillic(before) ? !capital
                                   : before == U'.' || before == U'!' || before == U'?' || before == U',';
    }

    char32_t* values_;
    std::size_t count_;
};

}  // namespace

std::size_t as_meant(char32_t* values, std::uint32_t* begins, std::size_t count) {
    const std::size_t kept = composed(values, begins, count);
    Scripts{values, kept}.unmix();
    return kept;
}

}  // namespace scrm::text
