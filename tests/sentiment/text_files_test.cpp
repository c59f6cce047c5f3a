// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/text_files.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "scrm/core/error.hpp"
#include "sentiment/small_model.hpp"
#include "sentiment/training/corpus_internal.hpp"
#include "support/folder.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

class TextFiles : public test::InFolder {};

TEST_F(TextFiles, EveryRowComesOutInOrder) {
    const auto file = write("in.csv", "id,text\nx1,ужасный банк\nx2,\n\"x3,broken\nx4,спасибо супер\n");
    const TextClassifier classifier{small_model()};
    std::ostringstream out;
    const ClassifyTiming timing = classify_file(file, {"text", "id", false}, classifier, out, {.threads = 2});
    EXPECT_EQ(timing.texts, 4);
    EXPECT_EQ(timing.threads, 2U);
    std::istringstream lines{out.str()};
    std::string line;
    std::vector<std::string> begins;
    while (std::getline(lines, line)) begins.push_back(line.substr(0, line.find(',', line.find(',') + 1)));
    EXPECT_EQ(begins, (std::vector<std::string>{"id,language", "x1,ru", "x2,und", "3,und", "x4,ru"}));
    EXPECT_NE(out.str().find("x1,ru,negative,"), std::string::npos) << out.str();
}

TEST_F(TextFiles, AMissingColumnIsNamed) {
    const auto file = write("in.csv", "id,text\n1,a\n");
    std::ostringstream out;
    try {
        classify_file(file, {"body", std::nullopt, false}, TextClassifier{small_model()}, out);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
        EXPECT_NE(std::string{error.what()}.find("body"), std::string::npos);
    }
}

TEST_F(TextFiles, LabelsWeightsAndTimesAreRead) {
    const auto file = write(
        "in.csv", "t,l,w,when\nraz,b,0.5,2024-01-02\ndva,a,,2024-01-01T10:00:00Z\ntri,,1,\nchetyre,a,2,\n");
    const TrainingSet set = read_labelled_file(file, {"t", "l", "w", "when"});
    EXPECT_EQ(set.texts, (std::vector<std::string>{"raz", "dva", "chetyre"}));
    EXPECT_EQ(set.heads[0].head.labels, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(set.heads[0].labels, (std::vector<std::int32_t>{1, 0, 0}));
    EXPECT_EQ(set.weights, (std::vector<float>{0.5F, 1.0F, 2.0F}));
    EXPECT_GT(set.times[0], set.times[1]);
    EXPECT_TRUE(std::isnan(set.times[2]));
    const auto more = write("dev.csv", "t,l\npyat,c\nshest,a\nsem,\n");
    const LabelledFile both = read_labelled_file(file, {"t", "l", "w", "when"}, more);
    EXPECT_EQ(both.sidecar, (std::vector<bool>{false, false, false, true}));
    EXPECT_EQ(both.heads[0].head.labels, (std::vector<std::string>{"a", "b"})) << "what is fitted";
    EXPECT_EQ(both.texts.back(), "shest");
    EXPECT_EQ(both.unlabelled, 2);
    EXPECT_EQ(both.foreign, 1);
    EXPECT_THROW(read_labelled_file(file, {"t", "l", {}, {}}, write("other.csv", "t,l\npyat,c\n")), Error);
}

TEST_F(TextFiles, AWrongNumberNamesItsRowOnly) {
    const auto file = write("in.csv", "t,l,w\na,x,1\nb,y,secret\n");
    try {
        read_labelled_file(file, {"t", "l", "w", {}});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        EXPECT_NE(std::string{error.what()}.find("row 2"), std::string::npos);
        EXPECT_EQ(std::string{error.what()}.find("secret"), std::string::npos);
    }
}

TEST_F(TextFiles, UnknownLabelsCountAsErrors) {
    const TextClassifier classifier{small_model()};
    const HeadEvaluation e = evaluate_texts(classifier, {"ужасный банк", "спасибо супер", "спасибо супер"},
                                            {"negative", "positive", "angry"});
    EXPECT_EQ(e.n, 3);
    EXPECT_DOUBLE_EQ(e.accuracy, 2.0 / 3);
    EXPECT_EQ(e.labels.back(), "angry");
}

std::string refusal(const TextClassifier& classifier, const std::vector<std::string>& labels,
                    ErrorCode code = ErrorCode::invalid_argument, std::optional<std::string> head = {}) {
    try {
        evaluate_texts(classifier, std::vector<std::string>(labels.size(), "ужасный банк"), labels, head);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code);
        return error.what();
    }
    ADD_FAILURE();
    return {};
}

TEST_F(TextFiles, LabelsThatTheModelHasNoneOfAreRefused) {
    const TextClassifier classifier{small_model()};
    EXPECT_NE(refusal(classifier, {"bad", "good"}).find("positive"), std::string::npos);
    EXPECT_NE(refusal(classifier, {}).find("no label"), std::string::npos);
}

TEST_F(TextFiles, LabelsOfABanksOwnModelAreCountedAndNotNamed) {
    TrainingSet set = small_set();
    set.heads.resize(1);
    set.heads[0].head = {"label", {"+79123456789", "ivan@mail.ru", "positive"}};
    TrainingOptions options;
    options.bits = 12;
    const TextClassifier classifier{train(set, options, {.threads = 1}).model};
    EXPECT_EQ(refusal(classifier, {"bad", "good"}),
              "the model knows none of these labels; head label has 3 others");
}

