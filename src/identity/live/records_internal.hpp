// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/live/words_internal.hpp"
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

/// Bytes that do not change any more, with as many owners as there are copies. Thread-safe as a
/// std::shared_ptr.
class SharedBytes {
  public:
    SharedBytes() = default;
    explicit SharedBytes(std::string_view bytes);
    SharedBytes(const SharedBytes& other) noexcept : block_(other.block_) {
        if (block_ != nullptr) block_->owners.fetch_add(1, std::memory_order_relaxed);
    }
    SharedBytes(SharedBytes&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    SharedBytes& operator=(SharedBytes other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~SharedBytes() { release(); }

    bool empty() const noexcept { return block_ == nullptr; }
    std::string_view view() const noexcept {
        return block_ == nullptr ? std::string_view{}
                                 : std::string_view{reinterpret_cast<const char*>(block_ + 1), block_->size};
    }
    std::size_t bytes() const noexcept { return block_ == nullptr ? 0 : sizeof(Block) + block_->size; }
    /// Fetches the first lines of 64 bytes into the cache.
    void prefetch(std::size_t lines) const noexcept {
        constexpr std::size_t kLine = 64;
        for (std::size_t i = 0; i < lines; ++i)
            __builtin_prefetch(reinterpret_cast<const char*>(block_) + i * kLine);
    }

  private:
    struct Block {
        std::atomic<std::uint32_t> owners = 1;
        std::uint32_t size = 0;
    };
    void release() noexcept;

    Block* block_ = nullptr;  // the bytes follow it
};

/// The record as a RecordSet would hold it.
LiveRecord canonical(const LiveRecord& record);

/// The texts that packed records share: names of attributes, and values that many have.
struct RecordWords {
    Words attributes;
    Words values;

    std::size_t bytes() const noexcept { return attributes.bytes() + values.bytes(); }
    /// Throws Error{invalid_argument} when these writes bring more names of attributes than there is room
    /// for. For the thread that adds.
    void require_room(std::span<const LiveWrite> writes) const;
};

/// Records by id, each packed into one block of memory with its blocking keys. Thread-compatible.
class RecordTable {
  public:
    /// Copies share the words, and the bytes of their records.
    explicit RecordTable(RecordWords& words) : words_(&words) {}

    std::optional<Slot> find(std::string_view id) const noexcept;
    /// A record as the table holds it; `record` is canonical, `keys` sorted, `forms` packed.
    SharedBytes packed(const LiveRecord& record, std::span<const BlockKey> keys,
                       std::string_view forms) const;
    /// Adds a record or replaces it.
    Slot put(SharedBytes packed);
    /// The slot stays unused until `release`.
    void remove(Slot slot);
    void release(Slot slot) { free_.push_back(slot); }

    bool holds(Slot slot) const noexcept { return slot < packed_.size() && !packed_[slot].empty(); }
    std::string_view id(Slot slot) const noexcept;
    LiveRecord record(Slot slot) const;
    std::vector<BlockKey> keys(Slot slot) const;
    /// Valid until the record changes.
    std::string_view forms(Slot slot) const noexcept;
    /// Fetches where the record lies, and then what `forms` or `id` reads of it, into the cache.
    void prefetch_place(Slot slot) const noexcept { __builtin_prefetch(&packed_[slot]); }
    void prefetch_forms(Slot slot) const noexcept { packed_[slot].prefetch(3); }
    void prefetch_id(Slot slot) const noexcept { packed_[slot].prefetch(1); }
    /// The record's values without making a LiveRecord.
    void append_to(RecordSetBuilder& builder, Slot slot) const;

    std::size_t size() const noexcept { return size_; }
    /// Slots in use or free: every slot is below it.
    Slot slot_count() const noexcept { return static_cast<Slot>(packed_.size()); }
    /// Slots by the bytes of their ids.
    std::vector<Slot> by_id() const;
    /// Of the table alone, and of the records that its copies share.
    std::size_t bytes() const noexcept;
    std::size_t shared_bytes() const noexcept;

  private:
    static std::string_view id_of(std::string_view packed) noexcept;
    std::size_t place_of(std::string_view id) const noexcept;
    void grow();
    template <class Visit>
    void for_each_value(Slot slot, const Visit& visit) const;

    RecordWords* words_;
    std::vector<SharedBytes> packed_;  // by slot; empty: unused
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
