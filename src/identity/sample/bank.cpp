// SPDX-License-Identifier: Apache-2.0
#include "identity/sample/bank_internal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <unordered_set>

#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity::sample {
namespace {

constexpr std::size_t kHouseholds = 512;  // in a chunk
constexpr std::size_t kChunksAtOnce = 64;
constexpr std::uint64_t kTries = 400;

struct HouseholdCount {
    std::uint32_t rows = 0, persons = 0, companies = 0;
};

double uniform_of(std::uint64_t key, std::uint64_t salt) {
    Random random{mix64(key ^ mix64(salt))};
    return random.uniform();
}

bool shows(const Person& person, double share) {
    return uniform_of(person.key, 0x5107ULL) < share;
}

// Somebody with a record, drawn at random; `share` above 0 asks for one who has profiles.
const Person* some_customer(const Population& population, std::uint64_t households, double share,
                            Random& random, Household& home) {
    for (std::uint64_t i = 0; i < kTries; ++i) {
        home = population.household(Population::Stream::bank, random.below(households));
        const Person& person = home[random.below(home.size())];
        if (person.customer && !person.company && (share <= 0 || shows(person, share))) return &person;
    }
    return nullptr;
}

// Account ids and handles are unique within a network; two draws may have met.
void make_unique(std::vector<Profile>& profiles) {
    std::unordered_set<std::uint64_t> ids;
    std::unordered_set<std::uint64_t> handles;
    const auto key = [](const SocialIdentity& one, std::string_view text) {
        return hash64(text, hash64(one.account.network + "\n" + one.account.scope));
    };
    for (Profile& profile : profiles) {
        SocialIdentity& one = profile.identity;
        Random random{mix64(profile.order)};
        while (!ids.insert(key(one, one.account.network_user_id)).second) {
            if (one.account.network != "whatsapp") {
                one.account.network_user_id += std::to_string(random.below(10));
            } else {
                one.account.network_user_id = "7999" + std::to_string(1'000'000 + random.below(9'000'000));
                one.phones = {"+" + one.account.network_user_id};
            }
        }
        while (!one.handle.empty() && !handles.insert(key(one, one.handle)).second) {
            const std::string before = one.handle;
            one.handle += std::to_string(random.below(100));
            if (one.url.ends_with(before))
                one.url.replace(one.url.size() - before.size(), before.size(), one.handle);
        }
    }
}

}  // namespace

CustomerSide make_customers(const Population& population, std::uint64_t at_least, const MakeRoom& make_room,
                            const KeepRows& keep, const Execution& execution) {
    CustomerSide out;
    ProgressMeter meter{execution, "customers", static_cast<std::int64_t>(at_least)};
    out.rows.reserve(at_least + 8);
    for (std::size_t wave = 0; out.rows.size() < at_least; ++wave) {
        // No more chunks than the rows still missing need, at about two rows a household.
        const std::uint64_t missing = at_least - out.rows.size();
        const std::size_t chunks = std::clamp<std::size_t>(missing / (2 * kHouseholds) + 1, 1, kChunksAtOnce);
        const std::size_t first_chunk = out.households / kHouseholds;
        make_room(first_chunk + chunks);
        std::vector<std::vector<RowKey>> keys(chunks);
        std::vector<std::vector<HouseholdCount>> counts(chunks);
        for_each_chunk(
            chunks, 1, execution.threads, execution.stop, [&](std::size_t begin, std::size_t, std::size_t) {
                std::vector<CustomerRow> rows;
                for (std::size_t h = 0; h < kHouseholds; ++h) {
                    const std::uint64_t index = (first_chunk + begin) * kHouseholds + h;
                    HouseholdCount count;
                    const std::size_t before = rows.size();
                    for (const Person& person : population.household(Population::Stream::bank, index)) {
                        if (!person.customer) continue;
                        ++count.persons;
                        count.companies += person.company ? 1 : 0;
                        add_customer_rows(population, person, rows);
                    }
                    count.rows = static_cast<std::uint32_t>(rows.size() - before);
                    counts[begin].push_back(count);
                }
                for (std::size_t r = 0; r < rows.size(); ++r)
                    keys[begin].push_back(
                        {rows[r].order, rows[r].person, rows[r].role, first_chunk + begin, r});
                keep(first_chunk + begin, rows);
            });
        for (std::size_t c = 0; c < chunks && out.rows.size() < at_least; ++c) {
            std::size_t row = 0;
            for (const HouseholdCount& count : counts[c]) {
                if (out.rows.size() >= at_least) break;
                ++out.households;
                out.persons += count.persons;
                out.companies += count.companies;
                out.rows.insert(out.rows.end(), keys[c].begin() + static_cast<std::ptrdiff_t>(row),
                                keys[c].begin() + static_cast<std::ptrdiff_t>(row + count.rows));
                row += count.rows;
            }
            meter.advance(static_cast<std::int64_t>(row));
        }
    }
    out.duplicates = out.rows.size() - out.persons;
    std::sort(out.rows.begin(), out.rows.end(), [](const RowKey& a, const RowKey& b) {
        return std::tie(a.order, a.person, a.row) < std::tie(b.order, b.person, b.row);
    });
    meter.finish();
    return out;
}