TEST_F(TextFiles, TheHeadThatIsMeantIsMeasured) {
    const TextClassifier classifier = TextClassifier::built_in();
    const std::string said = refusal(classifier, {"0", "1"});
    EXPECT_NE(said.find("urgent, lead, churn"), std::string::npos) << said;
    EXPECT_NE(said.find("--head"), std::string::npos) << said;
    EXPECT_NE(refusal(classifier, {"0"}, ErrorCode::not_found, "mood").find("churn"), std::string::npos);
    EXPECT_NE(refusal(classifier, {"0", "1"}, ErrorCode::invalid_argument, "intent").find("gratitude"),
              std::string::npos);
    EXPECT_EQ(evaluate_texts(classifier, {"ужас"}, {"complaint"}).head, "intent");
    EXPECT_EQ(evaluate_texts(classifier, {"ужас"}, {"0"}, "lead").head, "lead");

    const auto file = write(
        "ev.csv",
        "text,churn,flag\nЗакрываю все счета и ухожу в Альфу,1,1\nКарту съел банкомат на вокзале,0,0\nа,,\n");
    const TextEvaluation e = evaluate_file(classifier, file, {"text", "churn", {}, {}});
    EXPECT_EQ(e.head, "churn");
    EXPECT_EQ(e.accuracy, 1);
    EXPECT_EQ(e.n, 2);
    EXPECT_EQ(e.unlabelled, 1);
    EXPECT_EQ(evaluate_file(classifier, file, {"text", "churn", {}, {}}, "urgent").head, "urgent");
    EXPECT_THROW(evaluate_file(classifier, file, {"text", "flag", {}, {}}), Error);
}

TEST_F(TextFiles, WhatClassifySaysIsMeasured) {
    const TextClassifier classifier = TextClassifier::built_in();
    std::vector<std::string> texts;
    const auto posts = read_corpus(std::string{SCRM_SOURCE_DIR} + "/src/sentiment/corpus");
    for (std::size_t i = 0; i < posts.size(); i += 20) texts.push_back(posts[i].text);
    table::ColumnBuilder column;
    for (const std::string& text : texts) column.append(text);
    const table::Table said = classifier.classify_column(column.finish(), false, {});
    for (const std::string head : {"sentiment", "intent", "product"}) {
        std::vector<std::string> labels;
        for (std::int64_t i = 0; i < said.row_count(); ++i) labels.emplace_back(said.strings(head).text(i));
        const TextEvaluation e = evaluate_texts(classifier, texts, labels, head);
        EXPECT_EQ(e.accuracy, 1) << head;
    }
    for (const std::string head : {"urgent", "lead", "churn"}) {
        std::vector<std::string> labels;
        double sure = 0;
        for (std::int64_t i = 0; i < said.row_count(); ++i) {
            const bool yes = said.integers(head).at(i) == 1;
            const double p = *said.doubles("p_" + head).at(i);
            labels.emplace_back(yes ? "1" : "0");
            sure += yes ? p : 1 - p;
        }
        const TextEvaluation e = evaluate_texts(classifier, texts, labels, head);
        EXPECT_EQ(e.accuracy, 1) << head;
        const auto alone =
            answer(classifier.model(), classifier.model().find_head(head), texts, classifier.signals());
        std::int64_t otherwise = 0;
        for (std::size_t i = 0; i < texts.size(); ++i)
            otherwise += std::to_string(alone[i].label) != labels[i];
        EXPECT_TRUE(otherwise > 0 || head != "urgent") << "its head alone has another border";
        // All answers are right, so their probabilities fall short of 1 by the error of calibration.
        EXPECT_NEAR(e.ece, 1 - sure / static_cast<double>(texts.size()), 1e-6) << head;
    }
}

TEST_F(TextFiles, AWrongTimeSaysHowTimesAreWritten) {
    const auto file = write("in.csv", "t,l,when\na,x,2016-05-01T12:00:00Z\nb,y,yesterday\n");
    try {
        read_labelled_file(file, {"t", "l", {}, "when"});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        EXPECT_NE(std::string{error.what()}.find("row 2"), std::string::npos);
        EXPECT_NE(std::string{error.what()}.find("2016-05-01T12:00:00Z"), std::string::npos);
    }
}

TEST_F(TextFiles, ATableHasTheColumnsOfTheFile) {
    table::ColumnBuilder texts;
    texts.append("ужасный банк");
    texts.append(std::nullopt);
    const table::Table rows = TextClassifier::built_in().classify_column(texts.finish(), true, {});
    EXPECT_EQ(rows.row_count(), 2);
    EXPECT_EQ(rows.names().front(), "language");
    EXPECT_EQ(rows.names().back(), "explanation");
    EXPECT_EQ(rows.integers("urgent").size(), 2);
    const table::Table own = TextClassifier{small_model()}.classify_column(table::StringColumn{}, false, {});
    EXPECT_EQ(own.row_count(), 0);
    EXPECT_TRUE(own.find("label").has_value());
}

TEST_F(TextFiles, ARowThatCannotBeReadIsNotLeftOutOfATraining) {
    const auto file = write("t.csv", "text,label\na,x\nb, and more,y\nc,y\n");
    try {
        read_labelled_file(file, {"text", "label", std::nullopt, std::nullopt});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        EXPECT_NE(std::string{error.what()}.find("t.csv: row 2"), std::string::npos) << error.what();
    }
}

}  // namespace
