// SPDX-License-Identifier: Apache-2.0
#include "person/contacts/url_parts_internal.hpp"

#include <algorithm>

namespace scrm::person {
namespace {

constexpr std::size_t kMaxUrl = 2048;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const std::string_view part : parts) out.append(part);
    return out;
}

std::string ascii_lowered(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

bool all_digits(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_host(std::string_view host) noexcept {
    if (host.empty() || host.size() > 253 || host.front() == '.' || host.back() == '.') return false;
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos || host.size() - dot < 3) return false;
    if (host.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(host, [](char c) {
        return is_digit(c) || is_letter(c) || c == '.' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
}

std::optional<Url> split_url(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    constexpr std::string_view kTrailing = ".,;:!?)]}>\"'*";
    while (!text.empty() && (static_cast<unsigned char>(text.back()) <= ' ' ||
                             kTrailing.find(text.back()) != std::string_view::npos)) {
        text.remove_suffix(1);
    }
    while (!text.empty() &&
           (text.front() == '<' || text.front() == '(' || text.front() == '"' || text.front() == '\'')) {
        text.remove_prefix(1);
    }
    if (text.empty() || text.size() > kMaxUrl) return std::nullopt;
    const bool broken =
        std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; });
    if (broken) return std::nullopt;
    Url url;
    if (const std::size_t colon = text.find("://"); colon != std::string_view::npos && colon <= 10) {
        url.scheme = ascii_lowered(text.substr(0, colon));
        text.remove_prefix(colon + 3);
    } else if (text.starts_with("//")) {
        text.remove_prefix(2);
    }
    if (const std::size_t fragment = text.find('#'); fragment != std::string_view::npos)
        text = text.substr(0, fragment);
    if (const std::size_t query = text.find('?'); query != std::string_view::npos) {
        url.query = text.substr(query + 1);
        text = text.substr(0, query);
    }
    const std::size_t slash = text.find('/');
    std::string_view host = text.substr(0, slash);
    if (const std::size_t port = host.find(':'); port != std::string_view::npos) host = host.substr(0, port);
    if (host.find('@') != std::string_view::npos) return std::nullopt;
    url.host = ascii_lowered(host);
    std::string_view path = slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 1);
    while (!path.empty()) {
        const std::size_t next = path.find('/');
        const std::string_view segment = path.substr(0, next);
        if (!segment.empty()) {
            if (url.count == Url::kMaxSegments) return std::nullopt;
            url.segments[url.count++] = segment;
        }
        if (next == std::string_view::npos) break;
        path.remove_prefix(next + 1);
    }
    return url;
}

std::string_view query_parameter(std::string_view query, std::string_view name) noexcept {
    while (!query.empty()) {
        const std::size_t end = query.find_first_of("&;");
        const std::string_view part = query.substr(0, end);
        const std::size_t equals = part.find('=');
        if (equals != std::string_view::npos && part.substr(0, equals) == name)
            return part.substr(equals + 1);
        if (end == std::string_view::npos) break;
        query.remove_prefix(end + 1);
    }
    return {};
}

}  // namespace scrm::person
