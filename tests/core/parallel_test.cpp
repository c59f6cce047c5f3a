#include "scrm/core/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <vector>

#include "scrm/core/error.hpp"

namespace scrm {
namespace {

TEST(ForEachChunk, CoversEveryIndexOnceForAnyThreadCount) {
    for (const unsigned threads : {1u, 2u, 5u}) {
        std::vector<int> seen(1003, 0);
        for_each_chunk(seen.size(), 10, threads, {},
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           EXPECT_EQ(begin, chunk * 10);
                           for (std::size_t i = begin; i < end; ++i) ++seen[i];
                       });
        EXPECT_EQ(std::accumulate(seen.begin(), seen.end(), 0), 1003);
    }
}

TEST(ForEachChunk, PassesOnTheFirstExceptionAndStops) {
    std::atomic<int> calls{0};
    EXPECT_THROW(for_each_chunk(1'000'000, 1, 2, {},
                                [&](std::size_t, std::size_t, std::size_t) {
                                    ++calls;
                                    throw Error{ErrorCode::internal, "boom"};
                                }),
                 Error);
    EXPECT_LE(calls.load(), 2);
}

TEST(ForEachChunk, StopsWhenAsked) {
    std::stop_source source;
    std::atomic<int> calls{0};
    try {
        for_each_chunk(1000, 1, 2, source.get_token(), [&](std::size_t, std::size_t, std::size_t) {
            if (++calls == 3) source.request_stop();
        });
        FAIL();
    } catch (const Error& e) {
        EXPECT_EQ(e.code(), ErrorCode::cancelled);
    }
    EXPECT_LT(calls.load(), 1000);
}

TEST(ForEachChunk, NothingToDoIsNoWork) {
    for_each_chunk(0, 10, 4, {}, [](std::size_t, std::size_t, std::size_t) { FAIL(); });
    EXPECT_THROW(for_each_chunk(1, 0, 1, {}, [](std::size_t, std::size_t, std::size_t) {}), Error);
}

}  // namespace
}  // namespace scrm
