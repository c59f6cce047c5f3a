// SPDX-License-Identifier: Apache-2.0
//
// What the default model promises on a bank that it was not tuned on. The figures over many banks are in
// docs/BENCHMARKS.md; the bounds here leave room for the chance of one small bank.
#include <gtest/gtest.h>

#include "scrm/identity/evaluate.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/resolution.hpp"
#include "scrm/identity/sample.hpp"

namespace scrm::identity {
namespace {

struct Outcome {
    LinkEvaluation links;
    double stranger_share = 0;
};

Outcome resolve_sample(std::uint64_t seed) {
    SampleOptions options;
    options.customers = 4000;
    options.identities = 2400;
    options.seed = seed;
    const SampleBank bank = make_sample(options);
    RecordSetBuilder customers{"customers"};
    for (const Customer& one : bank.customers) append(customers, one);
    RecordSetBuilder profiles{"profiles"};
    for (const SocialIdentity& one : bank.identities) append(profiles, one);
    const ResolutionResult result = resolve(profiles.finish(), customers.finish(), MatchModel::person());

    std::vector<ClusterRow> persons;
    std::vector<AccountTruth> accounts;
    for (const SampleTruth& row : bank.truth) {
        if (row.record_kind == "customer") {
            persons.push_back({row.customer.str(), row.person_id});
        } else {
            accounts.push_back({row.account, row.customer, row.person_id, row.role});
        }
    }
    std::vector<IdentityLink> links;
    for (const ResolutionCandidate& one : result.candidates) {
        IdentityLink& link = links.emplace_back();
        link.account = bank.identities[one.profile].account;
        link.customer = bank.customers[one.customer].id;
        link.probability = one.probability;
        link.tier = one.tier;
    }
    return {evaluate_links(accounts, persons, links), result.stranger_share};
}

TEST(BankQuality, LinksAreRightAndProbabilitiesAreMet) {
    const Outcome outcome = resolve_sample(7);
    const LinkEvaluation& e = outcome.links;
    EXPECT_GE(e.match.precision.value(), 0.95);
    EXPECT_GE(e.findable_recall.value(), 0.45);
    EXPECT_LE(e.tiers[0].impostors * 5, e.impostors)
        << "of the impostors at most a fifth is taken for customers";
    EXPECT_LE(e.calibration_error.value(), 0.06);
    const double strangers = static_cast<double>(e.strangers) / static_cast<double>(e.accounts);
    EXPECT_NEAR(outcome.stranger_share, strangers, 0.1);
}

}  // namespace
}  // namespace scrm::identity
