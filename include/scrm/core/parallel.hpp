// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace scrm {

/// Runs `body(begin, end, chunk)` over [0, count) cut into chunks of `chunk_size`, on up to `threads`
/// threads.
///
/// The cut depends only on `count` and `chunk_size`, so results kept per chunk and joined in chunk order are
/// the same for any thread count. `body` runs concurrently with itself. The first exception is rethrown after
/// all threads have stopped; once `stop` is triggered no further chunk starts and Error{cancelled} is thrown.
/// `threads` 0 means available_threads(); 1 runs on the calling thread.
void for_each_chunk(std::size_t count, std::size_t chunk_size, unsigned threads, const std::stop_token& stop,
                    const std::function<void(std::size_t begin, std::size_t end, std::size_t chunk)>& body);

}  // namespace scrm
