// SPDX-License-Identifier: Apache-2.0
#include "card_search_internal.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace scrm::text {
namespace {

constexpr std::size_t kShortest = 14;
constexpr std::size_t kLongest = 19;
constexpr std::size_t kUsual = 16;
constexpr std::size_t kAccount = 20;
constexpr std::size_t kPhone = 15;
constexpr std::size_t kCodedPhone = 12;
constexpr std::size_t kImei = 15;
constexpr unsigned kImeiPrefix = 35;   // of those that might be cards: JCB's, which have a digit more
constexpr std::size_t kMostOfId = 10;  // digits of an owner or a post of VK
/// Groups that can reach from behind a window into it: a longest card with its date and code, digit by digit.
constexpr std::size_t kReach = 27;

/// Groupings that are printed on cards or written on purpose, every gap the same.
constexpr std::array<std::array<std::size_t, 5>, 14> kGroupings = {{
    {4, 4, 4, 4, 3},
    {4, 4, 4, 4, 2},
    {4, 4, 4, 4, 1},
    {4, 4, 4, 4, 0},
    {4, 6, 5, 0, 0},
    {4, 4, 4, 3, 0},
    {4, 6, 4, 0, 0},
    {8, 8, 0, 0, 0},
    {4, 4, 8, 0, 0},
    {4, 8, 4, 0, 0},
    {8, 4, 4, 0, 0},
    {4, 12, 0, 0, 0},
    {6, 10, 0, 0, 0},
    {6, 13, 0, 0, 0},
}};

bool is_month(unsigned value) {
    return value >= 1 && value <= 12;
}
bool is_year(unsigned value) {
    return (value >= 20 && value <= 49) || (value >= 2020 && value <= 2049);
}

/// What stands between the parts of dates, phones and accounts. A card is hidden behind stranger ones.
bool is_plain_gap(std::string_view gap) {
    while (!gap.empty() && gap.front() == ' ') gap.remove_prefix(1);
    while (!gap.empty() && gap.back() == ' ') gap.remove_suffix(1);
    return gap.empty() || gap == "-" || gap == "." || gap == "\u00A0" || gap == "\u2013";
}

/// Digits 6–8 of a Russian account are its currency.
bool is_currency(unsigned code) {
    for (const unsigned known : {810u, 643u, 840u, 978u, 980u, 933u, 398u, 156u, 826u, 756u, 392u, 949u}) {
        if (code == known) return true;
    }
    return false;
}

/// Digits of an international number with its country code, where every number of the country has as many.
struct CallingCode {
    unsigned code;
    std::size_t digits;
};
constexpr std::array<CallingCode, 22> kFixedPlans = {{
    {1, 11},   {7, 11},   {31, 11},  {33, 11},  {34, 11},  {44, 12},  {45, 10},  {48, 11},
    {90, 12},  {373, 11}, {374, 11}, {375, 12}, {380, 12}, {972, 12}, {992, 12}, {993, 11},
    {994, 12}, {995, 12}, {996, 12}, {998, 12}, {370, 11}, {371, 11},
}};
/// Calling codes of two digits; the others that do not begin with 1 or 7 have three.
constexpr std::array<unsigned, 44> kTwoDigitCodes = {
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54,
    55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
};
constexpr std::size_t kShortestPhone = 9;
constexpr std::size_t kLongestPhone = 13;
constexpr std::size_t kNationalPhone = 10;  // with its area, in brackets: of Russia and its neighbours
constexpr std::size_t kShortestArea = 3;
constexpr std::size_t kLongestArea = 5;

}  // namespace

unsigned CardSearch::number(std::size_t digit, std::size_t count) const {
    unsigned value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + run_.digits[digit + i].value;
    return value;
}

unsigned CardSearch::number(std::size_t group) const {
    const DigitGroup& of = run_.groups[group];
    return of.size > 8 ? 0 : number(of.first, of.size);
}

