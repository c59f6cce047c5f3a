// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <optional>
#include <string>

#include "scrm/core/error.hpp"
#include "scrm/core/time.hpp"
#include "scrm/crm/crm.hpp"
#include "scrm/crm/options.hpp"
#include "scrm/model/identity_link.hpp"

namespace scrm::python {

/// Sets the Python exception of an error, for code that pybind11 does not run.
void raise(const Error& error);

/// One function a module; module.cpp calls them in this order, so that every type stands before its uses.
void bind_errors(pybind11::module_& module);
void bind_table(pybind11::module_& module);
void bind_identity(pybind11::module_& module);
void bind_comparisons(pybind11::module_& module);
void bind_sentiment(pybind11::module_& module);
void bind_linkage(pybind11::module_& module);
void bind_evaluation(pybind11::module_& module);
void bind_survivorship(pybind11::module_& module);
void bind_live(pybind11::module_& module);
void bind_records(pybind11::module_& module);
void bind_assessments(pybind11::module_& module);
void bind_resolution(pybind11::module_& module);
void bind_crm(pybind11::module_& module);

/// Calls that fit no function say which there are, and not, as pybind11 would, with what they were called:
/// that may be a table of customers. After everything was bound.
void keep_values_out_of_type_errors(const pybind11::module_& module);

/// RFC 3339 text, or None.
pybind11::object time_text(const std::optional<UtcTime>& time);
pybind11::object assessments_face(const Crm& crm);
pybind11::dict link_dict(const IdentityLink& link);
/// "cards" or "all"; throws Error{invalid_argument}.
connect::TextMasking masking_from(const std::string& name);
Actor author(const std::string& actor, const std::string& reason);

}  // namespace scrm::python
