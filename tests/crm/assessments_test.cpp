// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/assessments.hpp"

#include <atomic>
#include <set>
#include <sstream>
#include <utility>

#include "property/small_bank.hpp"
#include "scrm/core/error.hpp"
#include "support/databases.hpp"
#include "support/post_models.hpp"

namespace scrm {
namespace {

using test::post;
using test::refusal;

constexpr const char* kThanks = "Огромное спасибо сотруднице отделения, всё быстро и вежливо!";
constexpr const char* kAtm = "Банкомат зажевал карту и не отдаёт, на горячей линии никто не отвечает, позор!";

/// What is said of all posts, without the time at which it was said.
std::string said(const Crm& crm) {
    std::string text;
    for (Assessment& a : crm.assessments().list({.limit = 0})) {
        a.assessed_at = {};
        std::ostringstream out;
        text += a.interaction.text() + " " + a.language + " " + a.model.substr(0, 8);
        for (std::size_t i = 0; i < kAssessmentFields; ++i)
            text += " " + value_of(a, static_cast<AssessmentField>(i)) + (a.corrected[i] ? "!" : "");
        for (const double p : {a.p_sentiment[0], a.p_sentiment[1], a.p_intent, a.p_product, a.p_urgent})
            text += " " + std::to_string(p);
        text += "\n";
    }
    return text;
}

void expect_healthy(const Crm& crm) {
    for (const auto& check : crm.verify()) EXPECT_TRUE(check.ok) << check.code << " " << check.detail;
    EXPECT_TRUE(crm.audit().verify().ok);
}

std::vector<Interaction> many_posts(int count) {
    std::vector<Interaction> posts;
    for (int i = 0; i < count; ++i) {
        posts.push_back(
            post("p" + std::to_string(1000 + i), (i % 3 == 0 ? kThanks : kAtm) + std::to_string(i), i % 50));
        if (i % 10 == 0) posts.back().direction = "out";
    }
    return posts;
}

class AssessmentsTest : public test::OnBothDatabases {};
SCRM_ON_BOTH_DATABASES(AssessmentsTest);

TEST_P(AssessmentsTest, an_import_says_what_customers_wrote) {
    Crm crm = Crm::open(database_.url());
    auto reply = post("reply", "Добрый день! Напишите нам в личные сообщения.");
    reply.direction = "out";
    test::import_interactions(crm, {post("1", kThanks), post("2", kAtm), reply, post("silent", " ")});
    const auto thanks = crm.assessments().get({"vk", "", "1"});
    ASSERT_TRUE(thanks);
    EXPECT_EQ(thanks->language, "ru");
    EXPECT_EQ(thanks->sentiment, Polarity::positive);
    EXPECT_EQ(thanks->intent, Intent::gratitude);
    EXPECT_EQ(thanks->product, Product::branch_service);
    EXPECT_NEAR(thanks->p_sentiment[0] + thanks->p_sentiment[1] + thanks->p_sentiment[2], 1, 1e-5);
    EXPECT_EQ(thanks->model, sentiment::TextClassifier::built_in().model().digest().hex());
    EXPECT_EQ(thanks->posted_at, from_unix_micros(86'400'000'000));
    EXPECT_NE(thanks->assessed_at, UtcTime{});
    const auto atm = crm.assessments().get({"vk", "", "2"});
    ASSERT_TRUE(atm);
    EXPECT_EQ(atm->product, Product::atm);
    EXPECT_FALSE(crm.assessments().get(reply.id));
    EXPECT_FALSE(crm.assessments().get({"vk", "", "silent"}));
    EXPECT_EQ(crm.assessments().count(), 2);
    expect_healthy(crm);
}

TEST_P(AssessmentsTest, shuffled_in_pieces_and_twice_they_are_the_same) {
    std::vector<Interaction> versions = many_posts(60);
    for (int i = 0; i < 20; ++i) {
        auto edited = versions[static_cast<std::size_t>(3 * i)];
        edited.op = i % 4 == 0 ? "delete" : "edit";
        edited.edited_at = from_unix_micros(9'000'000'000'000'000);
        edited.text = i % 5 == 0 ? "" : "Где мои деньги? Перевод завис";
        versions.push_back(edited);
    }
    const test::TestDatabase plain_file{storage::Backend::sqlite};
    Crm plain = Crm::open(plain_file.url());
    test::import_interactions(plain, versions);
    const std::string expected = said(plain);
    EXPECT_GT(expected.size(), 1000U);
    Random random{9};
    Crm crm = Crm::open(database_.url());
    test::shuffle(versions, random);
    for (std::size_t at = 0; at < versions.size(); at += 7) {
        test::import_interactions(
            crm, {versions.begin() + static_cast<std::ptrdiff_t>(at),
                  versions.begin() + static_cast<std::ptrdiff_t>(std::min(at + 7, versions.size()))});
    }
    EXPECT_EQ(said(crm), expected);
    const auto before = crm.assessments().list({.limit = 0});
    test::import_interactions(crm, versions);
    EXPECT_EQ(crm.assessments().list({.limit = 0}), before) << "not even the time changes";
    expect_healthy(crm);
}

TEST_P(AssessmentsTest, a_person_wins_over_edits_and_models_and_is_audited) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, {post("1", kThanks), post("2", kAtm)});
    auto assessments = crm.assessments();
    const InteractionId id{"vk", "", "1"};
    const auto entries = crm.audit().verify().entries;
    assessments.correct(id, "sentiment", "negative", {"anna", "это сарказм"});
    assessments.correct(id, "sentiment", "negative", {"anna", "ещё раз"});
    EXPECT_EQ(crm.audit().verify().entries, entries + 1) << "a repetition changes nothing";
    assessments.correct(id, "churn", "yes");
    const auto edited = [&](const std::string& text) {
        auto version = post("1", text);
        version.op = "edit";
        version.edited_at = from_unix_micros(9'000'000'000'000'000);
        test::import_interactions(crm, {version});
    };
    edited("Спасибо!!!");
    assessments.reassess({.model = test::contrary_model(), .threads = 2});
    auto now = assessments.get(id);
    ASSERT_TRUE(now);
    EXPECT_EQ(now->sentiment, Polarity::negative);
    EXPECT_TRUE(now->churn);
    EXPECT_EQ(now->product, Product::mortgage) << "the rest is the new model's";
    EXPECT_EQ(now->provenance(AssessmentField::sentiment), Provenance::human);
    EXPECT_EQ(now->provenance(AssessmentField::product), Provenance::machine);
    assessments.correct(id, "churn", "machine");
    now = assessments.get(id);
    EXPECT_EQ(now->provenance(AssessmentField::churn), Provenance::machine);
    expect_healthy(crm);
}

TEST_P(AssessmentsTest, a_correction_that_cannot_be_is_refused_and_changes_nothing) {
    Crm crm = Crm::open(database_.url());
    auto reply = post("reply", "Добрый день!");
    reply.direction = "out";
    test::import_interactions(crm, {post("1", kThanks), reply});
    const auto entries = crm.audit().verify().entries;
    const Digest state = crm.state_hash();
    auto assessments = crm.assessments();
    const InteractionId id{"vk", "", "1"};
    EXPECT_EQ(refusal([&] {
                  assessments.correct({"vk", "", "ghost"}, "sentiment", "neutral");
              }),
              "not_found");
    EXPECT_EQ(refusal([&] { assessments.correct(id, "mood", "neutral"); }), "invalid_argument");
    EXPECT_EQ(refusal([&] { assessments.correct(id, "sentiment", "sad"); }), "invalid_argument");
    EXPECT_EQ(refusal([&] { assessments.correct(reply.id, "sentiment", "neutral"); }), "invalid_argument");
    EXPECT_EQ(crm.audit().verify().entries, entries);
    EXPECT_EQ(crm.state_hash(), state);
}

TEST_P(AssessmentsTest, a_new_model_assesses_all_posts_and_those_to_come) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, many_posts(200));
    auto assessments = crm.assessments();
    EXPECT_EQ(assessments.reassess().assessed, 0) << "all of it is of the model in force";
    const std::string first = said(crm);
    const auto report = assessments.reassess({.model = test::contrary_model(), .threads = 2, .batch = 30});
    EXPECT_EQ(report.assessed, 180);
    EXPECT_EQ(report.current, 0);
    EXPECT_EQ(report.model, assessments.model());
    EXPECT_NE(said(crm), first);
    EXPECT_EQ(assessments.count_by_model(),
              (std::vector<std::pair<std::string, std::int64_t>>{{report.model, 180}}));
    test::import_interactions(crm, {post("later", "спасибо большое 3")});
    EXPECT_EQ(assessments.get({"vk", "", "later"})->model, report.model);
    EXPECT_EQ(assessments.get({"vk", "", "later"})->sentiment, Polarity::negative);
    {
        // Another process with the same database.
        crm.close();
        Crm again = Crm::open(database_.url());
        test::import_interactions(again, {post("last", "спасибо большое 4")});
        EXPECT_EQ(again.assessments().get({"vk", "", "last"})->model, report.model);
        EXPECT_EQ(again.assessments().reassess().assessed, 0);
        const auto back = again.assessments().reassess({.model = sentiment::TextClassifier::built_in()});
        EXPECT_EQ(back.assessed, 182);
        expect_healthy(again);
    }
}

TEST_P(AssessmentsTest, a_stopped_reassessment_goes_on_where_it_was_stopped) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, many_posts(3000));
    auto assessments = crm.assessments();
    std::stop_source stop;
    std::atomic<int> calls{0};
    ReassessOptions options{.model = test::contrary_model(), .threads = 1, .batch = 20};
    options.stop = stop.get_token();
    options.progress = [&](const Progress& progress) {
        EXPECT_EQ(progress.stage, "assess");
        if (progress.done > 0 && ++calls == 1) stop.request_stop();
    };
    EXPECT_EQ(refusal([&] { assessments.reassess(options); }), "cancelled");
    const auto half = assessments.count_by_model();
    EXPECT_EQ(half.size(), 2U) << "some of both models";
    expect_healthy(crm);
    const auto report = assessments.reassess({.threads = 2});
    EXPECT_GT(report.current, 0);
    EXPECT_EQ(report.current + report.assessed, 2700);

