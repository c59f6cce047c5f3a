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

/// `handles_alone`: of forums, which show nothing else.
Outcome resolve_sample(std::uint64_t seed, bool handles_alone = false) {
    SampleOptions options;
    options.customers = 4000;
    options.identities = 2400;
    options.seed = seed;
    SampleBank bank = make_sample(options);
    if (handles_alone) {
        // The ids of messengers are telephone numbers.
        std::erase_if(bank.identities, [](const SocialIdentity& one) {
            const std::string& network = one.account.network;
            return network == "whatsapp" || network == "viber" || network == "max";
        });
        for (SocialIdentity& one : bank.identities) {
            SocialIdentity shown;
            shown.account = one.account;
            shown.handle = one.handle;
            one = std::move(shown);
        }
    }
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

TEST(BankQuality, HandlesAloneAreNotTrustedTooMuch) {
    // So few are found that the links of several banks are counted together.
    double links = 0;
    double right = 0;
    double candidates = 0;
    double promised = 0;
    double met = 0;
    for (const std::uint64_t seed : {7, 8, 9, 10}) {
        const LinkEvaluation e = resolve_sample(seed, true).links;
        links += static_cast<double>(e.tiers[0].links);
        right += static_cast<double>(e.tiers[0].right);
        for (const CalibrationBin& bin : e.calibration) {
            const auto in_bin = static_cast<double>(bin.links);
            candidates += in_bin;
            promised += bin.mean_probability * in_bin;
            met += bin.right_share * in_bin;
        }
    }
    EXPECT_GE(links, 60);
    EXPECT_GE(right, 0.95 * links) << links;
    EXPECT_NEAR(promised / candidates, met / candidates, 0.06);
}

}  // namespace
}  // namespace scrm::identity
