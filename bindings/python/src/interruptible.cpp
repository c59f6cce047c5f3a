// SPDX-License-Identifier: Apache-2.0
#include "interruptible.hpp"

#include <pthread.h>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "scrm/storage/stop_scope.hpp"

namespace py = pybind11;

namespace scrm::python {
namespace {

constexpr std::chrono::milliseconds kSignalInterval{50};

/// A thread that runs one call after the other, and what it tells the one that waits. To start a thread takes
/// longer than to look up a record. Lives as long as the process: no end of the interpreter waits for it.
class Worker {
  public:
    Worker() {
        std::thread{[this] { serve(); }}.detach();
    }

    std::mutex mutex;
    std::condition_variable changed;
    bool finished = false;
    std::exception_ptr failure;
    bool has_progress = false;
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string stage;

    /// `task` must live until `finished`.
    void start(const std::function<void()>& task) {
        const std::scoped_lock lock{mutex};
        finished = false;
        has_progress = false;
        task_ = &task;
        wake_.notify_one();
    }

  private:
    void serve() {
        std::unique_lock lock{mutex};
        for (;;) {
            wake_.wait(lock, [this] { return task_ != nullptr; });
            lock.unlock();
            std::exception_ptr thrown;
            try {
                (*task_)();
            } catch (...) {
                thrown = std::current_exception();
            }
            lock.lock();
            task_ = nullptr;
            failure = std::exchange(thrown, nullptr);
            finished = true;
            changed.notify_one();
        }
    }

    std::condition_variable wake_;
    const std::function<void()>* task_ = nullptr;
};

struct IdleWorkers {
    std::mutex mutex;
    std::vector<Worker*> idle;
};

/// Never deleted: the workers outlive what is taken apart at the end. A fork leaves the threads behind.
IdleWorkers* idle_workers = nullptr;

IdleWorkers& workers() {
    static const bool made = [] {
        idle_workers = new IdleWorkers;
        return ::pthread_atfork(nullptr, nullptr, [] { idle_workers = new IdleWorkers; }) == 0;
    }();
    (void)made;
    return *idle_workers;
}

/// A worker for the time of one call.
class Hired {
  public:
    Hired() {
        const std::scoped_lock lock{pool_.mutex};
        if (pool_.idle.empty()) {
            worker_ = new Worker;
        } else {
            worker_ = pool_.idle.back();
            pool_.idle.pop_back();
        }
    }
    ~Hired() {
        const std::scoped_lock lock{pool_.mutex};
        pool_.idle.push_back(worker_);
    }
    Hired(const Hired&) = delete;
    Hired& operator=(const Hired&) = delete;
    Worker& operator*() const noexcept { return *worker_; }

  private:
    IdleWorkers& pool_ = workers();
    Worker* worker_;
};

/// True is the bar of the command line, which draws only on a terminal; False and None are silence.
py::object callback_of(const py::object& progress) {
    if (!py::isinstance<py::bool_>(progress)) return progress;
    if (!progress.cast<bool>()) return py::none();
    return py::module_::import("scrm.cli.output").attr("ProgressBar").attr("callback")();
}

}  // namespace

void run_interruptibly(const py::object& asked, const std::function<void(const Execution&)>& work) {
    const py::object progress = callback_of(asked);
    std::stop_source stop;
    std::exception_ptr python_error;
    std::exception_ptr failure;
    {
        const py::gil_scoped_release released;
        const Hired hired;
        Worker& worker = *hired;
        const std::function<void()> task = [&] {
            Execution execution;
            execution.stop = stop.get_token();
            // Most calls take no token; what they ask of a database ends all the same.
            const storage::StopScope scope{execution.stop};
            execution.progress = [&](const Progress& p) {
                const std::scoped_lock lock{worker.mutex};
                worker.has_progress = true;
                worker.done = p.done;
                worker.total = p.total;
                worker.stage = p.stage;
                worker.changed.notify_one();
            };
            work(execution);
        };
        worker.start(task);

        std::unique_lock lock{worker.mutex};
        while (!worker.finished || worker.has_progress) {
            if (!worker.finished && !worker.has_progress) worker.changed.wait_for(lock, kSignalInterval);
            // Nothing was asked and nothing is told: most calls end here, and need the GIL only to return.
            if (worker.finished && !worker.has_progress) break;
            const bool report = std::exchange(worker.has_progress, false);
            const auto done = worker.done;
            const auto total = worker.total;
            const std::string stage = worker.stage;
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
        failure = std::exchange(worker.failure, nullptr);
    }
    if (python_error) std::rethrow_exception(python_error);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace scrm::python
