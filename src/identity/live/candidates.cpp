// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "identity/live/engine_internal.hpp"

namespace scrm::identity::live {
namespace {

std::vector<Slot> sorted(std::vector<Slot> slots) {
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
}

}  // namespace

std::vector<Slot> Engine::customers_near(std::span<const BlockKey> keys) const {
    std::vector<Slot> near;
    index_.prefetch(keys);
    for (const BlockKey key : keys) {
        const Sharers sharers = index_.sharers(key);
        // The asking profile need not be among them: without one there is no pair to leave out.
        if (rules_.links(key.rule, sharers.profiles.size(), sharers.customers.size()))
            sharers.customers.append_to(near);
    }
    return sorted(std::move(near));
}

std::vector<Slot> Engine::profiles_near(Slot customer) const {
    std::vector<Slot> near;
    const auto keys = customers_.keys(customer);
    index_.prefetch(keys);
    for (const BlockKey key : keys) {
        const Sharers sharers = index_.sharers(key);
        if (!sharers.profiles.empty() &&
            rules_.links(key.rule, sharers.profiles.size(), sharers.customers.size()))
            sharers.profiles.append_to(near);
    }
    return sorted(std::move(near));
}

std::vector<Slot> Engine::duplicates_near(Slot customer) const {
    std::vector<Slot> near;
    const auto keys = customers_.keys(customer);
    index_.prefetch(keys);
    for (const BlockKey key : keys) {
        const Members customers = index_.sharers(key).customers;
        if (customers.size() >= 2 && rules_.dedupes(key.rule, customers.size())) customers.append_to(near);
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
               rules_.dedupes(key.rule, index_.sharers(key).customers.size());
    });
}

void Engine::drop_evidence(Slot profile) {
    auto& evidence = states_[profile].evidence;
    for (const Evidence& one : evidence) claimed_by_.prefetch(one.customer);
    for (const Evidence& one : evidence) claimed_by_.remove(one.customer, profile);
    evidence.clear();
}

void Engine::drop_claimed(Slot customer, Slots& weakened) {
    for (const Slot profile : claimed_by_.of(customer)) {
        std::erase_if(states_[profile].evidence,
                      [customer](const Evidence& evidence) { return evidence.customer == customer; });
        weakened.insert(profile);
    }
    claimed_by_.drop(customer);
}

std::vector<FormView> Engine::forms(LiveSide side, std::span<const Slot> slots) const {
    std::vector<FormView> out;
    out.reserve(slots.size());
    // What they wait for memory overlaps.
    const RecordTable& table = records(side);
    for (const Slot slot : slots) table.prefetch_place(slot);
    for (const Slot slot : slots) table.prefetch_forms(slot);
    for (const Slot slot : slots) out.push_back(forms(side, RecordRef{slot, nullptr, nullptr}));
    return out;
}

std::optional<Engine::Evidence> Engine::evidence_of(Bench& bench, RowPair pair, Pattern pattern,
                                                    Slot customer) const {
    if (!bench.scorer().names_somebody(pair.a, pair.b, pattern)) return std::nullopt;
    const double weight = bench.scorer().weight(pair.a, pair.b, pattern, bench.context());
    if (!(weight >= kWeakestCandidate)) return std::nullopt;
    // As a batch keeps its edges.
    const double bits = static_cast<double>(static_cast<float>(weight)) - prior_weight_;
    return Evidence{customer, bits,
                    contact_evidence(bench.model(), bench.scorer(), pair.a, pair.b, bench.context())};
}

std::vector<Engine::Evidence> Engine::evidence_of(const RecordRef& profile,
                                                  std::span<const Slot> customers) const {
    std::vector<Evidence> out;
    if (customers.empty()) return out;
    const FormView self = forms(LiveSide::profile, profile);
    Bench bench(links_, {&self, 1}, forms(LiveSide::customer, customers));
    std::vector<RowPair> pairs;
    pairs.reserve(customers.size());
    for (std::size_t i = 0; i < customers.size(); ++i) pairs.push_back({0, bench.other_row(i)});
    bench.for_each_able(pairs, kWeakestCandidate, [&](RowPair pair, Pattern pattern) {
        const Slot customer = customers[pair.b - bench.other_row(0)];
        if (const auto evidence = evidence_of(bench, pair, pattern, customer)) out.push_back(*evidence);
    });
    return out;
}

