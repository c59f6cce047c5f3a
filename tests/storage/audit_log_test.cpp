// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/audit_log.hpp"

#include "scrm/core/error.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

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
