// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/survivorship.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "scrm/core/error.hpp"
#include "scrm/identity/golden_record.hpp"

namespace scrm::identity {
namespace {

using Strategy = SurvivorshipStrategy;

SourceRecord record(const std::string& source, const std::string& id, const std::string& as_of,
                    std::vector<SourceRecord::Field> fields) {
    std::sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return {source, id, parse_time(as_of), std::move(fields)};
}

std::string value(const GoldenRecord& golden, std::string_view name) {
    const GoldenField* field = golden.find(name);
    return field == nullptr || field->values.empty() ? "" : field->values.front().value;
}

SurvivorshipPolicy policy_of(std::vector<std::string> fields, Strategy strategy) {
    SurvivorshipPolicy out;
    out.rules = {{std::move(fields), strategy}};
    out.source_priority = {"crm"};
    return out;
}

TEST(SurvivorshipTrust, HalvesWithEveryHalfLife) {
    SurvivorshipPolicy policy = policy_of({"city"}, Strategy::trust);
    policy.trust = {{"crm", 0.9, 0.1, 365}, {"vk", 0.5, 0, std::nullopt}};
    const std::vector<SourceRecord> records = {
        record("crm", "C1", "2020-01-01T00:00:00Z", {{"city", {"Тула"}}}),
        record("vk", "vk:1", "2020-01-01T00:00:00Z", {{"city", {"Омск"}}})};
    const auto city_at = [&](const char* now) {
        return value(golden_record(CustomerId{"C1"}, records, policy, parse_time(now)), "city");
    };
    // 0.1 + 0.8 / 2 = 0.5 after one half-life: an instant before the bank still leads, after it no more.
    EXPECT_EQ(city_at("2020-12-30T23:00:00Z"), "Тула");
    EXPECT_EQ(city_at("2020-12-31T01:00:00Z"), "Омск");
    // Equal trust falls to the source priority.
    EXPECT_EQ(city_at("2020-12-31T00:00:00Z"), "Тула");
    // Without a moment, that of the latest record.
    EXPECT_EQ(value(golden_record(CustomerId{"C1"}, records, policy), "city"), "Тула");
}

TEST(SurvivorshipTrust, RecordsWithoutATimeAndUnnamedSourcesComeLast) {
    SurvivorshipPolicy policy = policy_of({"city"}, Strategy::trust);
    policy.trust = {{"crm", 0.9, 0.2, 100}, {"ok", 0.3, 0, std::nullopt}};
    const auto undated = record("crm", "C1", "", {{"city", {"Тула"}}});
    const auto steady = record("ok", "ok:1", "", {{"city", {"Омск"}}});
    const auto unnamed = record("x", "x:1", "2026-01-01T00:00:00Z", {{"city", {"Орёл"}}});
    const auto golden = golden_record(CustomerId{"C1"}, {unnamed, undated, steady}, policy);
    EXPECT_EQ(value(golden, "city"), "Омск");
    ASSERT_EQ(golden.find("city")->alternatives.size(), 2U);
    EXPECT_EQ(golden.find("city")->alternatives[0].value, "Тула");
    EXPECT_EQ(golden.find("city")->alternatives[1].value, "Орёл");
}

TEST(SurvivorshipExtremes, NumbersBySizeDatesByTimeTextsByCodePoint) {
    const auto extremes = [](const std::string& field, const std::vector<std::string>& values) {
        std::vector<SourceRecord> records;
        for (const std::string& one : values)
            records.push_back(record("crm", "C" + std::to_string(records.size()), "", {{field, {one}}}));
        return std::pair{
            value(golden_record(CustomerId{"C0"}, records, policy_of({field}, Strategy::minimum)), field),
            value(golden_record(CustomerId{"C0"}, records, policy_of({field}, Strategy::maximum)), field)};
    };
    EXPECT_EQ(extremes("segment", {"10", "9", "-2.5"}), (std::pair<std::string, std::string>{"-2.5", "10"}));
    EXPECT_EQ(extremes("segment", {"vip", "10", "9"}), (std::pair<std::string, std::string>{"9", "vip"}));
    EXPECT_EQ(extremes("created_at", {"2019-12-31", "2008-02-01", "2020-01-01"}),
              (std::pair<std::string, std::string>{"2008-02-01", "2020-01-01"}));
}

TEST(SurvivorshipExtremes, TimesByTheMomentAndEqualMomentsAreATie) {
    const auto first_of = [](const char* crm, const char* vk, Strategy strategy) {
        const std::vector<SourceRecord> records = {record("crm", "C1", "", {{"created_at", {crm}}}),
                                                   record("vk", "vk:1", "", {{"created_at", {vk}}})};
        return value(golden_record(CustomerId{"C1"}, records, policy_of({"created_at"}, strategy)),
                     "created_at");
    };
    const std::pair<const char*, const char*> earlier_later[] = {
        {"2024-01-01T00:00:00+03:00", "2023-12-31T22:00:00Z"},
        {"2023-12-31T23:59:59.5Z", "2024-01-01"},
        {"2024-02-01", "2024-01-31T12:00:01-12:00"},
        {"2024-05-01 10:00", "2024-05-01T10:00:01Z"},
        {"10000", "9999-01-01"},   // a number, a date
        {"9999-01-01", "1 May"}};  // a date, a text
    for (const auto& [earlier, later] : earlier_later) {
        EXPECT_EQ(first_of(earlier, later, Strategy::minimum), earlier);
        EXPECT_EQ(first_of(later, earlier, Strategy::minimum), earlier);
        EXPECT_EQ(first_of(earlier, later, Strategy::maximum), later);
        EXPECT_EQ(first_of(later, earlier, Strategy::maximum), later);
    }
    for (const Strategy either : {Strategy::minimum, Strategy::maximum}) {
        EXPECT_EQ(first_of("2024-01-01T03:00:00+03:00", "2024-01-01", either), "2024-01-01T03:00:00+03:00");
        EXPECT_EQ(first_of("2024-01-01", "2024-01-01T03:00:00+03:00", either), "2024-01-01");
        EXPECT_EQ(first_of("7.0", "7", either), "7.0");
    }
}

TEST(Survivorship, ValuesOfBlanksAreNone) {
    const std::vector<SourceRecord> records = {
        record("crm", "C1", "2020-01-01", {{"city", {"Омск"}}, {"phones", {" ", "+79160000001"}}}),
        record("vk", "vk:1", "2026-01-01", {{"city", {" \t\u00a0"}}, {"region", {"  "}}})};
    for (const Strategy one : {Strategy::most_recent, Strategy::minimum, Strategy::maximum, Strategy::longest,
                               Strategy::source_priority}) {
        const auto golden = golden_record(CustomerId{"C1"}, records, policy_of({"city"}, one));
        EXPECT_EQ(value(golden, "city"), "Омск");
        EXPECT_TRUE(golden.find("city")->alternatives.empty());
        EXPECT_EQ(golden.find("region"), nullptr);
        EXPECT_EQ(golden.find("phones")->values.size(), 1U);
    }
}

TEST(SurvivorshipExtremes, AGroupMovesByItsFirstField) {
    const std::vector<SourceRecord> records = {
        record("crm", "C1", "", {{"branch", {"7"}}, {"segment", {"a"}}}),
        record("crm", "C2", "", {{"branch", {"12"}}}), record("crm", "C3", "", {{"segment", {"z"}}})};
    const auto golden =
        golden_record(CustomerId{"C1"}, records, policy_of({"branch", "segment"}, Strategy::maximum));
    EXPECT_EQ(value(golden, "branch"), "12");
    EXPECT_EQ(value(golden, "segment"), "");  // of the same record, which has none
    EXPECT_EQ(golden.find("segment")->alternatives.size(), 2U);
}

TEST(SurvivorshipPins, GoBeforeEveryRuleAndKeepWhatTheyBeat) {
    SurvivorshipPolicy policy = SurvivorshipPolicy::standard();
    policy.pinned = {{"C2", "city", {"Ялта"}}, {"C2", "phones", {"+380441112233"}}, {"C9", "city", {"Орёл"}}};
    const std::vector<SourceRecord> records = {
        record("crm", "C1", "2024-01-01T00:00:00Z",
               {{"city", {"Тула"}}, {"phones", {"+380441112233", "+380501112233"}}}),
        record("crm", "C2", "2020-01-01T00:00:00Z", {{"city", {"Омск"}}, {"address", {"ул. Мира, 1"}}})};
    const auto golden = golden_record(CustomerId{"C1"}, records, policy);
    const GoldenField& city = *golden.find("city");
    EXPECT_EQ(city.strategy, Strategy::pinned);
    ASSERT_EQ(city.values.size(), 1U);
    EXPECT_EQ(city.values[0], (GoldenValue{"Ялта", {"pinned", "C2", std::nullopt}}));
    ASSERT_EQ(city.alternatives.size(), 2U);
    EXPECT_EQ(city.alternatives[0].value, "Тула");
    EXPECT_EQ(city.alternatives[1].value, "Омск");
    ASSERT_EQ(golden.find("phones")->values.size(), 1U);
    ASSERT_EQ(golden.find("phones")->alternatives.size(), 1U);
    EXPECT_EQ(golden.find("phones")->alternatives[0].value, "+380501112233");
    EXPECT_EQ(golden.to_customer().city, "Ялта");
}

TEST(SurvivorshipPins, OfMergedRecordsTheOwnersComesFirst) {
    SurvivorshipPolicy policy;
    policy.pinned = {{"C0", "city", {"Орёл"}}, {"C1", "city", {"Тула"}}, {"C1", "employer", {"завод"}}};
    const auto first = record("crm", "C0", "", {{"city", {"x"}}});
    const auto second = record("crm", "C1", "", {{"city", {"y"}}});
    EXPECT_EQ(value(golden_record(CustomerId{"C1"}, {first, second}, policy), "city"), "Тула");
    EXPECT_EQ(value(golden_record(CustomerId{"C5"}, {second, first}, policy), "city"), "Орёл");
    // A field that no record fills can be pinned too.
    EXPECT_EQ(value(golden_record(CustomerId{"C1"}, {second}, policy), "employer"), "завод");
    EXPECT_EQ(golden_record(CustomerId{"C0"}, {first}, policy).find("employer"), nullptr);
}

TEST(SurvivorshipPolicy, JsonRoundTrip) {
    SurvivorshipPolicy policy = SurvivorshipPolicy::standard();
    policy.rules.push_back({{"created_at"}, Strategy::minimum});
    policy.rules.push_back({{"gender"}, Strategy::trust});
    policy.trust = {{"crm", 0.9, 0.25, 730.5}, {"vk", 0.4, 0, std::nullopt}};
    policy.pinned = {{"vk:7", "emails", {"a@mail.example", "b@mail.example"}}};
    EXPECT_EQ(SurvivorshipPolicy::from_json(policy.to_json()), policy);
    EXPECT_EQ(SurvivorshipPolicy::from_json("{}"), SurvivorshipPolicy{});
}

TEST(SurvivorshipPolicy, WhatIsNoPolicyIsRefused) {
    const char* const wrong[] = {"",
                                 "[]",
                                 R"({"rule": []})",
                                 R"({"rules": [], "rules": []})",
                                 R"({"trust": [{"source": "a", "highest": 0.5, "highest": 0.6}]})",
                                 R"({"rules": {}})",
                                 R"({"rules": [{"fields": ["city"], "strategy": "newest"}]})",
                                 R"({"rules": [{"fields": ["city"], "strategy": "pinned"}]})",
                                 R"({"rules": [{"fields": ["city"]}]})",
                                 R"({"rules": [{"fields": "city", "strategy": "longest"}]})",
                                 R"({"rules": [{"fields": ["shoe_size"], "strategy": "longest"}]})",
                                 R"({"source_priority": ["crm", 1]})",
                                 R"({"source_priority": ["crm", "crm"]})",
                                 R"({"trust": [{"highest": 1}]})",
                                 R"({"trust": [{"source": "crm", "highest": 2}]})",
                                 R"({"trust": [{"source": "crm", "highest": 0.2, "lowest": 0.3}]})",
                                 R"({"trust": [{"source": "crm", "half_life_days": 0}]})",
                                 R"({"trust": [{"source": "crm"}, {"source": "crm"}]})",
                                 R"({"trust": [{"source": "crm", "half_life": 3}]})",
                                 R"({"pinned": [{"record_id": "C", "field": "city", "values": []}]})",
                                 R"({"pinned": [{"record_id": "C", "field": "city", "values": [""]}]})",
                                 R"({"pinned": [{"record_id": "C", "field": "city", "values": ["a", "b"]}]})",
                                 R"({"pinned": [{"record_id": "", "field": "city", "values": ["a"]}]})",
                                 R"({"pinned": [{"record_id": "C", "field": "shoes", "values": ["a"]}]})",
                                 R"({"pinned": [{"record_id": "C", "field": "city", "values": ["a"]},
                       {"record_id": "C", "field": "city", "values": ["b"]}]})"};
    for (const char* text : wrong) {
        try {
            SurvivorshipPolicy::from_json(text);
            ADD_FAILURE() << "accepted: " << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unreadable_input) << text;
        }
    }
}

TEST(SurvivorshipPolicy, AFileIsNamedInItsErrors) {
    const auto file = std::filesystem::path{testing::TempDir()} / "survivorship_policy_test.json";
    std::filesystem::remove(file);
    EXPECT_THROW(SurvivorshipPolicy::load(file), Error);
    std::ofstream{file} << SurvivorshipPolicy::standard().to_json();
    EXPECT_EQ(SurvivorshipPolicy::load(file), SurvivorshipPolicy::standard());
    std::ofstream{file} << R"({"rules": 5, "secret": "Анна"})";
    try {
        SurvivorshipPolicy::load(file);
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_NE(std::string{error.what()}.find("survivorship_policy_test.json"), std::string::npos);
        EXPECT_EQ(std::string{error.what()}.find("Анна"), std::string::npos);
    }
    std::filesystem::remove(file);
}

TEST(SurvivorshipStrategies, TextRoundTrip) {
    for (int i = 0; i <= static_cast<int>(Strategy::pinned); ++i) {
        const auto one = static_cast<Strategy>(i);
        EXPECT_EQ(parse_survivorship_strategy(to_string(one)), one);
    }
}

}  // namespace
}  // namespace scrm::identity
