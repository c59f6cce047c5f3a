// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "bindings.hpp"
#include "docstrings.hpp"
#include "interruptible.hpp"
#include "linkage_types.hpp"
#include "repr.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/table_linkage.hpp"
#include "scrm/crm/table_training.hpp"
#include "streams.hpp"
#include "tables.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using Paths = std::vector<std::filesystem::path>;
using Model = std::optional<identity::MatchModel>;

/// "attribute=column,…", or a mapping of attributes to a column or several.
std::string column_spec(const py::object& columns) {
    if (columns.is_none()) return {};
    if (py::isinstance<py::str>(columns)) return columns.cast<std::string>();
    if (!py::hasattr(columns, "items")) throw py::type_error("columns: expected text or a mapping");
    std::string spec;
    const auto add = [&](const std::string& attribute, const py::handle& column) {
        const auto name = column.cast<std::string>();
        if (name.find(',') != std::string::npos)
            throw Error{ErrorCode::invalid_argument, "a column whose name has a comma cannot be mapped"};
        spec += (spec.empty() ? "" : ",") + attribute + "=" + name;
    };
    for (const py::handle item : columns.attr("items")()) {
        const auto pair = item.cast<std::pair<std::string, py::object>>();
        if (py::isinstance<py::str>(pair.second)) {
            add(pair.first, pair.second);
        } else {
            for (const py::handle column : pair.second) add(pair.first, column);
        }
    }
    return spec;
}

TableLinkageOptions options_from(const std::string& id, const py::object& columns, const Model& model,
                                 bool many, std::optional<double> min_probability) {
    TableLinkageOptions options = table_options(id, columns, model);
    options.many = many;
    options.min_probability = min_probability;
    return options;
}

/// How pairs become clusters, and the least probability of a pair that joins records.
void set_clustering(TableLinkageOptions& options, const std::string& method,
                    std::optional<double> cluster_probability, bool duplicate_free) {
    const auto known = identity::parse_cluster_method(method);
    if (!known)
        throw Error{ErrorCode::invalid_argument,
                    "method is average_linkage, connected_components, single_best_link or unique_mapping"};
    options.cluster_method = *known;
    options.duplicate_free = duplicate_free;
    options.cluster_probability = cluster_probability;
}

PairEvidence explained(const identity::RecordSet& left, const std::string& left_id,
                       const identity::RecordSet& right, const std::string& right_id,
                       const identity::MatchModel& model) {
    const auto left_record = left.find(left_id);
    const auto right_record = right.find(right_id);
    if (!left_record || !right_record) throw Error{ErrorCode::not_found, "no such record in this result"};
    return {identity::explain(left, *left_record, right, *right_record, model), std::nullopt};
}

/// The values of a record by attribute.
py::dict record_values(const identity::RecordSet& records, const std::string& id) {
    const auto record = records.find(id);
    if (!record) throw Error{ErrorCode::not_found, "no such record in this result"};
    py::dict out;
    for (const identity::ValueColumn& column : records.columns()) {
        py::list values;
        for (const auto value : column.values(*record))
            values.append(py::str(std::string{column.text(value)}));
        if (!values.empty()) out[py::str(column.attribute())] = values;
    }
    return out;
}