std::size_t CardSearch::digits_in(std::size_t begin, std::size_t end) const {
    if (begin >= end) return 0;
    const DigitGroup& last = run_.groups[end - 1];
    return last.first + last.size - run_.groups[begin].first;
}

bool CardSearch::all_single(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
        if (run_.groups[i].size != 1) return false;
    }
    return true;
}

bool CardSearch::is_card(std::size_t begin, std::size_t end) const {
    const std::size_t first = run_.groups[begin].first;
    return is_card_number(digits_in(begin, end),
                          [&](std::size_t i) { return static_cast<unsigned>(run_.digits[first + i].value); });
}

/// 55.755826, 37.617300 at the front of [at, high).
bool CardSearch::are_coordinates(std::size_t at, std::size_t high) const {
    const auto& g = run_.groups;
    return high - at >= 4 && g[at + 1].gap == "." && g[at + 2].gap != "." && g[at + 3].gap == "." &&
           g[at].size <= 3 && g[at + 2].size <= 3 && g[at + 1].size >= 4 && g[at + 3].size >= 4;
}

/// Dates and pairs of coordinates at the front of [at, high), which spell cards by chance.
bool CardSearch::is_dated(std::size_t at, std::size_t high) const {
    if (high - at < 3) return false;
    const auto& g = run_.groups;
    if (g[at + 1].gap != g[at + 2].gap && high - at >= 4) return are_coordinates(at, high);
    if (g[at + 1].gap != g[at + 2].gap) return false;
    if (!is_plain_gap(g[at + 1].gap) && g[at + 1].gap.find('/') == std::string_view::npos) return false;
    const bool day_first =
        g[at].size <= 2 && g[at + 1].size <= 2 && (g[at + 2].size == 4 || g[at + 2].size == 2);
    if (day_first) {
        const unsigned year = number(at + 2);
        // 5 1 47 and 3-6-07-5-19 are no dates.
        const bool goes_on = high - at > 3 && g[at + 3].gap == g[at + 1].gap;
        if (g[at + 2].size == 2 && (goes_on || g[at + 1].gap == " ")) return false;
        return number(at) >= 1 && number(at) <= 31 && is_month(number(at + 1)) &&
               (g[at + 2].size == 2 || (year >= 1900 && year < 2100));
    }
    return g[at].size == 4 && g[at + 1].size == 2 && g[at + 2].size == 2 && number(at) >= 1900 &&
           number(at) < 2100 && is_month(number(at + 1)) && number(at + 2) >= 1 && number(at + 2) <= 31;
}

/// 20 digits in groups: 40817 810 0 9991 0004312. The books of Russian banks number accounts from 3 and 4.
bool CardSearch::is_account(std::size_t at, std::size_t high) const {
    const std::size_t first = run_.groups[at].first;
    if (digits_in(at, high) < kAccount || !is_currency(number(first + 5, 3))) return false;
    if (run_.digits[first].value != 3 && run_.digits[first].value != 4) return false;
    std::size_t end = at;
    while (digits_in(at, end) < kAccount) ++end;
    return digits_in(at, end) == kAccount && has_plain_gaps(at, end);
}

bool CardSearch::has_plain_gaps(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin + 1; i < end; ++i) {
        if (!is_plain_gap(run_.groups[i].gap)) return false;
    }
    return true;
}

/// Nobody writes an order number in small, circled or foreign digits, or with characters that cannot be seen.
bool CardSearch::has_plain_digits(std::size_t begin, std::size_t end) const {
    return std::all_of(run_.groups.begin() + static_cast<std::ptrdiff_t>(begin),
                       run_.groups.begin() + static_cast<std::ptrdiff_t>(end),
                       [this](const DigitGroup& group) {
                           const DigitAt& last = run_.digits[group.first + group.size - 1];
                           return last.end - run_.digits[group.first].begin == group.size;
                       });
}

/// 380 50 123 45 67: the codes of Ukraine and Belarus begin card numbers too.
bool CardSearch::is_phone(std::size_t at, std::size_t high) const {
    if (run_.groups[at].size != 3 || (number(at) != 380 && number(at) != 375)) return false;
    std::size_t end = at;
    while (end < high && digits_in(at, end) < kCodedPhone) ++end;
    return digits_in(at, end) == kCodedPhone && has_plain_gaps(at, end);
}

