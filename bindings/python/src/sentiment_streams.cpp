// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cmath>
#include <limits>

#include "bindings.hpp"
#include "interruptible.hpp"
#include "scrm/core/error.hpp"
#include "scrm/sentiment/spam.hpp"
#include "scrm/sentiment/topics.hpp"
#include "scrm/text/mask_policy.hpp"
#include "scrm/text/utf8.hpp"
#include "sentiment_docstrings.hpp"
#include "streams.hpp"
#include "texts.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using sentiment::DuplicateIndex;
using sentiment::NearDuplicate;
using sentiment::NearDuplicateOptions;
using sentiment::SpikeOptions;

table::Table duplicates_table(const std::vector<NearDuplicate>& found) {
    std::vector<std::int64_t> originals;
    std::vector<double> similarities;
    std::vector<std::int64_t> copies;
    for (const NearDuplicate& one : found) {
        originals.push_back(one.original);
        similarities.push_back(one.similarity);
        copies.push_back(one.copy ? 1 : 0);
    }
    table::Table out;
    out.add("original", table::Int64Column{std::move(originals)});
    out.add("similarity", table::DoubleColumn{std::move(similarities)});
    out.add("copy", table::Int64Column{std::move(copies)});
    return out;
}

py::list terms_list(const std::vector<sentiment::CoreTerm>& terms) {
    py::list out;
    for (const sentiment::CoreTerm& term : terms)
        out.append(py::dict("text"_a = term.text, "forms"_a = term.forms, "posts"_a = term.posts,
                            "reference_posts"_a = term.reference_posts, "g2"_a = term.g2,
                            "lift"_a = term.lift, "examples"_a = term.examples));
    return out;
}

py::list spikes_list(const std::vector<sentiment::Spike>& spikes) {
    py::list out;
    for (const sentiment::Spike& spike : spikes)
        out.append(py::dict("from"_a = format_time(spike.from), "to"_a = format_time(spike.to),
                            "peak"_a = format_time(spike.peak), "posts"_a = spike.posts,
                            "expected"_a = spike.expected, "p_value"_a = spike.p_value));
    return out;
}

py::dict score_dict(const sentiment::SpamScore& score) {
    py::list reasons;
    for (const sentiment::SpamReason& reason : score.reasons)
        reasons.append(
            py::dict("code"_a = reason.code, "value"_a = reason.value, "weight"_a = reason.weight));
    return py::dict("score"_a = score.score, "reasons"_a = reasons);
}

SpikeOptions spike_options(const std::string& zone, double rate, int weeks, int min_weeks,
                           std::int64_t min_posts) {
    SpikeOptions options;
    options.zone = TimeZone::named(zone);
    options.false_alarm_rate = rate;
    options.weeks = weeks;
    options.min_weeks = min_weeks;
    options.min_posts = min_posts;
    return options;
}

std::vector<UtcTime> times_of(const py::object& object) {
    if (py::isinstance<py::str>(object)) throw py::type_error("expected a sequence of times, not one");
    std::vector<UtcTime> times;
    for (const py::handle one : object) times.push_back(time_of(one));
    return times;
}

py::dict report_dict(const sentiment::TopicReport& report) {
    py::list topics;
    for (const sentiment::TopicTrend& topic : report.topics)
        topics.append(py::dict("topic"_a = topic.topic, "posts"_a = topic.posts, "before"_a = topic.before,
                               "ratio"_a = topic.trend.ratio, "p_value"_a = topic.trend.p_value,
                               "spikes"_a = spikes_list(topic.spikes)));
    py::list stories;
    for (const sentiment::SpikeStory& story : report.stories) {
        const py::dict entry = spikes_list({story.spike})[0];
        entry["terms"] = terms_list(story.terms);
        entry["earliest"] = story.earliest;
        stories.append(entry);
    }
    py::list groups;
    for (const sentiment::DuplicateGroup& group : report.groups)
        groups.append(
            py::dict("original"_a = group.original, "posts"_a = group.posts, "copies"_a = group.copies));
    return py::dict("reference_from"_a = format_time(report.reference_from),
                    "from"_a = format_time(report.from), "to"_a = format_time(report.to),
                    "posts"_a = report.posts, "originals"_a = report.originals,
                    "reference_posts"_a = report.reference_posts, "terms"_a = terms_list(report.terms),
                    "topics"_a = topics, "stories"_a = stories,
                    "spikes"_a = spikes_list(report.stream.spikes), "groups"_a = groups);
}

