// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scrm/core/error.hpp"

namespace scrm {

/// A file, a folder or the file of a database that does not exist: an Error{not_found} of its own class,
/// because Python has a builtin of its own for it.
class FileNotFound : public Error {
  public:
    explicit FileNotFound(const std::string& message) : Error(ErrorCode::not_found, message) {}
};

}  // namespace scrm
