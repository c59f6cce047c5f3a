// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>

#include "digit_run_internal.hpp"
#include "mask_emails_internal.hpp"
#include "mask_glance_internal.hpp"

namespace scrm::text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLongestLocal = 128;
constexpr std::size_t kLongestDomain = 253;

/// Providers at which "name @ mail.ru" is an address beyond doubt.
constexpr std::array kProviders = {"mail.ru"sv,   "bk.ru"sv,       "list.ru"sv,        "inbox.ru"sv,
                                   "yandex.ru"sv, "ya.ru"sv,       "gmail.com"sv,      "rambler.ru"sv,
                                   "ukr.net"sv,   "i.ua"sv,        "meta.ua"sv,        "icloud.com"sv,
                                   "yahoo.com"sv, "outlook.com"sv, "hotmail.com"sv,    "tut.by"sv,
                                   "mail.kz"sv,   "proton.me"sv,   "googlemail.com"sv, "mail.com"sv};

/// What people write for @.
constexpr std::array kWrittenSigns = {"(at)"sv,     "[at]"sv,     "{at}"sv,      "(собака)"sv,
                                      "[собака]"sv, "{собака}"sv, "(собачка)"sv, "[собачка]"sv,
                                      "(@)"sv,      "[@]"sv,      "(dog)"sv,     "[dog]"sv};

constexpr bool is_local(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '_' ||
           c == '-' || c == '+' || c == '%' || byte >= 0x80;
}
constexpr bool is_ascii_alnum(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}
constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Where the name before the sign at `at` begins; `at` for none.
std::size_t local_begin(std::string_view text, std::size_t at, std::size_t floor) {
    std::size_t begin = at;
    std::size_t cursor = at;
    while (cursor > floor && at - cursor < kLongestLocal) {
        std::size_t start = cursor - 1;
        while (start > floor && cursor - start < 4 && is_continuation(text[start])) --start;
        if (!is_local(text[start])) break;
        if (static_cast<unsigned char>(text[start]) >= 0x80) {
            std::string_view character = text.substr(start, cursor - start);
            const MaskCharacter c = next_mask_character(character);
            if (c.kind != MaskClass::letter && c.kind != MaskClass::digit && c.kind != MaskClass::ignored)
                break;
        }
        cursor = start;
        begin = start;
    }
    while (begin < at && (text[begin] == '.' || text[begin] == '-' || text[begin] == '%')) ++begin;
    return begin == at || text[at - 1] == '.' ? at : begin;
}

/// Where the host name at the front of `text` ends, 0 for none: labels with a dot between, the last of
/// letters.
std::size_t host_end(std::string_view text) {
    std::size_t end = 0;
    std::size_t label = 0;
    std::size_t letters = 0;
    bool dotted = false;
    const bool ascii = !text.empty() && static_cast<unsigned char>(text.front()) < 0x80;
    std::string_view rest = text.substr(0, kLongestDomain);
    while (true) {
        const std::size_t at = std::min(text.size(), kLongestDomain) - rest.size();
        MaskCharacter c{0, MaskClass::other, 0};
        std::string_view ahead = rest;
        if (!rest.empty()) c = next_mask_character(ahead);
        const bool inside = (c.kind == MaskClass::letter && (!ascii || c.code_point < 0x80)) ||
                            (c.kind == MaskClass::digit && c.code_point < 0x80);
        if (inside) {
            ++label;
            letters += c.kind == MaskClass::letter ? 1 : 0;
        } else if (c.code_point == U'-' && label > 0) {
            ++label;
        } else {
            if (dotted && label >= 2 && letters >= 2 && at > 0 && text[at - 1] != '-') end = at;
            if (c.code_point != U'.' || label == 0) return end;
            // "ivan@mail.ru.Thanks": the next sentence.
            if (end == at && !ahead.empty() && is_upper(ahead.front()) && !is_upper(text[at - 1])) return end;
            dotted = true;
            label = letters = 0;
        }
        if (rest.empty()) return end;
        rest = ahead;
    }
}

