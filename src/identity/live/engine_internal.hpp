// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "identity/live/bench_internal.hpp"
#include "identity/live/decisions_internal.hpp"
#include "identity/live/index_internal.hpp"
#include "identity/live/pointers_internal.hpp"
#include "identity/live/records_internal.hpp"
#include "identity/live/slot_lists_internal.hpp"

namespace scrm::identity::live {

/// All by which records are read and compared, whatever they are: shared by engines of one state. The words
/// are added to by the one thread that writes; the rest is thread-safe.
struct Craft {
    explicit Craft(FrozenModel frozen);

    FrozenModel model;
    FormShape shape;
    FormWords words;
    RecordWords record_words;
    Rules rules;
    Lanes links;
    Lanes duplicates;
};

/// The state of a LiveResolver, layer upon layer, each a function of those before:
///
///   records → blocking keys → duplicates (edges, persons) ┐
///                           → evidence of profile and customer ┤→ claims of a profile ┐
///     pointers and logins between profiles ────────────────────┘                     │
///                      established profiles of a person ← claims with their own probability
///                                                     └→ probability of claims → rivals → decision
///
/// A write brings every layer up to date for what it touches, so that nothing depends on the order of writes;
/// rivals and decisions are worked out when asked for. Thread-compatible: const calls may run beside each
/// other.
class Engine {
  public:
    /// Records that are worked on together: what a bench costs by itself is shared by them.
    static constexpr std::size_t kGroup = 64;

    Engine(std::shared_ptr<Craft> craft, const LiveOptions& options);
    /// Another one of the same state, which shares the bytes of its records.
    Engine(const Engine&) = default;
    Engine& operator=(const Engine&) = delete;
    ~Engine() = default;

    /// What one engine found out by a change, so that its twin need not find it out again.
    class Tape;
    /// Of whom observers are told; of one engine at a time.
    struct Watch {
        std::unordered_map<std::string, LiveResolution> told;  // of each profile, as observers know it
        std::set<std::string> unsettled;                       // profiles to look at again
        std::map<std::string, std::string> old_persons;        // of customers that moved
    };
    /// Until `let_go`: what a change finds is written on the tape, or read off it where the twin has written
    /// it; what observers may want to know is noted, where somebody watches. Both may be nullptr.
    void take_up(Tape* tape, Watch* watch) noexcept {
        tape_ = tape;
        watch_ = watch;
    }
    void let_go() noexcept { take_up(nullptr, nullptr); }

    /// Throws Error{invalid_argument} for what cannot be written.
    static void check(std::span<const LiveWrite> writes);
    static void check(const LiveDecision& decision);
    /// The same for what depends on the records that are there. In the turn to write.
    void check_room(std::span<const LiveWrite> writes) const { craft_->record_words.require_room(writes); }
    /// Writes in order; they were checked.
    void apply(std::span<const LiveWrite> writes);
    /// What else than what is compared is kept of a profile; the number of its network is to follow.
    struct ShownProfile {
        std::string network;
        double credit = 0;
        double likeness = 1;
        bool has_only_public_phones = false;
        PointerKeys keys;
    };
    /// What can be read off the records of up to kGroup writes without the others: apply in two steps, of
    /// which the first may run beside const calls.
    struct ReadRecords {
        std::vector<LiveRecord> records;  // canonical
        Rules::Readings readings;
        std::vector<ShownProfile> shown;  // of profiles
    };
    using ReadWrites = std::array<ReadRecords, 2>;  // profiles, customers
    ReadWrites read(std::span<const LiveWrite> writes) const;
    void write(std::span<const LiveWrite> writes, const ReadWrites& read_writes);
    /// The same as `apply` of writes without removals on an engine without records, at the cost of a batch:
    /// who shares what is looked at once, when all are there. They were checked.
    void load(std::span<const LiveWrite> writes, unsigned threads);
    /// Whether `load` may be called.
    bool can_load(std::span<const LiveWrite> writes) const;
    /// A decision that `decisions().changes` has passed.
    void decide(const LiveDecision& decision);
    bool reevaluate(LiveSide side, std::string_view id);
    std::size_t process_redo(std::size_t limit);

