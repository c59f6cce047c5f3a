// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/spam.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "sentiment/training/corpus_internal.hpp"

namespace scrm::sentiment {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

bool has(const SpamScore& score, std::string_view code) {
    return std::any_of(score.reasons.begin(), score.reasons.end(),
                       [&](const SpamReason& reason) { return reason.code == code; });
}

TEST(Spam, SaysWhy) {
    const SpamScore spam = score_post(
        "Кредит без отказа! Оформить заявку онлайн https://x.ru/1 https://x.ru/2 #кредит #займ #деньги "
        "#срочно #банк звоните +7 912 345-67-89");
    EXPECT_GE(spam.score, 0.8);
    for (const char* code : {"links", "hashtags", "contacts"}) EXPECT_TRUE(has(spam, code)) << code;
    const SpamScore person = score_post("Я третий час жду ответа поддержки, это ужас, деньги списали дважды");
    EXPECT_LT(person.score, 0.2);
    EXPECT_TRUE(has(person, "blame"));
    EXPECT_EQ(score_post("").score, 0);
}

TEST(Spam, KnowsWhatStandsBelowThePostsOfEveryBank) {
    for (const char* post :
         {"Доход от 3000 в день без вложений, пиши в лс", "Скупаю карты, телега в профиле, пиши в лс",
          "Свежая база клиентов, пишите в телеграм", "Пасивний дохід, деталі в особисті",
          "Recovery expert got my funds back, text us", "Passive income from home, inbox me"}) {
        const SpamScore score = score_post(post);
        EXPECT_GE(score.score, 0.2) << post;
        EXPECT_TRUE(has(score, "offers")) << post;
    }
    for (const char* post : {"Отдал деньги лжеброкеру, можно вернуть?", "Потеряла карту, деньги целы",
                             "A hacker took money from my card"})
        EXPECT_LT(score_post(post).score, 0.1) << post;
}

TEST(Spam, AClassifierMayBeHeard) {
    const char* offer = "Вклад под высокую ставку до конца месяца, успейте открыть";
    const double alone = score_post(offer).score;
    EXPECT_GT(score_post(offer, {.p_promo = 0.95}).score, std::max(alone, kSpamThreshold));
    EXPECT_EQ(score_post(offer, {.p_promo = 0.1}).score, alone);
}

TEST(Spam, TheScoreFollowsFromTheReasons) {
    const SpamScore spam =
        score_post("Мой кредит https://x.ru/1 ужасный", {.by_same_author = 2, .other_authors = 7});
    double unlike = 1;
    double against = 1;
    for (const SpamReason& reason : spam.reasons) {
        EXPECT_LE(std::abs(reason.weight), 1);
        (reason.weight > 0 ? unlike : against) *= reason.weight > 0 ? 1 - reason.weight : 1 + reason.weight;
    }
    EXPECT_NEAR(spam.score, (1 - unlike) * against, 1e-12);
    EXPECT_TRUE(has(spam, "repeats"));
    EXPECT_TRUE(has(spam, "many_voices"));
    EXPECT_TRUE(std::is_sorted(spam.reasons.begin(), spam.reasons.end(), [](const auto& a, const auto& b) {
        return std::abs(a.weight) > std::abs(b.weight);
    }));
}

/// Share of pairs (advert, customer) in which the advert has the higher score.
TEST(Spam, RanksAdvertsAboveCustomers) {
    std::vector<double> adverts;
    std::vector<double> customers;
    int suspected = 0;
    for (const CorpusPost& post : read_corpus(std::string{SCRM_SOURCE_DIR} + "/src/sentiment/corpus")) {
        const double score = score_post(post.text).score;
        if (post.intent == Intent::promo) adverts.push_back(score);
        if (post.intent == Intent::promo || post.intent == Intent::news || post.intent == Intent::other)
            continue;
        customers.push_back(score);
        suspected += score >= kSpamThreshold ? 1 : 0;
    }
    double above = 0;
    for (const double advert : adverts)
        for (const double customer : customers) above += advert > customer ? 1 : advert == customer ? 0.5 : 0;
    const double auc = above / (static_cast<double>(adverts.size()) * static_cast<double>(customers.size()));
    RecordProperty("auc", std::to_string(auc));
    RecordProperty("customers_suspected", std::to_string(suspected) + "/" + std::to_string(customers.size()));
    EXPECT_GE(auc, 0.83);
    EXPECT_LE(suspected, 0.01 * static_cast<double>(customers.size()));
}

const UtcTime kStart = *parse_time("2026-03-02T00:00:00Z");

/// Awake by day, in bursts of a few posts, hardly ever the same text.
std::vector<AuthorPost> person(Random& random) {
    std::vector<AuthorPost> posts;
    const auto wakes = static_cast<int>(5 + random.below(5));
    const std::size_t days = 10 + random.below(60);
    std::uint32_t text = 0;
    for (std::size_t day = 0; day < days; ++day) {
        const std::size_t talks = random.below(3);
        for (std::size_t talk = 0; talk < talks; ++talk) {
            UtcTime time = kStart + hours{24 * day} + hours{wakes} + minutes{random.below(15 * 60)};
            const std::size_t count = 1 + random.below(4);
            for (std::size_t i = 0; i < count; ++i) {
                const bool repeats = random.chance(0.03) && text > 0;
                posts.push_back(
                    {time, repeats ? text - 1 : text++, 0.1 * random.uniform(), random.chance(0.15)});
                time += seconds{40 + random.below(600)};
            }
        }
    }
    return posts;
}

std::vector<AuthorPost> robot(Random& random) {
    std::vector<AuthorPost> posts;
    const std::uint64_t kind = random.below(3);
    UtcTime time = kStart;
    for (std::uint32_t i = 0; i < 100; ++i) {
        if (kind == 0) {  // by the clock, all day long, each time another text
            time += minutes{90} + seconds{random.below(300)};
            posts.push_back({time, i, 0.2, random.chance(0.5)});
        } else if (kind == 1) {  // a few templates at random times
            time += minutes{random.below(400)};
            posts.push_back({time, static_cast<std::uint32_t>(random.below(5)), 0.4, true});
        } else {  // floods: thirty replies in a row
            time += i % 30 == 0 ? hours{20} : seconds{random.below(15)};
            posts.push_back({time, static_cast<std::uint32_t>(random.below(8)), 0.5, true});
        }
    }
    return posts;
}

TEST(Spam, TellsRobotsFromPeople) {
    Random random{17};
    int suspected = 0;
    int caught = 0;
    constexpr int kAuthors = 1'000;
    for (int i = 0; i < kAuthors; ++i) {
        suspected += score_author(person(random)).score >= kSpamThreshold ? 1 : 0;
        caught += score_author(robot(random)).score >= kSpamThreshold ? 1 : 0;
    }
    RecordProperty("people_suspected", suspected);
    RecordProperty("robots_caught", caught);
    EXPECT_LE(suspected, kAuthors / 100);
    EXPECT_GE(caught, kAuthors * 97 / 100);
}

TEST(Spam, PagesCount) {
    EXPECT_EQ(score_author({}).score, 0);
    EXPECT_TRUE(has(score_author({}, {.followers = 3, .following = 2'000}), "few_followers"));
    EXPECT_FALSE(has(score_author({}, {.followers = 3, .following = 20}), "few_followers"));
    EXPECT_FALSE(has(score_author({}, {.following = 2'000}), "few_followers"));
    Random random{1};
    const auto posts = robot(random);
    const SpamScore seen = score_author(posts);
    EXPECT_LT(score_author(posts, {.verified = true}).score, seen.score);
}

TEST(Spam, NonsenseIsRefusedAndWeighsNothing) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const PostContext& wrong :
         {PostContext{.p_promo = nan}, PostContext{.p_promo = 5}, PostContext{.p_promo = -0.1},
          PostContext{.other_authors = -5}, PostContext{.by_same_author = -1}})
        EXPECT_THROW(score_post("займ всем", wrong), Error);
    for (const double score : {nan, -0.1, 1.1}) {
        const std::vector<AuthorPost> posts(5, AuthorPost{kStart, 1, score, false});
        EXPECT_THROW(score_author(posts), Error) << score;
    }
    EXPECT_THROW(score_author({}, {.followers = -3}), Error);
    EXPECT_THROW(score_author({}, {.following = -3}), Error);
}

TEST(Spam, OrderOfPostsDoesNotMatter) {
    Random random{2};
    auto posts = robot(random);
    const SpamScore before = score_author(posts);
    std::reverse(posts.begin(), posts.end());
    EXPECT_DOUBLE_EQ(score_author(posts).score, before.score);
    const std::vector<AuthorPost> at_once(50, AuthorPost{kStart, 1, 0, false});
    EXPECT_TRUE(has(score_author(at_once), "burst"));
    EXPECT_FALSE(has(score_author(at_once), "clockwork"));
}

}  // namespace
}  // namespace scrm::sentiment
