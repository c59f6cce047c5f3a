// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "scrm/core/random.hpp"
#include "scrm/identity/live_resolver.hpp"
#include "scrm/identity/records.hpp"
#include "scrm/identity/sample.hpp"
#include "scrm/model/merge_forest.hpp"

namespace scrm::identity::test {

/// A generated bank as live records.
struct LiveBank {
    std::vector<LiveRecord> customers;
    std::vector<LiveRecord> profiles;

    explicit LiveBank(std::uint64_t seed, std::uint64_t customer_count = 150,
                      std::uint64_t profile_count = 90) {
        SampleOptions options;
        options.customers = customer_count;
        options.identities = profile_count;
        options.seed = seed;
        const SampleBank bank = make_sample(options);
        for (const Customer& customer : bank.customers) customers.push_back(LiveRecord::of(customer));
        for (const SocialIdentity& identity : bank.identities) profiles.push_back(LiveRecord::of(identity));
    }
};

inline RecordSet set_of(const std::vector<LiveRecord>& records, const std::string& population) {
    RecordSetBuilder builder(population);
    for (const LiveRecord& record : records) {
        builder.begin(record.id);
        for (const auto& [attribute, value] : record.values) builder.add(attribute, value);
    }
    return builder.finish();
}

/// A model frozen on one bank; `cap` above 0 makes blocking keys generic early.
inline FrozenModel frozen_on(const LiveBank& bank, std::uint32_t cap = 0) {
    MatchModel model = MatchModel::person();
    if (cap > 0) {
        for (BlockingRule& rule : model.blocking_rules) rule.cap = cap;
    }
    return FrozenModel::freeze(set_of(bank.profiles, "profiles"), set_of(bank.customers, "customers"), model);
}

/// The records at hand, by id.
struct Held {
    std::map<std::string, LiveRecord> customers;
    std::map<std::string, LiveRecord> profiles;

    std::map<std::string, LiveRecord>& of(LiveSide side) {
        return side == LiveSide::customer ? customers : profiles;
    }
    void note(const LiveWrite& write) {
        if (write.is_removal)
            of(write.side).erase(write.record.id);
        else
            of(write.side)[write.record.id] = write.record;
    }
};

inline std::vector<LiveRecord> values_of(const std::map<std::string, LiveRecord>& records) {
    std::vector<LiveRecord> out;
    for (const auto& [id, record] : records) out.push_back(record);
    return out;
}

/// What a batch makes of the same records, in the form of the live result.
struct BatchResult {
    std::vector<LiveResolution> resolutions;  ///< without margins
    std::vector<std::pair<std::string, std::string>> persons;
};

/// Decisions as positions, as the application layer hands them to a batch.
inline ResolutionConstraints constraints_of(const std::vector<LiveDecision>& decisions,
                                            const RecordSet& profiles, const RecordSet& customers) {
    std::vector<MergeEdge> edges;
    for (const LiveDecision& decision : decisions) {
        if (decision.kind == DecisionKind::merge)
            edges.push_back({{},
                             CustomerId{decision.customer},
                             CustomerId{decision.other},
                             static_cast<std::int64_t>(edges.size())});
    }
    const MergeForest forest{edges};
    std::map<std::pair<std::string, CustomerId>, const LiveDecision*> latest;
    for (const LiveDecision& decision : decisions) {
        if (!decision.profile.empty())
            latest[{decision.profile, forest.root(CustomerId{decision.customer})}] = &decision;
    }
    ResolutionConstraints out;
    for (const LiveDecision& decision : decisions) {
        if (decision.kind == DecisionKind::keep_apart) {
            const auto one = customers.find(decision.customer);
            const auto other = customers.find(decision.other);
            if (one && other) out.keep_apart.emplace_back(*one, *other);
            continue;
        }
        const auto profile = profiles.find(decision.profile);
        if (decision.kind == DecisionKind::merge || !profile) continue;
        if (latest.at({decision.profile, forest.root(CustomerId{decision.customer})}) != &decision) continue;
        if (decision.kind == DecisionKind::confirm) {
            if (const auto customer = customers.find(decision.customer))
                out.confirmed.emplace_back(*profile, *customer);
            continue;
        }
        for (const CustomerId& member : forest.members(CustomerId{decision.customer})) {
            if (const auto customer = customers.find(member.str()))
                out.rejected.emplace_back(*profile, *customer);
        }
    }
    out.root.resize(customers.size());
    for (RecordIndex i = 0; i < out.root.size(); ++i) {
        const auto root = customers.find(forest.root(CustomerId{std::string{customers.id(i)}}).str());
        out.root[i] = root.value_or(i);
    }
    return out;
}

inline BatchResult batch(const Held& held, const FrozenModel& model,
                         const std::vector<LiveDecision>& decisions = {}) {
    const RecordSet profiles = set_of(values_of(held.profiles), "profiles");
    const RecordSet customers = set_of(values_of(held.customers), "customers");
    const ResolutionResult found =
        resolve(profiles, customers, model, constraints_of(decisions, profiles, customers));
    BatchResult out;
    std::map<std::string, LiveResolution> by_profile;
    for (const auto& [id, record] : held.profiles) by_profile[id].profile = id;
    for (const ResolutionCandidate& row : found.candidates) {
        LiveResolution& resolution = by_profile[std::string{profiles.id(row.profile)}];
        resolution.candidates.push_back({std::string{customers.id(row.customer)},
                                         std::string{customers.id(found.cluster[row.customer])}, row.weight,
                                         row.probability, row.tier, row.confirmed, row.rejected});
        resolution.tier = found.tiers[row.profile];
    }
    for (auto& [id, resolution] : by_profile) out.resolutions.push_back(std::move(resolution));
    for (const RecordIndex record : customers.by_id())
        out.persons.emplace_back(customers.id(record), customers.id(found.cluster[record]));
    return out;
}

inline std::string text_of(const LiveResolution& resolution) {
    std::ostringstream out;
    out.precision(17);
    for (const LiveCandidate& candidate : resolution.candidates) {
        out << candidate.customer << " as " << candidate.person << ": " << candidate.weight << " bits, "
            << candidate.probability << ", " << to_string(candidate.tier)
            << (candidate.confirmed  ? ", confirmed"
                : candidate.rejected ? ", rejected"
                                     : "")
            << '\n';
    }
    return out.str();
}

/// Exact, weights and probabilities to the last bit.
inline void expect_as_batch(const LiveResolver& live, const Held& held) {
    const BatchResult wanted = batch(held, live.model(), live.decisions());
    EXPECT_EQ(live.persons(), wanted.persons);
    auto found = live.resolutions();
    ASSERT_EQ(found.size(), wanted.resolutions.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        found[i].margin = 0;
        EXPECT_TRUE(found[i] == wanted.resolutions[i]) << "profile " << i << '\n'
                                                       << text_of(found[i]) << "by the batch\n"
                                                       << text_of(wanted.resolutions[i]);
    }
}

}  // namespace scrm::identity::test
