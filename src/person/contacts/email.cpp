// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/email.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "person/contacts/mail_domains_internal.hpp"
#include "person/contacts/punycode_internal.hpp"
#include "scrm/text/fold.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::person {
namespace {

constexpr std::size_t kMaxAddress = 254;
constexpr std::size_t kMaxLocal = 64;
constexpr std::size_t kMaxLabel = 63;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_ascii_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_high(char c) noexcept {
    return static_cast<std::uint8_t>(c) >= 0x80;
}

bool is_local_char(char c) noexcept {
    constexpr std::string_view kMarks = "._%+-'&~!#$*^`=";
    return is_ascii_letter(c) || is_digit(c) || is_high(c) || kMarks.find(c) != std::string_view::npos;
}

bool is_domain_char(char c) noexcept {
    return is_ascii_letter(c) || is_digit(c) || is_high(c) || c == '-' || c == '.';
}

// Whether the sequence that starts with this lead byte is punctuation or an emoji rather than a letter.
bool is_mark_lead(std::string_view rest) noexcept {
    const auto lead = static_cast<std::uint8_t>(rest[0]);
    if (lead == 0xC2 || lead == 0xE2 || lead == 0xF0) return true;
    return rest.starts_with("\xEF\xB8") || rest.starts_with("\xEF\xBB") || rest.starts_with("\xE3\x80");
}

// Where the local part that ends before `at` begins.
std::size_t local_start(std::string_view text, std::size_t at) noexcept {
    std::size_t start = at;
    while (start > 0 && at - start <= kMaxLocal && is_local_char(text[start - 1])) --start;
    // Punctuation of several bytes, such as a guillemet, ends the address.
    for (std::size_t i = at; i > start; --i) {
        const char c = text[i - 1];
        const bool continuation = (static_cast<std::uint8_t>(c) & 0xC0) == 0x80;
        if (!is_high(c) || continuation || !is_mark_lead(text.substr(i - 1))) continue;
        start = i;
        while (start < at && (static_cast<std::uint8_t>(text[start]) & 0xC0) == 0x80) ++start;
        break;
    }
    while (start < at && (text[start] == '\'' || text[start] == '`' || text[start] == '=')) ++start;
    return start;
}

std::size_t domain_end(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at + 1;
    while (end < text.size() && end - at <= kMaxAddress && is_domain_char(text[end])) {
        if (is_high(text[end]) && (static_cast<std::uint8_t>(text[end]) & 0xC0) != 0x80 &&
            is_mark_lead(text.substr(end))) {
            break;
        }
        ++end;
    }
    while (end > at + 1 && text[end - 1] == '.') --end;
    return end;
}

bool is_valid_local(std::string_view local) noexcept {
    if (local.empty() || local.size() > kMaxLocal) return false;
    if (local.front() == '.' || local.back() == '.') return false;
    return local.find("..") == std::string_view::npos;
}

bool is_valid_label(std::string_view label) noexcept {
    return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' && label.back() != '-';
}

bool is_valid_domain(std::string_view domain) noexcept {
    std::size_t labels = 0;
    std::string_view last;
    for (std::string_view rest = domain;;) {
        const std::size_t dot = rest.find('.');
        last = rest.substr(0, dot);
        if (!is_valid_label(last)) return false;
        ++labels;
        if (dot == std::string_view::npos) break;
        rest.remove_prefix(dot + 1);
    }
    if (labels < 2 || last.size() < 2) return false;
    const bool punycode = last.size() > 4 && (last.starts_with("xn--") || last.starts_with("XN--"));
    return punycode || std::ranges::all_of(last, [](char c) { return is_ascii_letter(c) || is_high(c); });
}

std::string folded(std::string_view text) {
    std::string out{text};
    bool ascii = true;
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        ascii = ascii && !is_high(c);
    }
    return ascii ? out : text::fold(text);
}

std::string canonical_domain(std::string_view written) {
    std::string domain = folded(written);
    if (domain.find("xn--") != std::string::npos) domain = text::fold(decode_punycode_domain(domain));
    const std::string_view main = main_mail_domain(domain);
    return main.empty() ? domain : std::string{main};
}

