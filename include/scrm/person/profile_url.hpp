// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::person {

/// A pointer to a profile, from a URL or from words such as "tg @ivan". A value.
struct ProfileRef {
    std::string network;  ///< as in SocialIdentity (vk, ok, telegram, …); empty: unknown (a bare handle)
    std::string scope;    ///< host that the handle is local to (mastodon, forum); else empty
    std::string
        network_user_id;  ///< the stable id when the reference shows it (vk.com/id123 → "123"); else empty
    std::string handle;   ///< the handle as written without `@`, when it shows one; else empty
    std::string
        canonical_url;  ///< https, one host a network, no query, no trailing slash; empty without a network

    friend bool operator==(const ProfileRef&, const ProfileRef&) = default;
    friend auto operator<=>(const ProfileRef&, const ProfileRef&) = default;
};

/// Read a URL, with or without scheme, of a person's or page's profile: VK, OK, Telegram (t.me, telegram.me,
/// tg://), MAX, Viber, WhatsApp (wa.me: the id is the number), Facebook, Instagram, Threads, X and Twitter,
/// YouTube, TikTok, LinkedIn, LiveJournal, GitHub, Pinterest, Twitch, Skype, Dzen, Habr, Mastodon (`/@name`
/// on any host) and forum profile pages (`/members/…`, `/user/…`, `/u/…`, `member.php?u=`; network forum,
/// scope the host). Mobile and regional hosts are unified; query and fragment dropped unless they hold the id
/// (profile.php?id=); a page of a profile (facebook.com/ivan/about, instagram.com/ivan/reels) is the profile.
/// nullopt for posts, groups' inner pages, invitation links (t.me/+…, joinchat), reserved
/// paths (vk.com/feed) and anything that is no profile. Pure, thread-safe, linear time.
std::optional<ProfileRef> parse_profile_url(std::string_view url);

/// What the spellings of one address on the web share: the canonical URL of a profile, also of one that a
/// post tells (x.com/ivan/status/1), else host and path without scheme, leading www, fragment and trailing
/// slash, with the query; ASCII in small letters, but for the id of a channel of YouTube. Empty for what is
/// no such address (white space, a word, more than six steps) and for the front page of a network, which is
/// nobody's. Pure, thread-safe, linear time.
std::string url_key(std::string_view url);

/// The canonical URL of an account, or an empty string where the network has none: ("vk","123","") →
/// "https://vk.com/id123"; ("telegram","","ivan") → "https://t.me/ivan".
std::string profile_url(std::string_view network, std::string_view network_user_id, std::string_view handle);

/// Other profiles that a biography or a free-text links field points at: URLs, a handle behind `@` alone
/// (network unknown), Mastodon's handle with its host, and
///
///     tg: @x    телега x_87    inst - x    вк/тг: x    insta@x    telegram — @x    viber: +7…
///
/// Network words in Russian, Ukrainian, Belarusian and English. A word without `@` counts after a
/// network word and a separator
/// (`:`, `-`, `—`, `=`, `→`), or directly behind a network word when only a handle can look so: with a digit
/// or an underscore, or Latin behind a Cyrillic network word. E-mail addresses are no mentions. Order of the
/// text, without duplicates, at most 32; linear time.
std::vector<ProfileRef> find_profile_mentions(std::string_view bio);

}  // namespace scrm::person
