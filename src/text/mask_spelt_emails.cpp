// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>

#include "mask_emails_internal.hpp"

namespace scrm::text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostLabels = 4;
constexpr std::size_t kLongestLabel = 64;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kMostNameParts = 4;
/// Of the words below, in bytes.
constexpr std::size_t kLongestWord = 16;

constexpr std::array kSignWords = {"собака"sv, "собачка"sv, "собаку"sv, "собачку"sv, "dog"sv, "at"sv};
/// Written for a dot, in brackets or between blanks.
constexpr std::array kDotWords = {"dot"sv, "точка"sv, "крапка"sv, "тчк"sv, "."sv};
/// Last labels of the addresses that people spell.
constexpr std::array kTopLevels = {"ru"sv, "com"sv, "ua"sv, "net"sv, "org"sv, "by"sv,  "kz"sv,   "su"sv,
                                   "uk"sv, "me"sv,  "io"sv, "biz"sv, "de"sv,  "pl"sv,  "info"sv, "рф"sv,
                                   "ру"sv, "ком"sv, "юа"sv, "уа"sv,  "нет"sv, "орг"sv, "бай"sv,  "кз"sv};
/// Providers as they sound.
constexpr std::array kSpokenProviders = {"мейл"sv,    "мэйл"sv,    "маил"sv,   "майл"sv,    "яндекс"sv,
                                         "гмейл"sv,   "гмэйл"sv,   "гмаил"sv,  "джимейл"sv, "джимэйл"sv,
                                         "жмейл"sv,   "рамблер"sv, "инбокс"sv, "аутлук"sv,  "хотмейл"sv,
                                         "айклауд"sv, "яху"sv,     "укр"sv};
/// What stands before "at" in a sentence and names nobody in an address.
constexpr std::array kNoNames = {"me"sv,     "us"sv,        "you"sv,     "him"sv,   "her"sv,     "them"sv,
                                 "it"sv,     "look"sv,      "is"sv,      "am"sv,    "are"sv,     "was"sv,
                                 "be"sv,     "here"sv,      "mail"sv,    "email"sv, "address"sv, "account"sv,
                                 "find"sv,   "available"sv, "looking"sv, "reach"sv, "contact"sv, "only"sv,
                                 "and"sv,    "or"sv,        "support"sv, "up"sv,    "in"sv,      "hour"sv,
                                 "factor"sv, "rates"sv,     "online"sv};

constexpr bool is_ascii_alnum(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}
constexpr bool is_name_character(char c) {
    return is_ascii_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+';
}
constexpr bool is_blank_at(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] == ' ';
}

/// Lower case of ASCII letters and of those between А and Я.
std::string lowered(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto byte = static_cast<unsigned char>(out[i]);
        if (byte >= 'A' && byte <= 'Z') out[i] = static_cast<char>(byte | 0x20);
        if (byte != 0xD0 || i + 1 == out.size()) continue;
        const auto second = static_cast<unsigned char>(out[++i]);
        if (second >= 0x90 && second <= 0x9F) out[i] = static_cast<char>(second + 0x20);
        if (second >= 0xA0 && second <= 0xAF) {
            out[i - 1] = '\xD1';
            out[i] = static_cast<char>(second - 0x20);
        }
    }
    return out;
}