std::string canonical_local(std::string_view written, std::string_view domain) {
    std::string local = folded(written);
    const std::size_t plus = local.find('+');
    if (plus != std::string::npos && plus > 0) local.resize(plus);
    if (domain == "gmail.com") std::erase(local, '.');
    if (domain == "yandex.ru") std::ranges::replace(local, '.', '-');
    return local;
}

// The written address around the `@` at `at`, with its bounds; nullopt when none stands there.
struct Found {
    std::size_t start;
    std::size_t end;
};

std::optional<Found> address_at(std::string_view text, std::size_t at) noexcept {
    const Found found{local_start(text, at), domain_end(text, at)};
    if (found.end - found.start > kMaxAddress) return std::nullopt;
    if (!is_valid_local(text.substr(found.start, at - found.start))) return std::nullopt;
    if (!is_valid_domain(text.substr(at + 1, found.end - at - 1))) return std::nullopt;
    // What touches the address must not look like a part of it that was mistyped.
    constexpr std::string_view kNotBeside = "@_\\";
    if (found.start > 0 && kNotBeside.find(text[found.start - 1]) != std::string_view::npos)
        return std::nullopt;
    if (found.end < text.size() && kNotBeside.find(text[found.end]) != std::string_view::npos)
        return std::nullopt;
    return found;
}

constexpr std::string_view kRoleNames[] = {
    "abuse",      "accounting",    "admin",     "administrator", "billing",     "buh",
    "buhgalter",  "callcenter",    "career",    "contact",       "contacts",    "director",
    "feedback",   "finance",       "hello",     "help",          "helpdesk",    "hostmaster",
    "hr",         "info",          "inbox",     "job",           "jobs",        "legal",
    "mail",       "mailer-daemon", "marketing", "manager",       "media",       "news",
    "newsletter", "noc",           "noreply",   "no-reply",      "donotreply",  "do-not-reply",
    "office",     "order",         "orders",    "post",          "postmaster",  "pr",
    "press",      "priem",         "privacy",   "reception",     "root",        "sale",
    "sales",      "secretary",     "security",  "service",       "shop",        "spam",
    "support",    "team",          "webmaster", "zakaz",         "бухгалтерия", "инфо",
    "офис",       "почта",         "директор",  "отдел-кадров",
};

constexpr std::string_view kPlaceholderNames[] = {
    "test",    "тест",      "no",     "none",       "nomail",    "noemail", "no-email", "net",     "нет",
    "email",   "e-mail",    "mail",   "name",       "user",      "login",   "qwerty",   "qwe",     "asdf",
    "asd",     "example",   "sample", "xxx",        "aaa",       "abc",     "123",      "1234",    "12345",
    "123456",  "111",       "a",      "aa",         "x",         "xx",      "1",        "unknown", "null",
    "netmail", "netpochty", "pochta", "your-email", "youremail",
};

constexpr std::string_view kPlaceholderDomains[] = {
    "example.com", "example.org",
    "example.net", "example.ru",
    "test.ru",     "test.com",
    "test.test",   "no.ru",
    "nomail.ru",   "noemail.ru",
    "nomail.com",  "email.ru",
    "domain.com",  "localhost.localdomain",
    "net.net",     "net.ru",
    "none.com",    "none.ru",
    "no.no",
};

/// Words to look others up in, nearly all of which are none of them: a glance at size and ends tells most.
class WordSet {
  public:
    template <std::size_t N>
    constexpr explicit WordSet(const std::string_view (&words)[N]) : words_(words) {
        for (const std::string_view word : words) may_hold_[glance(word)] = true;
    }
    bool contains(std::string_view word) const noexcept {
        return !word.empty() && may_hold_[glance(word)] && std::ranges::find(words_, word) != words_.end();
    }

  private:
    static constexpr std::size_t kGlances = 1024;
    static constexpr std::size_t glance(std::string_view word) noexcept {
        const auto first = static_cast<std::uint8_t>(word.front());
        const auto last = static_cast<std::uint8_t>(word.back());
        return (word.size() * 97 + first * 31U + last * 7U) % kGlances;
    }

