// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <numeric>

#include "identity/live/engine_internal.hpp"

namespace scrm::identity::live {
namespace {

/// A few customers in the order of their ids, each once. An id is read off memory once, all of them at a
/// time.
class RankedCustomers {
  public:
    RankedCustomers(const RecordTable& customers, std::vector<Slot> slots) : slots_(std::move(slots)) {
        std::sort(slots_.begin(), slots_.end());
        slots_.erase(std::unique(slots_.begin(), slots_.end()), slots_.end());
        for (const Slot slot : slots_) customers.prefetch_place(slot);
        for (const Slot slot : slots_) customers.prefetch_id(slot);
        struct Id {
            std::uint64_t head;
            std::string_view text;
            std::size_t position;
        };
        std::vector<Id> ids;
        ids.reserve(slots_.size());
        for (const Slot slot : slots_)
            ids.push_back({head_of(customers.id(slot)), customers.id(slot), ids.size()});
        std::sort(ids.begin(), ids.end(), [](const Id& x, const Id& y) {
            return x.head != y.head ? x.head < y.head : x.text < y.text;
        });
        ranks_.resize(slots_.size());
        for (const Id& id : ids) {
            ranks_[id.position] = static_cast<RecordIndex>(by_id_.size());
            by_id_.push_back(slots_[id.position]);
        }
    }
    const std::vector<Slot>& by_id() const noexcept { return by_id_; }
    /// Of one of them.
    RecordIndex rank(Slot slot) const noexcept {
        const auto at = std::lower_bound(slots_.begin(), slots_.end(), slot);
        return ranks_[static_cast<std::size_t>(at - slots_.begin())];
    }

  private:
    /// The first bytes as a number: where two differ, the texts are in the order of the numbers.
    static std::uint64_t head_of(std::string_view text) noexcept {
        std::uint64_t head = 0;
        for (std::size_t i = 0; i < sizeof head; ++i)
            head = head << 8 | (i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U);
        return head;
    }

    std::vector<Slot> slots_;
    std::vector<RecordIndex> ranks_;
    std::vector<Slot> by_id_;
};

}  // namespace

Engine::Profile Engine::claimed(Slot slot) const {
    Profile out;
    out.evidence = states_[slot].evidence;
    claim(out, {slot, nullptr, nullptr}, pointers_.partners(slot));
    out.evidence = {};
    return out;
}

void Engine::weigh(const Slots& profiles, Slots known) {
    for (const Slot slot : profiles) {
        Profile weighed = taped(&Tape::claims_, [&] { return claimed(slot); });
        if (weighed.owner != states_[slot].owner ||
            !std::equal(weighed.claims.begin(), weighed.claims.end(), states_[slot].claims.begin(),
                        states_[slot].claims.end(), Held::says_the_same))
            hold(slot, std::move(weighed.claims), weighed.owner, known);
    }
    Slots raised = profiles;
    for (const Slot person : known) {
        for (ValueId network = 0; network < networks_.pool().size(); ++network) {
            const auto rivals = rivals_.of(rival_key(person, network));
            raised.insert(rivals.begin(), rivals.end());
        }
    }
    for (const Slot slot : raised) {
        expect_more(states_[slot], slot);
        if (watch_ == nullptr) continue;
        look_again(states_[slot]);
        watch_->unsettled.emplace(profiles_.id(slot));
    }
}

void Engine::claim(Profile& profile, const RecordRef& self, std::span<const Partner> partners) const {
    profile.claims.clear();
    const Verdict verdict = verdict_of(id_of(self));
    profile.owner = verdict.owner;
    if (profile.owner != kNoSlot) return;
    // Customers and persons by their ids, so that positions are ranks.
    std::vector<Slot> concerned;
    const auto collect = [&](std::span<const Evidence> evidence) {
        for (const Evidence& one : evidence) {
            concerned.push_back(one.customer);
            concerned.push_back(person_[one.customer]);
        }
    };
    collect(profile.evidence);
    for (const Partner& partner : partners) collect(states_[partner.slot].evidence);
    if (concerned.empty()) return;
    const RankedCustomers ranked(customers_, std::move(concerned));
    const std::vector<Slot>& local = ranked.by_id();
    const auto place = [&ranked](Slot slot) { return ranked.rank(slot); };
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
        std::vector<Slot> left{kNoSlot};
        std::vector<FormView> focus{forms(LiveSide::profile, self)};
        for (const Partner& partner : partners) {
            if (std::find(left.begin() + 1, left.end(), partner.slot) != left.end()) continue;
            left.push_back(partner.slot);
            focus.push_back(forms(LiveSide::profile, RecordRef{partner.slot, nullptr, nullptr}));
        }
        bench = std::make_unique<Bench>(links_, focus, forms(LiveSide::customer, local));
        const std::vector<Claim> own = claims;
        for (const Partner& partner : partners) {
            const auto at = std::find(left.begin() + 1, left.end(), partner.slot);
            const Row partner_row = Bench::focus_row(static_cast<std::size_t>(at - left.begin()));
            const double trust =
                weighed_trust(partner.trust, owner_bits(bench->model(), bench->scorer(), Bench::focus_row(0),
                                                        partner_row, bench->context()));
            std::set<RecordIndex> customers;
            for (const Claim& claim : own) customers.insert(claim.customer);
            for (const Claim& claim : settled_claims(states_[partner.slot].evidence))
                customers.insert(claim.customer);
            for (const RecordIndex customer : customers) {
                const double joint =
                    joint_evidence(bench->model(), bench->scorer(), Bench::focus_row(0), partner_row,
                                   bench->other_row(customer), bench->context());
                std::optional<double> alone;
                for (const Claim& claim : own) {
                    if (claim.customer == customer) alone = claim.evidence;
                }
                claims.push_back(
                    {0, place(person_[local[customer]]), customer, shared_evidence(alone, joint, trust), 0});
            }
        }
        settle_claims(claims, only, rank);
    }
    std::erase_if(claims, [&](const Claim& claim) {
        return std::find(verdict.barred.begin(), verdict.barred.end(), local[claim.person]) !=
               verdict.barred.end();
    });
    identity::decide(claims, *frozen_.model.stranger_share, frozen_.persons);
    for (const Claim& claim : claims) {
        const Slot slot = local[claim.customer];
        const auto at = std::find_if(profile.evidence.begin(), profile.evidence.end(),
                                     [slot](const Evidence& one) { return one.customer == slot; });
        const double contact = at != profile.evidence.end()
                                   ? at->contact
                                   : contact_evidence(bench->model(), bench->scorer(), Bench::focus_row(0),
                                                      bench->other_row(claim.customer), bench->context());
        profile.claims.push_back(
            {local[claim.person], slot, claim.evidence, contact, claim.probability, claim.probability});
    }
}

