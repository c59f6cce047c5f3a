// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>

#include "bindings.hpp"

namespace py = pybind11;

namespace {

py::dict features() {
    py::dict found;
    found["version"] = SCRM_VERSION;
    found["build"] = SCRM_BUILD_TYPE;
    found["compiler"] = __VERSION__;
    found["databases"] = py::make_tuple("sqlite", "postgresql");
    return found;
}

}  // namespace

PYBIND11_MODULE(_scrm, module) {
    module.doc() = "The compiled part of scrm; use it through the package scrm.";
    module.attr("__version__") = SCRM_VERSION;
    scrm::python::bind_errors(module);
    scrm::python::bind_table(module);
    scrm::python::bind_identity(module);
    scrm::python::bind_comparisons(module);
    scrm::python::bind_sentiment(module);
    scrm::python::bind_linkage(module);
    scrm::python::bind_evaluation(module);
    scrm::python::bind_survivorship(module);
    scrm::python::bind_live(module);
    scrm::python::bind_records(module);
    scrm::python::bind_assessments(module);
    scrm::python::bind_resolution(module);
    scrm::python::bind_crm(module);
    module.def("features", &features,
               "Return what this build is and can: version, build, compiler, databases.");
    scrm::python::keep_values_out_of_type_errors(module);
}
