// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "scrm/storage/database.hpp"

namespace scrm::storage::detail {

/// Where a database is.
struct DatabaseUrl {
    Backend backend = Backend::sqlite;
    std::filesystem::path file;  ///< SQLite, absolute, symbolic links resolved
    std::string uri;             ///< PostgreSQL, as given
    std::string description;     ///< for people: without any password, one line
};

/// Throws Error{invalid_argument} for anything else than the forms of Database.
DatabaseUrl parse_database_url(std::string_view url);

}  // namespace scrm::storage::detail
