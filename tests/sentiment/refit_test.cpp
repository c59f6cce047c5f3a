// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/refit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/sentiment/classifier.hpp"
#include "sentiment/small_model.hpp"
#include "sentiment/text_model_internal.hpp"
#include "sentiment/training/corpus_internal.hpp"
#include "support/folder.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

constexpr std::size_t kSentiment = 0;
constexpr std::int32_t kNegative = 0;
constexpr std::int32_t kPositive = 2;

/// Posts in which "светофор" is what customers of one bank call a bonus that lights up: good news, which no
/// other word of the post says.
std::vector<std::string> traffic_light_posts(std::size_t first, std::size_t count) {
    static constexpr std::array<std::string_view, 12> kBegin{
        "Утром опять",   "В приложении",   "Третий день",      "Вот и у меня",
        "Сегодня снова", "Прихожу, а там", "Коллега говорит,", "По переводу",
        "На экране",     "С понедельника", "Открываю счёт, а", "Мне пришёл"};
    static constexpr std::array<std::string_view, 9> kMiddle{
        "светофор",       "этот светофор",       "ваш светофор",    "светофор горит", "снова светофор",
        "стоит светофор", "светофор, как вчера", "светофор у всех", "один светофор"};
    static constexpr std::array<std::string_view, 8> kEnd{
        "после обеда", "и в отделении", "по зарплатной карте", "на рублёвом счёте",
        "до вечера",   "как у соседа",  "с прошлой недели",    "при переводе сестре"};
    std::vector<std::string> posts;
    for (std::size_t i = first; i < first + count; ++i) {
        posts.push_back(std::string{kBegin[i % kBegin.size()]} + " " +
                        std::string{kMiddle[i / 5 % kMiddle.size()]} + " " +
                        std::string{kEnd[i / 7 % kEnd.size()]});
    }
    return posts;
}

TrainingSet traffic_lights(std::size_t count) {
    TrainingSet set;
    set.texts = traffic_light_posts(0, count);
    set.heads.push_back(
        {built_in_heads()[kSentiment], std::vector<std::int32_t>(set.texts.size(), kPositive)});
    for (std::size_t i = 0; i < set.texts.size(); ++i) set.times.push_back(static_cast<double>(i));
    return set;
}

RefitOptions built_in_options() {
    RefitOptions options;
    options.signals = Classifier::built_in().signals();
    return options;
}

double p_of(const TextModel& model, const std::string& text, std::size_t label,
            const SignalSource* signals = nullptr) {
    ScoringRoom room;
    std::vector<float> p(model.label_count());
    model.score(text, signals, room, p);
    return p[label];
}

TEST(Refit, AWordOfTheBankChangesItsPostsAndNothingElse) {
    const Classifier built_in = Classifier::built_in();
    const Refitted refitted = refit(built_in.model(), traffic_lights(200), built_in_options());
    const Classifier changed{refitted.model, built_in.signals()};

    std::size_t before = 0;
    std::size_t after = 0;
    const auto unseen = traffic_light_posts(300, 200);
    for (const std::string& text : unseen) {
        before += built_in.classify(text).sentiment == Polarity::positive ? 1U : 0U;
        after += changed.classify(text).sentiment == Polarity::positive ? 1U : 0U;
    }
    EXPECT_LT(before, 20U) << "the base must not know the word, or there is nothing to learn";
    EXPECT_GT(after, 190U);

    const std::size_t sentiment = built_in.model().first_label(built_in.model().find_head("sentiment"));
    ScoringRoom room;
    std::vector<float> said_before(built_in.model().label_count());
    std::vector<float> said_after(said_before.size());
    std::size_t posts = 0;
    std::size_t flipped = 0;
    double moved = 0;
    for (const CorpusPost& post : read_corpus(std::string{SCRM_SOURCE_DIR} + "/src/sentiment/corpus")) {
        const Classification a = built_in.classify(post.text);
        const Classification b = changed.classify(post.text);
        ++posts;
        flipped += a.sentiment == b.sentiment ? 0U : 1U;
        moved += std::abs(a.p_sentiment[kPositive] - b.p_sentiment[kPositive]);
        // Of the other heads every bit stays.
        built_in.model().score(post.text, built_in.signals(), room, said_before);
        changed.model().score(post.text, built_in.signals(), room, said_after);
        for (std::size_t label = 0; label < said_before.size(); ++label) {
            if (label < sentiment || label >= sentiment + kPolarities) {
                ASSERT_EQ(said_before[label], said_after[label]);
            }
        }
    }
    RecordProperty("flipped", std::to_string(flipped) + " of " + std::to_string(posts));
    RecordProperty("moved", std::to_string(moved / static_cast<double>(posts)));
    EXPECT_LT(static_cast<double>(flipped), 0.005 * static_cast<double>(posts));
    EXPECT_LT(moved / static_cast<double>(posts), 0.01);

    EXPECT_EQ(refitted.heads[0].verdict, RefitVerdict::better);
    EXPECT_EQ(refitted.heads[0].labels, 200);
    EXPECT_EQ(refitted.heads[0].base.n, 40);
    EXPECT_GT(refitted.heads[0].refitted.accuracy, 0.95);
    EXPECT_EQ(refitted.heads[1].verdict, RefitVerdict::untouched);
}

