// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "../identity/live_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using test::expect_as_batch;
using test::frozen_on;
using test::Held;
using test::LiveBank;

/// Random decisions on the records of a bank, some of them before the records come. Most profiles that are
/// decided on are decided on again, and customers of one family are merged and parted in all orders.
class Deciding {
  public:
    Deciding(std::uint64_t seed, const LiveBank& bank) : random_(seed), bank_(bank) {}

    LiveDecision next(const LiveResolver& live) {
        LiveDecision decision;
        const double kind = random_.uniform();
        if (kind < 0.55) {
            decision.kind = kind < 0.25   ? DecisionKind::confirm
                            : kind < 0.45 ? DecisionKind::reject
                                          : DecisionKind::unlink;
            decision.profile = bank_.profiles[random_.below(bank_.profiles.size())].id;
            decision.customer = customer();
            // Mostly what the machine believes itself.
            if (const auto found = live.resolve(decision.profile); found && !found->candidates.empty()) {
                if (random_.chance(0.7))
                    decision.customer = found->candidates[random_.below(found->candidates.size())].customer;
            }
            return decision;
        }
        decision.kind = kind < 0.75 ? DecisionKind::merge : DecisionKind::keep_apart;
        decision.customer = customer();
        decision.other = customer();
        if (random_.chance(0.4)) decision.other = decision.customer + "-again";
        if (kind > 0.9) {
            const auto all = live.decisions();
            std::vector<LiveDecision> held;
            for (const LiveDecision& one : all) {
                if (one.kind == DecisionKind::merge || one.kind == DecisionKind::keep_apart)
                    held.push_back(one);
            }
            if (!held.empty()) {
                decision = held[random_.below(held.size())];
                decision.kind = decision.kind == DecisionKind::merge ? DecisionKind::unmerge
                                                                     : DecisionKind::lift_keep_apart;
            }
        }
        return decision;
    }

  private:
    std::string customer() {
        // Few of them, so that groups grow.
        return bank_.customers[random_.below(random_.chance(0.5) ? 12 : bank_.customers.size())].id;
    }

    Random random_;
    const LiveBank& bank_;
};

/// Refused ones change nothing.
void decide(LiveResolver& live, const LiveDecision& decision) {
    const auto before = live.decisions();
    try {
        if (live.decide(decision)) return;
    } catch (const Error& error) {
        EXPECT_TRUE(error.code() == ErrorCode::conflict || error.code() == ErrorCode::invalid_argument);
    }
    EXPECT_EQ(live.decisions(), before);
}

/// Random writes over the records of one bank: arrivals, newer forms (of another bank, so that names,
/// contacts and pointers really change), removals, a duplicate of a customer now and then, profiles that
/// take another one's login, and second profiles of an owner in another network.
class Writes {
  public:
    Writes(std::uint64_t seed, const LiveBank& bank)
        : random_(seed), bank_(bank), other_(1000 + seed, 150, 90) {}

    LiveWrite next() {
        LiveWrite write;
        write.side = random_.chance(0.5) ? LiveSide::customer : LiveSide::profile;
        const bool is_customer = write.side == LiveSide::customer;
        const auto& pool = is_customer ? bank_.customers : bank_.profiles;
        const auto& others = is_customer ? other_.customers : other_.profiles;
        write.record = pool[random_.below(pool.size())];
        const double kind = random_.uniform();
        if (kind < 0.2) {
            write.is_removal = true;
        } else if (kind < 0.3) {
            write.record.values = others[random_.below(others.size())].values;
        } else if (kind < 0.4) {
            mix(write.record, pool[random_.below(pool.size())]);
        } else if (kind < 0.5 && is_customer) {
            write.record.id += "-again";
        } else if (kind < 0.6 && !is_customer) {
            point_at(write.record, pool[random_.below(pool.size())]);
        } else if (kind < 0.75 && !is_customer) {
            take_login(write.record, pool[random_.below(pool.size())]);
        } else if (kind < 0.9 && !is_customer) {
            move_elsewhere(write.record);
        }
        return write;
    }
    bool chance(double p) { return random_.chance(p); }
    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