    LiveResolution resolution(Slot profile) const;
    LiveResolution resolution(const LiveRecord& profile) const;
    std::vector<LiveCandidate> search(const LiveRecord& attributes, std::size_t limit,
                                      double min_weight) const;
    LivePerson person(Slot customer) const;
    Explanation why(Slot profile, Slot customer) const;
    Explanation why_customers(Slot customer, Slot other) const;

    const FrozenModel& model() const noexcept { return craft_->model; }
    const RecordTable& records(LiveSide side) const noexcept {
        return side == LiveSide::customer ? customers_ : profiles_;
    }
    /// Whether a record is there, or was.
    bool has_records() const noexcept { return customers_.slot_count() + profiles_.slot_count() > 0; }
    const Decisions& decisions() const noexcept { return decisions_; }
    std::string_view person_id(Slot customer) const noexcept { return customers_.id(person_[customer]); }
    LiveCounts counts() const;
    /// Every record as a write: customers, then profiles, by id.
    std::vector<LiveWrite> contents() const;

    /// All decisions, for `take_change` to tell what became of them.
    Watch begin_watch() const;
    /// What the watch that was taken up has noted.
    LiveChange take_change();

  private:
    /// What one customer record says for a profile.
    struct Evidence {
        Slot customer = kNoSlot;
        double bits = 0;     // without the prior
        double contact = 0;  // of these, from contacts
    };
    struct Held {
        Slot person = kNoSlot;
        Slot customer = kNoSlot;
        double bits = 0;
        double contact = 0;      // of these, from contacts
        double alone = 0;        // its probability by this profile and its partners
        double probability = 0;  // and by what else is known of the person, before rivals

        /// Apart from that probability.
        static bool says_the_same(const Held& x, const Held& y) noexcept {
            return x.person == y.person && x.customer == y.customer && x.bits == y.bits &&
                   x.contact == y.contact && x.alone == y.alone;
        }
    };
    struct Profile {
        std::vector<Evidence> evidence;  // by customer slot
        std::vector<Held> claims;        // by the person's id
        Slot owner = kNoSlot;            // the person that people confirmed: then there are no claims
        std::uint32_t network = 0;
        bool has_only_public_phones = false;
        double credit = 0;
        double likeness = 1;
    };
    /// A profile that its person is known to have.
    struct Established {
        Slot profile = kNoSlot;
        std::uint32_t network = 0;
        double probability = 0;  // above kDoubtful; 1 where people confirmed it

        friend bool operator==(const Established&, const Established&) = default;
    };
    using Slots = std::set<Slot>;
    using RivalKey = std::uint64_t;  // person << 32 | network
    /// What a write touched, layer by layer.
    struct Touched {
        Slots profiles;   // whose record changed
        Slots customers;  // whose record changed
        Slots gone_profiles;
        Slots gone_customers;
        Slots neighbours;  // profiles whose partners may have changed
        Slots weakened;    // profiles that had evidence for a customer who is gone
        Slots decided;     // profiles of whom something was decided that may bear on them now
        Slots seeds;       // customers whose cluster may have changed
        Slots known;       // persons of whom another profile is established, or one less
        std::map<BlockKey, std::pair<bool, bool>> proposed;  // before: link, dedupe
    };

    static constexpr std::size_t index_of(LiveSide side) noexcept {
        return side == LiveSide::customer ? 1 : 0;
    }
    static RivalKey rival_key(Slot person, std::uint32_t network) noexcept {
        return static_cast<RivalKey>(person) << 32 | network;
    }

