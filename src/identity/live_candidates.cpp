// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "identity/live_engine_internal.hpp"

namespace scrm::identity::live {
namespace {

std::vector<Slot> sorted(std::vector<Slot> slots) {
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
}

std::vector<RecordRef> stored(std::span<const Slot> slots) {
    std::vector<RecordRef> refs;
    refs.reserve(slots.size());
    for (const Slot slot : slots) refs.push_back({slot, nullptr});
    return refs;
}

std::size_t position(const std::vector<Slot>& sorted_slots, Slot slot) {
    return static_cast<std::size_t>(std::lower_bound(sorted_slots.begin(), sorted_slots.end(), slot) -
                                    sorted_slots.begin());
}

}  // namespace

std::vector<Slot> Engine::customers_near(std::span<const BlockKey> keys) const {
    std::vector<Slot> near;
    for (const BlockKey key : keys) {
        const Members members = index_.members(key);
        // The asking profile need not be among the members: without one there is no pair to leave out.
        if (!rules_.links(key.rule, members.profiles.size(), members.customers.size())) continue;
        near.insert(near.end(), members.customers.begin(), members.customers.end());
    }
    return sorted(std::move(near));
}

std::vector<Slot> Engine::profiles_near(Slot customer) const {
    std::vector<Slot> near;
    for (const BlockKey key : customers_.keys(customer)) {
        const Members members = index_.members(key);
        if (members.profiles.empty() ||
            !rules_.links(key.rule, members.profiles.size(), members.customers.size())) {
            continue;
        }
        near.insert(near.end(), members.profiles.begin(), members.profiles.end());
    }
    return sorted(std::move(near));
}

std::vector<Slot> Engine::duplicates_near(Slot customer) const {
    std::vector<Slot> near;
    for (const BlockKey key : customers_.keys(customer)) {
        const Members members = index_.members(key);
        if (members.customers.size() < 2 || !rules_.dedupes(key.rule, members.customers.size())) continue;
        near.insert(near.end(), members.customers.begin(), members.customers.end());
    }
    near = sorted(std::move(near));
    std::erase(near, customer);
    return near;
}

bool Engine::is_proposed(Slot customer, Slot other) const {
    const auto keys = customers_.keys(customer);
    const auto others = customers_.keys(other);
    return std::any_of(keys.begin(), keys.end(), [&](const BlockKey& key) {
        return std::binary_search(others.begin(), others.end(), key) &&
               rules_.dedupes(key.rule, index_.members(key).customers.size());
    });
}

void Engine::drop_evidence(Slot profile) {
    for (const Evidence& evidence : states_[profile].evidence) {
        const auto at = claimed_by_.find(evidence.customer);
        std::erase(at->second, profile);
        if (at->second.empty()) claimed_by_.erase(at);
    }
    states_[profile].evidence.clear();
}

void Engine::drop_claimed(Slot customer, Slots& weakened) {
    const auto at = claimed_by_.find(customer);
    if (at == claimed_by_.end()) return;
    for (const Slot profile : at->second) {
        std::erase_if(states_[profile].evidence,
                      [customer](const Evidence& evidence) { return evidence.customer == customer; });
        weakened.insert(profile);
    }
    claimed_by_.erase(at);
}

std::optional<Engine::Evidence> Engine::evidence_of(Bench& bench, Row profile, Row customer,
                                                    Slot slot) const {
    const double weight = bench.weight(profile, customer);
    if (!(weight >= kWeakestCandidate)) return std::nullopt;
    // As a batch keeps its edges.
    const double bits = static_cast<double>(static_cast<float>(weight)) - prior_weight_;
    return Evidence{slot, bits,
                    contact_evidence(bench.model(), bench.scorer(), profile, customer, bench.context())};
}

std::vector<Engine::Evidence> Engine::evidence_of(const LiveRecord& profile,
                                                  std::span<const Slot> customers) const {
    std::vector<Evidence> out;
    if (customers.empty()) return out;
    const RecordRef self{kNoSlot, &profile};
    Bench bench(frozen_, memo_, make_set(profiles_, {&self, 1}, "profiles"),
                make_set(customers_, stored(customers), "customers"));
    for (std::size_t i = 0; i < customers.size(); ++i) {
        if (const auto evidence = evidence_of(bench, bench.left_row(0), bench.right_row(i), customers[i]))
            out.push_back(*evidence);
    }
    return out;
}

Engine::Slots Engine::compare(const Work& work) {
    Slots stale = work.profiles;
    std::vector<std::pair<Slot, Slot>> pairs;
    for (const Slot profile : work.profiles) {
        drop_evidence(profile);
        for (const Slot customer : customers_near(profiles_.keys(profile)))
            pairs.emplace_back(profile, customer);
    }
    for (const Slot customer : work.customers) {
        drop_claimed(customer, stale);
        for (const Slot profile : profiles_near(customer)) {
            if (!work.profiles.contains(profile)) pairs.emplace_back(profile, customer);
        }
    }
    if (pairs.empty()) return stale;
    std::vector<Slot> profiles;
    std::vector<Slot> customers;
    for (const auto& [profile, customer] : pairs) {
        profiles.push_back(profile);
        customers.push_back(customer);
    }
    profiles = sorted(std::move(profiles));
    customers = sorted(std::move(customers));
    Bench bench(frozen_, memo_, make_set(profiles_, stored(profiles), "profiles"),
                make_set(customers_, stored(customers), "customers"));
    for (const auto& [profile, customer] : pairs) {
        const auto evidence = evidence_of(bench, bench.left_row(position(profiles, profile)),
                                          bench.right_row(position(customers, customer)), customer);
        if (!evidence) continue;
        states_[profile].evidence.push_back(*evidence);
        claimed_by_[customer].push_back(profile);
        stale.insert(profile);
    }
    return stale;
}

std::vector<LiveCandidate> Engine::search(const LiveRecord& attributes, std::size_t limit,
                                          double min_weight) const {
    LiveRecord asked = canonical(attributes);
    const LiveRecord* const only = &asked;
    const auto keys = rules_.keys_of(LiveSide::profile, {&only, 1});
    const std::vector<Slot> near = customers_near(keys.front());
    std::vector<LiveCandidate> out;
    if (near.empty()) return out;
    const RecordRef self{kNoSlot, &asked};
    Bench bench(frozen_, memo_, make_set(profiles_, {&self, 1}, "profiles"),
                make_set(customers_, stored(near), "customers"));
    const Thresholds& limits = bench.model().thresholds;
    for (std::size_t i = 0; i < near.size(); ++i) {
        LiveCandidate candidate;
        candidate.weight = bench.weight(bench.left_row(0), bench.right_row(i));
        if (candidate.weight < min_weight) continue;
        candidate.probability = probability_of(candidate.weight);
        candidate.tier = candidate.probability >= limits.match_probability    ? Tier::match
                         : candidate.probability >= limits.review_probability ? Tier::review
                                                                              : Tier::none;
        candidate.customer = customers_.id(near[i]);
        candidate.person = person_id(near[i]);
        out.push_back(std::move(candidate));
    }
    std::sort(out.begin(), out.end(), [](const LiveCandidate& x, const LiveCandidate& y) {
        return x.weight != y.weight ? x.weight > y.weight : x.customer < y.customer;
    });
    if (out.size() > limit) out.resize(limit);
    return out;
}

}  // namespace scrm::identity::live
