// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>

#include "bindings.hpp"
#include "evaluation_docstrings.hpp"
#include "interruptible.hpp"
#include "linkage_types.hpp"
#include "repr.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/table_accuracy.hpp"
#include "scrm/crm/table_linkage.hpp"
#include "scrm/identity/cluster_accuracy.hpp"
#include "scrm/identity/comparison_patterns.hpp"
#include "scrm/table/column_names.hpp"
#include "tables.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

using Model = std::optional<identity::MatchModel>;

/// The pairs of a result, or a table of pairs.
table::Table pairs_from(const py::object& source) {
    if (py::isinstance<TableDedupe>(source)) return source.cast<const TableDedupe&>().pairs();
    if (py::isinstance<TableLink>(source)) return source.cast<const TableLink&>().pairs();
    return table_from(source);
}

py::object interval(const std::optional<identity::Interval>& bounds) {
    return bounds ? py::object{py::make_tuple(bounds->lower, bounds->upper)} : py::none();
}

py::dict point_dict(const identity::AccuracyPoint& point) {
    return py::dict("match_weight"_a = point.weight, "probability"_a = point.probability,
                    "pairs"_a = point.pairs, "true_positive"_a = point.true_positive,
                    "false_positive"_a = point.false_positive, "false_negative"_a = point.false_negative,
                    "precision"_a = point.score.precision, "recall"_a = point.score.recall,
                    "f1"_a = point.score.f1, "precision_interval"_a = interval(point.precision_interval),
                    "recall_interval"_a = interval(point.recall_interval));
}

const char* basis_name(AccuracyBasis basis) {
    switch (basis) {
        case AccuracyBasis::model:
            return "model";
        case AccuracyBasis::truth:
            return "truth";
        case AccuracyBasis::sample:
            return "sample";
    }
    return "";
}

void bind_accuracy(py::module_& module) {
    py::class_<TableAccuracy> face{module, "Accuracy",
                                   "Precision, recall and F1 by threshold; as a table: its points."};
    add_table_face<TableAccuracy>(face, [](const TableAccuracy& self) { return self.points(); });
    face.def_property_readonly(
            "basis", [](const TableAccuracy& self) { return basis_name(self.basis); },
            "What it stands on: model, truth (every pair judged) or sample.")
        .def_property_readonly(
            "matches", [](const TableAccuracy& self) { return self.curve.matches; },
            "True pairs, those that were never compared included.")
        .def_property_readonly(
            "best",
            [](const TableAccuracy& self) -> py::object {
                if (!self.curve.best) return py::none();
                return point_dict(self.curve.points[*self.curve.best]);
            },
            "The point of the best F1; None when no pair is a match.")
        .def("__repr__",
             [](const TableAccuracy& self) {
                 return repr_of("Accuracy", {{"basis", basis_name(self.basis)},
                                             {"points", std::to_string(self.curve.points.size())}});
             })
        .def(
            "plot",
            [](const py::object& self) { return py::module_::import("scrm.charts").attr("accuracy")(self); },
            "Return a chart of the curve.")
        .def(
            "at",
            [](const TableAccuracy& self, double match_weight) -> py::object {
                const auto& points = self.curve.points;
                const auto at = std::find_if(points.begin(), points.end(),
                                             [&](const auto& point) { return point.weight >= match_weight; });
                return at == points.end() ? py::none() : py::object{point_dict(*at)};
            },
            "match_weight"_a, "Return the point that judges a threshold; None above all pairs.");
    module.def(
        "accuracy",
        [](const py::object& pairs, const py::object& truth, double missed) {
            const table::Table found = pairs_from(pairs);
            if (truth.is_none()) return expected_accuracy(found, missed);
            if (missed != 0)
                throw Error{ErrorCode::invalid_argument, "missed pairs are known from the truth"};
            if (py::isinstance<py::str>(truth) || py::hasattr(truth, "__fspath__"))
                return accuracy_from_truth(found, identity::load_truth(truth.cast<std::filesystem::path>()));
            return accuracy_from_truth(found, table_from(truth));
        },
        "pairs"_a, "truth"_a = py::none(), py::kw_only(), "missed"_a = 0.0, doc::kAccuracy);
    module.def(
        "accuracy_from_labels",
        [](const py::object& labels, double missed) {
            return accuracy_from_labels(table_from(labels), missed);
        },
        "labels"_a, py::kw_only(), "missed"_a = 0.0, doc::kAccuracyFromLabels);
    module.def(
        "review_sample",
        [](const py::object& pairs, std::size_t size, std::size_t strata, std::uint64_t seed) {
            return review_sample(pairs_from(pairs), {size, strata, seed});
        },
        "pairs"_a, "size"_a = 200, py::kw_only(), "strata"_a = 10, "seed"_a = 1, doc::kReviewSample);
}

