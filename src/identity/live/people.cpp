// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <unordered_set>

#include "identity/linkage_internal.hpp"
#include "identity/linkage_tiers_internal.hpp"
#include "identity/live/engine_internal.hpp"

namespace scrm::identity::live {
void Engine::drop_edges(Slot customer, Slots& seeds) {
    const auto before = edges_.of(customer);
    const std::vector<Slot> others(before.begin(), before.end());
    for (const Slot other : others) {
        seeds.insert(other);
        edges_.remove(other, customer);
    }
    edges_.drop(customer);
}

std::vector<Slot> Engine::strong_with(Slot customer, const std::vector<Slot>& near) const {
    std::vector<Slot> out;
    if (near.empty()) return out;
    // A strong pair is above the weakest edge of a batch too.
    const double strong = clustering_of({}, frozen_.model.customers->thresholds).edge_weight;
    constexpr double kRounding = 1e-3;  // of bits that are kept as float
    const FormView self = forms(LiveSide::customer, RecordRef{customer, nullptr, nullptr});
    Bench bench(duplicates_, {&self, 1}, forms(LiveSide::customer, near));
    std::vector<RowPair> pairs;
    pairs.reserve(near.size());
    for (std::size_t i = 0; i < near.size(); ++i) {
        const Row other = bench.other_row(i);
        pairs.push_back(customers_.id(customer) < customers_.id(near[i]) ? RowPair{0, other}
                                                                         : RowPair{other, 0});
    }
    bench.for_each_able(pairs, strong - kRounding, [&](RowPair pair, Pattern pattern) {
        if (!bench.scorer().names_somebody(pair.a, pair.b, pattern)) return;
        const auto bits =
            static_cast<float>(clustering_weight(bench.scorer(), pair.a, pair.b, bench.context()));
        if (static_cast<double>(bits) >= strong)
            out.push_back(near[std::max(pair.a, pair.b) - bench.other_row(0)]);
    });
    return out;
}

void Engine::find_edges(const Slots& customers) {
    for (const Slot customer : customers) {
        add_edges(customer, taped(&Tape::strong_, [&] {
                      std::vector<Slot> near = duplicates_near(customer);
                      // Of two that are new the later one finds the pair.
                      std::erase_if(
                          near, [&](Slot other) { return other > customer && customers.contains(other); });
                      return strong_with(customer, near);
                  }));
    }
}

void Engine::add_edges(Slot customer, const std::vector<Slot>& others) {
    for (const Slot other : others) {
        edges_.add(customer, other);
        edges_.add(other, customer);
    }
}

template <class Visit>
void Engine::for_each_merged(Slot customer, const Visit& visit) const {
    if (decisions_.empty()) return;
    for (const std::string& id : decisions_.merged_with(customers_.id(customer))) {
        if (const auto slot = customers_.find(id)) visit(*slot);
    }
}

std::vector<Slot> Engine::component_of(Slot customer) const {
    std::vector<Slot> found{customer};
    std::set<Slot> seen{customer};
    const auto reach = [&](Slot other) {
        if (seen.insert(other).second) found.push_back(other);
    };
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Slot reached = found[i];
        for (const Slot other : edges_.of(reached)) reach(other);
        for_each_merged(reached, reach);
    }
    std::sort(found.begin(), found.end(),
              [this](Slot a, Slot b) { return customers_.id(a) < customers_.id(b); });
    return found;
}

std::vector<std::vector<Slot>> Engine::components_of(const Slots& seeds) const {
    std::vector<std::vector<Slot>> out;
    std::unordered_set<Slot> done;
    for (const Slot seed : seeds) {
        if (done.contains(seed)) continue;
        out.push_back(component_of(seed));
        done.insert(out.back().begin(), out.back().end());
    }
    return out;
}

void Engine::cluster(const Slots& seeds, Slots& moved) {
    for (const std::vector<Slot>& members : components_of(seeds))
        move_to(members, taped(&Tape::clusters_, [&] { return clusters_of(members); }), moved);
}

