// SPDX-License-Identifier: Apache-2.0

// The traps of SQLite, PostgreSQL and SOCI that lose or change data silently, each as it would bite a store.
// Others stand with what they are about: a swallowed error (T1), retries (T2, T3), ids beyond integers (T4).
#include <algorithm>
#include <limits>
#include <thread>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/inbox.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/quarantine.hpp"
#include "storage/bulk_writer_internal.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

class TrapsTest : public test::OnBothDatabases {
  protected:
    Database open_ = database_.open();
};
SCRM_ON_BOTH_DATABASES(TrapsTest);

TEST_P(TrapsTest, t4_64_bit_integers_come_back_whole) {
    UnitOfWork unit{open_};
    detail::Session& session = unit.session();
    session.script("create table t (id bigint primary key, n bigint not null)");
    const std::vector<std::int64_t> values{0,
                                           -1,
                                           2147483647,
                                           2147483648,
                                           5000000000,
                                           7123456789012345678,
                                           (std::int64_t{1} << 53) + 1,
                                           std::numeric_limits<std::int64_t>::max(),
                                           std::numeric_limits<std::int64_t>::min()};
    for (const std::int64_t value : values) session.execute("insert into t values (:a, :b)", {value, value});
    std::vector<std::int64_t> read;
    session.query("select n, id, n + 0 from t order by id", "iii", {}, [&](const detail::Row& row) {
        EXPECT_EQ(row.integer(0), row.integer(1));
        EXPECT_EQ(row.integer(0), row.integer(2));
        read.push_back(row.integer(0));
    });
    std::vector<std::int64_t> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(read, sorted);
}

TEST_P(TrapsTest, t5_t6_text_that_the_databases_treat_differently_is_refused_by_both) {
    for (const std::string& bad :
         {std::string("ab\0cd", 5), std::string("\xFF\xFE"), std::string("\xC0\x80"),
          std::string("\xED\xA0\x80"), std::string("\xF4\x90\x80\x80"), std::string("\xD0")}) {
        {
            UnitOfWork unit{open_};
            EXPECT_THROW(unit.session().text("select :a", {bad}), Error);
            EXPECT_THROW(unit.commit(), Error);
        }
        UnitOfWork bulk{open_};
        CustomerWrite write{CustomerId{"1"}, bad, {}};
        EXPECT_THROW(CustomerStore{bulk}.upsert(std::vector{write}), Error);
        write = {CustomerId{bad}, "{}", {}};
        EXPECT_THROW(CustomerStore{bulk}.upsert(std::vector{write}), Error);
    }
}

TEST_P(TrapsTest, keys_have_512_bytes_at_most) {
    const std::string longest(512, 'x');
    {
        UnitOfWork unit{open_};
        const CustomerWrite write{CustomerId{longest + "x"}, "{}", {}};
        EXPECT_THROW(CustomerStore{unit}.upsert(std::vector{write}), Error);
    }
    // The widest index entry: three parts of an account and a customer. Random letters, so that none is
    // compressed away.
    Random random{1};
    const auto wide = [&] {
        std::string text;
        while (text.size() < 512) text.push_back(static_cast<char>('!' + random.below(90)));
        return text;
    };
    SocialIdentity identity;
    identity.account = {wide(), wide(), wide()};
    const Customer customer = test::customer(wide());
    run_transaction(open_, [&](UnitOfWork& unit) {
        CustomerStore{unit}.upsert(std::vector{make_write(customer)});
        IdentityStore{unit}.upsert(std::vector{make_write(identity)});
    });
    EXPECT_TRUE(test::append(open_, test::decide(DecisionKind::confirm, identity.account, customer.id.str()))
                    .changed);
    UnitOfWork unit{open_, Access::read};
    EXPECT_TRUE(IdentityStore{unit}.contains(identity.account));
}