std::vector<identity::ClusterRow> cluster_rows(const table::Table& table) {
    const auto text = [&](const char* name, std::int64_t row) {
        const auto at = table.find(name);
        if (!at) throw Error{ErrorCode::not_found, table::no_such_column(name, table.names())};
        return table::cell_text(table.column(*at), row).value_or("");
    };
    std::vector<identity::ClusterRow> out;
    for (std::int64_t row = 0; row < table.row_count(); ++row)
        out.push_back({text("record_id", row), text("cluster_id", row)});
    return out;
}

void bind_cluster_accuracy(py::module_& module) {
    module.def(
        "estimate_cluster_accuracy",
        [](const py::object& people, const py::object& found, const std::string& sampling) {
            if (sampling != "by_record" && sampling != "by_cluster")
                throw Error{ErrorCode::invalid_argument, "sampling is by_record or by_cluster"};
            const auto estimated = identity::estimate_cluster_accuracy(
                cluster_rows(table_from(people)), cluster_rows(table_from(found)),
                sampling == "by_record" ? identity::ClusterSampling::by_record
                                        : identity::ClusterSampling::by_cluster);
            return py::dict("people"_a = estimated.people, "records"_a = estimated.records,
                            "precision"_a = estimated.score.precision, "recall"_a = estimated.score.recall,
                            "f1"_a = estimated.score.f1,
                            "precision_interval"_a = interval(estimated.precision_interval),
                            "recall_interval"_a = interval(estimated.recall_interval));
        },
        "people"_a, "found"_a, py::kw_only(), "sampling"_a = "by_record", doc::kClusterAccuracy);
}

/// Calls `use` with the records of a result or of tables, and how they are to be compared.
template <class Use>
auto with_records(const py::object& records, const Model& model, const std::string& id,
                  const py::object& columns, unsigned threads, const py::object& progress, const Use& use) {
    TableLinkageOptions options = table_options(id, columns, model);
    if (py::isinstance<TableDedupe>(records)) {
        const auto& result = records.cast<const TableDedupe&>();
        if (!model) options.model = result.result.model;
        return interruptible(progress, threads,
                             [&](const Execution& e) { return use(result.input, options, e); });
    }
    const auto tables = tables_from(records);
    return interruptible(progress, threads, [&](const Execution& e) {
        return use(records_of(tables, options, e.threads), options, e);
    });
}

void bind_self_comparison(py::module_& module) {
    module.def(
        "unlinkables",
        [](const py::object& records, const Model& model, const std::string& id, const py::object& columns,
           unsigned threads, const py::object& progress) {
            return with_records(records, model, id, columns, threads, progress,
                                [](const TableRecords& input, const auto& options, const Execution& e) {
                                    return unlinkables_table(self_weights_of(input, options, e).weights);
                                });
        },
        "records"_a, "model"_a = py::none(), py::kw_only(), "id"_a = "id", "columns"_a = py::none(),
        "threads"_a = 0, "progress"_a = py::none(), doc::kUnlinkables);
    module.def(
        "unlinkables_of_files",
        [](const std::vector<std::filesystem::path>& files, const std::string& id_column,
           const py::object& columns, const Model& model, unsigned threads, const py::object& progress) {
            const TableLinkageOptions options = table_options(id_column, columns, model);
            return interruptible(progress, threads, [&](const Execution& e) {
                const auto tables = read_linked_tables(files, options, e.threads);
                return unlinkables_table(
                    self_weights_of(records_of(tables, options, e.threads), options, e).weights);
            });
        },
        "files"_a, py::kw_only(), "id_column"_a = "id", "columns"_a = py::none(), "model"_a = py::none(),
        "threads"_a = 0, "progress"_a = py::none(),
        "Say how many rows of CSV files cannot be linked; see unlinkables.");
    module.def(
        "term_frequencies",
        [](const py::object& records, const std::string& comparison, const Model& model,
           const std::string& id, const py::object& columns, unsigned threads, const py::object& progress) {
            return with_records(records, model, id, columns, threads, progress,
                                [&](const TableRecords& input, const auto& options, const Execution& e) {
                                    return value_frequencies_of(input, comparison, options, e);
                                });
        },
        "records"_a, "comparison"_a, "model"_a = py::none(), py::kw_only(), "id"_a = "id",
        "columns"_a = py::none(), "threads"_a = 0, "progress"_a = py::none(), doc::kTermFrequencies);
}

