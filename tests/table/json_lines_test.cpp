// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/json_lines.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"

namespace scrm::table {
namespace {

std::vector<std::string> read(const std::string& text) {
    std::istringstream in{text};
    JsonLineReader reader{in};
    std::vector<std::string> rows;
    JsonLine line;
    while (reader.next(line)) {
        rows.push_back(std::to_string(line.row) + (line.fault == JsonFault::none
                                                       ? ":" + canonical(line.value)
                                                       : "!" + std::string{to_string(line.fault)}));
        EXPECT_EQ(line.value.is_missing(), line.fault != JsonFault::none);
    }
    return rows;
}

using Rows = std::vector<std::string>;

TEST(JsonLineReader, ReadsLines) {
    EXPECT_EQ(read("{\"a\":1}\n[2]\r\n\n  \n3"), (Rows{"1:{\"a\":1}", "2:[2]", "3:3"}));
    EXPECT_EQ(read("\xEF\xBB\xBF{}\n"), (Rows{"1:{}"}));
    EXPECT_EQ(read("\n\n"), (Rows{}));
}

TEST(JsonLineReader, ABadLineCostsOnlyItself) {
    const std::string deep(100, '[');
    EXPECT_EQ(read("{\n{}\n" + deep + "\n1 1\n\"x\"\n"),
              (Rows{"1!bad_json", "2:{}", "3!json_too_deep", "4!bad_json", "5:\"x\""}));
}

TEST(JsonLineReader, LimitsLines) {
    const std::string exact = "\"" + std::string(kMaxJsonBytes - 2, 'x') + "\"";
    const std::string large = "\"" + std::string(10 << 20, 'x') + "\"";
    EXPECT_EQ(read(large + "\n1\n"), (Rows{"1!row_too_large", "2:1"}));
    EXPECT_EQ(read(large), (Rows{"1!row_too_large"}));
    EXPECT_EQ(read(exact + "\r\n1\n").size(), 2U);
    EXPECT_EQ(read(exact + "\r\n1\n")[1], "2:1");
    EXPECT_EQ(read(exact + " \n1"), (Rows{"1!row_too_large", "2:1"}));
    std::istringstream in{large};
    JsonLineReader reader{in};
    JsonLine line;
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line.raw.size(), kMaxJsonBytes);
    EXPECT_TRUE(line.raw_cut);
}

TEST(JsonLineReader, RefusesWhatIsNoText) {
    for (const std::string& text : {std::string{}, std::string{"\xEF\xBB\xBF"},
                                    std::string{"\xFF\xFE{\0}\0", 6}, std::string{"{\0\"\0a\0", 6}}) {
        try {
            read(text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        }
    }
    EXPECT_THROW(JsonLineReader{std::filesystem::path{"/nonexistent/x.jsonl"}}, Error);
}

TEST(JsonLineReader, BlankLinesAreNoRecords) {
    for (const std::string& text :
         {std::string{"\n"}, std::string{"\xEF\xBB\xBF\n"}, std::string{"\n \r\n"}}) {
        std::istringstream in{text};
        JsonLineReader reader{in};
        JsonLine line;
        EXPECT_FALSE(reader.next(line));
        EXPECT_FALSE(reader.next(line));
    }
}

TEST(JsonLineReader, ReadsFiles) {
    const auto path = std::filesystem::path{testing::TempDir()} / "json_lines_test.jsonl";
    std::ofstream{path} << "{}\n{}";
    JsonLineReader reader{path};
    JsonLine line;
    int lines = 0;
    while (reader.next(line)) ++lines;
    EXPECT_EQ(lines, 2);
    EXPECT_EQ(reader.bytes_read(), 5);
    EXPECT_EQ(reader.bytes_total(), 5);
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace scrm::table
