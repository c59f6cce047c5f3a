// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/core/time.hpp"
#include "scrm/sentiment/near_duplicates.hpp"
#include "scrm/sentiment/semantic_core.hpp"
#include "scrm/sentiment/spikes.hpp"
#include "scrm/table/csv_reader.hpp"

namespace scrm::sentiment {

/// Posts of a stream, one place a post in each list.
struct TimedPosts {
    std::vector<std::string> texts;
    std::vector<UtcTime> times;
    std::vector<std::string>
        topics;  ///< what each is about: a product, a campaign; empty for no topics at all
};

struct TopicOptions {
    std::chrono::hours period{24 * 7};  ///< the last hours of the stream; what is before is the reference
    NearDuplicateOptions duplicates = {};
    SemanticCoreOptions core = {};
    SpikeOptions spikes = {};
};

/// How one topic moved, and when it burst.
struct TopicTrend {
    std::string topic;
    std::int64_t posts = 0;   ///< in the period
    std::int64_t before = 0;  ///< in the reference
    Trend trend;
    std::vector<Spike> spikes;  ///< of the whole stream
};

/// What the posts of a spike speak of that the rest of the stream does not.
struct SpikeStory {
    Spike spike;
    std::vector<CoreTerm> terms;  ///< at most 5; reposts counted once
    std::uint32_t earliest = 0;   ///< the first post of the spike with its strongest term, or its first post
};

/// What a period of a stream was about. Posts are meant by their number in TimedPosts.
struct TopicReport {
    UtcTime reference_from;  ///< beginning of the hour of the first post
    UtcTime from;            ///< of the period
    UtcTime to;              ///< end of the hour of the last post
    std::int64_t posts = 0;
    std::int64_t originals = 0;  ///< of the period, without reposts and near-duplicates
    std::int64_t reference_posts = 0;
    std::vector<CoreTerm> terms;         ///< of the originals of both
    std::vector<TopicTrend> topics;      ///< the surest change first, then by topic
    SpikeReport stream;                  ///< of all posts together
    std::vector<SpikeStory> stories;     ///< of the spikes in the period, the surest 10, by time
    std::vector<DuplicateGroup> groups;  ///< of the period, largest first
};

/// Semantic core, trends, spikes and reposts of the last period of a stream, in one pass over its posts.
/// Throws Error{invalid_argument} when lists differ in length, a period is not above 0, or period or
/// reference have no posts, and as the parts do. The same for any thread count and order of posts, but for
/// numbers.
TopicReport report_topics(const TimedPosts& posts, const TopicOptions& options = {},
                          const Execution& execution = {});

/// Reads texts, times (core/time.hpp) and topics from columns of a CSV. Throws Error{not_found} for a column
/// that the header lacks, Error{unreadable_input} naming a row that cannot be read or has no time, else as
/// table::CsvReader.
TimedPosts read_timed_posts(const std::filesystem::path& file, std::string_view text_column,
                            std::string_view time_column,
                            const std::optional<std::string>& topic_column = std::nullopt);

struct RepostFileOptions {
    std::string text_column;
    std::optional<std::string> id_column;  ///< without one, rows are numbered from 1
    NearDuplicateOptions duplicates = {};
};

struct RepostCounts {
    std::int64_t posts = 0;
    std::int64_t originals = 0;  ///< with at least one repost
    std::int64_t reposts = 0;
    table::UnreadableRows unreadable;  ///< that count as empty texts
};

/// Says of each row of a CSV which earlier row it repeats: `id, original, similarity, copy`, in the order of
/// the file; `original` is the id of the first post of its group. A row that cannot be read counts as an
/// empty text under its number. Errors as read_timed_posts.
RepostCounts write_reposts(const std::filesystem::path& file, const RepostFileOptions& options,
                           std::ostream& out, const Execution& execution = {});

}  // namespace scrm::sentiment
