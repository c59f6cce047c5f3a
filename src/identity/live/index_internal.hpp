// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "identity/live/records_internal.hpp"

namespace scrm::identity::live {

/// The records that share one key.
struct Members {
    std::span<const Slot> customers;
    std::span<const Slot> profiles;
};

/// Records by blocking key. Most keys belong to one customer alone, so that he stands in the table itself.
/// Thread-compatible.
class BlockIndex {
  public:
    explicit BlockIndex(std::size_t rules) : rules_(rules) {}

    void add(BlockKey key, LiveSide side, Slot slot);
    void remove(BlockKey key, LiveSide side, Slot slot);
    /// Valid until the next change.
    Members members(BlockKey key) const noexcept;
    std::size_t bytes() const noexcept;

  private:
    /// Open addressing; key 0 is a free place.
    struct Table {
        std::vector<std::uint32_t> keys;
        std::vector<std::uint32_t> refs;  // a customer's slot, or kBlock | number of a block
        std::size_t used = 0;
    };
    /// Customers first.
    struct Block {
        std::vector<Slot> members;
        std::uint32_t customers = 0;
    };
    static constexpr std::uint32_t kBlock = 1U << 31;

    static std::size_t place_of(const Table& table, std::uint32_t key) noexcept;
    static void grow(Table& table);
    static void erase(Table& table, std::size_t place);
    std::uint32_t new_block();

    std::vector<Table> rules_;
    std::vector<Block> blocks_;
    std::vector<std::uint32_t> free_;
};

}  // namespace scrm::identity::live
