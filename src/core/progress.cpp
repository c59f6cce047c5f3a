// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/progress.hpp"

#include <sched.h>

#include <algorithm>

#include "scrm/core/error.hpp"

namespace scrm {
namespace {

constexpr std::chrono::milliseconds kReportInterval{100};

}  // namespace

unsigned available_threads() noexcept {
    cpu_set_t mask;
    CPU_ZERO(&mask);
    if (sched_getaffinity(0, sizeof mask, &mask) != 0) return 1;
    return static_cast<unsigned>(std::max(1, CPU_COUNT(&mask)));
}

unsigned effective_threads(unsigned requested) noexcept {
    return requested == 0 ? available_threads() : requested;
}

void throw_if_stopped(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Error{ErrorCode::cancelled, "cancelled"};
}

ProgressMeter::ProgressMeter(const Execution& execution, std::string_view stage, std::int64_t total)
    : execution_(execution),
      progress_{0, total, stage},
      next_report_(std::chrono::steady_clock::now() + kReportInterval) {}

void ProgressMeter::advance(std::int64_t by) {
    throw_if_stopped(execution_.stop);
    const std::scoped_lock lock{mutex_};
    progress_.done += by;
    if (!execution_.progress) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_report_) return;
    next_report_ = now + kReportInterval;
    execution_.progress(progress_);
}

void ProgressMeter::finish() {
    const std::scoped_lock lock{mutex_};
    if (progress_.total > 0) progress_.done = progress_.total;
    if (execution_.progress) execution_.progress(progress_);
}

}  // namespace scrm
