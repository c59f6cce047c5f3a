// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/search_index.hpp"

#include <algorithm>

#include "scrm/core/digest.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/backup.hpp"
#include "scrm/storage/schema.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/database_impl_internal.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

/// The keys of a name: one of the whole, one of its first letter.
std::vector<std::int64_t> keys_of(const std::string& name) {
    std::vector<std::int64_t> keys{static_cast<std::int64_t>(hash64(name)),
                                   static_cast<std::int64_t>(hash64(name.substr(0, 1), 1))};
    std::sort(keys.begin(), keys.end());
    return keys;
}

SearchKeyRecipe recipe(const std::string& name = "test") {
    return {name, [](const Customer& customer) { return keys_of(customer.full_name); }};
}

class SearchIndexTest : public test::OnBothDatabases {
  protected:
    SearchIndexTest() { options_.search_keys = recipe(); }

    static CustomerWrite write(const std::string& id, const std::string& name) {
        CustomerWrite made = make_write(test::customer(id, name));
        made.search_keys = keys_of(name);
        return made;
    }
    static void store(const Database& database, const std::vector<CustomerWrite>& writes) {
        run_transaction(database, [&](UnitOfWork& unit) { CustomerStore{unit}.upsert(writes); });
    }
    static std::vector<std::string> found(const Database& database, std::int64_t key,
                                          std::size_t limit = 100'000) {
        UnitOfWork unit{database, Access::read};
        std::vector<std::string> ids;
        for (const CustomerId& id : SearchIndex{unit}.find(key, limit)) ids.push_back(id.str());
        std::sort(ids.begin(), ids.end());
        return ids;
    }
    static std::vector<std::string> named(const Database& database, const std::string& name) {
        return found(database, static_cast<std::int64_t>(hash64(name)));
    }
    static std::string failed(const Database& database) {
        std::string codes;
        for (const InvariantCheck& check : verify(database)) codes += check.ok ? "" : check.code + " ";
        return codes;
    }
    static std::int64_t rows(const Database& database) {
        UnitOfWork unit{database, Access::read};
        return unit.session().integer(
            "select (select count(*) from scrm_search_key) + (select count(*) from scrm_search_block) + "
            "(select count(*) from scrm_search_record)");
    }
    /// Enough for a segment of its own; names repeat.
    static std::vector<CustomerWrite> many(const std::string& prefix, int count = 5000) {
        std::vector<CustomerWrite> writes;
        for (int i = 0; i < count; ++i)
            writes.push_back(write(prefix + std::to_string(i), "n" + std::to_string(i % 700)));
        return writes;
    }
    static void erase(const Database& database, const std::vector<CustomerId>& ids) {
        run_transaction(database, [&](UnitOfWork& unit) {
            CustomerStore{unit}.erase(ids, "test");
            AuditLog{unit}.append({"erase", "test", {}});
        });
    }
    OpenOptions options_;
};
SCRM_ON_BOTH_DATABASES(SearchIndexTest);

using Ids = std::vector<std::string>;

TEST_P(SearchIndexTest, keys_follow_their_records) {
    const Database database = database_.open(options_);
    store(database, {write("1", "anna"), write("2", "boris"), write("3", "anna")});
    EXPECT_EQ(named(database, "anna"), (Ids{"1", "3"}));
    store(database, {write("1", "boris"), write("4", "clara"), write("4", "dora")});
    EXPECT_EQ(named(database, "anna"), (Ids{"3"}));
    EXPECT_EQ(named(database, "boris"), (Ids{"1", "2"}));
    EXPECT_EQ(named(database, "clara"), Ids{});
    EXPECT_EQ(named(database, "dora"), (Ids{"4"}));
    EXPECT_EQ(failed(database), "");
    erase(database, {CustomerId{"1"}, CustomerId{"2"}, CustomerId{"3"}, CustomerId{"4"}});
    EXPECT_EQ(rows(database), 0) << "nothing of them stays";
}

