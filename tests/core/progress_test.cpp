#include "scrm/core/progress.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"

namespace scrm {
namespace {

TEST(ProgressMeter, ReportsAtMostTenTimesASecondAndOnceAtTheEnd) {
    int calls = 0;
    Progress last;
    Execution execution;
    execution.progress = [&](const Progress& p) {
        ++calls;
        last = p;
    };
    ProgressMeter meter{execution, "compare", 100'000};
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 100'000; ++i) meter.advance();
    meter.finish();
    const auto tenths = (std::chrono::steady_clock::now() - start) / std::chrono::milliseconds{100};
    EXPECT_LE(calls, tenths + 2);
    EXPECT_GE(calls, 1);
    EXPECT_EQ(last.done, 100'000);
    EXPECT_EQ(last.total, 100'000);
    EXPECT_EQ(last.stage, "compare");
}

TEST(ProgressMeter, ThrowsWhenStopped) {
    std::stop_source source;
    Execution execution;
    execution.stop = source.get_token();
    ProgressMeter meter{execution, "load"};
    meter.advance();
    source.request_stop();
    EXPECT_THROW(meter.advance(), Error);
}

TEST(Threads, AreAtLeastOneAndAsAsked) {
    EXPECT_GE(available_threads(), 1u);
    EXPECT_EQ(effective_threads(3), 3u);
    EXPECT_EQ(effective_threads(0), available_threads());
}

}  // namespace
}  // namespace scrm
