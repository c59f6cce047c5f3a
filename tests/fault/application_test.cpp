// SPDX-License-Identifier: Apache-2.0

// The main job under kills and cut connections: import, resolve, merge and decide, killed at any instant, end
// where an undisturbed run ends when they are run again.
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>

#include "fault/child_process.hpp"
#include "fault/postgres_proxy.hpp"
#include "property/random_decisions.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

/// The whole job; every step is harmless when it was done already.
void work(Crm& crm, const std::function<void(const std::string&)>& done) {
    const auto bank = test::small_bank(31, 80, 50);
    const auto& c = bank.customers;
    const auto& a = bank.identities;
    test::import_customers(crm, bank.customers);
    done("customers");
    test::import_identities(crm, bank.identities);
    done("identities");
    test::import_interactions(crm, test::posts(bank, 0, 100));
    done("interactions");
    crm.resolution().run({.threads = 2});
    done("resolve");
    crm.resolution().confirm(a[0].account, c[0].id, {"anna", "спросила"});
    crm.resolution().reject(a[1].account, c[1].id);
    crm.resolution().merge(c[2].id, {c[3].id, c[4].id});
    done("merge");
    crm.resolution().keep_apart(c[5].id, c[6].id);
    crm.resolution().merge(c[7].id, {c[2].id});
    crm.resolution().confirm(a[0].account, c[8].id);
    done("decisions");
    crm.resolution().run({.threads = 1});
    done("resolve again");
}

test::Outcome undisturbed(storage::Backend kind) {
    const test::TestDatabase file{kind};
    Crm crm = Crm::open(file.url());
    work(crm, [](const std::string&) {});
    work(crm, [](const std::string&) {});
    return test::outcome(crm);
}

class ApplicationFault : public test::OnBothDatabases {};
SCRM_ON_BOTH_DATABASES(ApplicationFault);

TEST_P(ApplicationFault, killed_at_any_instant_and_run_again_ends_as_undisturbed) {
    const test::Outcome expected = undisturbed(GetParam());
    Random random{GetParam() == storage::Backend::sqlite ? 41U : 42U};
    int kills = 0;
    for (int round = 0; round < test::scaled(6); ++round) {
        const test::TestDatabase target{GetParam()};
        // Every kill of a round falls later into the work than the one before it.
        for (std::uint64_t kill = 0; kill < 3; ++kill) {
            test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
                Crm crm = Crm::open(target.url());
                work(crm, say);
            }};
            const std::uint64_t steps = random.below(3) + 2 * kill;
            for (std::uint64_t step = 0; step < steps; ++step) child.line();
            std::this_thread::sleep_for(std::chrono::microseconds{random.below(120'000)});
            child.kill();
            ++kills;
            Crm crm = Crm::open(target.url());
            ASSERT_EQ(test::broken_invariants(crm), "") << "round " << round;
        }
        Crm crm = Crm::open(target.url());
        work(crm, [](const std::string&) {});
        EXPECT_EQ(test::outcome(crm), expected) << "round " << round;
        EXPECT_TRUE(crm.audit().verify().ok);
    }
    std::printf("kills: %d\n", kills);
}

TEST_P(ApplicationFault, stopped_at_any_instant_leaves_whole_steps) {
    const test::Outcome expected = undisturbed(GetParam());
    Random random{43};
    const auto bank = test::small_bank(31, 80, 50);
    for (int round = 0; round < test::scaled(4); ++round) {
        const test::TestDatabase target{GetParam()};
        Crm crm = Crm::open(target.url());
        test::import_customers(crm, bank.customers);
        test::import_identities(crm, bank.identities);
        const test::Outcome before = test::outcome(crm);
        std::stop_source stop;
        std::jthread stopper{[&, wait = random.below(150'000)] {
            std::this_thread::sleep_for(std::chrono::microseconds{wait});
            stop.request_stop();
        }};
        try {
            crm.resolution().run({.threads = 2, .stop = stop.get_token()});
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::cancelled);
            EXPECT_EQ(test::outcome(crm), before);
        }
        stopper.join();
        work(crm, [](const std::string&) {});
        work(crm, [](const std::string&) {});
        EXPECT_EQ(test::outcome(crm), expected);
    }
}

class ApplicationCut : public ::testing::Test {
  protected:
    /// The server's folder, and the URL that leads there through the proxy.
    std::string folder() const {
        const std::string& url = server_.url();
        const std::size_t begin = url.find("host=") + 5;
        return url.substr(begin, url.find('&', begin) - begin);
    }
    std::string proxied() const {
        std::string url = server_.url();
        return url.replace(url.find("host=") + 5, folder().size(), server_.folder().string());
    }

    test::TestDatabase server_{storage::Backend::postgresql};
    test::PostgresProxy proxy_{folder(), server_.folder()};
};

TEST_F(ApplicationCut, postgresql_unanswered_commits_are_settled_and_not_shown) {
    const test::TestDatabase calm{storage::Backend::postgresql};
    Crm undisturbed_crm = Crm::open(calm.url());
    work(undisturbed_crm, [](const std::string&) {});
    Crm crm = Crm::open(proxied());
    int step = 0;
    const auto cut = [&](const std::string&) {
        proxy_.cut_next(++step % 2 == 0 ? test::PostgresProxy::Cut::after_commit
                                        : test::PostgresProxy::Cut::before_commit);
    };
    cut("");
    work(crm, cut);
    proxy_.cut_next(test::PostgresProxy::Cut::never);
    EXPECT_GE(proxy_.cuts(), 6);
    EXPECT_EQ(test::outcome(crm), test::outcome(undisturbed_crm));
    EXPECT_EQ(crm.audit().verify().entries, undisturbed_crm.audit().verify().entries)
        << "something was stored twice or not at all";
    EXPECT_EQ(test::broken_invariants(crm), "");
    // The keys by which outcomes are asked do not pile up.
    EXPECT_LE(std::stoi(server_.raw("select count(*) from scrm_applied_key")), 2);
}

TEST_F(ApplicationCut, postgresql_a_connection_cut_at_any_statement_is_survived_or_said) {
    const test::Outcome expected = undisturbed(storage::Backend::postgresql);
    Random random{44};
    int said = 0;
    for (int round = 0; round < test::scaled(12); ++round) {
        Crm crm = Crm::open(proxied());
        proxy_.cut_at_message(static_cast<int>(random.below(round % 2 == 0 ? 60 : 400)));
        if (round % 3 == 0) proxy_.cut_next(test::PostgresProxy::Cut::after_commit);
        if (round % 3 == 1) proxy_.cut_next(test::PostgresProxy::Cut::before_commit);
        try {
            work(crm, [](const std::string&) {});
        } catch (const Error& error) {
            ++said;
            EXPECT_EQ(error.code(), ErrorCode::unavailable) << error.what();
        }
        proxy_.cut_at_message(-1);
        proxy_.cut_next(test::PostgresProxy::Cut::never);
        EXPECT_EQ(test::broken_invariants(crm), "");
        if (round % 4 == 3) {
            work(crm, [](const std::string&) {});
            EXPECT_EQ(test::outcome(crm), expected);
            server_.raw("drop schema " + server_.raw("select current_schema()") + " cascade; create schema " +
                        server_.raw("select current_schema()"));
        }
    }
    std::printf("cuts: %d, told to the caller %d\n", proxy_.cuts(), said);
    EXPECT_GT(proxy_.cuts(), 5);
}

}  // namespace
}  // namespace scrm