TEST_P(SearchIndexTest, large_batches_are_segments_that_only_shrink) {
    const Database database = database_.open(options_);
    store(database, many("a"));
    store(database, {write("x", "n7")});
    store(database, many("b"));
    EXPECT_EQ(named(database, "n7").size(), 8U + 1 + 8);
    EXPECT_EQ(found(database, static_cast<std::int64_t>(hash64("n", 1))).size(), 10'001U);
    EXPECT_EQ(found(database, static_cast<std::int64_t>(hash64("n", 1)), 50).size(), 50U);
    EXPECT_EQ(failed(database), "");
    // Changed, unchanged and new ones in one batch.
    store(database, {write("a7", "other"), write("a707", "n7"), write("c", "n7")});
    EXPECT_EQ(named(database, "other"), (Ids{"a7"}));
    EXPECT_EQ(named(database, "n7").size(), 17U);
    EXPECT_EQ(failed(database), "");
    erase(database, {CustomerId{"a707"}, CustomerId{"a7"}, CustomerId{"b7"}, CustomerId{"x"}});
    EXPECT_EQ(named(database, "n7").size(), 14U);
    EXPECT_EQ(named(database, "other"), Ids{});
    EXPECT_EQ(failed(database), "");
}

TEST_P(SearchIndexTest, no_block_keeps_the_hash_of_an_erased_record) {
    const Database database = database_.open(options_);
    store(database, many("a"));
    const auto read = [&](const std::string& sql) {
        UnitOfWork unit{database, Access::read};
        return unit.session().integer(sql);
    };
    const std::int64_t hash = read("select min(first_hash) from scrm_search_block");
    const std::int64_t blocks = read("select count(*) from scrm_search_block");
    std::vector<CustomerId> ids;
    for (const std::string& id : found(database, hash)) ids.emplace_back(id);
    ASSERT_TRUE(!ids.empty() && ids.size() < 10) << "the hash of a name";
    erase(database, ids);
    EXPECT_EQ(read("select count(*) from scrm_search_block where first_hash = " + std::to_string(hash)), 0);
    EXPECT_EQ(read("select count(*) from scrm_search_block"), blocks)
        << "the others of the block are still there";
    EXPECT_EQ(failed(database), "");
}

TEST_P(SearchIndexTest, a_large_batch_again_changes_nothing_and_with_other_keys_moves_them) {
    const Database database = database_.open(options_);
    store(database, many("a"));
    const std::int64_t before = rows(database);
    store(database, many("a"));
    EXPECT_EQ(rows(database), before);
    std::vector<CustomerWrite> changed;
    for (int i = 0; i < 5000; ++i) changed.push_back(write("a" + std::to_string(i), "m" + std::to_string(i)));
    store(database, changed);
    EXPECT_EQ(named(database, "n7"), Ids{});
    EXPECT_EQ(named(database, "m7"), (Ids{"a7"}));
    EXPECT_EQ(failed(database), "");
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(unit.session().integer("select count(*) from scrm_search_block"), 0);
}

TEST_P(SearchIndexTest, ids_of_any_bytes_and_lengths_come_back) {
    const Database database = database_.open(options_);
    std::vector<CustomerWrite> writes = many("a", 4500);
    const Ids odd{"\x1F\n\"\\'", std::string(512, 'z'), "имя", "{}[],"};
    for (const std::string& id : odd) writes.push_back(write(id, "odd"));
    store(database, writes);
    Ids sorted = odd;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(named(database, "odd"), sorted);
    store(database, {write(odd[0], "even"), write(odd[1], "even")});
    EXPECT_EQ(named(database, "even").size(), 2U);
    EXPECT_EQ(failed(database), "");
}

TEST_P(SearchIndexTest, a_backup_holds_no_keys_and_restore_makes_them) {
    const auto file = database_.folder() / "copy.backup";
    {
        const Database database = database_.open(options_);
        store(database, many("a"));
        backup(database, file);
    }
    const test::TestDatabase other{GetParam()};
    restore(file, other.url(), options_);
    const Database database = other.open(options_);
    EXPECT_EQ(named(database, "n7").size(), 8U);
    EXPECT_EQ(failed(database), "");
}

TEST_P(SearchIndexTest, migrate_makes_the_keys_of_older_records) {
    {
        const Database old{
            detail::open_database(database_.url(), {}, detail::SchemaPolicy::require_current, 4)};
        test::fill(old, 3);
    }
    migrate(database_.url(), false, options_);
    const Database database = database_.open(options_);
    UnitOfWork unit{database, Access::read};
    EXPECT_EQ(SearchIndex{unit}.recipe(), "test");
    const auto customer = CustomerStore{unit}.find(CustomerId{"c1"});
    ASSERT_TRUE(customer);
    const auto ids = SearchIndex{unit}.find(static_cast<std::int64_t>(hash64(customer->full_name)), 10);
    EXPECT_NE(std::find(ids.begin(), ids.end(), CustomerId{"c1"}), ids.end());
}

TEST_P(SearchIndexTest, migrate_replaces_keys_of_another_recipe) {
    {
        OpenOptions former = options_;
        former.search_keys = {"former", [](const Customer&) { return std::vector<std::int64_t>{5}; }};
        const Database database = database_.open(former);
        CustomerWrite made = make_write(test::customer("1", "anna"));
        made.search_keys = {5};
        store(database, {made});
        EXPECT_EQ(found(database, 5), (Ids{"1"}));
    }
    {
        const Database database = database_.open(options_);
        EXPECT_EQ(failed(database), "") << "keys of another recipe are no defect";
        UnitOfWork unit{database, Access::read};
        EXPECT_EQ(SearchIndex{unit}.recipe(), "former");
    }
    migrate(database_.url(), true, options_);
    { EXPECT_EQ(found(database_.open(options_), 5), (Ids{"1"})); }
    migrate(database_.url(), false, options_);
    const Database database = database_.open(options_);
    EXPECT_EQ(found(database, 5), Ids{});
    EXPECT_EQ(named(database, "anna"), (Ids{"1"}));
}

TEST_P(SearchIndexTest, every_broken_key_is_found_by_verify) {
    const std::vector<std::string> defects{
        "delete from scrm_search_key where customer_id = 'x'",
        "update scrm_search_key set hash = hash + 1 where customer_id = 'x'",
        "insert into scrm_search_key (hash, customer_id) values (1, 'x')",
        "delete from scrm_search_record where customer_id = 'a1'",
        "update scrm_search_record set hashes = '' where customer_id = 'a1'",
        "update scrm_search_record set hashes = 'zz' where customer_id = 'a1'",
        "update scrm_search_record set segment = 9 where customer_id = 'a1'",
        "delete from scrm_search_block where first_hash = (select min(first_hash) from scrm_search_block)",
        "update scrm_search_block set entries = substr(entries, 2) where first_hash = "
        "(select min(first_hash) from scrm_search_block)",
        "update scrm_search_block set first_hash = 9223372036854775807 where first_hash = "
        "(select min(first_hash) from scrm_search_block)",
        "insert into scrm_search_record (customer_id, segment, hashes) values ('ghost', 0, '')",
    };
    for (const std::string& sql : defects) {
        const test::TestDatabase fresh{GetParam()};
        const Database database = fresh.open(options_);
        store(database, many("a", 4100));
        store(database, {write("x", "anna")});
        EXPECT_EQ(failed(database), "");
        run_transaction(database, [&](UnitOfWork& unit) { unit.session().script(sql); });
        EXPECT_EQ(failed(database), "I14 ") << sql;
    }
    // Keys that fit their index and not their record.
    const Database database = database_.open(options_);
    CustomerWrite made = make_write(test::customer("1", "anna"));
    made.search_keys = keys_of("boris");
    store(database, {made});
    EXPECT_EQ(failed(database), "I14 ");
}

}  // namespace
}  // namespace scrm::storage