std::vector<Row> Engine::clusters_of(const std::vector<Slot>& members) const {
    if (members.size() == 1) return {0};
    Bench bench(duplicates_, forms(LiveSide::customer, members));
    // The set is in the order of ids, so that rows, members and the batch's order agree.
    std::vector<Edge> edges;
    for (Row i = 0; i < members.size(); ++i) {
        for (Row k = i + 1; k < members.size(); ++k) {
            if (!is_proposed(members[i], members[k]) || bench.weight(i, k) < kWeakestEdge) continue;
            const double bits = clustering_weight(bench.scorer(), i, k, bench.context());
            edges.push_back({i, k, static_cast<float>(bits)});
        }
    }
    const auto weight = [&bench](Row a, Row b) {
        return clustering_weight(bench.scorer(), a, b, bench.context());
    };
    std::vector<std::pair<Row, Row>> apart;
    std::vector<std::pair<Row, Row>> same;
    for (Row i = 0; i < members.size() && !decisions_.empty(); ++i) {
        for (Row k = i + 1; k < members.size() && decisions_.has_apart(customers_.id(members[i])); ++k) {
            if (decisions_.is_apart(customers_.id(members[i]), customers_.id(members[k])))
                apart.emplace_back(i, k);
        }
        for_each_merged(members[i], [&](Slot other) {
            const auto at = std::find(members.begin(), members.end(), other) - members.begin();
            if (static_cast<Row>(at) > i) same.emplace_back(i, static_cast<Row>(at));
        });
    }
    std::sort(same.begin(), same.end());
    Execution execution;
    execution.threads = 1;
    return cluster_rows(members.size(), edges, apart, same, weight,
                        clustering_of({}, bench.model().thresholds), execution);
}

void Engine::move_to(const std::vector<Slot>& members, const std::vector<Row>& clusters, Slots& moved) {
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Slot person = members[clusters[i]];
        if (person_[members[i]] == person) continue;
        note_person(members[i]);
        person_[members[i]] = person;
        moved.insert(members[i]);
    }
}

LivePerson Engine::person(Slot customer) const {
    LivePerson out;
    out.person = person_id(customer);
    std::vector<Slot> members = component_of(customer);
    std::erase_if(members, [&](Slot slot) { return person_[slot] != person_[customer]; });
    for (const Slot slot : members) out.customers.emplace_back(customers_.id(slot));
    if (members.size() > 1) {
        Bench bench(duplicates_, forms(LiveSide::customer, members));
        for (Row i = 0; i < members.size(); ++i) {
            for (Row k = i + 1; k < members.size(); ++k) {
                out.pairs.push_back({out.customers[i], out.customers[k],
                                     clustering_weight(bench.scorer(), i, k, bench.context()),
                                     is_proposed(members[i], members[k])});
            }
        }
    }
    for (ValueId network = 0; network < networks_.pool().size(); ++network) {
        for (const Slot profile : rivals_.of(rival_key(person_[customer], network))) {
            const LiveResolution found = resolution(profile);
            if (found.tier == Tier::match && found.candidates.front().person == out.person)
                out.profiles.push_back(found.profile);
        }
    }
    std::set<std::string> named;
    for (const std::string& id : out.customers) named.merge(decisions_.profiles_about(id));
    for (const std::string& id : named) {
        const auto slot = profiles_.find(id);
        if (slot && states_[*slot].owner == person_[customer]) out.profiles.push_back(id);
    }
    std::sort(out.profiles.begin(), out.profiles.end());
    return out;
}

Explanation Engine::why(Slot profile, Slot customer) const {
    const RecordRef left{profile};
    const RecordRef right{customer};
    return explain(make_set(profiles_, {&left, 1}, "profiles"), 0,
                   make_set(customers_, {&right, 1}, "customers"), 0, frozen_.model, 1, &frozen_.profiles);
}

Explanation Engine::why_customers(Slot customer, Slot other) const {
    const std::array<RecordRef, 2> pair{RecordRef{customer}, RecordRef{other}};
    const RecordSet set = make_set(customers_, pair, "customers");
    return explain(set, 0, set, 1, *frozen_.model.customers, 1, &frozen_.customers);
}

}  // namespace scrm::identity::live
