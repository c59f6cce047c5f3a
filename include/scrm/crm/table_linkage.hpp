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
#include "scrm/table/table.hpp"

namespace scrm {

/// How tables without a database are linked.
struct TableLinkageOptions {
    std::string id_column = "id";
    std::string columns;                        ///< `attribute=column,…`; empty: usual header names
    std::optional<identity::MatchModel> model;  ///< empty: the person model, trained on these records
    bool many = false;                          ///< link: every right record above the threshold may match
    std::optional<double> min_probability;      ///< pairs down to it; empty: weight ≥ 0
};

/// Tables read as one population, with what was recognised in them.
struct TableRecords {
    identity::RecordSet records;
    std::string columns;  ///< `attribute=column,…` as used
};

/// Rows of several tables as one population. A column may be missing in some of them. Throws
/// Error{invalid_argument}: no table, no id column, no column recognised or named twice;
/// Error{already_exists} when an id stands twice over all tables.
TableRecords records_of(std::span<const table::Table> tables, const TableLinkageOptions& options,
                        unsigned threads = 1);

/// CSV files, whole. Throws Error{not_found}, Error{unreadable_input} also when a single row cannot be read,
/// naming file and row: a stand-alone run has no quarantine.
std::vector<table::Table> read_tables(std::span<const std::filesystem::path> files);

/// The outcome of a stand-alone dedupe: records and clusters.
struct TableDedupe {
    TableRecords input;
    identity::DedupeResult result;

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

/// What the blocking rules would propose for these records, before anything is compared; the model need not
/// be trained.
identity::BlockingAnalysis analyze_blocking_of_tables(std::span<const table::Table> tables,
                                                      const TableLinkageOptions& options,
                                                      const identity::BlockingAnalysisOptions& analysis = {},
                                                      const Execution& execution = {});

}  // namespace scrm
