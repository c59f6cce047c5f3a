// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "identity/live/postings_internal.hpp"
#include "identity/live/records_internal.hpp"

namespace scrm::identity::live {

/// The records of one side that share one key. Valid until the index changes.
class Members {
  public:
    Members() = default;
    Members(const PackedPostings* loaded, PackedPostings::Range range, std::span<const Slot> later)
        : loaded_(loaded), range_(range), later_(later) {}

    std::size_t size() const noexcept { return range_.count + later_.size(); }
    bool empty() const noexcept { return size() == 0; }
    void append_to(std::vector<Slot>& out) const {
        for (std::uint32_t i = 0; i < range_.count; ++i) out.push_back(loaded_->slot(range_.first + i));
        out.insert(out.end(), later_.begin(), later_.end());
    }

  private:
    const PackedPostings* loaded_ = nullptr;
    PackedPostings::Range range_;
    std::span<const Slot> later_;
};

/// The records that share one key, in no order.
struct Sharers {
    Members customers;
    Members profiles;
};

/// Records by blocking key: those of a load packed, and never changed, so that copies of the index share
/// them; what came or went since then in tables of its own. Most keys there belong to one customer alone, so
/// that he stands in the table itself. Thread-compatible.
class BlockIndex {
  public:
    explicit BlockIndex(std::size_t rules) : rules_(rules) {}

    /// The postings of one side by rule.
    using Load = std::vector<std::vector<PackedPostings::Posting>>;
    /// Into an empty index; the same for any number of threads.
    void load(Load profiles, Load customers, unsigned threads);
    void add(BlockKey key, LiveSide side, Slot slot);
    /// The slot has the key.
    void remove(BlockKey key, LiveSide side, Slot slot);
    Sharers sharers(BlockKey key) const noexcept;
    /// Fetches what `sharers` reads of these keys into the cache.
    void prefetch(std::span<const BlockKey> keys) const noexcept;
    /// Of the index alone, and of what its copies share.
    std::size_t bytes() const noexcept;
    std::size_t shared_bytes() const noexcept;

  private:
    struct Entry {
        std::uint32_t key = 0;  // 0 is a free place
        std::uint32_t ref = 0;  // a customer's slot, or kBlock | number of a block
    };
    /// Open addressing.
    struct Table {
        std::vector<Entry> entries;
        std::size_t used = 0;
    };
    /// Customers first.
    struct Block {
        std::vector<Slot> members;
        std::uint32_t customers = 0;
        bool is_whole = false;  // what is loaded under the key counts no longer
    };
    static constexpr std::uint32_t kBlock = 1U << 31;
    struct Loaded {
        PackedPostings profiles;
        PackedPostings customers;
    };

    static std::size_t place_of(const Table& table, std::uint32_t key) noexcept;
    static void grow(Table& table);
    static void erase(Table& table, std::size_t place);
    static void put(Block& block, LiveSide side, Slot slot);
    const Block* block_of(BlockKey key) const noexcept;
    Block& make_block(BlockKey key);
    /// From now on all that share the key stand in a block.
    void take_over(BlockKey key);
    std::uint32_t new_block();

    std::vector<Table> rules_;
    std::vector<Block> blocks_;
    std::vector<std::uint32_t> free_;
    std::shared_ptr<const std::vector<Loaded>> loaded_;  // by rule; nullptr: nothing was loaded
};

}  // namespace scrm::identity::live
