// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace scrm::table {

/// All bytes of a file. Throws Error{not_found} where there is none, Error{unreadable_input} for a folder,
/// Error{unavailable} when it cannot be read; messages name the file without its folder.
std::string read_file(const std::filesystem::path& file);

}  // namespace scrm::table