/// How many digits the telephone number at the front of the run has, at least and at most; 0 for none.
std::pair<std::size_t, std::size_t> CardSearch::phone_digits() const {
    const std::size_t front = run_.groups[0].size;
    if (!context_.plus) {
        const bool area = context_.area >= kShortestArea && context_.area <= kLongestArea;
        const std::size_t rest = area ? kNationalPhone - context_.area : 0;
        return {rest, rest};
    }
    if (front > kLongestPhone) return {};
    const unsigned two = number(0, 2);
    const bool is_two = std::find(kTwoDigitCodes.begin(), kTwoDigitCodes.end(), two) != kTwoDigitCodes.end();
    const std::size_t size = two / 10 == 1 || two / 10 == 7 ? 1 : is_two ? 2 : 3;
    if (front < size) return {};
    const auto* plan =
        std::find_if(kFixedPlans.begin(), kFixedPlans.end(),
                     [code = number(0, size)](const CallingCode& known) { return known.code == code; });
    if (plan != kFixedPlans.end()) return {plan->digits, plan->digits};
    return {kShortestPhone, kLongestPhone};
}

/// Groups at the front of the run that are a telephone number with its country or area: "+380 50 600 72 50
/// 1500", "(906) 531-38-60 12.05.2024". The numbers behind them then make no card with it. 0 for none.
std::size_t CardSearch::phone_in_front() const {
    const auto [shortest, longest] = phone_digits();
    if (longest == 0) return 0;
    const auto& g = run_.groups;
    std::size_t end = 0;
    while (end < g.size() && digits_in(0, end + 1) <= longest) ++end;
    if (digits_in(0, end) < shortest || !has_plain_gaps(0, end) || !has_plain_digits(0, end)) return 0;
    // Groups of one size as far as a card may reach are those of a card.
    std::size_t even = 1;
    while (even < g.size() && g[even].size == g[0].size) ++even;
    return digits_in(0, even) >= kShortest ? 0 : end;
}

/// Two phones or amounts with ", " between them.
bool CardSearch::is_list(std::size_t begin, std::size_t end) const {
    int commas = 0;
    for (std::size_t i = begin + 1; i < end; ++i) {
        const std::string_view gap = run_.groups[i].gap;
        if (gap == ", ") {
            ++commas;
        } else if (gap != " " && gap != "-") {
            return false;
        }
    }
    return commas == 1;
}

/// What speaks against a valid window: what announces the run, and phones with a country's prefix.
bool CardSearch::is_excluded(std::size_t at, std::size_t begin, std::size_t end) const {
    if (begin == 1 && at == 1 && end == 4 && are_coordinates(0, end)) return true;
    if (begin != 0 || at != 0) return false;
    const auto& g = run_.groups;
    if (context_.plus && digits_in(begin, end) <= kPhone) return true;
    const auto is_id = [](const DigitGroup& group) { return group.size <= kMostOfId; };
    if (context_.post && end - begin == 2 && g[1].gap == "_" && is_id(g[0]) && is_id(g[1])) return true;
    if (context_.device && digits_in(begin, end) == kImei && number(g[0].first, 2) == kImeiPrefix)
        return true;
    // An order number comes in few groups, and not in those of a card.
    const bool printed = end - begin >= 4 && g[0].size == 4 && g[1].size == 4 && g[2].size == 4;
    return context_.order && end - begin <= 4 && !printed && has_plain_digits(begin, end);
}

bool CardSearch::match_group(std::size_t at) const {
    const DigitGroup& group = run_.groups[at];
    if (group.size < kShortest || group.size > kLongest || !is_card(at, at + 1)) return false;
    return !is_excluded(at, at, at + 1);
}

