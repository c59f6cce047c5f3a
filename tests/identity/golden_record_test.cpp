// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/golden_record.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using Strategy = SurvivorshipStrategy;

Customer customer(const std::string& id, const std::string& created_at) {
    Customer out;
    out.id = CustomerId{id};
    out.created_at = created_at;
    return out;
}

SocialIdentity profile(const std::string& network, const std::string& id, const std::string& observed_at) {
    SocialIdentity out;
    out.account = {network, "", id};
    out.observed_at = parse_time(observed_at);
    return out;
}

SurvivorshipPolicy policy_of(std::vector<std::string> fields, Strategy strategy) {
    SurvivorshipPolicy out;
    out.rules = {{std::move(fields), strategy}};
    out.source_priority = {"crm", "vk"};
    return out;
}

std::string value(const GoldenRecord& record, std::string_view name) {
    const GoldenField* field = record.find(name);
    return field == nullptr || field->values.empty() ? "" : field->values.front().value;
}

TEST(GoldenRecord, EachStrategyChoosesItsOwn) {
    Customer a = customer("C1", "2010-01-01");
    a.city = "Тула";
    a.given_name = "Иван";
    a.family_name = "Петров";
    Customer b = customer("C2", "2020-01-01");
    b.city = "Нижний Новгород";
    SocialIdentity c = profile("vk", "7", "2025-01-01T00:00:00Z");
    c.city = "Тула";
    c.gender = "m";
    const std::vector<SourceRecord> records = {source_record(a), source_record(b), source_record(c)};
    const auto city = [&](Strategy strategy) {
        return golden_record(CustomerId{"C1"}, records, policy_of({"city"}, strategy));
    };
    EXPECT_EQ(value(city(Strategy::source_priority), "city"), "Нижний Новгород");  // crm, then the later
    EXPECT_EQ(value(city(Strategy::most_recent), "city"), "Тула");
    EXPECT_EQ(city(Strategy::most_recent).find("city")->values.front().provenance.record_id, "vk:7");
    EXPECT_EQ(city(Strategy::most_complete).find("city")->values.front().provenance.record_id, "C1");
    EXPECT_EQ(value(city(Strategy::longest), "city"), "Нижний Новгород");
    EXPECT_EQ(value(city(Strategy::majority), "city"), "Тула");
    const GoldenRecord longest = city(Strategy::longest);
    ASSERT_EQ(longest.find("city")->alternatives.size(), 1U);
    EXPECT_EQ(longest.find("city")->alternatives.front().value, "Тула");
    EXPECT_EQ(longest.find("city")->strategy, Strategy::longest);
}

TEST(GoldenRecord, GroupsMoveTogether) {
    Customer old = customer("C1", "2010-01-01");
    old.city = "Казань";
    old.address = "ул. Мира, 1";
    old.region = "Республика Татарстан";
    Customer recent = customer("C2", "2022-01-01");
    recent.city = "Пермь";
    const std::vector<SourceRecord> records = {source_record(old), source_record(recent)};
    const GoldenRecord golden = golden_record(
        CustomerId{"C1"}, records, policy_of({"address", "city", "region"}, Strategy::most_recent));
    EXPECT_EQ(value(golden, "city"), "Пермь");
    // Never a street of Kazan in Perm.
    EXPECT_EQ(value(golden, "address"), "");
    ASSERT_NE(golden.find("address"), nullptr);
    EXPECT_EQ(golden.find("address")->alternatives.front().value, "ул. Мира, 1");
    EXPECT_EQ(golden.to_customer().address, "");
    const GoldenRecord complete = golden_record(
        CustomerId{"C1"}, records, policy_of({"address", "city", "region"}, Strategy::most_complete));
    EXPECT_EQ(value(complete, "city"), "Казань");
    EXPECT_EQ(value(complete, "region"), "Республика Татарстан");
}

TEST(GoldenRecord, EveryValueIsKeptOnceBestSourceFirst) {
    Customer a = customer("C1", "2010-01-01");
    a.phones = {"+79160000001", "+79160000002"};
    Customer b = customer("C2", "2020-01-01");
    b.phones = {"+79160000002", "+79160000003"};
    SocialIdentity c = profile("whatsapp", "79160000009", "2026-01-01");
    c.phones = {"+79160000009"};
    const GoldenRecord golden =
        golden_record(CustomerId{"C1"}, {source_record(c), source_record(a), source_record(b)},
                      SurvivorshipPolicy::standard());
    EXPECT_EQ(golden.to_customer().phones,
              (std::vector<std::string>{"+79160000002", "+79160000003", "+79160000001", "+79160000009"}));
    EXPECT_TRUE(golden.find("phones")->alternatives.empty());
}