void Engine::expect_more(Profile& profile, Slot self) const {
    std::vector<Claim> claims;
    std::vector<double> elsewhere(profile.claims.size(), 0);
    for (std::size_t i = 0; i < profile.claims.size(); ++i) {
        const Held& held = profile.claims[i];
        claims.push_back({0, 0, 0, held.bits, held.alone});
        const auto known = established_.find(held.person);
        if (known == established_.end()) continue;
        for (const Established& other : known->second) {
            if (other.network != profile.network && other.profile != self)
                elsewhere[i] = std::max(elsewhere[i], other.probability);
        }
    }
    expect_more_of_the_active(claims, elsewhere, *frozen_.model.activity);
    std::vector<double> contact(claims.size(), 0);
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (claims[i].probability >= kWorthCaution && !profile.has_only_public_phones)
            contact[i] = profile.claims[i].contact;
    }
    beware_of_copies(claims, contact, {&profile.likeness, 1});
    for (std::size_t i = 0; i < claims.size(); ++i) profile.claims[i].probability = claims[i].probability;
}

void Engine::look_again(const Profile& profile) {
    for (const Held& claim : profile.claims) {
        for (const Slot rival : rivals_.of(rival_key(claim.person, profile.network))) {
            if (profiles_.holds(rival)) watch_->unsettled.emplace(profiles_.id(rival));
        }
    }
}

void Engine::establish(Slot slot, const Profile& profile, Slots& known) {
    if (profile.owner != kNoSlot) {
        established_[profile.owner].push_back({slot, profile.network, 1});
        known.insert(profile.owner);
    }
    for (const Held& claim : profile.claims) {
        if (!(claim.alone > kDoubtful)) continue;
        established_[claim.person].push_back({slot, profile.network, claim.alone});
        known.insert(claim.person);
    }
}

void Engine::hold(Slot slot, std::vector<Held> claims, Slot owner, Slots& known) {
    Profile& profile = states_[slot];
    if (watch_ != nullptr) look_again(profile);
    const auto disestablish = [&](Slot person) {
        const auto at = established_.find(person);
        if (at == established_.end()) return;
        std::erase_if(at->second, [slot](const Established& one) { return one.profile == slot; });
        if (at->second.empty()) established_.erase(at);
        known.insert(person);
    };
    if (profile.owner != kNoSlot) disestablish(profile.owner);
    for (const Held& claim : profile.claims) {
        rivals_.remove(rival_key(claim.person, profile.network), slot);
        if (claim.alone > kDoubtful) disestablish(claim.person);
    }
    profile.owner = owner;
    profile.claims = std::move(claims);
    for (const Held& claim : profile.claims) rivals_.prefetch(rival_key(claim.person, profile.network));
    for (const Held& claim : profile.claims) rivals_.add(rival_key(claim.person, profile.network), slot);
    establish(slot, profile, known);
}