void bind_dedupe(py::module_& module) {
    py::class_<TableDedupe> face{
        module, "Dedupe", "The outcome of a stand-alone dedupe; as a table: record_id and cluster_id."};
    add_table_face<TableDedupe>(face, [](const TableDedupe& self) { return self.clusters(); });
    face.def_property_readonly(
            "columns", [](const TableDedupe& self) { return self.input.columns; },
            "attribute=column pairs, as they were read.")
        .def_property_readonly(
            "columns_of_tables", [](const TableDedupe& self) { return self.input.columns_of_tables; },
            "The attribute=column pairs of each table or file, in their order.")
        .def_readonly("join_weight", &TableDedupe::join_weight, "Bits above which pairs joined records.")
        .def_property_readonly(
            "model", [](const TableDedupe& self) { return self.result.model; },
            "The model as it was trained on these records.")
        .def_property_readonly("clusters", &TableDedupe::clusters,
                               "record_id and cluster_id of every record.")
        .def_property_readonly("pairs", &TableDedupe::pairs, "The pairs that were kept.")
        .def(
            "explain",
            [](const TableDedupe& self, const std::string& left_id, const std::string& right_id) {
                return explained(self.input.records, left_id, self.input.records, right_id,
                                 self.result.model);
            },
            "left_id"_a, "right_id"_a, "Return the evidence for a pair, by the model of this run.")
        .def(
            "record",
            [](const TableDedupe& self, const std::string& record_id) {
                return record_values(self.input.records, record_id);
            },
            "record_id"_a, "Return the values of a record as a dict of lists, by attribute.")
        .def(
            "write_clusters",
            [](const TableDedupe& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.write_clusters(out); });
            },
            "target"_a, "Write clusters.csv to a path or file descriptor.")
        .def(
            "write_pairs",
            [](const TableDedupe& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.write_pairs(out); });
            },
            "target"_a, "Write pairs.csv to a path or file descriptor.")
        .def("__repr__", [](const TableDedupe& self) {
            const auto& cluster = self.result.cluster;
            std::size_t clusters = 0;
            for (std::size_t i = 0; i < cluster.size(); ++i) clusters += cluster[i] == i ? 1 : 0;
            return repr_of("Dedupe", {{"records", std::to_string(self.input.records.size())},
                                      {"clusters", std::to_string(clusters)},
                                      {"pairs", std::to_string(self.result.pairs.size())}});
        });
    module.def(
        "dedupe",
        [](const py::object& records, const Model& model, const std::string& id, const py::object& columns,
           unsigned threads, std::optional<double> min_probability, const std::string& method,
           std::optional<double> cluster_probability, bool duplicate_free, const py::object& progress) {
            const auto tables = tables_from(records);
            auto options = options_from(id, columns, model, false, min_probability);
            set_clustering(options, method, cluster_probability, duplicate_free);
            return interruptible(progress, threads,
                                 [&](const Execution& e) { return dedupe_tables(tables, options, e); });
        },
        "records"_a, "model"_a = py::none(), py::kw_only(), "id"_a = "id", "columns"_a = py::none(),
        "threads"_a = 0, "min_probability"_a = py::none(), "method"_a = "average_linkage",
        "cluster_probability"_a = py::none(), "duplicate_free"_a = false, "progress"_a = py::none(),
        doc::kDedupe);
    module.def(
        "dedupe_files",
        [](const Paths& files, const std::string& id_column, const py::object& columns, const Model& model,
           unsigned threads, std::optional<double> min_probability, const std::string& method,
           std::optional<double> cluster_probability, bool duplicate_free, const py::object& progress) {
            auto options = options_from(id_column, columns, model, false, min_probability);
            set_clustering(options, method, cluster_probability, duplicate_free);
            return interruptible(progress, threads, [&](const Execution& e) {
                // The tables go as soon as the records are made.
                auto records = records_of(read_linked_tables(files, options, e.threads), options, e.threads);
                return dedupe_records(std::move(records), options, e);
            });
        },
        "files"_a, py::kw_only(), "id_column"_a = "id", "columns"_a = py::none(), "model"_a = py::none(),
        "threads"_a = 0, "min_probability"_a = py::none(), "method"_a = "average_linkage",
        "cluster_probability"_a = py::none(), "duplicate_free"_a = false, "progress"_a = py::none(),
        "Find the people behind the rows of CSV files; several files are one population.");
}

