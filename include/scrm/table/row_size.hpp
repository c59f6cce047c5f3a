// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace scrm::table {

/// The most bytes that a row (a CSV record, a JSON line) may count for.
inline constexpr std::size_t kMaxRowBytes = 1U << 20U;
/// … and the most that it may be written with: an export writes an accepted row longer than it came, for a
/// byte that is no text becomes three, a quote two, and every column gets its place.
inline constexpr std::size_t kMaxWrittenRowBytes = 4U << 20U;

/// What a text counts for, so that a row counts no more when it comes back than when it came: its bytes, a
/// U+FFFD as the one byte that it may stand for, a `[CVV]` as its three digits. Thread-safe.
std::size_t counted_bytes(std::string_view text) noexcept;

}  // namespace scrm::table
