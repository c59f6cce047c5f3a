// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/topics.hpp"
#include "scrm/table/csv_writer.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kMaxRecordBytes = 256U << 20U;
constexpr std::size_t kPieceBytes = 1U << 20U;

table::CsvReader open(const std::filesystem::path& file) {
    table::CsvOptions csv;
    csv.max_record_bytes = kMaxRecordBytes;
    return table::CsvReader{file, csv};
}

}  // namespace

TimedPosts read_timed_posts(const std::filesystem::path& file, std::string_view text_column,
                            std::string_view time_column, const std::optional<std::string>& topic_column) {
    table::CsvReader reader = open(file);
    const std::size_t text = reader.column(text_column);
    const std::size_t time = reader.column(time_column);
    const std::size_t topic = topic_column ? reader.column(*topic_column) : 0;
    TimedPosts posts;
    table::CsvRecord record;
    while (reader.next(record)) {
        const auto refuse = [&](std::string_view why) {
            throw Error{ErrorCode::unreadable_input,
                        "row " + std::to_string(record.row) + ": " + std::string{why}};
        };
        if (record.fault != table::CsvFault::none) refuse(table::to_string(record.fault));
        const auto at = parse_time(table::unguard(record.fields[time]));
        if (!at) refuse("the time cannot be read");
        posts.times.push_back(*at);
        posts.texts.emplace_back(table::unguard(record.fields[text]));
        if (topic_column) posts.topics.emplace_back(table::unguard(record.fields[topic]));
    }
    return posts;
}

RepostCounts write_reposts(const std::filesystem::path& file, const RepostFileOptions& options,
                           std::ostream& out, const Execution& execution) {
    table::CsvReader reader = open(file);
    const std::size_t text = reader.column(options.text_column);
    const std::size_t id = options.id_column ? reader.column(*options.id_column) : 0;
    std::vector<std::string> texts;
    std::vector<std::string> ids;
    RepostCounts counts;
    table::CsvRecord record;
    while (reader.next(record)) {
        const bool readable = record.fault == table::CsvFault::none;
        if (!readable) counts.unreadable.add(record);
        texts.emplace_back(readable ? table::unguard(record.fields[text]) : std::string_view{});
        ids.push_back(options.id_column && readable ? std::string{table::unguard(record.fields[id])}
                                                    : std::to_string(record.row));
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    const auto found = find_near_duplicates(views, options.duplicates, execution);

    counts.posts = static_cast<std::int64_t>(found.size());
    counts.originals = static_cast<std::int64_t>(duplicate_groups(found).size());
    table::CsvWriter csv;
    const auto flush = [&] {
        const std::string piece = csv.take();
        out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    };
    csv.row({options.id_column.value_or("row"), "original", "similarity", "copy"});
    for (std::size_t i = 0; i < found.size(); ++i) {
        counts.reposts += found[i].original != i ? 1 : 0;
        csv.cell(ids[i])
            .cell(ids[found[i].original])
            .cell(double{found[i].similarity})
            .cell(found[i].copy ? 1 : 0);
        csv.end_row();
        if (csv.text().size() >= kPieceBytes) flush();
    }
    flush();
    return counts;
}

}  // namespace scrm::sentiment
