// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/json.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

namespace scrm::table {
namespace {

constexpr const char* kReplacement = "\xEF\xBF\xBD";

TEST(JsonDocument, ReadsEveryType) {
    const std::string text =
        R"( {"s":"a","n":-1.5e2,"t":true,"f":false,"z":null,"a":[1,[2],{}],"o":{"k":"v"}} )";
    JsonDocument document;
    ASSERT_EQ(document.parse(text), JsonFault::none);
    const JsonValue root = document.root();
    EXPECT_EQ(root.size(), 7U);
    EXPECT_EQ(root.find("s").text(), "a");
    EXPECT_EQ(root.find("n").number(), -150.0);
    EXPECT_EQ(root.find("n").text(), "-1.5e2");
    EXPECT_TRUE(root.find("t").boolean());
    EXPECT_FALSE(root.find("f").boolean());
    EXPECT_TRUE(root.find("z").is_null());
    EXPECT_EQ(root.find("a").size(), 3U);
    EXPECT_EQ(root.find("a").raw(), "[1,[2],{}]");
    EXPECT_EQ(root.find("o").find("k").text(), "v");
    EXPECT_TRUE(root.find("o").find("x").find("y").is_missing());
    EXPECT_TRUE(root.find("s").find("k").is_missing());
    std::vector<std::string> keys;
    for (const JsonValue member : root) keys.emplace_back(member.key());
    EXPECT_EQ(keys, (std::vector<std::string>{"s", "n", "t", "f", "z", "a", "o"}));
}

TEST(JsonDocument, KeepsTheDigitsOfIntegers) {
    struct Case {
        const char* json;
        bool integer;
        std::optional<std::int64_t> value;
    };
    const Case cases[] = {{"0", true, 0},
                          {"-7", true, -7},
                          {"9223372036854775807", true, INT64_MAX},
                          {"9223372036854775808", true, std::nullopt},
                          {"18446744073709551616", true, std::nullopt},
                          {"123456789012345678901234567890", true, std::nullopt},
                          {"1.0", false, std::nullopt},
                          {"1e3", false, std::nullopt},
                          {"-0", false, std::nullopt},
                          {"\"5\"", false, std::nullopt}};
    JsonDocument document;
    for (const Case& c : cases) {
        ASSERT_EQ(document.parse(c.json), JsonFault::none) << c.json;
        EXPECT_EQ(document.root().is_integer(), c.integer) << c.json;
        EXPECT_EQ(document.root().integer(), c.value) << c.json;
        if (c.integer) {
            EXPECT_EQ(document.root().text(), c.json);
        }
    }
    ASSERT_EQ(document.parse("1e999"), JsonFault::none);
    EXPECT_EQ(document.root().number(), std::nullopt);
}

TEST(JsonDocument, RefusesBadSyntax) {
    for (const std::string text : {"",
                                   " ",
                                   "{",
                                   "[",
                                   "]",
                                   "[1,]",
                                   "[,1]",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{a:1}",
                                   "{\"a\":1,}",
                                   "{'a':1}",
                                   "[1 2]",
                                   "01",
                                   "+1",
                                   ".5",
                                   "1.",
                                   "1e",
                                   "1e+",
                                   "-",
                                   "--1",
                                   "0x10",
                                   "NaN",
                                   "Infinity",
                                   "tru",
                                   "nulll",
                                   "\"",
                                   "\"\\\"",
                                   "\"\\x\"",
                                   "\"\\u12\"",
                                   "\"\\u12G4\"",
                                   "\"\\ud800\\u12\"",
                                   "\"a\nb\"",
                                   "\"\t\"",
                                   "1 1",
                                   "{} {}",
                                   "[1]x",
                                   "\xEF\xBB\xBF{}",
                                   "{\"a\":1 \"b\":2}",
                                   "\"\\u +12\"",
                                   "\"\\u-123\""}) {
        JsonDocument document;
        EXPECT_EQ(document.parse(text), JsonFault::bad_json) << text;
        EXPECT_TRUE(document.root().is_missing());
    }
}

TEST(JsonDocument, TellsWhereAFaultIs) {
    JsonDocument document;
    EXPECT_EQ(document.parse("{\"a\": 1\n \"b\": 2}"), JsonFault::bad_json);
    EXPECT_EQ(document.fault_at(), 9U);
    EXPECT_EQ(document.parse("[1]x"), JsonFault::bad_json);
    EXPECT_EQ(document.fault_at(), 3U);
    EXPECT_EQ(document.parse(std::string(70, '[')), JsonFault::too_deep);
    EXPECT_EQ(document.fault_at(), 64U);
    EXPECT_EQ(document.parse("[1]"), JsonFault::none);
    EXPECT_EQ(document.fault_at(), 0U);
}

TEST(JsonDocument, LimitsDepthAndSize) {
    JsonDocument document;
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '[') +
               std::string(static_cast<std::size_t>(depth), ']');
    };
    EXPECT_EQ(document.parse(nested(64)), JsonFault::none);
    EXPECT_EQ(document.parse(nested(65)), JsonFault::too_deep);
    EXPECT_EQ(document.parse(std::string(2'000'000, '['), 4'000'000), JsonFault::too_deep);
    std::string objects;
    for (int i = 0; i < 65; ++i) objects += "{\"a\":";
    EXPECT_EQ(document.parse(objects), JsonFault::too_deep);
    EXPECT_EQ(document.parse("\"" + std::string(kMaxJsonBytes - 2, 'x') + "\""), JsonFault::none);
    EXPECT_EQ(document.parse("\"" + std::string(kMaxJsonBytes - 1, 'x') + "\""), JsonFault::row_too_large);
    EXPECT_EQ(document.parse("[1,2]", 4), JsonFault::row_too_large);
}

