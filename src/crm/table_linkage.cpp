// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/table_linkage.hpp"

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "scrm/connect/result_csv.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/table/column_names.hpp"
#include "scrm/table/csv_table.hpp"
#include "streamed_csv_internal.hpp"

namespace scrm {
namespace {

std::vector<table::MappedColumn> mapping_of(const std::vector<std::string>& names,
                                            const TableLinkageOptions& options) {
    if (std::count(names.begin(), names.end(), options.id_column) > 1)
        throw Error{ErrorCode::invalid_argument, "the id column occurs twice in the header"};
    if (options.columns.empty()) return table::recognise_columns(names, options.id_column);
    return table::map_columns(table::parse_column_spec(options.columns), names, true);
}

void require_known_columns(std::span<const table::Table> tables, const TableLinkageOptions& options) {
    for (const auto& pair : table::parse_column_spec(options.columns)) {
        const std::string& column = pair.second;
        const bool known = std::any_of(tables.begin(), tables.end(),
                                       [&](const table::Table& t) { return t.find(column).has_value(); });
        if (!known) throw Error{ErrorCode::invalid_argument, "no input has the column '" + column + "'"};
    }
}

/// `attribute=column` parts of all tables, each once.
std::string describe(const std::vector<std::vector<table::MappedColumn>>& mappings) {
    std::vector<std::string> parts;
    for (const auto& mapping : mappings) {
        for (const auto& mapped : mapping) {
            std::string part = mapped.attribute + "=" + mapped.column;
            if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
        }
    }
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : ",") + part;
    return text;
}

bool has_own_columns(const TableLinkageOptions& options) {
    return options.model && options.model->tables;
}

/// Rows for a model that names its columns itself; how many records there are after each table.
std::vector<std::size_t> append_own_columns(identity::RecordSetBuilder& builder,
                                            std::span<const table::Table> tables,
                                            const TableLinkageOptions& options) {
    const auto columns = options.model->columns();
    std::vector<std::pair<std::string, std::string>> renamed;
    if (!options.columns.empty()) renamed = table::parse_column_spec(options.columns);
    for (const auto& pair : renamed) {
        if (std::find(columns.begin(), columns.end(), pair.first) == columns.end())
            throw Error{ErrorCode::invalid_argument, "the model reads no column '" + pair.first + "'"};
    }
    std::vector<std::size_t> ends;
    for (const auto& table : tables) {
        identity::append_columns(builder, table, columns, renamed, options.id_column);
        ends.push_back(builder.size());
    }
    return ends;
}

/// Which of several tables each record comes from, from how many there were after each.
std::vector<std::uint32_t> tables_of(const std::vector<std::size_t>& ends) {
    std::vector<std::uint32_t> out;
    if (ends.size() < 2) return out;
    out.reserve(ends.back());
    for (std::uint32_t table = 0; table < ends.size(); ++table) out.resize(ends[table], table);
    return out;
}

std::string describe_own_columns(const TableLinkageOptions& options) {
    std::string text;
    for (const auto& column : options.model->columns()) text += (text.empty() ? "" : ",") + column;
    return text;
}

identity::MatchModel model_of(const TableLinkageOptions& options) {
    return options.model ? *options.model : identity::MatchModel::person();
}

void require_probability(const std::optional<double>& value, std::string_view name) {
    if (value && !(*value >= 0 && *value <= 1)) {
        throw Error{ErrorCode::invalid_argument, std::string{name} + " is no probability"};
    }
}

identity::LinkOptions link_options(const TableLinkageOptions& options) {
    require_probability(options.min_probability, "min_probability");
    require_probability(options.cluster_probability, "cluster_probability");
    identity::LinkOptions result;
    result.many = options.many;
    if (options.min_probability) result.min_probability = *options.min_probability;
    result.cluster_method = options.cluster_method;
    result.cluster_probability = options.cluster_probability;
    return result;
}

void write_pairs_of(std::ostream& out, const std::vector<identity::ScoredPair>& pairs,
                    const identity::RecordSet& left, const identity::RecordSet& right) {
    detail::StreamedCsv csv{out};
    connect::write_pairs_header(csv.writer());
    for (const auto& pair : pairs) {
        connect::write_pair(csv.writer(), left.id(pair.left), right.id(pair.right), pair.probability,
                            pair.weight, pair.tier);
        csv.row_written();
    }
    csv.finish();
}

table::Table pairs_table(const std::vector<identity::ScoredPair>& pairs, const identity::RecordSet& left,
                         const identity::RecordSet& right) {
    table::ColumnBuilder left_ids;
    table::ColumnBuilder right_ids;
    table::ColumnBuilder tiers;
    std::vector<double> probabilities;
    std::vector<double> weights;
    for (const auto& pair : pairs) {
        left_ids.append(left.id(pair.left));
        right_ids.append(right.id(pair.right));
        probabilities.push_back(pair.probability);
        weights.push_back(pair.weight);
        tiers.append(to_string(pair.tier));
    }
    table::Table result;
    result.add("left_id", left_ids.finish());
    result.add("right_id", right_ids.finish());
    result.add("probability", table::DoubleColumn{std::move(probabilities)});
    result.add("match_weight", table::DoubleColumn{std::move(weights)});
    result.add("tier", tiers.finish());
    return result;
}

void require_distinct_ids(const identity::RecordSet& left, const identity::RecordSet& right) {
    for (const identity::RecordIndex record : left.by_id()) {
        if (right.find(left.id(record))) {
            throw Error{ErrorCode::already_exists,
                        "a record id stands in both inputs; ids must differ over all inputs"};
        }
    }
}

}  // namespace