sentiment::TopicOptions topic_options(std::int64_t hours, std::size_t limit, const std::string& zone,
                                      double rate) {
    sentiment::TopicOptions options;
    options.period = std::chrono::hours{hours};
    options.core.limit = limit;
    options.spikes.zone = TimeZone::named(zone);
    options.spikes.false_alarm_rate = rate;
    return options;
}

/// A report of a file has the texts of what it names, masked.
py::dict report_file(const std::filesystem::path& file, const std::string& text, const std::string& time,
                     const std::optional<std::string>& topic, const sentiment::TopicOptions& options,
                     std::size_t groups, unsigned threads, const py::object& progress) {
    sentiment::TimedPosts posts;
    const auto report = interruptible(progress, threads, [&](const Execution& e) {
        posts = sentiment::read_timed_posts(file, text, time, topic);
        return sentiment::report_topics(posts, options, e);
    });
    const auto masked = [&](std::uint32_t number) {
        return text::mask(text::sanitize(posts.texts[number]).text);
    };
    py::dict out = report_dict(report);
    std::size_t at = 0;
    for (const py::handle term : out["terms"]) {
        py::list examples;
        for (const std::uint32_t number : report.terms[at].examples) examples.append(masked(number));
        term["examples"] = examples;
        ++at;
    }
    at = 0;
    for (const py::handle story : out["stories"]) {
        const sentiment::SpikeStory& of = report.stories[at];
        story["earliest"] = masked(of.earliest);
        std::size_t place = 0;
        for (const py::handle term : story["terms"]) {
            py::list examples;
            for (const std::uint32_t number : of.terms[place].examples) examples.append(masked(number));
            term["examples"] = examples;
            ++place;
        }
        ++at;
    }
    py::list largest;
    for (const sentiment::DuplicateGroup& group : report.groups) {
        if (largest.size() == groups) break;
        largest.append(py::dict("posts"_a = group.posts.size(), "copies"_a = group.copies,
                                "text"_a = masked(group.original)));
    }
    out["groups"] = largest;
    return out;
}

void bind_duplicates(py::module_& module) {
    module.def(
        "near_duplicates",
        [](const py::object& texts, double similarity, unsigned threads, const py::object& progress) {
            const Texts given = texts_of(texts);
            return duplicates_table(interruptible(progress, threads, [&](const Execution& e) {
                return sentiment::find_near_duplicates(views_of(given), {similarity}, e);
            }));
        },
        "texts"_a, py::kw_only(), "similarity"_a = NearDuplicateOptions{}.similarity, "threads"_a = 0,
        "progress"_a = py::none(), doc::kNearDuplicates);
    py::class_<DuplicateIndex>(module, "DuplicateIndex", doc::kDuplicateIndex)
        .def(py::init([](double similarity) { return DuplicateIndex{{similarity}}; }), py::kw_only(),
             "similarity"_a = NearDuplicateOptions{}.similarity)
        .def(
            "add",
            [](DuplicateIndex& self, const py::object& text) {
                const NearDuplicate found = self.add(text_of(text));
                return py::make_tuple(found.original, found.similarity, found.copy);
            },
            "text"_a,
            "Take the next post in; return its original, the similarity to it, and whether it is a copy.")
        .def("__len__", &DuplicateIndex::size);
    module.def(
        "write_reposts",
        [](const std::filesystem::path& file, const py::object& target, const std::string& text,
           const std::optional<std::string>& id, double similarity, unsigned threads,
           const py::object& progress) {
            sentiment::RepostCounts counts;
            write_to(target, progress, threads, [&](std::ostream& out, const Execution& e) {
                counts = sentiment::write_reposts(file, {text, id, {similarity}}, out, e);
            });
            py::dict said("posts"_a = counts.posts, "originals"_a = counts.originals,
                          "reposts"_a = counts.reposts);
            add_unreadable(said, counts.unreadable);
            return said;
        },
        "file"_a, "target"_a, py::kw_only(), "text"_a, "id"_a = py::none(),
        "similarity"_a = NearDuplicateOptions{}.similarity, "threads"_a = 0, "progress"_a = py::none(),
        "Say of each row of a CSV which earlier row it repeats, into a path or file descriptor.");
}