bool CardSearch::match_usual(std::size_t at, std::size_t low, std::size_t high, Window& window) const {
    const auto& g = run_.groups;
    for (const auto& grouping : kGroupings) {
        std::size_t end = at;
        for (const std::size_t size : grouping) {
            if (size == 0) break;
            if (end == high || g[end].size != size || (end > at + 1 && g[end].gap != g[at + 1].gap)) {
                end = 0;
                break;
            }
            ++end;
        }
        if (end == 0 || !is_card(at, end) || is_excluded(at, at, end)) continue;
        if (grouping[3] == 4) {
            // 4 digits five times may be an account. A sum, a year or a code beside a card is none.
            const auto in_chain = [&](std::size_t i) { return g[i].size == 4 && g[i].gap == g[at + 1].gap; };
            std::size_t begin = at;
            while (begin > low && at - begin < 5 && g[begin].gap == g[at + 1].gap && g[begin - 1].size == 4)
                --begin;
            std::size_t chain_end = at + 4;
            while (chain_end < high && chain_end - begin < 7 && in_chain(chain_end)) ++chain_end;
            if (chain_end - begin == 5 && is_account(begin, chain_end)) continue;
        }
        window = {at, end, false};
        // "4111 1111 1111 1111 123": as far as the prefix tells, a card of 16 digits and its code.
        if (grouping[4] == 3 && is_card(at, at + 4) && number(g[at].first, 2) < 56 &&
            number(g[at].first, 2) != 50) {
            window = {at, at + 4, true};
        }
        return true;
    }
    return false;
}

CardSearch::Tail CardSearch::tail(std::size_t at, std::size_t high) const {
    const auto& g = run_.groups;
    Tail found{at, at};
    if (at >= high) return found;
    const auto left = high - at;
    if (g[at].size <= 2 && left >= 2 && (g[at + 1].size == 2 || g[at + 1].size == 4) &&
        is_month(number(at)) && is_year(number(at + 1)) &&
        (g[at].size == 2 || g[at + 1].gap.find('/') != std::string_view::npos)) {
        found.expiry_end = at + 2;
    } else if (g[at].size == 4 && is_month(number(at) / 100) && is_year(number(at) % 100)) {
        found.expiry_end = at + 1;
    } else if (g[at].size == 6 && is_month(number(at) / 10000) && is_year(number(at) % 10000)) {
        found.expiry_end = at + 1;
    } else if (left >= 4 && all_single(at, at + 4) && is_month(number(g[at].first, 2)) &&
               is_year(number(g[at].first + 2, 2))) {
        found.expiry_end = at + 4;
    } else if (g[at].size == 7 && is_month(number(at) / 100000) && is_year(number(at) / 1000 % 100)) {
        // Date and code in one: all of it is as secret as the code.
        return {at, at + 1};
    }
    found.code_end = found.expiry_end;
    const std::size_t code = found.expiry_end;
    if (code >= high) return found;
    if (g[code].size == 3 || g[code].size == 4) {
        found.code_end = code + 1;
    } else if (high - code >= 3 && high - code <= 4 && all_single(code, high)) {
        found.code_end = high;
    }
    return found;
}

/// The numbers of digits at which a window from `at` may end.
CardSearch::Ends CardSearch::ends(std::size_t at, std::size_t high) const {
    Ends found;
    std::size_t strong = 0;
    for (std::size_t end = at; end < high && digits_in(at, end + 1) <= kLongest; ++end) {
        if (end > at && run_.groups[end].strong) ++strong;
        const std::size_t size = digits_in(at, end + 1);
        found.behind[size] = end + 1;
        if (size == kUsual) found.strong_in_usual = strong;
    }
    return found;
}

/// A part of the run begins at `at`: the run itself, or what follows a strong gap, a date or a short number.
bool CardSearch::starts(std::size_t at, std::size_t low, std::size_t high) const {
    const auto& g = run_.groups;
    bool begins = at == low || g[at].strong || (at == low + 3 && is_dated(low, at));
    if (!begins) begins = at == low + 1 && g[low].size <= 3 && (at + 1 == high || g[at].gap != g[at + 1].gap);
    if (!begins || is_dated(at, high) || is_account(at, high)) return false;
    return !is_phone(at, high);
}

