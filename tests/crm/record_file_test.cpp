// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/record_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "scrm/core/error.hpp"
#include "support/databases.hpp"

namespace scrm {
namespace {

std::filesystem::path written(const std::string& name, const std::string& text) {
    const auto path = std::filesystem::path{testing::TempDir()} / ("record_file_test_" + name);
    std::ofstream{path, std::ios::binary} << text;
    return path;
}

ErrorCode failure(const std::filesystem::path& path, RecordKind kind) {
    try {
        const RecordFile file{path, kind};
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << path << " was read";
    return ErrorCode::internal;
}

TEST(RecordFileTest, an_unreadable_file_is_known_before_there_is_a_database) {
    using enum ErrorCode;
    const std::string utf16{"\xFF\xFE{\0\"\0", 6};
    for (const RecordKind kind :
         {RecordKind::customers, RecordKind::identities, RecordKind::interactions, RecordKind::decisions}) {
        EXPECT_EQ(failure("no/such/file", kind), not_found);
        EXPECT_EQ(failure(testing::TempDir(), kind), unreadable_input);
        EXPECT_EQ(failure(written("utf16", utf16), kind), unreadable_input);
    }
    EXPECT_EQ(failure(written("header.csv", "customer_id,city\n1,Омск\n"), RecordKind::customers),
              unreadable_input);
    EXPECT_EQ(failure(written("empty", ""), RecordKind::customers), unreadable_input);
    EXPECT_EQ(failure(written("empty", ""), RecordKind::identities), unreadable_input);
}

class RecordFiles : public test::OnBothDatabases {};
SCRM_ON_BOTH_DATABASES(RecordFiles);

TEST_P(RecordFiles, are_imported_as_by_the_services_and_once) {
    const std::map<RecordKind, std::string> texts{
        {RecordKind::customers, "customer_id,full_name\nC-1,Анна Ковальчук\n,Пётр\n"},
        {RecordKind::identities, "{\"network\":\"vk\",\"network_user_id\":\"1\"}\n{}\n"},
        {RecordKind::interactions, "{\"network\":\"vk\",\"external_id\":\"1\",\"text\":\"x\"}\n{}\n"},
        {RecordKind::decisions,
         "{\"decision\":\"confirm\",\"network\":\"vk\",\"network_user_id\":\"1\",\"customer_id\":\"C-1\"}\n{}"
         "\n"}};
    const Crm crm = Crm::open(database_.url());
    for (const auto& [kind, text] : texts) {
        RecordFile file{written("rows", text), kind};
        const ImportReport report = file.import_into(crm);
        EXPECT_EQ(report.read, 2);
        EXPECT_EQ(report.inserted, 1);
        EXPECT_EQ(report.quarantined, 1);
        EXPECT_THROW(file.import_into(crm), Error) << "a file is read once";
    }
    EXPECT_EQ(crm.customers().count(), 1);
    EXPECT_EQ(crm.interactions().count(), 1);
}

TEST_P(RecordFiles, rows_of_a_megabyte_are_stored_in_more_than_one_batch) {
    std::string text = "customer_id,full_name,note\n";
    for (int i = 0; i < 36; ++i)
        text +=
            std::to_string(i) + ",Анна," + std::string((1U << 20U) + (i % 2 == 0 ? 100 : -100), 'x') + "\n";
    Crm crm = Crm::open(database_.url());
    const std::int64_t before = crm.counters().commits;
    RecordFile file{written("large.csv", text), RecordKind::customers};
    const ImportReport report = file.import_into(crm);
    EXPECT_EQ(report.inserted, 18);
    EXPECT_EQ(report.quarantined, 18);
    EXPECT_EQ(report.reasons.at("row_too_large"), 18);
    EXPECT_GE(crm.counters().commits - before, 2);
}

}  // namespace
}  // namespace scrm
