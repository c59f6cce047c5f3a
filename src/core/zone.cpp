// SPDX-License-Identifier: Apache-2.0
#include "scrm/core/zone.hpp"

#include <date/tz.h>

#include <stdexcept>

#include "scrm/core/error.hpp"

namespace scrm {
namespace {

const date::time_zone& zone_of(const void* zone) {
    return *static_cast<const date::time_zone*>(zone);
}

}  // namespace

TimeZone TimeZone::named(std::string_view iana_name) {
    try {
        return TimeZone{date::locate_zone(std::string{iana_name})};
    } catch (const std::runtime_error&) {
        throw Error{ErrorCode::not_found, "unknown time zone '" + std::string{iana_name} + "'"};
    }
}

TimeZone TimeZone::utc() {
    return named("Etc/UTC");
}

std::string TimeZone::name() const {
    return zone_of(zone_).name();
}

LocalTime TimeZone::to_local(UtcTime t) const {
    return LocalTime{zone_of(zone_)
                         .to_local(date::sys_time<std::chrono::microseconds>{t.time_since_epoch()})
                         .time_since_epoch()};
}

UtcTime TimeZone::to_utc(LocalTime local) const {
    const date::local_time<std::chrono::microseconds> wall{local.time_since_epoch()};
    return UtcTime{zone_of(zone_).to_sys(wall, date::choose::earliest).time_since_epoch()};
}

}  // namespace scrm