TEST_P(TrapsTest, t7_no_bound_value_is_ever_in_a_message_or_a_log) {
    const std::string canary = "+380501234567";
    std::string logged;
    OpenOptions options;
    options.log = [&](const LogEvent& event) {
        logged += std::string{event.code};
        for (const auto& [name, value] : event.fields) logged += std::string{name} + value;
    };
    const test::TestDatabase other{GetParam()};
    const Database database = other.open(options);
    const auto message_of = [&](const std::function<void(UnitOfWork&)>& body) -> std::string {
        try {
            UnitOfWork unit{database};
            body(unit);
            unit.commit();
        } catch (const Error& error) {
            return error.what();
        }
        return "nothing was thrown";
    };
    const std::vector<std::function<void(UnitOfWork&)>> failures{
        [&](UnitOfWork& unit) {  // a key twice
            for (int i = 0; i < 2; ++i) {
                unit.session().execute("insert into scrm_meta (name, value) values (:a, :b)",
                                       {canary, canary});
            }
        },
        [&](UnitOfWork& unit) { unit.session().execute("insert into nothing values (:a)", {canary}); },
        [&](UnitOfWork& unit) {
            unit.session().integer("select cast(:a as integer) / cast('0' as x)", {canary});
        },
        [&](UnitOfWork& unit) { unit.session().text("select :a", {canary + std::string(1, '\0')}); },
        [&](UnitOfWork& unit) {  // twice in one bulk statement
            const std::vector<detail::BulkColumn> columns{
                detail::BulkColumn::texts("name", [&](std::size_t) { return std::string_view{canary}; }),
                detail::BulkColumn::texts("value", [&](std::size_t) { return std::string_view{canary}; })};
            detail::bulk_insert(unit.session(), "scrm_meta", columns, 2, "");
        },
        [&](UnitOfWork& unit) {
            DecisionLog{unit}.append(test::decide(DecisionKind::confirm, test::account(canary), canary));
            unit.commit();
        }};
    for (const auto& failure : failures) {
        const std::string message = message_of(failure);
        EXPECT_NE(message, "nothing was thrown");
        EXPECT_EQ(message.find("380501234567"), std::string::npos) << message;
        EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    }
    EXPECT_EQ(logged.find("380501234567"), std::string::npos) << logged;
}

// SOCI sends the first batch again when a prepared statement with vectors is executed twice on PostgreSQL.
TEST_P(TrapsTest, every_batch_and_chunk_is_written_as_it_is) {
    UnitOfWork unit{open_};
    constexpr int kRows = 45'000;  // more than two chunks on either database
    std::vector<CustomerWrite> batch;
    for (int i = 0; i < kRows; ++i) {
        batch.push_back({CustomerId{std::to_string(i)}, "{\"n\":" + std::to_string(i) + "}", {}});
    }
    EXPECT_EQ(CustomerStore{unit}.upsert(batch).inserted, kRows);
    for (int again = 0; again < 3; ++again) {
        const std::vector<CustomerWrite> small{{CustomerId{"x" + std::to_string(again)}, "{}", {}}};
        EXPECT_EQ(CustomerStore{unit}.upsert(small).inserted, 1);
    }
    EXPECT_EQ(unit.session().integer("select count(distinct document) from scrm_customer"), kRows + 1);
    EXPECT_EQ(unit.session().integer(
                  "select count(*) from scrm_customer where document = '{\"n\":' || customer_id || '}'"),
              kRows);
}

TEST_P(TrapsTest, an_empty_batch_is_nothing) {
    UnitOfWork unit{open_};
    EXPECT_EQ(CustomerStore{unit}.upsert({}), UpsertCounts{});
    Quarantine{unit}.put({});
    unit.commit();
}

// SOCI keeps the rows before the failing one of a bulk statement outside of a transaction.
TEST_P(TrapsTest, a_failing_batch_keeps_none_of_its_rows) {
    std::vector<CustomerWrite> batch;
    for (int i = 0; i < 2500; ++i) batch.push_back({CustomerId{std::to_string(i)}, "{}", {}});
    batch.back().document = std::string("\0", 1);
    EXPECT_THROW(run_transaction(open_, [&](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch); }), Error);
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(CustomerStore{unit}.count(), 0);
}

// SQLite keeps a NaN as NULL, PostgreSQL as it is.
TEST_P(TrapsTest, no_number_is_refused_by_both) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    {
        UnitOfWork unit{open_};
        EXPECT_THROW(unit.session().integer("select case when :a > 0 then 1 else 0 end", {none}), Error);
        EXPECT_THROW(unit.commit(), Error);
    }
    UnitOfWork unit{open_};
    const IdentityLink link{test::account("a1"), CustomerId{"c1"}, none, 1.0, Tier::review};
    EXPECT_THROW(LinkStore{unit}.replace_all(std::vector{link}), Error);
}

