// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/backup.hpp"

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/inbox.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/quarantine.hpp"
#include "scrm/storage/run_log.hpp"
#include "scrm/storage/schema.hpp"
#include "scrm/storage/state_hash.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

/// Something in every table.
void fill_all(const Database& database) {
    test::fill(database, 700);
    using enum DecisionKind;
    Decision confirm_one = test::decide(confirm, test::account("a1"), "c1");
    confirm_one.reason = "причина";
    test::append(database, confirm_one);
    test::append(database, test::decide(reject, test::account("a2"), "c1"));
    test::append(database, test::on_customers(keep_apart, "c5", "c6"));
    test::append(database, test::on_customers(merge, "c1", "c2"));
    RetryPolicy policy;
    policy.idempotency_key = "once";
    run_transaction(
        database,
        [](UnitOfWork& unit) {
            InteractionStore{unit}.upsert(
                std::vector{make_write(test::interaction("i1", from_unix_micros(-1)))});
            LinkStore{unit}.replace_all(std::vector{
                IdentityLink{test::account("a3"), CustomerId{"c3"}, 1.0 / 3, -7.25, Tier::review}});
            LinkStore{unit}.replace_clusters(std::vector{std::pair{CustomerId{"c3"}, CustomerId{"c3"}},
                                                         std::pair{CustomerId{"c4"}, CustomerId{"c3"}}});
            Quarantine{unit}.put(
                std::vector{QuarantinedRow{"customers", 1, "no_id", std::string("\0\xFF", 2)}});
            Inbox{unit}.accept({"vk/1", "vk", "body"});
            RunLog{unit}.append({0, {}, {}, sha256("m"), "{}", {}, "values"});
        },
        policy);
}

class BackupTest : public test::OnBothDatabases {
  protected:
    std::filesystem::path file() const { return database_.folder() / "bank.backup"; }
    static Digest hash(const Database& database) {
        UnitOfWork unit{database, Access::read};
        return state_hash(unit);
    }
    static std::string bytes_of(const std::filesystem::path& path) {
        std::ifstream in{path, std::ios::binary};
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }
};
SCRM_ON_BOTH_DATABASES(BackupTest);

TEST_P(BackupTest, restores_into_either_database_with_the_same_state_and_a_valid_chain) {
    const Database source = database_.open();
    fill_all(source);
    const BackupReport made = backup(source, file());
    EXPECT_EQ(made.state_hash, hash(source));
    for (const Backend kind : {Backend::sqlite, Backend::postgresql}) {
        const test::TestDatabase target{kind};
        const BackupReport restored = restore(file(), target.url());
        EXPECT_EQ(restored.rows, made.rows);
        EXPECT_EQ(restored.state_hash, made.state_hash);
        const Database database = target.open();
        EXPECT_EQ(hash(database), made.state_hash);
        for (const InvariantCheck& check : verify(database))
            EXPECT_TRUE(check.ok) << check.code << check.detail;
        // Whole: backed up again it is the same file.
        const std::filesystem::path again = target.folder() / "again";
        backup(database, again);
        EXPECT_EQ(bytes_of(again), bytes_of(file()));
        // And it works on: sequences go on behind what was restored.
        EXPECT_TRUE(test::append(database, test::on_customers(DecisionKind::merge, "c7", "c8")).changed);
    }
}

TEST_P(BackupTest, made_under_load_is_one_moment_of_the_database_whose_chain_went_on) {
    const Database source = database_.open();
    test::fill(source, 60);
    std::atomic<bool> done{false};
    std::vector<std::jthread> writers;
    for (int t = 0; t < 2; ++t) {
        writers.emplace_back([&, t] {
            Random random{static_cast<std::uint64_t>(t)};
            while (!done) {
                const auto any = [&] { return std::to_string(1 + random.below(60)); };
                if (random.chance(.5)) {
                    test::append(
                        source, test::decide(DecisionKind::confirm, test::account("a" + any()), "c" + any()));
                    continue;
                }
                const std::string left = any();
                const std::string right = any();
                if (left != right)
                    test::append(source, test::on_customers(DecisionKind::merge, "c" + left, "c" + right));
            }
        });
    }
    for (int round = 0; round < 4; ++round) {
        const std::filesystem::path copy = database_.folder() / ("copy" + std::to_string(round));
        const BackupReport made = backup(source, copy);
        const test::TestDatabase target{GetParam()};
        EXPECT_EQ(restore(copy, target.url()).state_hash, made.state_hash);
        const Database database = target.open();
        EXPECT_EQ(hash(database), made.state_hash);
        for (const InvariantCheck& check : verify(database))
            EXPECT_TRUE(check.ok) << check.code << check.detail;
        std::int64_t restored_to = 0;
        Digest restored_head;
        run_read(database, [&](UnitOfWork& unit) {
            restored_to = AuditLog{unit}.head_sequence();
            restored_head = AuditLog{unit}.verify().head;
        });
        // The copy is an older part of the chain that went on.
        bool is_prefix = restored_to == 0;
        run_read(source, [&](UnitOfWork& unit) {
            AuditLog{unit}.for_each([&](const LoggedAuditEntry& entry) {
                is_prefix = is_prefix || (entry.sequence == restored_to && entry.hash == restored_head);
            });
        });
        EXPECT_TRUE(is_prefix) << restored_to;
    }
    done = true;
}

TEST_P(BackupTest, a_database_with_records_is_not_overwritten) {
    const Database source = database_.open();
    fill_all(source);
    backup(source, file());
    const test::TestDatabase target{GetParam()};
    Digest before;
    {
        const Database database = target.open();
        test::fill(database, 1);
        before = hash(database);
    }
    try {
        restore(file(), target.url());
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::already_exists);
    }
    EXPECT_EQ(hash(target.open()), before);
}

TEST_P(BackupTest, every_damage_is_found_before_anything_is_made) {
    {
        const Database source = database_.open();
        test::fill(source, 3);
        backup(source, file());
    }
    const std::string good = bytes_of(file());
    const test::TestDatabase target{Backend::sqlite};
    for (std::size_t i = 0; i < good.size() + 3; i += good.size() / 40) {
        std::string bad = good;
        if (i < bad.size()) {
            bad[i] = static_cast<char>(bad[i] ^ 1);
        } else {
            bad.resize(bad.size() / 2);
        }
        std::ofstream{file(), std::ios::binary} << bad;
        try {
            restore(file(), target.url());
            ADD_FAILURE() << "byte " << i;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::corrupt_data) << i;
        }
        EXPECT_TRUE(std::filesystem::is_empty(target.folder()));
    }
    for (const char* content : {"", "x", "scrm-backup 1\n"}) {
        std::ofstream{file(), std::ios::binary} << content;
        EXPECT_THROW(restore(file(), target.url()), Error);
    }
    std::filesystem::remove(file());
    EXPECT_THROW(restore(file(), target.url()), Error);
    EXPECT_TRUE(std::filesystem::is_empty(target.folder()));
}

TEST_P(BackupTest, a_file_that_cannot_be_written_is_an_error_and_leaves_the_former_one) {
    const Database source = database_.open();
    test::fill(source, 3);
    EXPECT_THROW(backup(source, database_.folder() / "no" / "such" / "folder"), Error);
    EXPECT_THROW(backup(source, "/dev/full"), Error);
}

}  // namespace
}  // namespace scrm::storage
