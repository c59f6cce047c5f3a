#include "scrm/core/zone.hpp"

#include <gtest/gtest.h>

#include "scrm/core/error.hpp"

namespace scrm {
namespace {

UtcTime at(std::string_view text) {
    return parse_time(text).value();
}
LocalTime wall(std::string_view text) {
    return LocalTime{at(text).time_since_epoch()};
}

TEST(TimeZone, KnowsRulesOfTheIanaDatabase) {
    const TimeZone kyiv = TimeZone::named("Europe/Kiev");
    EXPECT_EQ(kyiv.to_local(at("2026-01-15T10:00:00Z")), wall("2026-01-15T12:00:00"));
    EXPECT_EQ(kyiv.to_local(at("2026-07-15T10:00:00Z")), wall("2026-07-15T13:00:00"));
    // Moscow left +04:00 on 26 October 2014.
    const TimeZone moscow = TimeZone::named("Europe/Moscow");
    EXPECT_EQ(moscow.to_local(at("2014-10-01T00:00:00Z")), wall("2014-10-01T04:00:00"));
    EXPECT_EQ(moscow.to_local(at("2015-10-01T00:00:00Z")), wall("2015-10-01T03:00:00"));
}

TEST(TimeZone, TakesTheEarlierOfTwoAndTheJumpOfNone) {
    const TimeZone kyiv = TimeZone::named("Europe/Kiev");
    EXPECT_EQ(kyiv.to_utc(wall("2026-10-25T03:30:00")), at("2026-10-25T00:30:00Z"));
    EXPECT_EQ(kyiv.to_utc(wall("2026-03-29T03:30:00")), at("2026-03-29T01:00:00Z"));
}

TEST(TimeZone, AnUnknownNameIsATypedError) {
    try {
        TimeZone::named("Europe/Atlantis");
        FAIL();
    } catch (const Error& e) {
        EXPECT_EQ(e.code(), ErrorCode::not_found);
        EXPECT_NE(std::string{e.what()}.find("Europe/Atlantis"), std::string::npos);
    }
    EXPECT_THROW(TimeZone::named(""), Error);
    EXPECT_EQ(TimeZone::utc().to_utc(wall("2026-01-01")), at("2026-01-01"));
}

}  // namespace
}  // namespace scrm
