// SPDX-License-Identifier: Apache-2.0
#include "scrm/sentiment/training.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <stop_token>

#include "scrm/core/error.hpp"
#include "sentiment/small_model.hpp"

namespace {

using namespace scrm;
using namespace scrm::sentiment;

TrainingOptions small_options() {
    TrainingOptions options;
    options.bits = 12;
    return options;
}

TEST(Training, LearnsWhatIsThere) {
    for (const Fit fit : {Fit::logistic, Fit::svm, Fit::blend, Fit::margin, Fit::automatic}) {
        TrainingOptions options = small_options();
        options.fit = fit;
        const TrainingSet set = small_set();
        const Trained trained = train(set, options, {.threads = 1});
        for (std::size_t h = 0; h < 2; ++h) {
            const auto answers = answer(trained.model, h, set.texts, nullptr, {.threads = 1});
            EXPECT_GT(evaluate_answers(set.heads[h].head.labels, set.heads[h].labels, answers).accuracy,
                      0.97);
            EXPECT_GT(trained.heads[h].held_out.accuracy, 0.9);
        }
        const auto unseen =
            answer(trained.model, 0, {"ужасный сервис, верните деньги", "спасибо за супер карту"}, nullptr);
        EXPECT_EQ(unseen[0].label, 0);
        EXPECT_EQ(unseen[1].label, 2);
    }
}

TEST(Training, HeldOutTextsChooseHowAHeadIsFitted) {
    TrainingSet set;
    set.heads.push_back({{"weather", {"dry", "wet"}}, {}});
    for (int i = 0; i < 80; ++i) {
        const bool wet = i % 4 == 0;
        const std::string number{static_cast<char>('a' + i % 20), static_cast<char>('p' + i / 20)};
        set.texts.push_back((wet ? "дождь номер " : "солнце номер ") + number);
        set.heads[0].labels.push_back(wet ? 1 : 0);
    }
    TrainingOptions options = small_options();
    EXPECT_EQ(options.fit, Fit::automatic);
    const Trained chosen = train(set, options);
    // All of them are right: the machine of the least cost stays, and it is what a fit by that name gives.
    EXPECT_EQ(chosen.heads[0].fit, Fit::svm);
    EXPECT_EQ(chosen.heads[0].held_out.macro_f1, 1);
    TrainingOptions svm = options;
    svm.fit = Fit::svm;
    svm.svm_cost = chosen.heads[0].cost;
    EXPECT_TRUE(chosen.model.to_bytes() == train(set, svm).model.to_bytes());

    options.hold_out = 0;
    EXPECT_EQ(train(set, options).heads[0].fit, Fit::logistic);
}

/// Says whether a text has an even number of bytes, which no n-gram tells.
class Evenness final : public SignalSource {
  public:
    std::span<const std::string_view> names() const override { return kNames; }
    void signals(std::string_view text, const TokenizedText&, std::vector<Signal>& out) const override {
        if (text.size() % 2 == 0) out.push_back({0, 3.0F, {0, 1}});
    }
    void brands(std::string_view, const TokenizedText&, std::vector<TextSpan>&) const override {}

