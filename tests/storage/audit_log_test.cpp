// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/audit_log.hpp"

#include <algorithm>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/text/utf8.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm::storage {
namespace {

class AuditLogTest : public test::OnBothDatabases {
  protected:
    void log(const std::string& action, std::vector<std::pair<std::string, std::string>> details = {}) {
        const Database database = database_.open();
        run_transaction(database, [&](UnitOfWork& unit) {
            AuditLog{unit}.append({action, "tester", details});
        });
    }
    ChainVerification verify() {
        const Database database = database_.open();
        UnitOfWork unit{database, Access::read};
        return AuditLog{unit}.verify();
    }
};
SCRM_ON_BOTH_DATABASES(AuditLogTest);

TEST_P(AuditLogTest, entries_form_a_chain) {
    EXPECT_TRUE(verify().ok);
    log("import_customers", {{"inserted", "10"}, {"file_sha256", "ab"}});
    log("resolve", {{"quote\"", "и\nещё"}});
    const ChainVerification chain = verify();
    EXPECT_TRUE(chain.ok) << chain.detail;
    EXPECT_EQ(chain.entries, 2);
    const Database database = database_.open();
    UnitOfWork unit{database, Access::read};
    std::vector<LoggedAuditEntry> entries;
    AuditLog{unit}.for_each([&](const LoggedAuditEntry& entry) { entries.push_back(entry); });
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].previous, Digest{});
    EXPECT_EQ(entries[1].previous, entries[0].hash);
    EXPECT_EQ(entries[1].hash, chain.head);
    EXPECT_EQ(entries[1].entry.details,
              (std::vector<std::pair<std::string, std::string>>{{"quote\"", "и\nещё"}}));
    EXPECT_EQ(AuditLog{unit}.head_sequence(), 2);
}

TEST_P(AuditLogTest, entries_cannot_be_changed_or_taken_away_by_plain_sql) {
    log("one");
    EXPECT_THROW(database_.raw("update scrm_audit set actor = 'x'"), std::runtime_error);
    EXPECT_THROW(database_.raw("delete from scrm_audit"), std::runtime_error);
    EXPECT_TRUE(verify().ok);
}