std::vector<std::pair<Slot, Engine::Evidence>> Engine::evidence_for(Slot customer,
                                                                    std::span<const Slot> profiles) const {
    std::vector<std::pair<Slot, Evidence>> out;
    if (profiles.empty()) return out;
    const FormView self = forms(LiveSide::customer, RecordRef{customer, nullptr, nullptr});
    Bench bench(links_, {&self, 1}, forms(LiveSide::profile, profiles));
    std::vector<RowPair> pairs;
    for (std::size_t i = 0; i < profiles.size(); ++i) pairs.push_back({bench.other_row(i), 0});
    bench.for_each_able(pairs, kWeakestCandidate, [&](RowPair pair, Pattern pattern) {
        if (const auto evidence = evidence_of(bench, pair, pattern, customer))
            out.emplace_back(profiles[pair.a - bench.other_row(0)], *evidence);
    });
    return out;
}

void Engine::add_evidence(Slot profile, const std::vector<Evidence>& evidence) {
    for (const Evidence& one : evidence) claimed_by_.prefetch(one.customer);
    auto& held = states_[profile].evidence;
    held.insert(held.end(), evidence.begin(), evidence.end());
    for (const Evidence& one : evidence) claimed_by_.add(one.customer, profile);
}

Engine::Slots Engine::compare(const Work& work) {
    Slots stale = work.profiles;
    for (const Slot profile : work.profiles) drop_evidence(profile);
    for (const Slot customer : work.customers) drop_claimed(customer, stale);
    for (const Slot profile : work.profiles) {
        const RecordRef self{profile, nullptr, nullptr};
        add_evidence(profile, taped(&Tape::evidence_, [&] {
                         return evidence_of(self, customers_near(profiles_.keys(profile)));
                     }));
    }
    for (const Slot customer : work.customers) {
        const auto found = taped(&Tape::profiles_, [&] {
            std::vector<Slot> near = profiles_near(customer);
            std::erase_if(near, [&](Slot profile) { return work.profiles.contains(profile); });
            return evidence_for(customer, near);
        });
        for (const auto& [profile, evidence] : found) {
            add_evidence(profile, {evidence});
            stale.insert(profile);
        }
    }
    return stale;
}

std::vector<LiveCandidate> Engine::search(const LiveRecord& attributes, std::size_t limit,
                                          double min_weight) const {
    LiveRecord asked = canonical(attributes);
    const LiveRecord* const only = &asked;
    const Rules::Readings read = rules_.read(LiveSide::profile, {&only, 1});
    const std::vector<Slot> near = customers_near(read.keys.front());
    std::vector<LiveCandidate> out;
    if (near.empty()) return out;
    const FormView self{{}, read.forms.data()};
    Bench bench(links_, {&self, 1}, forms(LiveSide::customer, near));
    const Thresholds& limits = bench.model().thresholds;
    std::vector<RowPair> pairs;
    for (std::size_t i = 0; i < near.size(); ++i) pairs.push_back({0, bench.other_row(i)});
    bench.for_each_able(pairs, min_weight, [&](RowPair pair, Pattern pattern) {
        LiveCandidate candidate;
        candidate.weight = bench.scorer().weight(pair.a, pair.b, pattern, bench.context());
        if (candidate.weight < min_weight) return;
        candidate.probability = probability_of(candidate.weight);
        candidate.tier = candidate.probability >= limits.match_probability    ? Tier::match
                         : candidate.probability >= limits.review_probability ? Tier::review
                                                                              : Tier::none;
        const Slot customer = near[pair.b - bench.other_row(0)];
        candidate.customer = customers_.id(customer);
        candidate.person = person_id(customer);
        out.push_back(std::move(candidate));
    });
    std::sort(out.begin(), out.end(), [](const LiveCandidate& x, const LiveCandidate& y) {
        return x.weight != y.weight ? x.weight > y.weight : x.customer < y.customer;
    });
    if (out.size() > limit) out.resize(limit);
    return out;
}

}  // namespace scrm::identity::live
