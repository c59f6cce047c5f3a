// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string_view>

namespace scrm {

/// How far a long call has come. `total` is 0 while unknown; `stage` is a short stable word, e.g. "compare".
struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string_view stage;
};

/// Called at most ten times a second, plus once at the end of each stage, from the calling thread or a
/// worker, never from two at once. May be empty. An exception thrown by it cancels the call and is passed on.
using ProgressCallback = std::function<void(const Progress&)>;

/// What every long call takes besides its inputs.
struct Execution {
    unsigned threads = 0;            ///< 0: as many as the process may use (CPU affinity)
    ProgressCallback progress = {};  ///< may be empty
    std::stop_token stop = {};       ///< when triggered the call throws Error{cancelled} within a second
};

/// CPUs in the process's affinity mask, at least 1.
unsigned available_threads() noexcept;

/// `requested`, or available_threads() when it is 0.
unsigned effective_threads(unsigned requested) noexcept;

/// Throws Error{cancelled} when `stop` was triggered.
void throw_if_stopped(const std::stop_token& stop);

/// Throttles a ProgressCallback to its ten calls a second and checks the stop token. Thread-safe.
class ProgressMeter {
  public:
    /// The execution must outlive the meter.
    ProgressMeter(const Execution& execution, std::string_view stage, std::int64_t total = 0);
    ProgressMeter(const Execution&& execution, std::string_view stage, std::int64_t total = 0) = delete;

    /// Adds to `done`; reports if 100 ms have passed; throws Error{cancelled} when asked to stop.
    void advance(std::int64_t by = 1);
    /// Reports the end of the stage.
    void finish();

  private:
    const Execution& execution_;
    std::mutex mutex_;
    Progress progress_;
    std::chrono::steady_clock::time_point next_report_;
};

}  // namespace scrm
