// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/live_resolver.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "identity/live/engine_internal.hpp"
#include "identity/live/left_right_internal.hpp"
#include "identity/live/log_internal.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {

using live::Slot;

struct LiveResolver::State {
    State(FrozenModel frozen, const LiveOptions& options)
        : State(std::make_shared<live::Craft>(std::move(frozen)), options) {}

    /// The turn to write: one at a time.
    class Turn {
      public:
        explicit Turn(State& state) : state_(state) {
            if (state.writer == std::this_thread::get_id()) {
                throw Error(ErrorCode::conflict, "an observer must not write to the resolver that calls it");
            }
            alone_ = std::unique_lock{state.writing};
            state.writer = std::this_thread::get_id();
        }
        ~Turn() {
            state_.thrown = nullptr;
            state_.writer = std::thread::id{};
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

        /// What the first observer that failed threw; for the caller, once the write is whole and on disk.
        std::exception_ptr thrown() { return std::exchange(state_.thrown, nullptr); }

      private:
        State& state_;
        std::unique_lock<std::mutex> alone_;
    };

    /// Both engines, then tells the observers while readers already see the new state. In the turn to write.
    template <class Change>
    auto write_alone(const Change& change) {
        decltype(change(std::declval<live::Engine&>())) result{};
        LiveChange told;
        live::Engine::Tape tape;
        engines.write(
            [&](live::Engine& engine) {
                engine.take_up(&tape, watch ? &*watch : nullptr);
                result = change(engine);
                if (watch) told = engine.take_change();
                engine.let_go();
                tape.rewind();
            },
            [&](live::Engine& engine) {
                engine.take_up(&tape, nullptr);
                change(engine);
                engine.let_go();
            });
        if (!told.empty()) tell(told);
        return result;
    }
    template <class Change>
    auto write(const Change& change) {
        Turn turn{*this};
        const auto result = write_alone(change);
        rethrow(turn.thrown());
        return result;
    }
    /// Appends writes or a decision. Of the last of a call the disk is told while the engines take it in.
    template <class Entry>
    void log(const Entry& entry, bool is_last) const {
        if (!journal) return;
        journal->append(entry);
        if (is_last && sync_each_write) journal->begin_sync();
    }
    /// Writes in order, on disk when it returns; false, and nothing written, unless `is_wanted` by the state
    /// that they come to. Empty: they are.
    bool apply(std::span<const LiveWrite> writes, const std::function<bool(const live::Engine&)>& is_wanted);
    /// Whether it was there.
    bool remove(LiveSide side, std::string_view id);
    static void rethrow(const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    }
    template <class Look>
    auto read(const Look& look) const {
        return engines.read(look);
    }

    std::shared_ptr<live::Craft> craft;
    live::LeftRight<live::Engine> engines;
    std::unique_ptr<live::Journal> journal;  // none in memory
    bool sync_each_write = true;
    std::mutex writing;
    std::atomic<std::thread::id> writer;
    std::exception_ptr thrown;
    std::optional<live::Engine::Watch> watch;  // while there are observers
    std::map<std::size_t, LiveObserver> observers;
    std::size_t next_observer = 1;

  private:
    State(const std::shared_ptr<live::Craft>& made, const LiveOptions& options)
        : craft(made),
          engines(std::make_unique<live::Engine>(made, options),
                  std::make_unique<live::Engine>(made, options)),
          sync_each_write(options.sync_each_write) {}

