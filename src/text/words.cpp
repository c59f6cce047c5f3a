// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/words.hpp"

#include <unicode/uchar.h>

#include <cstddef>

#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

enum class Kind : unsigned char { letter, digit, mark, apostrophe, separator };

Kind kind_of(char32_t code_point) {
    if (code_point < 0x80) {
        const char32_t lower = code_point | 0x20;
        if (lower >= 'a' && lower <= 'z') return Kind::letter;
        if (code_point >= '0' && code_point <= '9') return Kind::digit;
        return code_point == '\'' ? Kind::apostrophe : Kind::separator;
    }
    if (code_point >= 0x400 && code_point <= 0x481) return Kind::letter;
    if (code_point == 0x2019 || code_point == 0x2BC) return Kind::apostrophe;
    const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(code_point));
    if ((category & U_GC_L_MASK) != 0) return Kind::letter;
    if ((category & U_GC_N_MASK) != 0) return Kind::digit;
    if ((category & U_GC_M_MASK) != 0) return Kind::mark;
    return Kind::separator;
}

}  // namespace

void words(std::string_view folded, std::vector<std::string_view>& out) {
    out.clear();
    constexpr std::size_t kNone = std::string_view::npos;
    std::string_view rest = folded;
    std::size_t begin = kNone;  // of the open word
    std::size_t end = 0;        // behind its last letter, digit or mark
    bool after_letter = false;
    bool after_apostrophe = false;
    const auto close = [&] {
        if (begin != kNone) out.push_back(folded.substr(begin, end - begin));
        begin = kNone;
        after_letter = after_apostrophe = false;
    };
    while (!rest.empty()) {
        const std::size_t at = folded.size() - rest.size();
        bool malformed = false;
        const char32_t code_point = next(rest, malformed);
        const Kind kind = malformed ? Kind::separator : kind_of(code_point);
        if (kind == Kind::apostrophe && after_letter && !after_apostrophe) {
            after_apostrophe = true;
            continue;
        }
        if (kind == Kind::separator || kind == Kind::apostrophe) {
            close();
            continue;
        }
        if (after_apostrophe && kind != Kind::letter) close();
        // A mark with no letter before it belongs to nothing.
        if (kind == Kind::mark && begin == kNone) continue;
        if (begin == kNone) begin = at;
        end = folded.size() - rest.size();
        after_letter = kind == Kind::letter || (kind == Kind::mark && after_letter);
        after_apostrophe = false;
    }
    close();
}

std::vector<std::string_view> words(std::string_view folded) {
    std::vector<std::string_view> out;
    words(folded, out);
    return out;
}

}  // namespace scrm::text
