// SPDX-License-Identifier: Apache-2.0
#include "digit_run_internal.hpp"

#include <unicode/uchar.h>

#include "scrm/text/utf8.hpp"

namespace scrm::text {
namespace {

constexpr int kMostSeparators = 3;

MaskCharacter classify_ascii(char32_t c) {
    if (c >= '0' && c <= '9') return {c, MaskClass::digit, static_cast<std::uint8_t>(c - '0')};
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') return {c, MaskClass::letter, 0};
    const bool separator =
        c <= ' ' || c == 0x7F || c == '-' || c == '.' || c == ',' || c == '/' || c == '_' || c == '|';
    return {c, separator ? MaskClass::separator : MaskClass::other, 0};
}

MaskCharacter classify(char32_t c) {
    if (c < 0x80) return classify_ascii(c);
    if (c >= 0x400 && c < 0x483) return {c, MaskClass::letter, 0};
    const auto code_point = static_cast<UChar32>(c);
    const std::uint32_t category = U_GET_GC_MASK(code_point);
    if ((category & U_GC_N_MASK) != 0) {
        const std::int32_t type = u_getIntPropertyValue(code_point, UCHAR_NUMERIC_TYPE);
        // U+1F10B and U+1F10C are circled zeros that Unicode calls numbers only.
        if (type == U_NT_DECIMAL || type == U_NT_DIGIT || c == 0x1F10B || c == 0x1F10C) {
            return {c, MaskClass::digit, static_cast<std::uint8_t>(u_getNumericValue(code_point))};
        }
        return {c, MaskClass::other, 0};
    }
    if ((category & (U_GC_CF_MASK | U_GC_M_MASK)) != 0 ||
        u_hasBinaryProperty(code_point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) {
        return {c, MaskClass::ignored, 0};
    }
    if ((category & (U_GC_Z_MASK | U_GC_CC_MASK | U_GC_PD_MASK)) != 0 || c == 0xB7 || c == 0x2212 ||
        c == 0x2022 || c == 0x2219 || c == 0x22C5 || c == kReplacement) {
        return {c, MaskClass::separator, 0};
    }
    return {c, (category & U_GC_L_MASK) != 0 ? MaskClass::letter : MaskClass::other, 0};
}

bool is_strong(std::string_view gap) {
    if (gap.find_first_of("\n\r\t|,") != std::string_view::npos) return true;
    return gap.size() >= 3 && gap.front() == ' ' && gap.back() == ' ';
}

}  // namespace

MaskCharacter next_mask_character(std::string_view& rest) {
    bool malformed = false;
    const char32_t c = next(rest, malformed);
    // Bytes of another encoding hide a card as well as a space does, and a NUL stands behind each digit of
    // UTF-16.
    if (malformed) return {c, MaskClass::separator, 0};
    return classify(c);
}

void read_digit_run(std::string_view text, std::size_t at, DigitRun& run) {
    run.digits.clear();
    run.groups.clear();
    std::string_view rest = text.substr(at);
    std::size_t gap_begin = at;  // behind the last digit and its marks
    int separators = 0;
    bool only_marks = true;  // nothing but marks since the last digit
    while (!rest.empty()) {
        const std::size_t begin = text.size() - rest.size();
        const MaskCharacter c = next_mask_character(rest);
        const std::size_t end = text.size() - rest.size();
        if (c.kind == MaskClass::digit) {
            const bool joined = !run.digits.empty() && separators == 0;
            if (!joined) {
                const std::string_view gap =
                    run.digits.empty() ? std::string_view{} : text.substr(gap_begin, begin - gap_begin);
                run.groups.push_back({run.digits.size(), 0, gap, is_strong(gap)});
            }
            run.digits.push_back({begin, end, c.value});
            ++run.groups.back().size;
            gap_begin = end;
            separators = 0;
            only_marks = true;
        } else if (c.kind == MaskClass::ignored) {
            if (only_marks && (U_GET_GC_MASK(static_cast<UChar32>(c.code_point)) & U_GC_M_MASK) != 0) {
                run.digits.back().end = end;
                gap_begin = end;
            } else {
                only_marks = false;
            }
        } else if (c.kind == MaskClass::separator && separators < kMostSeparators) {
            ++separators;
            only_marks = false;
        } else {
            return;
        }
    }
}

}  // namespace scrm::text