void bind_core(py::module_& module) {
    const sentiment::SemanticCoreOptions usual;
    module.def(
        "semantic_core",
        [](const py::object& period, const py::object& reference, std::size_t longest, std::int64_t min_posts,
           double min_g2, std::size_t limit, std::size_t examples, unsigned threads,
           const py::object& progress) {
            const Texts now = texts_of(period, "period");
            const Texts before = texts_of(reference, "reference");
            const sentiment::SemanticCoreOptions options{longest, min_posts, min_g2, limit, examples};
            return terms_list(interruptible(progress, threads, [&](const Execution& e) {
                return sentiment::semantic_core(views_of(now), views_of(before), options, e);
            }));
        },
        "period"_a, "reference"_a, py::kw_only(), "longest"_a = usual.longest,
        "min_posts"_a = usual.min_posts, "min_g2"_a = usual.min_g2, "limit"_a = usual.limit,
        "examples"_a = usual.examples, "threads"_a = 0, "progress"_a = py::none(), doc::kSemanticCore);
}

void bind_spikes(py::module_& module) {
    const SpikeOptions usual;
    module.def(
        "find_spikes",
        [](const py::object& times, const py::object& until, const std::string& zone, double rate, int weeks,
           int min_weeks, std::int64_t min_posts) {
            const std::vector<UtcTime> given = times_of(times);
            UtcTime end{};
            if (!until.is_none()) {
                end = time_of(until);
            } else if (!given.empty()) {
                end = *std::max_element(given.begin(), given.end()) + std::chrono::hours{1};
            }
            const auto report =
                sentiment::find_spikes(given, end, spike_options(zone, rate, weeks, min_weeks, min_posts));
            return py::dict("spikes"_a = spikes_list(report.spikes), "hours"_a = report.hours,
                            "overdispersion"_a = report.overdispersion);
        },
        "times"_a, py::kw_only(), "until"_a = py::none(), "zone"_a = "UTC",
        "false_alarm_rate"_a = usual.false_alarm_rate, "weeks"_a = usual.weeks,
        "min_weeks"_a = usual.min_weeks, "min_posts"_a = usual.min_posts, doc::kFindSpikes);
    module.def(
        "compare_counts",
        [](std::int64_t now, double hours_now, std::int64_t before, double hours_before) {
            const auto trend = sentiment::compare_counts(now, hours_now, before, hours_before);
            return py::make_tuple(trend.ratio, trend.p_value);
        },
        "now"_a, "hours_now"_a, "before"_a, "hours_before"_a,
        "Compare two counts: the ratio of their hourly rates, and the probability of so large a change by "
        "chance.");
    module.def(
        "report_topics",
        [](const py::object& texts, const py::object& times, const py::object& topics, std::int64_t hours,
           std::size_t limit, const std::string& zone, double rate, unsigned threads,
           const py::object& progress) {
            const sentiment::TimedPosts posts{texts_of(texts), times_of(times),
                                              topics.is_none() ? Texts{} : texts_of(topics, "topics")};
            const auto options = topic_options(hours, limit, zone, rate);
            return report_dict(interruptible(progress, threads, [&](const Execution& e) {
                return sentiment::report_topics(posts, options, e);
            }));
        },
        "texts"_a, "times"_a, "topics"_a = py::none(), py::kw_only(), "hours"_a = 168, "limit"_a = 50,
        "zone"_a = "UTC", "false_alarm_rate"_a = usual.false_alarm_rate, "threads"_a = 0,
        "progress"_a = py::none(), doc::kReportTopics);
    module.def(
        "report_topics_file",
        [](const std::filesystem::path& file, const std::string& text, const std::string& time,
           const std::optional<std::string>& topic, std::int64_t hours, std::size_t limit,
           const std::string& zone, double rate, unsigned threads, const py::object& progress) {
            return report_file(file, text, time, topic, topic_options(hours, limit, zone, rate), limit,
                               threads, progress);
        },
        "file"_a, py::kw_only(), "text"_a, "time"_a, "topic"_a = py::none(), "hours"_a = 168, "limit"_a = 50,
        "zone"_a = "UTC", "false_alarm_rate"_a = usual.false_alarm_rate, "threads"_a = 0,
        "progress"_a = py::none(),
        "The same for columns of a CSV; examples and groups come as masked texts.");
}

