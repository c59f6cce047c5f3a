// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <optional>

#include "scrm/crm/crm.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/golden_record.hpp"

namespace scrm::python {

/// The evidence for a pair, with the link that stands on it if there is one.
struct PairEvidence {
    identity::Explanation explanation;
    std::optional<IdentityLink> link;
};

pybind11::dict explanation_dict(const identity::Explanation& explanation);
/// One dict per surviving value: attribute, value, source, as_of.
pybind11::list golden_fields(const identity::GoldenRecord& record);
pybind11::object resolution_face(const Crm& crm);

}  // namespace scrm::python
