// SPDX-License-Identifier: Apache-2.0
#include "identity/live/index_internal.hpp"

#include <algorithm>
#include <utility>

#include "scrm/core/digest.hpp"

namespace scrm::identity::live {

std::size_t BlockIndex::place_of(const Table& table, std::uint32_t key) noexcept {
    const std::size_t mask = table.keys.size() - 1;
    std::size_t place = mix64(key) & mask;
    while (table.keys[place] != 0 && table.keys[place] != key) place = (place + 1) & mask;
    return place;
}

void BlockIndex::grow(Table& table) {
    Table larger;
    const std::size_t size = std::max<std::size_t>(16, table.keys.size() * 2);
    larger.keys.assign(size, 0);
    larger.refs.assign(size, 0);
    larger.used = table.used;
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
        if (table.keys[i] == 0) continue;
        const std::size_t place = place_of(larger, table.keys[i]);
        larger.keys[place] = table.keys[i];
        larger.refs[place] = table.refs[i];
    }
    table = std::move(larger);
}

void BlockIndex::erase(Table& table, std::size_t hole) {
    const std::size_t mask = table.keys.size() - 1;
    for (std::size_t next = (hole + 1) & mask; table.keys[next] != 0; next = (next + 1) & mask) {
        const std::size_t home = mix64(table.keys[next]) & mask;
        if (((next - home) & mask) < ((next - hole) & mask)) continue;
        table.keys[hole] = table.keys[next];
        table.refs[hole] = table.refs[next];
        hole = next;
    }
    table.keys[hole] = 0;
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

void BlockIndex::add(BlockKey key, LiveSide side, Slot slot) {
    Table& table = rules_[key.rule];
    if ((table.used + 1) * 10 > table.keys.size() * 8) grow(table);
    const std::size_t place = place_of(table, key.key);
    std::uint32_t& ref = table.refs[place];
    if (table.keys[place] == 0) {
        table.keys[place] = key.key;
        ++table.used;
        if (side == LiveSide::customer) {
            ref = slot;
            return;
        }
        ref = kBlock | new_block();
    } else if ((ref & kBlock) == 0) {
        const Slot alone = ref;
        ref = kBlock | new_block();
        Block& block = blocks_[ref & ~kBlock];
        block.members = {alone};
        block.customers = 1;
    }
    Block& block = blocks_[ref & ~kBlock];
    block.members.push_back(slot);
    if (side == LiveSide::customer) std::swap(block.members[block.customers++], block.members.back());
}

void BlockIndex::remove(BlockKey key, LiveSide side, Slot slot) {
    Table& table = rules_[key.rule];
    const std::size_t place = place_of(table, key.key);
    const std::uint32_t ref = table.refs[place];
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
    if (block.members.size() == 1 && block.customers == 1) {
        table.refs[place] = block.members.front();
    } else if (block.members.empty()) {
        erase(table, place);
    } else {
        return;
    }
    block = Block{};
    free_.push_back(ref & ~kBlock);
}

Members BlockIndex::members(BlockKey key) const noexcept {
    const Table& table = rules_[key.rule];
    if (table.keys.empty()) return {};
    const std::size_t place = place_of(table, key.key);
    if (table.keys[place] == 0) return {};
    const std::uint32_t& ref = table.refs[place];
    if ((ref & kBlock) == 0) return {{&ref, 1}, {}};
    const Block& block = blocks_[ref & ~kBlock];
    const std::span<const Slot> all = block.members;
    return {all.first(block.customers), all.subspan(block.customers)};
}

std::size_t BlockIndex::bytes() const noexcept {
    std::size_t total = blocks_.capacity() * sizeof(Block) + free_.capacity() * 4;
    for (const Table& table : rules_) total += (table.keys.capacity() + table.refs.capacity()) * 4;
    for (const Block& block : blocks_) total += block.members.capacity() * sizeof(Slot);
    return total;
}

}  // namespace scrm::identity::live
