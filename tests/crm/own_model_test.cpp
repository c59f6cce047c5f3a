// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <map>
#include <stdexcept>
#include <stop_token>

#include "property/small_bank.hpp"
#include "scrm/core/error.hpp"
#include "scrm/crm/assessments.hpp"
#include "support/databases.hpp"
#include "support/post_models.hpp"

namespace scrm {
namespace {

using test::post;
using test::refusal;

/// Calls every post a lead, and nothing else; fails on a batch with "сбой".
class LeadModel final : public sentiment::OutsideModel {
  public:
    std::vector<sentiment::Head> heads() const override { return {{"lead", {"0", "1"}}}; }
    void score(std::span<const std::string> texts, std::span<float> probabilities,
               const std::stop_token& /*stop*/) override {
        if (++calls == stop_at) stop_source.request_stop();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (healed == 0 && texts[i].find("сбой") != std::string::npos) throw std::runtime_error{"down"};
            probabilities[2 * i] = 0.125F;
            probabilities[2 * i + 1] = 0.875F;
        }
    }
    std::atomic<int> calls{0};
    int stop_at = 0;  ///< in which call the job is stopped
    std::stop_source stop_source;
    std::atomic<int> healed{0};
};

std::vector<Interaction> posts(int count) {
    std::vector<Interaction> result;
    for (int i = 0; i < count; ++i)
        result.push_back(post("p" + std::to_string(1000 + i), "Где ближайший банкомат " + std::to_string(i)));
    return result;
}

void expect_healthy(const Crm& crm) {
    for (const auto& check : crm.verify()) EXPECT_TRUE(check.ok) << check.code << " " << check.detail;
    EXPECT_TRUE(crm.audit().verify().ok);
}

class OwnModelTest : public test::OnBothDatabases {
  protected:
    std::shared_ptr<LeadModel> leads_ = std::make_shared<LeadModel>();
    OwnModel own(const std::string& name = "leads-1") const {
        return OwnModel::of(name, leads_, {.batch = 1, .timeout = std::chrono::seconds{60}});
    }
};
SCRM_ON_BOTH_DATABASES(OwnModelTest);

TEST_P(OwnModelTest, answers_are_stored_under_its_name_beside_those_of_the_built_in_one) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, posts(20));
    const Assessment before = *crm.assessments().get({"vk", "", "p1003"});
    const auto report = crm.assessments().reassess({.own = own(), .batch = 7});
    EXPECT_EQ(report.model, "own:leads-1");
    EXPECT_EQ(report.assessed, 20);
    EXPECT_TRUE(report.fallbacks.empty());
    EXPECT_GT(report.own_seconds, 0);
    const Assessment after = *crm.assessments().get({"vk", "", "p1003"});
    EXPECT_EQ(after.model, "own:leads-1");
    EXPECT_TRUE(after.lead);
    EXPECT_NEAR(after.p_lead, 0.875, 1e-6);
    EXPECT_EQ(after.intent, before.intent);
    EXPECT_EQ(after.p_intent, before.p_intent);
    EXPECT_EQ(after.language, before.language);
    // Nothing is left to do, and what comes later is assessed by it too.
    EXPECT_EQ(crm.assessments().reassess().assessed, 0);
    test::import_interactions(crm, {post("later", "Подскажите адрес отделения")});
    EXPECT_EQ(crm.assessments().get({"vk", "", "later"})->model, "own:leads-1");
    EXPECT_EQ(crm.assessments().reassess({.own = own("leads-2")}).assessed, 21);
    expect_healthy(crm);
}

