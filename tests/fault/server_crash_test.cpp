// SPDX-License-Identifier: Apache-2.0

// The PostgreSQL server dies at any instant and recovers: what was acknowledged is there, once.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "scrm/core/error.hpp"
#include "scrm/core/random.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

#if defined(__SANITIZE_ADDRESS__)
// SOCI's session keeps the connection when the server dies between connecting and its first statement.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libsoci_postgresql";
}
#endif

namespace scrm::storage {
namespace {

/// A server for one test alone, for other tests must not see it die.
class OwnServer {
  public:
    OwnServer() {
        int in[2];
        int out[2];
        if (::pipe(in) != 0 || ::pipe(out) != 0) throw std::runtime_error{"no pipe"};
        process_ = ::fork();
        if (process_ < 0) throw std::runtime_error{"no process"};
        if (process_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            for (const int end : {in[0], in[1], out[0], out[1]}) ::close(end);
            ::execlp("bash", "bash", SCRM_SOURCE_DIR "/tests/support/postgres.sh", "bash", "-c",
                     "echo \"$SCRM_TEST_POSTGRES\"; cat >/dev/null", nullptr);
            ::_exit(7);
        }
        ::close(in[0]);
        ::close(out[1]);
        hold_ = in[1];
        char c = 0;
        while (::read(out[0], &c, 1) == 1 && c != '\n') url_.push_back(c);
        ::close(out[0]);
        if (url_.empty()) throw std::runtime_error{"no server"};
    }
    ~OwnServer() {
        ::close(hold_);
        ::waitpid(process_, nullptr, 0);
    }
    OwnServer(const OwnServer&) = delete;
    OwnServer& operator=(const OwnServer&) = delete;

    const std::string& url() const { return url_; }

  private:
    pid_t process_ = 0;
    int hold_ = -1;
    std::string url_;
};

TEST(ServerCrashTest, postgresql_what_was_acknowledged_survives_a_server_that_dies) {
    const OwnServer server;
    const Database database = Database::open(server.url());
    std::atomic<bool> done{false};
    std::atomic<int> crashes{0};
    std::jthread killer{[&] {
        Random random{61};
        while (!done && crashes < test::scaled(3)) {
            std::this_thread::sleep_for(std::chrono::milliseconds{random.below(150)});
            try {
                // One of its processes killed takes the whole server down; it recovers by itself.
                const std::string victim = test::TestDatabase::raw_postgres(
                    server.url(),
                    "select pid from pg_stat_activity where backend_type = 'client backend' and "
                    "pid <> pg_backend_pid() limit 1");
                if (!victim.empty() && ::kill(std::stoi(victim), SIGKILL) == 0) ++crashes;
            } catch (const std::runtime_error&) {
                // It is recovering.
            }
        }
        done = true;
    }};
    int acknowledged = 0;
    while (!done) {
        RetryPolicy policy;
        policy.attempts = 2000;
        policy.longest_delay = std::chrono::milliseconds{20};
        policy.idempotency_key = "delivery " + std::to_string(acknowledged);
        run_transaction(
            database,
            [&](UnitOfWork& unit) {
                CustomerStore{unit}.upsert(
                    std::vector{make_write(test::customer("c" + std::to_string(acknowledged)))});
                AuditLog{unit}.append({"import_customers", "tester", {}});
            },
            policy);
        ++acknowledged;
    }
    killer.join();
    std::printf("server crashes: %d, acknowledged %d\n", crashes.load(), acknowledged);
    EXPECT_GE(crashes.load(), 2);
    // The last crash may have come behind the last write.
    RetryPolicy patient;
    patient.attempts = 2000;
    run_transaction(
        database,
        [&](UnitOfWork& unit) {
            EXPECT_EQ(CustomerStore{unit}.count(), acknowledged);
            EXPECT_EQ(AuditLog{unit}.head_sequence(), acknowledged) << "stored twice or not at all";
        },
        patient, Access::read);
    for (const InvariantCheck& check : verify(database)) EXPECT_TRUE(check.ok) << check.code << check.detail;
}

}  // namespace
}  // namespace scrm::storage
