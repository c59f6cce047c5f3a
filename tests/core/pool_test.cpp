// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace scrm {
namespace {

TEST(Pool, MakesOneWhenNoneIsFreeAndHandsOutWhatIsGivenBack) {
    int made = 0;
    Pool<std::unique_ptr<int>> pool{[&made] { return std::make_unique<int>(made++); }};
    auto first = pool.take();
    auto second = pool.take();
    EXPECT_EQ(made, 2);
    EXPECT_NE(*first, *second);
    const int* const place = second.get();
    pool.give(std::move(second));
    EXPECT_EQ(pool.take().get(), place);
    EXPECT_EQ(made, 2);
    EXPECT_NE(pool.take(), nullptr);
    EXPECT_EQ(made, 3) << "the one that was taken and not given back is gone";
}

TEST(Pool, NoTwoThreadsHoldTheSame) {
    std::atomic<int> made = 0;
    Pool<std::unique_ptr<std::atomic<int>>> pool{[&made] {
        ++made;
        return std::make_unique<std::atomic<int>>(0);
    }};
    std::atomic<int> shared = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 2'000; ++round) {
                auto mine = pool.take();
                shared += ++*mine == 1 ? 0 : 1;
                --*mine;
                pool.give(std::move(mine));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(shared, 0);
    EXPECT_LE(made, 4) << "as many as were held at once";
}

}  // namespace
}  // namespace scrm