    void tell(const LiveChange& change) {
        for (const auto& [number, observer] : observers) {
            try {
                observer(change);
            } catch (...) {
                if (!thrown) thrown = std::current_exception();
            }
        }
    }
};

namespace {

/// Writes of one entry of the log.
constexpr std::size_t kLoggedTogether = 1024;
/// Of a load: as many as the process may use.
constexpr unsigned kAllThreads = 0;

void check(const LiveOptions& options) {
    if (options.max_candidates == 0)
        throw Error(ErrorCode::invalid_argument, "max_candidates: a profile keeps at least 1");
    if (!(options.min_probability >= 0 && options.min_probability <= 1))
        throw Error(ErrorCode::invalid_argument, "min_probability is no probability");
}

Slot slot_of(const live::Engine& engine, LiveSide side, std::string_view id) {
    const auto slot = engine.records(side).find(id);
    if (!slot) {
        throw Error(ErrorCode::not_found,
                    side == LiveSide::customer ? "no such customer" : "no such profile");
    }
    return *slot;
}

}  // namespace

LiveResolver::LiveResolver(FrozenModel model, const LiveOptions& options) {
    check(options);
    state_ = std::make_unique<State>(std::move(model), options);
}
LiveResolver::LiveResolver(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveResolver::~LiveResolver() = default;
LiveResolver::LiveResolver(LiveResolver&&) noexcept = default;
LiveResolver& LiveResolver::operator=(LiveResolver&&) noexcept = default;

const FrozenModel& LiveResolver::model() const noexcept {
    return state_->craft->model;
}

void LiveResolver::add_customer(const LiveRecord& record) {
    const LiveWrite write{LiveSide::customer, false, record};
    apply({&write, 1});
}

void LiveResolver::add_profile(const LiveRecord& record) {
    const LiveWrite write{LiveSide::profile, false, record};
    apply({&write, 1});
}

bool LiveResolver::State::remove(LiveSide side, std::string_view id) {
    const LiveWrite write{side, true, {std::string{id}, {}}};
    return apply({&write, 1},
                 [&](const live::Engine& engine) { return engine.records(side).find(id).has_value(); });
}

bool LiveResolver::State::apply(std::span<const LiveWrite> writes,
                                const std::function<bool(const live::Engine&)>& is_wanted) {
    // An id that none can have is wanted nowhere.
    if (!is_wanted) live::Engine::check(writes);
    std::uint64_t written = 0;
    std::exception_ptr told;
    {
        Turn turn{*this};
        if (is_wanted && !is_wanted(engines.current())) return false;
        // What is in the log is read by every later opening: nothing may be refused behind it.
        engines.current().check_room(writes);
        const bool is_load = !watch && engines.current().can_load(writes);
        for (std::size_t begin = 0; begin < writes.size(); begin += kLoggedTogether) {
            const auto group = writes.subspan(begin, std::min(kLoggedTogether, writes.size() - begin));
            log(group, begin + group.size() == writes.size());
            if (is_load) continue;
            for (std::size_t at = 0; at < group.size(); at += live::Engine::kGroup) {
                const auto some = group.subspan(at, std::min(live::Engine::kGroup, group.size() - at));
                const auto read_writes = engines.current().read(some);
                write_alone([&](live::Engine& engine) {
                    engine.write(some, read_writes);
                    return true;
                });
            }
        }
        if (is_load) engines.renew([&](live::Engine& engine) { engine.load(writes, kAllThreads); });
        if (journal) written = journal->sequence();
        told = turn.thrown();
    }
    // Outside the lock, so that writers that wait for the disk wait together.
    if (journal && sync_each_write) journal->sync(written);
    rethrow(told);
    return true;
}

bool LiveResolver::remove_customer(std::string_view id) {
    return state_->remove(LiveSide::customer, id);
}

bool LiveResolver::remove_profile(std::string_view id) {
    return state_->remove(LiveSide::profile, id);
}

void LiveResolver::apply(std::span<const LiveWrite> writes) {
    state_->apply(writes, {});
}

bool LiveResolver::decide(const LiveDecision& decision) {
    live::Engine::check(decision);
    std::uint64_t written = 0;
    std::exception_ptr thrown;
    {
        State::Turn turn{*state_};
        if (!state_->engines.current().decisions().changes(decision)) return false;
        state_->log(decision, true);
        state_->write_alone([&](live::Engine& engine) {
            engine.decide(decision);
            return true;
        });
        if (state_->journal) written = state_->journal->sequence();
        thrown = turn.thrown();
    }
    if (state_->journal && state_->sync_each_write) state_->journal->sync(written);
    State::rethrow(thrown);
    return true;
}

std::vector<LiveDecision> LiveResolver::decisions() const {
    return state_->read([](const live::Engine& engine) { return engine.decisions().all(); });
}

LiveResolver LiveResolver::open(const std::filesystem::path& folder, const std::optional<FrozenModel>& model,
                                const LiveOptions& options) {
    check(options);
    auto journal = std::make_unique<live::Journal>(folder, model);
    auto state = std::make_unique<State>(journal->model(), options);
    state->engines.renew([&](live::Engine& engine) {
        // Records that come together are loaded together: their order among each other does not matter.
        std::vector<LiveWrite> waiting;
        const auto take_in = [&] {
            if (engine.can_load(waiting))
                engine.load(waiting, kAllThreads);
            else
                engine.apply(waiting);
            waiting.clear();
        };
        journal->replay({[&](std::span<const LiveWrite> writes) {
                             const auto is_removal = [](const LiveWrite& write) { return write.is_removal; };
                             if (std::any_of(writes.begin(), writes.end(), is_removal)) take_in();
                             waiting.insert(waiting.end(), writes.begin(), writes.end());
                             if (engine.has_records()) take_in();
                         },
                         [&](const LiveDecision& decision) {
                             take_in();
                             engine.decide(decision);
                         }});
        take_in();
        engine.process_redo(~std::size_t{0});
    });
    state->journal = std::move(journal);
    return LiveResolver(std::move(state));
}

void LiveResolver::sync() {
    if (!state_->journal) return;
    std::uint64_t written = 0;
    {
        const State::Turn turn{*state_};
        written = state_->journal->sequence();
    }
    state_->journal->sync(written);
}

void LiveResolver::snapshot() {
    if (!state_->journal) return;
    const State::Turn turn{*state_};
    const live::Engine& engine = state_->engines.current();
    state_->journal->snapshot(engine.contents(), engine.decisions().all());
}

Digest LiveResolver::digest() const {
    Sha256 hash;
    const auto number = [&hash](double value) { hash.field(std::bit_cast<std::int64_t>(value)); };
    state_->read([&](const live::Engine& engine) {
        for (const Slot slot : engine.records(LiveSide::profile).by_id()) {
            const LiveResolution resolution = engine.resolution(slot);
            hash.field(resolution.profile);
            for (const LiveCandidate& candidate : resolution.candidates) {
                hash.field(candidate.customer).field(candidate.person).field(to_string(candidate.tier));
                number(candidate.weight);
                number(candidate.probability);
                if (candidate.confirmed || candidate.rejected)
                    hash.field(candidate.confirmed ? "confirmed" : "rejected");
            }
        }
        const live::RecordTable& customers = engine.records(LiveSide::customer);
        for (const Slot slot : customers.by_id())
            hash.field(customers.id(slot)).field(engine.person_id(slot));
        return true;
    });
    return hash.finish();
}

std::optional<LiveResolution> LiveResolver::resolve(std::string_view profile_id) const {
    return state_->read([&](const live::Engine& engine) -> std::optional<LiveResolution> {
        const auto slot = engine.records(LiveSide::profile).find(profile_id);
        return slot ? std::optional{engine.resolution(*slot)} : std::nullopt;
    });
}

LiveResolution LiveResolver::resolve(const LiveRecord& profile) const {
    return state_->read([&](const live::Engine& engine) { return engine.resolution(profile); });
}

std::vector<LiveCandidate> LiveResolver::search(const LiveRecord& attributes, std::size_t limit,
                                                double min_weight) const {
    return state_->read(
        [&](const live::Engine& engine) { return engine.search(attributes, limit, min_weight); });
}

std::optional<LiveRecord> LiveResolver::get(LiveSide side, std::string_view id) const {
    return state_->read([&](const live::Engine& engine) -> std::optional<LiveRecord> {
        const live::RecordTable& records = engine.records(side);
        const auto slot = records.find(id);
        return slot ? std::optional{records.record(*slot)} : std::nullopt;
    });
}

Explanation LiveResolver::why(std::string_view profile_id, std::string_view customer_id) const {
    return state_->read([&](const live::Engine& engine) {
        return engine.why(slot_of(engine, LiveSide::profile, profile_id),
                          slot_of(engine, LiveSide::customer, customer_id));
    });
}

Explanation LiveResolver::why_customers(std::string_view id, std::string_view other_id) const {
    return state_->read([&](const live::Engine& engine) {
        const Slot one = slot_of(engine, LiveSide::customer, id);
        const Slot other = slot_of(engine, LiveSide::customer, other_id);
        if (one == other)
            throw Error(ErrorCode::invalid_argument, "a customer record explains no pair with itself");
        return engine.why_customers(one, other);
    });
}

LivePerson LiveResolver::how(std::string_view customer_id) const {
    return state_->read([&](const live::Engine& engine) {
        return engine.person(slot_of(engine, LiveSide::customer, customer_id));
    });
}

bool LiveResolver::reevaluate(LiveSide side, std::string_view id) {
    return state_->write([&](live::Engine& engine) { return engine.reevaluate(side, id); });
}

std::size_t LiveResolver::process_redo(std::size_t limit) {
    // In steps, so that readers see what is done and other writers get in between.
    while (true) {
        const std::size_t some = std::min(limit, live::Engine::kGroup);
        const std::size_t left =
            state_->write([some](live::Engine& engine) { return engine.process_redo(some); });
        limit -= some;
        if (left == 0 || limit == 0) return left;
    }
}

std::size_t LiveResolver::observe(LiveObserver observer) {
    const State::Turn turn{*state_};
    if (!state_->watch) state_->watch = state_->engines.current().begin_watch();
    state_->observers.emplace(state_->next_observer, std::move(observer));
    return state_->next_observer++;
}

void LiveResolver::forget(std::size_t observer) {
    const State::Turn turn{*state_};
    state_->observers.erase(observer);
    if (state_->observers.empty()) state_->watch.reset();
}

LiveCounts LiveResolver::counts() const {
    LiveCounts counts = state_->read([](const live::Engine& engine) { return engine.counts(); });
    if (state_->journal) counts.sequence = state_->journal->sequence();
    return counts;
}

std::vector<LiveResolution> LiveResolver::resolutions() const {
    return state_->read([](const live::Engine& engine) {
        std::vector<LiveResolution> out;
        for (const Slot slot : engine.records(LiveSide::profile).by_id())
            out.push_back(engine.resolution(slot));
        return out;
    });
}

std::vector<std::pair<std::string, std::string>> LiveResolver::persons() const {
    return state_->read([](const live::Engine& engine) {
        std::vector<std::pair<std::string, std::string>> out;
        const live::RecordTable& customers = engine.records(LiveSide::customer);
        for (const Slot slot : customers.by_id())
            out.emplace_back(customers.id(slot), engine.person_id(slot));
        return out;
    });
}

}  // namespace scrm::identity
