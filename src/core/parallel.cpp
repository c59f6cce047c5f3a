// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "scrm/core/error.hpp"
#include "scrm/core/progress.hpp"

namespace scrm {

void for_each_chunk(std::size_t count, std::size_t chunk_size, unsigned threads, const std::stop_token& stop,
                    const std::function<void(std::size_t, std::size_t, std::size_t)>& body) {
    if (chunk_size == 0) throw Error{ErrorCode::invalid_argument, "chunk size must not be 0"};
    const std::size_t chunks = (count + chunk_size - 1) / chunk_size;
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::exception_ptr first_error;

    const auto work = [&] {
        while (!failed.load(std::memory_order_relaxed)) {
            const std::size_t chunk = next.fetch_add(1, std::memory_order_relaxed);
            if (chunk >= chunks) return;
            try {
                throw_if_stopped(stop);
                const std::size_t begin = chunk * chunk_size;
                body(begin, std::min(count, begin + chunk_size), chunk);
            } catch (...) {
                const std::scoped_lock lock{mutex};
                if (!first_error) first_error = std::current_exception();
                failed.store(true, std::memory_order_relaxed);
            }
        }
    };

    const std::size_t workers = std::min<std::size_t>(effective_threads(threads), chunks);
    {
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < workers; ++i) pool.emplace_back(work);
        work();
    }
    if (first_error) std::rethrow_exception(first_error);
    throw_if_stopped(stop);
}

}  // namespace scrm
