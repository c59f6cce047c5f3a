// SPDX-License-Identifier: Apache-2.0
#include "scrm/storage/quarantine.hpp"

#include "scrm/core/error.hpp"
#include "scrm/model/quarantine_filter.hpp"
#include "storage/records.hpp"
#include "support/databases.hpp"

namespace scrm::storage {
namespace {

class QuarantineTest : public test::OnBothDatabases {
  protected:
    void put(const std::vector<QuarantinedRow>& rows) {
        run_transaction(open_, [&](UnitOfWork& unit) { Quarantine{unit}.put(rows); });
    }
    std::vector<QuarantinedRow> all() {
        std::vector<QuarantinedRow> rows;
        UnitOfWork unit{open_, Access::read};
        Quarantine{unit}.for_each([&](const QuarantinedRow& row) { rows.push_back(row); });
        EXPECT_EQ(static_cast<std::int64_t>(rows.size()), Quarantine{unit}.count());
        return rows;
    }

    Database open_ = database_.open();
};
SCRM_ON_BOTH_DATABASES(QuarantineTest);

TEST_P(QuarantineTest, keeps_any_bytes) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
    put({{"customers", 3, "bad_id", bytes}, {"customers", 2, "bad_json", ""}});
    const auto rows = all();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].row, 2);
    EXPECT_EQ(rows[1].raw_masked, bytes);
    EXPECT_EQ(rows[1].reason, "bad_id");
    EXPECT_EQ(rows[1].attempts, 1);
    EXPECT_NE(to_unix_micros(rows[1].received_at), 0);
}

TEST_P(QuarantineTest, the_same_row_again_raises_attempts_wherever_it_stands) {
    put({{"customers", 3, "bad_id", "x"}});
    put({{"customers", 9, "bad_id", "x"}});
    const auto rows = all();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].attempts, 2);
    EXPECT_EQ(rows[0].row, 9);
}

TEST_P(QuarantineTest, equal_rows_of_one_file_and_of_other_kinds_are_kept_apart) {
    const std::vector<QuarantinedRow> file{{"customers", 1, "no_id", "x", 0},
                                           {"customers", 2, "no_id", "x", 1},
                                           {"identities", 1, "no_id", "x", 0}};
    put(file);
    put(file);
    EXPECT_EQ(all().size(), 3U);
    for (const QuarantinedRow& row : all()) EXPECT_EQ(row.attempts, 2);
    // A caller that does not count them still gets one row each within a batch.
    put({{"decisions", 1, "no_id", "y"}, {"decisions", 2, "no_id", "y"}});
    EXPECT_EQ(all().size(), 5U);
}

TEST_P(QuarantineTest, many_and_large_rows) {
    std::vector<QuarantinedRow> rows;
    for (int i = 0; i < 500; ++i) rows.push_back({"customers", i, "bad_json", "row " + std::to_string(i)});
    rows.push_back({"customers", 500, "row_too_large", std::string(5'000'000, 'z')});
    put(rows);
    const auto read = all();
    ASSERT_EQ(read.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(read[i].raw_masked, rows[i].raw_masked);
}

TEST_P(QuarantineTest, erases_what_fits_all_that_is_given) {
    const auto erase = [&](const QuarantineFilter& filter) {
        std::int64_t erased = 0;
        run_transaction(open_, [&](UnitOfWork& unit) { erased = Quarantine{unit}.erase(filter); });
        return erased;
    };
    const auto text = [&] {
        std::string found;
        for (const QuarantinedRow& row : all()) found += row.raw_masked + " ";
        return found;
    };
    put({{"customers", 1, "no_id", "one\xFF\xFE"},
         {"customers", 2, "no_id", "two"},
         {"decisions", 2, "no_id", "three"},
         {"identities", 7, "no_id", std::string("fo\0ur", 5)}});
    const UtcTime later = from_unix_micros(to_unix_micros(all().front().received_at) + 1);
    EXPECT_THROW(erase({}), Error);
    // A variable of a shell that is not set must not name all of them.
    EXPECT_THROW(erase({.kind = "customers", .containing = ""}), Error);
    EXPECT_THROW(erase({.row = -1}), Error);
    EXPECT_EQ(erase({.kind = "interactions"}), 0);
    EXPECT_EQ(erase({.kind = "customers", .row = 7}), 0);
    EXPECT_EQ(erase({.kind = "customers", .containing = "our"}), 0);
    EXPECT_EQ(erase({.received_before = from_unix_micros(1)}), 0);
    EXPECT_EQ(all().size(), 4U);
    EXPECT_EQ(erase({.kind = "customers", .received_before = later, .containing = "\xFF\xFE"}), 1);
    EXPECT_EQ(erase({.containing = std::string("o\0u", 3)}), 1);
    EXPECT_EQ(text(), "two three ");
    EXPECT_EQ(erase({.row = 2}), 2);
    // More than are read at once.
    std::vector<QuarantinedRow> rows;
    for (int i = 0; i < 300; ++i)
        rows.push_back({"customers", i, "no_id", std::to_string(i) + (i % 3 == 0 ? " x" : " y")});
    put(rows);
    EXPECT_EQ(erase({.containing = " x"}), 100);
    EXPECT_EQ(erase({.containing = " y"}), 200);
    EXPECT_EQ(text(), "");
}

}  // namespace
}  // namespace scrm::storage
