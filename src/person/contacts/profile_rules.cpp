// SPDX-License-Identifier: Apache-2.0
#include "person/contacts/profile_rules_internal.hpp"

#include <algorithm>

#include "person/contacts/profile_url_internal.hpp"
#include "person/contacts/url_parts_internal.hpp"
#include "scrm/person/profile_url.hpp"

namespace scrm::person {
namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// clang-format off
struct HostNetwork {
    std::string_view host;
    std::string_view network;
};

constexpr HostNetwork kHosts[] = {
    {"vk.com", "vk"},
    {"vk.ru", "vk"},
    {"vkontakte.ru", "vk"},
    {"ok.ru", "ok"},
    {"odnoklassniki.ru", "ok"},
    {"t.me", "telegram"},
    {"telegram.me", "telegram"},
    {"telegram.dog", "telegram"},
    {"max.ru", "max"},
    {"wa.me", "whatsapp"},
    {"whatsapp.com", "whatsapp"},
    {"viber.me", "viber"},
    {"viber.click", "viber"},
    {"facebook.com", "facebook"},
    {"fb.com", "facebook"},
    {"fb.me", "facebook"},
    {"m.me", "facebook"},
    {"instagram.com", "instagram"},
    {"instagr.am", "instagram"},
    {"threads.net", "threads"},
    {"threads.com", "threads"},
    {"twitter.com", "x"},
    {"x.com", "x"},
    {"youtube.com", "youtube"},
    {"tiktok.com", "tiktok"},
    {"linkedin.com", "linkedin"},
    {"livejournal.com", "livejournal"},
    {"github.com", "github"},
    {"pinterest.com", "pinterest"},
    {"pinterest.ru", "pinterest"},
    {"twitch.tv", "twitch"},
    {"dzen.ru", "dzen"},
    {"habr.com", "habr"},
    {"my.mail.ru", "moimir"},
    {"medium.com", "medium"},
    {"pikabu.ru", "pikabu"},
    {"bsky.app", "bluesky"},
};

// Reserved first segments: parts of the site, not people.
constexpr std::string_view kReserved[] = {
    "about",
    "accounts",
    "ads",
    "album",
    "albums",
    "api",
    "app",
    "apps",
    "away",
    "away.php",
    "article",
    "articles",
    "audio",
    "audios",
    "blog",
    "business",
    "c",
    "careers",
    "clips",
    "compose",
    "contact",
    "developer",
    "developers",
    "direct",
    "discover",
    "dk",
    "docs",
    "download",
    "embed",
    "events",
    "explore",
    "feed",
    "feeds",
    "features",
    "friends",
    "game",
    "games",
    "gaming",
    "group",
    "groups",
    "hashtag",
    "help",
    "home",
    "home.php",
    "i",
    "im",
    "index.php",
    "intent",
    "invite",
    "jobs",
    "join",
    "joinchat",
    "legal",
    "live",
    "login",
    "login.php",
    "logout",
    "mail",
    "market",
    "marketplace",
    "media",
    "messages",
    "music",
    "news",
    "notes",
    "notifications",
    "oauth",
    "orgs",
    "p",
    "pages",
    "people",
    "permalink.php",
    "photo",
    "photo.php",
    "photos",
    "playlist",
    "policies",
    "policy",
    "posts",
    "privacy",
    "proxy",
    "public",
    "reel",
    "reels",
    "register",
    "results",
    "rules",
    "s",
    "search",
    "settings",
    "share",
    "share.php",
    "sharer",
    "sharer.php",
    "shorts",
    "signup",
    "socks",
    "sponsors",
    "status",
    "stickers",
    "stories",
    "story",
    "story.php",
    "support",
    "terms",
    "topic",
    "topics",
    "tos",
    "trending",
    "tv",
    "video",
    "video.php",
    "videos",
    "wall",
    "watch",
    "web",
    "write",
    "addstickers",
    "addemoji",
    "addtheme",
    "addlist",
    "setlanguage",
    "bg",
    "iv",
    "confirmphone",
    "boost",
    "giftcode",
    "invoice",
    "login_url",
    "message",
    "channel",
    "send",
    "catalog",
    "profile.php",
    "dialog",
};

struct HandleRule {
    std::string_view network;
    std::size_t shortest;
    std::size_t longest;
    std::string_view marks;  // allowed beside letters and digits
    bool begins_with_letter;
};

constexpr HandleRule kRules[] = {
    {"vk", 2, 32, "_.", false},         {"ok", 3, 60, "_.-", false},
    {"telegram", 4, 32, "_", true},     {"max", 3, 60, "_.", true},
    {"facebook", 4, 60, ".-", false},   {"instagram", 1, 30, "_.", false},
    {"threads", 1, 30, "_.", false},    {"x", 1, 15, "_", false},
    {"youtube", 3, 60, "_.-", false},   {"tiktok", 2, 24, "_.", false},
    {"linkedin", 3, 100, "-_%", false}, {"livejournal", 1, 30, "_-", false},
    {"github", 1, 39, "-", false},      {"pinterest", 3, 30, "_", false},
    {"twitch", 3, 25, "_", false},      {"dzen", 3, 60, "_.-", false},
    {"habr", 2, 30, "_-", false},       {"moimir", 2, 60, "_.-", false},
    {"medium", 1, 60, "_.-", false},    {"pikabu", 2, 40, "_.-", false},
    {"skype", 5, 60, "_.-:,", false},   {"snapchat", 3, 15, "_.-", true},
    {"discord", 2, 37, "_.#", false},   {"bluesky", 3, 80, ".-", false},
    {"mastodon", 1, 60, "_.-", false},  {"", 3, 40, "_.-", false},
};

struct Steps {
    std::string_view network;
    std::string_view pages;
    std::string_view posts;
};

// Split at spaces.
constexpr Steps kSteps[] = {
    {"ok", "about photos pphotos video friends statuses groups games music gifts main", "statuses album topic"},
    {"telegram", "", "s"},
    {"facebook",
     "about about_overview about_work_and_education about_places about_contact_and_basic_info "
     "about_family_and_relationships about_details about_life_events directory directory_intro friends "
     "friends_mutual followers following photos photos_by photos_of photos_albums photos_stream videos "
     "videos_by live reels reels_tab reviews mentions likes events music sports movies tv books map community "
     "services shop timeline",
     "posts photos videos reel reels"},
    {"instagram", "reels tagged followers following channel saved guides", "p reel reels tv"},
    {"threads", "replies reposts media", "post"},
    {"x",
     "with_replies media likes highlights articles followers following verified_followers photo header_photo "
     "lists topics affiliates superfollows",
     "status statuses"},
    {"tiktok", "live followers following", "video photo"},
    {"pinterest", "_saved _created _pins pins boards followers following", ""},
    {"twitch", "videos about schedule clips followers home", "clip clips video"},
    {"bluesky", "followers follows lists", "post"},
    {"medium", "about followers following", ""},
    {"moimir", "info photo video music friends", ""},
    {"mastodon", "followers following with_replies media tagged featured", ""},
    {"pikabu", "rating", ""},
};

// clang-format on

bool lists(std::string_view steps, std::string_view step) noexcept {
    while (!steps.empty()) {
        const std::size_t space = std::min(steps.find(' '), steps.size());
        if (steps.substr(0, space) == step) return true;
        steps.remove_prefix(std::min(space + 1, steps.size()));
    }
    return false;
}

constexpr std::string_view kHostPrefixes[] = {"www.",   "m.",     "mobile.", "web.",    "old.",      "new.",
                                              "touch.", "ru-ru.", "uk-ua.",  "en-gb.",  "l.",        "ru.",
                                              "ua.",    "uk.",    "api.",    "mbasic.", "business.", "be."};

}  // namespace

