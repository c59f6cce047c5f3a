// SPDX-License-Identifier: Apache-2.0
#include "identity/live/left_right_internal.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "identity/live/words_internal.hpp"

namespace scrm::identity::live {
namespace {

using Both = LeftRight<int>;

int value_of(const Both& both) {
    return both.read([](const int& value) { return value; });
}

/// From a thread that would wait for ever, if reading took a lock that the writer holds.
int value_elsewhere(const Both& both) {
    int seen = -1;
    std::thread reader([&] { seen = value_of(both); });
    reader.join();
    return seen;
}

TEST(LiveLeftRight, AReaderDoesNotWaitForAWriterInTheMidst) {
    Both both(std::make_unique<int>(0), std::make_unique<int>(0));
    int during_first = -1;
    int during_second = -1;
    both.write(
        [&](int& value) {
            value = 1;
            during_first = value_elsewhere(both);
        },
        [&](int& value) {
            during_second = value_elsewhere(both);
            value = 1;
        });
    EXPECT_EQ(during_first, 0) << "the state before";
    EXPECT_EQ(during_second, 1) << "and after";
    EXPECT_EQ(value_of(both), 1);
    EXPECT_EQ(both.current(), 1);
}

TEST(LiveLeftRight, NothingChangesUnderAReader) {
    Both both(std::make_unique<int>(0), std::make_unique<int>(0));
    std::atomic<bool> is_reading = false;
    std::atomic<bool> may_go = false;
    int before = -1;
    int after = -1;
    std::thread reader([&] {
        both.read([&](const int& value) {
            before = value;
            is_reading = true;
            while (!may_go) std::this_thread::yield();
            after = value;
            return 0;
        });
    });
    while (!is_reading) std::this_thread::yield();
    std::atomic<bool> is_written = false;
    std::thread writer([&] {
        both.write([](int& value) { value = 1; }, [](int& value) { value = 1; });
        is_written = true;
    });
    while (value_of(both) != 1) std::this_thread::yield();
    EXPECT_FALSE(is_written) << "it waits for the reader before it touches what that one reads";
    may_go = true;
    reader.join();
    writer.join();
    EXPECT_EQ(before, 0);
    EXPECT_EQ(after, 0);
}

TEST(LiveLeftRight, AChangeThatFailsIsNone) {
    Both both(std::make_unique<int>(7), std::make_unique<int>(7));
    const auto fail = [](int& value) {
        value = 8;
        throw std::runtime_error("no");
    };
    EXPECT_THROW(both.write(fail, fail), std::runtime_error);
    EXPECT_EQ(value_of(both), 7);
    both.write([](int& value) { ++value; }, [](int& value) { ++value; });
    EXPECT_EQ(value_of(both), 8);
    both.write([](int& value) { ++value; }, [](int& value) { ++value; });
    EXPECT_EQ(value_of(both), 9) << "both sides went along";
    both.renew([](int& value) { value = 20; });
    both.write([](int& value) { ++value; }, [](int& value) { ++value; });
    EXPECT_EQ(value_of(both), 21);
}

TEST(LiveLeftRight, WhatFailsTheSecondTimeIsMadeGoodBeforeTheNextWrite) {
    Both both(std::make_unique<int>(1), std::make_unique<int>(1));
    both.write([](int& value) { value = 2; },
               [](int& value) {
                   value = 99;
                   throw std::runtime_error("half way");
               });
    EXPECT_EQ(value_of(both), 2) << "the change is done";
    for (int step = 3; step < 7; ++step) {
        both.write([](int& value) { ++value; }, [](int& value) { ++value; });
        EXPECT_EQ(value_of(both), step);
    }
}

TEST(LiveLeftRight, ReadersSeeWholeChanges) {
    struct Pair {
        long one = 0;
        long other = 0;
    };
    LeftRight<Pair> both(std::make_unique<Pair>(), std::make_unique<Pair>());
    std::atomic<bool> stop = false;
    std::atomic<int> torn = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            long last = 0;
            while (!stop) {
                const Pair seen = both.read([](const Pair& pair) { return pair; });
                torn += seen.one != seen.other || seen.one < last ? 1 : 0;
                last = seen.one;
            }
        });
    }
    const auto change = [](Pair& pair) {
        ++pair.one;
        ++pair.other;
    };
    for (int i = 0; i < 2'000; ++i) both.write(change, change);
    stop = true;
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(both.current().one, 2'000);
}

TEST(LiveWords, KeepTheirNumbersAndPlaces) {
    Words words;
    std::vector<std::string_view> first;
    for (int i = 0; i < 5'000; ++i) {
        const std::string text = "word " + std::to_string(i);
        ASSERT_EQ(words.intern(text), static_cast<std::uint32_t>(i + 1));
        if (i < 100) first.push_back(words.at(static_cast<std::uint32_t>(i + 1)));
    }
    for (int i = 0; i < 5'000; ++i) {
        const std::string text = "word " + std::to_string(i);
        EXPECT_EQ(words.intern(text), static_cast<std::uint32_t>(i + 1));
        EXPECT_EQ(words.at(static_cast<std::uint32_t>(i + 1)), text);
        if (i < 100) {
            EXPECT_EQ(words.at(static_cast<std::uint32_t>(i + 1)).data(),
                      first[static_cast<std::size_t>(i)].data());
        }
    }
    const std::string long_one(100'000, 'x');
    EXPECT_EQ(words.at(words.intern(long_one)), long_one);
}

}  // namespace
}  // namespace scrm::identity::live
