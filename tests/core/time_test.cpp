#include "scrm/core/time.hpp"

#include <gtest/gtest.h>

namespace scrm {
namespace {

std::string round_trip(std::string_view text) {
    const auto t = parse_time(text);
    return t ? format_time(*t) : "none";
}

TEST(Time, ReadsTheShapesOfRfc3339) {
    EXPECT_EQ(round_trip("2026-03-31T01:30:05Z"), "2026-03-31T01:30:05Z");
    EXPECT_EQ(round_trip("2026-03-31T01:30:05.5+03:00"), "2026-03-30T22:30:05.500Z");
    EXPECT_EQ(round_trip("2026-03-31 01:30:05.1234567"), "2026-03-31T01:30:05.123456Z");
    EXPECT_EQ(round_trip("2026-03-31T01:30-0130"), "2026-03-31T03:00:00Z");
    EXPECT_EQ(round_trip("2026-03-31T01:30:05 +03"), "2026-03-30T22:30:05Z");
    EXPECT_EQ(round_trip("2026-03-31"), "2026-03-31T00:00:00Z");
    EXPECT_EQ(round_trip("0001-01-01"), "0001-01-01T00:00:00Z");
    EXPECT_EQ(round_trip("9999-12-31T23:59:60Z"), "9999-12-31T23:59:59Z");
}

TEST(Time, RefusesWhatIsNoTime) {
    for (const char* text :
         {"", "2026", "2026-02-30", "2026-13-01", "2026-00-10", "0000-01-01", "2026-03-31T24:00Z",
          "2026-03-31T10:60Z", "2026-03-31T10", "2026-03-31T10:00:00.Z", "2026-03-31T10:00+25:00",
          "2026-03-31T10:00Zx", "31.03.2026", "2026-3-1", "٢٠٢٦-٠٣-٣١"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

TEST(Time, KeepsMicrosecondsAcrossTheEpoch) {
    const UtcTime before = from_unix_micros(-1);
    EXPECT_EQ(format_time(before), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(parse_time(format_time(before)), before);
    EXPECT_EQ(to_unix_micros(before), -1);
}

TEST(FixedClock, StandsStillUntilTold) {
    FixedClock clock{from_unix_micros(5)};
    EXPECT_EQ(clock.now(), from_unix_micros(5));
    clock.advance(std::chrono::microseconds{7});
    EXPECT_EQ(clock.now(), from_unix_micros(12));
    clock.set(from_unix_micros(1));
    EXPECT_EQ(clock.now(), from_unix_micros(1));
}

}  // namespace
}  // namespace scrm