void bind_cluster_report(py::module_& module) {
    py::class_<TableClusterReport> face{module, "ClusterReport",
                                        "The shapes of clusters; as a table: one row a cluster."};
    add_table_face<TableClusterReport>(face, [](const TableClusterReport& self) { return self.clusters; });
    face.def_readonly("clusters", &TableClusterReport::clusters,
                      "cluster_id, records, pairs, density, parts, bridges, weakest_weight, mean_weight.")
        .def_readonly(
            "bridges", &TableClusterReport::bridges,
            "cluster_id, left_id, right_id, match_weight, and split_off: records of the smaller side.");
    module.def(
        "cluster_report",
        [](const TableDedupe& result, std::optional<double> min_probability) {
            if (!min_probability) return report_clusters(result);
            if (!(*min_probability >= 0 && *min_probability <= 1))
                throw Error{ErrorCode::invalid_argument, "min_probability is no probability"};
            return report_clusters(result, identity::weight_of(*min_probability));
        },
        "result"_a, py::kw_only(), "min_probability"_a = py::none(), doc::kClusterReport);
}

py::dict example_dict(const identity::ScoredPair& pair, const identity::RecordSet& left,
                      const identity::RecordSet& right, const identity::MatchModel& model, bool values) {
    py::dict out("left_id"_a = left.id(pair.left), "right_id"_a = right.id(pair.right),
                 "match_weight"_a = pair.weight, "probability"_a = pair.probability);
    if (!values) return out;
    const auto joined = [](const identity::RecordSet& set, identity::RecordIndex record,
                           const std::string& attribute) {
        std::string text;
        for (const std::string_view value : set.values(record, attribute)) {
            if (!text.empty()) text += "; ";
            text += value;
        }
        return text;
    };
    py::dict shown;
    for (const identity::Comparison& comparison : model.comparisons) {
        for (const std::string& attribute : comparison.attributes) {
            const py::str name{attribute};
            if (shown.contains(name)) continue;
            const std::string left_text = joined(left, pair.left, attribute);
            const std::string right_text = joined(right, pair.right, attribute);
            if (!left_text.empty() || !right_text.empty())
                shown[name] = py::make_tuple(left_text, right_text);
        }
    }
    out["values"] = shown;
    return out;
}

py::list patterns_list(const std::vector<identity::ScoredPair>& pairs, const identity::RecordSet& left,
                       const identity::RecordSet& right, const identity::MatchModel& model,
                       std::size_t examples, bool values) {
    py::list out;
    for (const auto& pattern : identity::comparison_patterns(pairs, model, examples)) {
        py::dict levels;
        for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
            const identity::Comparison& comparison = model.comparisons[i];
            const auto& level = pattern.levels[i];
            levels[py::str(comparison.name)] =
                level ? py::object{py::str(comparison.levels[*level].name)} : py::none();
        }
        py::list shown;
        for (const std::size_t example : pattern.examples)
            shown.append(example_dict(pairs[example], left, right, model, values));
        out.append(py::dict("levels"_a = levels, "pairs"_a = pattern.pairs,
                            "least_weight"_a = pattern.least_weight, "mean_weight"_a = pattern.mean_weight,
                            "most_weight"_a = pattern.most_weight,
                            "expected_matches"_a = pattern.expected_matches, "examples"_a = shown));
    }
    return out;
}

void bind_patterns(py::module_& module) {
    module.def(
        "comparison_patterns",
        [](const py::object& result, std::size_t examples, bool values) {
            if (py::isinstance<TableDedupe>(result)) {
                const auto& dedupe = result.cast<const TableDedupe&>();
                return patterns_list(dedupe.result.pairs, dedupe.input.records, dedupe.input.records,
                                     dedupe.result.model, examples, values);
            }
            if (!py::isinstance<TableLink>(result)) throw py::type_error("expected a Dedupe or a Link");
            const auto& link = result.cast<const TableLink&>();
            return patterns_list(link.result.pairs, link.left.records, link.right.records, link.result.model,
                                 examples, values);
        },
        "result"_a, py::kw_only(), "examples"_a = 3, "values"_a = true, doc::kPatterns);
}

}  // namespace

void bind_evaluation(py::module_& extension) {
    py::module_ module = extension.def_submodule("evaluation", "How good a linkage is.");
    bind_accuracy(module);
    bind_cluster_accuracy(module);
    bind_self_comparison(module);
    bind_cluster_report(module);
    bind_patterns(module);
}

}  // namespace scrm::python
