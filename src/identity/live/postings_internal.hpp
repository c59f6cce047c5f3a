// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "identity/live/records_internal.hpp"

namespace scrm::identity::live {

/// Which slots have which keys of one blocking rule, as it was at one time: some 6 bytes each at a million,
/// and a look-up of two places in memory. Immutable.
class PackedPostings {
  public:
    struct Posting {
        std::uint32_t key = 0;  // as a hash: all its bits are as good as random
        Slot slot = 0;
    };
    PackedPostings() = default;
    /// In any order; the same posting twice stays twice.
    explicit PackedPostings(const std::vector<Posting>& postings);

    /// Those of one key, by slot.
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };
    Range find(std::uint32_t key) const noexcept;
    Slot slot(std::size_t position) const noexcept {
        return static_cast<Slot>(entry(position) >> tag_bits_) & slot_mask_;
    }
    bool contains(Range range, Slot slot) const noexcept;
    /// Fetches what `find` reads first, and what it reads then, into the cache.
    void prefetch_bucket(std::uint32_t key) const noexcept {
        if (!buckets_.empty()) __builtin_prefetch(&buckets_[bucket_of(key)]);
    }
    void prefetch_entries(std::uint32_t key) const noexcept {
        if (!buckets_.empty())
            __builtin_prefetch(bytes_.data() + std::size_t{buckets_[bucket_of(key)]} * width_);
    }
    std::size_t size() const noexcept { return buckets_.empty() ? 0 : buckets_.back(); }
    std::size_t bytes() const noexcept { return bytes_.capacity() + buckets_.capacity() * 4; }

  private:
    static constexpr std::size_t kReadTogether = 8;

    std::size_t bucket_of(std::uint32_t key) const noexcept {
        return static_cast<std::size_t>(std::uint64_t{key} >> tail_bits_);
    }
    std::uint32_t tag_of(std::uint32_t key) const noexcept { return key & tag_mask_; }
    std::uint64_t entry(std::size_t position) const noexcept {
        const std::uint8_t* const from = bytes_.data() + position * width_;
        std::uint64_t value = 0;
        for (unsigned i = 0; i < kReadTogether; ++i) value |= std::uint64_t{from[i]} << (8 * i);
        return value;
    }
    std::uint32_t tag(std::size_t position) const noexcept {
        return static_cast<std::uint32_t>(entry(position)) & tag_mask_;
    }

    // An entry is a tag, the bits of the key that its bucket does not tell, and the slot, each in whole
    // bytes.
    unsigned tail_bits_ = 32;
    unsigned tag_bits_ = 32;
    std::size_t width_ = 0;
    std::uint32_t tag_mask_ = 0;
    std::uint32_t slot_mask_ = 0;
    std::vector<std::uint32_t> buckets_;  // by the first bits of the key: where its entries begin
    std::vector<std::uint8_t> bytes_;
};

}  // namespace scrm::identity::live