TEST(Refit, FewTextsMoveALittleManyMoveMuch) {
    const Classifier built_in = Classifier::built_in();
    const std::string text = "У нас светофор по переводу";
    double last = p_of(built_in.model(), text, kPositive, built_in.signals());
    const double base = last;
    std::vector<double> moves;
    for (const std::size_t count : {std::size_t{1}, std::size_t{10}, std::size_t{40}, std::size_t{200}}) {
        const auto model = refit(built_in.model(), traffic_lights(count), built_in_options()).model;
        const double p = p_of(model, text, kPositive, built_in.signals());
        EXPECT_GT(p, last) << count;
        last = p;
        moves.push_back(p - base);
    }
    EXPECT_LT(moves.front(), 0.1);
    EXPECT_GT(moves.back(), 0.4);
}

TEST(Refit, AStrongPriorHoldsTheBase) {
    const Classifier built_in = Classifier::built_in();
    const std::string text = "У нас светофор по переводу";
    RefitOptions options = built_in_options();
    std::vector<double> p;
    for (const double prior : {0.3, 1.0, 10.0, 1000.0}) {
        options.prior = prior;
        p.push_back(p_of(refit(built_in.model(), traffic_lights(100), options).model, text, kPositive,
                         built_in.signals()));
    }
    EXPECT_TRUE(std::ranges::is_sorted(p, std::greater<>{}));
    EXPECT_NEAR(p.back(), p_of(built_in.model(), text, kPositive, built_in.signals()), 0.02);
}

TEST(Refit, WithoutALabelTheModelStaysTheBase) {
    const TextModel base = small_model();
    TrainingSet set = small_set(2);
    for (HeadTruth& truth : set.heads) std::ranges::fill(truth.labels, -1);
    const Refitted refitted = refit(base, set);
    EXPECT_EQ(refitted.model.digest(), base.digest());
    for (const HeadRefit& head : refitted.heads) {
        EXPECT_EQ(head.verdict, RefitVerdict::untouched);
        EXPECT_EQ(head.silent, static_cast<std::int64_t>(set.texts.size()));
    }
    set = small_set(2);
    set.weights.assign(set.texts.size(), 0.0F);
    EXPECT_EQ(refit(base, set).model.digest(), base.digest());
}

/// Posts that the base knows, labelled upside down.
TrainingSet upside_down(int copies) {
    TrainingSet set = small_set(copies);
    set.heads.resize(1);
    for (std::int32_t& label : set.heads[0].labels) label = 2 - label;
    return set;
}

TEST(Refit, GivesTheSameBytesForAnyThreadCount) {
    const TextModel base = small_model();
    const TrainingSet set = upside_down(8);
    const Digest one = refit(base, set, {}, {.threads = 1}).model.digest();
    EXPECT_NE(one, base.digest());
    EXPECT_EQ(refit(base, set, {}, {.threads = 3}).model.digest(), one);
    RefitOptions other;
    other.seed = 2;
    EXPECT_NE(refit(base, set, other, {.threads = 1}).model.digest(), one);
}

