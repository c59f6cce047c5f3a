// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/jaro_winkler_batch.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/text/similarity.hpp"

namespace scrm::text {
namespace {

void expect_as_one_by_one(const std::vector<std::string>& texts, const std::vector<std::string>& queries) {
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    const JaroWinklerBatch batch{views};
    ASSERT_EQ(batch.size(), texts.size());
    std::vector<double> out(texts.size(), -1);
    for (const std::string& query : queries) {
        batch.compare(query, out);
        for (std::size_t i = 0; i < texts.size(); ++i)
            ASSERT_EQ(out[i], jaro_winkler(query, texts[i])) << query << " and " << texts[i];
    }
}

TEST(JaroWinklerBatch, GivesTheBitsOfTheScalarCode) {
    const std::vector<std::string> texts = {
        "",
        "a",
        "ab",
        "ba",
        "MARTHA",
        "MARHTA",
        "DIXON",
        "DICKSONX",
        "иван",
        "иванна",
        "ґанок",
        "Ґанок",
        "Иванов",
        "Иванович-Петров",
        "سلام",
        "a\xFFz",
        "abcdef",
        "fedcba",
        "aabbcc",
        "abcabc",
        "0123456789abcdef",
        "0123456789abcdefg",
        "Смирнов",
        "Смирноф",
    };
    expect_as_one_by_one(texts, texts);
    expect_as_one_by_one({}, texts);
}

TEST(JaroWinklerBatch, GivesTheBitsOfTheScalarCodeOnRandomTexts) {
    Random random{3};
    for (const std::string_view letters : {"ab", "abcd", "abcdefghijklmnopqrstuvwxyz"}) {
        std::vector<std::string> texts;
        for (int i = 0; i < 400; ++i) {
            std::string text;
            for (std::size_t size = random.below(27); size > 0; --size)
                text += letters[random.below(letters.size())];
            texts.push_back(std::move(text));
        }
        expect_as_one_by_one(texts, texts);
    }
}

}  // namespace
}  // namespace scrm::text
