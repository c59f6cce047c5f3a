// SPDX-License-Identifier: Apache-2.0
#include "scrm/person/profile_url.hpp"

#include <algorithm>
#include <cstdint>

#include "person/contacts/profile_rules_internal.hpp"
#include "person/contacts/profile_url_internal.hpp"
#include "person/contacts/url_parts_internal.hpp"
#include "scrm/person/phone.hpp"

namespace scrm::person {
namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

ProfileRef make_ref(std::string_view network, std::string_view id, std::string_view handle) {
    return {std::string{network}, {}, std::string{id}, std::string{handle}, profile_url(network, id, handle)};
}

std::optional<ProfileRef> by_handle(std::string_view network, std::string_view handle) {
    if (is_reserved_segment(ascii_lowered(handle)) || !is_allowed_handle(network, handle))
        return std::nullopt;
    return make_ref(network, {}, handle);
}

std::string_view digits_behind(std::string_view text, std::string_view stem) noexcept {
    if (!text.starts_with(stem)) return {};
    const std::string_view digits = text.substr(stem.size());
    return all_digits(digits) && digits.size() <= 19 ? digits : std::string_view{};
}

std::optional<ProfileRef> read_vk_name(std::string_view name) {
    const std::string folded = ascii_lowered(name);
    for (const std::string_view stem : {"id", "write"}) {
        if (const auto digits = digits_behind(folded, stem); !digits.empty())
            return make_ref("vk", digits, {});
    }
    for (const std::string_view stem : {"club", "public", "event"}) {
        const auto digits = digits_behind(folded, stem);
        if (!digits.empty()) return make_ref("vk", joined({"-", digits}), {});
    }
    // wall-1_2, photo1_2 and their kin are content.
    for (const std::string_view stem :
         {"wall",  "photo",  "photos", "video", "videos", "topic",   "album",  "albums",
          "audio", "audios", "doc",    "app",   "market", "product", "note",   "page",
          "clip",  "story",  "poll",   "gim",   "board",  "friends", "search", "mail"}) {
        if (!folded.starts_with(stem) || folded.size() == stem.size()) continue;
        const char next = folded[stem.size()];
        if (next == '-' || is_digit(next)) return std::nullopt;
    }
    return by_handle("vk", name);
}

std::optional<ProfileRef> read_number(std::string_view network, std::string_view written) {
    if (written.starts_with("%2B") || written.starts_with("%2b")) written.remove_prefix(3);
    if (written.starts_with('+')) written.remove_prefix(1);
    const std::string text = joined({"+", written});
    const std::optional<PhoneNumber> number = PhoneNumber::parse(text, "");
    if (!number || number->has_extension()) return std::nullopt;
    return make_ref(network, std::to_string(number->e164()), {});
}

/// How far behind a profile an address may lead and still be read as the profile's.
enum class Reach : std::uint8_t { pages, posts };

/// How many steps of the path lead to the profile itself.
std::size_t steps_to_profile(std::string_view network, const Url& url) noexcept {
    const std::string_view first = url.at(0);
    if (network == "bluesky" || network == "moimir") return 2;
    if (network == "telegram") return first == "s" ? 2 : 1;
    if (network == "ok") return first == "profile" ? 2 : 1;
    if (network == "mastodon") return first == "web" ? 2 : 1;
    if (network == "facebook") return first == "people" || first == "pages" ? 3 : 1;
    return 1;
}

/// The address without what leads from a profile to its pages: instagram.com/ivan/reels.
Url at_profile(std::string_view network, Url url, Reach reach) {
    if (network == "facebook" && url.at(0) == "pg") {
        std::shift_left(url.segments.begin(), url.segments.end(), 1);
        --url.count;
    }
    const std::size_t count = steps_to_profile(network, url);
    if (url.count <= count) return url;
    const std::string step = ascii_lowered(url.at(count));
    const bool numbered = (network == "telegram" || network == "mastodon") && all_digits(step);
    const ProfileStep kind = numbered ? ProfileStep::post : profile_step(network, step);
    // A page's own pages are posts: facebook.com/ivan/photos/1.
    const bool is_page = kind == ProfileStep::page && url.count == count + 1;
    if (is_page || (reach == Reach::posts && kind != ProfileStep::unknown)) url.count = count;
    return url;
}

std::optional<ProfileRef> read_telegram(const Url& url) {
    const std::string_view first = url.at(0);
    if (first == "s" && url.count == 2) return by_handle("telegram", url.at(1));
    if (url.count != 1) return std::nullopt;
    return by_handle("telegram", first);
}

std::optional<ProfileRef> read_facebook(const Url& url) {
    const std::string_view first = url.at(0);
    if (first == "profile.php" && url.count == 1) {
        const std::string_view id = query_parameter(url.query, "id");
        if (!all_digits(id) || id.size() > 19) return std::nullopt;
        return make_ref("facebook", id, {});
    }
    if ((first == "people" || first == "pages") && url.count == 3 && all_digits(url.at(2))) {
        return make_ref("facebook", url.at(2), {});
    }
    if (url.count != 1) return std::nullopt;
    if (all_digits(first) && first.size() >= 5 && first.size() <= 19) return make_ref("facebook", first, {});
    return by_handle("facebook", first);
}

std::optional<ProfileRef> read_x(const Url& url) {
    const std::string_view first = url.at(0);
    if (first == "i" && url.at(1) == "user" && url.count == 3 && all_digits(url.at(2))) {
        return make_ref("x", url.at(2), {});
    }
    if (first == "intent" && url.at(1) == "user") {
        const std::string_view id = query_parameter(url.query, "user_id");
        if (all_digits(id)) return make_ref("x", id, {});
        return by_handle("x", query_parameter(url.query, "screen_name"));
    }
    if (url.count != 1) return std::nullopt;
    return by_handle("x", first.starts_with('@') ? first.substr(1) : first);
}

std::optional<ProfileRef> read_youtube(const Url& url) {
    const std::string_view first = url.at(0);
    if (first == "channel" && url.count >= 2) {
        const std::string_view id = url.at(1);
        constexpr std::size_t kChannelId = 24;
        if (id.size() != kChannelId || !id.starts_with("UC")) return std::nullopt;
        return make_ref("youtube", id, {});
    }
    if (first.starts_with('@')) return by_handle("youtube", first.substr(1));
    if ((first == "c" || first == "user") && url.count >= 2) return by_handle("youtube", url.at(1));
    return url.count == 1 ? by_handle("youtube", first) : std::nullopt;
}

std::string lj_handle(std::string_view written) {
    std::string handle{written};
    std::ranges::replace(handle, '-', '_');
    return handle;
}

std::optional<ProfileRef> read_livejournal(const Url& written, Reach reach) {
    Url url = written;
    constexpr std::string_view kPost = ".html";
    const std::string_view last = url.count == 0 ? std::string_view{} : url.at(url.count - 1);
    if (reach == Reach::posts && last.ends_with(kPost) &&
        all_digits(last.substr(0, last.size() - kPost.size())))
        --url.count;
    constexpr std::string_view kHost = ".livejournal.com";
    if (!std::string_view{url.host}.ends_with(kHost)) return std::nullopt;
    const std::string_view name = std::string_view{url.host}.substr(0, url.host.size() - kHost.size());
    if (name == "users" || name == "community") {
        return url.count == 1 ? by_handle("livejournal", lj_handle(url.at(0))) : std::nullopt;
    }
    if (url.count > 1 || (url.count == 1 && url.at(0) != "profile")) return std::nullopt;
    if (name == "www" || name.find('.') != std::string_view::npos) return std::nullopt;
    return by_handle("livejournal", lj_handle(name));
}

// Moi Mir keeps the mail.ru family's boxes apart: my.mail.ru/mail/x and my.mail.ru/bk/x are two people.
std::optional<ProfileRef> read_moimir(const Url& url) {
    static constexpr std::string_view kBoxes[] = {"mail", "bk", "list", "inbox", "internet"};
    if (url.count != 2 || std::find(std::begin(kBoxes), std::end(kBoxes), url.at(0)) == std::end(kBoxes)) {
        return std::nullopt;
    }
    if (!is_allowed_handle("moimir", url.at(1))) return std::nullopt;
    return ProfileRef{"moimir",
                      std::string{url.at(0)},
                      {},
                      std::string{url.at(1)},
                      joined({"https://my.mail.ru/", url.at(0), "/", ascii_lowered(url.at(1))})};
}

std::optional<ProfileRef> read_number_link(std::string_view network, const Url& url) {
    for (const std::string_view name : {"phone", "number"}) {
        const std::string_view value = query_parameter(url.query, name);
        if (!value.empty()) return read_number(network, value);
    }
    return url.count == 1 ? read_number(network, url.at(0)) : std::nullopt;
}

std::optional<ProfileRef> read_known(std::string_view network, const Url& written, Reach reach) {
    const Url url = at_profile(network, written, reach);
    const std::string_view first = url.at(0);
    if (network == "vk") return url.count == 1 ? read_vk_name(first) : std::nullopt;
    if (network == "telegram") return read_telegram(url);
    if (network == "facebook") return read_facebook(url);
    if (network == "x") return read_x(url);
    if (network == "youtube") return read_youtube(url);
    if (network == "whatsapp" || network == "viber") return read_number_link(network, url);
    if (network == "ok") {
        if (first == "profile" && url.count == 2 && all_digits(url.at(1)))
            return make_ref("ok", url.at(1), {});
        return url.count == 1 ? by_handle("ok", first) : std::nullopt;
    }
    if (network == "instagram") {
        if (first == "_u" && url.count == 2) return by_handle("instagram", url.at(1));
        if (first == "stories" && reach == Reach::posts && url.at(1) != "highlights")
            return by_handle("instagram", url.at(1));
        return url.count == 1 ? by_handle("instagram", first.starts_with('@') ? first.substr(1) : first)
                              : std::nullopt;
    }
    if (network == "tiktok" || network == "threads" || network == "medium" || network == "pikabu") {
        std::string_view name = first;
        if (url.count != 1 || !(name.starts_with('@') || name.starts_with("%40"))) return std::nullopt;
        name.remove_prefix(name[0] == '@' ? 1 : 3);
        return by_handle(network, name);
    }
    if (network == "linkedin")
        return first == "in" && url.count >= 2 ? by_handle("linkedin", url.at(1)) : std::nullopt;
    if (network == "habr") {
        for (std::size_t i = 0; i + 1 < url.count; ++i) {
            if (url.at(i) == "users") return by_handle("habr", url.at(i + 1));
        }
        return std::nullopt;
    }
    if (network == "bluesky")
        return first == "profile" && url.count == 2 ? by_handle("bluesky", url.at(1)) : std::nullopt;
    if (network == "moimir") return read_moimir(url);
    if (network == "dzen" && first == "id" && url.count == 2) {
        return is_allowed_handle("dzen", url.at(1)) ? std::optional{make_ref("dzen", url.at(1), {})}
                                                    : std::nullopt;
    }
    return url.count == 1 ? by_handle(network, first) : std::nullopt;
}

// Schemes of messengers: tg://resolve?domain=x, viber://chat?number=, skype:x is read by its caller.
std::optional<ProfileRef> read_scheme(const Url& url) {
    if (url.scheme == "tg") {
        if (url.host == "resolve") return by_handle("telegram", query_parameter(url.query, "domain"));
        const std::string_view id = query_parameter(url.query, "id");
        if (url.host == "user" && all_digits(id) && id.size() <= 19) return make_ref("telegram", id, {});
        return std::nullopt;
    }
    if (url.scheme == "viber" || url.scheme == "whatsapp") return read_number_link(url.scheme, url);
    return std::nullopt;
}

ProfileRef forum_ref(const Url& url, std::string_view id, std::string_view handle) {
    ProfileRef ref{"forum", url.host, std::string{id}, std::string{handle}, joined({"https://", url.host})};
    for (std::size_t i = 0; i < url.count; ++i) {
        ref.canonical_url += '/';
        ref.canonical_url += url.at(i);
    }
    return ref;
}

// "ivan.123" and "123-ivan" hold an id and a name.
std::optional<ProfileRef> read_forum_name(const Url& url, std::string_view segment) {
    constexpr std::size_t kMaxName = 100;
    if (segment.empty() || segment.size() > kMaxName) return std::nullopt;
    const std::size_t dot = segment.rfind('.');
    if (dot != std::string_view::npos && dot > 0 && all_digits(segment.substr(dot + 1))) {
        return forum_ref(url, segment.substr(dot + 1), segment.substr(0, dot));
    }
    const std::size_t dash = segment.find('-');
    if (dash != std::string_view::npos && all_digits(segment.substr(0, dash))) {
        return forum_ref(url, segment.substr(0, dash), segment.substr(dash + 1));
    }
    if (all_digits(segment)) return forum_ref(url, segment, {});
    return forum_ref(url, {}, segment);
}

std::optional<ProfileRef> read_mastodon(const Url& url, std::string_view name) {
    const std::size_t at = name.find('@');
    const std::string_view host =
        at == std::string_view::npos ? std::string_view{url.host} : name.substr(at + 1);
    name = name.substr(0, at);
    if (!is_host(host) || !is_allowed_handle("mastodon", name)) return std::nullopt;
    std::string home = ascii_lowered(host);
    strip_host_prefixes(home);
    if (is_network_host(home)) return std::nullopt;
    return ProfileRef{
        "mastodon", home, {}, std::string{name}, joined({"https://", home, "/@", ascii_lowered(name)})};
}

std::optional<ProfileRef> read_unknown_host(const Url& written, Reach reach) {
    const bool has_handle = written.at(written.at(0) == "web" ? 1 : 0).starts_with('@');
    const Url url = has_handle ? at_profile("mastodon", written, reach) : written;
    const std::string_view first = url.at(0);
    if (url.count == 1 && first.starts_with('@')) return read_mastodon(url, first.substr(1));
    if (url.count == 2 && first == "web" && url.at(1).starts_with('@'))
        return read_mastodon(url, url.at(1).substr(1));
    if (url.count == 2 || url.count == 3) {
        const bool people = first == "members" || first == "member" || first == "user" || first == "users" ||
                            first == "u" || first == "profile" || first == "profiles";
        const bool summary =
            url.count == 3 && (url.at(2) == "summary" || url.at(2) == "profile" || url.at(2) == "activity");
        if (people && (url.count == 2 || summary)) {
            Url page = url;
            page.count = 2;
            return read_forum_name(page, url.at(1));
        }
        return std::nullopt;
    }
    // Query forms: member.php?u=1, memberlist.php?mode=viewprofile&u=1, index.php?showuser=1,
    // index.php?action=profile;u=1.
    if (url.count != 1) return std::nullopt;
    const bool viewing = first.starts_with("member") || query_parameter(url.query, "action") == "profile" ||
                         query_parameter(url.query, "mode") == "viewprofile";
    std::string_view id = query_parameter(url.query, "showuser");
    std::string_view name = "showuser";
    if (id.empty() && viewing) {
        id = query_parameter(url.query, "u");
        name = "u";
    }
    if (!all_digits(id) || id.size() > 19) return std::nullopt;
    ProfileRef ref = forum_ref(url, id, {});
    ref.canonical_url.append("?").append(name).append("=").append(id);
    return ref;
}

std::optional<ProfileRef> read_address(std::string_view text, Reach reach) {
    if (text.starts_with("skype:")) {
        const std::string_view name = text.substr(6);
        return by_handle("skype", name.substr(0, name.find('?')));
    }
    std::optional<Url> url = split_url(text);
    if (!url) return std::nullopt;
    if (!url->scheme.empty() && url->scheme != "http" && url->scheme != "https") return read_scheme(*url);
    if (!is_host(url->host)) return std::nullopt;
    strip_host_prefixes(url->host);
    if (const std::string_view network = network_of_host(url->host); !network.empty())
        return read_known(network, *url, reach);
    if (url->host.ends_with(".livejournal.com")) return read_livejournal(*url, reach);
    if (url->host.ends_with(".t.me") && url->count == 0) {
        return by_handle("telegram", std::string_view{url->host}.substr(0, url->host.size() - 5));
    }
    return read_unknown_host(*url, reach);
}

}  // namespace

