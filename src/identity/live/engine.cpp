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
      profiles_(craft_->record_words),
      customers_(craft_->record_words),
      index_(rules_.size()),
      pointers_(*frozen_.model.shared_logins) {
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
        if (side == LiveSide::customer) continue;
        for (RecordIndex i = 0; i < some.records.size(); ++i)
            some.shown.push_back(show(some.readings.set, i));
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
    index_.prefetch(keys);
    for (const BlockKey key : keys) {
        const Sharers sharers = index_.sharers(key);
        touched.proposed.try_emplace(
            key, std::pair{rules_.links(key.rule, sharers.profiles.size(), sharers.customers.size()),
                           rules_.dedupes(key.rule, sharers.customers.size())});
    }
}

void Engine::put(LiveSide side, const ReadRecords& read, std::size_t number, Touched& touched) {
    const LiveRecord& record = read.records[number];
    const std::vector<BlockKey>& keys = read.readings.keys[number];
    RecordTable& table = records_of(side);
    std::vector<BlockKey> old_keys;
    if (const auto known = table.find(record.id)) {
        if (table.record(*known) == record) return;
        old_keys = table.keys(*known);
        note_keys(old_keys, touched);
    }
    note_keys(keys, touched);
    const Slot slot = store(side, read, number);
    // Most keys of a record that is replaced stay.
    const auto for_each_missing = [](std::span<const BlockKey> some, std::span<const BlockKey> from,
                                     const auto& visit) {
        for (const BlockKey key : some) {
            if (!std::binary_search(from.begin(), from.end(), key)) visit(key);
        }
    };
    for_each_missing(old_keys, keys, [&](BlockKey key) { index_.remove(key, side, slot); });
    for_each_missing(keys, old_keys, [&](BlockKey key) { index_.add(key, side, slot); });
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

Slot Engine::store(LiveSide side, const ReadRecords& read, std::size_t number) {
    const std::vector<BlockKey>& keys = read.readings.keys[number];
    RecordTable& table = records_of(side);
    const Slot slot = table.put(taped(&Tape::records_, [&] {
        return table.packed(read.records[number], keys,
                            pack(read.readings.forms[number], craft_->shape, craft_->words));
    }));
    if (side == LiveSide::customer && slot >= person_.size()) person_.resize(slot + 1, kNoSlot);
    if (side == LiveSide::profile && slot >= states_.size()) states_.resize(slot + 1);
    return slot;
}

void Engine::keep_profile(Slot slot, const ReadRecords& read, std::size_t number, Slots& known) {
    const ShownProfile& shown = read.shown[number];
    const std::uint32_t network = networks_.intern(shown.network);
    if (network != states_[slot].network) hold(slot, {}, kNoSlot, known);
    states_[slot].network = network;
    states_[slot].credit = shown.credit;
    states_[slot].likeness = shown.likeness;
    states_[slot].has_only_public_phones = shown.has_only_public_phones;
    pointers_.remove(slot);
    pointers_.add(slot, taped(&Tape::pointers_, [&]() -> std::shared_ptr<const PointerKeys> {
                      if (shown.keys.empty()) return nullptr;
                      auto keys = std::make_shared<PointerKeys>(shown.keys);
                      keys->network = network;
                      return keys;
                  }));
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

std::uint32_t Engine::network_number(std::string_view network) const {
    const std::uint32_t known = networks_.find(network);
    // A network that no stored profile has: no rivals there.
    return known == 0 && !network.empty() ? static_cast<std::uint32_t>(networks_.pool().size()) : known;
}

Engine::ShownProfile Engine::show(const RecordSet& set, RecordIndex record) const {
    ShownProfile out;
    if (const ValueColumn* networks = set.column("network"))
        out.network = networks->text(networks->first(record));
    out.credit = follower_credit(followers_of(set, record));
    out.likeness = copy_likeness(set, record, frozen_.followers_in(out.network));
    out.has_only_public_phones = has_only_public_phones(set, record);
    out.keys = {own_references(set, record), linked_references(set, record), telling_logins(set, record), 0};
    for (auto* texts : {&out.keys.owned, &out.keys.linked, &out.keys.logins}) sort_unique(*texts);
    return out;
}

void Engine::queue_flipped(const Touched& touched) {
    for (const auto& [key, before] : touched.proposed) {
        const Sharers sharers = index_.sharers(key);
        const auto queue = [](const Members& members, const Slots& but, Slots& redo) {
            std::vector<Slot> slots;
            members.append_to(slots);
            for (const Slot slot : slots) {
                if (!but.contains(slot)) redo.insert(slot);
            }
        };
        if (rules_.links(key.rule, sharers.profiles.size(), sharers.customers.size()) != before.first)
            queue(sharers.profiles, touched.profiles, redo_profiles_);
        if (rules_.dedupes(key.rule, sharers.customers.size()) != before.second)
            queue(sharers.customers, touched.customers, redo_customers_);
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
        const auto claiming = claimed_by_.of(slot);
        stale.insert(claiming.begin(), claiming.end());
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
    std::size_t own = profiles_.bytes() + customers_.bytes() + index_.bytes() + decisions_.bytes() +
                      edges_.bytes() + claimed_by_.bytes() + rivals_.bytes() +
                      person_.capacity() * sizeof(Slot) + states_.capacity() * sizeof(Profile);
    for (const Profile& profile : states_) {
        own += profile.evidence.capacity() * sizeof(Evidence) + profile.claims.capacity() * sizeof(Held);
    }
    // Its twin has the same again, but for what they share.
    counts.bytes = 2 * own + profiles_.shared_bytes() + customers_.shared_bytes() + index_.shared_bytes() +
                   craft_->words.bytes() + craft_->record_words.bytes();
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
