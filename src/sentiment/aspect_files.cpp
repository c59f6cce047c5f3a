// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include "scrm/core/parallel.hpp"
#include "scrm/sentiment/aspects.hpp"
#include "scrm/table/column.hpp"
#include "scrm/table/csv_writer.hpp"
#include "scrm/text/mask_policy.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kMaxRecordBytes = 256U << 20U;
constexpr std::size_t kBatchRows = 8'192;
constexpr std::size_t kBatchBytes = 16U << 20U;
constexpr std::size_t kRowChunk = 128;

struct Row {
    std::string id;
    std::string text;
};

/// Counts characters from one place of a text to later ones.
class Characters {
  public:
    explicit Characters(std::string_view text) : text_(text) {}
    std::int64_t before(std::uint32_t byte) {
        if (byte < at_) at_ = 0, count_ = 0;
        for (; at_ < byte; ++at_) count_ += (static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80U ? 1 : 0;
        return count_;
    }

  private:
    std::string_view text_;
    std::uint32_t at_ = 0;
    std::int64_t count_ = 0;
};

std::int64_t append_aspects(table::CsvWriter& csv, const Row& row, const RuleBook& rules,
                            const Classifier* model) {
    const auto aspects = read_aspects(row.text, rules, model);
    Characters characters{row.text};
    const auto& brands = rules.configuration().brands;
    for (const ClauseAspect& aspect : aspects) {
        const auto clause =
            std::string_view{row.text}.substr(aspect.clause.begin, aspect.clause.end - aspect.clause.begin);
        csv.cell(row.id)
            .cell(characters.before(aspect.clause.begin))
            .cell(characters.before(aspect.clause.end));
        csv.cell(to_string(aspect.product))
            .cell(aspect.brand ? std::string_view{brands[*aspect.brand].name} : "");
        csv.cell(aspect.inherited ? 1 : 0)
            .cell(to_string(aspect.polarity))
            .cell(table::as_written(aspect.score));
        csv.cell(aspect.by_model ? 1 : 0).cell(text::mask(clause)).end_row();
    }
    return static_cast<std::int64_t>(aspects.size());
}

}  // namespace

AspectCounts write_aspects(const std::filesystem::path& file, const AspectFileOptions& options,
                           const RuleBook& rules, const Classifier* model, std::ostream& out,
                           const Execution& execution) {
    table::CsvOptions limits;
    limits.max_record_bytes = kMaxRecordBytes;
    table::CsvReader reader{file, limits};
    const std::size_t text = reader.column(options.text_column);
    const std::size_t id = options.id_column ? reader.column(*options.id_column) : 0;
    ProgressMeter progress{execution, "aspects", reader.bytes_total()};
    table::CsvWriter header;
    header.row({options.id_column.value_or("row"), "begin", "end", "product", "brand", "inherited",
                "polarity", "score", "by_model", "clause"});
    out << header.text();

    std::vector<Row> batch;
    table::CsvRecord record;
    AspectCounts result;
    std::int64_t before = 0;
    bool more = true;
    while (more) {
        batch.clear();
        std::size_t bytes = 0;
        while (batch.size() < kBatchRows && bytes < kBatchBytes && (more = reader.next(record))) {
            const bool readable = record.fault == table::CsvFault::none;
            if (!readable) result.unreadable.add(record);
            Row row{std::to_string(record.row), {}};
            if (readable && options.id_column) row.id = table::unguard(record.fields[id]);
            if (readable) row.text = text::sanitize(table::unguard(record.fields[text])).text;
            bytes += row.text.size();
            batch.push_back(std::move(row));
        }
        std::vector<std::string> pieces((batch.size() + kRowChunk - 1) / kRowChunk);
        std::vector<std::int64_t> counts(pieces.size(), 0);
        for_each_chunk(batch.size(), kRowChunk, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           table::CsvWriter csv;
                           for (std::size_t i = begin; i < end; ++i)
                               counts[chunk] += append_aspects(csv, batch[i], rules, model);
                           pieces[chunk] = csv.take();
                       });
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            result.clauses += counts[i];
            out.write(pieces[i].data(), static_cast<std::streamsize>(pieces[i].size()));
        }
        progress.advance(reader.bytes_read() - before);
        before = reader.bytes_read();
    }
    progress.finish();
    return result;
}

}  // namespace scrm::sentiment
