// SPDX-License-Identifier: Apache-2.0
#include "scrm/connect/interaction_jsonl.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "connect/import_reading.hpp"
#include "scrm/connect/canonical_json.hpp"

namespace scrm::connect {
namespace {

using Rows = std::vector<ImportRow<Interaction>>;
Rows read(const std::string& text) {
    return read_rows<InteractionJsonlReader, Interaction>(text);
}

ImportRow<Interaction> read_one(const std::string& members) {
    const Rows rows = read("{\"network\":\"vk\",\"external_id\":\"p1\"" + members + "}\n");
    EXPECT_TRUE(rows.at(0).value) << rows[0].reason << " " << members;
    return rows[0];
}

TEST(InteractionJsonlReader, ReadsEveryField) {
    const auto row = read_one(
        R"(,"record":"interaction","scope":"-77","native_key":"k","thread_id":123456789012345678901,"parent_id":"p0",)"
        R"("author":{"network_user_id":5,"display_name":"Иван","emails":["a@b.ru"]},"actor":"agent-1","kind":"comment",)"
        R"("direction":"in","op":"create","text":"Привет","lang":"ru","rating":4.5,"created_at":"2026-01-01T00:00:00Z",)"
        R"("edited_at":"2026-01-02T00:00:00Z","received_at":"2026-01-03T00:00:00Z","reach":1,"views":2,"likes":3,)"
        R"("reposts":4,"comments":5,"attachments":[{"url":"x","type":"photo"}],"sentiment_hint":"neg","tags":["a","b"],)"
        R"("source":"export")");
    const Interaction& got = *row.value;
    EXPECT_EQ(warnings_of(row), "");
    EXPECT_EQ(got.id, (InteractionId{"vk", "-77", "p1"}));
    EXPECT_EQ(got.thread_id, "123456789012345678901");
    EXPECT_EQ(got.author, R"({"network_user_id":"5","display_name":"Иван","emails":["a@b.ru"]})");
    EXPECT_EQ(got.rating, 4.5);
    EXPECT_EQ(got.comments, 5);
    EXPECT_EQ(got.attachments, R"([{"type":"photo","url":"x"}])");
    EXPECT_EQ(got.tags, (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(got.as_written.empty());
    EXPECT_EQ(parse_interaction_json(row.canonical), got);
    const Rows again = read(row.canonical);
    EXPECT_EQ(*again[0].value, got);
    EXPECT_EQ(again[0].canonical, row.canonical);
    const auto author = author_of(got);
    ASSERT_TRUE(author);
    EXPECT_EQ(author->account, (AccountId{"vk", "-77", "5"}));
    EXPECT_EQ(author->display_name, "Иван");
}

TEST(InteractionJsonlReader, ReadsAnExportOfNothing) {
    EXPECT_TRUE((read_rows<InteractionJsonlReader, Interaction>("\n").empty()));
}

TEST(InteractionJsonlReader, KeepsBadValuesAsWritten) {
    struct Case {
        const char* members;
        const char* warnings;
        const char* as_written;
    };
    const Case cases[] = {
        {R"(,"rating":"5")", "rating:bad_type", "rating=\"5\";"},
        {R"(,"rating":1e999)", "rating:bad_number", "rating=1e999;"},
        {R"(,"likes":1.5,"views":true)", "views:bad_type likes:bad_number", "likes=1.5;views=true;"},
        {R"(,"created_at":"2026-02-30T00:00:00Z")", "created_at:bad_time",
         "created_at=\"2026-02-30T00:00:00Z\";"},
        {R"(,"thread_id":1.5)", "thread_id:bad_type", "thread_id=1.5;"},
        {R"(,"author":"me")", "author:bad_type", "author=\"me\";"},
        {R"(,"author":{"network_user_id":1.5})", "author:bad_value", "author={\"network_user_id\":1.5};"},
        {R"(,"author":{"gender":"?"})", "author:bad_gender", ""},
        {R"(,"author":{},"attachments":[])", "", ""},
        {R"(,"attachments":{"a":1})", "attachments:bad_type", "attachments={\"a\":1};"},
        {R"(,"kind":"shout","op":"x","direction":"up")", "kind:bad_value direction:bad_value op:bad_value",
         ""},
        {R"(,"mood":"sad")", "", "mood=\"sad\";"},
    };
    for (const Case& c : cases) {
        const auto row = read_one(c.members);
        EXPECT_EQ(warnings_of(row), c.warnings) << c.members;
        std::string written;
        for (const auto& [name, json] : row.value->as_written) written += name + "=" + json + ";";
        EXPECT_EQ(written, c.as_written) << c.members;
        EXPECT_EQ(parse_interaction_json(row.canonical), *row.value) << row.canonical;
        const Rows again = read(row.canonical);
        EXPECT_EQ(again[0].canonical, row.canonical);
    }
}

TEST(InteractionJsonlReader, QuarantinesOtherRecords) {
    EXPECT_EQ(read(R"({"record":"metric_update","network":"vk","external_id":"1"})")[0].reason,
              "wrong_record");
    EXPECT_EQ(read(R"({"network":"vk","external_id":""})")[0].reason, "no_id");
    EXPECT_EQ(read(R"({"external_id":"1"})")[0].reason, "no_id");
    EXPECT_EQ(read(R"({"network":"vk","external_id":2.5})")[0].reason, "id_not_text");
}

TEST(InteractionJsonlReader, AnAuthorThatCannotBeReadStaysUnderItsName) {
    const std::string long_id(600, 'x');
    for (const std::string& author :
         {std::string{R"({"network_user_id":1.5,"bio":"x"})"},
          std::string{R"({"network_user_id":null,"scope":[]})"},
          std::string{R"({"network_user_id":{"a":1}})"}, R"({"network_user_id":")" + long_id + "\"}",
          std::string{R"({"network_user_id":"a\u0000b"})"}, std::string{R"("Anna")"}}) {
        const auto row =
            read_one(",\"author\":" + author + ",\"author_unreadable\":{\"network_user_id\":\"7\"}");
        EXPECT_EQ(author_of(*row.value), std::nullopt) << author;
        EXPECT_TRUE(row.value->as_written.contains("author")) << author;
        EXPECT_EQ(row.value->as_written.at("author_unreadable"), R"({"network_user_id":"7"})");
        EXPECT_EQ(parse_interaction_json(row.canonical), *row.value) << author;
        const Rows again = read(row.canonical + "\n");
        ASSERT_EQ(again.size(), 1U);
        EXPECT_EQ(again[0].canonical, row.canonical);
    }
}

TEST(InteractionJsonlReader, ATextThatIsNoIdIsMaskedAndAnIdIsNot) {
    const std::string card = "4111111111111111";
    const auto row =
        read_one(R"(,"thread_id":"карта 4111 1111 1111 1111","native_key":"4111 1111 1111 1111",)"
                 R"("created_at":"карта 4111 1111 1111 1111","parent_id":["моя 4111111111111111"],)"
                 R"("attachments":[{"id":")" +
                 card + R"(","owner_id":)" + card + R"(,"t":")" + card + "\"}]");
    const Interaction& got = *row.value;
    EXPECT_EQ(got.thread_id, "карта [CARD 1111]");
    EXPECT_EQ(got.native_key, "4111 1111 1111 1111");
    EXPECT_EQ(got.as_written.at("created_at"), "\"карта [CARD 1111]\"");
    EXPECT_EQ(got.as_written.at("parent_id"), "[\"моя [CARD 1111]\"]");
    EXPECT_EQ(got.attachments, R"([{"id":")" + card + R"(","owner_id":)" + card + R"(,"t":"[CARD 1111]"}])");
    EXPECT_EQ(parse_interaction_json(row.canonical), got);
}

TEST(InteractionJsonlReader, ARowOfTheLargestSizeComesBackFromItsExport) {
    const std::string begin = R"({"network":"vk","external_id":"1","text":")";
    const std::string fill((std::size_t{1} << 20U) - begin.size() - 2, 'a');
    for (const std::string& text : {fill, std::string(fill.size(), '\xE0'), fill.substr(8) + " cvv 123"}) {
        const Rows rows = read(begin + text + "\"}\n");
        ASSERT_TRUE(rows[0].value) << rows[0].reason;
        EXPECT_GT(rows[0].canonical.size(), std::size_t{1} << 20U);
        const Rows again = read(rows[0].canonical + "\n");
        ASSERT_TRUE(again[0].value) << again[0].reason;
        EXPECT_TRUE(again[0].canonical == rows[0].canonical);
    }
    const Rows rows = read(begin + fill + "a\"}\n" + begin + "b\"}\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].reason, "row_too_large");
    EXPECT_TRUE(rows[0].raw_masked.size() <= std::size_t{1} << 20U);
    EXPECT_TRUE(rows[1].value);
    // In its canonical form the date has a time, and the row is over the limit.
    const std::string dated = R"(","created_at":"2026-01-02"})";
    EXPECT_EQ(read(begin + fill.substr(dated.size() - 2) + dated)[0].reason, "row_too_large");
}