TEST_P(AuditLogTest, every_tampering_is_found) {
    for (const char* sql :
         {"update scrm_audit set actor = 'someone' where sequence = 2",
          "update scrm_audit set details = '{}' where sequence = 2",
          "delete from scrm_audit where sequence = 2", "delete from scrm_audit where sequence = 3",
          "update scrm_audit set logged_at = logged_at + 1 where sequence = 1",
          "update scrm_audit set hash = previous where sequence = 3",
          "update scrm_audit_head set sequence = 2", "delete from scrm_audit_head",
          "update scrm_decision set actor = 'someone'", "delete from scrm_decision",
          "update scrm_decision set customer_id = 'c2'",
          "update scrm_meta set value = '00' where name = 'commitment_key'"}) {
        const test::TestDatabase fresh{GetParam()};
        {
            const Database database = fresh.open();
            test::fill(database, 2);
            run_transaction(database, [](UnitOfWork& unit) {
                AuditLog{unit}.append({"one", "t", {{"n", "1"}}});
            });
            test::append(database, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
            run_transaction(database, [](UnitOfWork& unit) { AuditLog{unit}.append({"three", "t", {}}); });
            UnitOfWork unit{database, Access::read};
            ASSERT_TRUE(AuditLog{unit}.verify().ok) << AuditLog{unit}.verify().detail;
        }
        if (GetParam() == Backend::sqlite) {
            fresh.raw(std::string{"drop trigger scrm_audit_keeps; drop trigger scrm_audit_stays;"
                                  "drop trigger scrm_decision_keeps; drop trigger scrm_decision_stays;"} +
                      sql);
        } else {
            fresh.raw(
                std::string{"alter table scrm_audit disable trigger all; alter table scrm_decision disable "
                            "trigger all;"} +
                sql);
        }
        const Database database = fresh.open();
        UnitOfWork unit{database, Access::read};
        const ChainVerification chain = AuditLog{unit}.verify();
        EXPECT_FALSE(chain.ok) << sql;
        EXPECT_NE(chain.detail, "") << sql;
    }
}

// Every cell of the chain, its head and the decisions that it covers: one bit of any of them is noticed.
TEST_P(AuditLogTest, every_changed_bit_is_found) {
    const Database database = database_.open();
    test::fill(database, 4);
    run_transaction(database, [](UnitOfWork& unit) {
        AuditLog{unit}.append({"import", "t", {{"n", "1"}, {"имя", "й"}}});
    });
    test::append(database, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
    test::append(database, test::on_customers(DecisionKind::merge, "c2", "c3"));
    run_transaction(database, [](UnitOfWork& unit) {
        CustomerStore{unit}.erase(std::vector{CustomerId{"c4"}}, "eraser");
        AuditLog{unit}.append({"erase_customers", "eraser", {}});
    });
    struct Column {
        std::string table;
        std::string name;
        char type;
    };
    std::vector<Column> columns;
    for (const char* name : {"action", "actor", "details", "previous", "hash"})
        columns.push_back({"scrm_audit", name, 't'});
    for (const char* name :
         {"kind", "network", "scope", "network_user_id", "customer_id", "other_id", "merge_id", "actor"}) {
        columns.push_back({"scrm_decision", name, 't'});
    }
    for (const char* name : {"sequence", "logged_at"}) columns.push_back({"scrm_audit", name, 'i'});
    for (const char* name : {"sequence", "decided_at", "audit_sequence"})
        columns.push_back({"scrm_decision", name, 'i'});
    columns.push_back({"scrm_audit_head", "hash", 't'});
    columns.push_back({"scrm_audit_head", "sequence", 'i'});

    Random random{GetParam() == Backend::sqlite ? 31U : 32U};
    UnitOfWork unit{database, Access::exclusive};
    detail::Session& session = unit.session();
    for (const char* table : {"audit", "decision"}) {
        session.script(GetParam() == Backend::sqlite
                           ? "drop trigger scrm_" + std::string{table} + "_keeps; drop trigger scrm_" +
                                 table + "_stays"
                           : "alter table scrm_" + std::string{table} + " disable trigger all");
    }
    int flipped = 0;
    const auto expect_found = [&](const Column& column) {
        ++flipped;
        EXPECT_FALSE(AuditLog{unit}.verify().ok) << column.table << "." << column.name;
    };
    for (const Column& column : columns) {
        const std::string key = column.table == "scrm_audit_head" ? "id" : "sequence";
        std::vector<std::int64_t> keys;
        session.query("select " + key + " from " + column.table + " order by " + key, "i", {},
                      [&](const detail::Row& row) { keys.push_back(row.integer(0)); });
        for (const std::int64_t row : keys) {
            const std::string where = " where " + key + " = :k";
            const std::string update =
                "update " + column.table + " set " + column.name + " = :v where " + key + " = :k";
            if (column.type == 'i') {
                const std::int64_t value =
                    session.integer("select " + column.name + " from " + column.table + where, {row});
                for (int bit = 0; bit < 63; ++bit) {
                    const std::int64_t changed = value ^ (std::int64_t{1} << bit);
                    const std::int64_t at = column.name == key ? changed : row;
                    // A number that another row has is refused by the table itself.
                    if (column.name == key && std::find(keys.begin(), keys.end(), changed) != keys.end())
                        continue;
                    session.execute(update, {changed, row});
                    expect_found(column);
                    session.execute(update, {value, at});
                }
                continue;
            }
            const std::string value =
                session.text("select " + column.name + " from " + column.table + where, {row}).value();
            for (std::size_t i = 0; i < value.size(); ++i) {
                // Every bit of short cells, some of long ones.
                for (int bit = 0; bit < 8; ++bit) {
                    if (value.size() > 16 && !random.chance(.3 * test::scaled(1))) continue;
                    std::string changed = value;
                    changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
                    if (!text::is_clean(changed)) continue;
                    session.execute(update, {changed, row});
                    expect_found(column);
                    session.execute(update, {value, row});
                }
            }
        }
    }
    EXPECT_GT(flipped, 1000);
    EXPECT_TRUE(AuditLog{unit}.verify().ok) << "the cells are as they were";
}

TEST_P(AuditLogTest, a_rolled_back_entry_leaves_no_gap) {
    const Database database = database_.open();
    {
        UnitOfWork unit{database};
        AuditLog{unit}.append({"never", "tester", {}});
    }
    run_transaction(database, [](UnitOfWork& unit) {
        EXPECT_EQ(AuditLog{unit}.append({"one", "t", {}}), 1);
    });
    UnitOfWork unit{database, Access::read};
    EXPECT_TRUE(AuditLog{unit}.verify().ok);
}

TEST_P(AuditLogTest, commitments_are_keyed_by_the_database) {
    const test::TestDatabase second{GetParam()};
    const auto commit_to = [](const Database& database) {
        UnitOfWork unit{database, Access::read};
        return AuditLog{unit}.commitment("value");
    };
    const Database here = database_.open();
    EXPECT_EQ(commit_to(here), commit_to(here));
    EXPECT_NE(commit_to(here), commit_to(second.open()));
    EXPECT_NE(commit_to(here), sha256("value"));
}

}  // namespace
}  // namespace scrm::storage