  private:
    /// Some values of another record: shared phones, one name for two, a moved address.
    void mix(LiveRecord& record, const LiveRecord& from) {
        for (const auto& value : from.values) {
            if (value.first != "network" && random_.chance(0.4)) record.values.push_back(value);
        }
    }
    /// A few logins that several come to share, beside those that few do.
    void take_login(LiveRecord& record, const LiveRecord& from) {
        if (random_.chance(0.5)) {
            record.values.emplace_back("handle", "kometa_" + std::to_string(random_.below(2)));
            return;
        }
        for (const auto& [attribute, value] : from.values) {
            if (attribute == "handle") record.values.emplace_back(attribute, value);
        }
    }
    void move_elsewhere(LiveRecord& record) {
        const std::string network = random_.chance(0.5) ? "forum" : "mastodon";
        record.id = network + record.id;
        std::erase_if(record.values, [](const auto& value) {
            return value.first == "network" || value.first == "handle" || value.first == "link";
        });
        record.values.emplace_back("network", network);
    }
    static void point_at(LiveRecord& record, const LiveRecord& target) {
        std::string network;
        for (const auto& [attribute, value] : target.values) {
            if (attribute == "network") network = value;
        }
        record.values.emplace_back("link", network + ":#" + target.id.substr(target.id.rfind('\x1F') + 1));
    }

    Random random_;
    const LiveBank& bank_;
    LiveBank other_;
};

class LiveOrder : public ::testing::TestWithParam<std::tuple<std::uint64_t, std::uint32_t>> {};

TEST_P(LiveOrder, AnyWritesEndWhereTheBatchEnds) {
    const auto [seed, cap] = GetParam();
    const LiveBank bank(20 + seed);
    const FrozenModel model = frozen_on(bank, cap);
    LiveResolver live(model);
    Held held;
    Writes writes(seed, bank);
    std::vector<LiveWrite> group;
    for (int i = 0; i < 500; ++i) {
        group.push_back(writes.next());
        held.note(group.back());
        if (writes.chance(0.3)) {
            live.apply(group);
            group.clear();
        }
        if (writes.chance(0.02)) live.process_redo(writes.below(20));
        if (i == 250) {
            live.apply(group);
            group.clear();
            live.process_redo();
            ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held)) << "half way";
        }
    }
    live.apply(group);
    live.process_redo();
    ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held));

    // And from nothing in another order.
    std::vector<LiveWrite> rest;
    for (const auto& [id, record] : held.profiles) rest.push_back({LiveSide::profile, false, record});
    for (const auto& [id, record] : held.customers) rest.push_back({LiveSide::customer, false, record});
    LiveResolver again(model);
    for (std::size_t i = rest.size(); i > 1; --i) std::swap(rest[i - 1], rest[writes.below(i)]);
    again.apply(rest);
    again.process_redo();
    EXPECT_EQ(again.digest(), live.digest());

    // And back to nothing.
    for (LiveWrite& write : rest) write.is_removal = true;
    again.apply(rest);
    EXPECT_EQ(again.counts().profiles + again.counts().customers + again.counts().redo, 0U);
    EXPECT_EQ(again.digest(), LiveResolver(model).digest());
}

TEST_P(LiveOrder, DecisionsOfPeopleCountAsInTheBatch) {
    const auto [seed, cap] = GetParam();
    const LiveBank bank(60 + seed);
    const FrozenModel model = frozen_on(bank, cap);
    LiveResolver live(model);
    Held held;
    Writes writes(seed, bank);
    Deciding deciding(90 + seed, bank);
    for (int i = 0; i < 400; ++i) {
        std::vector<LiveWrite> group;
        for (std::uint64_t k = writes.below(4); k-- > 0;) {
            group.push_back(writes.next());
            held.note(group.back());
        }
        live.apply(group);
        if (writes.chance(0.5)) decide(live, deciding.next(live));
        if (i % 100 == 99) {
            live.process_redo();
            ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held)) << "after " << i;
        }
    }
    ASSERT_GT(live.counts().decisions, 20U);

    // And from nothing: the records in another order, the decisions before, between and after them.
    const auto decisions = live.decisions();
    std::vector<LiveWrite> rest;
    for (const auto& [id, record] : held.profiles) rest.push_back({LiveSide::profile, false, record});
    for (const auto& [id, record] : held.customers) rest.push_back({LiveSide::customer, false, record});
    for (std::size_t i = rest.size(); i > 1; --i) std::swap(rest[i - 1], rest[writes.below(i)]);
    LiveResolver again(model);
    std::size_t decided = 0;
    for (const LiveWrite& write : rest) {
        for (; decided < decisions.size() && writes.chance(0.3); ++decided)
            EXPECT_TRUE(again.decide(decisions[decided]));
        again.apply({&write, 1});
    }
    for (; decided < decisions.size(); ++decided) EXPECT_TRUE(again.decide(decisions[decided]));
    again.process_redo();
    ASSERT_NO_FATAL_FAILURE(expect_as_batch(again, held));
    EXPECT_EQ(again.digest(), live.digest());
}