TEST(InteractionJsonlReader, MasksCards) {
    const std::string card = "4111111111111111";
    const auto row =
        read_one(",\"text\":\"карта 4111-1111-1111-1111 cvv 123\",\"thread_id\":\"" + card +
                 "\",\"tags\":[\"" + card + "\"],\"attachments\":[{\"t\":\"" + card +
                 "\"}],\"author\":{\"network_user_id\":\"" + card + "\",\"bio\":\"" + card + "\"}");
    const Interaction& got = *row.value;
    EXPECT_EQ(got.thread_id, card);
    EXPECT_EQ(got.text.find("1111-1111"), std::string::npos) << got.text;
    EXPECT_EQ(got.text.find("123"), std::string::npos) << got.text;
    EXPECT_EQ(got.tags[0].find("411111"), std::string::npos);
    EXPECT_EQ(got.attachments.find(card), std::string::npos);
    EXPECT_EQ(author_of(got)->account.network_user_id, card);
    EXPECT_EQ(author_of(got)->bio.find(card), std::string::npos);
}

Interaction version(const char* op, const char* created, const char* edited, const char* received,
                    const char* text = "") {
    Interaction interaction;
    interaction.id = {"vk", "", "1"};
    interaction.op = op;
    interaction.text = text;
    interaction.created_at = parse_time(created);
    interaction.edited_at = parse_time(edited);
    interaction.received_at = parse_time(received);
    return interaction;
}

TEST(InteractionSupersedes, OrdersVersions) {
    // From the weakest to the strongest.
    const Interaction ordered[] = {
        version("create", "", "", "", "z"),
        version("create", "2026-01-01", "", "2026-03-01", "a"),
        version("create", "2026-01-01", "", "", "b"),
        version("delete", "2026-01-01", "", ""),
        version("edit", "2026-01-01", "2026-01-02", ""),
        version("delete", "2026-01-01", "", "2026-01-03"),
        version("edit", "2026-01-01", "2026-01-04", ""),
        version("delete", "2026-01-01", "2026-01-04", "2026-01-09"),
        version("restore", "2026-01-01", "2026-01-05", ""),
        version("delete", "", "", ""),
    };
    for (std::size_t i = 0; i < std::size(ordered); ++i) {
        for (std::size_t j = 0; j < std::size(ordered); ++j) {
            EXPECT_EQ(supersedes(ordered[i], ordered[j]), i > j) << i << " " << j;
        }
    }
}

}  // namespace
}  // namespace scrm::connect