template <std::size_t n>
bool is_any(std::string_view word, const std::array<std::string_view, n>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// How many bytes of `text` are one of the words, in any case; 0 for none.
template <std::size_t n>
std::size_t front_word(std::string_view text, const std::array<std::string_view, n>& words) {
    const std::string front = lowered(text.substr(0, kLongestWord));
    for (const std::string_view word : words) {
        if (front.starts_with(word)) return word.size();
    }
    return 0;
}

/// The same of words in brackets, with these.
std::size_t bracketed_dot(std::string_view text) {
    constexpr std::string_view kOpen = "[({";
    constexpr std::string_view kClosing = "])}";
    const std::size_t kind = text.empty() ? std::string_view::npos : kOpen.find(text.front());
    if (kind == std::string_view::npos) return 0;
    const std::size_t size = front_word(text.substr(1), kDotWords);
    return size != 0 && text.substr(1 + size).starts_with(kClosing[kind]) ? size + 2 : 0;
}

/// Bytes of the label of a host at `at`: ASCII letters, digits and hyphens, or letters of two bytes.
std::size_t label_size(std::string_view text, std::size_t at) {
    std::size_t end = at;
    if (at < text.size() && is_ascii_alnum(text[at])) {
        while (end < text.size() && end - at < kLongestLabel &&
               (is_ascii_alnum(text[end]) || text[end] == '-'))
            ++end;
        while (text[end - 1] == '-') --end;
        return end - at;
    }
    while (end + 1 < text.size() && end - at < kLongestLabel && (text[end] == '\xD0' || text[end] == '\xD1'))
        end += 2;
    return end - at;
}

enum class Dot : std::uint8_t { none, plain, written, bad, blank };

struct DotAt {
    Dot kind = Dot::none;
    std::size_t size = 0;  ///< with blanks beside it
};

DotAt dot_at(std::string_view text, std::size_t at) {
    const std::size_t lead = is_blank_at(text, at) ? 1 : 0;
    const std::string_view sign = text.substr(std::min(at + lead, text.size()));
    if (lead == 0 && (sign.starts_with("．") || sign.starts_with("。"))) return {Dot::plain, 3};
    if (const std::size_t size = bracketed_dot(sign); size != 0)
        return {Dot::written, lead + size + (is_blank_at(sign, size) ? 1 : 0)};
    if (sign.starts_with('.') || sign.starts_with(',')) {
        const std::size_t size = lead + 1 + (is_blank_at(sign, 1) ? 1 : 0);
        return {size == 1 && sign.front() == '.' ? Dot::plain : Dot::bad, size};
    }
    if (lead == 0) return {};
    const std::size_t size = front_word(sign, kDotWords);
    return size != 0 && is_blank_at(sign, size) ? DotAt{Dot::written, lead + size + 1} : DotAt{Dot::blank, 1};
}

/// How many bytes before `end` are a dot written as a word.
std::size_t written_dot_before(std::string_view text, std::size_t end, std::size_t floor) {
    constexpr std::size_t kReach = kLongestWord + 4;
    const std::size_t from = std::max(floor, end > kReach ? end - kReach : 0);
    for (std::size_t at = end; at-- > from;) {
        if (!is_ascii_alnum(text[at])) continue;
        // The nearest name before; what parts it from the part at `end` must be one dot.
        const DotAt dot = dot_at(text, at + 1);
        if (dot.kind == Dot::written && at + 1 + dot.size == end) return dot.size;
    }
    return 0;
}

}  // namespace

bool may_hold_sign_word(std::string_view text) noexcept {
    constexpr std::size_t kShortest = 8;  // " at x.ru"
    unsigned found = 0;
    for (std::size_t i = 0; i + kShortest <= text.size(); ++i) {
        // Without a branch, so that many places are compared at a time.
        const char* const at = text.data() + i;
        const auto byte = [at](std::size_t n) { return static_cast<unsigned char>(at[n]); };
        const auto is = [&byte](std::size_t n, unsigned char lower, unsigned char upper) {
            return static_cast<unsigned>(byte(n) == lower) | static_cast<unsigned>(byte(n) == upper);
        };
        const unsigned blank = is(0, ' ', ' ');
        const unsigned english = blank & is(1, 'a', 'A') & is(2, 't', 'T') & is(3, ' ', ' ');
        const unsigned dog = blank & is(1, 'd', 'D') & is(2, 'o', 'O') & is(3, 'g', 'G') & is(4, ' ', ' ');
        // "обак" and "обач", as in "собака" and "собачка".
        const unsigned begins = is(0, 0xD0, 0xD0) & is(1, 0xBE, 0x9E) & is(2, 0xD0, 0xD0) &
                                is(3, 0xB1, 0x91) & is(4, 0xD0, 0xD0) & is(5, 0xB0, 0x90);
        const unsigned ends = is(6, 0xD0, 0xD1) & (is(7, 0xBA, 0x9A) | is(7, 0x87, 0xA7));
        found |= english | dog | (begins & ends);
    }
    return found != 0;
}

