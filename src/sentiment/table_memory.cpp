// SPDX-License-Identifier: Apache-2.0
#include "sentiment/table_memory_internal.hpp"

#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace scrm::sentiment {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kLargePage = std::size_t{2} << 20U;

/// A smaller table would waste most of a large page.
constexpr std::align_val_t alignment_of(std::size_t bytes) noexcept {
    return std::align_val_t{bytes >= kLargePage ? kLargePage : kCacheLine};
}

}  // namespace

void* take_table_memory(std::size_t bytes) {
    void* const memory = ::operator new(bytes, alignment_of(bytes));
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // Advice: a system without large pages refuses it, and nothing but the speed differs.
    if (bytes >= kLargePage) static_cast<void>(::madvise(memory, bytes, MADV_HUGEPAGE));
#endif
    return memory;
}

void free_table_memory(void* memory, std::size_t bytes) noexcept {
    ::operator delete(memory, alignment_of(bytes));
}

}  // namespace scrm::sentiment