    // live_engine.cpp: records, keys and the order of the layers
    ReadWrites read(std::span<const LiveWrite* const> writes) const;
    void put(LiveSide side, const ReadRecords& read, std::size_t number, Touched& touched);
    /// Stores a record, but for its keys in the index.
    Slot store(LiveSide side, const ReadRecords& read, std::size_t number);
    /// What else is kept of a profile; its network before counts no longer.
    void keep_profile(Slot slot, const ReadRecords& read, std::size_t number, Slots& known);

    // live_load.cpp
    void load_records(std::span<const LiveWrite* const> writes, unsigned threads);
    void load_persons(unsigned threads);
    void load_claims(unsigned threads);
    void take(LiveSide side, Slot slot, Touched& touched);
    void note_keys(std::span<const BlockKey> keys, Touched& touched);
    void queue_flipped(const Touched& touched);
    /// Everybody on whom the decisions about a customer bear.
    void note_decided(std::string_view customer, Touched& touched) const;
    void note_decided_profile(const std::string& profile, Slots& decided) const;
    /// What is to be compared anew.
    struct Work {
        Slots profiles;    // with customers
        Slots customers;   // with profiles
        Slots duplicates;  // customers with customers
    };
    /// Brings evidence, persons and claims up to date.
    void settle(const Work& work, const Touched& touched);
    ShownProfile show(const RecordSet& set, RecordIndex record) const;
    std::uint32_t network_number(std::string_view network) const;
    RecordTable& records_of(LiveSide side) noexcept {
        return side == LiveSide::customer ? customers_ : profiles_;
    }

    // live_candidates.cpp: who is compared with whom
    std::vector<Slot> customers_near(std::span<const BlockKey> keys) const;
    std::vector<Slot> profiles_near(Slot customer) const;
    std::vector<Slot> duplicates_near(Slot customer) const;
    bool is_proposed(Slot customer, Slot other) const;
    void drop_evidence(Slot profile);
    void drop_claimed(Slot customer, Slots& weakened);
    std::vector<std::pair<Slot, Evidence>> evidence_for(Slot customer, std::span<const Slot> profiles) const;
    void add_evidence(Slot profile, const std::vector<Evidence>& evidence);
    /// Compares anew; returns the profiles whose evidence may have changed.
    Slots compare(const Work& work);
    FormView forms(LiveSide side, const RecordRef& record) const noexcept {
        return record.forms != nullptr ? FormView{{}, record.forms}
                                       : FormView{records(side).forms(record.slot), nullptr};
    }
    std::vector<FormView> forms(LiveSide side, std::span<const Slot> slots) const;
    /// nullopt for a pair too weak to be a candidate.
    std::optional<Evidence> evidence_of(Bench& bench, RowPair pair, Pattern pattern, Slot customer) const;
    std::vector<Evidence> evidence_of(const RecordRef& profile, std::span<const Slot> customers) const;

    // live_people.cpp: duplicates
    void find_edges(const Slots& customers);
    /// Of these customers, those with whom it makes a strong pair.
    std::vector<Slot> strong_with(Slot customer, const std::vector<Slot>& near) const;
    void add_edges(Slot customer, const std::vector<Slot>& others);
    /// Calls `visit` with every stored record that is one person with the customer by decision.
    template <class Visit>
    void for_each_merged(Slot customer, const Visit& visit) const;
    void drop_edges(Slot customer, Slots& seeds);
    void cluster(const Slots& seeds, Slots& moved);
    std::vector<Slot> component_of(Slot customer) const;
    /// The components of these customers, each once.
    std::vector<std::vector<Slot>> components_of(const Slots& seeds) const;
    void move_to(const std::vector<Slot>& members, const std::vector<Row>& clusters, Slots& moved);
    /// The members' clusters, by position; members are in the order of their ids.
    std::vector<Row> clusters_of(const std::vector<Slot>& members) const;

