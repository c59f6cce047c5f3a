// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/decision_jsonl.hpp"

#include <gtest/gtest.h>

#include "connect/import_reading.hpp"
#include "scrm/connect/canonical_json.hpp"

namespace scrm::connect {
namespace {

using Rows = std::vector<ImportRow<Decision>>;
Rows read(const std::string& text) {
    return read_rows<DecisionJsonlReader, Decision>(text);
}

TEST(DecisionJsonlReader, ReadsWhatExportWrites) {
    std::vector<Decision> decisions(6);
    const DecisionKind links[] = {DecisionKind::confirm, DecisionKind::reject, DecisionKind::unlink};
    for (std::size_t i = 0; i < 3; ++i) {
        decisions[i].kind = links[i];
        decisions[i].account = {"vk", i == 1 ? "page" : "", "77"};
        decisions[i].customer = CustomerId{"C-1"};
        decisions[i].reason = "позвонил";
        decisions[i].actor = "agent";
        decisions[i].at = *parse_time("2026-01-02T03:04:05.678Z");
    }
    decisions[3].kind = DecisionKind::keep_apart;
    decisions[3].customer = CustomerId{"A"};
    decisions[3].other = CustomerId{"B"};
    decisions[4].kind = DecisionKind::merge;
    decisions[4].customer = CustomerId{"B"};
    decisions[4].other = CustomerId{"A"};
    decisions[4].merge_id = MergeId{"m-1"};
    decisions[5].kind = DecisionKind::lift_keep_apart;
    decisions[5].customer = CustomerId{"A"};
    decisions[5].other = CustomerId{"B"};
    std::string text;
    for (const Decision& decision : decisions) text += to_json_line(decision) + "\n";
    const Rows rows = read(text);
    ASSERT_EQ(rows.size(), decisions.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_TRUE(rows[i].value) << rows[i].reason;
        EXPECT_EQ(*rows[i].value, decisions[i]);
        EXPECT_EQ(rows[i].canonical, to_json_line(decisions[i]));
        EXPECT_EQ(parse_decision_json(rows[i].canonical), decisions[i]);
    }
}

TEST(DecisionJsonlReader, ReadsAnExportOfNothing) {
    EXPECT_TRUE((read_rows<DecisionJsonlReader, Decision>("\n").empty()));
}

TEST(DecisionJsonlReader, QuarantinesWhatIsNoDecision) {
    struct Case {
        const char* line;
        const char* reason;
    };
    const Case cases[] = {
        {R"({"decision":"maybe","network":"vk","network_user_id":"1","customer_id":"C"})", "bad_decision"},
        {R"({"network":"vk","network_user_id":"1","customer_id":"C"})", "bad_decision"},
        {R"({"decision":"confirm","network":"vk","network_user_id":"1"})", "no_id"},
        {R"({"decision":"confirm","network":"vk","customer_id":"C"})", "no_id"},
        {R"({"decision":"merge","customer_id":"A","other_id":"B"})", "no_id"},
        {R"({"decision":"merge","customer_id":"A","other_id":"A","merge_id":"m"})", "bad_decision"},
        {R"({"decision":"keep_apart","customer_id":"A"})", "no_id"},
        {R"({"decision":"keep_apart","customer_id":"A","other_id":1.5})", "id_not_text"},
        {R"({"decision":"keep_apart","customer_id":"A","other_id":"B","at":"now"})", "bad_decision"},
        {R"({"decision":"keep_apart","customer_id":"A","other_id":"B","reason":5})", "bad_decision"},
        {R"(["confirm"])", "not_an_object"},
        {"{", "bad_json"},
    };
    for (const Case& c : cases) {
        const Rows rows = read(c.line);
        EXPECT_EQ(rows.at(0).reason, c.reason) << c.line;
        EXPECT_FALSE(rows[0].value);
    }
}

TEST(DecisionJsonlReader, OrdersAndMasks) {
    const Rows rows = read(
        "{\"decision\":\"keep_apart\",\"customer_id\":\"B\",\"other_id\":10,\"reason\":\"карта "
        "4111111111111111\",\"actor\":\"4111 1111 1111 1111\"}");
    EXPECT_EQ(rows[0].value->customer.str(), "10");
    EXPECT_EQ(rows[0].value->actor, "[CARD 1111]");
    EXPECT_EQ(rows[0].value->other.str(), "B");
    EXPECT_EQ(rows[0].value->reason.find("411111"), std::string::npos);
}

}  // namespace
}  // namespace scrm::connect
