// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/topics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scrm/core/error.hpp"
#include "sentiment/planted_posts.hpp"

namespace scrm::sentiment {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const UtcTime kStart = *parse_time("2026-03-02T00:00:00Z");
constexpr int kWeeks = 6;
/// Wednesday, 15:00, of the last week.
const UtcTime kOutage = kStart + hours{24 * (7 * (kWeeks - 1) + 2) + 15};

/// Four posts an hour by day; in the last week an outage with its own words, and a repost storm.
TimedPosts planted_stream(std::uint64_t seed) {
    Random random{seed};
    TimedPosts posts;
    const auto add = [&](UtcTime time, std::string text, std::string topic) {
        posts.times.push_back(time);
        posts.texts.push_back(std::move(text));
        posts.topics.push_back(std::move(topic));
    };
    for (int hour = 0; hour < kWeeks * 7 * 24; ++hour) {
        const std::uint64_t count = hour % 24 < 7 ? random.below(2) : 2 + random.below(5);
        for (std::uint64_t i = 0; i < count; ++i)
            add(kStart + hours{hour} + seconds{random.below(3'600)}, drawn_post(random, 8, 16),
                random.chance(0.5) ? "app" : "cards");
    }
    for (int i = 0; i < 60; ++i)
        add(kOutage + minutes{random.below(120)}, "эквайринг лежит " + drawn_post(random, 6, 10), "outage");
    const std::string rumour = "говорят банк закрывает половину отделений по всей стране уже с понедельника";
    for (int i = 0; i < 40; ++i)
        add(kOutage + hours{24} + minutes{10 * i}, edited(rumour, Edit::repost, random), "rumour");
    return posts;
}

TEST(Topics, TellWhatAWeekWasAbout) {
    const TimedPosts posts = planted_stream(1);
    const TopicReport report = report_topics(posts);
    EXPECT_EQ(report.to - report.from, hours{168});
    EXPECT_EQ(report.posts + report.reference_posts, static_cast<std::int64_t>(posts.texts.size()));
    EXPECT_LE(report.originals, report.posts - 39);

    ASSERT_FALSE(report.terms.empty());
    EXPECT_TRUE(report.terms[0].text.starts_with("эквайринг")) << report.terms[0].text;
    for (const std::uint32_t example : report.terms[0].examples)
        EXPECT_NE(posts.texts[example].find("эквайринг"), std::string::npos);
    // The rumour is one voice, however often it is repeated.
    for (const CoreTerm& term : report.terms) EXPECT_EQ(term.text.find("говорят банк"), std::string::npos);

    ASSERT_GE(report.topics.size(), 4U);
    EXPECT_EQ(report.topics[0].topic, "outage");
    EXPECT_EQ(report.topics[0].posts, 60);
    EXPECT_EQ(report.topics[0].before, 0);
    EXPECT_LT(report.topics[0].trend.p_value, 1e-20);
    for (const TopicTrend& topic : report.topics)
        EXPECT_TRUE(topic.topic != "app" || topic.trend.p_value > 1e-4);

    const auto spike = std::find_if(report.stream.spikes.begin(), report.stream.spikes.end(),
                                    [](const Spike& one) { return one.from <= kOutage && one.to > kOutage; });
    EXPECT_NE(spike, report.stream.spikes.end());

    const auto story = std::find_if(report.stories.begin(), report.stories.end(), [](const SpikeStory& one) {
        return one.spike.from <= kOutage && one.spike.to > kOutage;
    });
    ASSERT_NE(story, report.stories.end());
    ASSERT_FALSE(story->terms.empty());
    EXPECT_LE(story->terms.size(), 5U);
    EXPECT_TRUE(story->terms[0].text.starts_with("эквайринг")) << story->terms[0].text;
    EXPECT_EQ(posts.topics[story->earliest], "outage");
    for (std::size_t i = 0; i < posts.texts.size(); ++i)
        EXPECT_TRUE(posts.topics[i] != "outage" || posts.times[i] >= posts.times[story->earliest]);

    ASSERT_FALSE(report.groups.empty());
    EXPECT_EQ(report.groups[0].posts.size(), 40U);
    EXPECT_EQ(posts.topics[report.groups[0].original], "rumour");
}

TEST(Topics, OrderOfPostsDoesNotMatter) {
    TimedPosts posts = planted_stream(2);
    const TopicReport before = report_topics(posts);
    std::reverse(posts.texts.begin(), posts.texts.end());
    std::reverse(posts.times.begin(), posts.times.end());
    std::reverse(posts.topics.begin(), posts.topics.end());
    const TopicReport after = report_topics(posts, {}, {.threads = 3});
    ASSERT_EQ(before.terms.size(), after.terms.size());
    for (std::size_t i = 0; i < before.terms.size(); ++i)
        EXPECT_EQ(before.terms[i].text, after.terms[i].text);
    EXPECT_EQ(before.stream.spikes.size(), after.stream.spikes.size());
    EXPECT_EQ(before.groups.size(), after.groups.size());
}

TEST(Topics, RefuseWhatCannotWork) {
    TimedPosts posts{{"a", "b"}, {kStart, kStart + hours{1}}, {}};
    EXPECT_THROW(report_topics(posts), Error);  // no reference
    EXPECT_NO_THROW(report_topics(posts, {.period = hours{1}, .core = {.min_posts = 1}}));
    EXPECT_THROW(report_topics(posts, {.period = hours{0}}), Error);
    EXPECT_THROW(report_topics({}), Error);
    posts.topics = {"one"};
    EXPECT_THROW(report_topics(posts), Error);
    posts.times.pop_back();
    EXPECT_THROW(report_topics(posts), Error);
}

std::filesystem::path written(const std::string& name, const std::string& text) {
    const auto path = std::filesystem::path{testing::TempDir()} / name;
    std::ofstream{path, std::ios::binary} << text;
    return path;
}

TEST(Topics, AreReadFromAFile) {
    const auto file =
        written("topics.csv", "text;at;what\nраз;2026-03-02 10:00;a\n\"'=два\";2026-03-02T11:00+03:00;b\n");
    const TimedPosts posts = read_timed_posts(file, "text", "at", "what");
    EXPECT_EQ(posts.texts, (std::vector<std::string>{"раз", "=два"}));
    EXPECT_EQ(posts.times[1], kStart + hours{8});
    EXPECT_EQ(posts.topics, (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(read_timed_posts(file, "text", "at").topics.empty());
    EXPECT_THROW(read_timed_posts(file, "words", "at"), Error);
    const auto broken = written("broken.csv", "text,at\nраз,2026-03-02\nсекрет,вчера\n");
    try {
        read_timed_posts(broken, "text", "at");
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        EXPECT_EQ(std::string{error.what()}, "row 2: the time cannot be read");
    }
}

TEST(Topics, RepostsOfAFileNameTheirOriginal) {
    const std::string post = "Сбербанк снова поднял комиссию за переводы клиенты уходят";
    const auto file =
        written("reposts.csv", "id,text\na," + post + "\nb,спасибо\nc,RT @x: " + post + "\nd,\"бро\"кен\n");
    std::ostringstream out;
    const RepostCounts counts = write_reposts(file, {"text", "id", {}}, out);
    EXPECT_EQ(out.str(), "id,original,similarity,copy\na,a,1,1\nb,b,1,1\nc,a,1,1\n4,4,1,1\n");
    EXPECT_EQ(counts.posts, 4);
    EXPECT_EQ(counts.originals, 1);
    EXPECT_EQ(counts.reposts, 1);
    EXPECT_EQ(counts.unreadable.count, 1);
    EXPECT_EQ(counts.unreadable.first.row, 4);
    std::ostringstream numbered;
    write_reposts(file, {"text", std::nullopt, {}}, numbered);
    EXPECT_TRUE(numbered.str().starts_with("row,original,similarity,copy\n1,1,1,1\n2,2,1,1\n3,1,1,1\n"));
}

}  // namespace
}  // namespace scrm::sentiment