    // live_claims.cpp: from evidence to a decision
    /// Claims of these profiles; then probabilities of theirs and of all others that claim a person of whom
    /// more is known now, or less: `known` and what this adds.
    void weigh(const Slots& profiles, Slots known);
    /// The same for all profiles after a load.
    void weigh_all(unsigned threads);
    /// What a stored profile claims, without its evidence.
    Profile claimed(Slot slot) const;
    /// Sets claims, with probabilities of their own, and whether they count what a partner shows.
    void claim(Profile& profile, const RecordRef& self, std::span<const Partner> partners) const;
    void hold(Slot slot, std::vector<Held> claims, Slot owner, Slots& known);
    /// Slots of the stored customers that a profile was rejected for, and the person it was confirmed for.
    struct Verdict {
        Slot owner = kNoSlot;
        std::vector<Slot> barred;  // persons
    };
    Verdict verdict_of(std::string_view profile) const;
    std::string_view id_of(const RecordRef& profile) const noexcept {
        return profile.record != nullptr ? std::string_view{profile.record->id} : profiles_.id(profile.slot);
    }
    /// Decided pairs as candidates.
    std::vector<LiveCandidate> decided_candidates(const RecordRef& profile) const;
    void establish(Slot slot, const Profile& profile, Slots& known);
    /// Sets the probabilities of claims. `self` is the profile's slot.
    void expect_more(Profile& profile, Slot self) const;
    void look_again(const Profile& profile);
    double shared_probability(const Held& claim, const Profile& profile, std::string_view id,
                              Slot self) const;
    /// `self` is the slot of the profile, or of the stored one that it would replace.
    LiveResolution resolution_of(const Profile& profile, const RecordRef& record, Slot self) const;
    void note_person(Slot customer);

    /// Findings of one kind, in their order.
    template <class T>
    struct Track {
        std::vector<T> items;
        std::size_t next = 0;  // to be read
    };
    /// What `make` gives, or what it gave the twin; `track` is the tape's.
    template <class T, class Make>
    T taped(Track<T> Tape::*track, const Make& make);

    std::shared_ptr<Craft> craft_;
    const FrozenModel::State& frozen_;
    LiveOptions options_;
    ResolutionOptions resolution_options_;
    double prior_weight_ = 0;
    const Rules& rules_;
    Lanes& links_;       // profiles with customers
    Lanes& duplicates_;  // customers with customers

    RecordTable profiles_;
    RecordTable customers_;
    BlockIndex index_;
    PointerIndex pointers_;
    StringInterner networks_;
    Decisions decisions_;

    std::vector<Slot> person_;     // of each customer
    SlotLists<Slot> edges_;        // strong ones between customers
    std::vector<Profile> states_;  // of each profile
    SlotLists<Slot> claimed_by_;   // customer → profiles with evidence for it
    SlotLists<RivalKey> rivals_;   // profiles that claim a person
    std::unordered_map<Slot, std::vector<Established>> established_;  // by person
    std::set<Slot> redo_profiles_;
    std::set<Slot> redo_customers_;

    Tape* tape_ = nullptr;
    Watch* watch_ = nullptr;
};

class Engine::Tape {
  public:
    /// From now on it is read.
    void rewind() noexcept { is_read_ = true; }

  private:
    friend class Engine;
    bool is_read_ = false;
    Track<SharedBytes> records_;
    Track<std::vector<Evidence>> evidence_;
    Track<std::vector<std::pair<Slot, Evidence>>> profiles_;
    Track<std::vector<Slot>> strong_;
    Track<std::vector<Row>> clusters_;
    Track<Profile> claims_;
    Track<std::shared_ptr<const PointerKeys>> pointers_;
};

template <class T, class Make>
T Engine::taped(Track<T> Tape::*track, const Make& make) {
    if (tape_ == nullptr) return make();
    Track<T>& tape = tape_->*track;
    if (!tape_->is_read_) {
        tape.items.push_back(make());
        return tape.items.back();
    }
    return tape.next == tape.items.size() ? make() : std::move(tape.items[tape.next++]);
}

}  // namespace scrm::identity::live
