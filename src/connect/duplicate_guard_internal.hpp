// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scrm/core/digest.hpp"

namespace scrm::connect {

/// Remembers what each id of a file said first, in 24 bytes a slot, whatever the size of the rows.
class DuplicateGuard {
  public:
    /// False when `id` came before with other content; the first content stays.
    bool accepts(std::string_view id, std::string_view content) {
        if ((count_ + 1) * 4 > slots_.size() * 3) grow();
        // 128 bits of the id: at a hundred million ids the chance of one false match is 10⁻²³.
        Slot fresh{hash64(id) | 1U, hash64(id, kSecondSeed), hash64(content)};
        Slot& slot = find(fresh);
        if (slot.first != 0) return slot.content == fresh.content;
        slot = fresh;
        ++count_;
        return true;
    }

  private:
    struct Slot {
        std::uint64_t first = 0;  // 0: empty
        std::uint64_t second = 0;
        std::uint64_t content = 0;
    };
    static constexpr std::uint64_t kSecondSeed = 0x5DEECE66DULL;

    Slot& find(const Slot& wanted) {
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t i = wanted.second & mask;; i = (i + 1) & mask) {
            Slot& slot = slots_[i];
            if (slot.first == 0 || (slot.first == wanted.first && slot.second == wanted.second)) return slot;
        }
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.first != 0) find(slot) = slot;
        }
    }

    std::vector<Slot> slots_;
    std::size_t count_ = 0;
};

}  // namespace scrm::connect