/// Any grouping of the whole part, or of all but a date and a code behind.
bool CardSearch::match_whole(std::size_t at, std::size_t high, Window& window) const {
    const Ends possible = ends(at, high);
    const auto fits = [&](std::size_t size) {
        const std::size_t end = possible.behind[size];
        return end != 0 && is_card(at, end) && !is_excluded(at, at, end) && !is_list(at, end);
    };
    const auto closes = [&](std::size_t size) {
        const std::size_t end = possible.behind[size];
        const Tail behind = tail(end, high);
        return end == high || (behind.code_end == high && behind.code_end > end);
    };
    const std::size_t all = digits_in(at, high);
    const bool whole = all <= kLongest && fits(all);
    // Only some networks have longer numbers in use.
    if (fits(kUsual) && closes(kUsual) && !(whole && is_long_network(at))) {
        window = {at, possible.behind[kUsual], whole && all != kUsual};
        return true;
    }
    for (std::size_t size = kLongest; size >= kShortest; --size) {
        if (!fits(size) || !closes(size)) continue;
        window = {at, possible.behind[size], false};
        return true;
    }
    return false;
}

/// Any grouping that ends where no part does: 16 digits, or a strong gap behind.
bool CardSearch::match_front(std::size_t at, std::size_t high, Window& window) const {
    const Ends possible = ends(at, high);
    for (const std::size_t size : {kUsual, kLongest, kLongest - 1, kLongest - 2, kShortest + 1, kShortest}) {
        const std::size_t end = possible.behind[size];
        if (end == 0 || !is_card(at, end) || is_excluded(at, at, end) || is_list(at, end)) continue;
        const bool even = size == kUsual && (possible.strong_in_usual == 0 || possible.strong_in_usual > 2);
        if (!even && (end == high || !run_.groups[end].strong)) continue;
        window = {at, end, false};
        return true;
    }
    return false;
}

bool CardSearch::is_long_network(std::size_t at) const {
    const unsigned two = number(run_.groups[at].first, 2);
    return two == 50 || two >= 56;
}

/// Digits that one and the same gap joins, and other gaps part from their neighbours: "tel 5, 4-1-1-1-...-1,
/// 7".
bool CardSearch::match_uniform(std::size_t at, std::size_t low, std::size_t high, Window& window) const {
    const auto& g = run_.groups;
    if (at + 1 >= high || (at > low && g[at].gap == g[at + 1].gap)) return false;
    std::size_t end = at + 1;
    while (end < high && g[end].gap == g[at + 1].gap && digits_in(at, end) <= kLongest) ++end;
    if (end < high && g[end].gap == g[at + 1].gap) return false;
    if (!is_card(at, end) || is_excluded(at, at, end) || is_dated(at, end) || is_list(at, end)) return false;
    window = {at, end, false};
    return true;
}

bool CardSearch::match(std::size_t at, std::size_t low, std::size_t high, Window& window) const {
    const DigitGroup& group = run_.groups[at];
    // The fraction of a number: 0.4539148803436467.
    if (at > low && group.gap == "." && group.size >= kShortest && run_.groups[at - 1].size <= 3)
        return false;
    const bool part = starts(at, low, high);
    if (part && match_whole(at, high, window)) return true;
    if (match_group(at)) {
        window = {at, at + 1, false};
        return true;
    }
    if (match_usual(at, low, high, window)) return true;
    return (part && match_front(at, high, window)) || match_uniform(at, low, high, window);
}

void CardSearch::mask_card(const Window& window) {
    const std::size_t last = run_.groups[window.end - 1].first + run_.groups[window.end - 1].size;
    std::string token = "[CARD ";
    for (std::size_t i = last - 4; i < last; ++i)
        token.push_back(static_cast<char>('0' + run_.digits[i].value));
    token.push_back(']');
    masked_.push_back({run_.group_begin(window.begin), run_.group_end(window.end - 1), std::move(token)});
}

