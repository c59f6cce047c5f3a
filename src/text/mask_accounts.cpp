// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "digit_run_internal.hpp"
#include "number_run_internal.hpp"

namespace scrm::text {
namespace {

constexpr std::size_t kAccount = 20;
/// The fewest digits of an account that a word names right before it, and of one that may be a bill.
constexpr std::size_t kNamedAccount = 8;
constexpr std::size_t kLongAccount = 12;
constexpr std::size_t kLongestPassport = 10;

/// Digits 6–8 of a Russian account are its currency.
constexpr std::array<unsigned, 24> kCurrencies = {810, 643, 840, 978, 980, 933, 398, 156, 826, 756, 392, 949,
                                                  944, 51,  981, 417, 860, 972, 498, 985, 124, 36,  784, 356};

bool only(const NumberRun& run, std::size_t begin, std::size_t end, NumberGap gap) {
    return std::all_of(run.gaps.begin() + static_cast<std::ptrdiff_t>(begin) + 1,
                       run.gaps.begin() + static_cast<std::ptrdiff_t>(end),
                       [gap](NumberGap of) { return of == gap; });
}

constexpr bool is_ascii_word(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

bool is_upper(char32_t c) {
    return (c >= U'A' && c <= U'Z') || (c >= U'А' && c <= U'Я') || (c >= U'Ѐ' && c <= U'Џ') || c == U'Ґ';
}

/// The last character before `at` and where it begins.
char32_t character_before(std::string_view text, std::size_t at, std::size_t& begin) {
    begin = at;
    if (at == 0) return 0;
    do --begin;
    while (begin > 0 && at - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80);
    std::string_view character = text.substr(begin, at - begin);
    return next_mask_character(character).code_point;
}

/// One or two capital letters right before a number, or a blank or sign away.
struct LettersBefore {
    std::size_t begin;
    int count;
};

LettersBefore letters_before(std::string_view text, std::size_t at) {
    std::size_t begin = at;
    std::size_t cursor = at;
    char32_t c = character_before(text, cursor, begin);
    for (int n = 0; n < 4 && (c == U' ' || c == U'\u00A0' || c == U'№' || c == U'-'); ++n) {
        cursor = begin;
        c = character_before(text, cursor, begin);
    }
    int letters = 0;
    for (; letters < 2 && is_upper(c); ++letters) {
        cursor = begin;
        c = character_before(text, cursor, begin);
    }
    const bool longer =
        is_upper(c) || (c >= U'a' && c <= U'z') || (c >= U'а' && c <= U'џ') || (c >= U'0' && c <= U'9');
    return longer || letters == 0 ? LettersBefore{at, 0} : LettersBefore{cursor, letters};
}

/// "15000000": few accounts end in four zeros, and most sums do.
bool is_round(const NumberRun& run, std::size_t begin, std::size_t end) {
    return run.number(run.groups[begin].first + run.digits_in(begin, end) - 4, 4) == 0;
}

}  // namespace

std::size_t match_account(const NumberRun& run, std::size_t begin, Announced announced,
                          std::string_view behind_run) {
    const bool near = announced == Announced::account_number || announced == Announced::account;
    const bool named = near || announced == Announced::bill;
    if (const std::size_t end = run.behind(begin, kAccount); end != 0) {
        const std::size_t first = run.groups[begin].first;
        const bool leading = run.digits[first] >= 1 && run.digits[first] <= 5;
        const bool currency =
            std::find(kCurrencies.begin(), kCurrencies.end(), run.number(first + 5, 3)) != kCurrencies.end();
        for (std::size_t i = begin + 1; i < end; ++i) {
            if (run.gaps[i] == NumberGap::other || run.gaps[i] == NumberGap::bracket) return 0;
        }
        if ((leading && currency) || (named && end == run.groups.size())) return end;
    }
    if (!named) return 0;
    const std::size_t shortest = near ? kNamedAccount : kLongAccount;
    const NumberGroup& group = run.groups[begin];
    std::size_t end = begin + 1;
    if (group.size < shortest) {
        // Groups of three are a sum, groups of four an account.
        end = run.groups.size();
        const bool fours =
            std::all_of(run.groups.begin() + static_cast<std::ptrdiff_t>(begin), run.groups.end() - 1,
                        [](const NumberGroup& of) { return of.size == 4; });
        if (!fours || end == begin + 1 || !only(run, begin, end, NumberGap::blank)) return 0;
    }
    const std::size_t digits = run.digits_in(begin, end);
    if (digits < shortest || digits > kAccount) return 0;
    const bool plain = announced == Announced::account && digits < kLongAccount;
    if (plain && (run.is_date(begin) || is_round(run, begin, end))) return 0;
    return end == run.groups.size() && is_amount(behind_run) ? 0 : end;
}

DocumentMatch match_passport(const NumberRun& run, std::size_t begin, std::string_view text,
                             Announced announced) {
    const std::size_t at = run.groups[begin].begin;
    const auto none = DocumentMatch{};
    const auto accept = [&](std::size_t from, std::size_t end) {
        const std::size_t behind = run.groups[end - 1].end;
        if (behind < text.size() && is_ascii_word(text[behind])) return none;
        return DocumentMatch{from, end};
    };
    const auto parted = [&](std::size_t end) {
        for (std::size_t i = begin + 1; i < end; ++i) {
            if (run.gaps[i] == NumberGap::dot || run.gaps[i] == NumberGap::bracket) return false;
        }
        return true;
    };
    const auto size = [&](std::size_t group) {
        return begin + group < run.groups.size() ? run.groups[begin + group].size : std::size_t{0};
    };
    const bool four_six = size(0) == 4 && size(1) == 6;
    const bool two_two_six = size(0) == 2 && size(1) == 2 && size(2) == 6;
    if (announced != Announced::passport) {
        const std::size_t end = four_six ? begin + 2 : two_two_six ? begin + 3 : 0;
        if (end == 0 || announced != Announced::nothing || !parted(end)) return none;
        return passport_follows(text.substr(run.groups[end - 1].end)) ? accept(at, end) : none;
    }
    if (begin == 0) {
        const LettersBefore letters = letters_before(text, at);
        // Two letters and 6–7 digits in Ukraine and Belarus, one and 8 in Kazakhstan and the United States.
        const bool lettered =
            letters.count == 2 ? size(0) == 6 || size(0) == 7 : letters.count == 1 && size(0) == 8;
        if (lettered) return accept(letters.begin, 1);
        if (at > 0 && is_ascii_word(text[at - 1])) return none;
    }
    if (four_six && parted(begin + 2)) return accept(at, begin + 2);
    if (two_two_six && parted(begin + 3)) return accept(at, begin + 3);
    if (size(0) == 2 && size(1) == 7 && parted(begin + 2)) return accept(at, begin + 2);
    if (size(0) == 4 && size(1) == 3 && size(2) == 3 && parted(begin + 3)) return accept(at, begin + 3);
    if (size(0) == 9 || size(0) == kLongestPassport) return accept(at, begin + 1);
    const std::size_t series_end = size(0) == 4 ? 1 : size(0) == 2 && size(1) == 2 ? 2 : 0;
    if (series_end != 0 && begin + series_end == run.groups.size() && parted(begin + series_end) &&
        passport_number_behind(text, run.groups.back().end) != 0) {
        return accept(at, begin + series_end);
    }
    if (size(0) == 6 && begin + 1 == run.groups.size() &&
        passport_series_behind(text, run.groups.back().end) != 0) {
        return accept(at, begin + 1);
    }
    return none;
}

}  // namespace scrm::text
