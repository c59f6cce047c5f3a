// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/inbox.hpp"

#include <thread>

#include "scrm/core/error.hpp"
#include "scrm/storage/run_log.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

class InboxTest : public test::OnBothDatabases {
  protected:
    bool accept(const std::string& key, const std::string& body = "{}") {
        bool fresh = false;
        run_transaction(open_, [&](UnitOfWork& unit) { fresh = Inbox{unit}.accept({key, "vk", body}); });
        return fresh;
    }

    Database open_ = database_.open();
};
SCRM_ON_BOTH_DATABASES(InboxTest);
class RunLogTest : public InboxTest {};
SCRM_ON_BOTH_DATABASES(RunLogTest);

TEST_P(InboxTest, a_delivery_is_accepted_once_and_handled_in_order) {
    EXPECT_TRUE(accept("vk/1", std::string("a\0\xFF", 3)));
    EXPECT_TRUE(accept("vk/2"));
    EXPECT_FALSE(accept("vk/1", "other"));
    run_transaction(open_, [](UnitOfWork& unit) {
        Inbox inbox{unit};
        const auto items = inbox.pending(10);
        ASSERT_EQ(items.size(), 2U);
        EXPECT_EQ(items[0].key, "vk/1");
        EXPECT_EQ(items[0].body, std::string("a\0\xFF", 3));
        EXPECT_EQ(inbox.pending(1).size(), 1U);
        inbox.mark_done("vk/1");
        EXPECT_THROW(inbox.mark_done("vk/1"), Error);
    });
    EXPECT_FALSE(accept("vk/1"));
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(Inbox{unit}.find("vk/1")->state, InboxState::done);
    EXPECT_EQ(Inbox{unit}.find("vk/1")->body, "");
    EXPECT_EQ(Inbox{unit}.count(InboxState::pending), 1);
    EXPECT_FALSE(Inbox{unit}.find("vk/3"));
}

TEST_P(InboxTest, a_poison_delivery_dies_after_its_attempts_and_can_be_revived) {
    accept("poison");
    accept("good");
    run_transaction(open_, [](UnitOfWork& unit) {
        Inbox inbox{unit};
        EXPECT_EQ(inbox.mark_failed("poison", "bad_json", 2), InboxState::pending);
        EXPECT_EQ(inbox.mark_failed("poison", "bad_json", 2), InboxState::dead);
        EXPECT_THROW(inbox.mark_failed("poison", "bad_json", 2), Error);
        EXPECT_EQ(inbox.pending(10).size(), 1U);
        inbox.revive("poison");
        EXPECT_EQ(inbox.find("poison")->state, InboxState::pending);
        EXPECT_THROW(inbox.revive("good"), Error);
    });
}

TEST_P(InboxTest, the_same_delivery_at_the_same_moment_is_stored_once) {
    std::atomic<int> fresh{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 5; ++i) {
                    if (accept("event " + std::to_string(i))) ++fresh;
                }
            });
        }
    }
    EXPECT_EQ(fresh, 5);
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(Inbox{unit}.count(InboxState::pending), 5);
}

TEST_P(RunLogTest, the_last_run_is_kept_with_its_model) {
    {
        UnitOfWork unit{open_, Access::read};
        EXPECT_FALSE(RunLog{unit}.last());
    }
    ResolutionRun run{
        0, from_unix_micros(5), from_unix_micros(9), sha256("model"), "{\"m\":1}", {{"links", 1LL << 40}},
        {}};
    run.values = std::string("\0\xFF counts", 9);
    for (int i = 1; i <= 2; ++i) {
        run_transaction(open_, [&](UnitOfWork& unit) { EXPECT_EQ(RunLog{unit}.append(run), i); });
    }
    UnitOfWork unit{open_, Access::read};
    const auto last = RunLog{unit}.last();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->sequence, 2);
    EXPECT_EQ(last->model, run.model);
    EXPECT_EQ(last->model_digest, run.model_digest);
    EXPECT_EQ(last->counts, run.counts);
    EXPECT_EQ(RunLog{unit}.last_values(), run.values);
    EXPECT_EQ(last->finished_at, run.finished_at);
    EXPECT_EQ(RunLog{unit}.count(), 2);
}

TEST_P(RunLogTest, the_counts_of_one_run_are_not_those_of_the_next) {
    ResolutionRun run;
    run.values = "of the first";
    run_transaction(open_, [&](UnitOfWork& unit) { RunLog{unit}.append(run); });
    run.values.clear();
    run_transaction(open_, [&](UnitOfWork& unit) { RunLog{unit}.append(run); });
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(RunLog{unit}.last_values(), "");
}

// Both take the number after the last that they see; the later one is outdated, which run_transaction mends.
TEST(PostgresqlInboxTest, postgresql_two_deliveries_at_the_same_moment_are_a_conflict_not_a_refused_value) {
    const test::TestDatabase server{Backend::postgresql};
    const Database database = server.open();
    UnitOfWork late{database};
    EXPECT_EQ(Inbox{late}.count(InboxState::pending), 0);
    run_transaction(database, [](UnitOfWork& unit) { EXPECT_TRUE(Inbox{unit}.accept({"a", "vk", "{}"})); });
    try {
        Inbox{late}.accept({"b", "vk", "{}"});
        late.commit();
        FAIL() << "two deliveries of one number";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::conflict) << error.what();
    }
}

TEST_P(InboxTest, deliveries_of_many_senders_at_once_are_all_stored) {
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 5; ++i) EXPECT_TRUE(accept(std::to_string(t) + "/" + std::to_string(i)));
            });
        }
    }
    UnitOfWork unit{open_, Access::read};
    EXPECT_EQ(Inbox{unit}.count(InboxState::pending), 20);
}

}  // namespace
}  // namespace scrm::storage