TEST_P(OwnModelTest, where_it_fails_the_built_in_one_answers_is_counted_and_asked_again) {
    std::map<std::string, int> logged;
    CrmOptions options;
    options.log = [&](const LogRecord& record) { ++logged[std::string{record.code}]; };
    Crm crm = Crm::open(database_.url(), options);
    test::import_interactions(crm, posts(5));
    test::import_interactions(crm, {post("bad", "У вас сбой в приложении")});
    const Assessment before = *crm.assessments().get({"vk", "", "bad"});
    const auto report = crm.assessments().reassess({.own = own()});
    EXPECT_EQ(report.assessed, 6);
    EXPECT_EQ(report.fallbacks,
              (std::map<sentiment::FallbackReason, std::int64_t>{{sentiment::FallbackReason::error, 1}}));
    EXPECT_EQ(crm.counters().fallbacks, 1);
    EXPECT_EQ(logged["own_model_fell_back"], 1);
    const Assessment fallen = *crm.assessments().get({"vk", "", "bad"});
    EXPECT_EQ(fallen.model, before.model) << "who answered is who is named";
    EXPECT_EQ(fallen.p_lead, before.p_lead);
    leads_->healed = 1;
    EXPECT_EQ(crm.assessments().reassess({.own = own()}).assessed, 1);
    EXPECT_EQ(crm.assessments().get({"vk", "", "bad"})->model, "own:leads-1");
    EXPECT_EQ(crm.assessments().reassess().assessed, 0);
    expect_healthy(crm);
}

TEST_P(OwnModelTest, a_stopped_job_goes_on_where_it_was_stopped) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, posts(60));
    ReassessOptions options{.own = own(), .batch = 10};
    leads_->stop_at = 25;
    options.stop = leads_->stop_source.get_token();
    EXPECT_EQ(refusal([&] { crm.assessments().reassess(options); }), "cancelled");
    EXPECT_EQ(crm.assessments().count_by_model().size(), 2U) << "some of both models";
    const int before = leads_->calls;
    const auto report = crm.assessments().reassess({.own = own()});
    EXPECT_EQ(report.current, 20) << "two batches were whole";
    EXPECT_EQ(report.current + report.assessed, 60);
    EXPECT_EQ(leads_->calls - before, report.assessed) << "no post is asked for twice";
    expect_healthy(crm);
}

TEST_P(OwnModelTest, a_process_without_it_imports_by_the_built_in_one_and_takes_nothing_back) {
    {
        Crm crm = Crm::open(database_.url());
        test::import_interactions(crm, posts(8));
        crm.assessments().reassess({.own = own()});
        crm.close();
    }
    Crm again = Crm::open(database_.url());
    EXPECT_EQ(again.assessments().model(), "own:leads-1");
    test::import_interactions(again, {post("later", "Подскажите адрес отделения")});
    EXPECT_EQ(again.assessments().get({"vk", "", "later"})->model.size(), 64U);
    EXPECT_EQ(refusal([&] { again.assessments().reassess(); }), "unavailable");
    EXPECT_EQ(again.assessments().get({"vk", "", "p1003"})->model, "own:leads-1");
    expect_healthy(again);
    again.assessments().use(own());
    EXPECT_EQ(again.assessments().reassess().assessed, 1);
    EXPECT_EQ(again.assessments().get({"vk", "", "later"})->model, "own:leads-1");
    // Back to the built-in one, by a process that has none of its own.
    again.close();
    Crm last = Crm::open(database_.url());
    const auto back = last.assessments().reassess({.model = sentiment::TextClassifier::built_in()});
    EXPECT_EQ(back.assessed, 9);
    EXPECT_EQ(last.assessments().count_by_model().size(), 1U);
    expect_healthy(last);
}

TEST_P(OwnModelTest, what_cannot_be_is_refused_and_changes_nothing) {
    Crm crm = Crm::open(database_.url());
    test::import_interactions(crm, posts(3));
    const std::string model = crm.assessments().model();
    for (const std::string name : {"", "two words", "имя", "a:b"})
        EXPECT_EQ(refusal([&] { crm.assessments().use(own(name)); }), "invalid_argument") << name;
    EXPECT_EQ(refusal([&] { crm.assessments().use(own(std::string(65, 'a'))); }), "invalid_argument");
    EXPECT_EQ(refusal([&] { crm.assessments().use({"a", {}}); }), "invalid_argument");
    EXPECT_EQ(refusal([&] { crm.assessments().reassess({.model = test::contrary_model(), .own = own()}); }),
              "invalid_argument");
    EXPECT_EQ(crm.assessments().model(), model);
    const OwnModel silent{"silent", [](std::span<const std::string_view>, sentiment::OutsideReport&,
                                       const Execution&) { return std::vector<sentiment::OutsideAnswer>{}; }};
    EXPECT_EQ(refusal([&] { crm.assessments().reassess({.own = silent}); }), "internal");
    expect_healthy(crm);
}

}  // namespace
}  // namespace scrm
