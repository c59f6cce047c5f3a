// SPDX-License-Identifier: Apache-2.0
#include "scrm/identity/live_resolver.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <thread>

#include "live_support.hpp"
#include "scrm/core/error.hpp"

namespace scrm::identity {
namespace {

using test::expect_as_batch;
using test::frozen_on;
using test::Held;
using test::LiveBank;

const LiveBank& bank() {
    static const LiveBank kBank(7);
    return kBank;
}

const FrozenModel& model() {
    static const FrozenModel kModel = frozen_on(bank());
    return kModel;
}

std::vector<LiveWrite> writes_of(const LiveBank& from) {
    std::vector<LiveWrite> writes;
    for (const LiveRecord& record : from.customers) writes.push_back({LiveSide::customer, false, record});
    for (const LiveRecord& record : from.profiles) writes.push_back({LiveSide::profile, false, record});
    return writes;
}

TEST(LiveResolver, OptionsOutOfRangeAreNamed) {
    const std::pair<LiveOptions, const char*> wrong[] = {
        {{.max_candidates = 0}, "max_candidates"},
        {{.min_probability = 2}, "min_probability"},
        {{.min_probability = -0.1}, "min_probability"},
        {{.min_probability = std::nan("")}, "min_probability"}};
    for (const auto& [options, name] : wrong) {
        try {
            LiveResolver live(model(), options);
            FAIL() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
            EXPECT_NE(std::string{error.what()}.find(name), std::string::npos);
        }
        EXPECT_THROW(LiveResolver::open("absent/folder", model(), options), Error);
        EXPECT_FALSE(std::filesystem::exists("absent"));
    }
}

TEST(LiveResolver, GivesWhatTheBatchGives) {
    LiveResolver live(model());
    Held held;
    const auto writes = writes_of(bank());
    for (const LiveWrite& write : writes) held.note(write);
    live.apply(writes);
    live.process_redo();
    expect_as_batch(live, held);
    std::size_t matches = 0;
    for (const LiveResolution& resolution : live.resolutions())
        matches += resolution.tier == Tier::match ? 1 : 0;
    EXPECT_GT(matches, 5U) << "the comparison must be of something";
}

TEST(LiveResolver, OneByOneAsInAGroup) {
    LiveResolver live(model());
    Held held;
    auto writes = writes_of(bank());
    Random random(3);
    for (std::size_t i = writes.size(); i > 1; --i) std::swap(writes[i - 1], writes[random.below(i)]);
    for (const LiveWrite& write : writes) {
        held.note(write);
        live.apply({&write, 1});
    }
    live.process_redo();
    expect_as_batch(live, held);
}

TEST(LiveResolver, AskingChangesNothingAndSaysWhatAddingWould) {
    LiveResolver live(model());
    std::vector<LiveWrite> writes;
    for (const LiveRecord& record : bank().customers) writes.push_back({LiveSide::customer, false, record});
    for (std::size_t i = 0; i < 60; ++i) writes.push_back({LiveSide::profile, false, bank().profiles[i]});
    live.apply(writes);
    const Digest before = live.digest();
    for (std::size_t i = 60; i < bank().profiles.size(); ++i) {
        const LiveRecord& record = bank().profiles[i];
        const LiveResolution asked = live.resolve(record);
        EXPECT_EQ(live.digest(), before);
        live.add_profile(record);
        EXPECT_TRUE(live.resolve(record.id) == asked) << i;
        EXPECT_TRUE(live.resolve(record) == asked) << "a stored profile is no rival of itself";
        live.remove_profile(record.id);
        live.process_redo();
        ASSERT_EQ(live.digest(), before) << "what came and went leaves no trace";
    }
}

TEST(LiveResolver, ReevaluationChangesNothingThatIsUpToDate) {
    LiveResolver live(model());
    live.apply(writes_of(bank()));
    live.process_redo();
    const Digest before = live.digest();
    for (const LiveRecord& record : bank().customers)
        EXPECT_TRUE(live.reevaluate(LiveSide::customer, record.id));
    for (const LiveRecord& record : bank().profiles)
        EXPECT_TRUE(live.reevaluate(LiveSide::profile, record.id));
    EXPECT_FALSE(live.reevaluate(LiveSide::profile, "nobody"));
    EXPECT_EQ(live.digest(), before);
}

TEST(LiveResolver, KeysThatTurnGenericQueueTheOthersOfTheirBlock) {
    const FrozenModel narrow = frozen_on(bank(), 3);
    LiveResolver live(narrow);
    Held held;
    LiveRecord record{"", {{"full_name", "Ольга Вершинина"}, {"birth_date", "1984-11-12"}}};
    const auto add = [&](LiveSide side, const std::string& id) {
        record.id = id;
        const LiveWrite write{side, false, record};
        held.note(write);
        live.apply({&write, 1});
    };
    add(LiveSide::profile,
        "vk\x1F\x1F"
        "1");
    for (int i = 0; i < 3; ++i) add(LiveSide::customer, "c" + std::to_string(i));
    EXPECT_EQ(live.counts().redo, 0U);
    EXPECT_FALSE(live.resolve(std::string{"vk\x1F\x1F"
                                          "1"})
                     ->candidates.empty());
    add(LiveSide::customer, "c3");
    EXPECT_GT(live.counts().redo, 0U) << "three share a key, four are too many";
    EXPECT_GT(live.process_redo(1), 0U);
    EXPECT_EQ(live.process_redo(), 0U);
    expect_as_batch(live, held);
    EXPECT_TRUE(live.resolve(std::string{"vk\x1F\x1F"
                                         "1"})
                    ->candidates.empty());
    live.remove_customer("c0");
    held.customers.erase("c0");
    EXPECT_GT(live.counts().redo, 0U) << "and three are not";
    live.process_redo();
    expect_as_batch(live, held);
    EXPECT_FALSE(live.resolve(std::string{"vk\x1F\x1F"
                                          "1"})
                     ->candidates.empty());
}

TEST(LiveResolver, LoginsThatFewShareConnectAndThoseOfManyDoNot) {
    LiveResolver live(model());
    Held held;
    const auto write = [&](const LiveWrite& one) {
        held.note(one);
        live.apply({&one, 1});
        live.process_redo();
    };
    write({LiveSide::customer,
           false,
           {"c", {{"full_name", "Ольга Вершинина"}, {"birth_date", "1984-11-12"}, {"city", "Казань"}}}});
    const auto profile = [](int number) {
        LiveRecord record{"n" + std::to_string(number), {{"network", "n" + std::to_string(number)}}};
        record.values.emplace_back("handle", "kometa_severa");
        if (number % 2 == 0) record.values.emplace_back("full_name", "Ольга Вершинина");
        if (number % 2 == 1) record.values.emplace_back("city", "Казань");
        if (number == 2) record.values.emplace_back("birth_date", "1984-11-12");
        return record;
    };
    std::vector<double> weights;
    const auto look = [&] {
        expect_as_batch(live, held);
        const auto found = live.resolve("n0");
        weights.push_back(found->candidates.empty() ? 0 : found->candidates.front().weight);
    };
    for (int i = 0; i < 6; ++i) {
        write({LiveSide::profile, false, profile(i)});
        look();
    }
    EXPECT_NE(weights[2], weights[0]) << "the birthday that the third shows is the first one's too";
    EXPECT_EQ(weights[4], weights[0]) << "five share a word, not a name";
    LiveRecord other = profile(5);
    std::erase_if(other.values, [](const auto& value) { return value.first == "handle"; });
    write({LiveSide::profile, false, other});
    look();
    for (int i = 4; i > 0; --i) {
        write({LiveSide::profile, true, profile(i)});
        look();
    }
    EXPECT_EQ(weights.back(), weights.front());
}

TEST(LiveResolver, WhoIsKnownElsewhereIsExpectedMore) {
    // A bank whose owners of one profile have others as well.
    const FrozenModel active = frozen_on(LiveBank(6));
    ASSERT_GT(active.model().activity.value_or(ActivityFactors{}).active, 1.1);
    LiveResolver live(active);
    Held held;
    const auto write = [&](const LiveWrite& one) {
        held.note(one);
        live.apply({&one, 1});
        live.process_redo();
        expect_as_batch(live, held);
    };
    write({LiveSide::customer,
           false,
           {"c",
            {{"full_name", "Ольга Вершинина"},
             {"birth_date", "1984-11-12"},
             {"city", "Казань"},
             {"phone", "+79163820475"}}}});
    const LiveRecord asked{"vague", {{"network", "vk"}, {"full_name", "Ольга Вершинина"}}};
    const LiveRecord sure{"sure",
                          {{"network", "ok"}, {"full_name", "Ольга Вершинина"}, {"phone", "+79163820475"}}};
    write({LiveSide::profile, false, asked});
    const auto probability = [&] {
        const auto found = live.resolve("vague");
        return found->candidates.empty() ? 0 : found->candidates.front().probability;
    };
    const double before = probability();
    EXPECT_GT(before, 0);
    write({LiveSide::profile, false, sure});
    EXPECT_GT(live.resolve("sure")->candidates.front().probability, 0.9);
    EXPECT_GT(probability(), before);
    EXPECT_TRUE(live.resolve(asked) == *live.resolve("vague"));
    write({LiveSide::profile, true, sure});
    EXPECT_EQ(probability(), before);
}

TEST(LiveResolver, ObserversSeeEveryChangeAndNothingElse) {
    LiveResolver live(model());
    live.apply(writes_of(bank()));
    live.process_redo();
    std::map<std::string, LiveResolution> told;
    for (const LiveResolution& resolution : live.resolutions()) told[resolution.profile] = resolution;
    std::map<std::string, std::string> persons;
    for (const auto& [customer, person] : live.persons()) persons[customer] = person;
    const std::size_t number = live.observe([&](const LiveChange& change) {
        for (const auto& decision : change.decisions) {
            const std::string& id =
                decision.after.profile.empty() ? decision.before.profile : decision.after.profile;
            EXPECT_TRUE(decision.before == told[id]);
            EXPECT_FALSE(decision.before == decision.after);
            if (decision.after.profile.empty())
                told.erase(id);
            else
                told[id] = decision.after;
        }
        for (const auto& person : change.persons) {
            EXPECT_EQ(person.before, persons[person.customer]);
            if (person.after.empty())
                persons.erase(person.customer);
            else
                persons[person.customer] = person.after;
        }
    });
    Random random(11);
    for (int i = 0; i < 60; ++i) {
        const bool is_customer = random.chance(0.5);
        const auto& pool = is_customer ? bank().customers : bank().profiles;
        LiveWrite write;
        write.side = is_customer ? LiveSide::customer : LiveSide::profile;
        write.is_removal = random.chance(0.4);
        write.record = pool[random.below(pool.size())];
        live.apply({&write, 1});
    }
    live.process_redo();
    live.forget(number);
    std::map<std::string, LiveResolution> now;
    for (const LiveResolution& resolution : live.resolutions()) now[resolution.profile] = resolution;
    EXPECT_TRUE(now == told);
    std::map<std::string, std::string> persons_now;
    for (const auto& [customer, person] : live.persons()) persons_now[customer] = person;
    EXPECT_EQ(persons_now, persons);
}

TEST(LiveResolver, AnObserverThatWritesIsRefused) {
    LiveResolver live(model());
    live.apply(writes_of(bank()));
    std::vector<ErrorCode> refused;
    const auto refusal = [&](const auto& write) {
        try {
            write();
        } catch (const Error& error) {
            refused.push_back(error.code());
        }
    };
    const std::size_t number = live.observe([&](const LiveChange& change) {
        if (change.persons.empty()) return;
        refusal([&] { live.remove_customer(bank().customers[1].id); });
        refusal([&] { live.process_redo(); });
        refusal([&] { live.forget(1); });
        EXPECT_TRUE(live.get(LiveSide::customer, bank().customers[1].id).has_value());
    });
    live.remove_customer(bank().customers[0].id);
    EXPECT_EQ(refused, std::vector<ErrorCode>(3, ErrorCode::conflict));
    live.forget(number);
    EXPECT_TRUE(live.remove_customer(bank().customers[1].id));
}

TEST(LiveResolver, FindsGetsAndExplains) {
    LiveResolver live(model());
    live.apply(writes_of(bank()));
    live.process_redo();
    std::size_t explained = 0;
    for (const LiveResolution& resolution : live.resolutions()) {
        if (resolution.tier != Tier::match) continue;
        const LiveCandidate& best = resolution.candidates.front();
        const Explanation why = live.why(resolution.profile, best.customer);
        EXPECT_EQ(why.left_id, resolution.profile);
        double sum = why.prior_weight;
        for (const Evidence& part : why.evidence) sum += part.weight;
        EXPECT_NEAR(sum, why.total_weight, 1e-9);
        const LivePerson person = live.how(best.customer);
        EXPECT_EQ(person.person, best.person);
        EXPECT_NE(std::find(person.profiles.begin(), person.profiles.end(), resolution.profile),
                  person.profiles.end());
        EXPECT_EQ(person.pairs.size(), person.customers.size() * (person.customers.size() - 1) / 2);
        ++explained;
    }
    EXPECT_GT(explained, 0U);
    const LiveRecord& known = bank().customers.front();
    EXPECT_TRUE(*live.get(LiveSide::customer, known.id) == known);
    EXPECT_FALSE(live.get(LiveSide::profile, known.id));
    LiveRecord asked = known;
    asked.id = "asked";
    const auto found = live.search(asked, 3);
    ASSERT_FALSE(found.empty());
    EXPECT_LE(found.size(), 3U);
    EXPECT_EQ(found.front().customer, known.id);
    EXPECT_THROW(live.why("nobody", known.id), Error);
    EXPECT_THROW(live.how("nobody"), Error);
    EXPECT_THROW(live.why_customers(known.id, known.id), Error);
    EXPECT_THROW(live.add_customer({}), Error);
}

TEST(LiveResolver, KeepsValuesAsARecordSetDoes) {
    LiveResolver live(model());
    live.add_customer({"c", {{"phone", " 123\t"}, {"city", "Казань"}, {"email", " "}, {"city", "Казань"}}});
    live.add_customer({"d", {{"city", "Казань"}, {"city", "Тверь"}, {"city", "Казань"}}});
    live.add_customer({"e", {{"city", "Тверь"}, {"city", "Казань"}, {"phone", "123"}}});
    const LiveRecord c{"c", {{"city", "Казань"}, {"phone", "123"}}};
    const LiveRecord d{"d", {{"city", "Казань"}, {"city", "Тверь"}}};
    const LiveRecord e{"e", {{"city", "Тверь"}, {"city", "Казань"}, {"phone", "123"}}};
    EXPECT_TRUE(*live.get(LiveSide::customer, "c") == c);
    EXPECT_TRUE(*live.get(LiveSide::customer, "d") == d);
    EXPECT_TRUE(*live.get(LiveSide::customer, "e") == e);
}

TEST(LiveResolver, ReadersSeeWholeWrites) {
    LiveResolver live(model());
    std::vector<LiveWrite> all = writes_of(bank());
    live.apply(all);
    live.process_redo();
    // One customer flickers between being there and not: a reader sees one digest or the other.
    const LiveRecord flicker = bank().customers[5];
    const Digest with = live.digest();
    live.remove_customer(flicker.id);
    live.process_redo();
    const Digest without = live.digest();
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&, i] {
            while (!stop) {
                if (const Digest seen = live.digest(); seen != with && seen != without) ++wrong;
                live.resolve(bank().profiles[static_cast<std::size_t>(i)]);
                live.search(flicker);
            }
        });
    }
    for (int i = 0; i < 10; ++i) {
        live.add_customer(flicker);
        live.remove_customer(flicker.id);
    }
    stop = true;
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(live.digest(), without);
}

}  // namespace
}  // namespace scrm::identity
