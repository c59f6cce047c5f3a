// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scrm {

/// A moment in UTC, microseconds since 1970-01-01 without leap seconds. Stored as int64 everywhere.
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;

constexpr std::int64_t to_unix_micros(UtcTime t) noexcept {
    return t.time_since_epoch().count();
}
constexpr UtcTime from_unix_micros(std::int64_t micros) noexcept {
    return UtcTime{std::chrono::microseconds{micros}};
}

/// Parse RFC 3339 / ISO 8601: `2026-03-31T01:30:05.123456Z`, an offset `+03:00`, `+0300` or `+03`, a space
/// for the `T`, seconds optional, a bare date (midnight). A time without a zone is UTC. Digits beyond
/// microseconds are cut. Years 0001..9999. Anything else, or an impossible date (Feb 30, 24:01), is nullopt;
/// 23:59:60 is read as :59.
std::optional<UtcTime> parse_time(std::string_view text);

/// RFC 3339 in UTC, `2026-03-31T01:30:05Z`, with the shortest exact fraction of 3 or 6 digits when there is
/// one.
std::string format_time(UtcTime t);

/// Where "now" comes from. The core never asks; the application layer passes one in. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual UtcTime now() const = 0;
};

/// The system's clock. Thread-safe, never destroyed.
const Clock& system_clock() noexcept;

/// A clock that stands still until told, for tests and replays. Thread-compatible.
class FixedClock final : public Clock {
  public:
    explicit FixedClock(UtcTime at) : at_(at) {}
    UtcTime now() const override { return at_; }
    void set(UtcTime at) { at_ = at; }
    void advance(std::chrono::microseconds by) { at_ += by; }

  private:
    UtcTime at_;
};

}  // namespace scrm
