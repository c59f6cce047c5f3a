// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::test {

/// Every character that Unicode gives a digit value, and what people put between digits. Read from ICU, apart
/// from the library's own lists.
class DigitAlphabet {
  public:
    DigitAlphabet() {
        for (UChar32 c = 0; c <= 0x10FFFF; ++c) {
            const std::int32_t type = u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE);
            if (type == U_NT_DECIMAL || type == U_NT_DIGIT) {
                const auto value = static_cast<std::size_t>(u_getNumericValue(c));
                if (value > 9) continue;
                written_[value].push_back(utf8(c));
                if (type == U_NT_DECIMAL && value == 0) zeros_.push_back(c);
                continue;
            }
            const auto category = U_GET_GC_MASK(c);
            if ((category & U_GC_ZS_MASK) != 0 || (category & U_GC_PD_MASK) != 0)
                separators_.push_back(utf8(c));
            if ((category & U_GC_CF_MASK) != 0) formats_.push_back(utf8(c));
            if ((category & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0) marks_.push_back(utf8(c));
        }
        for (const char* other :
             {"\t", "\n", "\r\n", ".", ",", "/", "_", "|", "·", " ", " ", " ", "-", "-"}) {
            separators_.emplace_back(other);
        }
    }

    /// `card` as somebody writes it who does not want it found.
    std::string obfuscate(std::string_view card, Random& random) const {
        std::string out;
        const std::uint64_t script = random.below(6);
        const UChar32 zero = zeros_[random.below(zeros_.size())];
        const std::string& separator = pick(separators_, random);
        const std::uint64_t layout = random.below(5);
        const double hidden = random.chance(.4) ? .3 : 0;
        const double marked = random.chance(.2) ? .4 : 0;
        for (std::size_t i = 0; i < card.size(); ++i) {
            if (i > 0) {
                if (layout == 1 && i % 4 == 0) out += separator;
                if (layout == 2) out += separator;
                if (layout == 3 && i % 4 == 0) {
                    for (std::uint64_t n = random.below(4); n > 0; --n) out += one_separator(random);
                }
                if (layout == 4 && random.chance(.3)) out += one_separator(random);
                if (random.chance(hidden)) {
                    for (std::uint64_t n = 1 + random.below(6); n > 0; --n) out += pick(formats_, random);
                }
            }
            const auto value = static_cast<std::size_t>(card[i] - '0');
            if (script < 2) {
                out.push_back(card[i]);
            } else if (script < 4) {
                out += utf8(zero + static_cast<UChar32>(value));
            } else if (script == 4) {
                out += pick(written_[value], random);
            } else {
                out.push_back(card[i]);
                out += random.chance(.5) ? "\uFE0F\u20E3" : "\u20E3";
            }
            if (random.chance(marked)) out += pick(marks_, random);
        }
        return out;
    }

    std::size_t digits() const {
        std::size_t count = 0;
        for (const auto& forms : written_) count += forms.size();
        return count;
    }

    static std::string utf8(UChar32 c) {
        std::string out;
        text::append(out, static_cast<char32_t>(c));
        return out;
    }

  private:
    template <class T>
    static const T& pick(const std::vector<T>& from, Random& random) {
        return from[random.below(from.size())];
    }
    /// One of the characters that count as one separator ("\r\n" are two).
    const std::string& one_separator(Random& random) const {
        for (;;) {
            const std::string& separator = pick(separators_, random);
            if (separator != "\r\n") return separator;
        }
    }

    std::array<std::vector<std::string>, 10> written_;
    std::vector<UChar32> zeros_;
    std::vector<std::string> separators_;
    std::vector<std::string> formats_;
    std::vector<std::string> marks_;
};

/// Which of some card numbers can still be read in bytes, by somebody who tries harder than the rule asks:
/// any digits of Unicode, up to eight characters between two of them, JSON escapes undone.
class LeakFinder {
  public:
    explicit LeakFinder(const std::vector<std::string>& cards) : cards_(cards.begin(), cards.end()) {}

    void read(std::string_view bytes) {
        std::string run;
        int gap = 0;
        const auto close = [&] {
            search(run);
            run.clear();
            gap = 0;
        };
        while (!bytes.empty()) {
            if (skip_escape(bytes)) {
                if (++gap > kLongestGap) close();
                continue;
            }
            bool malformed = false;
            const auto c = static_cast<UChar32>(text::next(bytes, malformed));
            const std::int32_t type = malformed ? 0 : u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE);
            if (type == U_NT_DECIMAL || type == U_NT_DIGIT) {
                run.push_back(static_cast<char>('0' + static_cast<int>(u_getNumericValue(c)) % 10));
                gap = 0;
                continue;
            }
            const auto category = malformed ? 0U : U_GET_GC_MASK(c);
            if ((category & (U_GC_CF_MASK | U_GC_M_MASK)) != 0) continue;
            if ((category & U_GC_L_MASK) != 0 || ++gap > kLongestGap) close();
        }
        close();
    }

    /// Also where bytes stand in hexadecimal, as in the quarantine.
    void read_hex(std::string_view bytes) {
        std::size_t begin = 0;
        while (begin < bytes.size()) {
            if (!is_hex(bytes[begin])) {
                ++begin;
                continue;
            }
            std::size_t end = begin;
            while (end < bytes.size() && is_hex(bytes[end])) ++end;
            for (std::size_t shift = 0; end - begin >= 28 && shift < 2; ++shift) {
                std::string decoded;
                for (std::size_t i = begin + shift; i + 1 < end; i += 2) {
                    decoded.push_back(static_cast<char>(value(bytes[i]) * 16 + value(bytes[i + 1])));
                }
                read(decoded);
            }
            begin = end;
        }
    }

    std::size_t found() const { return found_.size(); }
    const std::unordered_set<std::string>& which() const { return found_; }

  private:
    static constexpr int kLongestGap = 8;

    static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
    static int value(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

    static bool skip_escape(std::string_view& bytes) {
        if (bytes.size() < 2 || bytes[0] != '\\') return false;
        if (std::string_view{"ntr/"}.find(bytes[1]) != std::string_view::npos) {
            bytes.remove_prefix(2);
            return true;
        }
        if (bytes[1] != 'u' || bytes.size() < 6) return false;
        bytes.remove_prefix(6);
        return true;
    }

    void search(std::string_view run) {
        for (std::size_t size = 14; size <= 19; ++size) {
            for (std::size_t at = 0; at + size <= run.size(); ++at) {
                std::string window{run.substr(at, size)};
                if (cards_.contains(window)) found_.insert(std::move(window));
            }
        }
    }

    std::unordered_set<std::string> cards_;
    std::unordered_set<std::string> found_;
};

}  // namespace scrm::test