bool ascii_alnum_before(std::string_view text, std::size_t at) {
    return at > 0 && is_ascii_alnum(text[at - 1]);
}

/// A sign for @ at `at`: how many bytes it takes, 0 for none.
std::size_t sign_length(std::string_view text, std::size_t at) {
    if (text[at] == '@') return 1;
    if (text.substr(at).starts_with("＠")) return 3;
    for (const std::string_view sign : kWrittenSigns) {
        if (text.size() - at < sign.size()) continue;
        bool same = true;
        for (std::size_t i = 0; i < sign.size() && same; ++i) {
            const char c = text[at + i];
            same = (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == sign[i];
        }
        if (same) return sign.size();
    }
    return 0;
}

/// An address around a sign for @ at `at`.
std::optional<PrivateSpan> address_around_sign(std::string_view text, std::size_t at, std::size_t floor) {
    const std::size_t length = sign_length(text, at);
    if (length == 0) return std::nullopt;
    const bool plain = length == 1 || text[at] == '\xEF';
    std::size_t name_end = at;
    std::size_t host = at + length;
    const bool blank_before = name_end > floor && text[name_end - 1] == ' ';
    const bool blank_behind = text.substr(host).starts_with(' ');
    const bool apart = blank_before || blank_behind;
    if (blank_before) --name_end;
    if (blank_behind) ++host;
    // Nothing but an address has "(собака)" in the middle of a word.
    const bool inside = length > 4 && !apart;
    if ((apart || !plain) && !inside && !ascii_alnum_before(text, name_end)) return std::nullopt;
    std::size_t begin = local_begin(text, name_end, floor);
    if (begin == name_end) return std::nullopt;
    if (!plain) begin = over_written_dots(text, begin, floor);
    const SpeltHost spelt = read_spelt_host(text, host);
    const std::size_t size = host_end(text.substr(host));
    const bool usual = size != 0 && (!apart || !plain || is_mail_provider(text.substr(host, size)));
    const std::size_t end =
        std::max(usual ? host + size : 0, spelt.written || spelt.provider ? spelt.end : 0);
    if (end == 0) return std::nullopt;
    return PrivateSpan{begin, end, MaskKind::email};
}

/// An address in which a word between blanks stands for @: "ivan77 собака mail.ru".
std::optional<PrivateSpan> address_around_word(std::string_view text, std::size_t at, std::size_t floor) {
    const SignWord sign = sign_word_at(text, at);
    if (sign.length == 0 || at < floor) return std::nullopt;
    const std::size_t host = at + sign.length;
    SpeltHost spelt = read_spelt_host(text, host);
    // "съела.Нет" is the end of a sentence and the beginning of the next one.
    const bool is_latin = spelt.end > host && static_cast<unsigned char>(text[host]) < 0x80;
    if (spelt.end == 0 || !(spelt.written || spelt.provider || (is_latin && !sign.everyday)))
        return std::nullopt;
    const std::size_t begin = spelt_name_begin(text, at, floor, sign, spelt);
    if (begin == at) return std::nullopt;
    return PrivateSpan{begin, spelt.end, MaskKind::email};
}

}  // namespace

bool is_mail_provider(std::string_view host) {
    return std::any_of(kProviders.begin(), kProviders.end(), [host](std::string_view provider) {
        return std::equal(host.begin(), host.end(), provider.begin(), provider.end(), [](char a, char b) {
            return (is_upper(a) ? static_cast<char>(a | 0x20) : a) == b;
        });
    });
}

void find_emails(std::string_view text, std::vector<PrivateSpan>& found) {
    std::size_t floor = 0;  // behind the last address
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::optional<PrivateSpan> address;
        if (text[at] == ' ') {
            address = address_around_word(text, at, floor);
        } else if (begins_email_sign(static_cast<unsigned char>(text[at]))) {
            address = address_around_sign(text, at, floor);
        }
        if (!address) continue;
        found.push_back(*address);
        floor = address->end;
        at = floor - 1;
    }
}

}  // namespace scrm::text
