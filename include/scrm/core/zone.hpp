// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "scrm/core/time.hpp"

namespace scrm {

/// A wall-clock time of some zone, microseconds, without saying which zone.
using LocalTime = std::chrono::local_time<std::chrono::microseconds>;

/// An IANA time zone, e.g. "Europe/Moscow". A cheap value; immutable; thread-safe.
class TimeZone {
  public:
    /// Throws Error{not_found} naming the zone when the tz database does not know it.
    static TimeZone named(std::string_view iana_name);
    static TimeZone utc();

    std::string name() const;

    LocalTime to_local(UtcTime t) const;

    /// The moment a wall clock of this zone shows `local`. A time that occurs twice (autumn) is the earlier
    /// one; one that is skipped (spring) is the moment of the jump.
    UtcTime to_utc(LocalTime local) const;

    friend bool operator==(const TimeZone& a, const TimeZone& b) { return a.zone_ == b.zone_; }

  private:
    explicit TimeZone(const void* zone) : zone_(zone) {}
    const void* zone_;  // date::time_zone, owned by the tz database for the life of the process
};

}  // namespace scrm
