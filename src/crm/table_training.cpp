// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/table_training.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/crm/table_accuracy.hpp"
#include "scrm/table/column_names.hpp"

namespace scrm {
namespace {

constexpr std::size_t kMostPairs = 20'000'000;

identity::MatchModel model_of(const TableLinkageOptions& options) {
    return options.model ? *options.model : identity::MatchModel::person();
}

bool links_only(const identity::MatchModel& model) {
    return model.tables && model.tables->link_type == "link_only";
}

/// The records by what a column says of them.
std::map<std::string, std::vector<identity::RecordIndex>> labelled(std::span<const table::Table> tables,
                                                                   const std::string& column,
                                                                   const TableLinkageOptions& options,
                                                                   const identity::RecordSet& records) {
    std::map<std::string, std::vector<identity::RecordIndex>> out;
    bool is_there = false;
    for (const table::Table& table : tables) {
        const auto label = table.find(column);
        if (!label) continue;
        is_there = true;
        const table::Column& ids = table.column(*table.find(options.id_column));
        for (std::int64_t row = 0; row < table.row_count(); ++row) {
            const auto text = table::cell_text(table.column(*label), row);
            if (!text || text->empty()) continue;
            if (const auto record = records.find(table::cell_text(ids, row).value_or("")))
                out[*text].push_back(*record);
        }
    }
    if (!is_there) throw Error{ErrorCode::not_found, table::no_such_column(column, tables.front().names())};
    return out;
}

identity::BlockingRule rule_of(const std::string& text, const identity::MatchModel& model) {
    identity::BlockingRule rule;
    if (model.tables) {
        rule.expression = text;
        return rule;
    }
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('+', begin), text.size());
        std::string_view key{text.data() + begin, end - begin};
        while (key.starts_with(' ')) key.remove_prefix(1);
        while (key.ends_with(' ')) key.remove_suffix(1);
        rule.keys.emplace_back(key);
        begin = end + 1;
    }
    return rule;
}

}  // namespace

identity::MatchModel estimate_m_from_labels(std::span<const table::Table> tables, const table::Table& labels,
                                            const TableLinkageOptions& options, const Execution& execution) {
    const identity::RecordSet records = records_of(tables, options, execution.threads).records;
    std::vector<identity::MatchedPair> matches;
    for (const identity::RecordPair& pair : judged_matches(labels)) {
        const auto left = records.find(pair.left_id);
        const auto right = records.find(pair.right_id);
        if (!left || !right) throw Error{ErrorCode::not_found, "a labelled record is in none of the tables"};
        matches.emplace_back(*left, *right);
    }
    return identity::estimate_m(model_of(options), records, matches, execution);
}

identity::MatchModel estimate_m_from_column(std::span<const table::Table> tables, const std::string& column,
                                            const TableLinkageOptions& options, const Execution& execution) {
    const identity::MatchModel model = model_of(options);
    const TableRecords input = records_of(tables, options, execution.threads);
    const bool across = links_only(model) && !input.table_of.empty();
    std::vector<identity::MatchedPair> matches;
    for (const auto& [label, members] : labelled(tables, column, options, input.records)) {
        if (matches.size() + members.size() * (members.size() - 1) / 2 > kMostPairs)
            throw Error{ErrorCode::invalid_argument, "the labels are shared by too many records"};
        for (std::size_t i = 0; i < members.size(); ++i) {
            for (std::size_t k = i + 1; k < members.size(); ++k) {
                if (across && input.table_of[members[i]] == input.table_of[members[k]]) continue;
                matches.emplace_back(members[i], members[k]);
            }
        }
    }
    if (matches.empty()) throw Error{ErrorCode::invalid_argument, "no two records share a label"};
    return identity::estimate_m(model, input.records, matches, execution);
}

identity::PriorEstimate estimate_prior_of_tables(std::span<const table::Table> tables,
                                                 std::span<const std::string> rules, double recall,
                                                 const TableLinkageOptions& options,
                                                 const Execution& execution) {
    const identity::MatchModel model = model_of(options);
    std::vector<identity::BlockingRule> asked;
    for (const std::string& rule : rules) asked.push_back(rule_of(rule, model));
    if (links_only(model) && tables.size() == 2) {
        const identity::RecordSet left =
            records_of_side(tables[0], "left", options, execution.threads).records;
        const identity::RecordSet right =
            records_of_side(tables[1], "right", options, execution.threads).records;
        return identity::estimate_prior(left, right, model, asked, recall, execution);
    }
    const identity::RecordSet records = records_of(tables, options, execution.threads).records;
    return identity::estimate_prior(records, model, asked, recall, execution);
}

}  // namespace scrm