    const test::TestDatabase other{storage::Backend::sqlite};
    Crm undisturbed = Crm::open(other.url());
    test::import_interactions(undisturbed, many_posts(3000));
    undisturbed.assessments().reassess({.model = test::contrary_model()});
    EXPECT_EQ(said(crm), said(undisturbed));
}

TEST_P(AssessmentsTest, a_model_with_other_heads_is_refused) {
    Crm crm = Crm::open(database_.url());
    sentiment::TrainingSet set;
    set.texts = {"да", "нет", "да да", "нет нет"};
    set.heads.push_back({{"label", {"да", "нет"}}, {0, 1, 0, 1}});
    const sentiment::TextClassifier other{sentiment::train(set, {.bits = 10, .hold_out = 0}).model};
    EXPECT_EQ(refusal([&] { crm.assessments().reassess({.model = other}); }), "invalid_argument");
    EXPECT_EQ(crm.audit().verify().entries, 0);
}

TEST_P(AssessmentsTest, corrections_travel_with_the_decisions) {
    Crm crm = Crm::open(database_.url());
    auto scoped = post("1", kAtm);
    scoped.id.scope = "page:1";
    test::import_interactions(crm, {post("1", kThanks), post("2", kAtm), scoped});
    crm.assessments().correct({"vk", "", "1"}, "sentiment", "negative", {"anna", "сарказм"});
    crm.assessments().correct(scoped.id, "urgent", "1");
    crm.assessments().correct({"vk", "", "2"}, "product", "machine");
    std::ostringstream decisions;
    crm.resolution().export_decisions(decisions);
    EXPECT_EQ(std::ranges::count(decisions.str(), '\n'), 3);
    std::ostringstream csv;
    crm.resolution().export_decisions_csv(csv);
    EXPECT_NE(csv.str().find("external_id,field,value"), std::string::npos);

    const test::TestDatabase file{GetParam() == storage::Backend::sqlite ? storage::Backend::postgresql
                                                                         : storage::Backend::sqlite};
    Crm other = Crm::open(file.url());
    test::import_interactions(other, {post("1", kThanks), post("2", kAtm), scoped});
    std::istringstream in{decisions.str()};
    EXPECT_EQ(other.resolution().import_decisions(in).inserted, 3);
    EXPECT_EQ(other.state_hash(), crm.state_hash());
    EXPECT_EQ(said(other), said(crm));
    std::istringstream twice{decisions.str()};
    EXPECT_EQ(other.resolution().import_decisions(twice).unchanged, 3);
    expect_healthy(other);
    // An old file does not undo what was said since.
    crm.assessments().correct({"vk", "", "1"}, "sentiment", "neutral");
    std::istringstream old{decisions.str()};
    crm.resolution().import_decisions(old);
    EXPECT_EQ(crm.assessments().get({"vk", "", "1"})->sentiment, Polarity::neutral);
}

