// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace scrm {

/// A SHA-256 digest (FIPS 180-4). A value; ordered by bytes.
struct Digest {
    std::array<std::uint8_t, 32> bytes{};

    /// 64 lower-case hex digits.
    std::string hex() const;
    /// nullopt unless exactly 64 hex digits.
    static std::optional<Digest> from_hex(std::string_view text);

    friend bool operator==(const Digest&, const Digest&) = default;
    friend auto operator<=>(const Digest&, const Digest&) = default;
};

/// SHA-256 over a stream of fields. `field` length-prefixes, so ("ab","c") and ("a","bc") differ.
/// Thread-compatible.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& update(std::string_view bytes);
    /// 8-byte little-endian length, then the bytes.
    Sha256& field(std::string_view bytes);
    Sha256& field(std::int64_t value);
    /// Ends the stream; the object may then only be destroyed or assigned.
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest sha256(std::string_view bytes);

/// HMAC-SHA-256 (RFC 2104): a commitment to `bytes` that nobody without `key` can test guesses against.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// 64-bit non-cryptographic hash, the same on every platform and run. For tables and blocking keys, never for
/// safety.
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0) noexcept;

/// A bijective 64-bit mixer (splitmix64's finaliser, Steele et al. 2014).
constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

}  // namespace scrm
