// SPDX-License-Identifier: Apache-2.0

// The power goes at any write, sync or deletion of a file, and the disk keeps some of what was not synced:
// what was acknowledged is there, what was not is there whole or not at all.
#include <cstdio>

#include "fault/failing_disk.hpp"
#include "scrm/core/error.hpp"
#include "scrm/storage/schema.hpp"
#include "scrm/storage/verify.hpp"
#include "storage/database_impl_internal.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"
#include "support/scale.hpp"

namespace scrm::storage {
namespace {

constexpr int kRecords = 12;

/// One operation, with one audit entry.
void change(const Database& database, Random& random) {
    const auto any = [&] { return std::to_string(1 + random.below(kRecords)); };
    switch (random.below(4)) {
        case 0: {
            std::vector<CustomerWrite> batch;
            for (std::uint64_t i = 0; i < 1 + random.below(60); ++i) {
                batch.push_back(make_write(test::customer("x" + std::to_string(random.below(500)),
                                                          std::string(random.below(900), 'n'))));
            }
            run_transaction(database, [&](UnitOfWork& unit) {
                CustomerStore{unit}.upsert(batch);
                AuditLog{unit}.append({"import_customers", "t", {}});
            });
            return;
        }
        case 1: {
            const std::string account = any();
            const std::string customer = any();
            run_transaction(database, [&](UnitOfWork& unit) {
                DecisionLog{unit}.append(
                    test::decide(DecisionKind::confirm, test::account("a" + account), "c" + customer));
                AuditLog{unit}.append({"confirm", "t", {}});
            });
            return;
        }
        case 2: {
            const std::string left = any();
            const std::string right = any();
            run_transaction(database, [&](UnitOfWork& unit) {
                if (left != right)
                    DecisionLog{unit}.append(
                        test::on_customers(DecisionKind::merge, "c" + left, "c" + right));
                AuditLog{unit}.append({"merge", "t", {}});
            });
            return;
        }
        default: {
            const CustomerId id{"x" + std::to_string(random.below(500))};
            run_transaction(database, [&](UnitOfWork& unit) {
                if (CustomerStore{unit}.contains(id)) CustomerStore{unit}.erase(std::vector{id}, "t");
                AuditLog{unit}.append({"erase_customers", "t", {}});
            });
        }
    }
}

struct Losses {
    int cycles = 0;
    int lost = 0;     ///< acknowledged operations were gone
    int damaged = 0;  ///< the file did not open, or an invariant did not hold
    int phantom = 0;  ///< more was there than was ever asked for
};

Losses lose_power(int cycles, std::uint64_t seed, bool lies) {
    test::FailingDisk& disk = test::FailingDisk::instance();
    Losses losses;
    Random random{seed};
    std::unique_ptr<test::TestDatabase> file;
    std::int64_t acknowledged = 0;
    for (; losses.cycles < cycles; ++losses.cycles) {
        if (!file) {
            file = std::make_unique<test::TestDatabase>(Backend::sqlite);
            acknowledged = 0;
            test::fill(file->open(), kRecords);
        }
        disk.watch();
        disk.lie_about_sync(lies);
        disk.cut_power_at(random.below(90));
        try {
            const Database database = file->open();
            for (;;) {
                change(database, random);
                ++acknowledged;
            }
        } catch (const Error&) {
            // The power is gone.
        }
        disk.come_back(random);
        std::int64_t found = -1;
        try {
            const Database database = file->open();
            for (const InvariantCheck& check : verify(database)) {
                if (!check.ok) throw Error{ErrorCode::corrupt_data, check.code + " " + check.detail};
            }
            run_read(database, [&](UnitOfWork& unit) { found = AuditLog{unit}.head_sequence(); });
        } catch (const Error& error) {
            if (!lies) std::printf("cycle %d: %s\n", losses.cycles, error.what());
            ++losses.damaged;
            file.reset();
            continue;
        }
        if (found < acknowledged) ++losses.lost;
        if (found > acknowledged + 1) ++losses.phantom;
        acknowledged = found;
        if (losses.cycles % 40 == 39) file.reset();
    }
    return losses;
}

TEST(PowerLossTest, sqlite_nothing_acknowledged_is_lost_and_nothing_is_half_done) {
    const Losses losses = lose_power(test::scaled(150), 1, false);
    std::printf("power losses: %d, lost %d, damaged %d\n", losses.cycles, losses.lost, losses.damaged);
    EXPECT_EQ(losses.lost, 0);
    EXPECT_EQ(losses.damaged, 0);
    EXPECT_EQ(losses.phantom, 0);
}

TEST(PowerLossTest, sqlite_planted_defect_a_disk_that_does_not_sync_is_noticed) {
    const Losses losses = lose_power(60, 2, true);
    std::printf("power losses without sync: %d, lost %d, damaged %d\n", losses.cycles, losses.lost,
                losses.damaged);
    EXPECT_GT(losses.lost + losses.damaged, 10);
}

TEST(PowerLossTest, sqlite_a_migration_is_done_or_not) {
    test::FailingDisk& disk = test::FailingDisk::instance();
    Random random{5};
    int losses = 0;
    for (std::uint64_t point = 0; point < 60; ++point) {
        const test::TestDatabase file{Backend::sqlite};
        test::fill(Database{detail::open_database(file.url(), {}, detail::SchemaPolicy::require_current, 1)},
                   kRecords);
        disk.watch();
        disk.cut_power_at(point);
        bool done = false;
        try {
            done = migrate(file.url(), false).to == current_schema_version();
        } catch (const Error&) {
            ++losses;
        }
        disk.come_back(random);
        EXPECT_EQ(migrate(file.url(), true).from == current_schema_version() || !done, true) << point;
        migrate(file.url(), false);
        const Database database = file.open();
        for (const InvariantCheck& check : verify(database))
            EXPECT_TRUE(check.ok) << point << ": " << check.code << check.detail;
        run_read(database, [&](UnitOfWork& unit) { EXPECT_EQ(CustomerStore{unit}.count(), kRecords); });
    }
    std::printf("migrations without power: %d\n", losses);
    EXPECT_GT(losses, 5);
}

/// Every operation on the disk fails once, or it and all after it.
struct Refusal {
    const char* name;
    int code;
    bool for_ever;
    bool is_short;
};

TEST(RefusingDiskTest, sqlite_an_operation_refused_at_any_point_is_done_or_not_and_says_which) {
    test::FailingDisk& disk = test::FailingDisk::instance();
    const test::TestDatabase fresh{Backend::sqlite};
    test::fill(fresh.open(), kRecords);
    // Every third point, each kind of refusal others; all of them in `./dev fault`.
    const std::uint64_t stride = test::scaled(1) > 1 ? 1 : 3;
    std::uint64_t first = 0;
    int points = 0;
    for (const Refusal& refusal :
         {Refusal{"input/output error once", SQLITE_IOERR_WRITE, false, false},
          Refusal{"input/output errors", SQLITE_IOERR_WRITE, true, false},
          Refusal{"full once", SQLITE_FULL, false, false}, Refusal{"full", SQLITE_FULL, true, false},
          Refusal{"short write", SQLITE_FULL, false, true}}) {
        SCOPED_TRACE(refusal.name);
        for (std::uint64_t point = first++ % stride;; point += stride) {
            const test::TestDatabase file{Backend::sqlite};
            std::filesystem::copy_file(fresh.url(), file.url());
            disk.watch();
            disk.refuse_at(point, refusal.code, refusal.for_ever);
            disk.write_short(refusal.is_short);
            std::int64_t acknowledged = 0;
            bool refused = false;
            try {
                const Database database = file.open();
                for (std::uint64_t seed = 0; seed < 6; ++seed) {
                    Random random{seed};
                    change(database, random);
                    ++acknowledged;
                }
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::unavailable) << point << ": " << error.what();
                EXPECT_TRUE(disk.refused());
                refused = true;
            }
            const bool reached = disk.refused();
            disk.heal();
            const Database database = file.open();
            for (const InvariantCheck& check : verify(database))
                EXPECT_TRUE(check.ok) << point << ": " << check.code << check.detail;
            std::int64_t found = 0;
            run_read(database, [&](UnitOfWork& unit) { found = AuditLog{unit}.head_sequence(); });
            EXPECT_GE(found, acknowledged) << point;
            EXPECT_LE(found, acknowledged + (refused ? 1 : 0)) << point;
            Random random{7};
            change(database, random);
            ++points;
            if (!reached) break;
        }
    }
    std::printf("refused operations: %d\n", points);
    EXPECT_GT(points, 60);
}

TEST(RefusingDiskTest, sqlite_a_database_goes_on_after_one_refusal) {
    test::FailingDisk& disk = test::FailingDisk::instance();
    for (std::uint64_t point = 0; point < 8; ++point) {
        const test::TestDatabase file{Backend::sqlite};
        test::fill(file.open(), kRecords);
        disk.watch();
        const Database database = file.open();
        disk.refuse_at(disk.operations() + point, SQLITE_IOERR_WRITE, false);
        Random random{3};
        for (int i = 0; i < 4; ++i) {
            try {
                change(database, random);
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::unavailable) << error.what();
            }
        }
        EXPECT_TRUE(disk.refused()) << point;
        Random again{4};
        change(database, again);
        for (const InvariantCheck& check : verify(database))
            EXPECT_TRUE(check.ok) << point << ": " << check.code << check.detail;
    }
    disk.heal();
}

}  // namespace
}  // namespace scrm::storage