void bind_link(py::module_& module) {
    py::class_<TableLink> face{module, "Link", "The outcome of a stand-alone link; as a table: its pairs."};
    add_table_face<TableLink>(face, [](const TableLink& self) { return self.pairs(); });
    face.def_property_readonly(
            "columns",
            [](const TableLink& self) {
                return self.left.columns == self.right.columns
                           ? self.left.columns
                           : self.left.columns + " | " + self.right.columns;
            },
            "attribute=column pairs, as they were read.")
        .def_property_readonly(
            "model", [](const TableLink& self) { return self.result.model; },
            "The model as it was trained on these records.")
        .def_property_readonly("pairs", &TableLink::pairs,
                               "The pairs that were kept, best first for each left id.")
        .def(
            "explain",
            [](const TableLink& self, const std::string& left_id, const std::string& right_id) {
                return explained(self.left.records, left_id, self.right.records, right_id, self.result.model);
            },
            "left_id"_a, "right_id"_a, "Return the evidence for a pair, by the model of this run.")
        .def(
            "write_pairs",
            [](const TableLink& self, const py::object& target) {
                write_to(target, [&](std::ostream& out) { self.write_pairs(out); });
            },
            "target"_a, "Write pairs.csv to a path or file descriptor.");
    module.def(
        "link",
        [](const py::object& left, const py::object& right, const Model& model, const std::string& id,
           const py::object& columns, unsigned threads, bool many, std::optional<double> min_probability,
           const py::object& progress) {
            const table::Table left_table = table_from(left);
            const table::Table right_table = table_from(right);
            const auto options = options_from(id, columns, model, many, min_probability);
            return interruptible(progress, threads, [&](const Execution& e) {
                return link_tables(left_table, right_table, options, e);
            });
        },
        "left"_a, "right"_a, "model"_a = py::none(), py::kw_only(), "id"_a = "id", "columns"_a = py::none(),
        "threads"_a = 0, "many"_a = false, "min_probability"_a = py::none(), "progress"_a = py::none(),
        doc::kLink);
    module.def(
        "link_files",
        [](const std::filesystem::path& left, const std::filesystem::path& right,
           const std::string& id_column, const py::object& columns, const Model& model, unsigned threads,
           bool many, std::optional<double> min_probability, const py::object& progress) {
            const auto options = options_from(id_column, columns, model, many, min_probability);
            return interruptible(progress, threads, [&](const Execution& e) {
                const auto tables = read_linked_tables(Paths{left, right}, options, e.threads);
                return link_tables(tables[0], tables[1], options, e);
            });
        },
        "left"_a, "right"_a, py::kw_only(), "id_column"_a = "id", "columns"_a = py::none(),
        "model"_a = py::none(), "threads"_a = 0, "many"_a = false, "min_probability"_a = py::none(),
        "progress"_a = py::none(), "Link two CSV files.");
}

void bind_explain(py::module_& module) {
    module.def(
        "explain",
        [](const py::object& left, const py::object& right, const std::string& left_id,
           const std::string& right_id, const Model& model, const std::string& id, const py::object& columns,
           unsigned threads, const py::object& progress) {
            const table::Table left_table = table_from(left);
            const table::Table right_table = table_from(right);
            const auto options = options_from(id, columns, model, false, std::nullopt);
            return interruptible(progress, threads, [&](const Execution& e) {
                return PairEvidence{explain_tables(left_table, right_table, left_id, right_id, options, e),
                                    std::nullopt};
            });
        },
        "left"_a, "right"_a, "left_id"_a, "right_id"_a, "model"_a = py::none(), py::kw_only(), "id"_a = "id",
        "columns"_a = py::none(), "threads"_a = 0, "progress"_a = py::none(),
        "Return the evidence for one pair: each comparison with its level and its weight in bits.");
}