TEST(GoldenRecord, StandardPolicyTrustsTheBankBeforeAProfile) {
    Customer a = customer("C1", "2010-01-01");
    a.full_name = "Петров Иван Ильич";
    SocialIdentity b = profile("vk", "1", "2026-01-01");
    b.display_name = "Ваня Самый Лучший Парень На Свете";
    b.birth_date = "--05-04";
    b.city = "Сочи";
    const GoldenRecord golden =
        golden_record(CustomerId{"C1"}, {source_record(b), source_record(a)}, SurvivorshipPolicy::standard());
    EXPECT_EQ(value(golden, "full_name"), "Петров Иван Ильич");
    EXPECT_EQ(golden.find("full_name")->alternatives.front().provenance.source, "vk");
    EXPECT_EQ(value(golden, "city"), "Сочи");
    EXPECT_EQ(value(golden, "birth_date"), "--05-04");
    EXPECT_EQ(golden.find("birth_date")->values.front().provenance.as_of, parse_time("2026-01-01"));
}

TEST(GoldenRecord, OrderAndRepetitionDoNotMatter) {
    std::vector<SourceRecord> records;
    for (int i = 0; i < 6; ++i) {
        Customer one = customer("C" + std::to_string(i), i % 2 == 0 ? "2015-01-01" : "no date");
        one.city = i % 3 == 0 ? "Омск" : "Томск";
        one.emails = {"a" + std::to_string(i % 4) + "@mail.example"};
        one.employer = "завод " + std::to_string(i);
        records.push_back(source_record(one));
    }
    const SurvivorshipPolicy policy = SurvivorshipPolicy::standard();
    const GoldenRecord first = golden_record(CustomerId{"C0"}, records, policy);
    std::reverse(records.begin(), records.end());
    records.push_back(records.front());
    EXPECT_EQ(golden_record(CustomerId{"C0"}, records, policy), first);
    EXPECT_EQ(value(first, "employer"), "завод 0");  // equal times: the smaller id
}

TEST(GoldenRecord, EmptyAndSingleRecords) {
    EXPECT_TRUE(golden_record(CustomerId{"C1"}, {}, SurvivorshipPolicy::standard()).fields.empty());
    Customer one = customer("C1", "2010-01-01T00:00:00Z");
    one.kind = "person";
    one.full_name = "Ким";
    one.phones = {"1", "2"};
    const GoldenRecord golden =
        golden_record(CustomerId{"C1"}, {source_record(one)}, SurvivorshipPolicy::standard());
    EXPECT_EQ(golden.to_customer(), one);
    EXPECT_EQ(golden.find("city"), nullptr);
}

TEST(SurvivorshipPolicy, MistakesAreRefused) {
    EXPECT_NO_THROW(SurvivorshipPolicy::standard().validate());
    EXPECT_THROW(policy_of({"shoe_size"}, Strategy::longest).validate(), Error);
    EXPECT_THROW(policy_of({}, Strategy::longest).validate(), Error);
    EXPECT_THROW(policy_of({"city", "city"}, Strategy::longest).validate(), Error);
    EXPECT_THROW(policy_of({"city"}, Strategy::every_value).validate(), Error);
    EXPECT_THROW(policy_of({"phones", "emails"}, Strategy::every_value).validate(), Error);
    SurvivorshipPolicy twice = SurvivorshipPolicy::standard();
    twice.source_priority = {"crm", "vk", "crm"};
    EXPECT_THROW(twice.validate(), Error);
    twice = SurvivorshipPolicy::standard();
    twice.rules.push_back({{"city"}, Strategy::longest});
    EXPECT_THROW(golden_record(CustomerId{"C"}, {}, twice), Error);
}

TEST(SurvivorshipStrategy, TextRoundTrip) {
    for (const Strategy one : {Strategy::source_priority, Strategy::most_recent, Strategy::most_complete,
                               Strategy::longest, Strategy::majority, Strategy::every_value})
        EXPECT_EQ(parse_survivorship_strategy(to_string(one)), one);
    EXPECT_EQ(parse_survivorship_strategy("newest"), std::nullopt);
}

}  // namespace
}  // namespace scrm::identity
