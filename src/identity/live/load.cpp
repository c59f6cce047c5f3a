// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "identity/live/engine_internal.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity::live {
namespace {

/// Records that one thread reads together, and how many of such chunks are read before they are stored.
constexpr std::size_t kReadTogether = 256;
constexpr std::size_t kChunksAtOnce = 64;
constexpr std::size_t kComparedTogether = 256;

/// From so many writes on a load is worth its threads.
constexpr std::size_t kFewestLoaded = 256;

}  // namespace

bool Engine::can_load(std::span<const LiveWrite> writes) const {
    return writes.size() >= kFewestLoaded && !has_records() &&
           std::none_of(writes.begin(), writes.end(),
                        [](const LiveWrite& write) { return write.is_removal; });
}

void Engine::load(std::span<const LiveWrite> writes, unsigned threads) {
    std::array<std::unordered_map<std::string_view, std::size_t>, 2> places;
    std::vector<const LiveWrite*> last;
    for (const LiveWrite& write : writes) {
        auto& place = places[index_of(write.side)];
        const auto [at, is_new] = place.try_emplace(write.record.id, last.size());
        if (is_new)
            last.push_back(&write);
        else
            last[at->second] = &write;
    }
    load_records(last, threads);
    load_persons(threads);
    load_claims(threads);
}

void Engine::load_records(std::span<const LiveWrite* const> writes, unsigned threads) {
    Slots known;
    std::array<BlockIndex::Load, 2> postings;
    for (BlockIndex::Load& side : postings) side.resize(rules_.size());
    const std::size_t at_once = kReadTogether * kChunksAtOnce;
    for (std::size_t first = 0; first < writes.size(); first += at_once) {
        const auto some = writes.subspan(first, std::min(at_once, writes.size() - first));
        std::vector<ReadWrites> chunks((some.size() + kReadTogether - 1) / kReadTogether);
        for_each_chunk(some.size(), kReadTogether, threads, {},
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           chunks[chunk] = read(some.subspan(begin, end - begin));
                       });
        std::array<std::size_t, 2> next{};  // of a chunk
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (i % kReadTogether == 0) next = {};
            const LiveSide side = some[i]->side;
            const ReadRecords& records = chunks[i / kReadTogether][index_of(side)];
            const std::size_t number = next[index_of(side)]++;
            const Slot slot = store(side, records, number);
            for (const BlockKey key : records.readings.keys[number])
                postings[index_of(side)][key.rule].push_back({key.key, slot});
            if (side == LiveSide::profile) keep_profile(slot, records, number, known);
        }
    }
    index_.load(std::move(postings[index_of(LiveSide::profile)]),
                std::move(postings[index_of(LiveSide::customer)]), threads);
}

void Engine::load_persons(unsigned threads) {
    const std::size_t count = customers_.slot_count();
    std::vector<std::vector<std::pair<Slot, std::vector<Slot>>>> found((count + kComparedTogether - 1) /
                                                                       kComparedTogether);
    for_each_chunk(count, kComparedTogether, threads, {},
                   [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                       for (auto customer = static_cast<Slot>(begin); customer < end; ++customer) {
                           std::vector<Slot> near = duplicates_near(customer);
                           std::erase_if(near, [customer](Slot other) { return other > customer; });
                           auto strong = strong_with(customer, near);
                           if (!strong.empty()) found[chunk].emplace_back(customer, std::move(strong));
                       }
                   });
    for (const auto& chunk : found) {
        for (const auto& [customer, strong] : chunk) add_edges(customer, strong);
    }
    found.clear();
    Slots seeds;
    for (Slot customer = 0; customer < count; ++customer) {
        person_[customer] = customer;
        if (!decisions_.empty() || !edges_.of(customer).empty()) seeds.insert(seeds.end(), customer);
    }
    const auto components = components_of(seeds);
    std::vector<std::vector<Row>> clusters(components.size());
    for_each_chunk(components.size(), kComparedTogether, threads, {},
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       for (std::size_t i = begin; i < end; ++i) clusters[i] = clusters_of(components[i]);
                   });
    Slots moved;
    for (std::size_t i = 0; i < components.size(); ++i) move_to(components[i], clusters[i], moved);
}

void Engine::load_claims(unsigned threads) {
    const std::size_t count = profiles_.slot_count();
    std::vector<std::vector<Evidence>> found(count);
    for_each_chunk(count, kComparedTogether, threads, {},
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                       for (auto profile = static_cast<Slot>(begin); profile < end; ++profile) {
                           const RecordRef self{profile, nullptr, nullptr};
                           found[profile] = evidence_of(self, customers_near(profiles_.keys(profile)));
                       }
                   });
    for (Slot profile = 0; profile < count; ++profile) add_evidence(profile, found[profile]);
    weigh_all(threads);
}

void Engine::weigh_all(unsigned threads) {
    const std::size_t count = profiles_.slot_count();
    std::vector<Profile> weighed(count);
    const auto for_each = [&](const auto& visit) {
        for_each_chunk(count, kComparedTogether, threads, {},
                       [&](std::size_t begin, std::size_t end, std::size_t) {
                           for (auto slot = static_cast<Slot>(begin); slot < end; ++slot) visit(slot);
                       });
    };
    for_each([&](Slot slot) { weighed[slot] = claimed(slot); });
    Slots known;
    for (Slot slot = 0; slot < count; ++slot) {
        hold(slot, std::move(weighed[slot].claims), weighed[slot].owner, known);
    }
    // All are looked at, so that it does not matter of whom more is known now.
    for_each([&](Slot slot) { expect_more(states_[slot], slot); });
}

}  // namespace scrm::identity::live