template <class Value>
std::vector<Value> values_of(const py::object& object, std::size_t size) {
    std::vector<Value> values;
    for (const py::handle one : object) values.push_back(one.cast<Value>());
    if (values.size() != size) throw Error{ErrorCode::invalid_argument, "the lists differ in length"};
    return values;
}

/// Numbers of a data frame may come as doubles.
std::uint32_t original_from(double value) {
    if (!(value >= 0) || !(value <= std::numeric_limits<std::uint32_t>::max()) || value != std::floor(value))
        throw Error{ErrorCode::invalid_argument, "an original is the number of a post"};
    return static_cast<std::uint32_t>(value);
}

void bind_spam(py::module_& module) {
    module.def(
        "score_post",
        [](const py::object& text, std::int64_t by_same_author, std::int64_t other_authors,
           const std::optional<double>& p_promo, const sentiment::RuleBook* rules) {
            return score_dict(sentiment::score_post(text_of(text), {by_same_author, other_authors, p_promo},
                                                    rules != nullptr ? *rules : sentiment::default_rules()));
        },
        "text"_a, py::kw_only(), "by_same_author"_a = 0, "other_authors"_a = 0, "p_promo"_a = py::none(),
        "rules"_a = py::none(), doc::kScorePost);
    module.def(
        "score_author",
        [](const py::object& times, const py::object& originals, const py::object& scores,
           const py::object& links, const std::optional<std::int64_t>& followers,
           const std::optional<std::int64_t>& following, bool verified) {
            const std::vector<UtcTime> given = times_of(times);
            std::vector<sentiment::AuthorPost> posts(given.size());
            for (std::size_t i = 0; i < posts.size(); ++i)
                posts[i] = {given[i], static_cast<std::uint32_t>(i), 0, false};
            const auto fill = [&](const py::object& object, auto&& set) {
                if (object.is_none()) return;
                const auto values = values_of<double>(object, posts.size());
                for (std::size_t i = 0; i < posts.size(); ++i) set(posts[i], values[i]);
            };
            fill(originals, [](auto& post, double value) { post.original = original_from(value); });
            fill(scores, [](auto& post, double value) { post.spam = value; });
            fill(links, [](auto& post, double value) { post.link = value != 0; });
            return score_dict(sentiment::score_author(posts, {followers, following, verified}));
        },
        "times"_a, py::kw_only(), "originals"_a = py::none(), "scores"_a = py::none(), "links"_a = py::none(),
        "followers"_a = py::none(), "following"_a = py::none(), "verified"_a = false, doc::kScoreAuthor);
}

}  // namespace

void bind_text_streams(py::module_& module) {
    bind_duplicates(module);
    bind_core(module);
    bind_spikes(module);
    bind_spam(module);
}

}  // namespace scrm::python