double Engine::shared_probability(const Held& claim, const Profile& profile, std::string_view id,
                                  Slot self) const {
    struct Rival {
        std::string_view id;
        double probability;
        double credit;
        bool is_self;
    };
    const auto claiming = rivals_.of(rival_key(claim.person, profile.network));
    if (claiming.empty() || (claiming.size() == 1 && claiming.front() == self)) return claim.probability;
    std::vector<Rival> rivals{{id, claim.probability, profile.credit, true}};
    for (const Slot slot : claiming) {
        if (slot == self) continue;
        const auto& theirs = states_[slot].claims;
        const auto held = std::find_if(theirs.begin(), theirs.end(),
                                       [&](const Held& other) { return other.person == claim.person; });
        rivals.push_back({profiles_.id(slot), held->probability, states_[slot].credit, false});
    }
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

Engine::Verdict Engine::verdict_of(std::string_view profile) const {
    Verdict out;
    if (decisions_.empty()) return out;
    if (const auto owner = decisions_.confirmed(profile)) {
        if (const auto slot = customers_.find(*owner)) out.owner = person_[*slot];
    }
    for (const std::string& customer : decisions_.rejected(profile)) {
        if (const auto slot = customers_.find(customer)) out.barred.push_back(person_[*slot]);
    }
    return out;
}

std::vector<LiveCandidate> Engine::decided_candidates(const RecordRef& profile) const {
    std::vector<LiveCandidate> out;
    if (decisions_.empty()) return out;
    std::vector<Slot> customers;
    const auto add = [&](const std::string& id, bool is_confirmed) {
        const auto slot = customers_.find(id);
        if (!slot) return;
        customers.push_back(*slot);
        out.push_back({id, std::string{person_id(*slot)}, 0, is_confirmed ? 1.0 : 0.0,
                       is_confirmed ? Tier::match : Tier::none, is_confirmed, !is_confirmed});
    };
    if (const auto owner = decisions_.confirmed(id_of(profile))) add(*owner, true);
    for (const std::string& id : decisions_.rejected(id_of(profile))) add(id, false);
    if (out.empty()) return out;
    const FormView self = forms(LiveSide::profile, profile);
    Bench bench(links_, {&self, 1}, forms(LiveSide::customer, customers));
    for (std::size_t i = 0; i < out.size(); ++i) out[i].weight = bench.weight(0, bench.other_row(i));
    return out;
}

LiveResolution Engine::resolution_of(const Profile& profile, const RecordRef& record, Slot self) const {
    LiveResolution out;
    const std::string_view id = id_of(record);
    out.profile = id;
    std::vector<Slot> claimed;
    for (const Held& claim : profile.claims) {
        rivals_.prefetch(rival_key(claim.person, profile.network));
        claimed.push_back(claim.customer);
    }
    const RankedCustomers ranked(customers_, std::move(claimed));
    const std::vector<Slot>& local = ranked.by_id();
    std::vector<std::uint32_t> rank(local.size());
    std::iota(rank.begin(), rank.end(), 0U);
    std::vector<Claim> claims;
    for (const Held& claim : profile.claims) {
        claims.push_back(
            {0, 0, ranked.rank(claim.customer), claim.bits, shared_probability(claim, profile, id, self)});
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
    std::vector<LiveCandidate> decided = decided_candidates(record);
    if (!decided.empty()) {
        out.candidates.insert(out.candidates.end(), std::make_move_iterator(decided.begin()),
                              std::make_move_iterator(decided.end()));
        std::sort(out.candidates.begin(), out.candidates.end(),
                  [](const LiveCandidate& x, const LiveCandidate& y) {
                      return x.probability != y.probability ? x.probability > y.probability
                                                            : x.customer < y.customer;
                  });
    }
    double best = profile.owner == kNoSlot ? 0 : 1;
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
    return resolution_of(states_[profile], {profile, nullptr, nullptr}, profile);
}

LiveResolution Engine::resolution(const LiveRecord& profile) const {
    const LiveRecord asked = canonical(profile);
    const LiveRecord* const only = &asked;
    const Rules::Readings read = rules_.read(LiveSide::profile, {&only, 1});
    const RecordRef self{kNoSlot, &asked, read.forms.data()};
    ShownProfile shown = show(read.set, 0);
    Profile state;
    state.network = shown.keys.network = network_number(shown.network);
    state.credit = shown.credit;
    state.likeness = shown.likeness;
    state.has_only_public_phones = shown.has_only_public_phones;
    state.evidence = evidence_of(self, customers_near(read.keys.front()));
    const Slot replaced = profiles_.find(asked.id).value_or(kNoSlot);
    claim(state, self, pointers_.partners(shown.keys, replaced));
    expect_more(state, replaced);
    return resolution_of(state, self, replaced);
}

}  // namespace scrm::identity::live
