// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/record_write.hpp"

#include <algorithm>
#include <numeric>

#include "scrm/connect/canonical_json.hpp"
#include "scrm/connect/identity_jsonl.hpp"
#include "scrm/connect/interaction_jsonl.hpp"
#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/link_store.hpp"
#include "storage/records.hpp"
#include "storage/session_internal.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

constexpr UtcTime at(std::int64_t seconds) {
    return from_unix_micros(seconds * 1'000'000);
}

class RecordStoreTest : public test::OnBothDatabases {
  protected:
    Database open_ = database_.open();

    template <class Store, class Value>
    UpsertCounts put(const std::vector<Value>& values) {
        using Write = decltype(make_write(values.front()));
        std::vector<Write> batch;
        for (const Value& value : values) batch.push_back(make_write(value));
        UpsertCounts counts;
        run_transaction(open_, [&](UnitOfWork& unit) { counts = Store{unit}.upsert(batch); });
        return counts;
    }
};

class CustomerStoreTest : public RecordStoreTest {};
SCRM_ON_BOTH_DATABASES(CustomerStoreTest);
class IdentityStoreTest : public RecordStoreTest {};
SCRM_ON_BOTH_DATABASES(IdentityStoreTest);
class InteractionStoreTest : public RecordStoreTest {};
SCRM_ON_BOTH_DATABASES(InteractionStoreTest);

TEST_P(CustomerStoreTest, counts_inserted_updated_and_unchanged) {
    EXPECT_EQ(put<CustomerStore>(std::vector{test::customer("1"), test::customer("2")}),
              (UpsertCounts{2, 0, 0}));
    EXPECT_EQ(put<CustomerStore>(
                  std::vector{test::customer("1"), test::customer("2", "Пётр"), test::customer("3")}),
              (UpsertCounts{1, 1, 1}));
}

TEST_P(CustomerStoreTest, equal_ids_in_one_batch_count_as_if_they_came_one_by_one) {
    EXPECT_EQ(put<CustomerStore>(std::vector{test::customer("1", "a"), test::customer("1", "a"),
                                             test::customer("1", "b"), test::customer("2")}),
              (UpsertCounts{2, 1, 1}));
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(CustomerStore{unit}.find(CustomerId{"1"})->full_name, "b");
}

TEST_P(CustomerStoreTest, gives_back_every_field_and_the_original_bytes) {
    Customer full = test::customer("007", "O'Brien; \"drop\" % _ \\ --");
    full.phones = {"+380501234567", "8 (800) 555-35-35"};
    full.attributes = {{"заметка", "a\nb\tc"}, {"empty-ish", " "}};
    std::vector<CustomerWrite> batch{
        make_write(full, {}, {{"full_name", std::string("\xFF\x00x", 3)}, {"поле", "=1;2:3"}})};
    run_transaction(open_, [&](UnitOfWork& unit) { CustomerStore{unit}.upsert(batch); });
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(CustomerStore{unit}.find(CustomerId{"007"}), full);
    EXPECT_EQ(CustomerStore{unit}.originals(CustomerId{"007"}), batch.front().originals);
    EXPECT_EQ(CustomerStore{unit}.find(CustomerId{"7"}), std::nullopt);
}

TEST_P(CustomerStoreTest, ids_are_exact_text_beyond_every_integer_type) {
    const std::vector<std::string> ids{"2147483648",
                                       "4294967296",
                                       "9007199254740993",
                                       "9223372036854775807",
                                       "18446744073709551616",
                                       "007",
                                       "7",
                                       "7.0",
                                       " 7",
                                       "ABC",
                                       "abc"};
    std::vector<Customer> customers;
    for (const std::string& id : ids) customers.push_back(test::customer(id));
    put<CustomerStore>(customers);
    UnitOfWork unit{open_, Access::read};
    std::vector<std::string> read;
    CustomerStore{unit}.for_each([&](const Customer& c) { read.push_back(c.id.str()); });
    std::vector<std::string> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(read, sorted);
}