    std::span<const std::string_view> words_;
    std::array<bool, kGlances> may_hold_{};
};

constexpr WordSet kRoles{kRoleNames};
constexpr WordSet kPlaceholders{kPlaceholderNames};
constexpr WordSet kNoDomains{kPlaceholderDomains};

enum class CharKind { separator, digit, letter };

CharKind kind_of(char c) noexcept {
    if (is_digit(c)) return CharKind::digit;
    return is_ascii_letter(c) || is_high(c) ? CharKind::letter : CharKind::separator;
}

}  // namespace

namespace {

/// Whether a word stands beside the address: then it may be one that was written with a space.
bool has_word_beside(std::string_view before, std::string_view after) noexcept {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!before.empty() && is_space(before.back())) before.remove_suffix(1);
    while (!after.empty() && is_space(after.front())) after.remove_prefix(1);
    const auto is_word = [](std::string_view at) {
        return kind_of(at.front()) != CharKind::separator && !is_mark_lead(at);
    };
    if (!after.empty() && is_word(after)) return true;
    if (before.empty()) return false;
    std::size_t last = before.size() - 1;
    while (last > 0 && (static_cast<std::uint8_t>(before[last]) & 0xC0) == 0x80) --last;
    return is_word(before.substr(last));
}

}  // namespace

std::optional<EmailAddress> EmailAddress::parse(std::string_view raw) {
    constexpr std::size_t kMaxRaw = 1024;
    if (raw.size() > kMaxRaw) return std::nullopt;
    const std::size_t at = raw.find('@');
    if (at == std::string_view::npos || raw.find('@', at + 1) != std::string_view::npos) return std::nullopt;
    const std::optional<Found> found = address_at(raw, at);
    if (!found || has_word_beside(raw.substr(0, found->start), raw.substr(found->end))) return std::nullopt;
    EmailAddress address;
    address.text_ = raw.substr(found->start, found->end - found->start);
    const std::string domain = canonical_domain(raw.substr(at + 1, found->end - at - 1));
    address.canonical_ = canonical_local(raw.substr(found->start, at - found->start), domain);
    if (address.canonical_.empty() || domain.empty()) return std::nullopt;
    address.at_ = address.canonical_.size();
    address.canonical_ += '@';
    address.canonical_ += domain;
    return address;
}

std::vector<std::string> EmailAddress::local_tokens() const {
    std::string_view local{text_};
    local = local.substr(0, local.find('@'));
    if (const std::size_t plus = local.find('+'); plus != std::string_view::npos && plus > 0) {
        local = local.substr(0, plus);
    }
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < local.size();) {
        const CharKind kind = kind_of(local[i]);
        std::size_t end = i + 1;
        while (end < local.size() && kind_of(local[end]) == kind) ++end;
        if (kind != CharKind::separator) tokens.push_back(folded(local.substr(i, end - i)));
        i = end;
    }
    return tokens;
}

bool EmailAddress::is_role() const {
    const std::string_view local = local_part();
    if (kRoles.contains(local)) return true;
    return local.starts_with("noreply") || local.starts_with("no-reply") || local.starts_with("donotreply");
}

bool EmailAddress::is_placeholder() const {
    if (kNoDomains.contains(domain())) return true;
    if (kPlaceholders.contains(local_part())) return true;
    // "test@test.ru", "asd@asd.com"
    return domain().substr(0, domain().find('.')) == local_part() && !is_public_provider();
}

bool EmailAddress::is_public_provider() const {
    return is_public_mail_domain(domain());
}

std::optional<std::string_view> EmailAddress::likely_domain() const {
    return meant_mail_domain(domain());
}

std::vector<EmailAddress> find_emails(std::string_view text) {
    std::vector<EmailAddress> found;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        const std::optional<Found> bounds = address_at(text, at);
        if (!bounds) continue;
        std::optional<EmailAddress> address =
            EmailAddress::parse(text.substr(bounds->start, bounds->end - bounds->start));
        if (address && std::ranges::find(found, *address) == found.end())
            found.push_back(std::move(*address));
    }
    return found;
}

}  // namespace scrm::person
