// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace scrm::identity::live {

/// Things that are dear to make, which threads take and give back. What they remember must never change a
/// result. Thread-safe and lock-free: who finds none free makes one, and what finds no room is thrown away.
template <class T>
class FreeList {
  public:
    using Make = std::function<std::unique_ptr<T>()>;

    explicit FreeList(Make make) : make_(std::move(make)) {}
    ~FreeList() {
        for (auto& place : free_) delete place.load();
    }
    FreeList(const FreeList&) = delete;
    FreeList& operator=(const FreeList&) = delete;

    std::unique_ptr<T> take() {
        for (auto& place : free_) {
            if (place.load(std::memory_order_relaxed) == nullptr) continue;
            if (T* one = place.exchange(nullptr)) return std::unique_ptr<T>{one};
        }
        return make_();
    }
    void give(std::unique_ptr<T> one) {
        for (auto& place : free_) {
            T* none = nullptr;
            if (place.compare_exchange_strong(none, one.get())) {
                static_cast<void>(one.release());
                return;
            }
        }
    }

  private:
    static constexpr std::size_t kKept = 32;

    Make make_;
    std::array<std::atomic<T*>, kKept> free_{};
};

}  // namespace scrm::identity::live
