// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/identity/explain.hpp"
#include "scrm/identity/frozen_model.hpp"
#include "scrm/model/customer.hpp"
#include "scrm/model/decision.hpp"
#include "scrm/model/identity_link.hpp"
#include "scrm/model/social_identity.hpp"

namespace scrm::identity {

/// A record by attribute, as a RecordSet holds it: values trimmed, cut at 512 bytes, without repetition;
/// attributes in the order of their names.
struct LiveRecord {
    std::string id;
    std::vector<std::pair<std::string, std::string>> values;  ///< attribute, value

    /// As identity::append reads them.
    static LiveRecord of(const Customer& customer, bool with_attributes = false);
    static LiveRecord of(const SocialIdentity& identity);

    friend bool operator==(const LiveRecord&, const LiveRecord&) = default;
};

enum class LiveSide : std::uint8_t { profile, customer };

/// A customer that a profile may belong to; as ResolutionCandidate.
struct LiveCandidate {
    std::string customer;    ///< the record that agrees best
    std::string person;      ///< the smallest id of its cluster
    double weight = 0;       ///< bits: log2 odds of this pair alone, with the prior
    double probability = 0;  ///< over all candidates and "no customer"
    Tier tier = Tier::none;
    bool confirmed = false;  ///< by people: the profile belongs to this record
    bool rejected = false;   ///< by people: it does not

    friend bool operator==(const LiveCandidate&, const LiveCandidate&) = default;
};

struct LiveResolution {
    std::string profile;
    std::vector<LiveCandidate> candidates;  ///< best first
    Tier tier = Tier::none;                 ///< of the best
    double margin = 0;                      ///< probability of the best above the next one's

    friend bool operator==(const LiveResolution&, const LiveResolution&) = default;
};

/// What a write changed, told to observers after it took effect.
struct LiveChange {
    struct Decision {
        LiveResolution before;  ///< empty when the profile is new
        LiveResolution after;   ///< empty when it is gone
    };
    struct Person {
        std::string customer;
        std::string before;  ///< smallest id of its cluster; empty when the customer is new
        std::string after;   ///< empty when it is gone
    };
    std::vector<Decision> decisions;  ///< of profiles whose candidates changed, by id
    std::vector<Person> persons;      ///< of customers whose cluster changed, by id

    bool empty() const noexcept { return decisions.empty() && persons.empty(); }
};
using LiveObserver = std::function<void(const LiveChange&)>;

/// One change of the records.
struct LiveWrite {
    LiveSide side = LiveSide::profile;
    bool is_removal = false;
    LiveRecord record;  ///< of a removal only the id counts
};

/// What a person decided on who is who, by record ids.
struct LiveDecision {
    DecisionKind kind =
        DecisionKind::confirm;  ///< confirm, reject, unlink, keep_apart, lift_keep_apart, merge or unmerge
    std::string profile;        ///< confirm, reject, unlink
    std::string customer;       ///< merge, unmerge: the record that survives
    std::string other;  ///< keep_apart, its lift: the other record; merge, unmerge: the merged one; unlink:
                        ///< to whose confirmation the one of `customer` gave way, or empty

    friend bool operator==(const LiveDecision&, const LiveDecision&) = default;
};

/// How a person was put together.
struct LivePerson {
    struct Pair {
        std::string left;
        std::string right;
        double weight = 0;  ///< bits that the pair counted for; −20 where it contradicts itself
        bool was_blocked =
            true;  ///< a blocking rule proposed it; the others were scored because the group had to
    };
    std::string person;
    std::vector<std::string> customers;  ///< of the cluster, by id
    std::vector<Pair> pairs;             ///< every pair of them
    std::vector<std::string> profiles;   ///< tier match with it, by id
};

struct LiveOptions {
    std::size_t max_candidates = 5;  ///< as ResolutionOptions; at least 1
    double min_probability = 0.01;   ///< 0 to 1
    /// Durable mode: writes of a call are on disk when it returns. Off: they are when sync() or a snapshot
    /// returns, a crash loses the newest ones.
    bool sync_each_write = true;
};

/// How many there are of what.
struct LiveCounts {
    std::size_t profiles = 0;
    std::size_t customers = 0;
    std::size_t decisions = 0;   ///< of people, that hold
    std::size_t redo = 0;        ///< records whose candidates are to be looked at again
    std::size_t bytes = 0;       ///< heap, about
    std::uint64_t sequence = 0;  ///< of the last write in the log; 0 in memory
};

/// Keeps the resolution of a bank's profiles up to date while records come, change and go.
///
/// Once the redo queue is empty, the result is exactly (ids, tiers, bytes of weights and probabilities) that
/// of `resolve(profiles, customers, frozen_model)` on the records at hand: it depends neither on the order in
/// which they came nor on what was there in between. A write updates at once all that follows from its own
/// record: its candidates, the cluster of duplicate customers that it is in, profiles that point at it or
/// share its login, profiles of other networks that claim a person of whom one is established now, rivals for
/// its person. What a write can touch is bounded where the batch bounds it: keys, targets of pointers and
/// logins that too many records share count for nobody, doubtful claims establish nothing. Only when it makes
/// a blocking key generic, or an ordinary one again, are the other records of that block put in the redo
/// queue, which `process_redo` works off.
///
/// Thread-safe: any number of readers beside one writer at a time; a reader sees the state before a write or
/// after it, never in between. Const calls are lock-free and never wait for a writer: the state is held twice
/// over records that both share, and a write changes the one that nobody reads, then the other. A writer
/// waits for the readers that are under way; a long read (`digest`, `resolutions`, `persons`) holds up writes
/// as long as it takes.
///
/// Decisions of people (confirmed, rejected, kept apart, merged) are respected as a batch respects them: the
/// result is that of `resolve` with the ResolutionConstraints that follow from the decisions that hold.
///
/// Durable mode keeps a folder with the frozen model, a snapshot and a log of the writes and decisions since
/// then, each entry with a length and a checksum; opening it gives the state at the last complete write.
class LiveResolver {
  public:
    /// In memory. Throws Error{invalid_argument} naming the option that is out of range.
    explicit LiveResolver(FrozenModel model, const LiveOptions& options = {});
    /// Opens the folder, or makes it with `model` when it is absent. The model in the folder counts; another
    /// `model` is Error{conflict}. A log that ends within an entry is cut there. Throws Error{corrupt_data}
    /// naming the file and position for damage elsewhere or the file that is missing, Error{not_found}
    /// without folder and model, Error{unavailable} when another process has it open or the disk fails, and
    /// what the constructor throws.
    static LiveResolver open(const std::filesystem::path& folder,
                             const std::optional<FrozenModel>& model = {}, const LiveOptions& options = {});
    ~LiveResolver();
    LiveResolver(LiveResolver&&) noexcept;
    LiveResolver& operator=(LiveResolver&&) noexcept;

