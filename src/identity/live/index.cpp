// SPDX-License-Identifier: Apache-2.0
#include "identity/live/index_internal.hpp"

#include <algorithm>
#include <utility>

#include "scrm/core/digest.hpp"
#include "scrm/core/parallel.hpp"

namespace scrm::identity::live {

void BlockIndex::load(Load profiles, Load customers, unsigned threads) {
    auto loaded = std::make_shared<std::vector<Loaded>>(rules_.size());
    for_each_chunk(rules_.size(), 1, threads, {}, [&](std::size_t rule, std::size_t, std::size_t) {
        (*loaded)[rule] = {PackedPostings(profiles[rule]), PackedPostings(customers[rule])};
        profiles[rule] = {};
        customers[rule] = {};
    });
    loaded_ = std::move(loaded);
}

std::size_t BlockIndex::place_of(const Table& table, std::uint32_t key) noexcept {
    const std::size_t mask = table.entries.size() - 1;
    std::size_t place = mix64(key) & mask;
    while (table.entries[place].key != 0 && table.entries[place].key != key) place = (place + 1) & mask;
    return place;
}

void BlockIndex::grow(Table& table) {
    Table larger;
    larger.entries.resize(std::max<std::size_t>(16, table.entries.size() * 2));
    larger.used = table.used;
    for (const Entry entry : table.entries) {
        if (entry.key != 0) larger.entries[place_of(larger, entry.key)] = entry;
    }
    table = std::move(larger);
}

void BlockIndex::erase(Table& table, std::size_t hole) {
    const std::size_t mask = table.entries.size() - 1;
    for (std::size_t next = (hole + 1) & mask; table.entries[next].key != 0; next = (next + 1) & mask) {
        const std::size_t home = mix64(table.entries[next].key) & mask;
        if (((next - home) & mask) < ((next - hole) & mask)) continue;
        table.entries[hole] = table.entries[next];
        hole = next;
    }
    table.entries[hole] = {};
    --table.used;
}

std::uint32_t BlockIndex::new_block() {
    if (!free_.empty()) {
        const std::uint32_t number = free_.back();
        free_.pop_back();
        return number;
    }
    blocks_.emplace_back();
    return static_cast<std::uint32_t>(blocks_.size() - 1);
}

void BlockIndex::put(Block& block, LiveSide side, Slot slot) {
    block.members.push_back(slot);
    if (side == LiveSide::customer) std::swap(block.members[block.customers++], block.members.back());
}

const BlockIndex::Block* BlockIndex::block_of(BlockKey key) const noexcept {
    const Table& table = rules_[key.rule];
    if (table.entries.empty()) return nullptr;
    const Entry entry = table.entries[place_of(table, key.key)];
    return entry.key == 0 || (entry.ref & kBlock) == 0 ? nullptr : &blocks_[entry.ref & ~kBlock];
}

BlockIndex::Block& BlockIndex::make_block(BlockKey key) {
    Table& table = rules_[key.rule];
    if ((table.used + 1) * 10 > table.entries.size() * 8) grow(table);
    Entry& entry = table.entries[place_of(table, key.key)];
    if (entry.key != 0 && (entry.ref & kBlock) != 0) return blocks_[entry.ref & ~kBlock];
    const std::uint32_t number = new_block();
    if (entry.key == 0) {
        entry.key = key.key;
        ++table.used;
    } else {
        put(blocks_[number], LiveSide::customer, entry.ref);
    }
    entry.ref = kBlock | number;
    return blocks_[number];
}

void BlockIndex::add(BlockKey key, LiveSide side, Slot slot) {
    Table& table = rules_[key.rule];
    if ((table.used + 1) * 10 > table.entries.size() * 8) grow(table);
    Entry& entry = table.entries[place_of(table, key.key)];
    if (entry.key == 0 && side == LiveSide::customer) {
        entry = {key.key, slot};
        ++table.used;
        return;
    }
    put(make_block(key), side, slot);
}

void BlockIndex::take_over(BlockKey key) {
    const Loaded& loaded = (*loaded_)[key.rule];
    Block& block = make_block(key);
    block.is_whole = true;
    std::vector<Slot> slots;
    const auto take = [&](const PackedPostings& postings, LiveSide side) {
        slots.clear();
        Members(&postings, postings.find(key.key), {}).append_to(slots);
        block.members.reserve(block.members.size() + slots.size());
        for (const Slot slot : slots) put(block, side, slot);
    };
    take(loaded.customers, LiveSide::customer);
    take(loaded.profiles, LiveSide::profile);
}

void BlockIndex::remove(BlockKey key, LiveSide side, Slot slot) {
    if (const Block* const block = block_of(key); loaded_ && (block == nullptr || !block->is_whole)) {
        const Loaded& loaded = (*loaded_)[key.rule];
        const PackedPostings& postings = side == LiveSide::customer ? loaded.customers : loaded.profiles;
        if (postings.contains(postings.find(key.key), slot)) take_over(key);
    }
    Table& table = rules_[key.rule];
    const std::size_t place = place_of(table, key.key);
    const std::uint32_t ref = table.entries[place].ref;
    if ((ref & kBlock) == 0) {
        erase(table, place);
        return;
    }
    Block& block = blocks_[ref & ~kBlock];
    const auto middle = block.members.begin() + block.customers;
    if (side == LiveSide::customer) {
        const auto at = std::find(block.members.begin(), middle, slot);
        *at = *(middle - 1);
        *(middle - 1) = block.members.back();
        --block.customers;
    } else {
        *std::find(middle, block.members.end(), slot) = block.members.back();
    }
    block.members.pop_back();
    if (block.is_whole) return;
    if (block.members.size() == 1 && block.customers == 1) {
        table.entries[place].ref = block.members.front();
    } else if (block.members.empty()) {
        erase(table, place);
    } else {
        return;
    }
    block = Block{};
    free_.push_back(ref & ~kBlock);
}

Sharers BlockIndex::sharers(BlockKey key) const noexcept {
    std::span<const Slot> customers;
    std::span<const Slot> profiles;
    if (const Table& table = rules_[key.rule]; !table.entries.empty()) {
        const Entry& entry = table.entries[place_of(table, key.key)];
        if (entry.key != 0 && (entry.ref & kBlock) == 0) {
            customers = {&entry.ref, 1};
        } else if (entry.key != 0) {
            const Block& block = blocks_[entry.ref & ~kBlock];
            customers = std::span{block.members}.first(block.customers);
            profiles = std::span{block.members}.subspan(block.customers);
            if (block.is_whole) return {{nullptr, {}, customers}, {nullptr, {}, profiles}};
        }
    }
    if (!loaded_) return {{nullptr, {}, customers}, {nullptr, {}, profiles}};
    const Loaded& loaded = (*loaded_)[key.rule];
    return {{&loaded.customers, loaded.customers.find(key.key), customers},
            {&loaded.profiles, loaded.profiles.find(key.key), profiles}};
}

void BlockIndex::prefetch(std::span<const BlockKey> keys) const noexcept {
    for (const BlockKey key : keys) {
        const Table& table = rules_[key.rule];
        if (!table.entries.empty())
            __builtin_prefetch(&table.entries[mix64(key.key) & (table.entries.size() - 1)]);
        if (loaded_) (*loaded_)[key.rule].customers.prefetch_bucket(key.key);
    }
    if (!loaded_) return;
    for (const BlockKey key : keys) (*loaded_)[key.rule].customers.prefetch_entries(key.key);
}

std::size_t BlockIndex::bytes() const noexcept {
    std::size_t total = blocks_.capacity() * sizeof(Block) + free_.capacity() * 4;
    for (const Table& table : rules_) total += table.entries.capacity() * sizeof(Entry);
    for (const Block& block : blocks_) total += block.members.capacity() * sizeof(Slot);
    return total;
}

std::size_t BlockIndex::shared_bytes() const noexcept {
    if (!loaded_) return 0;
    std::size_t total = 0;
    for (const Loaded& loaded : *loaded_) total += loaded.profiles.bytes() + loaded.customers.bytes();
    return total;
}

}  // namespace scrm::identity::live
