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

/// How many rows have no label.
std::int64_t read_rows(const std::filesystem::path& file, const LabelledFileOptions& options, bool sidecar,
                       std::vector<LabelledRow>& rows) {
    table::CsvOptions csv;
    csv.max_record_bytes = kMaxRecordBytes;
    const table::CsvTable read = table::read_whole_csv(file, csv);
    const auto& texts = read.table.strings(options.text_column);
    const auto& labels = read.table.strings(options.label_column);
    std::int64_t unlabelled = 0;
    for (std::int64_t i = 0; i < read.table.row_count(); ++i) {
        const std::int64_t number = read.rows[static_cast<std::size_t>(i)];
        LabelledRow row{std::string{texts.text(i)}, std::string{labels.text(i)}, 1.0F, 0, sidecar};
        if (row.label.empty()) {
            ++unlabelled;
            continue;
        }
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
    return unlabelled;
}

}  // namespace

LabelledFile read_labelled_file(const std::filesystem::path& file, const LabelledFileOptions& options,
                                const std::optional<std::filesystem::path>& sidecar) {
    LabelledFile set;
    std::vector<LabelledRow> rows;
    set.unlabelled = read_rows(file, options, false, rows);
    if (sidecar) set.unlabelled += read_rows(*sidecar, options, true, rows);
    std::map<std::string, std::int32_t> index;
    for (const LabelledRow& row : rows) {
        if (!row.sidecar) index.emplace(row.label, 0);
    }
    set.heads.push_back({{"label", {}}, {}});
    for (auto& [label, at] : index) {
        at = static_cast<std::int32_t>(set.heads[0].head.labels.size());
        set.heads[0].head.labels.push_back(label);
    }
    for (LabelledRow& row : rows) {
        const auto label = index.find(row.label);
        if (label == index.end()) {
            ++set.foreign;
            continue;
        }
        set.heads[0].labels.push_back(label->second);
        set.texts.push_back(std::move(row.text));
        set.weights.push_back(row.weight);
        if (options.time_column) set.times.push_back(row.time);
        if (sidecar) set.sidecar.push_back(row.sidecar);
    }
    if (sidecar && std::ranges::find(set.sidecar, true) == set.sidecar.end())
        throw Error{ErrorCode::invalid_argument, "no row of the sidecar has a label of the rows to fit"};
    return set;
}

}  // namespace scrm::sentiment
