// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <ostream>

#include "scrm/core/parallel.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/csv_writer.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kBatchRows = 8'192;
constexpr std::size_t kBatchBytes = 16U << 20U;
constexpr std::size_t kRowChunk = 128;
constexpr std::size_t kMaxRecordBytes = 256U << 20U;

/// Rows of a file that are classified together, in one piece of memory, and what is written of them.
class Batch {
  public:
    void clear() {
        bytes_.clear();
        ends_.clear();
    }
    void add(std::string_view id, std::string_view text) {
        bytes_.append(id);
        ends_.push_back(bytes_.size());
        bytes_.append(text);
        ends_.push_back(bytes_.size());
    }
    std::size_t size() const noexcept { return ends_.size() / 2; }
    std::size_t chunks() const noexcept { return (size() + kRowChunk - 1) / kRowChunk; }
    bool full() const noexcept { return size() >= kBatchRows || bytes_.size() >= kBatchBytes; }
    std::string_view id(std::size_t row) const { return piece(2 * row); }
    std::string_view text(std::size_t row) const { return piece(2 * row + 1); }

    /// By chunk of rows; the room is used again.
    struct Outcome {
        std::string csv;
        double seconds = 0;  ///< that its texts took
    };
    std::vector<Outcome> outcomes = std::vector<Outcome>(kBatchRows / kRowChunk);

  private:
    std::string_view piece(std::size_t at) const {
        const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
        return std::string_view{bytes_}.substr(begin, ends_[at] - begin);
    }
    std::string bytes_;
    std::vector<std::size_t> ends_;
};

constexpr std::int64_t kMillionth = 1'000'000;

/// A probability in millionths as a decimal of six digits.
void append_millionths(std::string& out, std::int64_t value) {
    if (value >= kMillionth) {
        out += "1.000000";
        return;
    }
    std::array<char, 8> digits{'0', '.'};
    for (std::size_t i = digits.size() - 1; i > 1; --i, value /= 10)
        digits[i] = static_cast<char>('0' + value % 10);
    out.append(digits.data(), digits.size());
}

std::int64_t millionths(float p) {
    return std::clamp<std::int64_t>(std::llround(double{p} * kMillionth), 0, kMillionth);
}

void append_probability(std::string& out, float p) {
    out.push_back(',');
    append_millionths(out, millionths(p));
}

void append_plain(std::string& out, std::string_view text) {
    out.push_back(',');
    out.append(text);
}

void append_flag(std::string& out, bool value, float p) {
    append_plain(out, value ? "1" : "0");
    append_probability(out, p);
}

/// The three of them must add up to one also as they are printed.
void append_polarity(std::string& out, const Classification& c) {
    append_plain(out, to_string(c.sentiment));
    const std::int64_t negative = millionths(c.p_sentiment[0]);
    const std::int64_t positive = std::min(millionths(c.p_sentiment[2]), kMillionth - negative);
    for (const std::int64_t value : {negative, kMillionth - negative - positive, positive}) {
        out.push_back(',');
        append_millionths(out, value);
    }
}

void append_row(std::string& out, std::string_view id, const ClassifiedText& row,
                const TextClassifier& classifier, bool explain) {
    if (text::is_clean(id)) {
        table::append_csv_cell(out, id);
    } else {
        table::append_csv_cell(out, text::sanitize(id).text);
    }
    append_plain(out, row.language);
    if (classifier.classifier()) {
        const Classification& c = row.classification;
        append_polarity(out, c);
        append_plain(out, to_string(c.intent));
        append_probability(out, c.p_intent);
        append_plain(out, to_string(c.product));
        append_probability(out, c.p_product);
        append_flag(out, c.urgent, c.p_urgent);
        append_flag(out, c.lead, c.p_lead);
        append_flag(out, c.churn, c.p_churn);
    } else {
        out.push_back(',');
        table::append_csv_cell(out,
                               classifier.model().heads()[0].labels[static_cast<std::size_t>(row.label)]);
        append_probability(out, row.p_label);
    }
    out.push_back(',');
    table::append_csv_cell(out, row.brands);
    out.push_back(',');
    table::append_csv_cell(out, row.masked_text);
    if (explain) {
        out.push_back(',');
        table::append_csv_cell(out, row.explanation);
    }
    out.push_back('\n');
}

std::string header_of(const ClassifyFileOptions& options, const TextClassifier& classifier) {
    std::string header;
    table::append_csv_cell(header, options.id_column.value_or("row"));
    header +=
        classifier.classifier()
            ? ",language,sentiment,p_negative,p_neutral,p_positive,intent,p_intent,product,p_product,urgent,"
              "p_urgent,lead,p_lead,churn,p_churn"
            : ",language,label,p_label";
    header += ",brands,masked_text";
    if (options.explain) header += ",explanation";
    return header + "\n";
}