    const FrozenModel& model() const noexcept;

    /// Adds or replaces a record. Throws Error{invalid_argument} without an id.
    void add_customer(const LiveRecord& record);
    void add_profile(const LiveRecord& record);
    /// As if it had never come, with all decisions that name it. False when there is no such record.
    bool remove_customer(std::string_view id);
    bool remove_profile(std::string_view id);
    /// Many writes in order: faster than one by one, and one sync. Readers may see some of them before the
    /// others; on disk 1,024 at a time are there whole or not at all. Removals of what is not there count for
    /// nothing. 256 writes or more without a removal into a resolver that never had a record are a load: on
    /// all threads of the process, at the cost of a batch, and readers see all of it or nothing.
    void apply(std::span<const LiveWrite> writes);

    /// Takes a decision of people; the latest on its subject counts, and lasts until another one or until one
    /// of its records is removed. It may come before its records: it waits for them. False when it only
    /// repeats what holds. A profile is confirmed for one customer at a time: an earlier confirmation gives
    /// way, and comes back when the customer that it gave way to is removed. A rejected customer stays
    /// rejected with all that he is merged with. Throws Error{invalid_argument} for another kind, an id that
    /// is empty or longer than 65,535 bytes, or a record with itself; Error{conflict} for a merge of records
    /// that are kept apart, by themselves or by their groups, and for keep_apart of merged ones;
    /// Error{not_found} for an unmerge without its merge, a lift_keep_apart of records not kept apart. Then
    /// nothing changed.
    bool decide(const LiveDecision& decision);
    /// The decisions that hold, oldest first: deciding them again in this order gives the same result.
    std::vector<LiveDecision> decisions() const;

    /// The stored profile; nullopt when there is none.
    std::optional<LiveResolution> resolve(std::string_view profile_id) const;
    /// A profile that is not stored (or a newer form of one that is), as if it came now: with its rivals, the
    /// stored profiles that it points at, that point at it or that share its login, and what is known of its
    /// persons elsewhere, all as they are now: what its coming would change for them does not come back to
    /// it.
    LiveResolution resolve(const LiveRecord& profile) const;
    /// Customers by their agreement with any attributes: bits with the prior, best first; at least
    /// `min_weight`. No contest between them and no tiers beyond each one's own probability.
    std::vector<LiveCandidate> search(const LiveRecord& attributes, std::size_t limit = 10,
                                      double min_weight = -10) const;
    std::optional<LiveRecord> get(LiveSide side, std::string_view id) const;
    /// Weight by weight. Throws Error{not_found}.
    Explanation why(std::string_view profile_id, std::string_view customer_id) const;
    /// Two customer records as one person. Throws Error{not_found}.
    Explanation why_customers(std::string_view id, std::string_view other_id) const;
    /// The person that a customer record belongs to. Throws Error{not_found}.
    LivePerson how(std::string_view customer_id) const;

    /// Looks for the candidates of a record again; false when there is none. Changes nothing unless the
    /// record is in the redo queue.
    bool reevaluate(LiveSide side, std::string_view id);
    /// Works off up to `limit` records of the redo queue; returns how many are left.
    std::size_t process_redo(std::size_t limit = ~std::size_t{0});

    /// Calls `observer` after every write that changes a decision or a person, from the writing thread, one
    /// call at a time. What it throws comes out of the write after the write has taken effect and every
    /// observer has been called. It must not write: that, `observe` and `forget` throw Error{conflict}.
    /// Returns a number for `forget`. Costs a look at every profile.
    std::size_t observe(LiveObserver observer);
    void forget(std::size_t observer);

    LiveCounts counts() const;
    /// Of all decisions and persons: profiles with their candidates, customers with their person.
    Digest digest() const;
    /// All resolutions, by profile id.
    std::vector<LiveResolution> resolutions() const;
    /// Customer and person, by customer id.
    std::vector<std::pair<std::string, std::string>> persons() const;

    /// Durable mode: forces the log to disk. Nothing in memory.
    void sync();
    /// Durable mode: writes the records and decisions to a new snapshot and begins a new log. Nothing in
    /// memory.
    void snapshot();

    struct State;

  private:
    explicit LiveResolver(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace scrm::identity