void CardSearch::mask_groups(std::size_t begin, std::size_t end) {
    masked_.push_back({run_.group_begin(begin), run_.group_end(end - 1), "[CVV]"});
}

/// Masks the code behind an expiry date at `at`; `end` is where to search on. A code that begins the next
/// card is none.
bool CardSearch::mask_code(std::size_t at, std::size_t high, std::size_t& end) {
    const Tail behind = tail(at, high);
    const bool glued = behind.expiry_end == at && behind.code_end == at + 1 && run_.groups[at].size == 7;
    if (!glued && (behind.expiry_end == at || behind.code_end == behind.expiry_end)) return false;
    Window next;
    if (match(behind.expiry_end, behind.expiry_end, high, next)) {
        end = behind.expiry_end;
        return true;
    }
    mask_groups(behind.expiry_end, behind.code_end);
    state_ = {};
    end = behind.code_end;
    return true;
}

void CardSearch::scan(std::size_t from, std::size_t low, std::size_t high) {
    std::size_t at = from;
    while (at < high) {
        Window window;
        if (digits_in(at, high) < kShortest) break;
        if (!match(at, low, high, window)) {
            ++at;
            continue;
        }
        // What stands to the left now ends here, and may read otherwise than before.
        if (window.begin > low) {
            const std::size_t near = window.begin > low + kReach ? window.begin - kReach : low;
            scan(std::max(near, from), low, window.begin);
        }
        mask_card(window);
        state_ = {true, false};
        low = at = window.end;
        if (window.code_behind) {
            mask_groups(at, high < at + 1 ? high : at + 1);
            state_ = {};
            low = ++at;
        } else if (std::size_t end = 0; at < high && mask_code(at, high, end)) {
            low = at = end;
        }
        from = low;
    }
}

/// Groups at the front of [0, edge) that are a code which a word announced; 0 for none.
std::size_t CardSearch::announced_code(std::size_t edge) const {
    const std::size_t digits = digits_in(0, edge);
    if ((digits == 3 || digits == 4) && (edge == 1 || all_single(0, edge))) return edge;
    const bool code = run_.groups[0].size == 3 || run_.groups[0].size == 4;
    return code && digits <= 8 ? 1 : 0;
}

void CardSearch::search(CodeState& state) {
    state_ = {};
    const std::size_t count = run_.groups.size();
    const std::size_t already = masked_.size();
    const bool word = state.announced && (run_.groups[0].size == 3 || run_.groups[0].size == 4);
    std::size_t low = 0;
    if (state.after_card && !word) {
        std::size_t end = 0;
        Window window;
        if (!match(0, 0, count, window) && mask_code(0, count, end)) low = end;
    }
    const bool coded = masked_.size() > already;
    if (low == 0) low = phone_in_front();
    scan(low, low, count);

    if (state.announced && !coded) {
        std::size_t edge = count;
        if (masked_.size() > already) {
            edge = 0;
            while (run_.group_begin(edge) < masked_[already].begin) ++edge;
        }
        if (const std::size_t end = edge == 0 ? 0 : announced_code(edge); end != 0) {
            const bool only = masked_.size() == already;
            const auto front = masked_.begin() + static_cast<std::ptrdiff_t>(already);
            // "cvv 1227 123": the date was taken for the code.
            const Tail both = tail(0, edge);
            if (end == 1 && both.expiry_end == 1 && both.code_end > 1) {
                const Masked second{run_.group_begin(1), run_.group_end(both.code_end - 1), "[CVV]"};
                masked_.insert(front, {{run_.group_begin(0), run_.group_end(0), "[CVV]"}, second});
            } else {
                masked_.insert(front, {run_.group_begin(0), run_.group_end(end - 1), "[CVV]"});
            }
            if (only) {
                state = {};
                return;
            }
        }
    }
    // A run without a card or a code leaves a card before it in reach, but uses up the word that announced a
    // code.
    if (masked_.size() > already) {
        state = state_;
    } else {
        state.announced = false;
    }
}

}  // namespace scrm::text
