// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace scrm::identity::live {

/// A shared mutex on which readers that keep coming do not keep a writer out for ever, as they do on
/// std::shared_mutex over pthreads: once a writer waits, later readers let it pass.
class FairSharedMutex {
  public:
    void lock() {
        ++waiting_;
        gate_.lock();
        mutex_.lock();
    }
    void unlock() {
        mutex_.unlock();
        gate_.unlock();
        --waiting_;
    }
    void lock_shared() {
        if (waiting_ != 0) {
            const std::lock_guard behind_the_writer(gate_);
            mutex_.lock_shared();
            return;
        }
        mutex_.lock_shared();
    }
    void unlock_shared() { mutex_.unlock_shared(); }

  private:
    std::atomic<int> waiting_ = 0;
    std::mutex gate_;
    std::shared_mutex mutex_;
};

}  // namespace scrm::identity::live
