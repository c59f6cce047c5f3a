// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "number_run_internal.hpp"

namespace scrm::text {
namespace {

/// Countries by the digits behind the +, with all digits of a number; 0: 8–15.
struct Country {
    unsigned code;
    std::size_t code_digits;
    std::size_t shortest;
    std::size_t longest;
};
constexpr std::array kCountries = {
    Country{380, 3, 12, 12}, Country{375, 3, 12, 12}, Country{998, 3, 12, 12}, Country{996, 3, 12, 12},
    Country{992, 3, 12, 12}, Country{993, 3, 11, 11}, Country{994, 3, 12, 12}, Country{995, 3, 12, 12},
    Country{374, 3, 11, 11}, Country{373, 3, 11, 11}, Country{371, 3, 11, 11}, Country{370, 3, 11, 11},
    Country{372, 3, 10, 11}, Country{972, 3, 11, 12}, Country{971, 3, 11, 12}, Country{48, 2, 11, 11},
    Country{44, 2, 12, 12},  Country{33, 2, 11, 11},  Country{34, 2, 11, 11},  Country{90, 2, 12, 12},
    Country{86, 2, 13, 13},  Country{49, 2, 10, 14},  Country{7, 1, 11, 11},   Country{1, 1, 11, 11},
};

constexpr std::array<unsigned, 16> kUkrainianMobile = {39, 50, 63, 66, 67, 68, 73, 75,
                                                       77, 91, 92, 93, 94, 95, 96, 97};
constexpr std::array<unsigned, 8> kBelarusianCodes = {15, 16, 17, 25, 29, 33, 44, 24};

template <std::size_t n>
bool is_any(unsigned value, const std::array<unsigned, n>& values) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool is_ukrainian_mobile(unsigned code) {
    return is_any(code, kUkrainianMobile) || code == 98 || code == 99;
}

constexpr bool is_ascii_word(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

/// Reads one number of a run that begins with its group `begin`.
class PhoneReader {
  public:
    PhoneReader(const NumberRun& run, std::size_t begin, std::string_view text, Announced announced)
        : run_(run), text_(text), begin_(begin), announced_(announced) {
        look_before();
    }

    std::size_t end() const {
        if (barred_) return 0;
        if (plus_) return international(0);
        if (announced_ == Announced::other) return 0;
        if (starts(0, {0, 0})) {
            if (const std::size_t end = international(2); end != 0) return end;
        }
        for (const std::size_t count : {12U, 11U, 10U, 9U}) {
            const std::size_t end = run_.behind(begin_, count);
            if (end != 0 && national(count, end) && closes(end)) return end;
        }
        return announced_ == Announced::phone ? named() : 0;
    }

  private:
    unsigned digit(std::size_t at) const { return run_.digits[run_.groups[begin_].first + at]; }
    unsigned number(std::size_t at, std::size_t count) const {
        return run_.number(run_.groups[begin_].first + at, count);
    }
    std::size_t size(std::size_t group) const { return run_.groups[begin_ + group].size; }
    NumberGap gap(std::size_t group) const { return run_.gaps[begin_ + group]; }
    std::size_t left() const { return run_.digits.size() - run_.groups[begin_].first; }
    bool starts(std::size_t at, std::initializer_list<unsigned> digits) const {
        if (left() < at + digits.size()) return false;
        for (const unsigned value : digits) {
            if (digit(at++) != value) return false;
        }
        return true;
    }

    /// A + or a bracket, or what rules a phone out.
    void look_before() {
        const std::size_t at = run_.groups[begin_].begin;
        if (begin_ > 0) {
            const NumberGap before = run_.gaps[begin_];
            bracket_ = before == NumberGap::bracket && at > 0 && text_[at - 1] == '(';
            const bool slash = at > 0 && (text_[at - 1] == '/' || text_[at - 1] == ' ');
            barred_ = before == NumberGap::dash || before == NumberGap::dot ||
                      (before == NumberGap::other && !slash);
            return;
        }
        std::string_view before = text_.substr(0, at);
        bool apart = false;
        for (int n = 0; n < 2 && !before.empty() && (before.back() == ' ' || before.back() == '('); ++n) {
            bracket_ = bracket_ || before.back() == '(';
            apart = true;
            before.remove_suffix(1);
        }
        plus_ = before.ends_with('+') || before.ends_with("＋");
        if (plus_ || apart || before.empty()) return;
        const char c = before.back();
        const bool link = before.ends_with("wa.me/") || before.ends_with("tel:");
        barred_ = !link &&
                  (is_ascii_word(c) || c == '/' || c == '=' || c == '&' || c == '.' || c == '-' || c == ',');
        // "тел89161234567"; other letters make the digits a part of a name.
        if (announced_ == Announced::phone && c != '/' && c != '=' && c != '&') barred_ = false;
    }

    /// What stands behind a number that ends there lets it be a phone.
    bool closes(std::size_t end) const {
        if (end < run_.groups.size()) {
            const NumberGap behind = run_.gaps[end];
            if (behind == NumberGap::dash || behind == NumberGap::dot) return false;
            return true;
        }
        const std::string_view behind = text_.substr(run_.groups[end - 1].end);
        if (!behind.empty() && is_ascii_word(behind.front())) return false;
        return !is_amount(behind);
    }

    std::size_t international(std::size_t skipped) const {
        const std::size_t have = left() - skipped;
        for (const Country& country : kCountries) {
            if (have < country.shortest || number(skipped, country.code_digits) != country.code) continue;
            if (country.code == 7 && !(digit(skipped + 1) >= 3)) continue;
            if (country.code == 1 && !(digit(skipped + 1) >= 2)) continue;
            for (std::size_t count = country.longest; count >= country.shortest; --count) {
                const std::size_t end = run_.behind(begin_, skipped + count);
                if (end != 0 && closes(end)) return end;
            }
            return 0;
        }
        if (announced_ == Announced::other || (have > 0 && digit(skipped) == 0)) return 0;
        for (std::size_t count = 15; count >= 9; --count) {
            const std::size_t end = run_.behind(begin_, skipped + count);
            if (end != 0 && closes(end) && !is_thousands(end)) return end;
        }
        return 0;
    }

    bool national(std::size_t count, std::size_t end) const {
        const std::size_t groups = end - begin_;
        if (!is_even(groups)) return false;
        const std::size_t first = size(0);
        switch (count) {
            case 12:
                if (first != 12 && first != 3 && first != 5 && !(first == 2 && size(1) == 3)) return false;
                if (number(0, 3) == 380) return digit(3) >= 3 || first < 5;
                if (number(0, 3) == 375) return is_any(number(3, 2), kBelarusianCodes);
                return number(0, 3) == 998 || number(0, 3) == 996;
            case 11:
                return eleven(groups);
            case 10:
                return ten(groups);
            default:
                return bracket_ && first == 2 && is_any(number(0, 2), kBelarusianCodes) && groups >= 3;
        }
    }

    bool eleven(std::size_t groups) const {
        const std::size_t first = size(0);
        if (digit(0) == 8 || digit(0) == 7) {
            const bool one_by_one = groups == 11;
            const bool split = first == 1 && groups > 1 && size(1) >= 3;
            if (first != 11 && first != 4 && first != 7 && !split && !one_by_one) return false;
            if (digit(0) == 8 && digit(1) == 0) return is_any(number(2, 2), kBelarusianCodes);
            return digit(1) == 9 || digit(1) == 8 || digit(1) == 4 || digit(1) == 3 || digit(1) == 7;
        }
        if (digit(0) == 1) return first == 1 && groups == 4 && is_american(1);
        if (digit(0) == 0 && (digit(1) == 1 || digit(1) == 2 || digit(1) == 7)) {  // British
            return announced_ == Announced::phone || (groups >= 2 && first >= 3 && first <= 5 && groups <= 3);
        }
        return false;
    }

    bool ten(std::size_t groups) const {
        const std::size_t first = size(0);
        const bool named = announced_ == Announced::phone;
        if (digit(0) == 0) {
            if (number(1, 3) == 800) return groups > 1 || named;
            if (groups == 4 && first == 3 && size(1) == 3 && size(2) == 2) return true;
            if (is_ukrainian_mobile(number(1, 2))) return first == 3 || first == 10 || bracket_ || named;
            return digit(1) >= 3 && digit(1) <= 6 &&
                   (named || bracket_ || (groups >= 3 && first >= 3 && first <= 5));
        }
        if (bracket_ && first == 3 && groups > 1) return digit(0) >= 2;
        if (named) return digit(0) >= 2 && !is_thousands(begin_ + groups);
        if (first != 3 || groups < 2) return false;
        if (digit(0) == 9 && groups == 4 && size(1) == 3) return true;
        if (groups == 4 && size(1) == 3 && gap(2) == NumberGap::dash && gap(3) == NumberGap::dash) {
            return digit(0) == 3 || digit(0) == 4 || digit(0) == 8 || digit(0) == 9;
        }
        return groups == 3 && is_american(0);
    }

    /// 3-3-4 with dashes, dots or brackets, from a group on.
    bool is_american(std::size_t group) const {
        if (size(group) != 3 || size(group + 1) != 3 || size(group + 2) != 4) return false;
        if (digit(group) < 2 || digit(group + 3) < 2) return false;
        return gap(group + 1) != NumberGap::blank && gap(group + 2) != NumberGap::blank;
    }

    /// Dots only between all groups or none, and no slash.
    bool is_even(std::size_t groups) const {
        std::size_t dots = 0;
        for (std::size_t i = 1; i < groups; ++i) {
            if (gap(i) == NumberGap::other) return false;
            dots += gap(i) == NumberGap::dot ? 1 : 0;
        }
        if (dots != 0 && dots + 1 != groups) return false;
        return dots == 0 || groups != 4 || size(0) + size(1) + size(2) + size(3) > 12 || size(3) > 3;
    }

    /// "15 000 000": a sum.
    bool is_thousands(std::size_t end) const {
        if (end - begin_ < 2 || size(0) > 3) return false;
        for (std::size_t i = 1; i < end - begin_; ++i) {
            if (size(i) != 3 || gap(i) != NumberGap::blank) return false;
        }
        return true;
    }

    bool is_date(std::size_t groups) const {
        if (groups != 3) return false;
        return (size(0) == 4 && size(1) == 2 && size(2) == 2) ||
               (size(2) == 4 && size(0) <= 2 && size(1) <= 2);
    }

    /// A number that only a word makes a phone.
    std::size_t named() const {
        const std::size_t end = run_.groups.size();
        const std::size_t groups = end - begin_;
        const std::size_t digits = run_.digits_in(begin_, end);
        const bool pairs =
            groups == 3 && size(0) == 2 && size(1) == 2 && size(2) == 2 && gap(1) == NumberGap::dash;
        if (digits > 13 || (digits < 7 && !pairs) || is_thousands(end) || is_date(groups)) return 0;
        if (run_.is_date(begin_)) return 0;
        for (std::size_t i = 1; i < groups; ++i) {
            if (gap(i) == NumberGap::dot || gap(i) == NumberGap::other) return 0;
        }
        return closes(end) ? end : 0;
    }

    const NumberRun& run_;
    std::string_view text_;
    std::size_t begin_;
    Announced announced_;
    bool plus_ = false;
    bool bracket_ = false;
    bool barred_ = false;
};

}  // namespace

std::size_t match_phone(const NumberRun& run, std::size_t begin, std::string_view text, Announced announced) {
    if (run.digits.size() - run.groups[begin].first < 6) return 0;
    return PhoneReader(run, begin, text, announced).end();
}

}  // namespace scrm::text
