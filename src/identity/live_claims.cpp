// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "identity/live_engine_internal.hpp"

namespace scrm::identity::live {

void Engine::weigh(const Slots& profiles) {
    for (const Slot slot : profiles) {
        const auto partners = pointers_.partners(slot);
        hold(slot, claims_of(states_[slot], {slot, nullptr}, partners));
        if (is_watched_) unsettled_.emplace(profiles_.id(slot));
    }
}

std::vector<Engine::Held> Engine::claims_of(const Profile& profile, const RecordRef& self,
                                            std::span<const Partner> partners) const {
    // Customers and persons by their ids, so that positions are ranks.
    std::vector<Slot> local;
    const auto collect = [&](std::span<const Evidence> evidence) {
        for (const Evidence& one : evidence) {
            local.push_back(one.customer);
            local.push_back(person_[one.customer]);
        }
    };
    collect(profile.evidence);
    for (const Partner& partner : partners) collect(states_[partner.slot].evidence);
    if (local.empty()) return {};
    std::sort(local.begin(), local.end());
    local.erase(std::unique(local.begin(), local.end()), local.end());
    std::sort(local.begin(), local.end(),
              [this](Slot a, Slot b) { return customers_.id(a) < customers_.id(b); });
    const auto place = [&](Slot slot) {
        return static_cast<RecordIndex>(
            std::lower_bound(local.begin(), local.end(), customers_.id(slot),
                             [this](Slot a, std::string_view id) { return customers_.id(a) < id; }) -
            local.begin());
    };
    std::vector<std::uint32_t> rank(local.size());
    std::iota(rank.begin(), rank.end(), 0U);
    const std::span<const std::uint32_t> only{rank.data(), 1};
    const auto settled_claims = [&](std::span<const Evidence> evidence) {
        std::vector<Claim> claims;
        for (const Evidence& one : evidence)
            claims.push_back({0, place(person_[one.customer]), place(one.customer), one.bits, 0});
        settle_claims(claims, only, rank);
        return claims;
    };
    std::vector<Claim> claims = settled_claims(profile.evidence);
    std::unique_ptr<Bench> bench;
    if (!partners.empty()) {
        std::vector<RecordRef> left{self};
        for (const Partner& partner : partners) {
            const bool is_there = std::any_of(left.begin() + 1, left.end(), [&](const RecordRef& known) {
                return known.slot == partner.slot;
            });
            if (!is_there) left.push_back({partner.slot, nullptr});
        }
        std::vector<RecordRef> right;
        for (const Slot slot : local) right.push_back({slot, nullptr});
        bench = std::make_unique<Bench>(frozen_, make_set(profiles_, left, "profiles"),
                                        make_set(customers_, right, "customers"));
        const std::vector<Claim> own = claims;
        for (const Partner& partner : partners) {
            const auto at = std::find_if(left.begin() + 1, left.end(),
                                         [&](const RecordRef& known) { return known.slot == partner.slot; });
            const Row partner_row = bench->left_row(static_cast<std::size_t>(at - left.begin()));
            std::set<RecordIndex> customers;
            for (const Claim& claim : own) customers.insert(claim.customer);
            for (const Claim& claim : settled_claims(states_[partner.slot].evidence))
                customers.insert(claim.customer);
            for (const RecordIndex customer : customers) {
                const double joint =
                    joint_evidence(bench->model(), bench->scorer(), bench->left_row(0), partner_row,
                                   bench->right_row(customer), bench->context());
                std::optional<double> alone;
                for (const Claim& claim : own) {
                    if (claim.customer == customer) alone = claim.evidence;
                }
                claims.push_back({0, place(person_[local[customer]]), customer,
                                  shared_evidence(alone, joint, partner.trust), 0});
            }
        }
        settle_claims(claims, only, rank);
    }
    decide(claims, *frozen_.model.stranger_share, frozen_.persons);
    std::vector<double> contact(claims.size(), 0);
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (claims[i].probability < kWorthCaution) continue;
        const Slot slot = local[claims[i].customer];
        const auto at = std::find_if(profile.evidence.begin(), profile.evidence.end(),
                                     [slot](const Evidence& one) { return one.customer == slot; });
        contact[i] = at != profile.evidence.end()
                         ? at->contact
                         : contact_evidence(bench->model(), bench->scorer(), bench->left_row(0),
                                            bench->right_row(claims[i].customer), bench->context());
    }
    beware_of_copies(claims, contact, {&profile.likeness, 1});
    std::vector<Held> out;
    for (const Claim& claim : claims)
        out.push_back({local[claim.person], local[claim.customer], claim.evidence, claim.probability});
    return out;
}

