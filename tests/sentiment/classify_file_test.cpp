// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <stop_token>
#include <string>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/text_files.hpp"
#include "scrm/text/utf8.hpp"
#include "sentiment/small_model.hpp"
#include "support/folder.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

class ClassifyFile : public test::InFolder {};

std::string classified(const std::filesystem::path& file, const TextClassifier& classifier,
                       unsigned threads) {
    std::ostringstream out;
    classify_file(file, {"text", "id", true}, classifier, out, {.threads = threads});
    return out.str();
}

TEST_F(ClassifyFile, PiecesOfAFileComeOutInOrderForAnyNumberOfThreads) {
    // Five pieces, the last of them short; then as many rows as one and as two pieces hold.
    const TextClassifier classifier{small_model()};
    for (const int rows : {40'000, 8'192, 16'384, 1, 0}) {
        std::string csv = "id,text\n";
        for (int i = 0; i < rows; ++i)
            csv += std::to_string(i) + (i % 3 == 0   ? ",ужасный банк\n"
                                        : i % 3 == 1 ? ",спасибо\n"
                                                     : ",\"\"\n");
        const auto file = write("in.csv", csv);
        const std::string one = classified(file, classifier, 1);
        EXPECT_EQ(classified(file, classifier, 2), one);
        EXPECT_EQ(classified(file, classifier, 5), one);
        std::istringstream lines{one};
        std::string line;
        std::getline(lines, line);
        for (int i = 0; i < rows; ++i) {
            ASSERT_TRUE(std::getline(lines, line));
            ASSERT_EQ(line.substr(0, line.find(',')), std::to_string(i));
        }
        EXPECT_FALSE(std::getline(lines, line));
    }
}

TEST_F(ClassifyFile, AWishToStopIsHeard) {
    const auto file = write("in.csv", "id,text\n1,a\n");
    std::stop_source stop;
    stop.request_stop();
    std::ostringstream out;
    try {
        classify_file(file, {"text", "id", false}, TextClassifier{small_model()}, out,
                      {.threads = 2, .progress = {}, .stop = stop.get_token()});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
}

TEST_F(ClassifyFile, WhatIsWrittenOfABrokenTextIsUtf8) {
    const auto file = write("in.csv", "id,text\nx\xFF,Альфа\xA7 Банк украл деньги\n");
    const std::string out = classified(file, TextClassifier::built_in(), 1);
    EXPECT_NE(out.find("Альфа\xEF\xBF\xBD Банк"), std::string::npos) << out;
    EXPECT_TRUE(text::is_valid(out));
}

TEST_F(ClassifyFile, RowsThatCannotBeReadAreToldOf) {
    const auto file =
        write("in.csv", "id,text\na,ужасный банк\nb,Здравствуйте, карта\n\"c,спасибо\nd,спасибо\n");
    std::ostringstream out;
    const TextClassifier classifier{small_model()};
    const ClassifyTiming timing = classify_file(file, {"text", "id", false}, classifier, out);
    EXPECT_EQ(timing.texts, 4);
    EXPECT_EQ(timing.unreadable.count, 2);
    EXPECT_EQ(timing.unreadable.first.row, 2);
    EXPECT_EQ(timing.unreadable.first.fault, table::CsvFault::wrong_column_count);
    const auto twice = write("twice.csv", "text,id,text\na,1,b\n");
    EXPECT_THROW(classify_file(twice, {"text", "id", false}, classifier, out), Error);
    EXPECT_NO_THROW(
        classify_file(write("id.csv", "id,text,id\n1,a,2\n"), {"text", {}, false}, classifier, out));
}

}  // namespace