TEST_P(AssessmentsTest, of_corrections_in_files_the_latest_counts_in_whatever_order_they_come) {
    std::vector<std::string> lines;
    for (const auto& [value, day] : {std::pair{"idea", "12"}, {"question", "20"}, {"idea", "22"}})
        lines.push_back(std::string{R"({"decision":"correct","network":"vk","external_id":"2",)"} +
                        R"("field":"intent","value":")" + value + R"(","at":"2026-01-)" + day +
                        "T00:00:00Z\"}\n");
    std::ranges::sort(lines);
    std::set<std::string> states;
    do {
        const test::TestDatabase file{GetParam()};
        Crm crm = Crm::open(file.url());
        test::import_interactions(crm, {post("2", kAtm)});
        for (const bool again : {false, true}) {
            for (const std::string& line : lines) {
                std::istringstream in{line};
                const ImportReport report = crm.resolution().import_decisions(in);
                EXPECT_EQ(report.quarantined, 0);
                EXPECT_TRUE(!again || report.inserted == 0);
            }
        }
        EXPECT_EQ(crm.assessments().get({"vk", "", "2"})->intent, Intent::idea);
        states.insert(crm.state_hash().hex());
        expect_healthy(crm);
    } while (std::ranges::next_permutation(lines).found);
    EXPECT_EQ(states.size(), 1U);
}

