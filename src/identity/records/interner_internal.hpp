// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "scrm/core/digest.hpp"
#include "scrm/identity/record_set.hpp"

namespace scrm::identity {

/// Gives equal strings equal ids, in order of first sight; the empty string is 0. Thread-compatible.
class StringInterner {
  public:
    ValueId intern(std::string_view text) { return text.empty() ? 0 : intern(text, hash64(text)); }
    /// The same of a text that is not empty, by its hash64.
    ValueId intern(std::string_view text, std::uint64_t hash) {
        if ((pool_.size() + 1) * 10 > slots_.size() * 7) grow();
        const auto tag = static_cast<std::uint32_t>(hash >> 32);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t s = tag & mask;; s = (s + 1) & mask) {
            const Slot slot = slots_[s];
            if (slot.id == 0) {
                const auto id = static_cast<ValueId>(pool_.size());
                slots_[s] = {tag, id};
                append(text);
                return id;
            }
            if (slot.tag == tag && pool_.at(slot.id) == text) return slot.id;
        }
    }

    /// 0 when the text was never interned.
    ValueId find(std::string_view text) const {
        if (text.empty() || slots_.empty()) return 0;
        const std::uint64_t hash = hash64(text);
        const auto tag = static_cast<std::uint32_t>(hash >> 32);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t s = tag & mask;; s = (s + 1) & mask) {
            const Slot slot = slots_[s];
            if (slot.id == 0) return 0;
            if (slot.tag == tag && pool_.at(slot.id) == text) return slot.id;
        }
    }

    /// Appends without looking whether the text is there already.
    void append(std::string_view text) { pool_.append(text); }

    /// For strings that are looked up by other means.
    static void append_to(StringPool& pool, std::string_view text) { pool.append(text); }
    /// Keeps the strings with ids below `count`, at least one.
    static void cut(StringPool& pool, std::size_t count) {
        pool.bytes_.resize(pool.start(static_cast<ValueId>(count)));
        pool.starts_.resize(count + 1);
        pool.bases_.resize((count >> StringPool::kBlockBits) + 1);
    }

    const StringPool& pool() const noexcept { return pool_; }
    /// The strings; the look-up table is dropped.
    StringPool finish() {
        slots_ = {};
        pool_.bytes_.shrink_to_fit();
        pool_.starts_.shrink_to_fit();
        return std::exchange(pool_, StringPool{});
    }

  private:
    /// The tag is half of the text's hash: it says where to look first, so that growing reads no text.
    struct Slot {
        std::uint32_t tag = 0;
        ValueId id = 0;
    };

    /// Few: most interners of a live look-up hold a handful of strings.
    static constexpr std::size_t kFewestSlots = 32;

    void grow() {
        std::vector<Slot> larger(slots_.empty() ? kFewestSlots : slots_.size() * 2);
        const std::size_t mask = larger.size() - 1;
        for (const Slot slot : slots_) {
            if (slot.id == 0) continue;
            std::size_t s = slot.tag & mask;
            while (larger[s].id != 0) s = (s + 1) & mask;
            larger[s] = slot;
        }
        slots_ = std::move(larger);
    }

    StringPool pool_;
    std::vector<Slot> slots_;
};

/// The same, which keeps the hashes of its strings. Thread-compatible.
class HashedInterner {
  public:
    ValueId intern(std::string_view text) {
        if (text.empty()) return 0;
        const std::uint64_t hash = hash64(text);
        const ValueId id = strings_.intern(text, hash);
        if (id == hashes_.size()) hashes_.push_back(hash);
        return id;
    }
    const StringPool& pool() const noexcept { return strings_.pool(); }
    /// hash64 of a string; 0 of the empty one.
    std::uint64_t hash(ValueId id) const noexcept { return hashes_[id]; }
    /// The strings, and what `hash` gives of each; the look-up table is dropped.
    std::pair<StringPool, std::vector<std::uint64_t>> finish() {
        hashes_.shrink_to_fit();
        return {strings_.finish(), std::exchange(hashes_, {0})};
    }

  private:
    StringInterner strings_;
    std::vector<std::uint64_t> hashes_{0};
};

}  // namespace scrm::identity
