// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace scrm {

/// Things that are dear to make, which threads take and give back: `take` makes one when none is free. What
/// they remember must never change a result. Thread-safe.
template <class T>
class Pool {
  public:
    explicit Pool(std::function<T()> make = [] { return T{}; }) : make_(std::move(make)) {}

    T take() {
        {
            const std::lock_guard lock(mutex_);
            if (!free_.empty()) {
                T one = std::move(free_.back());
                free_.pop_back();
                return one;
            }
        }
        return make_();
    }
    void give(T one) {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(one));
    }

  private:
    std::function<T()> make_;
    std::mutex mutex_;
    std::vector<T> free_;
};

}  // namespace scrm
