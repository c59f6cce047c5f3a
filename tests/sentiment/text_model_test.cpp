// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/text_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/training.hpp"
#include "sentiment/small_model.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

std::vector<float> probabilities_of(const TextModel& model, std::string_view text,
                                    const SignalSource* source = nullptr) {
    ScoringRoom room;
    std::vector<float> p(model.label_count());
    model.score(text, source, room, p);
    return p;
}

TEST(TextModel, GivesProbabilitiesForAnyText) {
    const TextModel model = small_model();
    for (const std::string& text :
         {std::string{}, std::string{"   "}, std::string{"банк"}, std::string(100'000, 'x'),
          std::string{"\xFF\x00\xC3", 3}, std::string{"никогда не видела таких слов ⚡"}}) {
        const std::vector<float> p = probabilities_of(model, text);
        ASSERT_EQ(p.size(), 5U);
        EXPECT_NEAR(p[0] + p[1] + p[2], 1.0, 1e-5);
        EXPECT_NEAR(p[3] + p[4], 1.0, 1e-5);
        for (const float one : p) EXPECT_TRUE(one >= 0 && one <= 1);
    }
}

TEST(TextModel, ReadsBackWhatItWrote) {
    const TextModel model = small_model();
    const std::string bytes = model.to_bytes();
    const TextModel again = TextModel::from_bytes(bytes);
    EXPECT_EQ(again.to_bytes(), bytes);
    EXPECT_EQ(again.digest(), model.digest());
    EXPECT_EQ(probabilities_of(again, "ужасный банк"), probabilities_of(model, "ужасный банк"));
    ASSERT_EQ(again.heads().size(), 2U);
    EXPECT_EQ(again.heads()[0].name, "sentiment");
    EXPECT_EQ(again.find_head("urgent"), 1U);
    EXPECT_EQ(again.find_head("mood"), 2U);
}

TEST(TextModel, EveryDamageIsFound) {
    const std::string bytes = small_model().to_bytes();
    for (std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{43}, std::size_t{44},
                             bytes.size() / 2, bytes.size() - 1}) {
        EXPECT_THROW(TextModel::from_bytes(bytes.substr(0, size)), Error) << size;
    }
    for (std::size_t at :
         {std::size_t{0}, std::size_t{20}, std::size_t{50}, std::size_t{70}, bytes.size() - 1}) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        EXPECT_THROW(TextModel::from_bytes(changed), Error) << at;
    }
    EXPECT_THROW(TextModel::from_bytes(bytes + "x"), Error);
    std::string newer = bytes;
    newer[8] = 9;
    try {
        TextModel::from_bytes(newer);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::schema_mismatch);
    }
}

TEST(TextModel, LoadsAndSavesFiles) {
    const auto file = std::filesystem::temp_directory_path() / "scrm_text_model_test.model";
    const TextModel model = small_model();
    model.save(file);
    EXPECT_EQ(TextModel::load(file).digest(), model.digest());
    std::filesystem::remove(file);
    try {
        TextModel::load(file);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
    }
}

TEST(TextModel, AnExplanationAddsUpToTheScore) {
    const TextModel model = small_model(&small_signals());
    ScoringRoom room;
    std::vector<float> p(model.label_count());
    for (const std::string text :
         {"Ужасный банк, верните деньги!!! ужасный", "спасибо, всё супер)))", "", "СРОЧНО заблокировали"}) {
        model.score(text, &small_signals(), room, p);
        for (std::size_t label = 0; label < 3; ++label) {
            const LabelExplanation why = model.explain(0, label, room);
            double sum = why.bias;
            for (const Contribution& part : why.contributions) {
                sum += part.weight;
                EXPECT_LE(part.span.end, text.size());
            }
            EXPECT_NEAR(sum, why.score, 1e-6) << text;
        }
        const LabelExplanation yes = model.explain(1, 1, room);
        EXPECT_NEAR(1.0 / (1.0 + std::exp(-yes.score)), p[4], 1e-5);
        EXPECT_DOUBLE_EQ(model.explain(1, 0, room).score, -yes.score);
    }
}

TEST(TextModel, TheTellingWordExplainsTheAnswer) {
    const TextModel model = small_model();
    ScoringRoom room;
    std::vector<float> p(model.label_count());
    const std::string text = "этот банк ужасный сегодня";
    model.score(text, nullptr, room, p);
    const LabelExplanation why = model.explain(0, 0, room);
    const auto best = std::ranges::max_element(why.contributions, {}, &Contribution::weight);
    EXPECT_EQ(text.substr(best->span.begin, best->span.end - best->span.begin), "ужасный");
}

TEST(TextModel, ThreadsSeeTheSame) {
    const TextModel model = small_model();
    const std::vector<float> expected = probabilities_of(model, "верните деньги");
    std::vector<std::thread> threads;
    std::vector<int> equal(4, 0);
    for (std::size_t t = 0; t < equal.size(); ++t) {
        threads.emplace_back([&, t] {
            int same = 0;
            for (int i = 0; i < 200; ++i)
                same += probabilities_of(model, "верните деньги") == expected ? 1 : 0;
            equal[t] = same;
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const int same : equal) EXPECT_EQ(same, 200);
}

}  // namespace
