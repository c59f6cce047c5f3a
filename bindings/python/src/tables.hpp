// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include "scrm/table/table.hpp"

namespace scrm::python {

/// A Table, anything with __arrow_c_stream__, a pandas DataFrame without it, or a dict of columns. Throws
/// TypeError.
table::Table table_from(const pybind11::object& source);

}  // namespace scrm::python