SignWord sign_word_at(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at + 1);
    if (at == 0 || rest.empty() || !is_ascii_alnum(text[at - 1])) return {};
    const auto first = static_cast<unsigned char>(rest.front());
    if (first != 0xD0 && first != 0xD1 && (first | 0x20) != 'a' && (first | 0x20) != 'd') return {};
    for (const std::string_view word : kSignWords) {
        if (rest.size() <= word.size() || rest[word.size()] != ' ') continue;
        if (lowered(rest.substr(0, word.size())) == word)
            return {word.size() + 2, word == "at" || word == "dog"};
    }
    return {};
}

SpeltHost read_spelt_host(std::string_view text, std::size_t at) {
    SpeltHost host;
    std::string name;
    bool bad = false;
    bool spoken = false;
    bool written = false;
    for (std::size_t labels = 1; labels <= kMostLabels; ++labels) {
        const std::size_t size = label_size(text, at);
        if (size == 0) break;
        const std::string label = lowered(text.substr(at, size));
        name.append(label);
        at += size;
        if (labels == 1) spoken = is_any(label, kSpokenProviders);
        if (labels > 1 && is_any(label, kTopLevels)) {
            const bool provider = is_mail_provider(name) || (labels == 2 && spoken);
            if (provider || !bad) host = {at, written, provider};
        }
        const DotAt dot = dot_at(text, at);
        if (dot.kind == Dot::none || (dot.kind == Dot::blank && !(labels == 1 && spoken))) break;
        // Behind a whole host a comma or the end of a sentence is no dot of it.
        if (host.end != 0 && dot.kind != Dot::plain && dot.kind != Dot::written) break;
        bad = bad || dot.kind == Dot::bad || dot.kind == Dot::blank;
        written = written || dot.kind == Dot::written;
        name.push_back('.');
        at += dot.size;
    }
    return host;
}

std::size_t spelt_name_begin(std::string_view text, std::size_t end, std::size_t floor, const SignWord& sign,
                             const SpeltHost& host) {
    std::size_t begin = end;
    while (begin > floor && end - begin < kLongestName && is_name_character(text[begin - 1])) --begin;
    while (begin < end && !is_ascii_alnum(text[begin])) ++begin;
    const std::string name = lowered(text.substr(begin, end - begin));
    if (name.size() < 2) return end;
    if (!sign.everyday) return over_written_dots(text, begin, floor);
    // "look at gmail.com" and "mail me at gmail dot com" name nobody, "ivan.petrov at gmail.com" does.
    const bool telling = name.find_first_of("0123456789._-") != std::string::npos &&
                         name.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
    const std::string_view last = std::string_view{name}.substr(name.find_last_of("._-") + 1);
    if (is_any(last, kNoNames) || (!telling && !host.written)) return end;
    return over_written_dots(text, begin, floor);
}

std::size_t over_written_dots(std::string_view text, std::size_t begin, std::size_t floor) {
    for (std::size_t parts = 1; parts < kMostNameParts; ++parts) {
        const std::size_t dot = written_dot_before(text, begin, floor);
        if (dot == 0) break;
        const std::size_t end = begin - dot;
        std::size_t from = end;
        while (from > floor && end - from < kLongestName && is_name_character(text[from - 1])) --from;
        if (from == end) break;
        begin = from;
    }
    return begin;
}

}  // namespace scrm::text