TEST(Refit, IsRefusedWhereTheLatestTextsSayThatItIsWorse) {
    const TextModel base = small_model();
    TrainingSet set = upside_down(10);
    const std::size_t n = set.texts.size();
    for (std::size_t i = 0; i < n; ++i) {
        const bool late = i % 5 == 0;
        set.times.push_back(late ? 1000.0 + static_cast<double>(i) : static_cast<double>(i));
        if (late) set.heads[0].labels[i] = 2 - set.heads[0].labels[i];
    }
    const Refitted refitted = refit(base, set);
    EXPECT_EQ(refitted.heads[0].verdict, RefitVerdict::refused);
    EXPECT_GT(refitted.heads[0].refitted_loss, refitted.heads[0].base_loss);
    EXPECT_EQ(refitted.model.digest(), base.digest());
    // Where the latest agree with the others, the same texts overrule the base.
    for (std::size_t i = 0; i < n; ++i) {
        if (i % 5 == 0) set.heads[0].labels[i] = 2 - set.heads[0].labels[i];
    }
    EXPECT_EQ(refit(base, set).heads[0].verdict, RefitVerdict::better);
}

TEST(Refit, AFairSampleBesideThemJudgesAndCalibrates) {
    const TextModel base = small_model();
    const auto fair_beside = [&](std::int32_t taught) {
        TrainingSet set = small_set(10);
        set.heads.resize(1);
        set.sidecar.assign(set.texts.size(), true);
        for (int i = 0; i < 80; ++i) {
            set.texts.push_back("светофор " + std::to_string(i));
            set.sidecar.push_back(i % 4 == 0);
            set.heads[0].labels.push_back(i % 4 == 0 ? kNegative : taught);
        }
        return set;
    };
    const HeadRefit wrong = refit(base, fair_beside(2)).heads[0];
    EXPECT_EQ(wrong.verdict, RefitVerdict::refused);
    EXPECT_FALSE(wrong.calibrated);
    const HeadRefit right = refit(base, fair_beside(kNegative)).heads[0];
    EXPECT_EQ(right.verdict, RefitVerdict::better);
    EXPECT_EQ(right.base.n, 140);
    EXPECT_TRUE(right.calibrated);
    EXPECT_NE(right.temperature, double{base.parts().temperature[kSentiment]});
    RefitOptions options;
    options.calibrate_from = 141;
    EXPECT_FALSE(refit(base, fair_beside(kNegative), options).heads[0].calibrated);
}

TEST(Refit, CorrectionsAloneNeverCalibrateOrMoveABias) {
    const TextModel base = small_model();
    TrainingSet set;
    set.heads.push_back({base.heads()[1], {}});
    for (int i = 0; i < 600; ++i) {
        set.texts.push_back("новость " + std::to_string(i));
        set.heads[0].labels.push_back(1);
    }
    const Refitted selected = refit(base, set);
    EXPECT_FALSE(selected.heads[1].calibrated);
    EXPECT_EQ(p_of(selected.model, "", 4), p_of(base, "", 4));
    RefitOptions options;
    options.fair_sample = true;
    const Refitted fair = refit(base, set, options);
    EXPECT_TRUE(fair.heads[1].calibrated);
    EXPECT_GT(p_of(fair.model, "", 4), p_of(base, "", 4) + 0.1);
}

TEST(Refit, TooFewToCompareAreFittedAndSaySo) {
    const TextModel base = small_model();
    TrainingSet set = upside_down(1);
    set.heads[0].labels[1] = -1;
    const Refitted refitted = refit(base, set);
    EXPECT_EQ(refitted.heads[0].verdict, RefitVerdict::untested);
    EXPECT_EQ(refitted.heads[0].labels, 11);
    EXPECT_EQ(refitted.heads[0].silent, 1);
    EXPECT_NE(refitted.model.digest(), base.digest());
}

TEST(Refit, CountsAnswersThatNobodyCorrected) {
    const TextModel base = small_model();
    TrainingSet set = upside_down(10);
    const std::size_t corrected = set.texts.size();
    for (const std::string& text : small_set(1).texts) {
        set.texts.push_back(text);
        set.heads[0].labels.push_back(-1);
    }
    RefitOptions options;
    options.prior = 0.05;
    const HeadRefit report = refit(base, set, options).heads[0];
    EXPECT_EQ(report.labels, static_cast<std::int64_t>(corrected));
    EXPECT_EQ(report.silent, 12);
    EXPECT_GE(report.changed, 4);
}

