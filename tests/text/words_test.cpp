// SPDX-License-Identifier: Apache-2.0
#include "scrm/text/words.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace scrm::text {
namespace {

TEST(Words, Cases) {
    struct Case {
        std::string_view text;
        std::vector<std::string_view> words;
    };
    const Case cases[] = {
        {"", {}},
        {" .,! ", {}},
        {"привет, мир", {"привет", "мир"}},
        {"м’яч п'ять об\u02BCєкт", {"м’яч", "п'ять", "об\u02BCєкт"}},
        {"o'brien", {"o'brien"}},
        {"'цитата' rock'n'roll'", {"цитата", "rock'n'roll"}},
        {"a''b", {"a", "b"}},
        {"5'10", {"5", "10"}},
        {"d'5", {"d", "5"}},
        {"петрова-водкина", {"петрова", "водкина"}},
        {"ivan_petrov.1987@mail", {"ivan", "petrov", "1987", "mail"}},
        {"alex1987 3x3", {"alex1987", "3x3"}},
        {"e\u0301te", {"e\u0301te"}},
        {"\u0301abc", {"abc"}},
        {"日本語 text", {"日本語", "text"}},
        {"а\xFF"
         "б",
         {"а", "б"}},
        {"👍анна👍", {"анна"}},
        {"١٢٣ ½", {"١٢٣", "½"}},
    };
    for (const Case& c : cases) EXPECT_EQ(words(c.text), c.words) << c.text;
}

TEST(Words, ViewsPointIntoTheText) {
    const std::string text = "раз два";
    const auto found = words(text);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].data(), text.data());
    EXPECT_EQ(found[1].data(), text.data() + 7);
}

TEST(Words, OutputIsReplaced) {
    std::vector<std::string_view> out = {"old"};
    words("new", out);
    EXPECT_EQ(out, std::vector<std::string_view>{"new"});
}

}  // namespace
}  // namespace scrm::text
