// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/schema.hpp"

#include <random>

#include "database_impl_internal.hpp"
#include "migrations_internal.hpp"
#include "schema_internal.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/search_index.hpp"
#include "search_index_internal.hpp"

namespace scrm::storage {
namespace detail {
namespace {

constexpr std::int64_t kSearchKeyStep = 5;

std::string random_hex(std::size_t bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::random_device source;
    std::string out;
    for (std::size_t i = 0; i < bytes; ++i) {
        const unsigned value = source();
        out.push_back(kDigits[value & 15U]);
        out.push_back(kDigits[(value >> 4U) & 15U]);
    }
    return out;
}

void fill_meta(Session& session) {
    const std::string database_id = random_hex(16);
    const std::string commitment_key = random_hex(32);
    session.execute("insert into scrm_meta (name, value) values ('database_id', :v)", {database_id});
    session.execute("insert into scrm_meta (name, value) values ('commitment_key', :v)", {commitment_key});
}

}  // namespace

void apply_migrations(Session& session, std::int64_t from, std::int64_t to, UtcTime now,
                      const SearchKeyRecipe& search_keys) {
    for (const Migration& migration : migrations()) {
        if (migration.version <= from || migration.version > to) continue;
        session.script(sql_of(migration, session.backend()));
        session.execute("insert into scrm_migration (version, checksum, applied_at) values (:v, :c, :t)",
                        {migration.version, checksum_of(migration), to_unix_micros(now)});
        if (migration.version == 1) fill_meta(session);
        if (migration.version == kSearchKeyStep) rebuild_search_index(session, search_keys);
        if (session.is_sqlite()) {
            session.script("pragma application_id = " + std::to_string(kApplicationId) +
                           "; pragma user_version = " + std::to_string(migration.version));
        }
    }
}

std::int64_t applied_version(Session& session) {
    std::int64_t newest = 0;
    bool known = true;
    session.query("select version, checksum from scrm_migration order by version", "it", {},
                  [&](const Row& row) {
                      const std::int64_t version = row.integer(0);
                      if (version != newest + 1) known = false;
                      newest = version;
                      const auto steps = migrations();
                      if (version >= 1 && version <= static_cast<std::int64_t>(steps.size()) &&
                          checksum_of(steps[static_cast<std::size_t>(version - 1)]) != row.text(1)) {
                          known = false;
                      }
                  });
    if (!known) {
        throw Error{ErrorCode::corrupt_data, "the database's schema is not one that scrm has made"};
    }
    return newest;
}

void require_version(std::int64_t found, std::int64_t wanted, SchemaPolicy policy) {
    const std::string versions = "the database has schema version " + std::to_string(found) +
                                 ", this scrm uses " + std::to_string(wanted);
    if (found > wanted) throw Error{ErrorCode::schema_mismatch, versions + ": use a newer scrm"};
    if (found < wanted && policy == SchemaPolicy::require_current) {
        throw Error{ErrorCode::schema_mismatch, versions + ": run `scrm migrate`"};
    }
}

}  // namespace detail

std::int64_t current_schema_version() noexcept {
    return static_cast<std::int64_t>(detail::migrations().size());
}

namespace {

/// Another scrm of the same schema may have made them by another recipe.
void refresh_search_keys(const Database& database, const SearchKeyRecipe& recipe) {
    const auto are_current = [&recipe](UnitOfWork& unit) {
        return SearchIndex{unit}.recipe() == recipe.name;
    };
    bool current = !recipe.keys;
    if (!current) run_read(database, [&](UnitOfWork& unit) { current = are_current(unit); });
    if (current) return;
    run_transaction(
        database,
        [&](UnitOfWork& unit) {
            if (are_current(unit)) return;
            SearchIndex{unit}.rebuild(recipe);
            unit.session().scrub_after_commit();
        },
        {}, Access::exclusive);
    database.impl().log(Severity::info, "search_keys_rebuilt", {{"recipe", recipe.name}});
}

}  // namespace

MigrationReport migrate(std::string_view url, bool dry_run, const OpenOptions& options) {
    OpenOptions existing = options;
    existing.create = false;
    const std::int64_t target = current_schema_version();
    const Database database{detail::open_database(url, existing, detail::SchemaPolicy::allow_older, target)};
    MigrationReport report{target, target, {}};
    {
        UnitOfWork unit{database, Access::read};
        report.from = detail::applied_version(unit.session());
    }
    for (const detail::Migration& step : detail::migrations()) {
        if (step.version <= report.from) continue;
        report.sql += "-- " + std::string{step.name} + "\n" + detail::sql_of(step, database.backend());
        if (dry_run) continue;
        run_transaction(
            database,
            [&](UnitOfWork& unit) {
                // Another process may have come first while this one waited for its turn.
                if (detail::applied_version(unit.session()) >= step.version) return;
                detail::apply_migrations(unit.session(), step.version - 1, step.version, unit.now(),
                                         existing.search_keys);
                unit.session().scrub_after_commit();
            },
            {}, Access::exclusive);
        database.impl().log(Severity::info, "migrated", {{"version", std::to_string(step.version)}});
    }
    if (!dry_run) refresh_search_keys(database, existing.search_keys);
    return report;
}

}  // namespace scrm::storage
