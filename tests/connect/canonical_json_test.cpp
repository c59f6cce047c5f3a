// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/canonical_json.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"
#include "scrm/table/json.hpp"

namespace scrm::connect {
namespace {

TEST(CanonicalJson, LeavesEmptyFieldsOut) {
    Customer customer;
    customer.id = CustomerId{"1"};
    EXPECT_EQ(to_json_line(customer), R"({"customer_id":"1"})");
    EXPECT_EQ(to_json_line(SocialIdentity{}), "{}");
    EXPECT_EQ(to_json_line(Interaction{}), R"({"record":"interaction"})");
    EXPECT_EQ(to_json_line(Decision{}), R"({"decision":"confirm"})");
}

TEST(CanonicalJson, HasTheOrderOfTheFormat) {
    Customer customer;
    customer.id = CustomerId{"1"};
    customer.created_at = "2020";
    customer.kind = "person";
    customer.emails = {"a", ""};
    customer.attributes = {{"b", "2"}, {"a\"", "1"}};
    EXPECT_EQ(
        to_json_line(customer),
        R"({"customer_id":"1","kind":"person","emails":["a",""],"created_at":"2020","attributes":{"a\"":"1","b":"2"}})");
    EXPECT_EQ(parse_customer_json(to_json_line(customer)), customer);
}

TEST(CanonicalJson, RoundTripsEveryMember) {
    SocialIdentity identity;
    identity.account = {"vk", "s", "1"};
    identity.handle = "h\n\"";
    identity.links = {"x"};
    identity.followers = 0;
    identity.verified = true;
    identity.observed_at = parse_time("0001-01-01T00:00:00.000001Z");
    identity.as_written = {{"followers_", "1"}, {"birth_date", "[1]"}, {"a b", "{\"c\":null}"}};
    const std::string line = to_json_line(identity);
    EXPECT_EQ(parse_identity_json(line), identity);
    EXPECT_EQ(to_json_line(parse_identity_json(line)), line);
    Interaction interaction;
    interaction.id = {"vk", "", "1"};
    interaction.rating = 0.1;
    interaction.likes = INT64_MAX;
    interaction.author = R"({"network_user_id":"5"})";
    interaction.attachments = "[1]";
    interaction.edited_at = from_unix_micros(-1);
    interaction.as_written = {{"rating_", "x"}, {"views", "\"many\""}};
    interaction.as_written["rating_"] = "1.50";
    EXPECT_EQ(parse_interaction_json(to_json_line(interaction)), interaction);
}

TEST(CanonicalJson, RefusesWhatItCannotHaveWritten) {
    for (const char* json : {"", "[]", "{", "{\"customer_id\":1}", "{\"phones\":\"x\"}", "{\"phones\":[1]}",
                             "{\"unknown\":1}", "{\"attributes\":{\"a\":1}}", "null"}) {
        try {
            parse_customer_json(json);
            ADD_FAILURE() << json;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::corrupt_data);
        }
    }
    EXPECT_THROW(parse_decision_json("{}"), Error);
    EXPECT_THROW(parse_decision_json(R"({"decision":"confirm","at":"x"})"), Error);
    EXPECT_THROW(parse_identity_json("[]"), Error);
}

}  // namespace
}  // namespace scrm::connect
