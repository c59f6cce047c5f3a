// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "scrm/crm/table_linkage.hpp"
#include "scrm/identity/cluster_report.hpp"
#include "scrm/identity/self_comparison.hpp"

namespace scrm {
namespace {

identity::MatchModel trained_model(const TableRecords& input, const TableLinkageOptions& options,
                                   const Execution& execution) {
    const identity::MatchModel given = options.model ? *options.model : identity::MatchModel::person();
    return given.trained ? given : identity::train(given, input.records, {}, execution);
}

/// A table of rows that are made one by one.
class TableRows {
  public:
    void text(std::size_t column, std::string_view cell) {
        if (texts_.size() <= column) texts_.resize(column + 1);
        texts_[column].append(cell);
    }
    void count(std::size_t column, std::uint64_t cell) {
        if (counts_.size() <= column) counts_.resize(column + 1);
        counts_[column].push_back(static_cast<std::int64_t>(cell));
    }
    void number(std::size_t column, double cell) {
        if (numbers_.size() <= column) numbers_.resize(column + 1);
        numbers_[column].push_back(cell);
    }
    /// Names by place; what has no cell at all is an empty column of its kind.
    table::Table finish(std::initializer_list<std::pair<const char*, char>> columns) {
        table::Table out;
        std::size_t place = 0;
        for (const auto& [name, kind] : columns) {
            if (kind == 't')
                out.add(name, place < texts_.size() ? texts_[place].finish() : table::StringColumn{});
            else if (kind == 'c')
                out.add(name, table::Int64Column{place < counts_.size() ? std::move(counts_[place])
                                                                        : std::vector<std::int64_t>{}});
            else
                out.add(name, table::DoubleColumn{place < numbers_.size() ? std::move(numbers_[place])
                                                                          : std::vector<double>{}});
            ++place;
        }
        return out;
    }

  private:
    std::vector<table::ColumnBuilder> texts_;
    std::vector<std::vector<std::int64_t>> counts_;
    std::vector<std::vector<double>> numbers_;
};

}  // namespace

TableSelfWeights self_weights_of(const TableRecords& input, const TableLinkageOptions& options,
                                 const Execution& execution) {
    TableSelfWeights out;
    out.model = trained_model(input, options, execution);
    out.weights = identity::self_weights(input.records, out.model, execution);
    return out;
}

table::Table unlinkables_table(std::span<const double> self_weights) {
    TableRows rows;
    for (const identity::UnlinkablePoint& point : identity::unlinkables(self_weights)) {
        rows.number(0, point.weight);
        rows.number(1, point.probability);
        rows.count(2, point.records);
        rows.number(3, point.share);
    }
    return rows.finish({{"match_weight", 'n'}, {"probability", 'n'}, {"unlinkable", 'c'}, {"share", 'n'}});
}

table::Table value_frequencies_of(const TableRecords& input, std::string_view comparison,
                                  const TableLinkageOptions& options, const Execution& execution) {
    const auto model = trained_model(input, options, execution);
    TableRows rows;
    for (const auto& value : identity::value_frequencies(input.records, model, comparison, execution)) {
        rows.text(0, value.value);
        rows.count(1, value.records);
        rows.number(2, value.share);
        rows.number(3, value.weight);
        rows.number(4, value.term_frequency);
    }
    return rows.finish({{"value", 't'},
                        {"records", 'c'},
                        {"share", 'n'},
                        {"match_weight", 'n'},
                        {"term_frequency_weight", 'n'}});
}

TableClusterReport report_clusters(const TableDedupe& outcome, std::optional<double> least_weight) {
    const identity::RecordSet& records = outcome.input.records;
    const auto report = identity::cluster_report(records, outcome.result.cluster, outcome.result.pairs,
                                                 least_weight.value_or(outcome.join_weight));
    TableRows shapes;
    for (const identity::ClusterShape& shape : report.clusters) {
        shapes.text(0, records.id(shape.cluster));
        shapes.count(1, shape.records);
        shapes.count(2, shape.pairs);
        shapes.number(3, shape.density);
        shapes.count(4, shape.parts);
        shapes.count(5, shape.bridges);
        shapes.number(6, shape.weakest_weight);
        shapes.number(7, shape.mean_weight);
    }
    TableRows bridges;
    for (const identity::ClusterBridge& bridge : report.bridges) {
        bridges.text(0, records.id(bridge.cluster));
        bridges.text(1, records.id(bridge.left));
        bridges.text(2, records.id(bridge.right));
        bridges.number(3, bridge.weight);
        bridges.count(4, bridge.split_off);
    }
    return {shapes.finish({{"cluster_id", 't'},
                           {"records", 'c'},
                           {"pairs", 'c'},
                           {"density", 'n'},
                           {"parts", 'c'},
                           {"bridges", 'c'},
                           {"weakest_weight", 'n'},
                           {"mean_weight", 'n'}}),
            bridges.finish({{"cluster_id", 't'},
                            {"left_id", 't'},
                            {"right_id", 't'},
                            {"match_weight", 'n'},
                            {"split_off", 'c'}})};
}

}  // namespace scrm
