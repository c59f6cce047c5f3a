// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <optional>
#include <string>
#include <vector>

#include "scrm/crm/crm.hpp"
#include "scrm/crm/table_linkage.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/golden_record.hpp"

namespace scrm::python {

/// The evidence for a pair, with the link that stands on it if there is one.
struct PairEvidence {
    identity::Explanation explanation;
    std::optional<IdentityLink> link;
};

pybind11::dict explanation_dict(const identity::Explanation& explanation);
/// One dict per value: attribute, value, source, as_of, strategy, survives; those that lost when asked for.
pybind11::list golden_fields(const identity::GoldenRecord& record, bool losing = false);
/// The standard policy when there is none.
identity::SurvivorshipPolicy policy_from(const std::optional<identity::SurvivorshipPolicy>& policy);
/// From RFC 3339 text or None. Throws Error{invalid_argument}.
std::optional<UtcTime> time_from(const pybind11::object& text);

/// How tables are read: `columns` is "attribute=column,…" or a mapping of attributes to a column or several.
TableLinkageOptions table_options(const std::string& id, const pybind11::object& columns,
                                  const std::optional<identity::MatchModel>& model);
/// One table, or a list of them.
std::vector<table::Table> tables_from(const pybind11::object& source);

/// A result stands for its main table wherever a table goes.
template <class Result>
void add_table_face(pybind11::class_<Result>& face, table::Table (*table_of)(const Result&)) {
    namespace py = pybind11;
    face.def(
            "__arrow_c_stream__",
            [table_of](const Result& self, const py::object& requested_schema) {
                return py::cast(table_of(self)).attr("__arrow_c_stream__")(requested_schema);
            },
            py::arg("requested_schema") = py::none(), "Return the main table as an Arrow stream.")
        .def(
            "to_pandas",
            [table_of](const Result& self) { return py::cast(table_of(self)).attr("to_pandas")(); },
            "Return the main table as a pandas DataFrame.")
        .def(
            "to_dict", [table_of](const Result& self) { return py::cast(table_of(self)).attr("to_dict")(); },
            "Return the main table as a dict of columns.")
        .def("__len__", [table_of](const Result& self) { return table_of(self).row_count(); });
}
pybind11::object resolution_face(const Crm& crm);

}  // namespace scrm::python
