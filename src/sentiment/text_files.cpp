// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/text_files.hpp"

#include <algorithm>
#include <map>

#include "scrm/core/error.hpp"
#include "scrm/core/time.hpp"
#include "scrm/table/csv_table.hpp"
#include "sentiment/cell_values_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kMaxRecordBytes = 256U << 20U;

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

/// For a message: a model of many labels is told by the first ones.
std::string labels_of(std::span<const Head> heads) {
    constexpr std::size_t kMost = 20;
    std::string out;
    std::size_t count = 0;
    for (const Head& head : heads) {
        for (const std::string& label : head.labels) {
            if (count++ == kMost) return out + " …";
            if (!out.empty()) out += ", ";
            out += label;
        }
    }
    return out;
}

}  // namespace

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
    if (most == 0 && !labels.empty())
        throw Error{ErrorCode::invalid_argument,
                    "the model knows none of these labels; its own: " + labels_of(heads)};
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
