// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/topics.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "scrm/core/error.hpp"

namespace scrm::sentiment {
namespace {

using std::chrono::hours;

/// Texts by number, and their originals.
struct Slice {
    std::vector<std::uint32_t> numbers;
    std::vector<std::string_view> texts;
    std::vector<NearDuplicate> found;

    void add(std::uint32_t number, std::string_view text) {
        numbers.push_back(number);
        texts.push_back(text);
    }
    std::vector<std::uint32_t> originals() const {
        std::vector<std::uint32_t> places;
        for (std::uint32_t i = 0; i < found.size(); ++i)
            if (found[i].original == i) places.push_back(i);
        return places;
    }
};

double hours_between(UtcTime from, UtcTime to) {
    return std::chrono::duration<double, std::ratio<3600>>(to - from).count();
}

void check(const TimedPosts& posts, const TopicOptions& options) {
    const auto refuse = [](const char* why) { throw Error{ErrorCode::invalid_argument, why}; };
    if (posts.times.size() != posts.texts.size()) refuse("every text needs a time");
    if (!posts.topics.empty() && posts.topics.size() != posts.texts.size())
        refuse("every text needs a topic");
    if (options.period <= hours{0}) refuse("a period is above 0 hours");
    if (posts.texts.empty()) refuse("there are no posts");
}

std::vector<CoreTerm> core_of(const Slice& period, const Slice& reference, const SemanticCoreOptions& options,
                              const Execution& execution) {
    const auto texts_of = [](const Slice& slice, const std::vector<std::uint32_t>& places) {
        std::vector<std::string_view> texts;
        for (const std::uint32_t place : places) texts.push_back(slice.texts[place]);
        return texts;
    };
    const auto places = period.originals();
    auto terms = semantic_core(texts_of(period, places), texts_of(reference, reference.originals()), options,
                               execution);
    for (CoreTerm& term : terms)
        for (std::uint32_t& example : term.examples) example = period.numbers[places[example]];
    return terms;
}

std::vector<TopicTrend> trends_of(const TimedPosts& posts, const TopicReport& report,
                                  const TopicOptions& options, const Execution& execution) {
    std::map<std::string_view, std::vector<UtcTime>> times;
    for (std::size_t i = 0; i < posts.topics.size(); ++i) times[posts.topics[i]].push_back(posts.times[i]);
    std::vector<TopicTrend> trends;
    for (const auto& [topic, of] : times) {
        throw_if_stopped(execution.stop);
        TopicTrend trend;
        trend.topic = topic;
        trend.posts = std::count_if(of.begin(), of.end(), [&](UtcTime time) { return time >= report.from; });
        trend.before = static_cast<std::int64_t>(of.size()) - trend.posts;
        trend.trend = compare_counts(trend.posts, hours_between(report.from, report.to), trend.before,
                                     hours_between(report.reference_from, report.from));
        trend.spikes = find_spikes(of, report.to, options.spikes).spikes;
        trends.push_back(std::move(trend));
    }
    std::stable_sort(trends.begin(), trends.end(), [](const TopicTrend& a, const TopicTrend& b) {
        return a.trend.p_value < b.trend.p_value;
    });
    return trends;
}

constexpr std::size_t kStories = 10;
constexpr std::size_t kTermsOfStory = 5;
constexpr std::int64_t kPostsOfTerm = 3;

/// The posts of one spike against all others, by time.
SpikeStory story_of(const Spike& spike, const TimedPosts& posts, const std::vector<std::uint32_t>& order,
                    const TopicOptions& options, const Execution& execution) {
    Slice inside;
    Slice outside;
    for (const std::uint32_t number : order) {
        const bool of = posts.times[number] >= spike.from && posts.times[number] < spike.to;
        (of ? inside : outside).add(number, posts.texts[number]);
    }
    SpikeStory story{spike, {}, inside.numbers.front()};
    if (outside.texts.empty()) return story;
    inside.found = find_near_duplicates(inside.texts, options.duplicates, execution);
    // What is repeated elsewhere weakens a term only a little; looking for it in each spike would cost much.
    outside.found.resize(outside.texts.size());
    for (std::uint32_t i = 0; i < outside.found.size(); ++i) outside.found[i].original = i;
    SemanticCoreOptions core = options.core;
    core.limit = kTermsOfStory;
    core.min_posts = std::min(core.min_posts, kPostsOfTerm);
    core.examples = std::max<std::size_t>(core.examples, 1);
    story.terms = core_of(inside, outside, core, execution);
    if (!story.terms.empty()) story.earliest = story.terms.front().examples.front();
    return story;
}

std::vector<SpikeStory> stories_of(const TopicReport& report, const TimedPosts& posts,
                                   const std::vector<std::uint32_t>& order, const TopicOptions& options,
                                   const Execution& execution) {
    std::vector<Spike> spikes;
    for (const Spike& spike : report.stream.spikes)
        if (spike.to > report.from) spikes.push_back(spike);
    std::stable_sort(spikes.begin(), spikes.end(),
                     [](const Spike& a, const Spike& b) { return a.p_value < b.p_value; });
    if (spikes.size() > kStories) spikes.resize(kStories);
    std::sort(spikes.begin(), spikes.end(), [](const Spike& a, const Spike& b) { return a.from < b.from; });
    std::vector<SpikeStory> stories;
    for (const Spike& spike : spikes) stories.push_back(story_of(spike, posts, order, options, execution));
    return stories;
}

}  // namespace

TopicReport report_topics(const TimedPosts& posts, const TopicOptions& options, const Execution& execution) {
    check(posts, options);
    // By time, so that an original is the earliest of its group.
    std::vector<std::uint32_t> order(posts.texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return posts.times[a] < posts.times[b]; });
    TopicReport report;
    report.reference_from = std::chrono::floor<hours>(posts.times[order.front()]);
    report.to = std::chrono::floor<hours>(posts.times[order.back()]) + hours{1};
    report.from = report.to - options.period;
    Slice period;
    Slice reference;
    for (const std::uint32_t number : order)
        (posts.times[number] >= report.from ? period : reference).add(number, posts.texts[number]);
    if (reference.texts.empty())
        throw Error{ErrorCode::invalid_argument, "no post is older than the period: there is no reference"};
    report.posts = static_cast<std::int64_t>(period.texts.size());
    report.reference_posts = static_cast<std::int64_t>(reference.texts.size());

    period.found = find_near_duplicates(period.texts, options.duplicates, execution);
    reference.found = find_near_duplicates(reference.texts, options.duplicates, execution);
    report.originals = static_cast<std::int64_t>(period.originals().size());
    report.groups = duplicate_groups(period.found);
    for (DuplicateGroup& group : report.groups) {
        group.original = period.numbers[group.original];
        for (std::uint32_t& post : group.posts) post = period.numbers[post];
    }
    report.terms = core_of(period, reference, options.core, execution);
    report.stream = find_spikes(posts.times, report.to, options.spikes);
    report.stories = stories_of(report, posts, order, options, execution);
    report.topics = trends_of(posts, report, options, execution);
    return report;
}

}  // namespace scrm::sentiment