void Engine::hold(Slot slot, std::vector<Held> claims) {
    Profile& profile = states_[slot];
    const auto look_again = [this](const std::vector<Slot>& rivals) {
        if (!is_watched_) return;
        for (const Slot rival : rivals) {
            if (profiles_.holds(rival)) unsettled_.emplace(profiles_.id(rival));
        }
    };
    for (const Held& claim : profile.claims) {
        const auto at = rivals_.find(rival_key(claim.person, profile.network));
        look_again(at->second);
        std::erase(at->second, slot);
        if (at->second.empty()) rivals_.erase(at);
    }
    profile.claims = std::move(claims);
    for (const Held& claim : profile.claims) {
        std::vector<Slot>& rivals = rivals_[rival_key(claim.person, profile.network)];
        rivals.push_back(slot);
        look_again(rivals);
    }
}

double Engine::shared_probability(const Held& claim, const Profile& profile, std::string_view id,
                                  Slot self) const {
    struct Rival {
        std::string_view id;
        double probability;
        double credit;
        bool is_self;
    };
    std::vector<Rival> rivals{{id, claim.probability, profile.credit, true}};
    if (const auto at = rivals_.find(rival_key(claim.person, profile.network)); at != rivals_.end()) {
        for (const Slot slot : at->second) {
            if (slot == self) continue;
            const auto& theirs = states_[slot].claims;
            const auto held = std::find_if(theirs.begin(), theirs.end(),
                                           [&](const Held& other) { return other.person == claim.person; });
            rivals.push_back({profiles_.id(slot), held->probability, states_[slot].credit, false});
        }
    }
    if (rivals.size() == 1) return claim.probability;
    std::sort(rivals.begin(), rivals.end(), [](const Rival& x, const Rival& y) { return x.id < y.id; });
    std::vector<Claim> claims;
    std::vector<double> credits;
    std::size_t own = 0;
    for (const Rival& rival : rivals) {
        if (rival.is_self) own = claims.size();
        claims.push_back({static_cast<RecordIndex>(claims.size()), 0, 0, 0, rival.probability});
        credits.push_back(rival.credit);
    }
    const std::vector<std::uint32_t> network(claims.size(), 0);
    share_among_rivals(claims, network, credits);
    return claims[own].probability;
}

LiveResolution Engine::resolution_of(const Profile& profile, std::string_view id, Slot self) const {
    LiveResolution out;
    out.profile = id;
    std::vector<Slot> local;
    for (const Held& claim : profile.claims) local.push_back(claim.customer);
    std::sort(local.begin(), local.end(),
              [this](Slot a, Slot b) { return customers_.id(a) < customers_.id(b); });
    std::vector<std::uint32_t> rank(local.size());
    std::iota(rank.begin(), rank.end(), 0U);
    std::vector<Claim> claims;
    for (const Held& claim : profile.claims) {
        const auto at = std::find(local.begin(), local.end(), claim.customer) - local.begin();
        claims.push_back(
            {0, 0, static_cast<RecordIndex>(at), claim.bits, shared_probability(claim, profile, id, self)});
    }
    for (const ResolutionCandidate& row :
         ranked_candidates(claims, rank, frozen_.model.thresholds, prior_weight_, resolution_options_)) {
        const Slot customer = local[row.customer];
        LiveCandidate candidate;
        candidate.customer = customers_.id(customer);
        candidate.person = person_id(customer);
        candidate.weight = row.weight;
        candidate.probability = row.probability;
        candidate.tier = row.tier;
        out.candidates.push_back(std::move(candidate));
    }
    double best = 0;
    double next = 0;
    for (const Claim& claim : claims) {
        next = std::max(next, std::min(best, claim.probability));
        best = std::max(best, claim.probability);
    }
    out.margin = best - next;
    for (const LiveCandidate& candidate : out.candidates) out.tier = std::min(out.tier, candidate.tier);
    return out;
}

LiveResolution Engine::resolution(Slot profile) const {
    return resolution_of(states_[profile], profiles_.id(profile), profile);
}

LiveResolution Engine::resolution(const LiveRecord& profile) const {
    const LiveRecord asked = canonical(profile);
    const LiveRecord* const only = &asked;
    const auto keys = rules_.keys_of({&only, 1});
    const RecordRef self{kNoSlot, &asked};
    const RecordSet set = make_set(profiles_, {&self, 1}, "profiles");
    Profile state = read_profile(set);
    state.evidence = evidence_of(asked, customers_near(keys.front()));
    const Slot replaced = profiles_.find(asked.id).value_or(kNoSlot);
    const auto partners = pointers_.partners(pointer_keys(set), replaced);
    state.claims = claims_of(state, self, partners);
    return resolution_of(state, asked.id, replaced);
}

}  // namespace scrm::identity::live
