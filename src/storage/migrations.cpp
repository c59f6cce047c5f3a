// SPDX-License-Identifier: Apache-2.0
#include "migrations_internal.hpp"

#include "scrm/core/digest.hpp"
#include "scrm/core/error.hpp"

namespace scrm::storage::detail {
namespace {

std::string_view replacement(std::string_view name, Backend backend) {
    const bool sqlite = backend == Backend::sqlite;
    // PostgreSQL keeps rows as they come and reads them so; SQLite does by its row id.
    if (name == "row_id") return sqlite ? "id integer primary key," : "";
    if (name == "key") return sqlite ? "text" : "text collate \"C\"";
    if (name == "clustered") return sqlite ? "without rowid" : "";
    throw Error{ErrorCode::internal, "a migration holds an unknown placeholder"};
}

}  // namespace

std::string sql_of(const Migration& migration, Backend backend) {
    std::string out;
    bool skipping = false;
    std::string_view rest = migration.text;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.starts_with("{begin ")) {
            skipping = line.substr(7, line.find('}') - 7) != to_string(backend);
            continue;
        }
        if (line.starts_with("{end}")) {
            skipping = false;
            continue;
        }
        if (skipping || line.starts_with("--")) continue;
        for (std::size_t open = line.find('{'); open != std::string_view::npos; open = line.find('{')) {
            const std::size_t close = line.find('}', open);
            out.append(line.substr(0, open));
            out.append(replacement(line.substr(open + 1, close - open - 1), backend));
            line.remove_prefix(close + 1);
        }
        out.append(line);
        out.push_back('\n');
    }
    return out;
}

std::string checksum_of(const Migration& migration) {
    return sha256(migration.text).hex();
}

}  // namespace scrm::storage::detail