void bind_training(py::module_& module) {
    py::class_<identity::MatchModel>{py::object{module.attr("MatchModel")}}.def(
        "train",
        [](const py::object& self, const py::object& records, const std::string& id,
           const py::object& columns, unsigned threads, const py::object& progress) {
            auto& model = self.cast<identity::MatchModel&>();
            const auto tables = tables_from(records);
            const auto options = options_from(id, columns, model, false, std::nullopt);
            model = interruptible(progress, threads,
                                  [&](const Execution& e) { return train_tables(tables, options, e); });
            return self;
        },
        "records"_a, py::kw_only(), "id"_a = "id", "columns"_a = py::none(), "threads"_a = 0,
        "progress"_a = py::none(), "Train this model on tables, without labels; return it.");
    module.def(
        "train",
        [](const identity::MatchModel& model, const py::object& records, const std::string& id,
           const py::object& columns, unsigned threads, const py::object& progress) {
            const auto tables = tables_from(records);
            const auto options = options_from(id, columns, model, false, std::nullopt);
            return interruptible(progress, threads,
                                 [&](const Execution& e) { return train_tables(tables, options, e); });
        },
        "model"_a, "records"_a, py::kw_only(), "id"_a = "id", "columns"_a = py::none(), "threads"_a = 0,
        "progress"_a = py::none(), "Return the model trained on tables, without labels.");
    module.def(
        "train_files",
        [](const Paths& files, const std::string& id_column, const py::object& columns, const Model& model,
           unsigned threads, const py::object& progress) {
            const auto options = options_from(id_column, columns, model, false, std::nullopt);
            return interruptible(progress, threads, [&](const Execution& e) {
                return train_tables(read_linked_tables(files, options, e.threads), options, e);
            });
        },
        "files"_a, py::kw_only(), "id_column"_a = "id", "columns"_a = py::none(), "model"_a = py::none(),
        "threads"_a = 0, "progress"_a = py::none(),
        "Return a model (by default the person model) trained on CSV files, without labels.");
}

py::dict prior_dict(const identity::PriorEstimate& estimate) {
    return py::dict("prior"_a = estimate.prior,
                    "interval"_a = py::make_tuple(estimate.interval.lower, estimate.interval.upper),
                    "pairs"_a = estimate.found, "all_pairs"_a = estimate.all_pairs,
                    "recall"_a = estimate.recall);
}

void bind_labelled_training(py::module_& module) {
    py::class_<identity::MatchModel>{py::object{module.attr("MatchModel")}}
        .def(
            "estimate_m",
            [](const py::object& self, const py::object& records, const py::object& labels,
               const std::optional<std::string>& label_column, const std::string& id,
               const py::object& columns, unsigned threads, const py::object& progress) {
                auto& model = self.cast<identity::MatchModel&>();
                if (labels.is_none() != label_column.has_value())
                    throw Error{ErrorCode::invalid_argument, "give either labels or label_column"};
                const auto tables = tables_from(records);
                const auto options = options_from(id, columns, model, false, std::nullopt);
                std::optional<table::Table> judged;
                if (!labels.is_none()) judged = table_from(labels);
                model = interruptible(progress, threads, [&](const Execution& e) {
                    return judged ? estimate_m_from_labels(tables, *judged, options, e)
                                  : estimate_m_from_column(tables, *label_column, options, e);
                });
                return self;
            },
            "records"_a, py::kw_only(), "labels"_a = py::none(), "label_column"_a = py::none(), "id"_a = "id",
            "columns"_a = py::none(), "threads"_a = 0, "progress"_a = py::none(), doc::kEstimateM)
        .def(
            "estimate_prior",
            [](identity::MatchModel& model, const py::object& records, const std::vector<std::string>& rules,
               double recall, const std::string& id, const py::object& columns, unsigned threads,
               const py::object& progress) {
                const auto tables = tables_from(records);
                const auto options = options_from(id, columns, model, false, std::nullopt);
                const auto estimate = interruptible(progress, threads, [&](const Execution& e) {
                    return estimate_prior_of_tables(tables, rules, recall, options, e);
                });
                model.prior = estimate.prior;
                return prior_dict(estimate);
            },
            "records"_a, "rules"_a, py::kw_only(), "recall"_a, "id"_a = "id", "columns"_a = py::none(),
            "threads"_a = 0, "progress"_a = py::none(), doc::kEstimatePrior);
}

