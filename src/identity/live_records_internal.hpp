// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scrm/identity/live_resolver.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity::live {

/// Where a record lies; used again once the record is gone.
using Slot = std::uint32_t;
inline constexpr Slot kNoSlot = ~Slot{0};

/// A blocking rule's number and the key of a record under it.
struct BlockKey {
    std::uint32_t rule = 0;
    std::uint32_t key = 0;

    friend bool operator==(const BlockKey&, const BlockKey&) = default;
    friend auto operator<=>(const BlockKey&, const BlockKey&) = default;
};

/// The record as a RecordSet would hold it.
LiveRecord canonical(const LiveRecord& record);

/// Records by id, each packed into one block of memory with its blocking keys. Thread-compatible.
class RecordTable {
  public:
    std::optional<Slot> find(std::string_view id) const noexcept;
    /// Adds a record or replaces it; `record` is canonical, `keys` sorted, `forms` packed.
    Slot put(const LiveRecord& record, std::span<const BlockKey> keys, std::string_view forms);
    /// The slot stays unused until `release`.
    void remove(Slot slot);
    void release(Slot slot) { free_.push_back(slot); }

    bool holds(Slot slot) const noexcept { return slot < packed_.size() && !packed_[slot].empty(); }
    std::string_view id(Slot slot) const noexcept;
    LiveRecord record(Slot slot) const;
    std::vector<BlockKey> keys(Slot slot) const;
    /// Valid until the record changes.
    std::string_view forms(Slot slot) const noexcept;
    /// The record's values without making a LiveRecord.
    void append_to(RecordSetBuilder& builder, Slot slot) const;

    std::size_t size() const noexcept { return size_; }
    /// Slots in use or free: every slot is below it.
    Slot slot_count() const noexcept { return static_cast<Slot>(packed_.size()); }
    /// Slots by the bytes of their ids.
    std::vector<Slot> by_id() const;
    std::size_t bytes() const noexcept;

  private:
    std::uint16_t attribute(std::string_view name);
    std::size_t place_of(std::string_view id) const noexcept;
    void grow();
    template <class Visit>
    void for_each_value(Slot slot, const Visit& visit) const;

    std::vector<std::string> attributes_;
    std::vector<std::string> packed_;  // by slot; empty: unused
    std::vector<Slot> free_;
    std::vector<Slot> places_;  // slot + 1 by the hash of its id; 0: free
    std::size_t size_ = 0;
};

struct Forms;

/// A stored record, or one that is only asked about.
struct RecordRef {
    Slot slot = kNoSlot;
    const LiveRecord* record = nullptr;
    const Forms* forms = nullptr;  ///< of `record`
};
RecordSet make_set(const RecordTable& table, std::span<const RecordRef> records, std::string_view population);

}  // namespace scrm::identity::live