TEST_P(CustomerStoreTest, reads_many_pages_in_byte_order) {
    std::vector<Customer> customers;
    Random random{7};
    for (int i = 0; i < 12'000; ++i) {
        customers.push_back(
            test::customer("я" + std::to_string(random.next() % 1'000'000) + "-" + std::to_string(i)));
    }
    EXPECT_EQ(put<CustomerStore>(customers).inserted, 12'000);
    UnitOfWork unit{open_, Access::read};
    std::string last;
    int count = 0;
    CustomerStore{unit}.for_each_document([&](std::string_view document) {
        const Customer customer = connect::parse_customer_json(document);
        EXPECT_LT(last, customer.id.str());
        last = customer.id.str();
        // The callback may look things up.
        if (count++ % 4000 == 0) {
            EXPECT_TRUE(CustomerStore{unit}.contains(customer.id));
        }
    });
    EXPECT_EQ(count, 12'000);
}

TEST_P(CustomerStoreTest, missing_names_the_unknown_ones) {
    put<CustomerStore>(std::vector{test::customer("1")});
    UnitOfWork unit{open_, Access::read};
    const std::vector<CustomerId> ids{CustomerId{"2"}, CustomerId{"1"}, CustomerId{"3"}};
    EXPECT_EQ(CustomerStore{unit}.missing(ids), (std::vector<CustomerId>{CustomerId{"2"}, CustomerId{"3"}}));
}

TEST_P(CustomerStoreTest, erase_takes_everything_that_hangs_on_a_record) {
    test::fill(open_, 4);
    test::append(open_, test::decide(DecisionKind::confirm, test::account("a1"), "c1"));
    Decision apart = test::on_customers(DecisionKind::keep_apart, "c1", "c3");
    apart.reason = "reason about a person";
    test::append(open_, apart);
    test::append(open_, test::on_customers(DecisionKind::merge, "c2", "c1"));
    test::append(open_, test::on_customers(DecisionKind::merge, "c4", "c2"));
    const auto id = [](const char* text) { return CustomerId{text}; };
    run_transaction(open_, [&](UnitOfWork& unit) {
        LinkStore{unit}.replace_clusters(std::vector{
            std::pair{id("c1"), id("c1")}, std::pair{id("c2"), id("c1")}, std::pair{id("c3"), id("c1")}});
    });
    run_transaction(open_, [&](UnitOfWork& unit) {
        CustomerStore{unit}.erase(std::vector{id("c1")}, "dpo");
        AuditLog{unit}.append({"erase_customers", "dpo", {}});
    });
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(CustomerStore{unit}.count(), 3);
    EXPECT_EQ(LinkStore{unit}.count(), 0);
    EXPECT_TRUE(DecisionLog{unit}.kept_apart().empty());
    EXPECT_TRUE(DecisionLog{unit}.pairs().empty());
    EXPECT_EQ(DecisionLog{unit}.root(id("c1")), id("c1"));
    EXPECT_EQ(DecisionLog{unit}.root(id("c2")), id("c4"));
    EXPECT_EQ(LinkStore{unit}.cluster(id("c2")), id("c2"));
    EXPECT_EQ(LinkStore{unit}.cluster(id("c3")), id("c2"));
    for (const LoggedDecision& entry : DecisionLog{unit}.history(std::vector{id("c1")})) {
        EXPECT_FALSE(entry.live);
        EXPECT_EQ(entry.decision.reason, "");
    }
    EXPECT_TRUE(AuditLog{unit}.verify().ok) << AuditLog{unit}.verify().detail;
}

TEST_P(CustomerStoreTest, erase_of_an_unknown_id_erases_nothing) {
    test::fill(open_, 2);
    UnitOfWork unit{open_};
    EXPECT_THROW(CustomerStore{unit}.erase(std::vector{CustomerId{"c1"}, CustomerId{"nobody"}}, "dpo"),
                 Error);
    unit.commit();
    UnitOfWork after{open_, Access::read};
    EXPECT_EQ(CustomerStore{after}.count(), 2);
}

TEST_P(CustomerStoreTest, a_changed_byte_on_disk_is_found) {
    put<CustomerStore>(std::vector{test::customer("1", "Анна")});
    {
        UnitOfWork unit{open_};
        unit.session().execute("update scrm_customer set document = replace(document, 'Анна', 'Инна')");
        unit.commit();
    }
    UnitOfWork unit{open_, Access::read};
    try {
        CustomerStore{unit}.find(CustomerId{"1"});
        FAIL() << "a damaged record was returned";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::corrupt_data);
    }
    EXPECT_THROW(CustomerStore{unit}.for_each_document([](std::string_view) {}), Error);
}

TEST_P(IdentityStoreTest, every_order_of_arrival_ends_in_the_same_record) {
    const std::vector<SocialIdentity> versions{
        test::identity("1", std::nullopt, "no time"), test::identity("1", at(5), "older"),
        test::identity("1", at(9), "later b"), test::identity("1", at(9), "later a"),
        test::identity("1", at(-7), "before 1970")};
    std::vector<std::size_t> order(versions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
        run_transaction(open_,
                        [&](UnitOfWork& unit) { unit.session().execute("delete from scrm_identity"); });
        const SocialIdentity* expected = &versions[order.front()];
        std::vector<SocialIdentity> batch;
        UpsertCounts wanted{1, 0, 0};
        batch.push_back(*expected);
        for (std::size_t i = 1; i < order.size(); ++i) {
            const SocialIdentity& next = versions[order[i]];
            batch.push_back(next);
            if (connect::supersedes(next, *expected)) {
                expected = &next;
                ++wanted.updated;
            } else {
                ++wanted.unchanged;
            }
        }
        // In one batch and one by one: the same counts, the same record.
        EXPECT_EQ(put<IdentityStore>(batch), wanted);
        UnitOfWork unit{open_, Access::read};
        EXPECT_EQ(IdentityStore{unit}.find(test::account("1"))->display_name, "later b");
        EXPECT_EQ(expected->display_name, "later b");
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_P(IdentityStoreTest, scopes_are_kept_apart_and_found) {
    std::vector<SocialIdentity> identities;
    for (const char* scope : {"", "page1", "page2"}) {
        SocialIdentity identity;
        identity.account = test::account("7", "facebook", scope);
        identities.push_back(identity);
    }
    EXPECT_EQ(put<IdentityStore>(identities).inserted, 3);
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(IdentityStore{unit}.find_in_scopes("facebook", "7").size(), 3U);
    EXPECT_EQ(IdentityStore{unit}.find_in_scopes("facebook", "8").size(), 0U);
    EXPECT_TRUE(IdentityStore{unit}.contains(test::account("7", "facebook", "page2")));
    EXPECT_FALSE(IdentityStore{unit}.contains(test::account("7", "facebook", "page3")));
}

TEST_P(IdentityStoreTest, erase_ends_decisions_and_links) {
    test::fill(open_, 2);
    test::append(open_, test::decide(DecisionKind::reject, test::account("a1"), "c1"));
    test::append(open_, test::decide(DecisionKind::confirm, test::account("a2"), "c1"));
    run_transaction(open_, [&](UnitOfWork& unit) {
        IdentityStore{unit}.erase(std::vector{test::account("a1")}, "dpo");
        AuditLog{unit}.append({"erase_identities", "dpo", {}});
    });
    // It comes again: the decision on it does not.
    put<IdentityStore>(std::vector{test::identity("a1")});
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(DecisionLog{unit}.pair(test::account("a1"), CustomerId{"c1"}), std::nullopt);
    EXPECT_EQ(LinkStore{unit}.count(), 1);
    EXPECT_TRUE(AuditLog{unit}.verify().ok);
}

TEST_P(InteractionStoreTest, edits_and_deletes_in_any_order_end_the_same) {
    const auto version = [](std::int64_t created, std::int64_t changed, const char* op, const char* text) {
        Interaction value = test::interaction("1", at(created), op, text);
        value.edited_at = at(changed);
        return value;
    };
    const std::vector<Interaction> versions{test::interaction("1", at(1), "create", "first"),
                                            version(1, 5, "edit", "second"), version(1, 7, "delete", ""),
                                            version(1, 7, "edit", "third"),
                                            test::interaction("1", std::nullopt, "create", "no time")};
    std::vector<std::size_t> order(versions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
        run_transaction(open_,
                        [&](UnitOfWork& unit) { unit.session().execute("delete from scrm_interaction"); });
        const Interaction* expected = &versions[order.front()];
        UpsertCounts total = put<InteractionStore>(std::vector{*expected});
        UpsertCounts wanted{1, 0, 0};
        for (std::size_t i = 1; i < order.size(); ++i) {
            const Interaction& next = versions[order[i]];
            total += put<InteractionStore>(std::vector{next});
            if (connect::supersedes(next, *expected)) {
                expected = &next;
                ++wanted.updated;
            } else {
                ++wanted.unchanged;
            }
        }
        EXPECT_EQ(total, wanted);
        EXPECT_EQ(expected->op, "delete");
        UnitOfWork unit{open_, Access::read};
        EXPECT_EQ(InteractionStore{unit}.find({"vk", "", "1"}), *expected);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_P(InteractionStoreTest, large_documents_are_read_in_small_pages) {
    std::vector<Interaction> interactions;
    for (int i = 0; i < 40; ++i) {
        interactions.push_back(
            test::interaction(std::to_string(i), at(i), "create", std::string(600'000, 'x')));
    }
    EXPECT_EQ(put<InteractionStore>(interactions).inserted, 40);
    UnitOfWork unit{open_, Access::read};
    int count = 0;
    InteractionStore{unit}.for_each([&](const Interaction& value) {
        EXPECT_EQ(value.text.size(), 600'000U);
        ++count;
    });
    EXPECT_EQ(count, 40);
    EXPECT_EQ(InteractionStore{unit}.count(), 40);
}

}  // namespace
}  // namespace scrm::storage