TableRecords records_of(std::span<const table::Table> tables, const TableLinkageOptions& options,
                        unsigned threads) {
    if (tables.empty()) throw Error{ErrorCode::invalid_argument, "nothing to link: no table"};
    if (!options.columns.empty()) require_known_columns(tables, options);
    identity::RecordSetBuilder builder{"records"};
    if (has_own_columns(options)) {
        const auto ends = append_own_columns(builder, tables, options);
        const std::string columns = describe_own_columns(options);
        return {builder.finish(), columns, tables_of(ends), std::vector(tables.size(), columns)};
    }
    std::vector<std::vector<table::MappedColumn>> mappings;
    std::vector<std::string> described;
    std::vector<std::size_t> ends;
    for (const auto& table : tables) {
        mappings.push_back(mapping_of(table.names(), options));
        described.push_back(describe({mappings.back()}));
        identity::append(builder, table, mappings.back(), options.id_column, threads);
        ends.push_back(builder.size());
    }
    return {builder.finish(), describe(mappings), tables_of(ends), std::move(described)};
}

TableRecords records_of_side(const table::Table& table, const char* population,
                             const TableLinkageOptions& options, unsigned threads) {
    if (has_own_columns(options)) {
        identity::RecordSetBuilder builder{population};
        append_own_columns(builder, std::span{&table, 1}, options);
        return {builder.finish(), describe_own_columns(options), {}};
    }
    const auto mapping = mapping_of(table.names(), options);
    return {identity::from_table(table, mapping, options.id_column, population, threads),
            describe({mapping}),
            {}};
}

table::CellSpaces cell_spaces_for(const TableLinkageOptions& options) noexcept {
    return has_own_columns(options) ? table::CellSpaces::kept : table::CellSpaces::trimmed;
}

std::vector<table::Table> read_tables(std::span<const std::filesystem::path> files, table::CellSpaces spaces,
                                      unsigned threads) {
    std::vector<table::Table> tables;
    for (const auto& file : files)
        tables.push_back(table::read_whole_csv(file, table::kTableCsv, spaces, threads).table);
    return tables;
}

std::vector<table::Table> read_linked_tables(std::span<const std::filesystem::path> files,
                                             const TableLinkageOptions& options, unsigned threads) {
    // A model that names its columns itself finds them by its own rules.
    if (has_own_columns(options)) return read_tables(files, table::CellSpaces::kept, threads);
    const table::ColumnChoice mapped = [&options](const std::vector<std::string>& header) {
        std::vector<bool> wanted(header.size(), false);
        for (const table::MappedColumn& column : mapping_of(header, options)) wanted[column.index] = true;
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (header[i] == options.id_column) wanted[i] = true;
        }
        return wanted;
    };
    std::vector<table::Table> tables;
    for (const auto& file : files)
        tables.push_back(
            table::read_whole_csv(file, table::kTableCsv, table::CellSpaces::trimmed, threads, mapped).table);
    return tables;
}

