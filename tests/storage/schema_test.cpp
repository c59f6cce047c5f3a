// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/schema.hpp"

#include "scrm/core/error.hpp"
#include "scrm/storage/assessment_store.hpp"
#include "storage/database_impl_internal.hpp"
#include "storage/migrations_internal.hpp"
#include "storage/records.hpp"
#include "storage/schema_internal.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

class SchemaTest : public test::OnBothDatabases {
  protected:
    /// A database as version 1 of the schema made it, with a record in it.
    void make_old() {
        const Database old{
            detail::open_database(database_.url(), {}, detail::SchemaPolicy::require_current, 1)};
        test::fill(old, 2);
    }
    ErrorCode open_fails(std::string* message = nullptr) {
        try {
            database_.open();
        } catch (const Error& error) {
            if (message != nullptr) *message = error.what();
            return error.code();
        }
        return ErrorCode::internal;
    }
};
SCRM_ON_BOTH_DATABASES(SchemaTest);

TEST(MigrationTest, steps_are_numbered_without_gaps_and_their_text_fits_both_databases) {
    std::int64_t version = 0;
    for (const detail::Migration& step : detail::migrations()) {
        EXPECT_EQ(step.version, ++version);
        EXPECT_EQ(step.name.substr(0, 4), (std::string(3, '0') + std::to_string(version)).substr(0, 4));
        for (const Backend backend : {Backend::sqlite, Backend::postgresql}) {
            const std::string sql = detail::sql_of(step, backend);
            EXPECT_EQ(sql.find('{'), std::string::npos);
            EXPECT_EQ(sql.find("--"), std::string::npos);
        }
    }
    EXPECT_EQ(version, current_schema_version());
    EXPECT_GE(version, 2);
}

TEST_P(SchemaTest, an_older_schema_is_refused_and_names_migrate) {
    make_old();
    std::string message;
    EXPECT_EQ(open_fails(&message), ErrorCode::schema_mismatch);
    EXPECT_NE(message.find("scrm migrate"), std::string::npos) << message;
}

TEST_P(SchemaTest, a_dry_run_prints_the_sql_and_changes_nothing) {
    make_old();
    const MigrationReport report = migrate(database_.url(), true);
    EXPECT_EQ(report.from, 1);
    EXPECT_EQ(report.to, current_schema_version());
    EXPECT_NE(report.sql.find("create table scrm_inbox"), std::string::npos);
    EXPECT_EQ(open_fails(), ErrorCode::schema_mismatch);
}

TEST_P(SchemaTest, migrate_brings_an_older_schema_here_and_keeps_its_records) {
    make_old();
    const MigrationReport report = migrate(database_.url(), false);
    EXPECT_EQ(report.from, 1);
    const Database database = database_.open();
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(CustomerStore{unit}.count(), 2);
    EXPECT_EQ(unit.session().integer("select count(*) from scrm_inbox"), 0);
}

TEST_P(SchemaTest, posts_from_before_there_were_assessments_wait_for_theirs) {
    {
        const Database old{
            detail::open_database(database_.url(), {}, detail::SchemaPolicy::require_current, 3)};
        test::fill(old, 2);
        run_transaction(old, [](UnitOfWork& unit) {
            InteractionStore{unit}.upsert(std::vector{make_write(test::interaction("1"))});
            unit.session().execute(
                "insert into scrm_decision (sequence, kind, network, scope, network_user_id, customer_id, "
                "other_id, merge_id, actor, decided_at, audit_sequence) values (1, 'keep_apart', '', '', '', "
                "'c1', 'c2', '', 'anna', 5, 1)");
            unit.session().execute(
                "insert into scrm_keep_apart (customer_id, other_id, sequence) values ('c1', 'c2', 1)");
        });
    }
    const MigrationReport report = migrate(database_.url(), false);
    EXPECT_EQ(report.from, 3);
    const Database database = database_.open();
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(AssessmentStore{unit}.count(), 0);
    EXPECT_EQ(AssessmentStore{unit}.count_outdated("m"), 1);
    EXPECT_EQ(AssessmentStore{unit}.outdated("m", std::nullopt, 10).size(), 1U);
    const auto history = DecisionLog{unit}.history(std::vector{CustomerId{"c1"}});
    ASSERT_EQ(history.size(), 1U);
    EXPECT_TRUE(history[0].live);
    EXPECT_EQ(history[0].decision.actor, "anna");
    EXPECT_EQ(history[0].decision.field, "");
}

TEST_P(SchemaTest, migrate_of_a_current_schema_does_nothing) {
    { database_.open(); }
    const MigrationReport report = migrate(database_.url(), false);
    EXPECT_EQ(report.from, report.to);
    EXPECT_EQ(report.sql, "");
}

TEST_P(SchemaTest, migrate_of_nothing_is_an_error_and_makes_nothing) {
    try {
        migrate(database_.url(), false);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
    }
    if (GetParam() == Backend::sqlite) {
        EXPECT_TRUE(std::filesystem::is_empty(database_.folder()));
    }
}

TEST_P(SchemaTest, an_interrupted_step_leaves_the_old_schema_and_is_resumed) {
    make_old();
    {
        const Database old{detail::open_database(database_.url(), {}, detail::SchemaPolicy::allow_older,
                                                 current_schema_version())};
        UnitOfWork unit{old, Access::exclusive};
        detail::apply_migrations(unit.session(), 1, 2, unit.now(), {});
        // Ends here without a commit, as a killed process would.
    }
    EXPECT_EQ(open_fails(), ErrorCode::schema_mismatch);
    EXPECT_EQ(migrate(database_.url(), false).from, 1);
    database_.open();
}

TEST_P(SchemaTest, both_databases_hold_the_same_tables) {
    { database_.open(); }
    const std::string count =
        database_.raw(GetParam() == Backend::sqlite
                          ? "select count(*) from sqlite_master where type = 'table' and name like 'scrm%'"
                          : "select count(*) from pg_tables where schemaname = current_schema() and "
                            "tablename like 'scrm%'");
    EXPECT_EQ(count, "25");
}

}  // namespace
}  // namespace scrm::storage