/// One file on its way: while a batch is classified the next one is read and the one before it is written.
class FileJob {
  public:
    FileJob(const std::filesystem::path& file, const ClassifyFileOptions& options,
            const TextClassifier& classifier, std::ostream& out, const Execution& execution)
        : options_(options),
          classifier_(classifier),
          out_(out),
          execution_(execution),
          reader_(file, csv_options()),
          text_at_(reader_.column(options.text_column)),
          id_at_(options.id_column ? reader_.column(*options.id_column) : 0) {}

    ClassifyTiming run() {
        ClassifyTiming timing;
        timing.threads = effective_threads(execution_.threads);
        ProgressMeter progress{execution_, "classify", reader_.bytes_total()};
        const std::string header = header_of(options_, classifier_);
        out_.write(header.data(), static_cast<std::streamsize>(header.size()));
        read(batches_[0]);
        std::int64_t before = 0;
        for (std::size_t turn = 0;; ++turn) {
            Batch& written = batches_[(turn + 2) % 3];
            Batch& current = batches_[turn % 3];
            Batch& next = batches_[(turn + 1) % 3];
            if (written.size() == 0 && current.size() == 0) break;
            step(written, current, next);
            const auto sharers = static_cast<double>(std::min<std::size_t>(timing.threads, current.chunks()));
            for (std::size_t chunk = 0; chunk < current.chunks(); ++chunk)
                timing.seconds += current.outcomes[chunk].seconds / sharers;
            timing.texts += static_cast<std::int64_t>(current.size());
            progress.advance(reader_.bytes_read() - before);
            before = reader_.bytes_read();
        }
        progress.finish();
        timing.unreadable = unreadable_;
        return timing;
    }

  private:
    static table::CsvOptions csv_options() {
        table::CsvOptions csv;
        csv.max_record_bytes = kMaxRecordBytes;
        return csv;
    }

    void step(Batch& written, Batch& current, Batch& next) {
        constexpr std::size_t kOthers = 2;  // reading and writing, which are begun first
        for_each_chunk(kOthers + current.chunks(), 1, execution_.threads, execution_.stop,
                       [&](std::size_t task, std::size_t, std::size_t) {
                           if (task == 0) {
                               read(next);
                           } else if (task == 1) {
                               write(written);
                           } else {
                               classify(current, task - kOthers);
                           }
                       });
        written.clear();
    }

    void read(Batch& batch) {
        batch.clear();
        table::CsvRecord record;
        while (!batch.full() && (more_ = more_ && reader_.next(record))) {
            const bool readable = record.fault == table::CsvFault::none;
            if (!readable) unreadable_.add(record);
            std::array<char, 24> room;
            const auto end = std::to_chars(room.data(), room.data() + room.size(), record.row).ptr;
            const std::string_view number{room.data(), static_cast<std::size_t>(end - room.data())};
            batch.add(options_.id_column && readable ? table::unguard(record.fields[id_at_]) : number,
                      readable ? table::unguard(record.fields[text_at_]) : std::string_view{});
        }
    }

    void classify(Batch& batch, std::size_t chunk) const {
        using Clock = std::chrono::steady_clock;
        Batch::Outcome& outcome = batch.outcomes[chunk];
        outcome.csv.clear();
        thread_local std::array<ClassifiedText, kRowChunk> rows;
        const std::size_t begin = chunk * kRowChunk;
        const std::size_t count = std::min(kRowChunk, batch.size() - begin);
        ScoringRoom room;
        const auto started = Clock::now();
        for (std::size_t i = 0; i < count; ++i)
            rows[i] = classifier_.classify(batch.text(begin + i), options_.explain, room);
        outcome.seconds = std::chrono::duration<double>(Clock::now() - started).count();
        for (std::size_t i = 0; i < count; ++i)
            append_row(outcome.csv, batch.id(begin + i), rows[i], classifier_, options_.explain);
    }

    void write(const Batch& batch) {
        for (std::size_t chunk = 0; chunk < batch.chunks(); ++chunk) {
            const std::string& csv = batch.outcomes[chunk].csv;
            out_.write(csv.data(), static_cast<std::streamsize>(csv.size()));
        }
    }

    const ClassifyFileOptions& options_;
    const TextClassifier& classifier_;
    std::ostream& out_;
    const Execution& execution_;
    table::CsvReader reader_;
    std::size_t text_at_;
    std::size_t id_at_;
    bool more_ = true;
    table::UnreadableRows unreadable_;
    std::array<Batch, 3> batches_;
};

}  // namespace

ClassifyTiming classify_file(const std::filesystem::path& file, const ClassifyFileOptions& options,
                             const TextClassifier& classifier, std::ostream& out,
                             const Execution& execution) {
    return FileJob{file, options, classifier, out, execution}.run();
}

}  // namespace scrm::sentiment