std::string_view network_of_host(std::string_view host) noexcept {
    const auto* found = std::ranges::find(kHosts, host, &HostNetwork::host);
    return found == std::end(kHosts) ? std::string_view{} : found->network;
}

void strip_host_prefixes(std::string& host) {
    if (!network_of_host(host).empty()) return;
    for (int round = 0; round < 2; ++round) {
        for (const std::string_view prefix : kHostPrefixes) {
            if (!host.starts_with(prefix)) continue;
            const std::string_view rest = std::string_view{host}.substr(prefix.size());
            if (prefix == "www." || !network_of_host(rest).empty()) {
                host.erase(0, prefix.size());
                break;
            }
        }
    }
}

bool is_allowed_handle(std::string_view network, std::string_view handle) {
    const auto* rule = std::ranges::find(kRules, network, &HandleRule::network);
    if (rule == std::end(kRules)) return false;
    if (handle.size() < rule->shortest || handle.size() > rule->longest) return false;
    if (handle.back() == '.' || handle.back() == ',' || handle.back() == ':') return false;
    if (rule->begins_with_letter && !is_letter(handle.front())) return false;
    bool any = false;
    for (const char c : handle) {
        if (is_digit(c) || is_letter(c)) {
            any = true;
        } else if (rule->marks.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return any;
}

bool is_reserved_segment(std::string_view segment) noexcept {
    return std::find(std::begin(kReserved), std::end(kReserved), segment) != std::end(kReserved);
}

ProfileStep profile_step(std::string_view network, std::string_view step) noexcept {
    const auto* const known = std::ranges::find(kSteps, network, &Steps::network);
    if (known == std::end(kSteps) || step.empty()) return ProfileStep::unknown;
    if (lists(known->pages, step)) return ProfileStep::page;
    return lists(known->posts, step) ? ProfileStep::post : ProfileStep::unknown;
}

bool is_network_host(std::string_view host) {
    std::string stripped{host};
    strip_host_prefixes(stripped);
    return !network_of_host(stripped).empty() || stripped.ends_with(".livejournal.com") ||
           stripped.ends_with(".t.me");
}

std::string profile_url(std::string_view network, std::string_view id, std::string_view handle) {
    const std::string name = ascii_lowered(handle);
    if (network == "vk") {
        if (!id.empty())
            return id[0] == '-' ? joined({"https://vk.com/club", id.substr(1)})
                                : joined({"https://vk.com/id", id});
        return name.empty() ? std::string{} : joined({"https://vk.com/", name});
    }
    if (network == "ok" && !id.empty()) return joined({"https://ok.ru/profile/", id});
    if (network == "facebook" && !id.empty()) return joined({"https://www.facebook.com/profile.php?id=", id});
    if (network == "youtube" && !id.empty()) return joined({"https://www.youtube.com/channel/", id});
    if (network == "x" && !id.empty() && name.empty()) return joined({"https://x.com/i/user/", id});
    if (network == "whatsapp" && !id.empty()) return joined({"https://wa.me/", id});
    if (network == "dzen" && !id.empty()) return joined({"https://dzen.ru/id/", id});
    if (name.empty()) return {};
    if (network == "livejournal") {
        std::string host = name;
        std::ranges::replace(host, '_', '-');
        // Such names cannot stand in a host, or would be taken for one of its prefixes.
        const bool no_host = host.front() == '-' || host.back() == '-' ||
                             std::find(std::begin(kHostPrefixes), std::end(kHostPrefixes),
                                       joined({host, "."})) != std::end(kHostPrefixes);
        if (no_host) return joined({"https://users.livejournal.com/", name});
        return joined({"https://", host, ".livejournal.com"});
    }
    static constexpr HostNetwork kBases[] = {
        {"https://ok.ru/", "ok"},
        {"https://t.me/", "telegram"},
        {"https://max.ru/", "max"},
        {"https://www.facebook.com/", "facebook"},
        {"https://www.instagram.com/", "instagram"},
        {"https://www.threads.net/@", "threads"},
        {"https://x.com/", "x"},
        {"https://www.youtube.com/@", "youtube"},
        {"https://www.tiktok.com/@", "tiktok"},
        {"https://www.linkedin.com/in/", "linkedin"},
        {"https://github.com/", "github"},
        {"https://www.pinterest.com/", "pinterest"},
        {"https://www.twitch.tv/", "twitch"},
        {"https://dzen.ru/", "dzen"},
        {"https://habr.com/ru/users/", "habr"},
        {"https://medium.com/@", "medium"},
        {"https://pikabu.ru/@", "pikabu"},
        {"https://bsky.app/profile/", "bluesky"},
    };
    const auto* base = std::ranges::find(kBases, network, &HostNetwork::network);
    return base == std::end(kBases) ? std::string{} : joined({base->host, name});
}

}  // namespace scrm::person