void TableDedupe::write_clusters(std::ostream& out) const {
    detail::StreamedCsv csv{out};
    connect::write_clusters_header(csv.writer());
    const identity::RecordSet& records = input.records;
    for (const identity::RecordIndex record : records.by_id()) {
        connect::write_cluster(csv.writer(), records.id(record), records.id(result.cluster[record]));
        csv.row_written();
    }
    csv.finish();
}

void TableDedupe::write_pairs(std::ostream& out) const {
    write_pairs_of(out, result.pairs, input.records, input.records);
}

table::Table TableDedupe::clusters() const {
    table::ColumnBuilder records;
    table::ColumnBuilder clusters;
    for (const identity::RecordIndex record : input.records.by_id()) {
        records.append(input.records.id(record));
        clusters.append(input.records.id(result.cluster[record]));
    }
    table::Table table;
    table.add("record_id", records.finish());
    table.add("cluster_id", clusters.finish());
    return table;
}

table::Table TableDedupe::pairs() const {
    return pairs_table(result.pairs, input.records, input.records);
}

void TableLink::write_pairs(std::ostream& out) const {
    write_pairs_of(out, result.pairs, left.records, right.records);
}

table::Table TableLink::pairs() const {
    return pairs_table(result.pairs, left.records, right.records);
}

TableDedupe dedupe_tables(std::span<const table::Table> tables, const TableLinkageOptions& options,
                          const Execution& execution) {
    return dedupe_records(records_of(tables, options, execution.threads), options, execution);
}

TableDedupe dedupe_records(TableRecords input, const TableLinkageOptions& options,
                           const Execution& execution) {
    TableDedupe outcome{std::move(input), {}, 0};
    auto wanted = link_options(options);
    if (options.duplicate_free) {
        if (outcome.input.table_of.empty())
            throw Error{ErrorCode::invalid_argument,
                        "one table without duplicates: there is nothing to find; give several"};
        wanted.duplicate_free_sources = outcome.input.table_of;
    }
    outcome.result = identity::dedupe(outcome.input.records, model_of(options), wanted, execution);
    outcome.join_weight = options.cluster_probability
                              ? identity::weight_of(*options.cluster_probability)
                              : std::max(outcome.result.model.thresholds.cluster_weight, 0.0);
    return outcome;
}

TableLink link_tables(const table::Table& left, const table::Table& right, const TableLinkageOptions& options,
                      const Execution& execution) {
    const table::Table both[] = {left, right};
    if (!options.columns.empty()) require_known_columns(both, options);
    TableLink outcome{records_of_side(left, "left", options, execution.threads),
                      records_of_side(right, "right", options, execution.threads),
                      {}};
    require_distinct_ids(outcome.left.records, outcome.right.records);
    outcome.result = identity::link(outcome.left.records, outcome.right.records, model_of(options),
                                    link_options(options), execution);
    return outcome;
}

identity::Explanation explain_tables(const table::Table& left, const table::Table& right,
                                     std::string_view left_id, std::string_view right_id,
                                     const TableLinkageOptions& options, const Execution& execution) {
    const table::Table both[] = {left, right};
    if (!options.columns.empty()) require_known_columns(both, options);
    const identity::RecordSet lefts = records_of_side(left, "left", options, execution.threads).records;
    const identity::RecordSet rights = records_of_side(right, "right", options, execution.threads).records;
    const auto left_record = lefts.find(left_id);
    const auto right_record = rights.find(right_id);
    if (!left_record || !right_record) {
        throw Error{ErrorCode::not_found,
                    std::string{"no such record in the "} + (left_record ? "right" : "left") + " table"};
    }
    const identity::MatchModel given = model_of(options);
    const identity::MatchModel model =
        given.trained ? given : identity::train(given, lefts, rights, {}, execution);
    return identity::explain(lefts, *left_record, rights, *right_record, model);
}

identity::MatchModel train_tables(std::span<const table::Table> tables, const TableLinkageOptions& options,
                                  const Execution& execution) {
    const TableRecords input = records_of(tables, options, execution.threads);
    return identity::train(model_of(options), input.records, {}, execution);
}

identity::BlockingAnalysis analyze_blocking_of_tables(std::span<const table::Table> tables,
                                                      const TableLinkageOptions& options,
                                                      const identity::BlockingAnalysisOptions& analysis,
                                                      const Execution& execution) {
    const TableRecords input = records_of(tables, options, execution.threads);
    return identity::analyze_blocking(input.records, model_of(options), analysis, execution);
}

}  // namespace scrm
