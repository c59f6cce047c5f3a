// SPDX-License-Identifier: Apache-2.0
// How well profiles are linked to customers on synthetic banks: precision, recall and calibration by tier.
//
//   bank_quality [--handles-alone] [CUSTOMERS [PROFILES [SEED…]]]      default: 20000 10000 1 2 3 4 5
//
// --handles-alone: of networks whose ids are no telephone numbers the handles, and nothing else.
// One line a seed and the calibration table over all of them; the last line is the mean and the worst seed.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/identity/evaluate.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/resolution.hpp"
#include "scrm/identity/sample.hpp"

namespace {

using namespace scrm;
using namespace scrm::identity;

double percent(const std::optional<double>& share) {
    return share ? *share * 100 : 0;
}

struct Outcome {
    LinkEvaluation links;
    ClusterEvaluation duplicates;
    double seconds = 0;
};

void leave_handles_alone(std::vector<SocialIdentity>& identities) {
    std::erase_if(identities, [](const SocialIdentity& one) {
        const std::string& network = one.account.network;
        return network == "whatsapp" || network == "viber" || network == "max";
    });
    for (SocialIdentity& one : identities) {
        SocialIdentity shown;
        shown.account = one.account;
        shown.handle = one.handle;
        one = std::move(shown);
    }
}

Outcome measure(const SampleOptions& options, bool handles_alone) {
    SampleBank bank = make_sample(options);
    if (handles_alone) leave_handles_alone(bank.identities);
    RecordSetBuilder customer_builder{"customers"};
    for (const Customer& one : bank.customers) append(customer_builder, one);
    const RecordSet customers = customer_builder.finish();
    RecordSetBuilder profile_builder{"profiles"};
    for (const SocialIdentity& one : bank.identities) append(profile_builder, one);
    const RecordSet profiles = profile_builder.finish();

    const auto start = std::chrono::steady_clock::now();
    const ResolutionResult result = resolve(profiles, customers, MatchModel::person());
    Outcome out;
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

    std::vector<ClusterRow> persons;
    std::vector<AccountTruth> accounts;
    for (const SampleTruth& row : bank.truth) {
        if (row.record_kind == "customer")
            persons.push_back({row.customer.str(), row.person_id});
        else
            accounts.push_back({row.account, row.customer, row.person_id, row.role});
    }
    std::vector<IdentityLink> links;
    for (const ResolutionCandidate& one : result.candidates) {
        IdentityLink link;
        link.account = bank.identities[one.profile].account;
        link.customer = bank.customers[one.customer].id;
        link.probability = one.probability;
        link.match_weight = one.weight;
        link.tier = one.tier;
        links.push_back(std::move(link));
    }
    std::vector<ClusterRow> found;
    for (std::size_t i = 0; i < result.cluster.size(); ++i)
        found.push_back({bank.customers[i].id.str(), bank.customers[result.cluster[i]].id.str()});
    out.links = evaluate_links(accounts, persons, links);
    out.duplicates = evaluate_clusters(persons, found);
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    SampleOptions options;
    const bool handles_alone = argc > 1 && std::string_view{argv[1]} == "--handles-alone";
    if (handles_alone) {
        --argc;
        ++argv;
    }
    if (argc > 1) options.customers = std::strtoull(argv[1], nullptr, 10);
    if (argc > 2) options.identities = std::strtoull(argv[2], nullptr, 10);
    std::vector<std::uint64_t> seeds;
    for (int i = 3; i < argc; ++i) seeds.push_back(std::strtoull(argv[i], nullptr, 10));
    if (seeds.empty()) seeds = {1, 2, 3, 4, 5};

    std::printf("%6s %9s %9s | %9s %9s %9s | %9s %9s | %7s | %9s %9s | %7s\n", "seed", "findable",
                "impostors", "precision", "recall", "of find.", "review", "+recall", "ECE", "dup. P",
                "dup. R", "s");
    std::vector<CalibrationBin> total(10);
    double worst_precision = 1;
    double worst_recall = 1;
    double sum_precision = 0;
    double sum_recall = 0;
    for (const std::uint64_t seed : seeds) {
        options.seed = seed;
        const Outcome outcome = measure(options, handles_alone);
        const LinkEvaluation& e = outcome.links;
        std::printf(
            "%6llu %9llu %4llu/%-4llu | %8.2f%% %8.2f%% %8.2f%% | %9llu %8.2f%% | %7.4f | %8.2f%% %8.2f%% | "
            "%7.2f\n",
            static_cast<unsigned long long>(seed), static_cast<unsigned long long>(e.findable),
            static_cast<unsigned long long>(e.tiers[0].impostors),
            static_cast<unsigned long long>(e.impostors), percent(e.match.precision), percent(e.match.recall),
            percent(e.findable_recall), static_cast<unsigned long long>(e.tiers[1].links),
            percent(e.tiers[1].findable_recall), e.calibration_error.value_or(0),
            percent(outcome.duplicates.pairwise.precision), percent(outcome.duplicates.pairwise.recall),
            outcome.seconds);
        std::fflush(stdout);
        for (std::size_t i = 0; i < total.size(); ++i) {
            const auto n = static_cast<double>(e.calibration[i].links);
            total[i].links += e.calibration[i].links;
            total[i].mean_probability += e.calibration[i].mean_probability * n;
            total[i].right_share += e.calibration[i].right_share * n;
        }
        worst_precision = std::min(worst_precision, e.match.precision.value_or(0));
        worst_recall = std::min(worst_recall, e.findable_recall.value_or(0));
        sum_precision += e.match.precision.value_or(0);
        sum_recall += e.findable_recall.value_or(0);
    }
    std::printf("\n%12s %9s %9s %9s\n", "probability", "links", "stated", "met");
    for (std::size_t i = 0; i < total.size(); ++i) {
        if (total[i].links == 0) continue;
        const auto n = static_cast<double>(total[i].links);
        std::printf("%5.1f - %4.1f %9llu %9.3f %9.3f\n", static_cast<double>(i) / 10,
                    static_cast<double>(i + 1) / 10, static_cast<unsigned long long>(total[i].links),
                    total[i].mean_probability / n, total[i].right_share / n);
    }
    const auto n = static_cast<double>(seeds.size());
    std::printf("\nmatch tier: precision mean %.4f worst %.4f, recall of the findable mean %.4f worst %.4f\n",
                sum_precision / n, worst_precision, sum_recall / n, worst_recall);
    return 0;
}
