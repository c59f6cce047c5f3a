// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/text_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <ostream>

#include "cell_values_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/parallel.hpp"
#include "scrm/core/time.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/csv_table.hpp"
#include "scrm/table/csv_writer.hpp"
#include "scrm/text/utf8.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kBatchRows = 16'384;
constexpr std::size_t kBatchBytes = 16U << 20U;
constexpr std::size_t kRowChunk = 256;
constexpr std::size_t kMaxRecordBytes = 256U << 20U;

std::size_t column_of(const std::vector<std::string>& header, const std::string& name) {
    const auto found = std::ranges::find(header, name);
    if (found == header.end()) throw Error{ErrorCode::not_found, "there is no column " + name};
    return static_cast<std::size_t>(found - header.begin());
}

/// Rows of a file that are classified together, in one piece of memory.
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
    bool full() const noexcept { return size() >= kBatchRows || bytes_.size() >= kBatchBytes; }
    std::string_view id(std::size_t row) const { return piece(2 * row); }
    std::string_view text(std::size_t row) const { return piece(2 * row + 1); }

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
    table::append_csv_cell(out, text::is_clean(id) ? std::string{id} : text::sanitize(id).text);
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

struct LabelledRow {
    std::string text;
    std::string label;
    float weight = 1;
    double time = 0;
    bool sidecar = false;
};

void read_rows(const std::filesystem::path& file, const LabelledFileOptions& options, bool sidecar,
               std::vector<LabelledRow>& rows) {
    table::CsvOptions csv;
    csv.max_record_bytes = kMaxRecordBytes;
    const table::CsvTable read = table::read_whole_csv(file, csv);
    const auto& texts = read.table.strings(options.text_column);
    const auto& labels = read.table.strings(options.label_column);
    for (std::int64_t i = 0; i < read.table.row_count(); ++i) {
        const std::int64_t number = read.rows[static_cast<std::size_t>(i)];
        LabelledRow row{std::string{texts.text(i)}, std::string{labels.text(i)}, 1.0F, 0, sidecar};
        if (row.label.empty()) continue;
        // A sidecar need not have the columns that only training uses.
        if (options.weight_column && !sidecar) {
            const auto cell = read.table.strings(*options.weight_column).text(i);
            row.weight = cell.empty() ? 1.0F : static_cast<float>(number_of(cell, number, "weight"));
            if (row.weight < 0)
                throw Error{ErrorCode::unreadable_input,
                            "row " + std::to_string(number) + ": the weight is below 0"};
        }
        if (options.time_column && !sidecar)
            row.time = time_of(read.table.strings(*options.time_column).text(i), number);
        rows.push_back(std::move(row));
    }
}

}  // namespace

ClassifyTiming classify_file(const std::filesystem::path& file, const ClassifyFileOptions& options,
                             const TextClassifier& classifier, std::ostream& out,
                             const Execution& execution) {
    table::CsvOptions csv;
    csv.max_record_bytes = kMaxRecordBytes;
    table::CsvReader reader{file, csv};
    const std::size_t text_at = column_of(reader.header(), options.text_column);
    const std::size_t id_at = options.id_column ? column_of(reader.header(), *options.id_column) : 0;
    ClassifyTiming timing;
    timing.threads = effective_threads(execution.threads);
    ProgressMeter progress{execution, "classify", reader.bytes_total()};
    const std::string header = header_of(options, classifier);
    out.write(header.data(), static_cast<std::streamsize>(header.size()));

    Batch batch;
    std::vector<ClassifiedText> rows;
    std::vector<std::string> pieces;
    table::CsvRecord record;
    std::int64_t before = 0;
    bool more = true;
    while (more) {
        batch.clear();
        while (!batch.full() && (more = reader.next(record))) {
            const bool readable = record.fault == table::CsvFault::none;
            const std::string number = std::to_string(record.row);
            batch.add(options.id_column && readable ? table::unguard(record.fields[id_at])
                                                    : std::string_view{number},
                      readable ? table::unguard(record.fields[text_at]) : std::string_view{});
        }
        rows.resize(batch.size());
        const auto started = std::chrono::steady_clock::now();
        for_each_chunk(batch.size(), kRowChunk, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t) {
                           ScoringRoom room;
                           for (std::size_t i = begin; i < end; ++i)
                               rows[i] = classifier.classify(batch.text(i), options.explain, room);
                       });
        timing.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        timing.texts += static_cast<std::int64_t>(batch.size());
        pieces.assign((batch.size() + kRowChunk - 1) / kRowChunk, {});
        for_each_chunk(batch.size(), kRowChunk, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           for (std::size_t i = begin; i < end; ++i)
                               append_row(pieces[chunk], batch.id(i), rows[i], classifier, options.explain);
                       });
        for (const std::string& piece : pieces)
            out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        progress.advance(reader.bytes_read() - before);
        before = reader.bytes_read();
    }
    progress.finish();
    return timing;
}

TrainingSet read_labelled_file(const std::filesystem::path& file, const LabelledFileOptions& options,
                               const std::optional<std::filesystem::path>& sidecar) {
    std::vector<LabelledRow> rows;
    read_rows(file, options, false, rows);
    if (sidecar) read_rows(*sidecar, options, true, rows);
    std::map<std::string, std::int32_t> index;
    for (const LabelledRow& row : rows) index.emplace(row.label, 0);
    TrainingSet set;
    set.heads.push_back({{"label", {}}, {}});
    for (auto& [label, at] : index) {
        at = static_cast<std::int32_t>(set.heads[0].head.labels.size());
        set.heads[0].head.labels.push_back(label);
    }
    for (LabelledRow& row : rows) {
        set.heads[0].labels.push_back(index.at(row.label));
        set.texts.push_back(std::move(row.text));
        set.weights.push_back(row.weight);
        if (options.time_column) set.times.push_back(row.time);
        if (sidecar) set.sidecar.push_back(row.sidecar);
    }
    return set;
}

HeadEvaluation evaluate_texts(const TextClassifier& classifier, const std::vector<std::string>& texts,
                              const std::vector<std::string>& labels, const Execution& execution) {
    if (texts.size() != labels.size()) throw Error{ErrorCode::invalid_argument, "every text needs a label"};
    const auto heads = classifier.model().heads();
    std::size_t best = 0;
    std::int64_t most = -1;
    for (std::size_t h = 0; h < heads.size(); ++h) {
        const auto known = std::ranges::count_if(labels, [&](const std::string& label) {
            return std::ranges::find(heads[h].labels, label) != heads[h].labels.end();
        });
        if (known <= most) continue;
        most = known;
        best = h;
    }
    std::vector<std::string> names = heads[best].labels;
    std::vector<std::int32_t> truth;
    for (const std::string& label : labels) {
        auto found = std::ranges::find(names, label);
        if (found == names.end()) found = names.insert(names.end(), label);
        truth.push_back(static_cast<std::int32_t>(found - names.begin()));
    }
    const auto answers = answer(classifier.model(), best, texts, classifier.signals(), execution);
    return evaluate_answers(names, truth, answers);
}

}  // namespace scrm::sentiment
