// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/verify.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/assessment_store.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/quarantine.hpp"
#include "scrm/storage/state_hash.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm::storage {
namespace {

class VerifyTest : public test::OnBothDatabases {
  protected:
    /// A healthy database with a bit of everything.
    static void fill_all(const Database& database) {
        test::fill(database, 6);
        test::append(database, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
        test::append(database, test::decide(DecisionKind::reject, test::account("a2"), "c1"));
        test::append(database, test::on_customers(DecisionKind::keep_apart, "c5", "c6"));
        test::append(database, test::on_customers(DecisionKind::merge, "c1", "c2"));
        run_transaction(database, [](UnitOfWork& unit) {
            LinkStore{unit}.replace_clusters(std::vector{std::pair{CustomerId{"c3"}, CustomerId{"c3"}},
                                                         std::pair{CustomerId{"c4"}, CustomerId{"c3"}}});
            Quarantine{unit}.put(std::vector{QuarantinedRow{"customers", 1, "no_id", "x"}});
            const std::vector posts{make_write(test::interaction("p1")), make_write(test::interaction("p2"))};
            InteractionStore{unit}.upsert(posts);
            const std::vector versions{version_of(posts[0]), version_of(posts[1])};
            AssessmentStore{unit}.put(versions, std::vector{std::optional{test::assessment("p1")},
                                                            std::optional{test::assessment("p2")}});
        });
        test::append(database, test::correction("p1", "sentiment", "positive"));
    }
    static std::string failed(const Database& database) {
        std::string codes;
        for (const InvariantCheck& check : verify(database)) {
            if (!check.ok) codes += check.code + " ";
            EXPECT_EQ(check.ok, check.detail.empty()) << check.code << check.detail;
        }
        return codes;
    }
};
SCRM_ON_BOTH_DATABASES(VerifyTest);

TEST_P(VerifyTest, holds_on_an_empty_and_on_a_full_database) {
    const Database database = database_.open();
    EXPECT_EQ(failed(database), "");
    fill_all(database);
    EXPECT_EQ(failed(database), "");
    EXPECT_GE(verify(database).size(), 10U);
}

TEST_P(VerifyTest, every_broken_invariant_is_named) {
    const std::vector<std::pair<const char*, std::string>> cases{
        {"update scrm_customer set checksum = checksum + 1 where customer_id = 'c1'", "I1"},
        {"update scrm_identity set network_user_id = 'zz' where network_user_id = 'a4'", "I1"},
        {"insert into scrm_pair_decision values ('vk', '', 'a3', 'c3', 'confirm', 99)", "I4"},
        {"delete from scrm_merge", "I4"},
        {"delete from scrm_keep_apart", "I4"},
        {"insert into scrm_link values ('vk', '', 'a1', 'c3', 1, 9, 'match', 'confirmed', 'asserted')", "I3"},
        {"insert into scrm_link values ('vk', '', 'a4', 'c3', 1, 9, 'match', 'linked', 'inferred'), "
         "('vk', '', 'a4', 'c4', 1, 9, 'match', 'linked', 'inferred')",
         "I3"},
        {"insert into scrm_decision_reason values (1, 'карта 4111 1111 1111 1111')", "I11"},
        {"insert into scrm_merge values ('c5', 'c6', 'm', 99)", "I9"},
        {"insert into scrm_decision (sequence, kind, network, scope, network_user_id, customer_id, other_id, "
         "merge_id, actor, decided_at, audit_sequence) values (97, 'merge', '', '', '', 'c5', 'c3', 'mx', "
         "'t', 0, 99), "
         "(98, 'unmerge', '', '', '', 'c5', 'c3', 'mx', 't', 0, 99), "
         "(99, 'merge', '', '', '', 'c5', 'c3', 'mx', 't', 0, 99)",
         "I7"},
        {"update scrm_audit_head set sequence = sequence - 1", "I6"},
        {"delete from scrm_customer where customer_id = 'c4'", "I8"},
        {"insert into scrm_run_values values (99, '')", "I8"},
        {"delete from scrm_identity where network_user_id = 'a1'", "I8"},
        {"insert into scrm_link values ('vk', '', 'ghost', 'c1', 0, 0, 'none', 'proposed', 'inferred')",
         "I8"},
        {"insert into scrm_decision_reason values (777, 'x')", "I8"},
        {"update scrm_identity set observed_at = 9000000000000000", "I1"},
        {"update scrm_interaction set version_at = 1", "I1"},
        {"update scrm_interaction set deleted = 1 - deleted", "I1"},
        {"update scrm_link set status = 'linked' where network_user_id = 'a2'", "I9"},
        {"delete from scrm_link where network_user_id = 'a2'", "I9"},
        {"insert into scrm_cluster values ('c5', 'c5'), ('c6', 'c5')", "I9"},
        {"update scrm_link set assurance = 'proven' where network_user_id = 'a1'", "I10"},
        {"insert into scrm_link values ('vk', '', 'a3', 'c3', 0, 0, 'none', 'confirmed', 'asserted')", "I10"},
        {"update scrm_assessment set checksum = checksum + 1 where external_id = 'p1'", "I13"},
        {"update scrm_assessment set p_neutral = 0 where external_id = 'p1'", "I13"},
        {"update scrm_correction set value = 'negative'", "I13"},
        {"update scrm_correction set sequence = 1", "I4"},
        {"delete from scrm_correction", "I4"},
        {"delete from scrm_interaction where external_id = 'p2'", "I8"},
        {"insert into scrm_search_key (hash, customer_id) values (1, 'c1')", "I14"},
        {"update scrm_quarantine set attempts = 0", "I12"},
        {"update scrm_quarantine set raw_hex = '00'", "I12"},
    };
    for (const auto& [sql, code] : cases) {
        const test::TestDatabase fresh{GetParam()};
        const Database database = fresh.open();
        fill_all(database);
        run_transaction(database, [&](UnitOfWork& unit) { unit.session().script(sql); });
        EXPECT_NE(failed(database).find(code + " "), std::string::npos)
            << sql << " gave " << failed(database);
    }
}

TEST_P(VerifyTest, links_that_change_by_another_hand_show) {
    for (const char* sql : {"delete from scrm_link where network_user_id = 'a4'",
                            "update scrm_link set status = 'proposed' where network_user_id = 'a4'",
                            "update scrm_link set customer_id = 'c5' where network_user_id = 'a4'"}) {
        const test::TestDatabase fresh{GetParam()};
        const Database database = fresh.open();
        fill_all(database);
        const std::vector<IdentityLink> links{{test::account("a3"), CustomerId{"c3"}, 0.9, 5, Tier::match,
                                               LinkStatus::linked, Assurance::inferred},
                                              {test::account("a4"), CustomerId{"c4"}, 0.9, 5, Tier::match,
                                               LinkStatus::linked, Assurance::inferred},
                                              {test::account("a5"), CustomerId{"c4"}, 0.6, 1, Tier::review,
                                               LinkStatus::proposed, Assurance::inferred}};
        run_transaction(database, [&](UnitOfWork& unit) { LinkStore{unit}.replace_all(links); });
        EXPECT_EQ(failed(database), "");
        // What goes through scrm is known.
        test::append(database, test::decide(DecisionKind::reject, test::account("a5"), "c4"));
        test::append(database, test::decide(DecisionKind::confirm, test::account("a5"), "c6"));
        test::append(database, test::decide(DecisionKind::confirm, test::account("a3"), "c3"));
        run_transaction(database, [&](UnitOfWork& unit) {
            IdentityStore{unit}.erase(std::vector{test::account("a3")}, "tester");
            CustomerStore{unit}.erase(std::vector{CustomerId{"c6"}}, "tester");
            AuditLog{unit}.append({"erase", "tester", {}});
        });
        EXPECT_EQ(failed(database), "");
        run_transaction(database, [&](UnitOfWork& unit) { unit.session().script(sql); });
        EXPECT_EQ(failed(database), "I15 ") << sql;
        run_transaction(database, [&](UnitOfWork& unit) { LinkStore{unit}.replace_all({}); });
        EXPECT_EQ(failed(database), "");
    }
}

TEST(PostgresqlVerifyTest, postgresql_a_statement_that_takes_too_long_says_nothing_of_the_data) {
    const test::TestDatabase server{Backend::postgresql};
    const Database database = Database::open(server.url() + "%20-cstatement_timeout%3D200");
    const std::unique_ptr<PGconn, decltype(&PQfinish)> other{PQconnectdb(server.url().c_str()), &PQfinish};
    const auto run = [&](const char* sql) { PQclear(PQexec(other.get(), sql)); };
    run("begin");
    run("lock table scrm_audit in access exclusive mode");
    try {
        verify(database);
        FAIL() << "a table was out of reach";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unavailable) << error.what();
    }
    run("rollback");
    for (const InvariantCheck& check : verify(database)) EXPECT_TRUE(check.ok) << check.detail;
}

TEST(PostgresqlVerifyTest, postgresql_a_record_twice_is_found) {
    const test::TestDatabase server{Backend::postgresql};
    const Database database = server.open();
    test::fill(database, 3);
    server.raw(
        "alter table scrm_customer drop constraint scrm_customer_customer_id_key; "
        "insert into scrm_customer (customer_id, document, originals, checksum) "
        "select customer_id, document, originals, checksum from scrm_customer where customer_id = 'c2'");
    std::string codes;
    for (const InvariantCheck& check : verify(database)) codes += check.ok ? "" : check.code + " ";
    EXPECT_NE(codes.find("I2 "), std::string::npos) << codes;
}

TEST_P(VerifyTest, a_card_number_that_slipped_in_is_found) {
    const std::string hidden = "моя карта 4111 1111 1111 1111";
    const auto stored = [&](const std::function<void(UnitOfWork&)>& store) {
        const test::TestDatabase fresh{GetParam()};
        const Database database = fresh.open();
        run_transaction(database, store);
        return failed(database);
    };
    EXPECT_EQ(stored([&](UnitOfWork& unit) {
                  Customer customer = test::customer("4111111111111111");
                  customer.phones = {"4111111111111111"};
                  CustomerStore{unit}.upsert(std::vector{make_write(customer)});
              }),
              "")
        << "ids and phones may look like cards";
    EXPECT_EQ(stored([&](UnitOfWork& unit) {
                  Customer customer = test::customer("1");
                  customer.attributes["comment"] = hidden;
                  CustomerStore{unit}.upsert(std::vector{make_write(customer)});
              }),
              "I11 ");
    EXPECT_EQ(stored([&](UnitOfWork& unit) {
                  SocialIdentity identity = test::identity("1");
                  identity.bio = hidden;
                  IdentityStore{unit}.upsert(std::vector{make_write(identity)});
              }),
              "I11 ");
    EXPECT_EQ(stored([&](UnitOfWork& unit) {
                  InteractionStore{unit}.upsert(
                      std::vector{make_write(test::interaction("1", std::nullopt, "create", hidden))});
              }),
              "I11 ");
    EXPECT_EQ(stored([&](UnitOfWork& unit) {
                  Quarantine{unit}.put(std::vector{QuarantinedRow{"customers", 1, "no_id", hidden}});
              }),
              "I11 ");
}

// A byte of the file changed: it is noticed, or it is one that says nothing. Never a crash, never another
// state.
TEST(SqliteVerifyTest, sqlite_any_flipped_byte_is_found_or_harmless) {
    const test::TestDatabase file{Backend::sqlite};
    Digest whole;
    {
        const Database database = file.open();
        test::fill(database, 6);
        test::append(database, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
        test::append(database, test::on_customers(DecisionKind::merge, "c1", "c2"));
        run_transaction(database, [&](UnitOfWork& unit) {
            LinkStore{unit}.replace_all(
                std::vector{IdentityLink{test::account("a3"), CustomerId{"c3"}, 0.5, 1, Tier::review},
                            IdentityLink{test::account("a4"), CustomerId{"c4"}, 0.5, 1, Tier::review}});
            whole = state_hash(unit);
        });
    }
    std::string bytes;
    {
        std::ifstream in{file.url(), std::ios::binary};
        bytes.assign(std::istreambuf_iterator<char>{in}, {});
    }
    // Where something stands: most of a small file is empty.
    std::vector<std::size_t> written;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes[i] != 0) written.push_back(i);
    }
    Random random{8};
    int found = 0;
    int harmless = 0;
    for (int round = 0; round < test::scaled(250); ++round) {
        std::string damaged = bytes;
        char& byte = damaged[written[random.below(written.size())]];
        byte = static_cast<char>(byte ^ (1U << random.below(8)));
        std::ofstream{file.url(), std::ios::binary} << damaged;
        try {
            const Database database = file.open();
            const auto checks = verify(database);
            if (std::any_of(checks.begin(), checks.end(), [](const InvariantCheck& c) { return !c.ok; })) {
                ++found;
                continue;
            }
            UnitOfWork unit{database, Access::read};
            EXPECT_EQ(state_hash(unit), whole);
            ++harmless;
        } catch (const Error&) {
            ++found;
        }
    }
    std::printf("flipped bytes: %d found, %d harmless\n", found, harmless);
    EXPECT_GT(found, 50);
}

TEST(SqliteVerifyTest, sqlite_a_damaged_page_fails_the_file_check_or_the_open) {
    const test::TestDatabase file{Backend::sqlite};
    {
        const Database database = file.open();
        test::fill(database, 2000);
    }
    const auto size = std::filesystem::file_size(file.url());
    {
        std::unique_ptr<FILE, decltype(&std::fclose)> out{std::fopen(file.url().c_str(), "r+b"),
                                                          &std::fclose};
        std::fseek(out.get(), static_cast<long>(size / 2), SEEK_SET);
        const std::string garbage(9000, '\x5a');
        std::fwrite(garbage.data(), 1, garbage.size(), out.get());
    }
    try {
        const Database database = file.open();
        const auto checks = verify(database);
        EXPECT_TRUE(std::any_of(checks.begin(), checks.end(), [](const InvariantCheck& c) { return !c.ok; }));
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::corrupt_data);
    }
}

}  // namespace
}  // namespace scrm::storage
