// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/survivorship.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>

#include "bindings.hpp"
#include "evaluation_docstrings.hpp"
#include "linkage_types.hpp"
#include "scrm/core/error.hpp"
#include "scrm/identity/golden_record.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace scrm::python {
namespace {

identity::SourceRecord source_record_from(const py::dict& record) {
    const auto required = [&](const char* name) {
        if (!record.contains(name))
            throw Error{ErrorCode::invalid_argument, std::string{"a record has no "} + name};
        return py::object{record[name]};
    };
    identity::SourceRecord out;
    out.source = required("source").cast<std::string>();
    out.record_id = required("record_id").cast<std::string>();
    if (record.contains("as_of")) out.as_of = time_from(record["as_of"]);
    const py::object fields = required("fields");
    for (const py::handle item : fields.attr("items")()) {
        const auto [name, given] = item.cast<std::pair<std::string, py::object>>();
        identity::SourceRecord::Field field{name, {}};
        if (given.is_none()) continue;
        if (py::isinstance<py::str>(given))
            field.values = {given.cast<std::string>()};
        else
            field.values = given.cast<std::vector<std::string>>();
        std::erase(field.values, std::string{});
        if (!field.values.empty()) out.fields.push_back(std::move(field));
    }
    std::sort(out.fields.begin(), out.fields.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return out;
}

}  // namespace

std::optional<UtcTime> time_from(const py::object& text) {
    if (text.is_none()) return std::nullopt;
    const auto time = parse_time(text.cast<std::string>());
    if (!time) throw Error{ErrorCode::invalid_argument, "a time cannot be read"};
    return time;
}

identity::SurvivorshipPolicy policy_from(const std::optional<identity::SurvivorshipPolicy>& policy) {
    return policy ? *policy : identity::SurvivorshipPolicy::standard();
}

py::list golden_fields(const identity::GoldenRecord& record, bool losing) {
    py::list fields;
    const auto add = [&](const identity::GoldenField& field, const identity::GoldenValue& value,
                         bool survives) {
        fields.append(py::dict("attribute"_a = field.name, "value"_a = value.value,
                               "source"_a = value.provenance.source + ":" + value.provenance.record_id,
                               "as_of"_a = time_text(value.provenance.as_of),
                               "strategy"_a = identity::to_string(field.strategy), "survives"_a = survives));
    };
    for (const auto& field : record.fields) {
        for (const auto& value : field.values) add(field, value, true);
        if (!losing) continue;
        for (const auto& value : field.alternatives) add(field, value, false);
    }
    return fields;
}

void bind_survivorship(py::module_& extension) {
    py::module_ module = extension.def_submodule(
        "survivorship", "Which values of several records survive in the golden record.");
    using Policy = identity::SurvivorshipPolicy;
    py::class_<Policy>(module, "SurvivorshipPolicy", doc::kSurvivorshipPolicy)
        .def_static("standard", &Policy::standard, "Return the policy that a bank starts from.")
        .def_static(
            "from_json", [](const std::string& text) { return Policy::from_json(text); }, "text"_a,
            "Read a policy from JSON text.")
        .def_static(
            "load", [](const std::filesystem::path& path) { return Policy::load(path); }, "path"_a,
            "Read a policy file.")
        .def("to_json", &Policy::to_json, "Return the policy as JSON text to edit.")
        .def(
            "__eq__", [](const Policy& self, const Policy& other) { return self == other; }, "other"_a,
            "Whether two policies say the same.")
        .def(py::pickle([](const Policy& self) { return self.to_json(); },
                        [](const std::string& text) { return Policy::from_json(text); }));
    module.def(
        "golden_record",
        [](const std::vector<py::dict>& records, const std::optional<Policy>& policy, const std::string& id,
           const py::object& now) {
            std::vector<identity::SourceRecord> sources;
            for (const py::dict& record : records) sources.push_back(source_record_from(record));
            return golden_fields(
                identity::golden_record(CustomerId{id}, sources, policy_from(policy), time_from(now)), true);
        },
        "records"_a, "policy"_a = py::none(), py::kw_only(), "id"_a = "", "now"_a = py::none(),
        doc::kGoldenRecord);
}

}  // namespace scrm::python
