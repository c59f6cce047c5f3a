// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <filesystem>
#include <functional>
#include <ostream>
#include <stop_token>
#include <variant>

#include "scrm/core/progress.hpp"

namespace scrm::python {

/// Where a writer writes: a path (the file appears whole or not at all) or an open file descriptor.
using Target = std::variant<std::filesystem::path, int>;

/// From a str, a path object or a descriptor number. Throws TypeError otherwise.
Target target_from(const pybind11::object& object);

/// The reader of a pipe went away; becomes Python's BrokenPipeError.
struct BrokenPipe {};

/// Calls `write` with a stream on the target, interruptibly. A full or unwritable output throws
/// Error{unavailable}.
void write_to(const pybind11::object& target, const std::function<void(std::ostream&)>& write);

/// The same for long work: `progress` and `threads` as of interruptible().
void write_to(const pybind11::object& target, const pybind11::object& progress, unsigned threads,
              const std::function<void(std::ostream&, const Execution&)>& write);

}  // namespace scrm::python
