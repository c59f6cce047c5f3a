// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <functional>
#include <optional>
#include <type_traits>

#include "scrm/core/progress.hpp"

namespace scrm::python {

/// Runs `work` on a thread of its own, without the GIL, while the calling thread hands its progress to
/// `progress` (a callable (done, total, stage), True for a bar, False or None) and listens for signals.
/// Ctrl-C or an exception of the callable triggers the stop token; the call returns once the work has ended,
/// and the Python error is raised.
void run_interruptibly(const pybind11::object& progress, const std::function<void(const Execution&)>& work);

/// The same for work with a result. `threads` becomes Execution::threads.
template <class Work>
auto interruptible(const pybind11::object& progress, unsigned threads, Work&& work) {
    using Result = std::invoke_result_t<Work, const Execution&>;
    if constexpr (std::is_void_v<Result>) {
        run_interruptibly(progress, [&](const Execution& execution) {
            Execution own = execution;
            own.threads = threads;
            work(own);
        });
    } else {
        std::optional<Result> result;
        run_interruptibly(progress, [&](const Execution& execution) {
            Execution own = execution;
            own.threads = threads;
            result.emplace(work(own));
        });
        return std::move(*result);
    }
}

/// The same for work that reports no progress and has no long computation of its own: what it asks of a
/// database listens.
template <class Work>
auto interruptible(Work&& work) {
    return interruptible(pybind11::none(), 0, [&](const Execution&) { return work(); });
}

}  // namespace scrm::python