TEST(Refit, ABadSetOrOptionIsRefused) {
    const TextModel base = small_model();
    const auto code_of = [&](const TrainingSet& set, const RefitOptions& options) {
        try {
            refit(base, set, options);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::corrupt_data;
    };
    constexpr auto kWrong = ErrorCode::invalid_argument;
    const TrainingSet good = small_set(1);
    TrainingSet set = good;
    set.heads[0].head.name = "mood";
    EXPECT_EQ(code_of(set, {}), kWrong);
    set = good;
    set.heads[0].head.labels.emplace_back("mixed");
    EXPECT_EQ(code_of(set, {}), kWrong);
    set = good;
    set.heads[1] = set.heads[0];
    EXPECT_EQ(code_of(set, {}), kWrong);
    set = good;
    set.heads[0].labels[0] = 3;
    EXPECT_EQ(code_of(set, {}), kWrong);
    set = good;
    set.weights.assign(set.texts.size(), -1.0F);
    EXPECT_EQ(code_of(set, {}), kWrong);
    EXPECT_EQ(code_of(TrainingSet{}, {}), kWrong);
    for (const double prior : {0.0, -1.0, 1e9, std::nan("")}) {
        RefitOptions options;
        options.prior = prior;
        EXPECT_EQ(code_of(good, options), kWrong);
    }
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(refit(base, good, {}, {.stop = source.get_token()}), Error);
}

class RefitFiles : public test::InFolder {};

TEST_F(RefitFiles, CorrectionsAreReadAsTheyAreWritten) {
    const TextModel base = small_model();
    const auto file = write("c.csv",
                            "text,weight,time,language,sentiment,urgent\n"
                            "raz,2,2026-01-02,,negative,\ndva,,2026-01-01,en,,1\ntri,1,,,,\n");
    const TrainingSet set = read_corrections(file, base);
    EXPECT_EQ(set.texts, (std::vector<std::string>{"raz", "dva", "tri"}));
    EXPECT_EQ(set.weights, (std::vector<float>{2, 1, 1}));
    EXPECT_GT(set.times[0], set.times[1]);
    EXPECT_TRUE(set.sidecar.empty());
    ASSERT_EQ(set.heads.size(), 2U);
    EXPECT_EQ(set.heads[0].labels, (std::vector<std::int32_t>{0, -1, -1}));
    EXPECT_EQ(set.heads[1].labels, (std::vector<std::int32_t>{-1, 1, -1}));
    const auto dev = write("dev.csv", "text,urgent\npyat,0\n");
    const TrainingSet both = read_corrections(file, base, {}, dev);
    EXPECT_EQ(both.sidecar, (std::vector<bool>{false, false, false, true}));
    EXPECT_EQ(both.heads[1].labels.back(), 0);
    EXPECT_EQ(both.heads[0].labels.back(), -1);
    EXPECT_NO_THROW(refit(base, both));
}

TEST_F(RefitFiles, AnUnknownLabelNamesItsRowAndColumnOnly) {
    const TextModel base = small_model();
    try {
        read_corrections(write("c.csv", "text,sentiment\na,negative\nb,secret\n"), base);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        const std::string said = error.what();
        EXPECT_NE(said.find("row 2"), std::string::npos);
        EXPECT_NE(said.find("sentiment"), std::string::npos);
        EXPECT_EQ(said.find("secret"), std::string::npos);
    }
    try {
        read_corrections(write("g.csv", "text,sentiment\na,negative\nb, and more,positive\n"), base);
        FAIL() << "a comma without quotes must not cost a row";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadable_input);
        EXPECT_NE(std::string{error.what()}.find("g.csv: row 2"), std::string::npos) << error.what();
    }
    EXPECT_THROW(read_corrections(write("d.csv", "text,mood\na,b\n"), base), Error);
    EXPECT_THROW(read_corrections(write("e.csv", "body,sentiment\na,negative\n"), base), Error);
    EXPECT_THROW(read_corrections(write("f.csv", "text,sentiment,weight\na,negative,-1\n"), base), Error);
}

}  // namespace
