// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/result_csv.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace scrm::connect {
namespace {

TEST(ResultCsv, WritesLinks) {
    table::CsvWriter out;
    write_links_header(out);
    write_link(out, IdentityLink{{"vk", "", "=1"},
                                 CustomerId{"C,1"},
                                 0.75,
                                 -3.25,
                                 Tier::review,
                                 LinkStatus::proposed,
                                 Assurance::inferred});
    EXPECT_EQ(out.text(),
              "network,scope,network_user_id,customer_id,probability,match_weight,tier,status,assurance\n"
              "vk,,'=1,\"C,1\",0.75,-3.25,review,proposed,inferred\n");
}

TEST(ResultCsv, WritesPairsAndClusters) {
    table::CsvWriter out;
    write_pairs_header(out);
    write_pair(out, "a", "b", 1.0 / 3, 1e-7, Tier::match);
    write_clusters_header(out);
    write_cluster(out, "b", "a");
    EXPECT_EQ(out.text(),
              "left_id,right_id,probability,match_weight,tier\na,b,0.333333333333333,1e-07,match\n"
              "record_id,cluster_id\nb,a\n");
}

TEST(ResultCsv, WritesQuarantine) {
    const QuarantineEntry entry{
        "customers", 7, "no_id", 1, *parse_time("2026-01-02"), std::string{"=a\xFF\0", 4}};
    table::CsvWriter out;
    write_quarantine_header(out, false);
    write_quarantine(out, entry, false);
    EXPECT_EQ(out.text(), "kind,row,reason,attempts,received_at\ncustomers,7,no_id,1,2026-01-02T00:00:00Z\n");
    table::CsvWriter raw;
    write_quarantine_header(raw, true);
    write_quarantine(raw, entry, true);
    EXPECT_EQ(raw.text(),
              "kind,row,reason,attempts,received_at,raw\n"
              "customers,7,no_id,1,2026-01-02T00:00:00Z,'=a\xEF\xBF\xBD\xEF\xBF\xBD\n");
    EXPECT_EQ(
        to_json_line(entry, false),
        R"({"kind":"customers","row":7,"reason":"no_id","attempts":1,"received_at":"2026-01-02T00:00:00Z"})");
}

TEST(ResultCsv, WritesRecords) {
    SocialIdentity identity;
    identity.account = {"vk", "", "1"};
    identity.emails = {"a@b.ru", "c@d.ru"};
    identity.verified = true;
    identity.as_written = {{"x", "[1]"}};
    table::CsvWriter out;
    write_identities_header(out);
    write_identity(out, identity);
    EXPECT_EQ(out.text(),
              "network,scope,network_user_id,handle,display_name,given_name,family_name,url,bio,emails,"
              "phones,city,region,"
              "country,birth_date,gender,links,followers,verified,kind,state,observed_at,as_written\n"
              "vk,,1,,,,,,,\"a@b.ru;c@d.ru\",,,,,,,,,true,,,,\"{\"\"x\"\":[1]}\"\n");
    Interaction interaction;
    interaction.id = {"vk", "", "1"};
    interaction.text = "@all";
    table::CsvWriter other;
    write_interactions_header(other);
    write_interaction(other, interaction);
    EXPECT_NE(other.text().find(",'@all,"), std::string::npos);
}

TEST(FormatWeight, HasFifteenDigits) {
    EXPECT_EQ(format_weight(0.1 + 0.2), "0.3");
    EXPECT_EQ(format_weight(-0.0), "0");
    EXPECT_EQ(format_weight(12.3456789012345678), "12.3456789012346");
    EXPECT_EQ(format_weight(1), "1");
    EXPECT_EQ(format_weight(std::nan("")), "");
}

}  // namespace
}  // namespace scrm::connect
