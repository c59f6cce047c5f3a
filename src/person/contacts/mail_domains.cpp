// SPDX-License-Identifier: Apache-2.0
#include "person/contacts/mail_domains_internal.hpp"

#include <algorithm>
#include <array>

#include "scrm/text/similarity.hpp"

namespace scrm::person {
namespace {

struct DomainPair {
    std::string_view from;
    std::string_view to;
};

constexpr auto kAliases = std::to_array<DomainPair>({
    {"googlemail.com", "gmail.com"},
    {"mac.com", "icloud.com"},
    {"me.com", "icloud.com"},
    {"narod.ru", "yandex.ru"},
    {"pm.me", "proton.me"},
    {"protonmail.ch", "proton.me"},
    {"protonmail.com", "proton.me"},
    {"ya.ru", "yandex.ru"},
    {"yandex.by", "yandex.ru"},
    {"yandex.com", "yandex.ru"},
    {"yandex.com.tr", "yandex.ru"},
    {"yandex.kz", "yandex.ru"},
    {"yandex.ua", "yandex.ru"},
    {"yandex.uz", "yandex.ru"},
});

// Main names only.
constexpr auto kPublic = std::to_array<std::string_view>({
    "126.com",     "163.com",      "aol.com",    "autorambler.ru", "bigmir.net",  "bk.ru",
    "box.az",      "email.com",    "email.ua",   "fastmail.com",   "fastmail.fm", "gmail.com",
    "gmx.com",     "gmx.de",       "gmx.net",    "hotmail.co.uk",  "hotmail.com", "hotmail.fr",
    "hush.com",    "i.ua",         "icloud.com", "inbox.lv",       "inbox.ru",    "internet.ru",
    "kapital.kz",  "lenta.ru",     "list.ru",    "live.co.uk",     "live.com",    "live.ru",
    "mail.by",     "mail.com",     "mail.kz",    "mail.ru",        "mail.ua",     "meta.ua",
    "msn.com",     "myrambler.ru", "nur.kz",     "online.ua",      "outlook.com", "outlook.de",
    "pochta.ru",   "proton.me",    "qip.ru",     "qq.com",         "r0.ru",       "rambler.ru",
    "rambler.ua",  "rambler.com",  "ro.ru",      "tut.by",         "tuta.com",    "tutanota.com",
    "ukr.net",     "ukrpost.ua",   "vk.com",     "web.de",         "xaker.ru",    "xmail.ru",
    "yahoo.co.uk", "yahoo.com",    "yahoo.de",   "yahoo.fr",       "yandex.ru",   "ymail.com",
    "zoho.com",
});

// Typing errors of short names, where one edit away may stand another real domain.
constexpr auto kTypingErrors = std::to_array<DomainPair>({
    {"bk.ry", "bk.ru"},         {"gamil.com", "gmail.com"}, {"gmai.com", "gmail.com"},
    {"gmail.cm", "gmail.com"},  {"gmail.co", "gmail.com"},  {"gmail.ru", "gmail.com"},
    {"gmal.com", "gmail.com"},  {"gmial.com", "gmail.com"}, {"gnail.com", "gmail.com"},
    {"jmail.com", "gmail.com"}, {"list.ry", "list.ru"},     {"maik.ru", "mail.ru"},
    {"mail.ri", "mail.ru"},     {"mail.rru", "mail.ru"},    {"mail.ry", "mail.ru"},
    {"maill.ru", "mail.ru"},    {"mali.ru", "mail.ru"},     {"maul.ru", "mail.ru"},
    {"mial.ru", "mail.ru"},     {"nail.ru", "mail.ru"},     {"ukr.ne", "ukr.net"},
    {"ukr.nett", "ukr.net"},    {"urk.net", "ukr.net"},     {"yadex.ru", "yandex.ru"},
    {"yandex.r", "yandex.ru"},  {"yandex.ri", "yandex.ru"}, {"yandex.ry", "yandex.ru"},
});

// Long enough that one edit away is a typing error.
constexpr std::string_view kLongProviders[] = {"gmail.com",   "yandex.ru",  "rambler.ru", "hotmail.com",
                                               "outlook.com", "icloud.com", "yahoo.com"};

}  // namespace

std::string_view main_mail_domain(std::string_view domain) noexcept {
    const auto* found = std::ranges::find(kAliases, domain, &DomainPair::from);
    return found == kAliases.end() ? std::string_view{} : found->to;
}

bool is_public_mail_domain(std::string_view domain) noexcept {
    return std::ranges::find(kPublic, domain) != kPublic.end() || !main_mail_domain(domain).empty();
}

std::optional<std::string_view> meant_mail_domain(std::string_view domain) {
    const auto* known = std::ranges::find(kTypingErrors, domain, &DomainPair::from);
    if (known != kTypingErrors.end()) return known->to;
    if (is_public_mail_domain(domain)) return std::nullopt;
    std::optional<std::string_view> meant;
    for (const std::string_view provider : kLongProviders) {
        if (text::damerau_levenshtein(domain, provider, 1) != 1) continue;
        if (meant) return std::nullopt;
        meant = provider;
    }
    return meant;
}

}  // namespace scrm::person