TEST_P(AssessmentsTest, corrections_become_rows_to_train_with) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(
        crm, {post("1", "Перезвоните на +7 916 123-45-67, спасибо"), post("2", kAtm), post("3", kAtm)});
    auto assessments = crm.assessments();
    assessments.correct({"vk", "", "1"}, "intent", "question");
    assessments.correct({"vk", "", "1"}, "lead", "yes");
    assessments.correct({"vk", "", "2"}, "intent", "idea");
    assessments.correct({"vk", "", "2"}, "intent", "machine");
    std::ostringstream out;
    EXPECT_EQ(assessments.write_corrections(out, 2.5), 1);
    EXPECT_EQ(out.str(),
              "text,weight,time,language,sentiment,intent,product,urgent,lead,churn\n"
              "\"Перезвоните на [PHONE], спасибо\",2.5,1970-01-02T00:00:00Z,,,question,,,1,\n");
    EXPECT_EQ(refusal([&] { assessments.write_corrections(out, -1); }), "invalid_argument");
}

TEST_P(AssessmentsTest, an_erased_interaction_is_as_if_it_had_never_come) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, {post("1", kThanks), post("2", kAtm)});
    const test::TestDatabase file{GetParam()};
    Crm other = Crm::open(file.url());
    test::import_interactions(other, {post("2", kAtm)});
    crm.assessments().correct({"vk", "", "1"}, "intent", "idea", {"anna", "звонила"});
    crm.interactions().erase({{"vk", "", "1"}}, {"anna"});
    EXPECT_EQ(said(crm), said(other));
    EXPECT_EQ(crm.state_hash(), other.state_hash());
    EXPECT_EQ(refusal([&] { crm.interactions().erase({{"vk", "", "2"}, {"vk", "", "1"}}); }), "not_found");
    EXPECT_EQ(crm.interactions().count(), 1);
    std::ostringstream decisions;
    crm.resolution().export_decisions(decisions);
    EXPECT_EQ(decisions.str(), "\n");
    expect_healthy(crm);
    test::import_interactions(crm, {post("1", kThanks)});
    EXPECT_EQ(crm.assessments().get({"vk", "", "1"})->intent, Intent::gratitude) << "it comes back as new";
    expect_healthy(crm);
}

TEST_P(AssessmentsTest, are_written_as_csv) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, {post("1", kThanks), post("2", kAtm)});
    crm.assessments().correct({"vk", "", "2"}, "urgent", "0");
    std::ostringstream out;
    crm.assessments().write_csv(out, {.product = Product::atm, .limit = 5});
    const std::string text = out.str();
    EXPECT_EQ(std::ranges::count(text, '\n'), 2);
    EXPECT_TRUE(text.starts_with(
        "network,scope,external_id,posted_at,language,sentiment,p_negative,p_neutral,p_positive,intent,"));
    EXPECT_NE(text.find("\nvk,,2,1970-01-02T00:00:00Z,ru,negative,"), std::string::npos) << text;
    EXPECT_NE(text.find(",urgent,"), std::string::npos) << text;
}

}  // namespace
}  // namespace scrm
