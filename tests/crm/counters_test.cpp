// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "scrm/crm/crm.hpp"
#include "support/databases.hpp"

namespace scrm {
namespace {

class CrmCounters : public test::OnBothDatabases {};
SCRM_ON_BOTH_DATABASES(CrmCounters);

TEST_P(CrmCounters, tell_the_host_what_happened) {
    std::vector<std::string> codes;
    std::string told;
    CrmOptions options;
    options.log = [&](const LogRecord& record) {
        codes.emplace_back(record.code);
        for (const auto& [name, value] : record.fields) told += std::string{name} + "=" + value + " ";
    };
    Crm crm = Crm::open(database_.url(), options);
    std::istringstream rows{"customer_id,full_name\nC-1,Анна Ковальчук\n,Пётр Иванов\n"};
    crm.customers().import_csv(rows);
    crm.resolution().run({});

    const Counters counters = crm.counters();
    EXPECT_EQ(counters.accepted, 1);
    EXPECT_EQ(counters.quarantined, 1);
    EXPECT_GE(counters.commits, 2);
    EXPECT_EQ(counters.unknown_outcomes, 0);
    EXPECT_NE(std::find(codes.begin(), codes.end(), "imported"), codes.end());
    EXPECT_NE(std::find(codes.begin(), codes.end(), "resolved"), codes.end());
    EXPECT_NE(told.find("kind=customers accepted=1 quarantined=1"), std::string::npos) << told;
    EXPECT_EQ(told.find("Анна"), std::string::npos) << "no value of a row";
}

}  // namespace
}  // namespace scrm