py::dict rule_dict(const identity::RuleAnalysis& rule) {
    py::list largest;
    for (const identity::BlockSize& block : rule.largest) {
        py::dict item;
        item["key"] = block.key;
        item["records"] = block.left + block.right;
        item["pairs"] = block.pairs;
        item["generic"] = block.is_generic;
        largest.append(item);
    }
    py::dict item;
    item["rule"] = rule.rule;
    item["pairs"] = rule.pairs;
    item["share"] = rule.share;
    item["cumulative_pairs"] = rule.cumulative;
    item["new_pairs"] = rule.new_pairs;
    item["cumulative_new_pairs"] = rule.cumulative_new;
    item["blocks"] = rule.blocks;
    item["generic_keys"] = rule.generic_keys;
    item["generic_pairs"] = rule.generic_pairs;
    item["largest"] = largest;
    return item;
}

py::dict blocking_dict(const identity::BlockingAnalysis& analysis) {
    py::list rules;
    for (const identity::RuleAnalysis& rule : analysis.rules) rules.append(rule_dict(rule));
    py::dict out;
    out["all_pairs"] = analysis.all_pairs;
    out["compares_all"] = analysis.compares_all;
    out["pairs"] = analysis.pairs;
    out["rules"] = rules;
    return out;
}

void bind_blocking(py::module_& module) {
    module.def(
        "analyze_blocking",
        [](const py::object& records, const Model& model, const std::string& id, const py::object& columns,
           bool count_new_pairs, std::size_t largest_blocks, unsigned threads, const py::object& progress) {
            const auto tables = tables_from(records);
            const auto options = options_from(id, columns, model, false, std::nullopt);
            const identity::BlockingAnalysisOptions wanted{largest_blocks, count_new_pairs};
            return blocking_dict(interruptible(progress, threads, [&](const Execution& e) {
                return analyze_blocking_of_tables(tables, options, wanted, e);
            }));
        },
        "records"_a, "model"_a = py::none(), py::kw_only(), "id"_a = "id", "columns"_a = py::none(),
        "count_new_pairs"_a = false, "largest_blocks"_a = 5, "threads"_a = 0, "progress"_a = py::none(),
        doc::kAnalyzeBlocking);
    module.def(
        "analyze_blocking_files",
        [](const Paths& files, const std::string& id_column, const py::object& columns, const Model& model,
           bool count_new_pairs, std::size_t largest_blocks, unsigned threads, const py::object& progress) {
            const auto options = options_from(id_column, columns, model, false, std::nullopt);
            const identity::BlockingAnalysisOptions wanted{largest_blocks, count_new_pairs};
            return blocking_dict(interruptible(progress, threads, [&](const Execution& e) {
                return analyze_blocking_of_tables(read_tables(files, table::CellSpaces::trimmed, e.threads),
                                                  options, wanted, e);
            }));
        },
        "files"_a, py::kw_only(), "id_column"_a = "id", "columns"_a = py::none(), "model"_a = py::none(),
        "count_new_pairs"_a = false, "largest_blocks"_a = 5, "threads"_a = 0, "progress"_a = py::none(),
        "Say what blocking would propose for the rows of CSV files; see analyze_blocking.");
}

}  // namespace

TableLinkageOptions table_options(const std::string& id, const py::object& columns, const Model& model) {
    TableLinkageOptions options;
    options.id_column = id;
    options.columns = column_spec(columns);
    options.model = model;
    return options;
}

std::vector<table::Table> tables_from(const py::object& source) {
    std::vector<table::Table> tables;
    if (py::isinstance<py::list>(source) || py::isinstance<py::tuple>(source)) {
        for (const py::handle one : source)
            tables.push_back(table_from(py::reinterpret_borrow<py::object>(one)));
    } else {
        tables.push_back(table_from(source));
    }
    return tables;
}

void bind_linkage(py::module_& module) {
    bind_blocking(module);
    bind_dedupe(module);
    bind_link(module);
    bind_explain(module);
    bind_training(module);
    bind_labelled_training(module);
}

}  // namespace scrm::python