std::optional<ProfileRef> profile_ref(std::string_view network, std::string_view name) {
    if (network == "vk") return read_vk_name(name);
    if (network == "whatsapp" || network == "viber") return read_number(network, name);
    if (!network.empty()) return by_handle(network, name);
    if (!is_allowed_handle({}, name)) return std::nullopt;
    return make_ref({}, {}, name);
}

std::optional<ProfileRef> parse_profile_url(std::string_view text) {
    return read_address(text, Reach::pages);
}

std::string url_key(std::string_view text) {
    if (const auto profile = read_address(text, Reach::posts); profile && !profile->canonical_url.empty()) {
        // The letters of a channel's id are random, capitals and all.
        const bool has_case = profile->network == "youtube" && !profile->network_user_id.empty();
        return has_case ? profile->canonical_url : ascii_lowered(profile->canonical_url);
    }
    std::optional<Url> url = split_url(text);
    if (!url || !is_host(url->host)) return {};
    if (!url->scheme.empty() && url->scheme != "http" && url->scheme != "https") return {};
    strip_host_prefixes(url->host);
    if (url->count == 0 && !network_of_host(url->host).empty()) return {};
    std::string key = url->host;
    for (std::size_t i = 0; i < url->count; ++i) key.append("/").append(url->at(i));
    if (!url->query.empty()) key.append("?").append(url->query);
    return ascii_lowered(key);
}

}  // namespace scrm::person
