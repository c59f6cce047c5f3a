// SPDX-License-Identifier: Apache-2.0
#include "scrm/table/csv_reader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scrm/core/error.hpp"

namespace scrm::table {
namespace {

struct Read {
    std::vector<std::string> header;
    char delimiter = ',';
    std::vector<std::string> rows;  // "row:field|field" or "row!fault"
    std::vector<std::string> raw;
};

Read read(const std::string& text, const CsvOptions& options = {}) {
    std::istringstream in{text};
    CsvReader reader{in, options};
    Read result{reader.header(), reader.delimiter(), {}, {}};
    CsvRecord record;
    while (reader.next(record)) {
        std::string row = std::to_string(record.row);
        if (record.fault == CsvFault::none) {
            row += ":";
            for (std::size_t i = 0; i < record.fields.size(); ++i) {
                if (i > 0) row += "|";
                row += record.fields[i];
            }
        } else {
            row += "!" + std::string{to_string(record.fault)};
            EXPECT_TRUE(record.fields.empty());
        }
        result.rows.push_back(row);
        result.raw.emplace_back(record.raw);
    }
    EXPECT_FALSE(reader.next(record)) << "the end stays the end";
    return result;
}

using Rows = std::vector<std::string>;

TEST(CsvReader, ReadsLineEnds) {
    for (const std::string end : {"\n", "\r\n", "\r", "\r\r\n"}) {
        const auto got = read("id,name" + end + "1,Иван" + end + "2,\"a" + end + "b\"" + end + "3,x");
        EXPECT_EQ(got.header, (Rows{"id", "name"})) << end.size();
        EXPECT_EQ(got.rows, (Rows{"1:1|Иван", "2:2|a" + end + "b", "3:3|x"})) << end.size();
    }
}

TEST(CsvReader, DetectsDelimiters) {
    EXPECT_EQ(read("a;b;c\n1;2,5;3\n").delimiter, ';');
    EXPECT_EQ(read("a\tb\n1\t2\n").delimiter, '\t');
    EXPECT_EQ(read("a,b;c,d\n").delimiter, ',');
    EXPECT_EQ(read("\"a,b,c\";d\n").delimiter, ';');
    EXPECT_EQ(read("single\nx\n").rows, (Rows{"1:x"}));
    EXPECT_EQ(read("sep=;\r\na;b,c,d\r\n1;2\r\n").header, (Rows{"a", "b,c,d"}));
    CsvOptions bar;
    bar.delimiter = '|';
    EXPECT_EQ(read("a|b\n1|2\n", bar).rows, (Rows{"1:1|2"}));
}

TEST(CsvReader, TakesTheMarkOffAndTrimsTheHeader) {
    EXPECT_EQ(read("\xEF\xBB\xBFid, name ,\"x y\"\n").header, (Rows{"id", "name", "x y"}));
}

TEST(CsvReader, ReadsQuotes) {
    const auto got =
        read("a,b\n\"x,\"\"y\"\"\",\"\"\n\"\"\"\",\"1\n2\"\n ООО \"Мир\",q\"\"\n\"a\" ,\"b\"  \n");
    EXPECT_EQ(got.rows, (Rows{"1:x,\"y\"|", "2:\"|1\n2", "3: ООО \"Мир\"|q\"\"", "4:a|b"}));
}

TEST(CsvReader, SkipsBlankLinesWithoutCountingThem) {
    EXPECT_EQ(read("\n\na,b\n\n1,2\r\n   \n\t\n3,4\n\n").rows, (Rows{"1:1|2", "2:3|4"}));
    EXPECT_EQ(read("a\tb\n\t\n1\t2\n").rows, (Rows{"1:|", "2:1|2"}));
    EXPECT_EQ(read("a,b\n,\n").rows, (Rows{"1:|"}));
}

TEST(CsvReader, AnEmptyLineOfOneColumnIsARow) {
    EXPECT_EQ(read("\n\na\nx\n\n  \r\ny\n").rows, (Rows{"1:x", "2:", "3:  ", "4:y"}));
    EXPECT_EQ(read("a\nx\n\n").rows, (Rows{"1:x", "2:"}));
    EXPECT_EQ(read("a\n\"\"\nx").rows, (Rows{"1:", "2:x"}));
    EXPECT_EQ(read("a\n").rows, Rows{});
}

TEST(CsvReader, ReportsWrongColumnCounts) {
    EXPECT_EQ(read("a,b\n1\n1,2\n1,2,3\n").rows,
              (Rows{"1!wrong_column_count", "2:1|2", "3!wrong_column_count"}));
    EXPECT_EQ(read("a,b\n1,2,3\n").raw, (Rows{"1,2,3"}));
}

TEST(CsvReader, ABrokenQuoteCostsOneRow) {
    struct Case {
        const char* text;
        Rows rows;
    };
    const Case cases[] = {
        // the next quoted field shows that the quote was broken
        {"a,b\n1,\"Ivan\n2,Petr\n3,\"Anna\"\n4,x\n",
         {"1!unbalanced_quotes", "2:2|Petr", "3:3|Anna", "4:4|x"}},
        // no further quote in the file
        {"a,b\n1,\"Ivan\n2,Petr\n3,Anna", {"1!unbalanced_quotes", "2:2|Petr", "3:3|Anna"}},
        // text behind a closing quote
        {"a,b\n1,\"Joe \"The Boss\" Smith\"\n2,x\n", {"1!unbalanced_quotes", "2:2|x"}},
        // a good quoted newline before the broken quote stays in the row
        {"a,b\n\"1\n1\",\"x\n2,y\n", {"1!unbalanced_quotes", "2:2|y"}},
        // the last line
        {"a,b\n1,x\n2,\"", {"1:1|x", "2!unbalanced_quotes"}},
        // every line is broken
        {"a,b\n1,\"x\n2,\"y\n3,\"z\n", {"1!unbalanced_quotes", "2!unbalanced_quotes", "3!unbalanced_quotes"}},
    };
    for (const Case& c : cases) EXPECT_EQ(read(c.text).rows, c.rows) << c.text;
    EXPECT_EQ(read("a,b\n\"1\n1\",\"x\n2,y\n").raw[0], "\"1\n1\",\"x");
}

TEST(CsvReader, LimitsRows) {
    CsvOptions small;
    small.max_record_bytes = 100;
    small.buffer_bytes = 64;
    const std::string large(150, 'x');
    EXPECT_EQ(read("a,b\n1," + large + "\n2,y\n", small).rows, (Rows{"1!row_too_large", "2:2|y"}));
    EXPECT_EQ(read("a,b\n1,\"" + large + "\"\n2,y\n", small).rows, (Rows{"1!row_too_large", "2:2|y"}));
    EXPECT_EQ(read("a,b\n1," + large, small).rows, (Rows{"1!row_too_large"}));
    // A quoted field over the limit that has line ends: reading goes on at the line after its first.
    EXPECT_EQ(read("a,b\n1,\"x\n2,y\n" + large + "\n3,z\n", small).rows,
              (Rows{"1!unbalanced_quotes", "2:2|y", "3!row_too_large", "4:3|z"}));
    const std::string exact(98, 'x');
    EXPECT_EQ(read("a,b\n1," + exact + "\n", small).rows, (Rows{"1:1|" + exact}));
    EXPECT_EQ(read("a,b\n1," + exact + "x\n", small).rows, (Rows{"1!row_too_large"}));
    EXPECT_EQ(read("a,b\n1,\"" + exact.substr(2) + "\"\n2,y\n", small).rows,
              (Rows{"1:1|" + exact.substr(2), "2:2|y"}));
    EXPECT_EQ(read("a,b\n1," + large + "\n2,y\n", small).raw[0].size(), 100U);
}

/// A field with `lines` lines and doubled quotes, as it stands in a file.
std::string long_field(std::size_t lines, const std::string& end) {
    std::string text = "\"";
    for (std::size_t i = 0; i < lines; ++i) text += "one \"\"two\"\", three;\t" + end;
    return text + "\"\"end\"\"\"";
}

/// What a file with this text gives: unlike a stream it is not copied, but read again.
Read read_file(const std::string& text, const CsvOptions& options = {}) {
    const auto path = std::filesystem::path{testing::TempDir()} /
                      ("csv_reader_test_" + std::to_string(::getpid()) + ".csv");
    std::ofstream{path, std::ios::binary} << text;
    CsvReader reader{path, options};
    Read result;
    CsvRecord record;
    while (reader.next(record)) {
        result.rows.push_back(std::to_string(record.row) + "!" + std::string{to_string(record.fault)});
        result.raw.emplace_back(record.raw);
    }
    EXPECT_EQ(reader.bytes_read(), static_cast<std::int64_t>(text.size()));
    std::filesystem::remove(path);
    return result;
}

TEST(CsvReader, AFieldOverTheLimitWithLineEndsIsOneRow) {
    CsvOptions small;
    small.max_record_bytes = 1000;
    small.buffer_bytes = 64;
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        for (const std::string between : {",", ";", "\t"}) {
            const std::string header = "a" + between + "b" + between + "c" + end;
            const std::string before = "1" + between + "\"x" + end + "y\"" + between + "z" + end;
            const std::string large = long_field(300, end);
            const std::string q = "q" + between;
            for (const std::string& row :
                 {large + between + q, q + large + between, q + q + large,
                  large + between + large + between + large, q + large + "  " + between + "\"" + end + "\"",
                  std::string(2000, 'u') + between + large + between}) {
                std::string text = header + before + row;
                EXPECT_EQ(read(text, small).rows.size(), 2U) << "at the end of the input";
                text += end + before;
                const Read got = read(text, small);
                ASSERT_EQ(got.rows.size(), 3U) << end.size() << between;
                EXPECT_EQ(got.rows[0], "1:1|x" + end + "y|z");
                EXPECT_EQ(got.rows[1], "2!row_too_large");
                EXPECT_EQ(got.rows[2], "3:1|x" + end + "y|z");
                EXPECT_EQ(got.raw[1], row.substr(0, 1000));
                EXPECT_EQ(read_file(text, small).raw, got.raw);
            }
        }
    }
}

TEST(CsvReader, AFieldOverTheLimitWithoutItsEndCostsOneLine) {
    CsvOptions small;
    small.max_record_bytes = 300;
    small.buffer_bytes = 64;
    std::string plain;
    Rows rows;
    for (int i = 2; i <= 101; ++i) {
        plain += "2,plain\n";
        rows.push_back(std::to_string(i) + ":2|plain");
    }
    struct Case {
        std::string broken;  // the rest of the first line
        std::string after;   // behind the plain lines
        Rows end;            // what `after` gives
    };
    const Case cases[] = {
        // no quote follows; one follows that opens another field; doubled ones only
        {"\"open\n", "", {}},
        {"\"open\n", "3,\"Anna\"\n", {"102:3|Anna"}},
        {"\"open\n", "3,\"\"\n4,\"\"\"\"\n", {"102:3|", "103:4|\""}},
        // a field before it is whole, and has a line end of its own
        {"\"x\ny\",\"open\n", "", {}},
    };
    for (const Case& c : cases) {
        Rows expected{"1!unbalanced_quotes"};
        expected.insert(expected.end(), rows.begin(), rows.end());
        expected.insert(expected.end(), c.end.begin(), c.end.end());
        const std::string text = "a,b\n1," + c.broken + plain + c.after;
        const Read got = read(text, small);
        EXPECT_EQ(got.rows, expected) << c.broken << c.after;
        EXPECT_EQ(got.raw[0] + "\n", "1," + c.broken);
        EXPECT_EQ(read_file(text, small).raw, got.raw);
    }
    // A large field that is whole does not save the broken one behind it, nor cost more than its line.
    const std::string text = "a,b\n" + long_field(50, "\n") + ",\"open\n" + plain;
    Rows expected{"1!row_too_large"};
    expected.insert(expected.end(), rows.begin(), rows.end());
    EXPECT_EQ(read(text, small).rows, expected);
}

TEST(CsvReader, ARowThatIsOnlyWrittenLargeIsRead) {
    CsvOptions small;
    small.max_record_bytes = 50;
    small.max_written_bytes = 200;
    const auto repeated = [](std::string_view piece, int times) {
        std::string out;
        while (times-- > 0) out += piece;
        return out;
    };
    const std::string quotes = repeated("\"\"", 40);
    const std::string replaced = repeated("\uFFFD", 40);
    for (const std::size_t buffer : {1U, 7U, 4096U}) {
        small.buffer_bytes = buffer;
        const auto rows = [&](const std::string& row) { return read("a,b\n" + row + "\n2,y\n", small).rows; };
        EXPECT_EQ(rows("1,\"" + quotes + "\""), (Rows{"1:1|" + repeated("\"", 40), "2:2|y"}));
        EXPECT_EQ(rows("1," + replaced), (Rows{"1:1|" + replaced, "2:2|y"}));
        // 48 bytes and two of the first cell; one more is too many.
        EXPECT_EQ(rows("\"1\"," + repeated("x", 48)), (Rows{"1:1|" + repeated("x", 48), "2:2|y"}));
        EXPECT_EQ(rows("\"1\"," + repeated("x", 49)), (Rows{"1!row_too_large", "2:2|y"}));
        EXPECT_EQ(rows("1,\"" + repeated("\"\"", 60) + "\""), (Rows{"1!row_too_large", "2:2|y"}));
        EXPECT_EQ(rows("1," + repeated("\uFFFD", 70)), (Rows{"1!row_too_large", "2:2|y"}));
        EXPECT_EQ(rows("1,\"" + quotes + "\",z"), (Rows{"1!row_too_large", "2:2|y"}));
        EXPECT_EQ(rows("1,\"" + quotes + "x"), (Rows{"1!row_too_large", "2:2|y"}));
    }
}

TEST(CsvReader, ManyLargeAndBrokenFieldsInTurn) {
    CsvOptions small;
    small.max_record_bytes = 200;
    small.buffer_bytes = 64;
    std::string text = "a,b\n";
    Rows expected;
    int row = 0;
    for (int i = 0; i < 40; ++i) {
        text += "1," + long_field(60, "\n") + "\n2,\"open\n";
        expected.push_back(std::to_string(++row) + "!row_too_large");
        expected.push_back(std::to_string(++row) + "!unbalanced_quotes");
        for (int line = 0; line < 50; ++line) {
            text += "3,plain\n";
            expected.push_back(std::to_string(++row) + ":3|plain");
        }
        text += "4,\"x\"\n";
        expected.push_back(std::to_string(++row) + ":4|x");
    }
    const Read got = read(text, small);
    EXPECT_EQ(got.rows, expected);
    EXPECT_EQ(read_file(text, small).raw, got.raw);
    // More room for what is only written large makes no difference for the others.
    small.max_written_bytes = 700;
    EXPECT_EQ(read(text, small).rows, expected);
}

TEST(CsvReader, QuotesOutOfStepDoNotSwallowTheInput) {
    // Read from the first quote on, every line closes one field and opens the next: that is no large record.
    CsvOptions small;
    small.max_record_bytes = 300;
    small.buffer_bytes = 64;
    std::string text = "a,b\n";
    for (int i = 0; i < 2000; ++i) text += "a\",\"c\n";
    const Rows rows = read(text + "1,2\n", small).rows;
    EXPECT_GT(rows.size(), 30U);
    EXPECT_EQ(rows.back(), std::to_string(rows.size()) + ":1|2");
}

TEST(CsvReader, LimitsColumns) {
    CsvOptions few;
    few.max_columns = 3;
    EXPECT_EQ(read("a,b,c\n1,2,3\n1,2,3,4,5\n1,2\n", few).rows,
              (Rows{"1:1|2|3", "2!too_many_columns", "3!wrong_column_count"}));
    EXPECT_THROW(read("a,b,c,d\n", few), Error);
}

TEST(CsvReader, DoesNotDependOnHowTheInputIsCut) {
    std::string text = "a,b,c\r\n";
    for (int i = 0; i < 60; ++i) {
        const std::string n = std::to_string(i);
        text += n + ",\"q\"\"" + n + "\r\n\"\"\"," + std::string(static_cast<std::size_t>(i), 'y') + "\r\n";
        if (i % 7 == 0) text += n + ",\"open,x\r\n";
        if (i % 9 == 0) text += std::string(static_cast<std::size_t>(400 + i), 'z') + "\r\n";
    }
    CsvOptions options;
    options.max_record_bytes = 300;
    options.buffer_bytes = 1 << 20;
    const Read whole = read(text, options);
    EXPECT_GT(whole.rows.size(), 60U);
    for (const std::size_t size : {64U, 65U, 100U, 257U, 1000U}) {
        options.buffer_bytes = size;
        const Read cut = read(text, options);
        EXPECT_EQ(cut.rows, whole.rows) << size;
        EXPECT_EQ(cut.raw, whole.raw) << size;
    }
}

TEST(CsvReader, RefusesWhatIsNoText) {
    const auto message = [](const std::string& text) -> std::string {
        try {
            read(text);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
            return error.what();
        }
        return "read";
    };
    EXPECT_NE(message("").find("empty"), std::string::npos);
    EXPECT_NE(message("\xEF\xBB\xBF").find("empty"), std::string::npos);
    EXPECT_NE(message("\n \n").find("no header"), std::string::npos);
    EXPECT_NE(message(std::string{"PK\x03\x04\x14\0\x06\0", 8}).find("a spreadsheet"), std::string::npos);
    EXPECT_NE(message("\x1F\x8B\x08 id,name\n1,2\n").find("gzip"), std::string::npos);
    EXPECT_EQ(message("PK,name\n1,2\n"), "read");
    EXPECT_NE(message("{\"id\": \"1\", \"text\": \"a\"}\n").find("JSON, not CSV"), std::string::npos);
    EXPECT_EQ(message("{id},name\n1,2\n"), "read");
    EXPECT_NE(message(std::string{"\xFF\xFEi\0d\0\n\0", 8}).find("UTF-16"), std::string::npos);
    EXPECT_NE(message(std::string{"\xFE\xFF\0i\0d\0\n", 8}).find("UTF-16"), std::string::npos);
    EXPECT_NE(message(std::string{"i\0d\0,\0n\0\n\0", 10}).find("UTF-16"), std::string::npos);
    EXPECT_NE(message(std::string{"\xFF\xFE\0\0i\0\0\0d\0\0\0", 12}).find("UTF-32"), std::string::npos);
    EXPECT_NE(message(std::string{"\0\0\xFE\xFF\0\0\0i\0\0\0d", 12}).find("UTF-32"), std::string::npos);
    EXPECT_NE(message(std::string{"i\0\0\0d\0\0\0,\0\0\0", 12}).find("UTF-32"), std::string::npos);
    EXPECT_NE(message(std::string{"\x38\x04\0\0\x3C\x04\0\0", 8}).find("UTF-32"), std::string::npos);
    EXPECT_NE(message("id,\xE8\xEC\xFF\n1,2\n").find("UTF-8"), std::string::npos);
    // "фамилия;имя;отчество;город" in CP1251
    EXPECT_NE(message("\xF4\xE0\xEC\xE8\xEB\xE8\xFF;\xE8\xEC\xFF;\xEE\xF2\xF7\xE5\xF1\xF2\xE2\xEE;"
                      "\xE3\xEE\xF0\xEE\xE4\n1;2;3;4\n")
                  .find("the header is not UTF-8; it seems to be cp1251: iconv -f cp1251 -t utf-8"),
              std::string::npos);
    EXPECT_NE(message(std::string{"id,na\0me\n", 9}).find("not text"), std::string::npos);
    EXPECT_NE(message("id,\"name\n1,2\n").find("header"), std::string::npos);
    EXPECT_EQ(message("id,name\n1,\xE8\n"), "read");
}

TEST(CsvReader, ReadsFilesAndTellsProgress) {
    const auto path = std::filesystem::path{testing::TempDir()} / "csv_reader_test.csv";
    std::ofstream{path} << "id,name\n1,a\n2,b\n";
    CsvReader reader{path};
    EXPECT_EQ(reader.bytes_total(), 16);
    CsvRecord record;
    while (reader.next(record)) {
    }
    EXPECT_EQ(reader.bytes_read(), 16);
    std::filesystem::remove(path);
    try {
        CsvReader missing{path};
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
    }
    EXPECT_THROW(CsvReader{std::filesystem::path{testing::TempDir()}}, Error);
}

/// Seconds to read `text`.
double seconds(const std::string& text) {
    const auto start = std::chrono::steady_clock::now();
    std::istringstream in{text};
    CsvReader reader{in};
    CsvRecord record;
    while (reader.next(record)) {
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(CsvReader, TakesLinearTimeOnHostileInput) {
    std::string closes_and_opens = "a,b\n";  // every line closes the last quote and opens the next
    std::string never_closes = "a,b\n";      // every line opens a quote that no line closes
    std::string pairs = "a,b\n";             // doubled quotes only
    for (int i = 0; i < 400'000; ++i) {
        closes_and_opens += "a\",\"c\n";
        never_closes += "\"x\"\"\n";
        pairs += "1,\"\"\"\"\n";
    }
    std::string wide = "c";
    for (int i = 1; i < 100'000; ++i) wide += ",c";
    const std::string columns = wide + "\n" + wide + "\n" + wide + "\n";
    const std::string field = "a,b\n1,\"" + std::string(10 << 20, 'x') + "\n2,y\n";
    std::string far_apart = "a,b\n";  // every megabyte opens a quote that the next one shows to be broken
    for (int i = 0; i < 20; ++i) far_apart += "1,\"open\n" + std::string(2U << 20U, '\n');
    std::string open_lines = "a,b\n";  // the same without anything that closes, and with pairs only
    for (int i = 0; i < 200'000; ++i) open_lines += i == 0 ? "\"x\n" : "\"\"\"\"x\n";
    const std::string large = "a,b\n1," + long_field(400'000, "\n") + "\n";
    const std::string* const texts[] = {&closes_and_opens, &never_closes, &pairs, &columns, &field,
                                        &far_apart,        &open_lines,   &large};
    for (const std::string* text : texts) {
        EXPECT_LT(seconds(*text), 10.0) << text->substr(0, 20);
    }
}

TEST(CsvReader, AColumnIsFoundByItsName) {
    std::istringstream in{"id, text ,id\n1,a,2\n"};
    const CsvReader reader{in};
    EXPECT_EQ(reader.column("text"), 1U);
    try {
        reader.column("Text");
        ADD_FAILURE() << "there is no such column";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
    }
    try {
        reader.column("id");
        ADD_FAILURE() << "which of them is meant is not known";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        EXPECT_STREQ(error.what(), "column 'id' occurs twice");
    }
}

TEST(CsvReader, UnreadableRowsAreCountedAndTheFirstIsKept) {
    std::istringstream in{"a,b\n1,x\n2\n3,\"y\n"};
    CsvReader reader{in};
    UnreadableRows rows;
    for (CsvRecord record; reader.next(record);) {
        if (record.fault != CsvFault::none) rows.add(record);
    }
    EXPECT_EQ(rows.count, 2);
    EXPECT_EQ(rows.first.row, 2);
    EXPECT_EQ(rows.first.fault, CsvFault::wrong_column_count);
}

}  // namespace
}  // namespace scrm::table