/// A bank of more records than `apply` takes in one by one, with all sorts of changes of them.
std::vector<LiveWrite> loaded_bank(const LiveBank& bank, Writes& writes) {
    std::map<std::pair<LiveSide, std::string>, LiveRecord> records;
    for (const LiveRecord& record : bank.customers) records[{LiveSide::customer, record.id}] = record;
    for (const LiveRecord& record : bank.profiles) records[{LiveSide::profile, record.id}] = record;
    for (int i = 0; i < 300; ++i) {
        const LiveWrite write = writes.next();
        if (!write.is_removal) records[{write.side, write.record.id}] = write.record;
    }
    std::vector<LiveWrite> out;
    for (const auto& [key, record] : records) out.push_back({key.first, false, record});
    for (std::size_t i = out.size(); i > 1; --i) std::swap(out[i - 1], out[writes.below(i)]);
    // Some come twice; the later form counts.
    for (std::size_t i = 0; i < 20; ++i) out.push_back(out[writes.below(out.size())]);
    for (std::size_t i = out.size() - 20; i < out.size(); ++i)
        out[i].record.values.emplace_back("city", "Тверь");
    return out;
}

TEST_P(LiveOrder, ALoadEndsWhereTheBatchEndsAndSoDoesWhatFollows) {
    const auto [seed, cap] = GetParam();
    const LiveBank bank(110 + seed, 300, 160);
    const FrozenModel model = frozen_on(bank, cap);
    Held held;
    Writes writes(seed, bank);
    const std::vector<LiveWrite> loaded = loaded_bank(bank, writes);
    for (const LiveWrite& write : loaded) held.note(write);
    LiveResolver live(model);
    live.apply(loaded);
    EXPECT_EQ(live.counts().redo, 0U) << "nothing is looked at before all is there";
    ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held));
    Deciding deciding(130 + seed, bank);
    for (int i = 0; i < 150; ++i) {
        const LiveWrite write = writes.next();
        held.note(write);
        live.apply({&write, 1});
        if (writes.chance(0.3)) decide(live, deciding.next(live));
    }
    live.process_redo();
    ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held));

    // All who were loaded go, and half of them come again.
    for (LiveWrite write : loaded) {
        held.of(write.side).erase(write.record.id);
        write.is_removal = true;
        live.apply({&write, 1});
    }
    live.process_redo();
    ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held)) << "without those who were loaded";
    for (std::size_t i = 0; i < loaded.size(); i += 2) {
        held.note(loaded[i]);
        live.apply({&loaded[i], 1});
    }
    live.process_redo();
    ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held)) << "with half of them again";
}

TEST_P(LiveOrder, ALoadUnderDecisionsThatWaitForItsRecords) {
    const auto [seed, cap] = GetParam();
    const LiveBank bank(150 + seed, 300, 160);
    const FrozenModel model = frozen_on(bank, cap);
    Held held;
    Writes writes(seed, bank);
    const std::vector<LiveWrite> loaded = loaded_bank(bank, writes);
    for (const LiveWrite& write : loaded) held.note(write);
    LiveResolver one_by_one(model);
    for (const LiveWrite& write : loaded) one_by_one.apply({&write, 1});
    one_by_one.process_redo();
    Deciding deciding(170 + seed, bank);
    for (int i = 0; i < 150; ++i) decide(one_by_one, deciding.next(one_by_one));
    one_by_one.process_redo();
    LiveResolver live(model);
    for (const LiveDecision& decision : one_by_one.decisions()) EXPECT_TRUE(live.decide(decision));
    live.apply(loaded);
    ASSERT_NO_FATAL_FAILURE(expect_as_batch(live, held));
    EXPECT_EQ(live.digest(), one_by_one.digest());
}

INSTANTIATE_TEST_SUITE_P(Seeds, LiveOrder,
                         ::testing::Combine(::testing::Values(1, 2, 3), ::testing::Values(0, 2, 6)));

}  // namespace
}  // namespace scrm::identity
