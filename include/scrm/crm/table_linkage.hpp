// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/core/progress.hpp"
#include "scrm/identity/blocking_analysis.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/linkage.hpp"
#include "scrm/identity/match_model.hpp"
#include "scrm/identity/record_set.hpp"
#include "scrm/table/csv_table.hpp"
#include "scrm/table/table.hpp"

namespace scrm {

/// How tables without a database are linked. A probability outside 0 … 1 makes a linkage throw
/// Error{invalid_argument}.
struct TableLinkageOptions {
    std::string id_column = "id";
    /// `attribute=column,…`; empty: usual header names. For a model of expressions `column of the
    /// model=header,…`, needed only where they differ. Where the headers of several tables differ, an
    /// attribute may name several columns, of which each table has one.
    std::string columns;
    std::optional<identity::MatchModel> model;  ///< empty: the person model, trained on these records
    bool many = false;                          ///< link: every right record above the threshold may match
    std::optional<double> min_probability;      ///< pairs down to it; empty: weight ≥ 0
    identity::ClusterMethod cluster_method = identity::ClusterMethod::average_linkage;
    std::optional<double> cluster_probability;  ///< of a pair that joins records; empty: the model's
    /// Each table holds nobody twice: a cluster has at most one record of each. Needs several tables and the
    /// method single_best_link or unique_mapping.
    bool duplicate_free = false;
};

/// Tables read as one population, with what was recognised in them.
struct TableRecords {
    identity::RecordSet records;
    std::string columns;                       ///< `attribute=column,…` as used
    std::vector<std::uint32_t> table_of = {};  ///< by record, which of several tables; empty for one table
    std::vector<std::string> columns_of_tables = {};  ///< by table, as `columns`
};

/// Rows of several tables as one population. A column may be missing in some of them. Throws
/// Error{invalid_argument}: no table, no id column, no column recognised or named twice;
/// Error{already_exists} when an id stands twice over all tables.
TableRecords records_of(std::span<const table::Table> tables, const TableLinkageOptions& options,
                        unsigned threads = 1);

/// The rows of one of two tables as a population of its own; options may name columns that only the other one
/// has. Throws as above.
TableRecords records_of_side(const table::Table& table, const char* population,
                             const TableLinkageOptions& options, unsigned threads = 1);

/// CSV files, whole. Throws Error{not_found}, Error{unreadable_input} also when a single row cannot be read,
/// naming file and row: a stand-alone run has no quarantine.
std::vector<table::Table> read_tables(std::span<const std::filesystem::path> files,
                                      table::CellSpaces spaces = table::CellSpaces::trimmed,
                                      unsigned threads = 1);
/// The same with those columns only that linkage with these options reads, which takes less time and memory.
/// Throws Error{invalid_argument} also as records_of, before any row is read.
std::vector<table::Table> read_linked_tables(std::span<const std::filesystem::path> files,
                                             const TableLinkageOptions& options, unsigned threads = 1);
/// White space around cells: kept for a model of expressions, to which it is a part of the value.
table::CellSpaces cell_spaces_for(const TableLinkageOptions& options) noexcept;

/// The outcome of a stand-alone dedupe: records and clusters.
struct TableDedupe {
    TableRecords input;
    identity::DedupeResult result;
    double join_weight = 0;  ///< bits above which pairs joined records

    /// record_id,cluster_id of every record, by record id.
    void write_clusters(std::ostream& out) const;
    /// left_id,right_id,probability,match_weight,tier.
    void write_pairs(std::ostream& out) const;
    table::Table clusters() const;
    table::Table pairs() const;
};

/// The outcome of a stand-alone link.
struct TableLink {
    TableRecords left;
    TableRecords right;
    identity::LinkResult result;

    void write_pairs(std::ostream& out) const;
    table::Table pairs() const;
};

TableDedupe dedupe_tables(std::span<const table::Table> tables, const TableLinkageOptions& options,
                          const Execution& execution = {});
/// The same of records that were read before, so that the tables need not stay in memory.
TableDedupe dedupe_records(TableRecords input, const TableLinkageOptions& options,
                           const Execution& execution = {});
/// Throws Error{already_exists} when an id stands twice, also once on each side.
TableLink link_tables(const table::Table& left, const table::Table& right, const TableLinkageOptions& options,
                      const Execution& execution = {});
/// The evidence for one pair, values as they are in the tables. A model that is not trained is trained on
/// these records first. Throws Error{not_found} when a table lacks the record.
identity::Explanation explain_tables(const table::Table& left, const table::Table& right,
                                     std::string_view left_id, std::string_view right_id,
                                     const TableLinkageOptions& options, const Execution& execution = {});
identity::MatchModel train_tables(std::span<const table::Table> tables, const TableLinkageOptions& options,
                                  const Execution& execution = {});

/// The weight that each record reaches against itself, by RecordIndex, and what the model is: as given when
/// it is trained, else trained on these records. See identity::self_weights.
struct TableSelfWeights {
    std::vector<double> weights;
    identity::MatchModel model;
};
TableSelfWeights self_weights_of(const TableRecords& input, const TableLinkageOptions& options,
                                 const Execution& execution = {});
/// match_weight, probability, unlinkable (records), share: identity::unlinkables as a table.
table::Table unlinkables_table(std::span<const double> self_weights);

/// value, records, share, match_weight, term_frequency_weight: identity::value_frequencies as a table. A
/// model that is not trained is trained on these records first.
table::Table value_frequencies_of(const TableRecords& input, std::string_view comparison,
                                  const TableLinkageOptions& options, const Execution& execution = {});

/// The shapes of clusters and their bridges: identity::cluster_report as tables.
struct TableClusterReport {
    /// cluster_id, records, pairs, density, parts, bridges, weakest_weight, mean_weight
    table::Table clusters;
    /// cluster_id, left_id, right_id, match_weight, split_off
    table::Table bridges;
};
/// Over the pairs of at least `least_weight` bits; empty: the weight above which the run joined records.
TableClusterReport report_clusters(const TableDedupe& outcome, std::optional<double> least_weight = {});

/// What the blocking rules would propose for these records, before anything is compared; the model need not
/// be trained.
identity::BlockingAnalysis analyze_blocking_of_tables(std::span<const table::Table> tables,
                                                      const TableLinkageOptions& options,
                                                      const identity::BlockingAnalysisOptions& analysis = {},
                                                      const Execution& execution = {});

}  // namespace scrm