std::vector<Profile> make_profiles(const Population& population, const CustomerSide& customers,
                                   const SampleOptions& options, const Execution& execution) {
    const Habits& habits = population.habits();
    const auto wanted = static_cast<std::size_t>(options.identities);
    std::vector<Profile> out;
    if (wanted == 0) return out;
    ProgressMeter meter{execution, "profiles", static_cast<std::int64_t>(wanted)};
    out.reserve(wanted + kHouseholds);

    const double own = (1 - options.stranger_share) * static_cast<double>(wanted);
    const double share =
        customers.persons == 0
            ? 0
            : std::min(1.0, own / (kProfilesPerPerson * static_cast<double>(customers.persons)));
    const auto add_households = [&](Population::Stream stream, std::uint64_t first, std::uint64_t last,
                                    double present) {
        const std::size_t chunks = (last - first + kHouseholds - 1) / kHouseholds;
        std::vector<std::vector<Profile>> made(chunks);
        for_each_chunk(last - first, kHouseholds, execution.threads, execution.stop,
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           for (std::size_t h = begin; h < end; ++h) {
                               for (Person& person : population.household(stream, first + h)) {
                                   const bool elsewhere = stream == Population::Stream::elsewhere;
                                   if (elsewhere) person.customer = false;
                                   // Few companies have a page, and each has one.
                                   const double chance =
                                       person.company ? present * habits.company_page : present;
                                   if (!shows(person, chance)) continue;
                                   if (!person.customer && options.stranger_share == 0) continue;
                                   for (Profile& one :
                                        profiles_of(population, person, elsewhere ? "stranger" : "relative"))
                                       made[chunk].push_back(std::move(one));
                               }
                           }
                       });
        for (auto& part : made) {
            meter.advance(static_cast<std::int64_t>(part.size()));
            std::move(part.begin(), part.end(), std::back_inserter(out));
        }
    };
    if (share > 0) add_households(Population::Stream::bank, 0, customers.households, share);

    Household home;
    const auto special = [&](double rate, std::uint64_t salt, const auto& make) {
        const auto count = static_cast<std::size_t>(
            std::lround(std::min(rate, options.stranger_share / 4) * static_cast<double>(wanted)));
        for (std::size_t i = 0; i < count; ++i) {
            Random random{mix64(mix64(options.seed ^ salt) + i)};
            make(random, random.next());
        }
    };
    special(habits.bank_fake, 1, [&](Random&, std::uint64_t key) { out.push_back(bank_fake(key)); });
    special(habits.bot, 2, [&](Random&, std::uint64_t key) { out.push_back(bot(key)); });
    if (customers.persons > customers.companies) {
        special(habits.impostor, 3, [&](Random& random, std::uint64_t key) {
            const double present = random.chance(0.6) ? share : 0;
            if (const Person* target = some_customer(population, customers.households, present, random, home))
                out.push_back(impostor_of(population, *target, key));
        });
        special(habits.namesake, 4, [&](Random& random, std::uint64_t key) {
            // Most people who share a full name and a city have a common name.
            const Person* of = some_customer(population, customers.households, 0, random, home);
            for (int i = 0; i < 8 && of != nullptr && !population.has_common_name(*of) && random.chance(0.9);
                 ++i)
                of = some_customer(population, customers.households, 0, random, home);
            if (of != nullptr)
                out.push_back(profiles_of(population, population.namesake(*of, key), "namesake").front());
        });
        special(habits.recycled, 5, [&](Random& random, std::uint64_t key) {
            const Person* former = some_customer(population, customers.households, 0, random, home);
            if (former == nullptr) return;
            const Household other =
                population.household(Population::Stream::elsewhere, (1ULL << 50U) + (key >> 14U));
            out.push_back(recycled_phone(population, other.front(), *former));
        });
    }
    if (options.stranger_share > 0) {
        for (std::uint64_t next = 0; out.size() < wanted;) {
            const std::uint64_t step = std::min<std::uint64_t>(kHouseholds * 32, wanted - out.size() + 8);
            add_households(Population::Stream::elsewhere, next, next + step, 0.5);
            next += step;
        }
    }
    const auto by_order = [](const Profile& a, const Profile& b) {
        return std::tie(a.order, a.person) < std::tie(b.order, b.person);
    };
    if (out.size() > wanted && options.stranger_share > 0) out.resize(wanted);
    std::sort(out.begin(), out.end(), by_order);
    if (out.size() > wanted) out.resize(wanted);
    // Nobody is left to ask: the rest are bots, so that the count is what was asked for.
    for (std::uint64_t i = 0; out.size() < wanted; ++i) out.push_back(bot(mix64(options.seed) + i));
    make_unique(out);
    meter.finish();
    return out;
}

std::string customer_id(std::size_t rank) {
    std::string out = std::to_string(rank + 1);
    return "C" + (out.size() < 8 ? std::string(8 - out.size(), '0') + out : out);
}

std::string person_id(std::uint64_t person) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string out = "p";
    for (int shift = 60; shift >= 0; shift -= 4) out += kHex[(person >> static_cast<unsigned>(shift)) & 15U];
    return out;
}

std::vector<std::size_t> true_customers(const CustomerSide& customers, const std::vector<Profile>& profiles) {
    std::vector<std::pair<std::uint64_t, std::size_t>> ranks;
    ranks.reserve(customers.rows.size());
    for (std::size_t i = 0; i < customers.rows.size(); ++i) ranks.emplace_back(customers.rows[i].person, i);
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::size_t> out;
    out.reserve(profiles.size());
    for (const Profile& one : profiles) {
        const auto found =
            std::lower_bound(ranks.begin(), ranks.end(), std::pair{one.person, std::size_t{0}});
        const bool known = one.of_customer && found != ranks.end() && found->first == one.person;
        out.push_back(known ? found->second : std::numeric_limits<std::size_t>::max());
    }
    return out;
}

}  // namespace scrm::identity::sample