TEST(JsonDocument, DecodesStrings) {
    struct Case {
        std::string json;
        std::string text;
        bool repaired;
    };
    const std::string r = kReplacement;
    const Case cases[] = {
        {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t", false},
        {R"("\u0041\u0416\u20AC")", "AЖ€", false},
        {R"("\ud83d\ude00")", "\xF0\x9F\x98\x80", false},
        {R"("\uD83D\uDE00x")", "\xF0\x9F\x98\x80x", false},
        {R"("a\ud800b")", "a" + r + "b", true},
        {R"("\udc00")", r, true},
        {R"("\ud800\ud800")", r + r, true},
        {R"("\ud800\u0041")", r + "A", true},
        {R"("\ud800\n")", r + "\n", true},
        {R"("a\u0000b")", "a" + r + "b", true},
        {R"("\ufffd")", r, false},
        {"\"" + r + "\"", r, false},
        {"\"a\xFF"
         "b\"",
         "a" + r + "b", true},
        {"\"a\xC3\"", "a" + r, true},
        {std::string{"\"a\0b\"", 5}, "a" + r + "b", true},
        {"\"\xED\xA0\x80\\n\"", r + r + r + "\n", true},
        {"\"Ж\\n\"", "Ж\n", false},
        {"\"\"", "", false},
    };
    JsonDocument document;
    for (const Case& c : cases) {
        ASSERT_EQ(document.parse(c.json), JsonFault::none) << c.json;
        EXPECT_EQ(document.root().text(), c.text) << c.json;
        EXPECT_EQ(document.root().was_repaired(), c.repaired) << c.json;
        EXPECT_EQ(document.root().raw(), c.json);
    }
}

TEST(JsonDocument, TheLastOfRepeatedKeysCounts) {
    JsonDocument document;
    ASSERT_EQ(document.parse(R"({"a":1,"b":2,"a":3,"\u0061":4})"), JsonFault::none);
    EXPECT_EQ(document.root().find("a").text(), "4");
    EXPECT_EQ(document.root().size(), 4U);
    EXPECT_EQ(canonical(document.root()), R"({"a":4,"b":2})");
}

TEST(JsonDocument, TellsRepeatedMembers) {
    JsonDocument document;
    const auto repeats = [&](std::string_view text) {
        EXPECT_EQ(document.parse(text), JsonFault::none) << text;
        return repeats_member(document.root());
    };
    for (const auto* text : {"1", "[]", "{}", R"({"a":1,"b":1})", R"([{"a":1},{"a":1}])",
                             R"({"a":{"a":{"a":"a"}}})", R"({"A":1,"a":2})"}) {
        EXPECT_FALSE(repeats(text)) << text;
    }
    for (const auto* text : {R"({"a":1,"b":2,"a":1})", R"([1,[{"x":{"b":1,"b":2}}]])",
                             R"({"a":1,"\u0061":2})", R"({"":1,"":1})"}) {
        EXPECT_TRUE(repeats(text)) << text;
    }
}

TEST(JsonDocument, IsUsedAgain) {
    JsonDocument document;
    for (int i = 0; i < 100; ++i) {
        const std::string text = "[\"\\n" + std::string(static_cast<std::size_t>(i) * 500, 'x') + "\",\"\\t" +
                                 std::to_string(i) + "\"]";
        ASSERT_EQ(document.parse(text), JsonFault::none);
        std::vector<JsonValue> elements{document.root().begin(), document.root().end()};
        EXPECT_EQ(elements[0].text().size(), static_cast<std::size_t>(i) * 500 + 1);
        EXPECT_EQ(elements[1].text(), "\t" + std::to_string(i));
    }
    EXPECT_EQ(document.parse("["), JsonFault::bad_json);
    EXPECT_TRUE(document.root().is_missing());
}

TEST(CanonicalJson, SortsAndPacks) {
    JsonDocument document;
    const std::string text =
        R"( { "b" : [ 1.50 , "x\u00e9\/" , null ] , "a" : { "z":true , "y":[] } , "":{} } )";
    ASSERT_EQ(document.parse(text), JsonFault::none);
    const std::string packed = canonical(document.root());
    EXPECT_EQ(packed, "{\"\":{},\"a\":{\"y\":[],\"z\":true},\"b\":[1.50,\"xé/\",null]}");
    JsonDocument again;
    ASSERT_EQ(again.parse(packed), JsonFault::none);
    EXPECT_EQ(canonical(again.root()), packed);
}

TEST(JsonWriter, WritesWhatParsersRead) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("s", "a\"\\\n\x01").member("n", std::int64_t{-5}).member("d", 0.1);
    json.key("list")
        .begin_array()
        .value(true)
        .null()
        .value(std::nan(""))
        .begin_object()
        .end_object()
        .end_array();
    json.key("raw").raw("[1]").member("bad", std::string_view{"\xFFx\0", 3}).end_object();
    EXPECT_EQ(
        text,
        std::string{R"({"s":"a\"\\\n\u0001","n":-5,"d":0.1,"list":[true,null,null,{}],"raw":[1],"bad":")"} +
            kReplacement + "x" + kReplacement + "\"}");
    JsonDocument document;
    EXPECT_EQ(document.parse(text), JsonFault::none);
}

TEST(JsonDocument, TakesLinearTimeOnHostileInput) {
    JsonDocument document;
    const auto seconds = [&](const std::string& text) {
        const auto start = std::chrono::steady_clock::now();
        document.parse(text, 64U << 20U);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    std::string escapes = "\"";
    for (int i = 0; i < 500'000; ++i) escapes += "\\ud800";
    std::string keys = "{";
    for (int i = 0; i < 300'000; ++i) keys += "\"a\":\"\xFF\",";
    std::string open = std::string(4'000'000, '"');
    for (const std::string& text : {escapes + "\"", keys + "\"a\":1}", open, escapes}) {
        EXPECT_LT(seconds(text), 5.0) << text.substr(0, 10);
    }
}

}  // namespace
}  // namespace scrm::table
