// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scrm::sentiment {

/// Memory of at least `bytes` that begins at a cache line; a large table begins at a large page, and the
/// system is asked to keep it in large pages where it has them. Throws std::bad_alloc.
void* take_table_memory(std::size_t bytes);
/// `bytes` as it was taken.
void free_table_memory(void* memory, std::size_t bytes) noexcept;

/// For vectors whose rows are read in no order: in small pages each look-up would also wait for the address
/// of its page.
template <typename Value>
struct TableAllocator {
    using value_type = Value;

    TableAllocator() = default;
    template <typename Other>
    explicit TableAllocator(const TableAllocator<Other>& /*other*/) noexcept {}

    Value* allocate(std::size_t count) {
        return static_cast<Value*>(take_table_memory(count * sizeof(Value)));
    }
    void deallocate(Value* memory, std::size_t count) noexcept {
        free_table_memory(memory, count * sizeof(Value));
    }
    friend bool operator==(const TableAllocator& /*a*/, const TableAllocator& /*b*/) noexcept { return true; }
};

using TableBytes = std::vector<std::int8_t, TableAllocator<std::int8_t>>;

}  // namespace scrm::sentiment