// A variable that SOCI does not fill keeps what it had before.
TEST_P(TrapsTest, a_null_is_an_error_and_never_the_value_of_the_row_before) {
    UnitOfWork unit{open_};
    detail::Session& session = unit.session();
    EXPECT_EQ(session.text("select 'before'"), "before");
    EXPECT_THROW(session.text("select cast(null as text)"), Error);
    EXPECT_THROW(unit.commit(), Error);
    UnitOfWork next{open_};
    EXPECT_EQ(next.session().text("select name from scrm_meta where name = 'no such'"), std::nullopt);
    EXPECT_THROW(next.session().integer("select count(*) from scrm_meta group by name having count(*) > 9"),
                 Error);
}

// SOCI binds a bool not at all, and an unsigned long as the signed one of the same bits.
TEST_P(TrapsTest, only_types_that_keep_their_bits_can_be_bound) {
    static_assert(std::is_same_v<detail::Value, std::variant<std::int64_t, double, std::string>>);
    UnitOfWork unit{open_};
    EXPECT_THROW(unit.session().query("select name from scrm_meta", "t", {},
                                      [&](const detail::Row&) {
                                          unit.session().query("select name from scrm_meta", "t", {},
                                                               [](const detail::Row&) {});
                                      }),
                 Error)
        << "a statement inside its own rows";
}

TEST_P(TrapsTest, sql_in_values_is_only_text) {
    const std::vector<std::string> texts{"'; drop table scrm_customer; --",
                                         "\\",
                                         "\\'",
                                         "%_",
                                         ":a",
                                         "::cast",
                                         "$1",
                                         "{1,2}",
                                         "\"",
                                         "\x01",
                                         "NULL",
                                         "e'\\x00'"};
    std::vector<CustomerWrite> batch;
    for (const std::string& text : texts) batch.push_back(make_write(test::customer(text, text)));
    run_transaction(open_, [&](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch); });
    UnitOfWork unit{open_, Access::read};
    for (const std::string& text : texts) {
        ASSERT_TRUE(CustomerStore{unit}.find(CustomerId{text})) << text;
        EXPECT_EQ(CustomerStore{unit}.find(CustomerId{text})->full_name, text);
    }
}

TEST_P(TrapsTest, keys_sort_as_bytes_not_as_words) {
    std::vector<CustomerWrite> batch;
    const std::vector<std::string> sorted{"A", "B", "_", "a", "aa", "b",
                                          "ß", "Я", "а", "ё", "中", "\xF0\x9F\x98\x80"};
    for (const std::string& key : sorted) batch.insert(batch.begin(), make_write(test::customer(key)));
    run_transaction(open_, [&](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch); });
    std::vector<std::string> read;
    UnitOfWork unit{open_, Access::read};
    CustomerStore{unit}.for_each([&](const Customer& customer) { read.push_back(customer.id.str()); });
    EXPECT_EQ(read, sorted);
}

TEST(SqliteTrapsTest, sqlite_t2_a_writing_unit_holds_the_write_lock_from_its_start) {
    const test::TestDatabase file{Backend::sqlite};
    const Database database = file.open();
    UnitOfWork unit{database};
    // Another connection, as a foreign program would have one.
    EXPECT_THROW(file.raw("begin immediate"), std::runtime_error);
}

TEST(SqliteTrapsTest, sqlite_t12_settings_are_the_durable_ones) {
    const test::TestDatabase file{Backend::sqlite};
    const Database database = file.open();
    UnitOfWork unit{database};
    detail::Session& session = unit.session();
    EXPECT_EQ(session.text("pragma journal_mode"), "wal");
    EXPECT_EQ(session.integer("pragma synchronous"), 2);
    EXPECT_EQ(session.integer("pragma secure_delete"), 1);
    if (sqlite3_libversion_number() < 3'051'003) {
        EXPECT_EQ(session.text("pragma locking_mode"), "exclusive");
        // No second connection can come in, not even a reading one.
        EXPECT_THROW(file.raw("select count(*) from scrm_meta"), std::runtime_error);
    }
}

TEST(PostgresqlTrapsTest, postgresql_a_session_that_gives_up_durability_is_corrected) {
    const test::TestDatabase server{Backend::postgresql};
    const Database database = Database::open(server.url() + "%20-csynchronous_commit%3Doff");
    UnitOfWork unit{database};
    EXPECT_EQ(unit.session().text("select current_setting('synchronous_commit')"), "on");
    EXPECT_EQ(unit.session().text("select current_setting('transaction_isolation')"), "serializable");
}

