// SPDX-License-Identifier: Apache-2.0

// Assessing all posts anew, killed at any instant and run again, ends where an undisturbed run ends.
#include <chrono>
#include <thread>

#include "fault/child_process.hpp"
#include "property/random_decisions.hpp"
#include "support/databases.hpp"
#include "support/post_models.hpp"
#include "support/scale.hpp"

namespace scrm {
namespace {

std::vector<Assessment> timeless(const Crm& crm) {
    auto all = crm.assessments().list({.limit = 0});
    for (Assessment& assessment : all) assessment.assessed_at = {};
    return all;
}

void reassess(const Crm& crm, const sentiment::TextClassifier& model) {
    crm.assessments().reassess({.model = model, .threads = 1, .batch = 10});
}

class AssessmentKill : public test::OnBothDatabases {};
SCRM_ON_BOTH_DATABASES(AssessmentKill);

TEST_P(AssessmentKill, a_reassessment_killed_at_any_instant_is_resumed_by_running_it_again) {
    const auto bank = test::small_bank(11, 20, 15);
    const auto posts = test::posts(bank, 0, 300);
    const auto model = test::contrary_model();
    std::vector<Assessment> expected;
    {
        const test::TestDatabase reference{GetParam()};
        Crm crm = Crm::open(reference.url());
        test::import_interactions(crm, posts);
        crm.assessments().correct(posts[7].id, "intent", "idea");
        reassess(crm, model);
        expected = timeless(crm);
    }
    Random random{GetParam() == storage::Backend::sqlite ? 51U : 52U};
    for (int round = 0; round < test::scaled(5); ++round) {
        const test::TestDatabase target{GetParam()};
        test::ChildProcess child{[&](const test::ChildProcess::Say& say) {
            Crm crm = Crm::open(target.url());
            test::import_interactions(crm, posts);
            crm.assessments().correct(posts[7].id, "intent", "idea");
            say("imported");
            reassess(crm, model);
        }};
        child.line();
        std::this_thread::sleep_for(std::chrono::microseconds{random.below(150'000)});
        child.kill();
        const Crm crm = Crm::open(target.url());
        EXPECT_EQ(test::broken_invariants(crm), "");
        reassess(crm, model);
        EXPECT_EQ(timeless(crm), expected);
        EXPECT_EQ(test::broken_invariants(crm), "");
    }
}

}  // namespace
}  // namespace scrm
