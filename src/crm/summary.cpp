// SPDX-License-Identifier: Apache-2.0
#include "scrm/crm/summary.hpp"

#include <algorithm>
#include <cmath>

#include "assessment_series_internal.hpp"
#include "disclosure_internal.hpp"
#include "effective_clusters_internal.hpp"
#include "effective_links_internal.hpp"
#include "scrm/core/progress.hpp"
#include "scrm/crm/crm.hpp"
#include "scrm/storage/assessment_store.hpp"
#include "scrm/storage/customer_store.hpp"
#include "scrm/storage/identity_store.hpp"
#include "scrm/storage/interaction_store.hpp"
#include "scrm/storage/link_store.hpp"
#include "scrm/storage/quarantine.hpp"
#include "scrm/storage/run_log.hpp"
#include "session_internal.hpp"

namespace scrm {
namespace {

constexpr std::size_t kReviewRows = 15;
constexpr double kWeightBin = 2;
constexpr int kProbabilityBins = 10;

Tier better(Tier a, Tier b) {
    return std::min(a, b);
}

/// Equal bins from the lowest to the highest value.
std::vector<HistogramBin> weight_histogram(const std::vector<double>& weights) {
    if (weights.empty()) return {};
    const auto [low, high] = std::minmax_element(weights.begin(), weights.end());
    const double first = std::floor(*low / kWeightBin);
    const auto count = static_cast<std::size_t>(std::floor(*high / kWeightBin) - first) + 1;
    std::vector<HistogramBin> bins(count);
    for (std::size_t i = 0; i < count; ++i) {
        bins[i].low = (first + static_cast<double>(i)) * kWeightBin;
        bins[i].high = bins[i].low + kWeightBin;
    }
    for (const double weight : weights)
        ++bins[static_cast<std::size_t>(std::floor(weight / kWeightBin) - first)].count;
    return bins;
}

std::vector<HistogramBin> probability_histogram(const std::vector<double>& probabilities) {
    std::vector<HistogramBin> bins(kProbabilityBins);
    for (int i = 0; i < kProbabilityBins; ++i) {
        bins[static_cast<std::size_t>(i)] = {static_cast<double>(i) / kProbabilityBins,
                                             static_cast<double>(i + 1) / kProbabilityBins, 0};
    }
    for (const double p : probabilities) {
        const int bin = std::clamp(static_cast<int>(p * kProbabilityBins), 0, kProbabilityBins - 1);
        ++bins[static_cast<std::size_t>(bin)].count;
    }
    return bins;
}

std::string name_of(const SocialIdentity& profile) {
    if (!profile.display_name.empty()) return profile.display_name;
    return profile.given_name + " " + profile.family_name;
}

std::string name_of(const Customer& customer) {
    if (!customer.full_name.empty()) return customer.full_name;
    return customer.given_name + " " + customer.patronymic + " " + customer.family_name;
}

/// Best tier and probability of every account that has a link.
struct Best {
    Tier tier = Tier::none;
    double probability = 0;
};

void count_tiers(storage::UnitOfWork& unit, const std::map<AccountId, Best>& best, ProgressMeter& meter,
                 Summary& summary) {
    std::map<std::string, NetworkTiers> networks;
    storage::IdentityStore{unit}.for_each([&](const SocialIdentity& identity) {
        NetworkTiers& tiers = networks[identity.account.network];
        tiers.network = identity.account.network;
        meter.advance();
        const auto found = best.find(identity.account);
        const Tier tier = found == best.end() ? Tier::none : found->second.tier;
        ++(tier == Tier::match ? tiers.match : tier == Tier::review ? tiers.review : tiers.none);
    });
    for (auto& [network, tiers] : networks) summary.tiers.push_back(std::move(tiers));
}

void describe_review(storage::UnitOfWork& unit, std::vector<IdentityLink> queue, Summary& summary) {
    std::stable_sort(queue.begin(), queue.end(), [](const IdentityLink& a, const IdentityLink& b) {
        return a.probability > b.probability;
    });
    if (queue.size() > kReviewRows) queue.resize(kReviewRows);
    const storage::CustomerStore customers{unit};
    const storage::IdentityStore profiles{unit};
    for (const IdentityLink& link : queue) {
        ReviewRow row;
        row.account = link.account;
        row.customer = link.customer;
        row.probability = link.probability;
        row.match_weight = link.match_weight;
        if (const auto profile = profiles.find(link.account))
            row.masked_profile = detail::initials(name_of(*profile));
        if (const auto customer = customers.find(link.customer))
            row.masked_customer = detail::initials(name_of(*customer));
        summary.review.push_back(std::move(row));
    }
}

}  // namespace

Summary Crm::summary(const Execution& execution) const {
    Summary summary;
    std::optional<IdentityLink> strongest;
    const auto read = [&](storage::UnitOfWork& unit) {
        ProgressMeter meter{execution, "summary"};
        summary.customers = storage::CustomerStore{unit}.count();
        summary.identities = storage::IdentityStore{unit}.count();
        summary.interactions = storage::InteractionStore{unit}.count();
        summary.quarantined = storage::Quarantine{unit}.count();
        summary.links_by_status = storage::LinkStore{unit}.count_by_status();
        const storage::AssessmentStore assessments{unit};
        summary.assessed = assessments.count();
        summary.corrected = assessments.count_corrected();
        summary.assessments = detail::series_of(assessments.count_by_day());
        if (const auto run = storage::RunLog{unit}.last()) summary.last_run = run->finished_at;

        std::map<std::string, std::int64_t> cluster_sizes;
        detail::for_each_effective_cluster(
            unit, [&](const CustomerId&, const CustomerId& cluster) { ++cluster_sizes[cluster.str()]; });
        for (const auto& [cluster, size] : cluster_sizes) {
            if (size < 2) continue;
            ++summary.duplicate_clusters;
            summary.duplicate_records += size;
        }

        std::map<AccountId, Best> best;
        std::vector<double> weights;
        std::vector<IdentityLink> queue;
        detail::for_each_effective_link(unit, [&](const IdentityLink& link) {
            Best& of_account = best[link.account];
            of_account.tier = better(of_account.tier, link.tier);
            of_account.probability = std::max(of_account.probability, link.probability);
            weights.push_back(link.match_weight);
            if (link.status == LinkStatus::proposed && link.tier == Tier::review) queue.push_back(link);
            if (link.status == LinkStatus::linked &&
                (!strongest || link.match_weight > strongest->match_weight)) {
                strongest = link;
            }
        });
        std::vector<double> probabilities;
        for (const auto& [account, of_account] : best) probabilities.push_back(of_account.probability);
        summary.match_weights = weight_histogram(weights);
        summary.probabilities = probability_histogram(probabilities);
        count_tiers(unit, best, meter, summary);
        describe_review(unit, std::move(queue), summary);
        meter.finish();
    };
    storage::run_read(session_->database(), read, execution.stop);
    if (strongest) {
        summary.example = resolution().why(strongest->account, strongest->customer, {.stop = execution.stop});
    }
    return summary;
}

}  // namespace scrm
