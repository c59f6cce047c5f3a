// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/refit.hpp"
#include "scrm/table/csv_reader.hpp"
#include "scrm/table/csv_table.hpp"
#include "sentiment/cell_values_internal.hpp"

namespace scrm::sentiment {
namespace {

constexpr std::size_t kMaxRecordBytes = 256U << 20U;

[[noreturn]] void refuse_label(std::int64_t row, const std::string& column) {
    throw Error{ErrorCode::unreadable_input, "row " + std::to_string(row) + ": the cell of column " + column +
                                                 " is no label of the model"};
}

/// A column that was asked for, or the usual one where there is one.
const table::StringColumn* column_of(const table::Table& table, const std::optional<std::string>& asked,
                                     const char* usual) {
    if (asked) return &table.strings(*asked);
    return std::ranges::find(table.names(), usual) == table.names().end() ? nullptr : &table.strings(usual);
}

void append_file(const std::filesystem::path& file, const TextModel& base,
                 const CorrectionFileOptions& options, bool sidecar, TrainingSet& set,
                 std::vector<HeadTruth>& heads) {
    table::CsvOptions csv;
    csv.max_record_bytes = kMaxRecordBytes;
    const table::CsvTable read = table::read_whole_csv(file, csv);
    const auto rows = static_cast<std::size_t>(read.table.row_count());
    const std::size_t before = set.texts.size();
    const auto number = [&](std::size_t i) { return read.rows[i]; };

    const auto& texts = read.table.strings(options.text_column);
    const auto* weights = column_of(read.table, options.weight_column, "weight");
    const auto* times = column_of(read.table, options.time_column, "time");
    for (std::size_t i = 0; i < rows; ++i) {
        const auto at = static_cast<std::int64_t>(i);
        set.texts.emplace_back(texts.text(at));
        const auto weight = weights == nullptr ? std::string_view{} : weights->text(at);
        set.weights.push_back(weight.empty() ? 1.0F
                                             : static_cast<float>(number_of(weight, number(i), "weight")));
        if (set.weights.back() < 0)
            throw Error{ErrorCode::unreadable_input,
                        "row " + std::to_string(number(i)) + ": the weight is below 0"};
        set.times.push_back(time_of(times == nullptr ? std::string_view{} : times->text(at), number(i)));
        set.sidecar.push_back(sidecar);
    }
    bool any = false;
    for (std::size_t h = 0; h < heads.size(); ++h) {
        const std::string& name = base.heads()[h].name;
        const auto& labels = base.heads()[h].labels;
        heads[h].labels.resize(before + rows, -1);
        if (std::ranges::find(read.table.names(), name) == read.table.names().end()) continue;
        any = true;
        const auto& cells = read.table.strings(name);
        for (std::size_t i = 0; i < rows; ++i) {
            const auto cell = cells.text(static_cast<std::int64_t>(i));
            if (cell.empty()) continue;
            const auto found = std::ranges::find(labels, cell);
            if (found == labels.end()) refuse_label(number(i), name);
            heads[h].labels[before + i] = static_cast<std::int32_t>(found - labels.begin());
        }
    }
    if (!any) throw Error{ErrorCode::not_found, "there is no column of a head of the model"};
}

}  // namespace

TrainingSet read_corrections(const std::filesystem::path& file, const TextModel& base,
                             const CorrectionFileOptions& options,
                             const std::optional<std::filesystem::path>& sidecar) {
    TrainingSet set;
    std::vector<HeadTruth> heads;
    for (const Head& head : base.heads()) heads.push_back({head, {}});
    append_file(file, base, options, false, set, heads);
    if (sidecar) append_file(*sidecar, base, options, true, set, heads);
    for (HeadTruth& truth : heads) {
        if (std::ranges::any_of(truth.labels, [](std::int32_t label) { return label >= 0; }))
            set.heads.push_back(std::move(truth));
    }
    if (!sidecar) set.sidecar.clear();
    if (std::ranges::all_of(set.times, [](double time) { return std::isnan(time); })) set.times.clear();
    return set;
}

}  // namespace scrm::sentiment