// SOCI calls most of these "unknown": what they mean is read from the SQLSTATE.
TEST(PostgresqlTrapsTest, postgresql_errors_are_told_apart_by_their_state) {
    const test::TestDatabase server{Backend::postgresql};
    const Database database = server.open();
    const auto code_of = [&](const std::string& before, const std::string& sql) {
        try {
            UnitOfWork unit{database};
            if (!before.empty()) unit.session().script(before);
            unit.session().text(sql);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::not_found;
    };
    EXPECT_EQ(code_of("set local statement_timeout = 20", "select cast(pg_sleep(5) as text)"),
              ErrorCode::unavailable);
    EXPECT_EQ(code_of("", "select name from no_such_table"), ErrorCode::schema_mismatch);
    EXPECT_EQ(code_of("", "select cast(1/0 as text)"), ErrorCode::constraint);
    EXPECT_EQ(code_of("set transaction read only", "insert into scrm_meta values ('a', 'b') returning name"),
              ErrorCode::invalid_argument);
    {
        UnitOfWork unit{database};
        EXPECT_THROW(unit.session().text("select nonsense"), Error);
        try {
            unit.session().text("select 'x'");
            FAIL() << "a failed transaction went on";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::internal) << error.what();
        }
    }
    try {
        Database::open("postgresql:///bank?host=" + server.folder().string());
        FAIL() << "there is no server";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unavailable);
    }
}

TEST(PostgresqlTrapsTest, postgresql_is_found_by_any_uri_that_libpq_reads) {
    // SOCI would add "=" to a URI without one, and look for the database "postgres=".
    const test::TestDatabase server{Backend::postgresql};
    const std::string& url = server.url();
    const std::string host = url.substr(url.find("host=") + 5, url.find("&user=") - url.find("host=") - 5);
    std::string encoded;
    for (const char c : host) encoded += c == '/' ? std::string{"%2F"} : std::string{c};
    ::setenv("PGHOST", host.c_str(), 1);
    ::setenv("PGUSER", "scrm", 1);
    ::setenv("PGOPTIONS", ("-csearch_path=" + server.raw("select current_schema()")).c_str(), 1);
    for (const std::string& uri :
         {std::string{"postgresql:///postgres"}, std::string{"postgres:///postgres"},
          std::string{"postgresql:///postgres?"}, "postgresql://" + encoded + "/postgres",
          "postgresql://scrm@" + encoded + "/postgres",
          "postgresql://scrm:pass word@" + encoded + "/postgres",
          std::string{"postgresql:///postgres?connect_timeout=5"}}) {
        EXPECT_NO_THROW(Database::open(uri)) << uri;
    }
    for (const char* name : {"PGHOST", "PGUSER", "PGOPTIONS"}) ::unsetenv(name);
}

TEST(PostgresqlTrapsTest, postgresql_says_who_is_not_admitted) {
    const test::TestDatabase server{Backend::postgresql};
    const std::string schema = server.raw("select current_schema()");
    const std::string role = "shut_out_" + schema;
    const auto message = [&] {
        std::string url = server.url();
        url.replace(url.find("user=scrm"), 9, "user=" + role);
        try {
            Database::open(url);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unavailable);
            return std::string{error.what()};
        }
        return std::string{};
    };
    EXPECT_NE(message().find("does not know the role"), std::string::npos) << message();
    server.raw("create role " + role + " nologin");
    EXPECT_NE(message().find("may not log in"), std::string::npos) << message();
    server.raw("alter role " + role + " login; revoke connect on database postgres from public");
    EXPECT_NE(message().find("may not use the database"), std::string::npos) << message();
    server.raw("grant connect on database postgres to public; drop role " + role);
}

TEST(PostgresqlTrapsTest, postgresql_needs_no_rights_to_make_things_after_init) {
    const test::TestDatabase server{Backend::postgresql};
    { server.open(); }
    const std::string schema = server.raw("select current_schema()");
    const std::string role = "r" + schema;
    server.raw("create role " + role + " login; grant usage on schema " + schema + " to " + role +
               "; grant select, insert, update, delete on all tables in schema " + schema + " to " + role);
    {
        std::string url = server.url();
        url.replace(url.find("user=scrm"), 9, "user=" + role);
        const Database database = Database::open(url);
        test::fill(database, 30);
        test::append(database, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
        run_transaction(
            database,
            [](UnitOfWork& unit) {
                AuditLog{unit}.append({"x", "y", {}});
            },
            {}, Access::exclusive);
    }
    server.raw("drop owned by " + role + "; drop role " + role);
}

}  // namespace
}  // namespace scrm::storage
