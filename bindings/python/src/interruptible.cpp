// SPDX-License-Identifier: Apache-2.0
#include "interruptible.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

#include "scrm/storage/stop_scope.hpp"

namespace py = pybind11;

namespace scrm::python {
namespace {

constexpr std::chrono::milliseconds kSignalInterval{50};

/// What the working thread tells the calling one.
struct Channel {
    std::mutex mutex;
    std::condition_variable changed;
    bool finished = false;
    std::exception_ptr failure;
    bool has_progress = false;
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string stage;
};

}  // namespace

namespace {

/// True is the bar of the command line, which draws only on a terminal; False and None are silence.
py::object callback_of(const py::object& progress) {
    if (!py::isinstance<py::bool_>(progress)) return progress;
    if (!progress.cast<bool>()) return py::none();
    return py::module_::import("scrm.cli.output").attr("ProgressBar").attr("callback")();
}

}  // namespace

void run_interruptibly(const py::object& asked, const std::function<void(const Execution&)>& work) {
    const py::object progress = callback_of(asked);
    Channel channel;
    std::stop_source stop;
    std::exception_ptr python_error;
    {
        const py::gil_scoped_release released;
        std::jthread worker{[&] {
            Execution execution;
            execution.stop = stop.get_token();
            // Most calls take no token; what they ask of a database ends all the same.
            const storage::StopScope scope{execution.stop};
            execution.progress = [&](const Progress& p) {
                const std::scoped_lock lock{channel.mutex};
                channel.has_progress = true;
                channel.done = p.done;
                channel.total = p.total;
                channel.stage = p.stage;
                channel.changed.notify_one();
            };
            std::exception_ptr failure;
            try {
                work(execution);
            } catch (...) {
                failure = std::current_exception();
            }
            const std::scoped_lock lock{channel.mutex};
            channel.finished = true;
            channel.failure = failure;
            channel.changed.notify_one();
        }};

        std::unique_lock lock{channel.mutex};
        while (!channel.finished || channel.has_progress) {
            if (!channel.finished && !channel.has_progress) channel.changed.wait_for(lock, kSignalInterval);
            const bool report = std::exchange(channel.has_progress, false);
            const auto done = channel.done;
            const auto total = channel.total;
            const std::string stage = channel.stage;
            lock.unlock();
            if (!python_error) {
                const py::gil_scoped_acquire acquired;
                try {
                    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
                    if (report && !progress.is_none()) progress(done, total, stage);
                } catch (...) {
                    python_error = std::current_exception();
                }
            }
            // Without the GIL: a server that hangs lets the request wait, and other threads shall run.
            if (python_error) stop.request_stop();
            lock.lock();
        }
    }
    if (python_error) std::rethrow_exception(python_error);
    if (channel.failure) std::rethrow_exception(channel.failure);
}

}  // namespace scrm::python