  private:
    static constexpr std::array<std::string_view, 1> kNames{"even"};
};

TEST(Training, SignalsThatMisleadGetNoWeight) {
    // Even lengths go with "wet" at first and with "dry" in the latest fifth.
    TrainingSet set;
    set.heads.push_back({{"weather", {"dry", "wet"}}, {}});
    constexpr int kTexts = 100;
    for (int i = 0; i < kTexts; ++i) {
        const bool wet = i % 2 == 1;
        const bool even = i < kTexts * 4 / 5 ? wet : !wet;
        std::string text = wet ? "дождь номер " : "ясно номер ";
        text += static_cast<char>('a' + i % 23);
        if ((text.size() % 2 == 0) != even) text += ' ';
        set.texts.push_back(text);
        set.times.push_back(i);
        set.heads[0].labels.push_back(wet ? 1 : 0);
    }
    const Evenness evenness;
    TrainingOptions options = small_options();
    options.signals = &evenness;
    const Trained chosen = train(set, options);
    EXPECT_FALSE(chosen.heads[0].with_signals);
    EXPECT_EQ(chosen.heads[0].held_out.macro_f1, 1);
    const auto with = answer(chosen.model, 0, {"дождь", "дождь "}, &evenness);
    EXPECT_EQ(with[0].probability, with[1].probability);

    options.fit = Fit::svm;
    const HeadReport asked = train(set, options).heads[0];
    EXPECT_TRUE(asked.with_signals);
    EXPECT_LT(asked.held_out.macro_f1, 0.9);
}

TEST(Training, GivesTheSameBytesForAnyThreadCount) {
    const TrainingSet set = small_set();
    const std::string one = train(set, small_options(), {.threads = 1}).model.to_bytes();
    EXPECT_EQ(train(set, small_options(), {.threads = 1}).model.to_bytes(), one);
    EXPECT_EQ(train(set, small_options(), {.threads = 3}).model.to_bytes(), one);
    TrainingOptions other = small_options();
    other.seed = 2;
    EXPECT_NE(train(set, other, {.threads = 1}).model.to_bytes(), one);
}

TEST(Training, WeightsSayHowMuchATextCounts) {
    TrainingSet set;
    set.heads.push_back({{"mood", {"good", "bad"}}, {}});
    for (int i = 0; i < 20; ++i) {
        set.texts.emplace_back("погода сегодня");
        set.weights.push_back(i % 2 == 0 ? 1.0F : 0.1F);
        set.heads[0].labels.push_back(i % 2);
    }
    TrainingOptions options = small_options();
    options.hold_out = 0;
    options.balance = 0;
    EXPECT_EQ(answer(train(set, options).model, 0, {"погода сегодня"}, nullptr)[0].label, 0);
    for (float& weight : set.weights) weight = 1.1F - weight;
    EXPECT_EQ(answer(train(set, options).model, 0, {"погода сегодня"}, nullptr)[0].label, 1);
}

TEST(Training, AHeadMayBeFittedInAWayOfItsOwn) {
    TrainingSet set;
    set.heads.push_back({{"mood", {"good", "bad"}}, {}});
    set.heads.push_back({{"balanced_mood", {"good", "bad"}}, {}});
    set.heads[1].balance = 1;
    for (int i = 0; i < 40; ++i) {
        set.texts.emplace_back("погода сегодня");
        for (HeadTruth& head : set.heads) head.labels.push_back(i % 4 == 0 ? 1 : 0);
    }
    TrainingOptions options = small_options();
    options.hold_out = 0;
    options.balance = 0;
    const TextModel model = train(set, options).model;
    EXPECT_NEAR(answer(model, 0, {"погода сегодня"}, nullptr)[0].probability, 0.75, 0.05);
    EXPECT_NEAR(answer(model, 1, {"погода сегодня"}, nullptr)[0].probability, 0.5, 0.05);

    set.heads[1].balance = 1.5;
    EXPECT_THROW(train(set, options), Error);
    set.heads[1].balance = 1;
    set.heads[1].signal_worth = 0;
    EXPECT_THROW(train(set, options), Error);
}

TEST(Training, HoldsOutTheLatestTexts) {
    TrainingSet set = small_set(10);
    // The last fifth in time has its labels turned round: the report must see exactly that.
    const std::size_t n = set.texts.size();
    for (std::size_t i = 0; i < n; ++i) {
        const bool late = i % 5 == 0;
        set.times.push_back(late ? 1000.0 + static_cast<double>(i) : static_cast<double>(i));
        if (late) set.heads[1].labels[i] = 1 - set.heads[1].labels[i];
    }
    const Trained trained = train(set, small_options(), {.threads = 1});
    EXPECT_LT(trained.heads[1].held_out.accuracy, 0.5);
    EXPECT_EQ(trained.heads[1].held_out.n, static_cast<std::int64_t>(n / 5));
}

TEST(Training, JudgesASidecarAsTheFinishedModelReadsIt) {
    TrainingSet set = small_set();
    for (std::size_t i = 0; i < set.texts.size(); ++i) {
        set.sidecar.push_back(i % 3 == 0);
        // Words that only the sidecar has must not lengthen what the finished model sees of it.
        if (set.sidecar.back()) set.texts[i] += " невстречавшееся никогда";
    }
    const Trained trained = train(set, small_options());
    std::vector<std::string> held;
    std::vector<std::int32_t> truth;
    for (std::size_t i = 0; i < set.texts.size(); ++i) {
        if (!set.sidecar[i]) continue;
        held.push_back(set.texts[i]);
        truth.push_back(set.heads[0].labels[i]);
    }
    const HeadEvaluation stored =
        evaluate_answers(set.heads[0].head.labels, truth, answer(trained.model, 0, held, nullptr));
    EXPECT_NEAR(stored.macro_f1, trained.heads[0].held_out.macro_f1, 1e-9);
    EXPECT_NEAR(stored.ece, trained.heads[0].held_out.ece, 0.01);
}

TEST(Training, TextsThatCountForNothingTeachNothing) {
    TrainingSet set = small_set(2);
    set.weights.assign(set.texts.size(), 0.0F);
    EXPECT_THROW(train(set, small_options()), Error);
    // Two labels, of which one has texts of weight 0 alone.
    TrainingSet few;
    few.heads.push_back({{"tone", {"-1", "1"}}, {0, 1, 0}});
    few.texts = {"ужасный банк", "супер банк", "ужас"};
    few.weights = {1, 0, 1};
    EXPECT_THROW(train(few, small_options()), Error);
    few.weights = {1, 1, 0};
    EXPECT_NO_THROW(train(few, small_options(), {.threads = 1}));
    few.sidecar = {false, true, false};
    few.weights.clear();
    EXPECT_THROW(train(few, small_options()), Error);
}

TEST(Training, ACostHasARange) {
    for (const double wrong :
         {0.0, 1e300, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        TrainingOptions options = small_options();
        options.svm_cost = wrong;
        EXPECT_THROW(train(small_set(2), options), Error) << wrong;
    }
}

TEST(Training, ABaseHelpsAFewTexts) {
    const TextModel base = small_model();
    TrainingSet few;
    few.heads.push_back({{"tone", {"-1", "1"}}, {}});
    few.texts = {"ужасный банк", "супер банк"};
    few.heads[0].labels = {0, 1};
    TrainingOptions options = small_options();
    options.hold_out = 0;
    options.base = &base;
    const TextModel further = train(few, options, {.threads = 1}).model;
    const auto answers = answer(further, 0, {"верните деньги срочно", "спасибо менеджеру"}, nullptr);
    EXPECT_EQ(answers[0].label, 0);
    EXPECT_EQ(answers[1].label, 1);
    EXPECT_EQ(further.to_bytes(), train(few, options, {.threads = 2}).model.to_bytes());
}

TEST(Training, ABaseBringsNGramsThatTheTextsLack) {
    const TextModel base = small_model();
    const TrainingSet set = small_set();
    TrainingSet few;
    few.heads.push_back({set.heads[0].head, {}});
    few.texts = {"ужасный банк", "банк работает до шести", "супер банк", "отвратительная погода"};
    few.heads[0].labels = {0, 1, 2, 0};
    TrainingOptions options = small_options();
    options.hold_out = 0;
    options.base = &base;
    const TextModel model = train(few, options, {.threads = 1}).model;
    // One word is of the base alone, one of the texts alone: both say something.
    ScoringRoom room;
    std::vector<float> p(model.label_count());
    model.score("верните", nullptr, room, p);
    EXPECT_NE(model.explain(0, 0, room).contributions[0].weight, 0);
    model.score("отвратительная", nullptr, room, p);
    EXPECT_GT(model.explain(0, 0, room).contributions[0].weight, 0);
}

/// A few posts of the small set over and over, in the latest fifth others of it, whose labels are turned
/// round by so many.
TrainingSet posts_with_others_at_last(std::int32_t turn) {
    constexpr std::array<const char*, 3> kEarly{"ужасный банк, больше ни ногой", "какой процент по вкладу",
                                                "спасибо, всё супер"};
    constexpr std::array<const char*, 3> kLate{"верните деньги, перевод пропал", "где ближайший банкомат",
                                               "отличное приложение"};
    TrainingSet set;
    set.heads.push_back({{"sentiment", {"negative", "neutral", "positive"}}, {}});
    constexpr std::int32_t kPosts = 90;
    for (std::int32_t i = 0; i < kPosts; ++i) {
        const bool late = i >= kPosts * 4 / 5;
        const std::int32_t label = i % 3;
        set.texts.emplace_back((late ? kLate : kEarly)[static_cast<std::size_t>(label)]);
        set.times.push_back(i);
        set.heads[0].labels.push_back(late ? (label + turn) % 3 : label);
    }
    return set;
}

TEST(Training, ABaseOnTrialHasToPass) {
    const TextModel base = small_model();
    TrainingOptions options = small_options();
    options.base = &base;
    options.base_on_trial = true;
    const Trained helped = train(posts_with_others_at_last(0), options);
    EXPECT_TRUE(helped.heads[0].with_base);

    // A base that is wrong about the latest posts leaves no trace.
    const TrainingSet turned = posts_with_others_at_last(1);
    const Trained alone = train(turned, options);
    EXPECT_FALSE(alone.heads[0].with_base);
    options.base = nullptr;
    const std::vector<std::string> texts{"ужасный банк", "супер", "верните деньги",
                                         "верните ужасный перевод"};
    const auto left = answer(alone.model, 0, texts, nullptr);
    const auto never = answer(train(turned, options).model, 0, texts, nullptr);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(left[i].label, never[i].label);
        EXPECT_NEAR(left[i].probability, never[i].probability, 1e-4);
    }

    // Asked for, it stays.
    options.base = &base;
    options.base_on_trial = false;
    EXPECT_TRUE(train(turned, options).heads[0].with_base);
}

TEST(Training, ManyLabelsAreNotTriedWithABase) {
    constexpr std::int32_t kLabels = 13;
    TrainingSet set;
    set.heads.push_back({{"topic", {}}, {}});
    for (std::int32_t label = 0; label < kLabels; ++label)
        set.heads[0].head.labels.push_back("topic " + std::to_string(label));
    for (std::int32_t i = 0; i < 10 * kLabels; ++i) {
        set.texts.push_back("тема" + std::string(static_cast<std::size_t>(1 + i % kLabels), 'a') + " текст " +
                            std::to_string(i));
        set.heads[0].labels.push_back(i % kLabels);
    }
    const TextModel base = small_model();
    TrainingOptions options = small_options();
    options.base = &base;
    EXPECT_TRUE(train(set, options).heads[0].with_base);
    options.base_on_trial = true;
    EXPECT_FALSE(train(set, options).heads[0].with_base);
}

TEST(Training, SignalsAreFeatures) {
    TrainingOptions options = small_options();
    options.signals = &small_signals();
    const Trained trained = train(small_set(), options, {.threads = 1});
    ASSERT_EQ(trained.model.signal_names().size(), 2U);
    ScoringRoom room;
    std::vector<float> with(trained.model.label_count());
    std::vector<float> without(trained.model.label_count());
    trained.model.score("срочно помогите", &small_signals(), room, with);
    trained.model.score("срочно помогите", nullptr, room, without);
    EXPECT_GT(with[4], without[4]);
}

TEST(Training, SignalsLearntAloneWeighMore) {
    const auto weight_of_alarm = [](double alone) {
        TrainingOptions options = small_options();
        options.signals = &small_signals();
        options.signals_alone = alone;
        const Trained trained = train(small_set(), options, {.threads = 1});
        ScoringRoom room;
        std::vector<float> p(trained.model.label_count());
        trained.model.score("срочно", &small_signals(), room, p);
        return trained.model.explain(1, 1, room).contributions.back().weight * trained.heads[1].temperature;
    };
    EXPECT_GT(weight_of_alarm(2), 1.2 * weight_of_alarm(0));
}

TEST(Training, SignalsWorthLessWeighLess) {
    const auto weight_of_alarm = [](double worth) {
        TrainingSet set = small_set();
        set.heads[1].signal_worth = worth;
        TrainingOptions options = small_options();
        options.signals = &small_signals();
        const Trained trained = train(set, options, {.threads = 1});
        ScoringRoom room;
        std::vector<float> p(trained.model.label_count());
        trained.model.score("срочно", &small_signals(), room, p);
        return trained.model.explain(1, 1, room).contributions.back().weight * trained.heads[1].temperature;
    };
    EXPECT_LT(weight_of_alarm(0.25), 0.5 * weight_of_alarm(1));
    EXPECT_GT(weight_of_alarm(4), weight_of_alarm(1));
}

TEST(Training, RefusesWhatCannotBeTrained) {
    const auto refused = [](const TrainingSet& set, const TrainingOptions& options) {
        try {
            train(set, options);
        } catch (const Error& error) {
            return error.code() == ErrorCode::invalid_argument;
        }
        return false;
    };
    EXPECT_TRUE(refused({}, small_options()));
    TrainingSet set = small_set();
    set.weights.push_back(1);
    EXPECT_TRUE(refused(set, small_options()));
    set = small_set();
    set.weights.assign(set.texts.size(), 1.0F);
    set.weights[3] = -1;
    EXPECT_TRUE(refused(set, small_options()));
    set = small_set();
    set.heads[0].labels.pop_back();
    EXPECT_TRUE(refused(set, small_options()));
    set = small_set();
    for (auto& label : set.heads[1].labels) label = 0;
    EXPECT_TRUE(refused(set, small_options()));
    set = small_set();
    set.heads[0].head.labels[0] = std::string(513, 'x');
    EXPECT_TRUE(refused(set, small_options())) << "no model file holds it";
    TrainingOptions options = small_options();
    options.bits = 40;
    EXPECT_TRUE(refused(small_set(), options));
    options = small_options();
    options.buckets = 1'000;
    EXPECT_TRUE(refused(small_set(), options));
    options = small_options();
    options.cost = 0;
    EXPECT_TRUE(refused(small_set(), options));
}

TEST(Training, ATableMayHaveAnyNumberOfBuckets) {
    TrainingOptions by_bits = small_options();
    TrainingOptions by_buckets = small_options();
    by_buckets.buckets = 1U << by_bits.bits;
    EXPECT_EQ(train(small_set(), by_buckets).model.to_bytes(), train(small_set(), by_bits).model.to_bytes());
    by_buckets.buckets = 1'500;
    const TextModel model = train(small_set(), by_buckets).model;
    const std::string bytes = model.to_bytes();
    const TextModel again = TextModel::from_bytes(bytes);
    EXPECT_EQ(again.to_bytes(), bytes);
    const std::vector<std::string> texts = small_set().texts;
    const auto before = answer(model, 0, texts, nullptr);
    const auto after = answer(again, 0, texts, nullptr);
    for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(after[i].label, before[i].label);
}

TEST(Training, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    try {
        train(small_set(), small_options(), {.stop = stop.get_token()});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
}

}  // namespace
