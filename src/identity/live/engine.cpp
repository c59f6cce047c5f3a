// SPDX-License-Identifier: Apache-2.0
#include "identity/live/engine_internal.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "identity/linkage_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity::live {
namespace {

constexpr std::size_t kLongestId = 65'535;
constexpr std::size_t kMostValues = 65'535;

void sort_unique(std::vector<std::string>& texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

}  // namespace

Craft::Craft(FrozenModel frozen)
    : model(std::move(frozen)),
      shape(model.state()),
      words(shape),
      rules(model.state(), shape),
      links([this] {
          const FrozenModel::State& state = model.state();
          return std::make_unique<Lane>(state.model, state.profiles, shape, words);
      }),
      duplicates([this] {
          const FrozenModel::State& state = model.state();
          return std::make_unique<Lane>(*state.model.customers, state.customers, shape, words);
      }) {}

Engine::Engine(std::shared_ptr<Craft> craft, const LiveOptions& options)
    : craft_(std::move(craft)),
      frozen_(craft_->model.state()),
      options_(options),
      rules_(craft_->rules),
      links_(craft_->links),
      duplicates_(craft_->duplicates),
      profiles_(craft_->attributes),
      customers_(craft_->attributes),
      index_(rules_.size()) {
    resolution_options_.max_candidates = options.max_candidates;
    resolution_options_.min_probability = options.min_probability;
    prior_weight_ = Bench(links_, {}).scorer().prior_weight();
}

void Engine::check(std::span<const LiveWrite> writes) {
    for (const LiveWrite& write : writes) {
        if (write.record.id.empty() || write.record.id.size() > kLongestId)
            throw Error(ErrorCode::invalid_argument, "a record without an id, or with one over 65,535 bytes");
        if (write.record.values.size() > kMostValues)
            throw Error(ErrorCode::invalid_argument, "a record with more than 65,535 values");
    }
}

void Engine::check(const LiveDecision& decision) {
    const bool is_of_pair = decision.kind == DecisionKind::confirm || decision.kind == DecisionKind::reject ||
                            decision.kind == DecisionKind::unlink;
    const auto is_id = [](const std::string& id) { return !id.empty() && id.size() <= kLongestId; };
    const bool names_all = is_of_pair ? is_id(decision.profile) && is_id(decision.customer)
                                      : is_id(decision.customer) && is_id(decision.other);
    const bool names_more = is_of_pair ? !decision.other.empty() && decision.kind != DecisionKind::unlink
                                       : !decision.profile.empty();
    if (!names_all || names_more || decision.other.size() > kLongestId)
        throw Error(ErrorCode::invalid_argument,
                    "a decision names its records and no others, each by an id of 1 to 65,535 bytes");
}

std::vector<LiveWrite> Engine::contents() const {
    std::vector<LiveWrite> out;
    for (const LiveSide side : {LiveSide::customer, LiveSide::profile}) {
        for (const Slot slot : records(side).by_id())
            out.push_back({side, false, records(side).record(slot)});
    }
    return out;
}

void Engine::apply(std::span<const LiveWrite> writes) {
    for (std::size_t begin = 0; begin < writes.size(); begin += kGroup) {
        const auto group = writes.subspan(begin, std::min(kGroup, writes.size() - begin));
        write(group, read(group));
    }
}

Engine::ReadWrites Engine::read(std::span<const LiveWrite> writes) const {
    std::vector<const LiveWrite*> all;
    all.reserve(writes.size());
    for (const LiveWrite& write : writes) all.push_back(&write);
    return read(all);
}

Engine::ReadWrites Engine::read(std::span<const LiveWrite* const> writes) const {
    ReadWrites out;
    for (const LiveWrite* write : writes) {
        if (!write->is_removal) out[index_of(write->side)].records.push_back(canonical(write->record));
    }
    for (const LiveSide side : {LiveSide::profile, LiveSide::customer}) {
        ReadRecords& some = out[index_of(side)];
        std::vector<const LiveRecord*> pointers;
        for (const LiveRecord& record : some.records) pointers.push_back(&record);
        some.readings = rules_.read(side, pointers);
    }
    return out;
}

void Engine::write(std::span<const LiveWrite> writes, const ReadWrites& read_writes) {
    Touched touched;
    std::array<std::size_t, 2> next{};
    for (const LiveWrite& write : writes) {
        if (write.is_removal) {
            if (const auto slot = records_of(write.side).find(write.record.id))
                take(write.side, *slot, touched);
            continue;
        }
        const std::size_t side = index_of(write.side);
        put(write.side, read_writes[side], next[side]++, touched);
    }
    queue_flipped(touched);
    settle({touched.profiles, touched.customers, touched.customers}, touched);
    for (const Slot slot : touched.gone_profiles) profiles_.release(slot);
    for (const Slot slot : touched.gone_customers) customers_.release(slot);
}

void Engine::note_keys(std::span<const BlockKey> keys, Touched& touched) {
    for (const BlockKey key : keys) {
        const Members members = index_.members(key);
        touched.proposed.try_emplace(
            key, std::pair{rules_.links(key.rule, members.profiles.size(), members.customers.size()),
                           rules_.dedupes(key.rule, members.customers.size())});
    }
}

void Engine::put(LiveSide side, const ReadRecords& read, std::size_t number, Touched& touched) {
    const LiveRecord& record = read.records[number];
    const std::vector<BlockKey>& keys = read.readings.keys[number];
    RecordTable& table = records_of(side);
    if (const auto known = table.find(record.id)) {
        if (table.record(*known) == record) return;
        const auto old_keys = table.keys(*known);
        note_keys(old_keys, touched);
        for (const BlockKey key : old_keys) index_.remove(key, side, *known);
    }
    note_keys(keys, touched);
    const Slot slot = insert(side, read, number);
    if (side == LiveSide::customer) {
        touched.customers.insert(slot);
        note_decided(record.id, touched);
        return;
    }
    touched.profiles.insert(slot);
    const auto note_neighbours = [&] {
        for (const Slot near : pointers_.neighbours(slot)) touched.neighbours.insert(near);
    };
    note_neighbours();
    keep_profile(slot, read, number, touched.known);
    note_neighbours();
}

Slot Engine::insert(LiveSide side, const ReadRecords& read, std::size_t number) {
    const std::vector<BlockKey>& keys = read.readings.keys[number];
    RecordTable& table = records_of(side);
    const Slot slot = table.put(taped(&Tape::records_, [&] {
        return table.packed(read.records[number], keys,
                            pack(read.readings.forms[number], craft_->shape, craft_->words));
    }));
    for (const BlockKey key : keys) index_.add(key, side, slot);
    if (side == LiveSide::customer && slot >= person_.size()) person_.resize(slot + 1, kNoSlot);
    if (side == LiveSide::profile && slot >= states_.size()) states_.resize(slot + 1);
    return slot;
}

void Engine::keep_profile(Slot slot, const ReadRecords& read, std::size_t number, Slots& known) {
    const RecordSet& set = read.readings.set;
    const auto index = static_cast<RecordIndex>(number);
    const Profile shown = read_profile(set, index);
    const std::uint32_t network = networks_.intern(network_of(set, index));
    if (network != states_[slot].network) hold(slot, {}, kNoSlot, known);
    states_[slot].network = network;
    states_[slot].credit = shown.credit;
    states_[slot].likeness = shown.likeness;
    pointers_.remove(slot);
    pointers_.add(slot, pointer_keys(set, index, network));
}

void Engine::take(LiveSide side, Slot slot, Touched& touched) {
    RecordTable& table = records_of(side);
    const auto keys = table.keys(slot);
    note_keys(keys, touched);
    for (const BlockKey key : keys) index_.remove(key, side, slot);
    if (side == LiveSide::customer) {
        if (watch_ != nullptr) {
            for (const Slot member : component_of(slot)) note_person(member);
        }
        drop_edges(slot, touched.seeds);
        drop_claimed(slot, touched.weakened);
        note_decided(table.id(slot), touched);
        decisions_.forget_customer(table.id(slot));
        touched.seeds.erase(slot);
        touched.customers.erase(slot);
        touched.gone_customers.insert(slot);
        redo_customers_.erase(slot);
        person_[slot] = kNoSlot;
    } else {
        for (const Slot near : pointers_.neighbours(slot)) touched.neighbours.insert(near);
        pointers_.remove(slot);
        hold(slot, {}, kNoSlot, touched.known);
        drop_evidence(slot);
        decisions_.forget_profile(table.id(slot));
        touched.decided.erase(slot);
        if (watch_ != nullptr) watch_->unsettled.emplace(table.id(slot));
        states_[slot] = {};
        touched.profiles.erase(slot);
        touched.gone_profiles.insert(slot);
        redo_profiles_.erase(slot);
    }
    table.remove(slot);
}

std::string_view Engine::network_of(const RecordSet& set, RecordIndex record) {
    const ValueColumn* networks = set.column("network");
    return networks == nullptr ? std::string_view{} : networks->text(networks->first(record));
}

Engine::Profile Engine::read_profile(const RecordSet& set, RecordIndex record) const {
    Profile out;
    const std::string_view network = network_of(set, record);
    out.network = networks_.find(network);
    // A network that no stored profile has: no rivals there.
    if (out.network == 0 && !network.empty())
        out.network = static_cast<std::uint32_t>(networks_.pool().size());
    const auto followers = followers_of(set, record);
    out.credit = follower_credit(followers);
    out.likeness = copy_likeness(followers, frozen_.followers_in(network));
    return out;
}

PointerKeys Engine::pointer_keys(const RecordSet& set, RecordIndex record, std::uint32_t network) {
    PointerKeys keys{own_references(set, record), linked_references(set, record), telling_logins(set, record),
                     network};
    sort_unique(keys.owned);
    sort_unique(keys.linked);
    sort_unique(keys.logins);
    return keys;
}

void Engine::queue_flipped(const Touched& touched) {
    for (const auto& [key, before] : touched.proposed) {
        const Members members = index_.members(key);
        if (rules_.links(key.rule, members.profiles.size(), members.customers.size()) != before.first) {
            for (const Slot slot : members.profiles) {
                if (!touched.profiles.contains(slot)) redo_profiles_.insert(slot);
            }
        }
        if (rules_.dedupes(key.rule, members.customers.size()) != before.second) {
            for (const Slot slot : members.customers) {
                if (!touched.customers.contains(slot)) redo_customers_.insert(slot);
            }
        }
    }
}

void Engine::note_decided_profile(const std::string& profile, Slots& decided) const {
    if (const auto slot = profiles_.find(profile)) decided.insert(*slot);
}

void Engine::note_decided(std::string_view customer, Touched& touched) const {
    if (decisions_.empty()) return;
    for (const std::string& id : decisions_.group(customer)) {
        if (const auto slot = customers_.find(id)) touched.seeds.insert(*slot);
    }
    for (const std::string& profile : decisions_.profiles_about(customer))
        note_decided_profile(profile, touched.decided);
}

void Engine::decide(const LiveDecision& decision) {
    Touched touched;
    const bool is_of_pair = !decision.profile.empty();
    // Whom it joins or parts: before, and from now on.
    const auto note = [&] {
        if (is_of_pair) {
            note_decided_profile(decision.profile, touched.decided);
            return;
        }
        note_decided(decision.customer, touched);
        note_decided(decision.other, touched);
    };
    note();
    decisions_.take(decision);
    note();
    settle({}, touched);
}

void Engine::settle(const Work& work, const Touched& touched) {
    for (const Slot slot : work.profiles) redo_profiles_.erase(slot);
    for (const Slot slot : work.duplicates) redo_customers_.erase(slot);
    Slots stale = compare(work);
    stale.insert(touched.weakened.begin(), touched.weakened.end());
    stale.insert(touched.neighbours.begin(), touched.neighbours.end());
    Slots seeds = touched.seeds;
    for (const Slot slot : work.duplicates) drop_edges(slot, seeds);
    find_edges(work.duplicates);
    seeds.insert(work.duplicates.begin(), work.duplicates.end());
    std::erase_if(seeds, [this](Slot slot) { return !customers_.holds(slot); });
    Slots moved;
    cluster(seeds, moved);
    for (const Slot slot : moved) {
        if (const auto at = claimed_by_.find(slot); at != claimed_by_.end())
            stale.insert(at->second.begin(), at->second.end());
        if (decisions_.empty()) continue;
        for (const std::string& profile : decisions_.profiles_about(customers_.id(slot)))
            note_decided_profile(profile, stale);
    }
    stale.insert(touched.decided.begin(), touched.decided.end());
    // Partners read the evidence of those that changed.
    const std::vector<Slot> changed(stale.begin(), stale.end());
    for (const Slot slot : changed) {
        for (const Partner& partner : pointers_.partners(slot)) stale.insert(partner.slot);
    }
    std::erase_if(stale, [this](Slot slot) { return !profiles_.holds(slot); });
    weigh(stale, touched.known);
}

bool Engine::reevaluate(LiveSide side, std::string_view id) {
    const auto slot = records(side).find(id);
    if (!slot) return false;
    Work work;
    if (side == LiveSide::profile) {
        work.profiles = {*slot};
    } else {
        work.customers = work.duplicates = {*slot};
    }
    settle(work, {});
    return true;
}

std::size_t Engine::process_redo(std::size_t limit) {
    while (limit > 0 && redo_profiles_.size() + redo_customers_.size() > 0) {
        Work work;
        for (auto* queue : {&redo_profiles_, &redo_customers_}) {
            Slots& some = queue == &redo_profiles_ ? work.profiles : work.duplicates;
            const std::size_t count = std::min({limit, kGroup, queue->size()});
            some.insert(queue->begin(), std::next(queue->begin(), static_cast<std::ptrdiff_t>(count)));
            limit -= count;
        }
        settle(work, {});
    }
    return redo_profiles_.size() + redo_customers_.size();
}

LiveCounts Engine::counts() const {
    LiveCounts counts;
    counts.profiles = profiles_.size();
    counts.customers = customers_.size();
    counts.decisions = decisions_.size();
    counts.redo = redo_profiles_.size() + redo_customers_.size();
    constexpr std::size_t kNode = 48;  // of a hash table, about
    std::size_t own =
        profiles_.bytes() + customers_.bytes() + index_.bytes() + decisions_.bytes() +
        person_.capacity() * sizeof(Slot) + states_.capacity() * sizeof(Profile) +
        (edges_.size() + claimed_by_.size() + rivals_.size()) * (kNode + sizeof(std::vector<Slot>));
    for (const Profile& profile : states_) {
        own += profile.evidence.capacity() * sizeof(Evidence) + profile.claims.capacity() * sizeof(Held);
    }
    for (const auto* map : {&edges_, &claimed_by_}) {
        for (const auto& [slot, some] : *map) own += some.capacity() * sizeof(Slot);
    }
    for (const auto& [key, some] : rivals_) own += some.capacity() * sizeof(Slot);
    // Its twin has the same again, but for what they share.
    counts.bytes = 2 * own + profiles_.shared_bytes() + customers_.shared_bytes() + craft_->words.bytes() +
                   craft_->attributes.bytes();
    return counts;
}

Engine::Watch Engine::begin_watch() const {
    Watch watch;
    for (const Slot slot : profiles_.by_id()) watch.told.emplace(profiles_.id(slot), resolution(slot));
    return watch;
}

void Engine::note_person(Slot customer) {
    if (watch_ == nullptr) return;
    const Slot person = person_[customer];
    watch_->old_persons.try_emplace(std::string{customers_.id(customer)},
                                    person == kNoSlot ? std::string{} : std::string{customers_.id(person)});
}

LiveChange Engine::take_change() {
    LiveChange change;
    for (const std::string& id : watch_->unsettled) {
        LiveChange::Decision decision;
        const auto told = watch_->told.find(id);
        if (told != watch_->told.end()) decision.before = told->second;
        if (const auto slot = profiles_.find(id)) decision.after = resolution(*slot);
        if (decision.before == decision.after) continue;
        if (decision.after.profile.empty())
            watch_->told.erase(id);
        else
            watch_->told[id] = decision.after;
        change.decisions.push_back(std::move(decision));
    }
    for (const auto& [id, before] : watch_->old_persons) {
        const auto slot = customers_.find(id);
        const std::string after = slot ? std::string{person_id(*slot)} : std::string{};
        if (before != after) change.persons.push_back({id, before, after});
    }
    watch_->unsettled.clear();
    watch_->old_persons.clear();
    return change;
}

}  // namespace scrm::identity::live
