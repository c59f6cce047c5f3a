#include "scrm/person/profile_url.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace scrm::person {
namespace {

struct Case {
    const char* url;
    const char* network;
    const char* id;
    const char* handle;
    const char* canonical;
};

TEST(ParseProfileUrl, ReadsEachNetwork) {
    const Case cases[] = {
        {"https://vk.com/id123", "vk", "123", "", "https://vk.com/id123"},
        {"http://m.vk.com/Ivan.Petrov?from=x#y", "vk", "", "Ivan.Petrov", "https://vk.com/ivan.petrov"},
        {"vk.ru/ivan", "vk", "", "ivan", "https://vk.com/ivan"},
        {"https://vk.com/club77", "vk", "-77", "", "https://vk.com/club77"},
        {"https://vk.com/write123", "vk", "123", "", "https://vk.com/id123"},
        {"https://ok.ru/profile/5123", "ok", "5123", "", "https://ok.ru/profile/5123"},
        {"m.ok.ru/ivan.petrov", "ok", "", "ivan.petrov", "https://ok.ru/ivan.petrov"},
        {"https://t.me/ivan_p", "telegram", "", "ivan_p", "https://t.me/ivan_p"},
        {"t.me/s/bank_news", "telegram", "", "bank_news", "https://t.me/bank_news"},
        {"https://telegram.me/ivan_p/", "telegram", "", "ivan_p", "https://t.me/ivan_p"},
        {"https://ivan_p.t.me", nullptr, "", "", ""},
        {"https://ivanp.t.me", "telegram", "", "ivanp", "https://t.me/ivanp"},
        {"tg://resolve?domain=ivan_p", "telegram", "", "ivan_p", "https://t.me/ivan_p"},
        {"tg://user?id=777", "telegram", "777", "", ""},
        {"https://max.ru/ivanp", "max", "", "ivanp", "https://max.ru/ivanp"},
        {"https://wa.me/79161234568", "whatsapp", "79161234568", "", "https://wa.me/79161234568"},
        {"https://api.whatsapp.com/send?phone=79161234568&text=x", "whatsapp", "79161234568", "",
         "https://wa.me/79161234568"},
        {"viber://chat?number=%2B79161234568", "viber", "79161234568", "", ""},
        {"https://www.facebook.com/profile.php?id=1000&x=1", "facebook", "1000", "",
         "https://www.facebook.com/profile.php?id=1000"},
        {"https://ru-ru.facebook.com/ivan.petrov.5", "facebook", "", "ivan.petrov.5",
         "https://www.facebook.com/ivan.petrov.5"},
        {"fb.com/100001234567890", "facebook", "100001234567890", "",
         "https://www.facebook.com/profile.php?id=100001234567890"},
        {"https://facebook.com/people/Ivan-P/100077/", "facebook", "100077", "",
         "https://www.facebook.com/profile.php?id=100077"},
        {"https://www.instagram.com/_ivan.p_/?hl=ru", "instagram", "", "_ivan.p_",
         "https://www.instagram.com/_ivan.p_"},
        {"https://twitter.com/Ivan_P?lang=ru", "x", "", "Ivan_P", "https://x.com/ivan_p"},
        {"https://mobile.twitter.com/ivan_p", "x", "", "ivan_p", "https://x.com/ivan_p"},
        {"x.com/i/user/42", "x", "42", "", "https://x.com/i/user/42"},
        {"https://www.youtube.com/@ivan-p", "youtube", "", "ivan-p", "https://www.youtube.com/@ivan-p"},
        {"https://youtube.com/channel/UCabcdefghijklmnopqrstuv", "youtube", "UCabcdefghijklmnopqrstuv", "",
         "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv"},
        {"https://www.tiktok.com/@ivan.p?x", "tiktok", "", "ivan.p", "https://www.tiktok.com/@ivan.p"},
        {"https://ru.linkedin.com/in/ivan-petrov-1a2b", "linkedin", "", "ivan-petrov-1a2b",
         "https://www.linkedin.com/in/ivan-petrov-1a2b"},
        {"https://ivan-p.livejournal.com/profile", "livejournal", "", "ivan_p",
         "https://ivan-p.livejournal.com"},
        {"https://users.livejournal.com/ivan_p/", "livejournal", "", "ivan_p",
         "https://ivan-p.livejournal.com"},
        {"https://github.com/IvanP", "github", "", "IvanP", "https://github.com/ivanp"},
        {"https://habr.com/ru/users/ivanp/posts/", "habr", "", "ivanp", "https://habr.com/ru/users/ivanp"},
        {"skype:ivan.petrov?chat", "skype", "", "ivan.petrov", ""},
        {"HTTPS://VK.COM/IVAN", "vk", "", "IVAN", "https://vk.com/ivan"},
        {"(https://vk.com/ivan).", "vk", "", "ivan", "https://vk.com/ivan"},
        // Pages of a profile.
        {"https://facebook.com/anna.k/about", "facebook", "", "anna.k", "https://www.facebook.com/anna.k"},
        {"https://facebook.com/100001234567890/photos/", "facebook", "100001234567890", "",
         "https://www.facebook.com/profile.php?id=100001234567890"},
        {"facebook.com/people/Ivan-P/100077/about", "facebook", "100077", "",
         "https://www.facebook.com/profile.php?id=100077"},
        {"facebook.com/pg/ivanbank/about", "facebook", "", "ivanbank", "https://www.facebook.com/ivanbank"},
        {"instagram.com/anna_k/reels/", "instagram", "", "anna_k", "https://www.instagram.com/anna_k"},
        {"https://instagram.com/anna_k/tagged", "instagram", "", "anna_k",
         "https://www.instagram.com/anna_k"},
        {"x.com/anna_k/with_replies", "x", "", "anna_k", "https://x.com/anna_k"},
        {"twitter.com/anna_k/Media", "x", "", "anna_k", "https://x.com/anna_k"},
        {"ok.ru/profile/1/photos", "ok", "1", "", "https://ok.ru/profile/1"},
        {"ok.ru/anna.k/statuses", "ok", "", "anna.k", "https://ok.ru/anna.k"},
        {"youtube.com/channel/UCabcdefghijklmnopqrstuv/videos", "youtube", "UCabcdefghijklmnopqrstuv", "",
         "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv"},
        {"youtube.com/@anna-k/shorts", "youtube", "", "anna-k", "https://www.youtube.com/@anna-k"},
        {"linkedin.com/in/anna-k/details/experience", "linkedin", "", "anna-k",
         "https://www.linkedin.com/in/anna-k"},
        {"bsky.app/profile/anna.bsky.social/followers", "bluesky", "", "anna.bsky.social",
         "https://bsky.app/profile/anna.bsky.social"},
        {"twitch.tv/anna_k/about", "twitch", "", "anna_k", "https://www.twitch.tv/anna_k"},
    };
    for (const Case& c : cases) {
        const auto ref = parse_profile_url(c.url);
        ASSERT_EQ(ref.has_value(), c.network != nullptr) << c.url;
        if (!ref) continue;
        EXPECT_EQ(ref->network, c.network) << c.url;
        EXPECT_EQ(ref->network_user_id, c.id) << c.url;
        EXPECT_EQ(ref->handle, c.handle) << c.url;
        EXPECT_EQ(ref->canonical_url, c.canonical) << c.url;
        EXPECT_EQ(ref->scope, "") << c.url;
        if (ref->canonical_url.empty()) continue;
        const auto again = parse_profile_url(ref->canonical_url);
        ASSERT_TRUE(again) << ref->canonical_url;
        EXPECT_EQ(again->canonical_url, ref->canonical_url);
        EXPECT_EQ(again->network_user_id, ref->network_user_id);
    }
}

TEST(ParseProfileUrl, ReadsMastodonAndForums) {
    const auto mastodon = parse_profile_url("https://Mastodon.social/@Ivan");
    ASSERT_TRUE(mastodon);
    EXPECT_EQ(mastodon->network, "mastodon");
    EXPECT_EQ(mastodon->scope, "mastodon.social");
    EXPECT_EQ(mastodon->canonical_url, "https://mastodon.social/@ivan");
    const auto remote = parse_profile_url("https://a.social/@ivan@b.social");
    ASSERT_TRUE(remote);
    EXPECT_EQ(remote->scope, "b.social");
    const auto forum = parse_profile_url("https://www.forum.example/members/ivan.123/");
    ASSERT_TRUE(forum);
    EXPECT_EQ(forum->network, "forum");
    EXPECT_EQ(forum->scope, "forum.example");
    EXPECT_EQ(forum->network_user_id, "123");
    EXPECT_EQ(forum->handle, "ivan");
    const auto old_forum = parse_profile_url("http://forum.example/member.php?s=1&u=77");
    ASSERT_TRUE(old_forum);
    EXPECT_EQ(old_forum->network_user_id, "77");
    EXPECT_EQ(parse_profile_url(old_forum->canonical_url), old_forum);
    EXPECT_EQ(parse_profile_url("https://meta.discourse.example/u/ivan/summary")->handle, "ivan");
}

TEST(ParseProfileUrl, RefusesWhatIsNoProfile) {
    for (const char* url : {"",
                            "ivan",
                            "https://",
                            "https://vk.com/",
                            "https://vk.com/feed",
                            "https://vk.com/wall-1_2",
                            "https://vk.com/photo1_2",
                            "https://vk.com/ivan/photos",
                            "https://t.me/+AbCdEf",
                            "https://t.me/joinchat/AbC",
                            "https://t.me/bank_news/123",
                            "https://t.me/c/123/4",
                            "https://www.instagram.com/p/AbC/",
                            "https://instagram.com/reel/x",
                            "https://x.com/ivan/status/1",
                            "https://x.com/home",
                            "https://youtu.be/abc",
                            "https://www.youtube.com/watch?v=abc",
                            "https://youtube.com/channel/short",
                            "https://facebook.com/groups/1",
                            "https://facebook.com/ivan/posts/1",
                            "https://facebook.com/ivan/photos/a.1/2",
                            "https://facebook.com/groups/bank/about",
                            "https://facebook.com/events/1/about",
                            "https://instagram.com/ivan/p/AbC",
                            "https://instagram.com/p/AbC/reels",
                            "https://instagram.com/explore/reels",
                            "https://x.com/hashtag/bank/media",
                            "https://x.com/i/lists",
                            "https://tiktok.com/@ivan/video/1",
                            "https://ok.ru/group/1/photos",
                            "https://ok.ru/profile/1/statuses/2",
                            "https://bsky.app/profile/ivan.bsky.social/post/3k",
                            "https://mastodon.social/@ivan/109",
                            "https://t.me/joinchat/AbC/1",
                            "https://t.me/s/bank_news/5",
                            "https://wa.me/message/ABC",
                            "https://wa.me/123",
                            "https://bank.example/",
                            "https://bank.example/cards/gold",
                            "https://user:pw@vk.com/ivan",
                            "javascript://vk.com/ivan",
                            "https://vk.com/i van",
                            "https://vk.com.evil.example/ivan",
                            "https://evil.example/?u=vk.com/ivan",
                            "https://vk.com/@ivan-article"}) {
        EXPECT_FALSE(parse_profile_url(url)) << url;
    }
}

TEST(ProfileUrl, IsEmptyWhereANetworkHasNone) {
    EXPECT_EQ(profile_url("vk", "123", "ivan"), "https://vk.com/id123");
    EXPECT_EQ(profile_url("telegram", "", "ivan"), "https://t.me/ivan");
    EXPECT_EQ(profile_url("telegram", "777", ""), "");
    EXPECT_EQ(profile_url("google_play", "1", "x"), "");
}

std::string spelled(const std::vector<ProfileRef>& refs) {
    std::string out;
    for (const ProfileRef& ref : refs) {
        if (!out.empty()) out += ' ';
        out += (ref.network.empty() ? "?" : ref.network) + ":" +
               (ref.handle.empty() ? ref.network_user_id : ref.handle);
        if (!ref.scope.empty()) out += "@" + ref.scope;
    }
    return out;
}

TEST(FindProfileMentions, ReadsBiographies) {
    const struct {
        const char* bio;
        const char* expected;
    } cases[] = {
        {"", ""},
        {"Просто живу", ""},
        {"tg @ivan_p", "telegram:ivan_p"},
        {"tg: ivan_p", "telegram:ivan_p"},
        {"тг:@ivan_p", "telegram:ivan_p"},
        {"телега: ivan_petrov", "telegram:ivan_petrov"},
        {"телега ivanpetrov", "telegram:ivanpetrov"},
        {"Telegram — @ivan_p", "telegram:ivan_p"},
        {"telegram - ivanp", "telegram:ivanp"},
        {"мой телеграм-канал: bank_news", "telegram:bank_news"},
        {"Мой тг канал @bank_news", "telegram:bank_news"},
        {"inst: ivan.p", "instagram:ivan.p"},
        {"инста ivan_p", "instagram:ivan_p"},
        {"insta@ivan_p", "instagram:ivan_p"},
        {"Instagram 👉 ivan.p", "instagram:ivan.p"},
        {"вк: ivan", "vk:ivan"},
        {"вк: id123", "vk:123"},
        {"vk/tg: @ivan_p", "vk:ivan_p telegram:ivan_p"},
        {"вк и тг: @ivan_p", "vk:ivan_p telegram:ivan_p"},
        {"tg: @ivan_p, inst: @petrov", "telegram:ivan_p instagram:petrov"},
        {"тг @ivan_p inst @petrov", "telegram:ivan_p instagram:petrov"},
        {"Пишите @ivan_p", "?:ivan_p"},
        {"https://vk.com/id123 и t.me/ivan_p", "vk:123 telegram:ivan_p"},
        {"instagram.com/ivan.p", "instagram:ivan.p"},
        {"инста:instagram.com/ivan.p", "instagram:ivan.p"},
        {"youtube: https://www.youtube.com/@ivanp", "youtube:ivanp"},
        {"@ivan@mastodon.social", "mastodon:ivan@mastodon.social"},
        {"viber: +79161234568", "viber:79161234568"},
        {"Инстаграм: @ivan_p\nВК: @ivan_p", "instagram:ivan_p vk:ivan_p"},
        {"tg:\n@ivan_p", "telegram:ivan_p"},
        {"тікток: @ivan_p", "tiktok:ivan_p"},
        {"тик-ток @ivan_p", "tiktok:ivan_p"},
        {"max: @ivan_p", "max:ivan_p"},
        {"почта ivan@mail.ru", ""},
        {"tg@bank.ru", ""},
        {"I love Telegram channels", ""},
        {"Max: developer", ""},
        {"ok fine", ""},
        {"Люблю инстаграм и кошек", ""},
        {"вк не читаю", ""},
        {"@ivan_p @ivan_p", "?:ivan_p"},
        {"tg @ivan_p @petrov_x", "telegram:ivan_p ?:petrov_x"},
        {"сайт bank.example/cards", ""},
        {"(tg: @ivan_p)", "telegram:ivan_p"},
    };
    for (const auto& c : cases) EXPECT_EQ(spelled(find_profile_mentions(c.bio)), c.expected) << c.bio;
}

TEST(UrlKey, IsOneForTheSpellingsOfOneAddress) {
    EXPECT_EQ(url_key("https://m.vk.com/id123?w=wall1"), url_key("vk.com/id123"));
    EXPECT_EQ(url_key("https://t.me/Ivan_P"), url_key("telegram.me/ivan_p/"));
    EXPECT_EQ(url_key("http://www.Example.com/people/7/#top"), "example.com/people/7");
    EXPECT_EQ(url_key("example.com/people?id=7"), "example.com/people?id=7");
    EXPECT_NE(url_key("example.com/people?id=7"), url_key("example.com/people?id=8"));
    const struct {
        const char* url;
        const char* profile;
    } posts[] = {
        {"https://mobile.twitter.com/anna_k/status/123", "x.com/anna_k"},
        {"x.com/anna_k/status/1/photo/2", "x.com/anna_k"},
        {"t.me/bank_news/123", "t.me/bank_news"},
        {"t.me/s/bank_news/5", "t.me/bank_news"},
        {"t.me/bank_news/12/345?single", "t.me/bank_news"},
        {"vk.com/id1?w=wall1_5", "vk.com/id1"},
        {"instagram.com/anna_k/p/AbC", "instagram.com/anna_k"},
        {"instagram.com/stories/anna_k/31", "instagram.com/anna_k"},
        {"facebook.com/anna.k/posts/pfbid0", "facebook.com/anna.k"},
        {"facebook.com/anna.k/photos/a.1/2", "facebook.com/anna.k"},
        {"facebook.com/anna.k/about_places", "facebook.com/anna.k"},
        {"ok.ru/profile/1/statuses/2", "ok.ru/profile/1"},
        {"tiktok.com/@anna/video/1", "tiktok.com/@anna"},
        {"threads.net/@anna/post/C1", "threads.com/@anna"},
        {"bsky.app/profile/anna.bsky.social/post/3k", "bsky.app/profile/anna.bsky.social"},
        {"mastodon.social/@anna/109", "mastodon.social/@anna"},
        {"anna-k.livejournal.com/123.html", "anna-k.livejournal.com"},
    };
    for (const auto& c : posts) EXPECT_EQ(url_key(c.url), url_key(c.profile)) << c.url;
    // What belongs to nobody, or to everybody, stays an address of its own.
    for (const char* url :
         {"instagram.com/p/AbC", "facebook.com/groups/bank", "facebook.com/groups/bank/posts/1",
          "t.me/joinchat/AbC", "t.me/+AbC", "t.me/c/123/4", "x.com/hashtag/bank",
          "instagram.com/stories/highlights/1", "youtube.com/watch?v=abc"}) {
        EXPECT_NE(url_key(url), "") << url;
        EXPECT_FALSE(url_key(url).starts_with("https://")) << url;
    }
    // Letters of a channel's id are random.
    EXPECT_NE(url_key("youtube.com/channel/UCabcdefghijklmnopqrstuv"),
              url_key("youtube.com/channel/UCABCDEFGHIJKLMNOPQRSTUV"));
    EXPECT_EQ(url_key("youtube.com/@Anna"), url_key("youtube.com/@anna/videos"));
    for (const char* none :
         {"", "vk.com", "https://www.facebook.com/", "no address", "mailto:a@b.example", "word"})
        EXPECT_EQ(url_key(none), "") << none;
}

TEST(FindProfileMentions, IsLinearAndBounded) {
    const auto seconds = [](std::size_t size, std::string_view piece) {
        std::string bio;
        while (bio.size() < size) bio += piece;
        const auto start = std::chrono::steady_clock::now();
        EXPECT_LE(find_profile_mentions(bio).size(), 32U);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    for (const std::string_view piece : {"tg ", "@", "tg:", "a.b/c:", "-", "\xF0\x9F\x91\x89 ", "tg/vk/"}) {
        EXPECT_LT(seconds(1 << 20, piece), 20.0) << piece;
    }
}

}  // namespace
}  // namespace scrm::person
