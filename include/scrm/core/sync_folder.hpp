// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace scrm {

/// Flushes a folder to disk: a name that was made or replaced in it lasts only from then on. An empty path is
/// the working folder. Throws Error{unavailable}.
void sync_folder(const std::filesystem::path& folder);

}  // namespace scrm
