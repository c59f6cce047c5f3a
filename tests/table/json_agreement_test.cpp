// SPDX-License-Identifier: Apache-2.0
//
// Where nlohmann/json accepts a document, JsonDocument says the same of it (docs/adr/0007-json-reader.md).
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scrm/core/random.hpp"
#include "scrm/table/json.hpp"

namespace scrm::table {
namespace {

using nlohmann::json;

void expect_equal(const JsonValue& ours, const json& theirs, const std::string& document) {
    if (theirs.is_object()) {
        ASSERT_EQ(ours.type(), JsonType::object) << document;
        for (const auto& [key, value] : theirs.items()) expect_equal(ours.find(key), value, document);
    } else if (theirs.is_array()) {
        ASSERT_EQ(ours.type(), JsonType::array) << document;
        ASSERT_EQ(ours.size(), theirs.size()) << document;
        std::size_t i = 0;
        for (const JsonValue element : ours) expect_equal(element, theirs[i++], document);
    } else if (theirs.is_string()) {
        ASSERT_TRUE(ours.is_string()) << document;
        EXPECT_EQ(ours.text(), theirs.get<std::string>()) << document;
    } else if (theirs.is_number()) {
        ASSERT_TRUE(ours.is_number()) << document;
        EXPECT_EQ(ours.number(), theirs.get<double>()) << document;
    } else if (theirs.is_boolean()) {
        ASSERT_TRUE(ours.is_boolean()) << document;
        EXPECT_EQ(ours.boolean(), theirs.get<bool>()) << document;
    } else {
        EXPECT_TRUE(ours.is_null()) << document;
    }
}

void expect_agreement(const std::string& document) {
    const json theirs = json::parse(document, nullptr, false);
    JsonDocument ours;
    const JsonFault fault = ours.parse(document);
    if (theirs.is_discarded()) return;  // ours repairs more
    ASSERT_EQ(fault, JsonFault::none) << document;
    expect_equal(ours.root(), theirs, document);
}

json random_value(Random& random, int depth) {
    static const std::vector<std::string> kTexts = {
        "", "a", "Щербаков", "\"\\/\b\f\n\r\t", "😀", "\u2028", "{}[],:", "null", "'x'"};
    switch (random.below(depth > 4 ? 6 : 8)) {
        case 0:
            return nullptr;
        case 1:
            return random.chance(0.5);
        case 2:
            return static_cast<std::int64_t>(random.next());
        case 3:
            return (random.uniform() - 0.5) * 1e12;
        case 4:
        case 5:
            return kTexts[random.below(kTexts.size())];
        case 6: {
            json out = json::array();
            for (std::uint64_t n = random.below(5); n > 0; --n)
                out.push_back(random_value(random, depth + 1));
            return out;
        }
        default: {
            json out = json::object();
            for (std::uint64_t n = random.below(5); n > 0; --n)
                out[kTexts[random.below(kTexts.size())]] = random_value(random, depth + 1);
            return out;
        }
    }
}

TEST(JsonAgreement, WrittenDocuments) {
    for (const char* document :
         {"[]", " {} ", "[1,2,3]", "{\"a\":{\"b\":[null,true,false]}}", "\"\\u0416\\ud83d\\ude00\"", "-0.0",
          "1E+2", "1e-7", "123456789012345678", "{\"a\":1,\"a\":2}", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"}) {
        expect_agreement(document);
    }
}

TEST(JsonAgreement, RandomDocumentsAndDamagedOnes) {
    Random random{20261125};
    for (int i = 0; i < 3000; ++i) {
        const json value = random_value(random, 0);
        std::string document = value.dump(random.chance(0.3) ? 2 : -1, ' ', random.chance(0.5));
        expect_agreement(document);
        document[random.below(document.size())] = static_cast<char>(' ' + random.below(95));
        expect_agreement(document);
    }
}

}  // namespace
}  // namespace scrm::table
