// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>

namespace scrm::storage::detail {

/// Keeps every other process off a database: flock(2) on `<database>.lock`, which dies with the process. The
/// file is taken away when the lock is given back, by the process that took it.
class ProcessLock {
  public:
    /// Throws Error{unavailable} when another process, or this one already, holds it for longer than `wait`,
    /// Error{cancelled} when asked to stop waiting.
    ProcessLock(const std::filesystem::path& database, std::chrono::milliseconds wait,
                const std::stop_token& stop = {});
    ~ProcessLock();
    ProcessLock(const ProcessLock&) = delete;
    ProcessLock& operator=(const ProcessLock&) = delete;

  private:
    std::filesystem::path file_;
    int process_;
    int descriptor_ = -1;
};

}  // namespace scrm::storage::detail
