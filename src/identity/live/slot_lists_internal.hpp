// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "identity/live/records_internal.hpp"
#include "scrm/core/digest.hpp"

namespace scrm::identity::live {

/// Lists of slots by a number, in no order. Most lists are of one slot, which stands in the table itself: a
/// look-up is one place in memory. Thread-compatible.
template <class Key>
class SlotLists {
  public:
    /// The list of a key; empty where it has none. Valid until the next change.
    std::span<const Slot> of(Key key) const noexcept {
        if (entries_.empty()) return {};
        const Entry& entry = entries_[place_of(key)];
        if (entry.ref == kFree) return {};
        if ((entry.ref & kBlock) == 0) return {&entry.ref, 1};
        return blocks_[entry.ref & ~kBlock];
    }
    /// Fetches what `of` reads first into the cache.
    void prefetch(Key key) const noexcept {
        if (!entries_.empty()) __builtin_prefetch(&entries_[home_of(key)]);
    }
    void add(Key key, Slot slot) {
        if ((used_ + 1) * 10 > entries_.size() * 7) grow();
        Entry& entry = entries_[place_of(key)];
        if (entry.ref == kFree) {
            entry = {key, slot};
            ++used_;
            return;
        }
        if ((entry.ref & kBlock) == 0) {
            const Slot alone = entry.ref;
            entry.ref = kBlock | new_block();
            blocks_[entry.ref & ~kBlock].push_back(alone);
        }
        blocks_[entry.ref & ~kBlock].push_back(slot);
    }
    /// The slot is in the list.
    void remove(Key key, Slot slot) {
        const std::size_t place = place_of(key);
        const std::uint32_t ref = entries_[place].ref;
        if ((ref & kBlock) == 0) {
            erase(place);
            return;
        }
        std::vector<Slot>& block = blocks_[ref & ~kBlock];
        *std::find(block.begin(), block.end(), slot) = block.back();
        block.pop_back();
        if (block.size() > 1) return;
        entries_[place].ref = block.front();
        let_go(ref);
    }
    /// Removes the whole list of a key that may have none.
    void drop(Key key) {
        if (entries_.empty()) return;
        const std::size_t place = place_of(key);
        const std::uint32_t ref = entries_[place].ref;
        if (ref == kFree) return;
        if ((ref & kBlock) != 0) let_go(ref);
        erase(place);
    }
    std::size_t bytes() const noexcept {
        std::size_t total = entries_.capacity() * sizeof(Entry) + free_.capacity() * sizeof(std::uint32_t) +
                            blocks_.capacity() * sizeof(std::vector<Slot>);
        for (const std::vector<Slot>& block : blocks_) total += block.capacity() * sizeof(Slot);
        return total;
    }

  private:
    static constexpr std::uint32_t kFree = ~std::uint32_t{0};
    static constexpr std::uint32_t kBlock = 1U << 31;
    struct Entry {
        Key key = 0;
        std::uint32_t ref = kFree;  // the only slot, or kBlock | number of a block
    };

    std::size_t home_of(Key key) const noexcept { return mix64(key) & (entries_.size() - 1); }
    std::size_t place_of(Key key) const noexcept {
        const std::size_t mask = entries_.size() - 1;
        std::size_t place = home_of(key);
        while (entries_[place].ref != kFree && entries_[place].key != key) place = (place + 1) & mask;
        return place;
    }
    void grow() {
        std::vector<Entry> before(std::max<std::size_t>(16, entries_.size() * 2));
        before.swap(entries_);
        for (const Entry& entry : before) {
            if (entry.ref != kFree) entries_[place_of(entry.key)] = entry;
        }
    }
    /// What follows moves up where its own place allows, so that look-ups find no gap.
    void erase(std::size_t hole) noexcept {
        const std::size_t mask = entries_.size() - 1;
        for (std::size_t next = (hole + 1) & mask; entries_[next].ref != kFree; next = (next + 1) & mask) {
            if (((next - home_of(entries_[next].key)) & mask) < ((next - hole) & mask)) continue;
            entries_[hole] = entries_[next];
            hole = next;
        }
        entries_[hole] = {};
        --used_;
    }
    std::uint32_t new_block() {
        if (free_.empty()) {
            blocks_.emplace_back();
            return static_cast<std::uint32_t>(blocks_.size() - 1);
        }
        const std::uint32_t number = free_.back();
        free_.pop_back();
        return number;
    }
    void let_go(std::uint32_t ref) {
        std::vector<Slot>{}.swap(blocks_[ref & ~kBlock]);
        free_.push_back(ref & ~kBlock);
    }

    std::vector<Entry> entries_;  // open addressing
    std::size_t used_ = 0;
    std::vector<std::vector<Slot>> blocks_;
    std::vector<std::uint32_t> free_;
};

}  // namespace scrm::identity::live
